"""Checkouts with a history, made for a test."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.toycatalogue import change, copy_of_toy


def git(root: Path, *words: str, date: str = "2026-01-02T03:04:05Z") -> str:
    """Run git in a folder, at a date, without anybody's settings."""
    environment = {
        "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date, "PATH": "/usr/bin:/bin", "HOME": str(root),
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_{what}": "a@b.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }  # fmt: skip
    run = subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True, env=environment, text=True)
    return run.stdout.strip()


def commit(root: Path, message: str, date: str = "2026-01-02T03:04:05Z") -> str:
    """Commit everything that is there; gives the name of the commit."""
    git(root, "add", "--all", ".")
    git(root, "commit", "-qm", message, date=date)
    return git(root, "rev-parse", "HEAD")


def checkout_of_toy(root: Path) -> Path:
    """A checkout with three commits: all entries, a word on one, a fact and a correction of another."""
    root.mkdir()
    copy_of_toy(root)
    git(root, "init", "-q")
    commit(root, "All entries")
    change(root, "models/toy-any", "name: Toy-Any", "name: Toy-Any  # any to any")
    commit(root, "A word on Toy-Any, in a comment", "2026-01-03T05:05:06+01:00")
    change(root, "models/toy-vlm", "description: ", "description: Now ")
    change(root, "models/toy-vlm", "resolution: [336x336]", "resolution: [448x448]")
    commit(root, "A closer look at <toy-vlm> & its encoder", "2026-02-03T05:05:06+01:00")
    return root
