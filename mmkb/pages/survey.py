"""The page of a survey, and the table of corrections."""

from __future__ import annotations

from collections.abc import Iterable

from mmkb.pages.ending import cite_section, edit_line
from mmkb.pages.escape import text
from mmkb.pages.footnotes import Footnotes
from mmkb.pages.history import survey_part
from mmkb.pages.markup import Row, boxed, entry_head, head, section, sources_section, table
from mmkb.pages.paths import Page, entry_path, place_path
from mmkb.pages.words import DASH, capital, counted, date, label, term
from mmkb.query.answers import CorrectionAnswer, SurveyAnswer
from mmkb.vocab import CorrectionKind


def survey_page(answer: SurveyAnswer) -> str:
    """Write the page of a survey.

    Args:
        answer: The survey with the corrections to it.

    Returns:
        Markdown, to stand at the path of the entry.
    """
    page = Page(entry_path("survey", answer.id))
    notes = Footnotes(page, answer.sources)
    record = answer.record
    rows: list[Row] = [("Released", date(record.released)), ("Paper", page.link(answer.named("source", record.paper)))]
    if record.website is not None:
        rows.append(("Website", page.link(answer.named("source", record.website))))
    places = [
        (
            f"[{text(place.name)}]({page.to(place_path(answer.id, place.id))})",
            str(answer.readings.get(place.name, 0)),
            ", ".join(label(column) for column in place.columns),
        )
        for place in record.places
    ]
    total = counted(len(answer.corrections), "correction")
    told = f"{total}, each with the evidence from a primary source.\n\n" if answer.corrections else "None so far."
    parts = [
        entry_head(page, "survey", record, "Surveys", f"{answer.name}: a survey whose readings the catalogue checks"),
        section("At a glance", "at-a-glance", boxed("facts", table(("Field", "Value"), rows))),
        section("What is kept of it", "places", table(("Where", "Rows read", "Columns"), places, {1})),
        section("Corrections", "corrections", told + correction_table(page, answer.corrections, survey=False)),
        survey_part(page, answer, record.survey, notes),
        sources_section(notes) if record.survey is not None else "",
        cite_section(answer.sources.get(record.paper)),
        edit_line(page, "survey", answer.record),
    ]
    return "".join(parts)


def correction_table(page: Page, corrections: Iterable[CorrectionAnswer], survey: bool = True) -> str:
    """A table of corrections with their evidence; with a column for the survey where they are of several."""
    columns = [
        "Entry",
        *(["Survey"] if survey else []),
        "Where",
        "Column",
        "Printed",
        "Primary source",
        "Difference",
        "Evidence",
    ]
    return table(columns, (_row(page, c, survey) for c in corrections))


def _row(page: Page, c: CorrectionAnswer, survey: bool) -> list[str]:
    note = f'<br><span class="why">{text(c.note)}</span>' if c.note is not None else ""
    evidence = "<br>".join(f"{page.link(source)}, {text(locator)}" for source, locator in c.sources) or DASH
    kind = term(CorrectionKind(c.kind))
    cells = [
        page.link(c.entry),
        *([page.link(c.survey)] if survey else []),
        text(c.place) + (f": {text(c.row)}" if c.row else ""),
        capital(label(c.column)),
    ]
    return [*cells, text(c.printed), text(c.found) + note, kind, evidence]


def corrections_page(corrections: tuple[CorrectionAnswer, ...]) -> str:
    """Write the page of all corrections to surveys.

    Args:
        corrections: The corrections, by entry.

    Returns:
        Markdown, to stand at ``corrections.md``.
    """
    page = Page("corrections.md")
    kinds = [(kind, [c for c in corrections if c.kind == kind]) for kind in CorrectionKind]
    counts = [(term(kind), text(kind.definition), str(len(found))) for kind, found in kinds]
    told = (
        f"{counted(len(corrections), 'correction')} to what surveys print, each with the primary source that says otherwise. "
        "A survey is read here as a claim to be checked, word for word; an entry follows its primary sources.\n\n"
    )
    surveys = page.links(tuple(dict.fromkeys(c.survey for c in corrections)))
    if surveys:
        told += f"The tables that they belong to, rebuilt with the catalogue's words beside: {surveys}.\n\n"
    parts = [
        head(
            "Corrections to surveys",
            "Where primary sources differ from what surveys print, with the evidence.",
            hide=("navigation", "toc"),
        ),
        told,
    ]
    parts.append(section("By kind of difference", "kinds", table(("Difference", "Meaning", "Corrections"), counts, {2})))
    for kind, found in kinds:
        body = boxed("filterable", correction_table(page, found, survey=len({c.survey for c in corrections}) > 1))
        parts.append(section(capital(label(kind)), f"kind-{kind}", body))
    return "".join(parts)
