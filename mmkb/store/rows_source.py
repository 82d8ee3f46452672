"""Rows of sources and organisations."""

from __future__ import annotations

from mmkb.records.organisation import Organisation
from mmkb.records.source import Source
from mmkb.store.cells import Rows, listed


def add_source(rows: Rows, source: Source) -> None:
    """Add the rows that only sources have.

    Args:
        rows: Rows by table, added to.
        source: The record.
    """
    s = source
    rows["source"].append(
        (s.id, s.name, s.description, s.kind.value, s.released, s.venue, s.arxiv, s.version, s.doi, s.url, s.path)
    )
    rows["source_author"] += listed((s.id,), s.authors)


def add_organisation(rows: Rows, organisation: Organisation) -> None:
    """Add the rows that only organisations have.

    Args:
        rows: Rows by table, added to.
        organisation: The record.
    """
    o = organisation
    rows["organisation"].append((o.id, o.name, o.description, o.kind.value, o.parent, o.country, o.url))
