"""Completion in shells: commands, ids from the database, words of the vocabulary; never a complaint."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from mmkb.cli.completing import SHELLS
from mmkb.cli.main import COMMANDS
from mmkb.cli.main import mmkb as command
from tests.toycatalogue import copy_of_toy


def completed(*words: str) -> list[str]:
    """What completes the last of some words."""
    *before, last = words
    found = ShellComplete(command, {}, "mmkb", "_MMKB_COMPLETE").get_completions(list(before), last)
    return [item.value for item in found]


@pytest.fixture
def db(toy_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    return str(toy_database)


def test_commands_are_completed() -> None:
    assert completed("") == list(COMMANDS)
    assert completed("s") == [name for name in COMMANDS if name.startswith("s")]


def test_ids_of_the_fitting_kind_are_completed(db: str) -> None:
    assert completed("compare", "--db", db, "") == ["toy-any", "toy-vlm"]
    assert completed("compare", "--db", db, "toy-vlm", "toy-a") == ["toy-any"]
    assert completed("leaderboard", "--db", db, "") == ["toyqa"]
    assert completed("query", "--db", db, "--dataset", "toy-c") == ["toy-captions"]
    assert completed("query", "--db", db, "--organisation", "") == ["toy-lab", "toy-university"]
    assert completed("query", "--db", db, "--encoder", "toy-v") == ["toy-vit"]
    assert sorted(completed("used-by", "--db", db, "toy-c")) == ["toy-captions", "toy-chat"]
    assert "arxiv-2301.00001" in completed("cite", "--db", db, "arxiv")
    assert completed("show", "--db", db, "zzz") == []


def test_words_of_the_vocabulary_are_completed() -> None:
    assert completed("query", "--input", "im") == ["image", "imu"]
    assert completed("query", "--stage", "instr") == ["instruction-tuning"]
    assert completed("query", "--sort", "released,na") == ["released,name"]
    assert completed("query", "--trained", "input") == ["input_projector"]
    assert completed("gaps", "--state", "a") == ["absent"]
    assert completed("query", "--format", "t") == ["table", "tsv"]
    assert completed("graph", "l") == ["lineage"]


def test_ids_come_from_the_checkout_and_from_the_one_that_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = copy_of_toy(tmp_path)
    assert CliRunner().invoke(command, ["--root", str(root), "build"]).exit_code == 0
    assert completed("--root", str(root), "compare", "toy-a") == ["toy-any"]
    monkeypatch.chdir(root)
    assert completed("compare", "toy-a") == ["toy-any"]


def test_without_a_database_nothing_is_completed_and_nothing_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    copy_of_toy(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert completed("compare", "toy") == []
    (tmp_path / "letter").write_text("dear reader")
    assert completed("compare", "--db", str(tmp_path / "letter"), "toy") == []
    assert completed("compare", "--db", str(tmp_path / "nothing"), "toy") == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_gets_its_script(shell: str) -> None:
    result = CliRunner().invoke(command, ["completion", shell])
    assert result.exit_code == 0
    assert f"_MMKB_COMPLETE={shell}_complete" in result.stdout
    assert CliRunner().invoke(command, ["completion", "cmd"]).exit_code == 2


def test_bash_completes_ids(db: str, tmp_path: Path) -> None:
    """The script is loaded by a real bash, and its function called as bash would."""
    program = tmp_path / "mmkb"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -W error -m mmkb "$@"\n')
    program.chmod(0o755)
    script = (
        'eval "$(mmkb completion bash)"\n'
        f'COMP_WORDS=(mmkb compare --db "{db}" toy-) COMP_CWORD=4\n'
        '$(complete -p mmkb | sed -E "s/.*-F ([^ ]+).*/\\1/") mmkb\nprintf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, check=False, timeout=300, env={**os.environ, "PATH": path}
    )
    assert (done.stdout, done.stderr) == ("toy-any\ntoy-vlm\n", "")
