"""Rows of surveys and of what they print."""

from __future__ import annotations

from mmkb.records.survey import Correction, Reading, Survey, SurveyPart
from mmkb.store.cells import Rows, words


def add_survey(rows: Rows, survey: Survey) -> None:
    """Add the rows that only surveys have.

    Args:
        rows: Rows by table, added to.
        survey: The record.
    """
    rows["survey"].append((survey.id, survey.name, survey.description, survey.paper, survey.website, survey.released))
    for i, place in enumerate(survey.places):
        rows["survey_place"].append((survey.id, place.id, i, place.name))
        rows["survey_place_column"] += words((survey.id, place.id), place.columns)
    add_survey_part(rows, "survey", survey.id, survey.survey)


def add_survey_part(rows: Rows, kind: str, entry_id: str, part: SurveyPart | None) -> None:
    """Add the rows of the block ``survey`` of an entry that is no model."""
    if part is not None:
        add_readings(rows, kind, entry_id, "survey.", part.readings, part.corrections)


def add_readings(
    rows: Rows, kind: str, entry_id: str, inside: str, readings: tuple[Reading, ...], corrections: tuple[Correction, ...]
) -> None:
    """Add the rows of what surveys print about an entry, and of the corrections.

    Args:
        rows: Rows by table, added to.
        kind: Kind of the entry.
        entry_id: The entry.
        inside: Path of the block around the corrections, with a dot at its end; empty: the entry.
        readings: What surveys print.
        corrections: Where primary sources say otherwise.
    """
    for i, r in enumerate(readings):
        rows["reading"] += [
            (kind, entry_id, i, column.value, r.survey, r.place, printed) for column, printed in r.printed.items()
        ]  # fmt: skip
    rows["correction"] += [
        (
            kind, entry_id, i, f"{inside}corrections.{i}", c.survey, c.place, c.column.value, c.printed, c.found, c.kind.value,
            c.note,
        )
        for i, c in enumerate(corrections)
    ]  # fmt: skip
