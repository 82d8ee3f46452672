"""Tables of surveys, what they print, and where primary sources say otherwise."""

from __future__ import annotations

from sqlalchemy import Index

from mmkb.records.base import Entry
from mmkb.records.survey import Correction, Place, Reading, Survey
from mmkb.tables.base import Row, column, described, optional, points


class SurveyRow(Row, table=True):
    """Surveys whose readings the catalogue keeps and checks."""

    id: str = column(described(Entry, "id"), key=True)
    name: str = column(described(Entry, "name"))
    description: str | None = optional(described(Entry, "description"))
    paper_id: str = column(described(Survey, "paper"), to="source.id", index=True)
    website_id: str | None = optional(described(Survey, "website"), to="source.id", index=True)
    released: str = column(described(Survey, "released"))


class SurveyPlaceRow(Row, table=True):
    """Tables, figures and pages of a survey."""

    survey_id: str = column("The survey.", key=True, to="survey.id")
    id: str = column(described(Place, "id"), key=True)
    position: int = column("Place in the entry, from 0.")
    name: str = column(described(Place, "name"))


class SurveyPlaceColumnRow(Row, table=True):
    """The columns that a table of a survey prints."""

    beside = (points("survey_id place_id", "survey_place", "survey_id id"),)

    survey_id: str = column("The survey.", key=True)
    place_id: str = column("Table, figure or page.", key=True)
    position: int = column("Place in the entry, from 0.", key=True)
    survey_column: str = column("The column.")


class ReadingRow(Row, table=True):
    """What a survey prints about an entry, word for word: one row a column."""

    beside = (
        points("kind entry_id", "entry", "kind id"),
        points("survey_id place_id", "survey_place", "survey_id id"),
        Index(None, "survey_id", "place_id", "survey_column"),
    )

    kind: str = column("Kind of the entry.", key=True)
    entry_id: str = column("The entry.", key=True)
    position: int = column("Place among the readings of the entry, from 0.", key=True)
    survey_column: str = column("The column of the survey's table.", key=True)
    survey_id: str = column(described(Reading, "survey"))
    place_id: str = column(described(Reading, "place"))
    printed: str = column("The printed words.")


class CorrectionRow(Row, table=True):
    """Where a survey's reading differs from a primary source; citation has the evidence, by kind, entry_id and path."""

    beside = (
        points("kind entry_id", "entry", "kind id"),
        points("survey_id place_id", "survey_place", "survey_id id"),
        Index(None, "survey_id", "place_id", "survey_column"),
    )

    kind: str = column("Kind of the entry.", key=True)
    entry_id: str = column("The entry.", key=True)
    position: int = column("Place among the corrections of the entry, from 0.", key=True)
    path: str = column("Where the correction stands in the entry, as citation names it.")
    survey_id: str = column(described(Correction, "survey"))
    place_id: str = column(described(Correction, "place"))
    survey_column: str = column(described(Correction, "column"))
    printed: str = column(described(Correction, "printed"))
    found: str = column(described(Correction, "found"))
    correction_kind: str = column(described(Correction, "kind"), index=True)
    note: str | None = optional(described(Correction, "note"))
