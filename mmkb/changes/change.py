"""A change of an entry, as data."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

Data: TypeAlias = dict[str, Any]
"""The plain data of an entry, as its text is read."""


class What(StrEnum):
    """What a changed place of an entry holds."""

    FACT = "fact"
    CORRECTION = "correction"
    READING = "reading"
    WORDING = "wording"
    SOURCES = "sources"


class Item(NamedTuple):
    """A step of a path into a list: the one block of it that is meant.

    Attributes:
        position: Its place in the list, from 0; in the old list where the new one does not have it.
        marks: What tells it from the others: keys and values of the block.
    """

    position: int
    marks: tuple[tuple[str, str], ...]


Step: TypeAlias = str | Item


class Fact(NamedTuple):
    """A place of an entry that changed.

    Attributes:
        what: What it holds.
        path: The steps that lead there.
        old: What stood there: plain data, a gap as a mapping with its ``state``; None if nothing did.
        new: What stands there now; None if nothing does.
        sources: Where the new value is written, or was the old one: ids of sources with locators.
    """

    what: What
    path: tuple[Step, ...]
    old: Any
    new: Any
    sources: tuple[tuple[str, str], ...] = ()

    def dotted(self) -> str:
        """The path as problems and disagreements write it: ``training.stages.0.scale``."""
        return ".".join(str(step.position) if isinstance(step, Item) else step for step in self.path)


class EntryChange(NamedTuple):
    """What happened to an entry.

    Attributes:
        kind: Its kind.
        id: Its id.
        name: Its name, the new one where it changed.
        event: ``added``, ``removed``, ``changed`` or ``deprecated``.
        facts: The places that changed, in the order of the entry; none where it was added or removed.
        replaced_by: The entry that a deprecated one redirects to, if it does.
        told: Whether both states could be read; if not, all that is known is that the text changed.
    """

    kind: str
    id: str
    name: str
    event: str
    facts: tuple[Fact, ...] = ()
    replaced_by: str | None = None
    told: bool = True

    def of(self, *what: What) -> tuple[Fact, ...]:
        """The changed places that hold one of some things."""
        return tuple(fact for fact in self.facts if fact.what in what)


def to_plain(change: EntryChange) -> tuple[Any, ...]:
    """A change as tuples and text, to be kept between runs."""
    facts = tuple(
        (str(f.what), tuple(tuple(step) if isinstance(step, Item) else step for step in f.path), f.old, f.new, f.sources)
        for f in change.facts
    )
    return (*change[:4], facts, *change[5:])


def from_plain(plain: tuple[Any, ...]) -> EntryChange:
    """The change that :func:`to_plain` made plain."""
    facts = tuple(
        Fact(What(what), tuple(step if isinstance(step, str) else Item(*step) for step in path), old, new, sources)
        for what, path, old, new, sources in plain[4]
    )
    return EntryChange._make((*plain[:4], facts, *plain[5:]))
