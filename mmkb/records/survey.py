"""Surveys, what they print about an entry, and the corrections to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import Field

from mmkb.records.base import Cited, Entry, Line, PartialDate, PlaceId, Prose, Record, Slug, SourceId, SurveyId
from mmkb.records.repetition import twice
from mmkb.rules import Fault, rule
from mmkb.vocab import CorrectionKind, SurveyColumn

CORRECTION_OF_NOTHING = rule(
    "correction-of-nothing",
    "A correction answers a reading of the same entry: same survey, same place, same column, the printed words equal.",
    "Add the reading under survey, or copy its printed words into the correction.",
)
CORRECTION_SAME = rule(
    "correction-changes-nothing",
    "A correction states something other than what is printed.",
    "Remove the correction, or state what the source says.",
)


class Place(Record):
    """A table, figure or page of a survey that says something about entries."""

    id: Slug = Field(description="Id of the place, unique in the survey.", examples=["table-1", "figure-3", "website"])
    name: Line = Field(description="What it is.")
    columns: tuple[SurveyColumn, ...] = Field(description="The columns it prints.")


class Reading(Record):
    """What a survey prints about an entry, word for word."""

    survey: SurveyId = Field(description="The survey.")
    place: PlaceId = Field(description="Table, figure or page of the survey, by its id there.")
    printed: Mapping[SurveyColumn, Line] = Field(description="The printed words, by column.")


class Correction(Cited):
    """A difference between a survey's reading and the primary source."""

    survey: SurveyId = Field(description="The survey.")
    place: PlaceId = Field(description="Where it is printed.")
    column: SurveyColumn = Field(description="The column.")
    printed: Line = Field(description="What is printed.")
    found: Line = Field(description="What the primary source says.")
    kind: CorrectionKind = Field(description="In what way they differ.")
    note: Prose | None = Field(default=None, description="Explanation, where it needs one.")


def correction_faults(readings: tuple[Reading, ...], corrections: tuple[Correction, ...]) -> Iterator[Fault]:
    """Yield the corrections that answer no reading, or change nothing."""
    printed: dict[tuple[str, str, SurveyColumn], list[str]] = {}
    for r in readings:
        for column, words in r.printed.items():
            printed.setdefault((r.survey, r.place, column), []).append(words)
    for i, c in enumerate(corrections):
        found = printed.get((c.survey, c.place, c.column), [])
        if c.printed not in found:
            came = " and ".join(map(repr, dict.fromkeys(found))) or "nothing"
            yield CORRECTION_OF_NOTHING.fault(
                f"{c.survey} {c.place} {c.column} reads {came} in this entry, the correction says {c.printed!r}",
                "corrections", i, "printed",
            )  # fmt: skip
        if c.printed == c.found:
            yield CORRECTION_SAME.fault(f"printed and found are both {c.found!r}", "corrections", i, "found")


class SurveyPart(Record):
    """What surveys print about an entry that is no model, and corrections to it."""

    readings: tuple[Reading, ...] = Field(default=(), description="What surveys print, word for word.")
    corrections: tuple[Correction, ...] = Field(default=(), description="Where primary sources say otherwise.")


def survey_part_faults(part: SurveyPart | None) -> Iterator[Fault]:
    """Yield the faults of the block ``survey`` of an entry, with their paths in the entry."""
    if part is not None:
        for fault in correction_faults(part.readings, part.corrections):
            yield fault._replace(path=("survey", *fault.path))


class Survey(Entry):
    """A survey whose readings the catalogue keeps and checks, or one of the same field."""

    paper: SourceId = Field(description="The survey's paper.")
    website: SourceId | None = Field(default=None, description="Its website, as a source.")
    released: PartialDate = Field(description="First public day.")
    places: tuple[Place, ...] = Field(default=(), description="Its tables, figures and pages that entries keep readings of.")
    survey: SurveyPart | None = Field(default=None, description="What another survey prints about it, and corrections to it.")

    def faults(self) -> Iterator[Fault]:
        """Yield what contradicts itself in the survey."""
        yield from twice([place.id for place in self.places], "places")
        yield from twice([place.name for place in self.places], "places")
        for i, place in enumerate(self.places):
            yield from twice(list(place.columns), "places", i, "columns")
        yield from survey_part_faults(self.survey)
