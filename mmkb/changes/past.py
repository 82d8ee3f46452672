"""The history of the catalogue: what each commit changed, kept between runs, since a commit never changes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from mmkb.cache import Cache
from mmkb.changes.change import Data, EntryChange, from_plain, to_plain
from mmkb.changes.compare import compare_entry
from mmkb.changes.git import GitError, Logged, Repository, Touched
from mmkb.garbage import no_collection
from mmkb.yamltext import parse

DETAILED: Final = 300
"""Newest commits of which it is told what they changed; of the others only which entries they touched."""

NO_HISTORY: Final = "There is no checkout with git whose history could tell what changed."
CUT_SHORT: Final = "The history of this checkout is cut short. Fetch the rest with: git fetch --unshallow"

_EVENTS: Final = {"A": "added", "D": "removed"}
_NAME: Final = re.compile(rb"^name: \S.*$", re.MULTILINE)
_ROOM: Final = "changes"


class Commit(NamedTuple):
    """A commit and what it did to entries.

    Attributes:
        id: Its full name.
        moment: When, in UTC: ``2026-02-03T04:05:06Z``.
        message: What it says in one line.
        entries: What happened to entries, in the order of kinds and ids.
        authors: Names of those who wrote it.
    """

    id: str
    moment: str
    message: str
    entries: tuple[EntryChange, ...]
    authors: tuple[str, ...] = ()


class Month(NamedTuple):
    """How much happened in a month: ``2026-02``, and the number of entries by event."""

    month: str
    commits: int
    events: Mapping[str, int]


@dataclass(frozen=True)
class Past:
    """The history of the catalogue.

    Attributes:
        commits: The commits, newest first.
    """

    commits: tuple[Commit, ...]

    @cached_property
    def by_entry(self) -> Mapping[tuple[str, str], tuple[tuple[Commit, EntryChange], ...]]:
        """The commits that changed each entry, newest first, with what they did to it; by kind and id."""
        found: dict[tuple[str, str], list[tuple[Commit, EntryChange]]] = {}
        for commit in self.commits:
            for change in commit.entries:
                found.setdefault((change.kind, change.id), []).append((commit, change))
        return {entry: tuple(changes) for entry, changes in found.items()}

    def entry_history(self, kind: str, entry_id: str) -> tuple[tuple[Commit, EntryChange], ...]:
        """The commits that changed an entry, newest first, with what they did to it.

        Args:
            kind: Kind of the entry.
            entry_id: Its id.
        """
        return self.by_entry.get((kind, entry_id), ())

    def contributors(self, kind: str, entry_id: str) -> tuple[str, ...]:
        """Names of those who changed an entry: who did so in the most commits first, then by name.

        Args:
            kind: Kind of the entry.
            entry_id: Its id.
        """
        counted = Counter(author for commit, _ in self.entry_history(kind, entry_id) for author in commit.authors)
        return tuple(sorted(counted, key=lambda name: (-counted[name], name)))


def months(commits: Sequence[Commit]) -> Iterator[Month]:
    """Count what commits did, by month, in their order."""
    counted: dict[str, tuple[Counter[str], list[str]]] = {}
    for commit in commits:
        events, ids = counted.setdefault(commit.moment[:7], (Counter(), []))
        events.update(change.event for change in commit.entries)
        ids.append(commit.id)
    for month, (events, ids) in counted.items():
        yield Month(month, len(ids), dict(events))


def read_past(root: Path | None, kept: Path | None = None, detailed: int = DETAILED) -> Past | str:
    """Read the history of the catalogue.

    Args:
        root: The checkout; None if there is none.
        kept: A file in which results stay between runs; None keeps nothing.
        detailed: Number of newest commits of which it is told what they changed.

    Returns:
        The history; or a sentence that says why it cannot be told.
    """
    if root is None:
        return NO_HISTORY
    try:
        repository = Repository(root)
    except GitError:
        return NO_HISTORY
    try:
        if repository.is_cut():
            return CUT_SHORT
        log = repository.log()
        if not log:
            return "Git tells no history of the catalogue."
        with no_collection(), closing(Cache(kept)) as cache:
            found = _told(repository, log[:detailed], cache)
            cache.flush()
    except GitError as error:
        return f"The history of the catalogue cannot be read: {error}"
    for commit in log[detailed:]:
        found.append(_commit(commit, [EntryChange(t.kind, t.id, t.id, _event(t), told=False) for t in commit.touched]))
    return Past(tuple(commit for commit in found if commit.entries))


def _event(touched: Touched) -> str:
    return _EVENTS.get(touched.status, "changed")


def _commit(logged: Logged, entries: Sequence[EntryChange]) -> Commit:
    ordered = tuple(sorted(entries, key=lambda change: (change.kind, change.id)))
    return Commit(logged.id, logged.moment, logged.message, ordered, logged.authors)


def _told(repository: Repository, log: Sequence[Logged], cache: Cache) -> list[Commit]:
    """What commits changed, from the cache where it is there."""
    known = {logged.id: cache.get(_ROOM, logged.id.encode()) for logged in log}
    missing = [logged for logged in log if known[logged.id] is None]
    texts = repository.contents(name for logged in missing for t in logged.touched for name in (t.old, t.new) if name)
    parsed: dict[str, Data | None] = {}

    def data(name: str) -> Data | None:
        # A content is the new one of a commit and the old one of the next: it is read once.
        if name not in parsed:
            parsed[name] = parse(texts[name]).data
        return parsed[name]

    def change(touched: Touched) -> EntryChange | None:
        if touched.old is None or touched.new is None:
            name = name_of(texts[touched.new or touched.old or ""]) or touched.id
            return EntryChange(touched.kind, touched.id, name, _event(touched))
        old, new = data(touched.old), data(touched.new)
        if old is None or new is None:
            name = name_of(texts[touched.new]) or touched.id
            return EntryChange(touched.kind, touched.id, name, "changed", told=False)
        return compare_entry(touched.kind, touched.id, old, new)

    found = []
    for logged in log:
        plain = known[logged.id]
        if plain is not None:
            entries = [from_plain(one) for one in plain]
        else:
            entries = [one for one in map(change, logged.touched) if one is not None]
            cache.put(_ROOM, logged.id.encode(), tuple(map(to_plain, entries)))
        found.append(_commit(logged, entries))
    return found


def name_of(raw: bytes) -> str | None:
    """The name that an entry's text states, read without the rest of it; None where there is none."""
    line = _NAME.search(raw)
    data = (parse(line[0]).data if line is not None else None) or parse(raw).data or {}
    name = data.get("name")
    return name if isinstance(name, str) else None
