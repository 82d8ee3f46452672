"""``mmkb diff`` and ``mmkb log``: what a branch, commits or files change, as text, Markdown and JSON, with completeness."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mmkb.changes import EntryChange, Fact, What
from mmkb.cli.main import mmkb as command
from mmkb.pages.changereport import LONGEST_COMMENT, Report, as_data, as_markdown, as_text
from tests.gitrepository import checkout_of_toy, commit, git
from tests.toycatalogue import change

NEW = """\
# yaml-language-server: $schema=../../schema/model.schema.json
id: toy-new
name: Toy-New
description: A newer one.
paper: arxiv-2301.00001
modalities:
  input: [text, image]
  output: [text]
  sources:
  - {source: arxiv-2301.00001, locator: section 9}
architecture:
  design: end-to-end
  sources:
  - {source: arxiv-2301.00001, locator: section 9}
"""


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = checkout_of_toy(tmp_path_factory.mktemp("diff") / "checkout")
    git(root, "tag", "before")
    (root / "catalog" / "models" / "toy-new.yaml").write_text(NEW, "utf-8")
    change(root, "models/toy-vlm", "amount: not-disclosed", "amount: 300\n      unit: dialogues".replace("\n      ", ", "))
    change(root, "components/toy-resampler", "kinds:", "deprecated: {replaced_by: linear, reason: one thing}\nkinds:")
    commit(root, "A pull request", "2026-02-05T00:00:00Z")
    return root


@pytest.fixture
def checkout(pattern: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(pattern, tmp_path / "checkout"))


def run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(command, ["--root", str(root), "diff", *words])


def log(root: Path, *words: str) -> Result:
    return CliRunner().invoke(command, ["--root", str(root), "log", *words])


def test_a_pull_request_is_told_with_sources_and_completeness(checkout: Path) -> None:
    done = run(checkout, "before..HEAD")
    assert (done.exit_code, done.stderr) == (0, "")
    assert (
        done.stdout
        == """\
before → HEAD: 1 entry added, 1 entry changed, 1 entry deprecated

deprecated component toy-resampler: Toy Resampler
  in its place: Linear layer
  Deprecated: added: replaced by Linear layer; reason one thing
      arxiv-2301.00002, section 2

added model toy-new: Toy-New
  text, image → text
  A newer one.
  read in arxiv-2301.00001

changed model toy-vlm: Toy-VLM
  Training stage “Tuning”, dataset Toy Instruct, amount: not disclosed → 300
      arxiv-2301.00001, section 4
  Training stage “Tuning”, dataset Toy Instruct, unit: added: dialogues
      arxiv-2301.00001, section 4

