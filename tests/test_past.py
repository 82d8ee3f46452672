"""The history of the catalogue, read from git: whole, kept between runs, and told plainly where it cannot be."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import pytest

from mmkb.changes import Commit, GitError, Past, Repository, What, months, read_past
from tests.gitrepository import checkout_of_toy, commit, git
from tests.toycatalogue import change, copy_of_toy


def past_of(root: Path, **more: Any) -> Past:
    found = read_past(root, **more)
    assert isinstance(found, Past), found
    return found


def told(commits: tuple[Commit, ...]) -> list[tuple[str, list[tuple[str, str, str]]]]:
    return [(one.message, [(e.kind, e.id, e.event) for e in one.entries]) for one in commits]


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return checkout_of_toy(tmp_path_factory.mktemp("past") / "checkout")


@pytest.fixture
def checkout(pattern: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(pattern, tmp_path / "checkout"))


def test_commits_are_told_newest_first_with_what_they_changed(checkout: Path) -> None:
    past = past_of(checkout)
    last, first = past.commits  # a comment alone changes nothing
    assert last.message == "A closer look at <toy-vlm> & its encoder"
    assert last.moment == "2026-02-03T04:05:06Z"
    assert last.id == git(checkout, "rev-parse", "HEAD")
    (entry,) = last.entries
    assert (entry.name, entry.event) == ("Toy-VLM", "changed")
    assert [(f.what, f.dotted(), f.old, f.new) for f in entry.of(What.FACT)] == [
        (What.FACT, "architecture.encoders.0.resolution", ["336x336"], ["448x448"])
    ]
    assert [f.dotted() for f in entry.of(What.WORDING)] == ["description"]
    assert len(first.entries) == 21
    assert {e.event for e in first.entries} == {"added"}
    assert ("component", "toy-vit", "Toy ViT") in [e[:3] for e in first.entries]


def test_the_history_of_an_entry_is_what_commits_did_to_it(checkout: Path) -> None:
    past = past_of(checkout)
    assert [(one.message, e.event) for one, e in past.entry_history("model", "toy-vlm")] == [
        ("A closer look at <toy-vlm> & its encoder", "changed"), ("All entries", "added"),
    ]  # fmt: skip
    assert past.entry_history("model", "no-such") == ()


def test_removed_and_deprecated_entries_are_told(checkout: Path) -> None:
    change(checkout, "components/toy-resampler", "kinds:", "deprecated: {replaced_by: linear, reason: one thing}\nkinds:")
    (checkout / "catalog" / "components" / "toy-chat.yaml").unlink()
    commit(checkout, "Two things are one")
    assert told(past_of(checkout).commits)[0] == (
        "Two things are one", [("component", "toy-chat", "removed"), ("component", "toy-resampler", "deprecated")]
    )  # fmt: skip
    assert past_of(checkout).commits[0].entries[1].replaced_by == "linear"


def test_a_state_that_cannot_be_read_is_told_as_changed(checkout: Path) -> None:
    path = checkout / "catalog" / "models" / "toy-vlm.yaml"
    good = path.read_text("utf-8")
    path.write_text("id: toy-vlm\nname: Toy-VLM\nrelease: &a {b: *a\n", "utf-8")
    commit(checkout, "Broken")
    path.write_bytes(b"\xff\xfe")
    commit(checkout, "Worse")
    path.write_text(good, "utf-8")
    commit(checkout, "Mended")
    for one in past_of(checkout).commits[:3]:
        (entry,) = one.entries
        assert (entry.id, entry.event, entry.told, entry.facts) == ("toy-vlm", "changed", False, ())


def test_a_state_of_an_older_schema_is_told_fact_by_fact(checkout: Path) -> None:
    change(checkout, "models/toy-any", "id: toy-any\n", "id: toy-any\nvision_tower: clip\n")
    commit(checkout, "As the schema once was")
    change(checkout, "models/toy-any", "vision_tower: clip\n", "")
    commit(checkout, "As it is")
    new, old = (one.entries[0] for one in past_of(checkout).commits[:2])
    assert [(f.dotted(), f.old, f.new) for f in (*old.facts, *new.facts)] == [
        ("vision_tower", None, "clip"), ("vision_tower", "clip", None),
    ]  # fmt: skip


def test_a_merge_is_told_by_what_it_merged(checkout: Path) -> None:
    git(checkout, "checkout", "-qb", "side")
    change(checkout, "datasets/toy-captions", "name: Toy", "name: Small")
    commit(checkout, "On the side", "2026-02-04T00:00:00Z")
    git(checkout, "checkout", "-q", "-")
    change(checkout, "organisations/toy-lab", "name: Toy", "name: Small")
    commit(checkout, "On the main way", "2026-02-05T00:00:00Z")
    git(checkout, "merge", "-q", "--no-edit", "side", date="2026-02-06T00:00:00Z")
    assert [one.message for one in past_of(checkout).commits[:2]] == ["On the main way", "On the side"]


def test_a_checkout_may_lie_inside_a_repository(tmp_path: Path) -> None:
    copy_of_toy(tmp_path / "whole" / "part")
    (tmp_path / "whole" / "catalog" / "models").mkdir(parents=True)
    (tmp_path / "whole" / "catalog" / "models" / "other.yaml").write_text("id: other\nname: Other\n", "utf-8")
    git(tmp_path / "whole", "init", "-q")
    commit(tmp_path / "whole", "All")
    assert len(past_of(tmp_path / "whole" / "part").commits[0].entries) == 21


def test_of_older_commits_the_entries_are_told_and_counted(checkout: Path) -> None:
    past = past_of(checkout, detailed=1)
    assert [len(one.entries) for one in past.commits] == [1, 1, 21]
    assert past.commits[0].entries[0].facts
    assert all(not e.told and not e.facts for one in past.commits[1:] for e in one.entries)
    assert [(m.month, m.commits, dict(m.events)) for m in months(past.commits[1:])] == [
        ("2026-01", 2, {"changed": 1, "added": 21})
    ]


def test_results_are_kept_and_git_is_not_asked_again(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "kept.sqlite"
    first = past_of(checkout, kept=kept)
    asked: list[list[str]] = []

    def contents(self: Repository, names: Any) -> dict[str, bytes]:
        asked.append(list(names))
        return {}

    monkeypatch.setattr(Repository, "contents", contents)
    assert past_of(checkout, kept=kept) == first
    assert asked == [[]]
    with sqlite3.connect(kept) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (3,)


def test_a_broken_cache_is_passed_over(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "kept.sqlite").write_text("no database")
    assert past_of(checkout, kept=tmp_path / "kept.sqlite") == past_of(checkout)


def test_without_a_whole_history_the_reason_is_told(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_past(None) == "There is no checkout with git whose history could tell what changed."
    assert "no checkout with git" in str(read_past(copy_of_toy(tmp_path / "plain")))
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{checkout}", "shallow")
    cut = "The history of this checkout is cut short. Fetch the rest with: git fetch --unshallow"
    assert read_past(tmp_path / "shallow") == cut
    empty = copy_of_toy(tmp_path / "empty")
    git(empty, "init", "-q")
    assert "The history of the catalogue cannot be read: git log failed" in str(read_past(empty))
    (empty / "readme").write_text("x")
    git(empty, "add", "readme")
    git(empty, "commit", "-qm", "No entry")
    assert read_past(empty) == "Git tells no history of the catalogue."

    def missing(*words: Any, **more: Any) -> None:
        raise FileNotFoundError("git")

    monkeypatch.setattr("mmkb.changes.git.subprocess.run", missing)
    assert "no checkout with git" in str(read_past(checkout))


def test_settings_of_a_user_change_nothing(checkout: Path) -> None:
    before = past_of(checkout)
    for name, value in (("log.showRoot", "false"), ("diff.renames", "copies"), ("log.showSignature", "true"),
                        ("diff.noprefix", "true"), ("core.quotePath", "true"), ("log.date", "relative")):  # fmt: skip
        git(checkout, "config", name, value)
    assert past_of(checkout) == before


def test_the_state_at_a_commit_is_read_without_a_checkout(checkout: Path) -> None:
    repository = Repository(checkout)
    first = repository.revision("HEAD~2")
    shutil.rmtree(checkout / "catalog")
    state = repository.state(first)
    assert len(state) == 21
    assert b"resolution: [336x336]" in state["model", "toy-vlm"]
    assert b"resolution: [448x448]" in repository.state("HEAD")["model", "toy-vlm"]


@pytest.mark.parametrize("name", ["no-such", "--all", "HEAD:catalog", "HEAD~99"])
def test_what_is_no_commit_is_refused_in_plain_words(checkout: Path, name: str) -> None:
    with pytest.raises(GitError, match="is no commit"):
        Repository(checkout).revision(name)


def test_a_content_that_git_has_not_is_told(checkout: Path) -> None:
    with pytest.raises(GitError, match="git has no 1111"):
        Repository(checkout).contents(["1" * 40])


def test_variables_of_a_hook_do_not_lead_elsewhere(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", str(checkout / "nowhere"))
    assert len(past_of(checkout).commits) == 2
    assert subprocess.run(["git", "-C", str(checkout), "status"], capture_output=True, check=False).returncode != 0


def test_contributors_are_named_as_the_mailmap_has_them_and_never_by_address(checkout: Path) -> None:
    assert past_of(checkout).contributors("model", "toy-vlm") == ()  # the author's name is an address
    for i, (name, message) in enumerate(
        [
            ("Zoë", "Once"),
            ("Ann Lee", "Twice\n\nCo-authored-by: Bo <bo@b.example>\nCo-authored-by: helper[bot] <h@b.example>"),
            ("A. Lee", "Thrice"),
            ("some[bot]", "By a machine"),
        ]
    ):
        change(checkout, "models/toy-vlm", "description: ", f"description: {i} ")
        git(checkout, "add", "--all", ".")
        git(checkout, "commit", "-qm", message, "--author", f"{name} <x{i}@b.example>")
    (checkout / ".mailmap").write_text("Ann Lee <ann@b.example> A. Lee <x2@b.example>\n", "utf-8")
    past = past_of(checkout)
    assert past.contributors("model", "toy-vlm") == ("Ann Lee", "Bo", "Zoë")
    assert past.contributors("model", "toy-any") == ()
