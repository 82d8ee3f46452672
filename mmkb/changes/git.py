"""The catalogue's old states, read from git without a checkout of them."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from mmkb.records import FOLDERS

_KINDS: Final = {folder: kind for kind, folder in FOLDERS.items()}
_COMMIT: Final = "\x1e"
_FIELD: Final = "\x1f"
_NEXT: Final = "\x1d"
_TOGETHER: Final = "%(trailers:key=Co-authored-by,valueonly,unfold,separator=%x1d)"
# %aN is the author's name as .mailmap has it.
_FORMAT: Final = f"{_COMMIT}%H{_FIELD}%ct{_FIELD}%aN{_NEXT}{_TOGETHER}{_FIELD}%s"
_ADDRESS: Final = re.compile(r"\s*<.*", re.DOTALL)
_NOTHING: Final = "0" * 40


class GitError(Exception):
    """Git is not there, or cannot do what it was asked for; the message says what to do."""


class Touched(NamedTuple):
    """An entry that a commit touched.

    Attributes:
        status: ``A`` added, ``M`` changed, ``D`` removed.
        kind: Kind of the entry.
        id: Its id.
        old: Name of its old content; None if there was none.
        new: Name of its new content; None if there is none.
    """

    status: str
    kind: str
    id: str
    old: str | None
    new: str | None


class Logged(NamedTuple):
    """A commit that touched the catalogue.

    Attributes:
        id: Its full name.
        moment: When, in UTC: ``2026-02-03T04:05:06Z``.
        authors: Names of those who wrote it; no bots, and nobody's address.
        message: First line of what it says.
        touched: The entries that it touched.
    """

    id: str
    moment: str
    authors: tuple[str, ...]
    message: str
    touched: tuple[Touched, ...]


class Repository:
    """The repository around a checkout of the catalogue."""

    def __init__(self, root: Path) -> None:
        """Look whether there is one.

        Args:
            root: The folder that holds ``catalog/``; it may lie inside of the repository.

        Raises:
            GitError: If git is not installed or the folder lies in no repository.
        """
        self._root = root
        self._text("rev-parse", "--show-prefix")  # fails outside of a repository

    def _run(self, *words: str, given: bytes | None = None) -> bytes:
        # A hook runs with variables that name its own repository.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        command = ["git", "-C", str(self._root), "-c", "core.quotePath=false", "-c", "log.showRoot=true", *words]
        try:
            run = subprocess.run(command, input=given, capture_output=True, env=environment, check=False)
        except OSError as error:
            raise GitError("git is not installed, and only it knows earlier states of the catalogue.") from error
        if run.returncode != 0:
            said = run.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
            raise GitError(f"git {words[0]} failed: {said or 'it did not say why'}")
        return run.stdout

    def _text(self, *words: str) -> str:
        return self._run(*words).decode("utf-8", "replace")

    def is_cut(self) -> bool:
        """Whether the history is cut short, as in a shallow clone."""
        return self._text("rev-parse", "--is-shallow-repository").strip() != "false"

    def log(self) -> tuple[Logged, ...]:
        """The commits that touched the catalogue, newest first; merges are told by the commits that they merged.

        Raises:
            GitError: If git fails.
        """
        written = self._text(
            "log", "--relative", "--no-merges", "--raw", "--no-abbrev", "--no-renames", "--no-show-signature",
            f"--format={_FORMAT}", "--", "catalog",
        )  # fmt: skip
        return tuple(_commits(written))

    def revision(self, name: str) -> str:
        """The full name of the commit that a name stands for.

        Raises:
            GitError: If it stands for none; the message says so.
        """
        if name.startswith("-"):
            raise GitError(f"{name!r} is no commit.")
        try:
            return self._text("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").strip()
        except GitError as error:
            cut = " The history is cut short; git fetch --unshallow gets the rest." if self.is_cut() else ""
            raise GitError(f"{name!r} is no commit that this repository has.{cut}") from error

    def merge_base(self, one: str, other: str) -> str:
        """The last commit that two have in common.

        Raises:
            GitError: If they have none.
        """
        try:
            return self._text("merge-base", one, other).strip()
        except GitError as error:
            raise GitError(f"{one} and {other} have no commit in common; is the history cut short?") from error

    def state(self, commit: str) -> dict[tuple[str, str], bytes]:
        """Every entry of the catalogue at a commit, as its text, by kind and id.

        Raises:
            GitError: If git fails.
        """
        listed = self._text("ls-tree", "-r", "-z", commit, "--", "catalog")
        names: dict[tuple[str, str], str] = {}
        for line in filter(None, listed.split("\0")):
            about, _, path = line.partition("\t")
            entry = _entry(path)
            if entry is not None and about.split()[1] == "blob":
                names[entry] = about.split()[2]
        texts = self.contents(names.values())
        return {entry: texts[name] for entry, name in names.items()}

    def contents(self, names: Iterable[str]) -> Mapping[str, bytes]:
        """What is stored under some names, all fetched in one go.

        Raises:
            GitError: If git fails or does not have one of them.
        """
        wanted = list(dict.fromkeys(names))
        if not wanted:
            return {}
        written = self._run("cat-file", "--batch", given="\n".join([*wanted, ""]).encode())
        found, at = {}, 0
        for name in wanted:
            end = written.index(b"\n", at)
            head = written[at:end].split()
            if len(head) != 3:
                raise GitError(f"git has no {name}; is the clone a partial one?")
            size = int(head[2])
            found[name] = written[end + 1 : end + 1 + size]
            at = end + size + 2
        return found


def _commits(log: str) -> Iterator[Logged]:
    """The commits of a log, in its order."""
    for block in log.split(_COMMIT)[1:]:
        head, _, rest = block.partition("\n")
        commit, seconds, authors, message = head.split(_FIELD, 3)
        touched = tuple(_touched(rest))
        if touched:
            yield Logged(commit, _moment(int(seconds)), _names(authors), message, touched)


def _names(authors: str) -> tuple[str, ...]:
    """The names of people in a list of authors, whose addresses stay where they are."""
    names = (_ADDRESS.sub("", one).strip() for one in authors.split(_NEXT))
    return tuple(dict.fromkeys(name for name in names if name and "@" not in name and not name.endswith("[bot]")))


def _touched(raw: str) -> Iterator[Touched]:
    for line in raw.split("\n"):
        if not line.startswith(":"):
            continue
        about, _, path = line.partition("\t")
        _, _, old, new, status = about.split(" ")
        entry = _entry(path)
        if entry is not None:
            yield Touched(status[0], *entry, None if old == _NOTHING else old, None if new == _NOTHING else new)


def _entry(path: str) -> tuple[str, str] | None:
    """Kind and id of the entry in a file; None for any other file."""
    parts = path.split("/")
    if len(parts) != 3 or parts[0] != "catalog" or parts[1] not in _KINDS or not parts[2].endswith(".yaml"):
        return None
    return _KINDS[parts[1]], parts[2].removesuffix(".yaml")


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
