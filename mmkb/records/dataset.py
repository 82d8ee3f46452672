"""Datasets for pre-training, instruction tuning, preference tuning and tasks."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from mmkb.records.availability import Artefact
from mmkb.records.base import (
    Cited,
    ComponentId,
    Count,
    DatasetId,
    Entry,
    Line,
    OrganisationId,
    OrGap,
    PartialDate,
    SourceId,
)
from mmkb.records.repetition import SELF_REFERENCE, twice
from mmkb.records.sourcing import unsourced
from mmkb.records.survey import SurveyPart, survey_part_faults
from mmkb.rules import Fault
from mmkb.vocab import AmountUnit, Construction, Modality, Purpose


class Amount(Cited):
    """How much of something a dataset holds."""

    count: Count = Field(description="How much, as printed.")
    unit: AmountUnit = Field(description="What is counted.")
    note: Line | None = Field(default=None, description="Split or version, where it matters.")


class Making(Cited):
    """How a dataset was made."""

    method: Construction = Field(description="By people, by program, by a model, or mixed.")
    by: tuple[ComponentId, ...] = Field(default=(), description="Models that wrote or labelled it.")
    made_from: tuple[DatasetId, ...] = Field(default=(), description="Datasets that it was made from.")
    note: Line | None = Field(default=None, description="How, in a line.")


class Dataset(Entry, Cited):
    """A collection of data that models are trained on."""

    purposes: tuple[Purpose, ...] = Field(min_length=1, description="What it is for.")
    modalities: OrGap[tuple[Modality, ...]] = Field(description="Modalities of its samples.")
    amounts: OrGap[tuple[Amount, ...]] | None = Field(default=None, description="How much it holds.")
    making: OrGap[Making] | None = Field(default=None, description="How it was made.")
    members: tuple[DatasetId, ...] = Field(default=(), description="Datasets that it joins, if it is a mixture.")
    organisations: OrGap[tuple[OrganisationId, ...]] | None = Field(default=None, description="Who made it.")
    released: PartialDate | None = Field(default=None, description="First public day.")
    paper: SourceId | None = Field(default=None, description="The paper that introduces it.")
    access: OrGap[Artefact] | None = Field(default=None, description="Where it can be had, with its licence.")
    in_house: bool = Field(default=False, description="Whether its makers keep it to themselves.")
    survey: SurveyPart | None = Field(default=None, description="What surveys print about it, and corrections to it.")
    note: Line | None = Field(default=None, description="What a reader must know.")

    def faults(self) -> Iterator[Fault]:
        """Yield what contradicts itself in the dataset."""
        yield from twice(list(self.purposes), "purposes")
        yield from twice(list(self.members), "members")
        parents = self.making.made_from if isinstance(self.making, Making) else ()
        for i, parent in enumerate(self.members):
            if parent == self.id:
                yield SELF_REFERENCE.fault("a member of itself", "members", i)
        for i, parent in enumerate(parents):
            if parent == self.id:
                yield SELF_REFERENCE.fault("made from itself", "making", "made_from", i)
        yield from survey_part_faults(self.survey)
        yield from unsourced(self)
