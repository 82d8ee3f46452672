"""Dates of the data; nothing here looks at a clock."""

from __future__ import annotations

from typing import Final

from mmkb.query import Questions

NO_DATE: Final = "1970-01-01T00:00:00Z"
"""Stands where a moment must stand and the catalogue has no date at all."""


def moment(date: str | None) -> str:
    """A date as the first moment of its day, month or year: ``2023-04`` is ``2023-04-01T00:00:00Z``."""
    return f"{date}{'-01-01'[len(date) - 10 :] if len(date) < 10 else ''}T00:00:00Z" if date else NO_DATE


def newest(kb: Questions) -> str:
    """The newest date that anything in the catalogue bears, as a moment."""
    found = [NO_DATE]
    tables = [name for (name,) in kb.store.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    for table in tables:
        # A name of the schema, which our own build wrote; pragma functions take it as a value.
        if kb.store.rows("SELECT 1 FROM pragma_table_info(?) WHERE name = 'released'", (table,)):
            quoted = table.replace('"', '""')
            found += [moment(date) for (date,) in kb.store.rows(f'SELECT DISTINCT released FROM "{quoted}"')]
    return max(found)
