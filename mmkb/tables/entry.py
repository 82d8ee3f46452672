"""Tables of what every entry has: its text, names, citations, references and gaps."""

from __future__ import annotations

from sqlalchemy import Index

from mmkb.records.base import Citation, Deprecation, Entry, Gap
from mmkb.tables.base import Row, column, described, optional, points


class MetaRow(Row, table=True):
    """Facts about the database itself: versions and counts."""

    key: str = column("Name of the fact.", key=True)
    value: str = column("Its value.")


class EntryRow(Row, table=True):
    """Every entry of the catalogue, with its whole text."""

    beside = (points("kind replaced_by", "entry", "kind id"),)

    kind: str = column("Kind of the entry.", key=True)
    id: str = column(described(Entry, "id"), key=True)
    name: str = column(described(Entry, "name"))
    description: str | None = optional(described(Entry, "description"))
    deprecated: str | None = optional("Why the entry is no longer used; empty for one that is.")
    replaced_by: str | None = optional(described(Deprecation, "replaced_by"))
    document: str = column("The whole entry as compact JSON, keys that hold nothing left out.")


class EntryNameRow(Row, table=True):
    """The names by which an entry goes."""

    beside = (points("kind entry_id", "entry", "kind id"), Index(None, "name"))

    kind: str = column("Kind of the entry.", key=True)
    entry_id: str = column("The entry.", key=True)
    position: int = column("0 for the name, from 1 for aliases.", key=True)
    name: str = column("The name or alias.")


class EntryFileRow(Row, table=True):
    """The file of every entry, by which changed entries are told from unchanged ones."""

    beside = (points("kind entry_id", "entry", "kind id"),)

    kind: str = column("Kind of the entry.", key=True)
    entry_id: str = column("The entry.", key=True)
    path: str = column("The file, below the folder of the catalogue.")
    content: str = column("What tells the file's text from all others, in hexadecimal digits.")


class CitationRow(Row, table=True):
    """Where the facts of an entry are written: one row a source and block of the entry."""

    beside = (points("kind entry_id", "entry", "kind id"),)

    kind: str = column("Kind of the entry.", key=True)
    entry_id: str = column("The entry.", key=True)
    path: str = column("The block that is cited, its keys and list positions joined by dots; empty: the entry.", key=True)
    position: int = column("Place among the sources of the block, from 0.", key=True)
    source_id: str = column(described(Citation, "source"), to="source.id", index=True)
    locator: str = column(described(Citation, "locator"))


class ReferenceRow(Row, table=True):
    """What an entry names, sources in citations included: one row for each thing named, however often."""

    beside = (
        points("kind entry_id", "entry", "kind id"),
        points("target_kind target_id", "entry", "kind id"),
        Index(None, "target_kind", "target_id"),
    )

    kind: str = column("Kind of the entry that names.", key=True)
    entry_id: str = column("The entry that names.", key=True)
    position: int = column("Place among all that the entry names, in the order of first naming, from 0.", key=True)
    path: str = column("Where it is named first, keys and list positions joined by dots.")
    times: int = column("How often the entry names it.")
    target_kind: str = column("Kind of the entry named.")
    target_id: str = column("The entry named.")
    detail: str | None = optional("What is named inside that entry: a variant, metric, split or place; empty: the entry.")


class GapRow(Row, table=True):
    """Facts of any entry that have no value, with the reason; what nobody has looked for is not here (see knowledge)."""

    beside = (points("kind entry_id", "entry", "kind id"),)

    kind: str = column("Kind of the entry.", key=True)
    entry_id: str = column("The entry.", key=True)
    path: str = column("The fact, keys and list positions joined by dots.", key=True)
    state: str = column(described(Gap, "state"))
    note: str | None = optional(described(Gap, "note"))
