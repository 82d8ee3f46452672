"""Tables of sources and organisations."""

from __future__ import annotations

from mmkb.records.base import Entry
from mmkb.records.organisation import Organisation
from mmkb.records.source import Source
from mmkb.tables.base import Row, column, described, optional


class SourceRow(Row, table=True):
    """Papers, repositories, model cards and pages that facts are cited from."""

    id: str = column(described(Entry, "id"), key=True)
    name: str = column("Its title.")
    description: str | None = optional(described(Entry, "description"))
    kind: str = column(described(Source, "kind"), index=True)
    released: str | None = optional(described(Source, "released"), index=True)
    venue: str | None = optional(described(Source, "venue"))
    arxiv: str | None = optional(described(Source, "arxiv"), index=True)
    version: str | None = optional(described(Source, "version"))
    doi: str | None = optional(described(Source, "doi"), index=True)
    url: str | None = optional(described(Source, "url"))
    path: str | None = optional(described(Source, "path"))


class SourceAuthorRow(Row, table=True):
    """Authors of a source."""

    source_id: str = column("The source.", key=True, to="source.id")
    position: int = column("Place in the order printed, from 0.", key=True)
    name: str = column("The author's name.", index=True)


class OrganisationRow(Row, table=True):
    """Universities, companies and institutes."""

    id: str = column(described(Entry, "id"), key=True)
    name: str = column(described(Entry, "name"))
    description: str | None = optional(described(Entry, "description"))
    kind: str = column(described(Organisation, "kind"), index=True)
    parent_id: str | None = optional(described(Organisation, "parent"), to="organisation.id", index=True)
    country: str | None = optional(described(Organisation, "country"), index=True)
    url: str | None = optional(described(Organisation, "url"))
