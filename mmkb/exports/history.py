"""When entries changed, read from the history of a checkout."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from mmkb.query import Questions
from mmkb.records import FOLDERS


class Change(NamedTuple):
    """The last change of an entry.

    Attributes:
        kind: Kind of the entry.
        id: Its id.
        name: Its name.
        commit: The commit that changed it.
        moment: When, in UTC: ``2026-02-03T04:05:06Z``.
        message: First line of what the commit says.
    """

    kind: str
    id: str
    name: str
    commit: str
    moment: str
    message: str


NO_HISTORY: Final = "Changed entries were left out: there is no checkout with git whose history tells them."
_KINDS: Final = {folder: kind for kind, folder in FOLDERS.items()}
_COMMIT: Final = "\x1e"
_FIELD: Final = "\x1f"


def changes(kb: Questions, root: Path | None) -> tuple[Change, ...] | str:
    """The last change of every entry, by the history of the catalogue.

    Args:
        kb: The knowledge base; entries that it does not have are left out.
        root: The checkout; None if there is none.

    Returns:
        The changes, newest first; or a sentence that says why they cannot be told.
    """
    if root is None or _git(root, "rev-parse", "--show-prefix") is None:
        return NO_HISTORY
    if (_git(root, "rev-parse", "--is-shallow-repository") or "").strip() != "false":
        return "Changed entries were left out: the history is cut short. Fetch the rest with: git fetch --unshallow"
    log = _git(
        root, "-c", "core.quotePath=false", "log", "--relative", "--no-renames", "--no-show-signature", "--diff-filter=AM",
        "--name-only", f"--format={_COMMIT}%H{_FIELD}%ct{_FIELD}%s", "--", "catalog",
    )  # fmt: skip
    if not log:
        return "Changed entries were left out: git tells no history of the catalogue."
    names = {(kind, entry): name for kind, entry, name in kb.store.rows("SELECT kind, id, name FROM entry")}
    found: dict[tuple[str, str], Change] = {}
    for commit, seconds, message, path in _lines(log):
        key = _entry(path)
        if key is not None and key in names and key not in found:
            found[key] = Change(*key, names[key], commit, _moment(seconds), message)
    return tuple(sorted(sorted(found.values()), key=lambda change: change.moment, reverse=True))


def _lines(log: str) -> Iterator[tuple[str, int, str, str]]:
    """Commit, second, message and path of each file of each commit, in the order of the log."""
    for block in log.split(_COMMIT)[1:]:
        head, _, paths = block.partition("\n")
        commit, seconds, message = head.split(_FIELD, 2)
        for path in paths.splitlines():
            if path:
                yield commit, int(seconds), message, path


def _entry(path: str) -> tuple[str, str] | None:
    """Kind and id of the entry in a file; None for any other file."""
    parts = path.split("/")
    if len(parts) != 3 or parts[0] != "catalog" or parts[1] not in _KINDS or not parts[2].endswith(".yaml"):
        return None
    return _KINDS[parts[1]], parts[2].removesuffix(".yaml")


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _git(root: Path, *words: str) -> str | None:
    """What git prints in a folder; None if it is not there or fails."""
    # A hook runs with variables that name its own repository.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        run = subprocess.run(
            ["git", "-C", str(root), *words], capture_output=True, text=True, encoding="utf-8", errors="replace",
            env=environment, check=False,
        )  # fmt: skip
    except OSError:
        return None
    return run.stdout if run.returncode == 0 else None
