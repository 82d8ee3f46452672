"""The hooks of pre-commit mend what can be mended, tell the rest and let a good commit pass."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.toycatalogue import change, copy_of_toy

ROOT = Path(__file__).parent.parent


def loaded(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository of the toy catalogue with the hooks of ours, and mmkb where make puts it."""
    copy_of_toy(tmp_path)
    shutil.copyfile(ROOT / ".pre-commit-config.yaml", tmp_path / ".pre-commit-config.yaml")
    (tmp_path / ".gitignore").write_text(".venv/\nbuild/\n.home/\n")
    program = tmp_path / ".venv" / "bin" / "mmkb"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m mmkb "$@"\n')
    program.chmod(0o755)
    for words in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    return tmp_path


def hooks(repository: Path) -> subprocess.CompletedProcess[str]:
    subprocess.run(["git", "add", "-A"], cwd=repository, check=True)
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--color", "never", "--all-files"],
        cwd=repository, capture_output=True, text=True, check=False,
        env={**os.environ, "PRE_COMMIT_HOME": str(repository / ".home")},
    )  # fmt: skip


def test_a_new_entry_is_mended_listed_and_judged(repository: Path) -> None:
    first = hooks(repository)
    assert first.returncode == 0, first.stdout + first.stderr

    added = repository / "catalog" / "organisations" / "zz-lab.yaml"
    added.write_text((repository / "catalog/organisations/toy-lab.yaml").read_text("utf-8").replace("toy-lab", "zz-lab"))
    new = hooks(repository)
    assert (new.returncode, "wrote ids.schema.json" in new.stdout) == (1, True), new.stdout + new.stderr
    assert "name-collision" in new.stdout
    added.unlink()
    assert "wrote ids.schema.json" in hooks(repository).stdout
    assert hooks(repository).returncode == 0

    change(repository, "components/toy-lm", "released: '2022'", "released: 5 May 2022")
    mended = hooks(repository)
    assert mended.returncode == 1
    assert "mended catalog/components/toy-lm.yaml" in mended.stdout
    assert hooks(repository).returncode == 0

    change(repository, "organisations/toy-lab", "kind: institute", "kind: instituto")
    told = hooks(repository)
    assert told.returncode == 1
    assert "'instituto' is none of the words possible (did you mean institute?)" in told.stdout
    assert "      ^^^^^^^^^" in told.stdout


def test_the_hooks_for_other_repositories_are_the_same(tmp_path: Path) -> None:
    ours = {hook["id"]: hook for hook in loaded(".pre-commit-config.yaml")["repos"][0]["hooks"]}
    theirs = {hook["id"]: hook for hook in loaded(".pre-commit-hooks.yaml")}
    assert set(ours) == set(theirs)
    for name, hook in theirs.items():
        assert hook["entry"] in ours[name]["entry"]
        assert all(ours[name].get(key) == hook.get(key) for key in ("files", "pass_filenames", "always_run"))
    judged = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")],
        capture_output=True, text=True, check=False, env={**os.environ, "PRE_COMMIT_HOME": str(tmp_path)},
    )  # fmt: skip
    assert judged.returncode == 0, judged.stdout