completeness:
"""
        + done.stdout.partition("completeness:\n")[2]
    )
    told = done.stdout.partition("completeness:\n")[2].splitlines()
    assert told[0].startswith("  all wanted facts: known ")
    assert "  paper (by model): known 2 → 3, not disclosed 0, not applicable 0, absent 0" in told
    assert "  encoders (by model): known 2, not disclosed 0, not applicable 0, absent 0 → 1" in told


def test_effects_on_figures_and_tables_are_told_with_numbers(checkout: Path) -> None:
    change(checkout, "results/toy-vlm-table-2", "score: '61.50'", "score: '71.50'")
    change(checkout, "components/toy-vit", "name: Toy ViT", "name: Toy Vision")
    told = run(checkout, "--no-completeness").stdout.partition("effects on figures and tables:\n")[2].splitlines()
    assert told == [
        "  figure architecture: 1 row changed, of 8",
        "  figure encoders-by-llms: 1 row added, 1 row removed, of 1",
        "  figure encoders-by-projectors: 2 rows added, 2 rows removed, of 2",
        "  figure taxonomy-by-encoder: 2 rows added, 2 rows removed, of 3",
        "  figure trend-encoders: 1 row added, 1 row removed, of 1",
        "  survey table A Survey of Toys, Table 1: 1 row changed, of 1",
        "  survey table A Survey of Toys, Table 2: 1 row changed, of 2",
        "  leaderboard ToyQA: 2 rows changed, of 3",
    ]  # the better score moves both ranks; a new name moves rows of figures that sort or group by it
    assert "effects" not in run(checkout, "--no-completeness", "--no-effects").stdout
    table = run(checkout, "--format", "markdown").stdout.partition("Effects on figures and tables:\n")[2]
    assert table.startswith(
        "\n| What | Name | Rows |\n| --- | --- | --- |\n| figure | `architecture` | 1 row changed, of 8 |\n"
    )
    data = json.loads(run(checkout, "--format", "json").stdout)["effects"]
    assert {"kind": "leaderboard", "name": "ToyQA", "added": 0, "changed": 2, "removed": 0, "rows": 3} in data


def test_a_change_of_words_changes_no_figure(checkout: Path) -> None:
    change(checkout, "models/toy-vlm", "description: ", "description: Still ")
    assert run(checkout).stdout.endswith("\n\ncompleteness: as before\n\nfigures and tables: as before\n")


def test_the_same_as_data_for_programs(checkout: Path) -> None:
    told = json.loads(run(checkout, "before..HEAD", "--format", "json").stdout)
    assert [(e["kind"], e["id"], e["event"]) for e in told["entries"]] == [
        ("component", "toy-resampler", "deprecated"), ("model", "toy-new", "added"), ("model", "toy-vlm", "changed"),
    ]  # fmt: skip
    assert told["entries"][0]["replaced_by"] == "linear"
    assert told["entries"][2]["facts"][0] == {
        "what": "fact", "path": "training.stages.1.datasets.0.amount",
        "where": "Training stage “Tuning”, dataset Toy Instruct, amount", "old": {"state": "not-disclosed"}, "new": 300,
        "sources": [{"source": "arxiv-2301.00001", "locator": "section 4"}],
    }  # fmt: skip
    before, after = (
        {line["fact"]: line for line in told["completeness"][name]["facts"]} for name in ("before", "after")
    )  # fmt: skip
    assert (before["paper"]["known"], after["paper"]["known"]) == (2, 3)
    assert told["completeness"]["after"]["left_out"] == 0


def test_the_same_as_a_comment(checkout: Path) -> None:
    told = run(checkout, "before..HEAD", "--format", "markdown").stdout
    assert told.startswith("**1 entry added, 1 entry changed, 1 entry deprecated** (`before` → `HEAD`)\n")
    assert "- Added model `toy-new`: `Toy-New`\n  - `text, image → text`\n" in told
    assert "`not disclosed → 300` (`arxiv-2301.00001, section 4`)" in told
    assert "| paper (by model) | 2 → 3 | 0 | 0 | 0 |" in told


def test_a_branch_is_held_against_where_it_began(checkout: Path) -> None:
    main = git(checkout, "branch", "--show-current")
    git(checkout, "checkout", "-qb", "other", "before")
    change(checkout, "organisations/toy-lab", "name: Toy", "name: Small")
    commit(checkout, "Meanwhile", "2026-02-06T00:00:00Z")
    git(checkout, "checkout", "-q", main)
    both, own = (run(checkout, f"other{dots}HEAD", "--no-completeness").stdout for dots in ("..", "..."))
    assert "organisation toy-lab" in both
    assert "organisation toy-lab" not in own
    assert "added model toy-new" in own
    assert "completeness" not in own


def test_without_a_range_the_files_are_held_against_the_last_commit(checkout: Path) -> None:
    done = run(checkout, "--no-completeness")
    assert done.stdout == "HEAD → the files as they are: no fact changed\n"
    change(checkout, "datasets/toy-captions", "name: Toy", "# only a word\nname: Toy")
    assert run(checkout).stdout == "HEAD → the files as they are: no fact changed\n\ncompleteness: as before\n"
    (checkout / "catalog" / "organisations" / "toy-lab.yaml").write_text("id: [", "utf-8")
    (checkout / "catalog" / "models" / "toy-new.yaml").unlink()
    told = run(checkout).stdout
    assert "removed model toy-new: Toy-New" in told
    assert "no readable text in one of the states: organisation toy-lab" in told


def test_states_that_todays_records_cannot_hold_are_left_out_of_the_count(checkout: Path) -> None:
    change(checkout, "models/toy-any", "id: toy-any\n", "id: toy-any\nvision_tower: clip\n")
    told = run(checkout).stdout
    assert "  Vision tower: added: clip" in told
    assert "of the state after, 1 entry do not fit today's schema and are not counted" in told


@pytest.mark.parametrize("between", ["no-such..HEAD", "HEAD..no-such", "--x..HEAD", "no-such", "HEAD~99"])
def test_what_is_no_commit_is_a_wrong_use(checkout: Path, between: str) -> None:
    done = run(checkout, "--", between)
    assert done.exit_code == 2
    assert "is no commit" in done.stderr
    assert "Traceback" not in done.output


def test_outside_of_a_repository_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "catalog").mkdir()
    done = run(tmp_path)
    assert done.exit_code == 2
    assert "git rev-parse failed: fatal: not a git repository" in done.stderr


def test_nothing_of_an_entry_is_read_as_markdown() -> None:
    nasty = "`` @someone ![x](https://evil.example/x.png) <img src=x> closes #1 | \n# big"
    fact = Fact(What.FACT, ("note-" + nasty,), nasty, {"state": nasty, "note": nasty}, ((nasty, nasty),))
    changes = (EntryChange("model", nasty, nasty, "changed", (fact,)), EntryChange("model", "m", nasty, "added"))
    report = Report(nasty, nasty, changes, {("model", "m"): {"description": nasty}}, {}, (("model", nasty),), nasty)
    for line in as_markdown(report).splitlines():
        outside = "".join(line.split("```")[::2])
        for sign in ("@", "![", "<img", "#1", "|"):
            assert sign not in outside, line
    assert json.loads(as_data(report))["entries"][0]["facts"][0]["old"] == nasty
    assert nasty.splitlines()[0] in as_text(report)


def test_a_comment_is_never_longer_than_it_may_be() -> None:
    facts = tuple(Fact(What.FACT, (f"fact-{i}",), "a" * 150, "b" * 150) for i in range(1000))
    report = Report("a", "b", (EntryChange("model", "m", "M", "changed", facts),), {}, {}, (), None)
    told = as_markdown(report)
    assert len(told) < LONGEST_COMMENT
    assert told.rstrip().endswith("lines more: `mmkb diff` tells them")


def test_the_log_tells_commits_and_how_much_they_did(checkout: Path) -> None:
    lines = log(checkout, "--most", "2").stdout.splitlines()
    last = git(checkout, "rev-parse", "HEAD")[:10]
    assert lines[:2] == [
        f"2026-02-05 {last} A pull request", "    1 entry added, 1 entry changed, 1 entry deprecated",
    ]  # fmt: skip
    assert len(lines) == 4


def test_the_log_of_an_entry_tells_its_facts(checkout: Path) -> None:
    told = log(checkout, "toy-vlm").stdout
    assert "    Training stage “Tuning”, dataset Toy Instruct, amount: not disclosed → 300\n" in told
    assert "    Encoder Toy ViT, resolution: 336x336 → 448x448\n    1 note or description changed\n" in told
    assert told.splitlines()[-2:] == [f"2026-01-02 {git(checkout, 'rev-parse', 'HEAD~3')[:10]} All entries", "    added"]


def test_the_log_of_an_entry_names_its_contributors(checkout: Path) -> None:
    assert "contributors" not in log(checkout, "toy-vlm").stdout
    change(checkout, "models/toy-vlm", "description: ", "description: Really ")
    git(checkout, "commit", "-qam", "A word", "--author", "Ann Lee <ann@b.example>")
    told = log(checkout, "toy-vlm").stdout
    assert told.startswith("contributors: Ann Lee\n")
    assert "b.example" not in told


def test_an_entry_that_the_history_does_not_know_is_a_wrong_use(checkout: Path, tmp_path: Path) -> None:
    done = log(checkout, "toy-vml")
    assert done.exit_code == 2
    assert "the history has no entry 'toy-vml'; did you mean toy-vlm" in done.stderr
    assert log(checkout, "toy-vlm", "--kind", "survey").exit_code == 2
    (tmp_path / "plain" / "catalog").mkdir(parents=True)
    done = log(tmp_path / "plain")
    assert (done.exit_code, done.stderr) == (1, "Error: There is no checkout with git whose history could tell what changed.\n")
