"""Organisations that make models, components and datasets."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from mmkb.records.base import Cited, Entry, Line, Link, OrganisationId
from mmkb.records.repetition import SELF_REFERENCE
from mmkb.records.sourcing import unsourced
from mmkb.rules import Fault
from mmkb.vocab import OrganisationKind


class Organisation(Entry, Cited):
    """A university, company or institute; cited from where it was read as an affiliation."""

    kind: OrganisationKind = Field(description="What it is.")
    parent: OrganisationId | None = Field(default=None, description="The organisation it is part of.")
    country: Line | None = Field(
        default=None, description="Country, where a source was read that says so.", examples=["Singapore"]
    )
    url: Link | None = Field(default=None, description="Its website.")

    def faults(self) -> Iterator[Fault]:
        """Yield facts without a source, and an organisation that is part of itself."""
        if self.parent == self.id:
            yield SELF_REFERENCE.fault("part of itself", "parent")
        yield from unsourced(self)
