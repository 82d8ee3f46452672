"""Commands on what surveys print: survey-table, corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mmkb.cli.asking import asks
from mmkb.cli.completing import ids, listed, words_of
from mmkb.cli.output import Listing, Look, listing, with_look, write
from mmkb.query.answers import CorrectionAnswer
from mmkb.query.errors import NotFoundError
from mmkb.query.rows import Rows
from mmkb.vocab import CorrectionKind

if TYPE_CHECKING:
    from mmkb.api import KnowledgeBase

READINGS = ("survey", "catalogue", "both")
"""Whose words the cells of a survey's table are."""


@click.command(name="survey-table")
@click.argument("survey", shell_complete=ids("survey"))
@click.argument("place", required=False)
@click.option(
    "--reading", type=click.Choice(READINGS), default="survey", show_default=True, shell_complete=listed(READINGS),
    help="The survey's words, the catalogue's, or both with the corrections.",
)  # fmt: skip
@with_look
@asks
def survey_table(kb: KnowledgeBase, survey: str, place: str | None, reading: str, look: Look) -> None:
    """Rebuild the PLACE of a SURVEY (a table, figure or page) from the entries; without PLACE, list them.

    For example: mmkb survey-table mm-llms table-1 --reading both
    """
    if place is None:
        places = kb.survey(survey)
        rows = [(p.id, p.name, places.readings.get(p.name, 0)) for p in places.record.places]
        write(Listing(("place", "name", "rows"), rows, ("place", "name", "rows")), look)
        return
    found = kb.survey_table(survey, place)
    if reading == "both":
        columns = ("row", "entry", "column", "printed", "own", "found")
        cells = [
            (number, row.entry, column, cell.printed, cell.own, cell.correction.found if cell.correction is not None else None)
            for number, row in enumerate(found.rows, 1)
            for column, cell in row.cells.items()
        ]
        write(Listing(columns, cells, columns), look)
        return
    own = reading == "catalogue"
    names = ("entry", *found.columns)
    lines = [
        (row.entry, *((row.cells[column].own if own else row.cells[column].printed) for column in found.columns))
        for row in found.rows
    ]
    write(Listing(names, lines, names), look)


@click.command()
@click.option("--kind", metavar="KIND", shell_complete=words_of(CorrectionKind), help="Only differences of this kind.")
@click.option("--place", metavar="PLACE", help="Only what this table, figure or page prints, by name.")
@with_look
@asks
def corrections(kb: KnowledgeBase, kind: str | None, place: str | None, look: Look) -> None:
    """List where primary sources differ from what surveys print, with the evidence."""
    found = kb.corrections()
    kinds, places = list(CorrectionKind), sorted({c.place for c in found})
    if kind is not None and kind not in kinds:
        raise NotFoundError("kind of correction", kind, [str(one) for one in kinds])
    if place is not None and place.lower() not in (one.lower() for one in places):
        raise NotFoundError("place", place, places)
    kept = [c for c in found if kind in (None, c.kind) and (place is None or c.place.lower() == place.lower())]
    write(listing(Rows(kept, CorrectionAnswer)), look)
