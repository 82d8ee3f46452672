"""The workflows: linted, pinned, with no more rights than they need, and nothing that others write in a command."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from mmkb.changes import EntryChange, Fact, What
from mmkb.pages.changereport import Report, as_markdown
from tests.gitrepository import commit, git

ROOT = Path(__file__).parent.parent
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
SETTINGS = [*WORKFLOWS, *sorted((GITHUB / "ISSUE_TEMPLATE").glob("*.yml")), *sorted(GITHUB.glob("*.yml"))]
FOREIGN = re.compile(r"github\.(event|head_ref|actor|triggering_actor|ref_name)|inputs\.|steps\.|needs\.")
"""What stands for texts that others can write."""


def tool(name: str) -> str:
    """A program beside this Python or on the path; skips, or fails where everything has to be there."""
    found = shutil.which(name, path=os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", ""))))
    if found is None:
        if os.environ.get("MMKB_NO_SKIP"):
            pytest.fail(f"{name} is missing")
        pytest.skip(f"{name} is missing")
    return found


def script(name: str) -> ModuleType:
    """A script of the workflows as a module."""
    spec = importlib.util.spec_from_file_location(name, GITHUB / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def steps(path: Path) -> Iterator[dict[str, Any]]:
    for job in read(path)["jobs"].values():
        yield from job["steps"]


def test_there_are_workflows() -> None:
    assert {path.stem for path in WORKFLOWS} >= {
        "check", "guard", "diff", "comment", "site", "labels", "links", "new-model",
    }  # fmt: skip


@pytest.mark.parametrize("path", SETTINGS, ids=lambda path: path.name)
def test_every_file_is_yaml(path: Path) -> None:
    assert isinstance(read(path), dict)


def test_actionlint_and_shellcheck_find_nothing() -> None:
    words = [tool("actionlint"), "-no-color", "-shellcheck", tool("shellcheck"), *map(str, WORKFLOWS)]
    run = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (run.stdout, run.returncode) == ("", 0)


def test_zizmor_finds_nothing() -> None:
    words = [tool("zizmor"), "--offline", "--pedantic", "--no-progress", "--color=never", "--quiet", str(GITHUB)]
    run = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_linters_would_find_something(tmp_path: Path) -> None:
    bad = tmp_path / ".github" / "workflows" / "bad.yml"
    bad.parent.mkdir(parents=True)
    text = "on: issues\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n    - run: echo ${{ github.event.issue.title }}\n"
    bad.write_text(text, "utf-8")
    for words in ([tool("actionlint"), str(bad)], [tool("zizmor"), "--offline", "--quiet", str(bad)]):
        run = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert run.returncode != 0, words
        assert "injection" in run.stdout or "untrusted" in run.stdout


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_action_is_pinned_to_a_commit_with_its_version(path: Path) -> None:
    used = re.findall(r"(?m)^\s*(?:- )?uses: (.+)$", path.read_text("utf-8"))
    for line in used:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line
    assert len(used) == sum("uses" in step for step in steps(path))


def test_an_action_has_one_version() -> None:
    used = {line for path in WORKFLOWS for line in re.findall(r"uses: (\S+@\S+ # \S+)", path.read_text("utf-8"))}
    assert len(used) == len({line.partition("@")[0] for line in used})


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_nothing_that_others_write_stands_in_a_command(path: Path) -> None:
    for step in steps(path):
        assert "${{" not in step.get("run", ""), step
        for value in step.get("with", {}).values():
            assert not isinstance(value, str) or not re.search(r"github\.event\.(issue|comment|pull_request)", value), step


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_job_has_its_own_rights_an_end_and_no_kept_credentials(path: Path) -> None:
    whole = read(path)
    assert whole["permissions"] == {}
    assert "group" in whole["concurrency"]
    if any("run" in step for step in steps(path)):
        assert whole["defaults"]["run"]["shell"] == "bash"
    for job in whole["jobs"].values():
        assert isinstance(job["permissions"], dict)
        assert job["timeout-minutes"] <= 180
        for step in job["steps"]:
            if str(step.get("uses", "")).startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_what_a_pull_request_brings_runs_without_rights(path: Path) -> None:
    whole = read(path)
    events = whole[True]  # YAML 1.1 reads the key "on" as true
    writing = [job for job in whole["jobs"].values() if "write" in job["permissions"].values()]
    if "pull_request" in events:
        assert all("github.event_name == 'push'" in job.get("if", "") for job in writing)
    if {"pull_request_target", "workflow_run"} & set(events):
        for step in steps(path):
            assert "pip install" not in step.get("run", "")
            assert "head" not in str(step.get("with", {}).get("ref", ""))
    for job in whole["jobs"].values():
        if "write" in job["permissions"].values():
            assert not any("pip install" in step.get("run", "") for step in job["steps"])
    assert "secrets." not in path.read_text("utf-8")


def test_labels_and_owners_name_paths_that_exist() -> None:
    for rules in read(GITHUB / "labeler.yml").values():
        globs = rules[0]["changed-files"][0]["any-glob-to-any-file"]
        for glob in [globs] if isinstance(globs, str) else globs:
            assert next(ROOT.glob(glob.partition("/**")[0]), None) is not None, glob
    for line in (GITHUB / "CODEOWNERS").read_text("utf-8").splitlines():
        if line and not line.startswith("#") and not line.startswith("*"):
            assert (ROOT / line.split()[0].strip("/")).exists(), line


def test_the_guard_writes_all_golden_files() -> None:
    (command,) = (step["run"] for step in steps(GITHUB / "workflows" / "guard.yml") if "--update-golden" in step.get("run", ""))
    users = {
        path.name for path in (ROOT / "tests").glob("test_*.py") if re.search(r"\bgolden: Golden\b", path.read_text("utf-8"))
    }
    assert set(re.findall(r"tests/(test_\w+\.py)", command)) == users


def test_a_report_of_our_own_becomes_a_comment_unchanged() -> None:
    fact = Fact(
        What.FACT, ("name",), "a `code` | <b>", "https://x.example @me #1", (("arxiv-2301.00001", "section 3, Table 1"),)
    )
    changes = (EntryChange("model", "m-1.5", "M `1`", "changed", (fact,)), EntryChange("model", "n", "N", "removed"))
    report = as_markdown(Report("main", "HEAD", changes, {}, {}, (("model", "x"),), None))
    head = "<!-- mmkb diff -->\n### What changes in the catalogue\n\n"
    assert script("comment").comment(report) == head + report


@pytest.mark.parametrize(
    "nasty",
    [
        "@someone", "![x](https://evil.example/x.png)", "<img src=x>", "[a](b)", "closes #1", "https://evil.example",
        "WWW.evil.example", "www.www.evil.example", "a@b.example", "` @someone", "`a `` @someone",
        "```\n@someone\n```", "&#64;me", "\\`@me`", "~~~\n@me",
        "<!-- x", "\u202e", "a\u2028@someone", "# Big", "$$x$$", "GH-1",
    ],
)  # fmt: skip
def test_a_report_of_somebody_else_can_only_say_words(nasty: str) -> None:
    told = script("comment").comment(f"{nasty}\n{nasty} and `code`")
    for line in told.splitlines()[2:]:
        outside = "".join(re.split(r"(?<!`)(`+)(?!`)(?:.+?)(?<!`)\1(?!`)", line)[::2])
        assert not set("@<>[]!#/&\\~$`") & set(outside), line
        assert "www." not in outside.lower()
        assert "gh-1" not in outside.lower()
        assert line.isprintable()


def test_a_table_of_somebody_else_cannot_break_a_code_span_open() -> None:
    told = script("comment").comment("| a | b |\n|---|---|\n| `x | @someone` | `[a](https://evil.example)|` |")
    assert "| `x ¦ @someone` | `[a](https://evil.example)¦` |" in told


def test_a_comment_is_bounded_and_made_of_a_file_only(tmp_path: Path) -> None:
    module = script("comment")
    assert len(module.comment("word " * 1000 + "\n" + "line\n" * 100_000)) < 65_000
    (tmp_path / "link").symlink_to("/etc/hostname")
    for name in ("link", "absent"):
        with pytest.raises(SystemExit, match="is no file"):
            module.main([str(tmp_path / name), str(tmp_path / "out")])
    (tmp_path / "report").write_bytes(b"caf\xff `x`\n")
    module.main([str(tmp_path / "report"), str(tmp_path / "out")])
    assert (tmp_path / "out").read_text("utf-8").endswith("caf `x`\n")


def test_a_report_on_links_is_cut_at_a_line() -> None:
    module = script("bound")
    assert module.bounded("a\nb\n") == "a\nb\n"
    told = module.bounded("- a dead link\n" * 10_000)
    assert len(told) < 65_000
    assert told.endswith("- a dead link\n\n… and 5,715 lines more, in the artefact of the run.\n")


def test_the_guard_names_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "made").mkdir()
    written = [sys.executable, "-c", "import pathlib; pathlib.Path('made/a,b.json').write_text('made')"]
    (tmp_path / "made" / "a,b.json").write_text("made", "utf-8")
    commit(tmp_path, "As it is written")
    monkeypatch.chdir(tmp_path)
    guard = script("guard").main
    assert guard(["made", "--", *written]) == 0
    (tmp_path / "made" / "a,b.json").write_text("by hand", "utf-8")
    commit(tmp_path, "By hand")
    assert guard(["made", "--", *written]) == 1
    said = capfd.readouterr().out
    assert said.startswith(
        "::error file=made/a%2Cb.json,title=Generated file::This file is written by a command and not by hand."
    )
    assert "then run: " in said
    assert guard(["made", "--", sys.executable, "-c", "raise SystemExit(3)"]) == 1
