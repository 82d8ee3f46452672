"""The page of a dataset."""

from __future__ import annotations

from collections.abc import Iterator

from mmkb.pages.availability import artefact
from mmkb.pages.escape import text
from mmkb.pages.footnotes import Footnotes
from mmkb.pages.history import survey_part
from mmkb.pages.markup import Row, entry_head, fact, facts, section, sources_section, table
from mmkb.pages.model import cite_section, edit_line
from mmkb.pages.paths import Page, entry_path
from mmkb.pages.words import DASH, count, counted, date, label, modalities, term, terms
from mmkb.query.answers import DatasetAnswer, DatasetUseAnswer
from mmkb.records.dataset import Amount, Making


def dataset_page(answer: DatasetAnswer) -> str:
    """Write the page of a dataset.

    Args:
        answer: Everything about the dataset.

    Returns:
        Markdown, to stand at the path of the entry.
    """
    page = Page(entry_path("dataset", answer.id))
    notes = Footnotes(page, answer.sources)
    record = answer.record
    purposes = ", ".join(label(purpose) for purpose in record.purposes)
    users = counted(len({use.user for use in answer.uses}), "model or component", "models and components")
    parts = [
        entry_head(page, "dataset", record, "Datasets", f"{answer.name}: a dataset for {purposes}"),
        f"A dataset for {purposes}, used in the training of {users}.\n\n",
        section("At a glance", "at-a-glance", facts(_facts(page, answer, notes))),
        section("Note", "note", text(record.note or "")),
        section("Used by", "used-by", _uses(page, answer)),
        section("Made into", "made-into", page.links(answer.made_into)),
        survey_part(page, answer, record.survey, notes),
        sources_section(notes),
        cite_section(answer.sources.get(record.paper) if record.paper is not None else None),
        edit_line("dataset", answer.id),
    ]
    return "".join(parts)


def _facts(page: Page, answer: DatasetAnswer, notes: Footnotes) -> Iterator[Row]:
    record = answer.record
    mark = notes.cite(record)

    def amounts(values: tuple[Amount, ...]) -> str:
        return "<br>".join(_amount(value, notes, answer) for value in values)

    def making(value: Making) -> str:
        return _making(page, answer, value)

    def makers(value: tuple[str, ...]) -> str:
        return ", ".join(page.link(answer.named("organisation", member)) for member in value)

    yield "Purpose", terms(record.purposes) + mark
    yield "Modalities", fact(record.modalities, modalities, notes, record)
    # Every amount carries a mark of its own, so a list of them gets none.
    yield "Amount", amounts(record.amounts) if isinstance(record.amounts, tuple) else fact(record.amounts, str, notes, record)
    yield "Made", fact(record.making, making, notes, record)
    if record.members:
        yield "Joins", ", ".join(page.link(answer.named("dataset", member)) for member in record.members) + mark
    yield "Organisations", fact(record.organisations, makers, notes, record)
    if record.released is not None:
        yield "Released", date(record.released) + mark
    if record.paper is not None:
        yield "Paper", page.link(answer.named("source", record.paper))
    yield "Access", artefact(record.access, notes, record)
    if record.in_house:
        yield "In-house", f"its makers keep it to themselves{mark}"


def _amount(value: Amount, notes: Footnotes, answer: DatasetAnswer) -> str:
    note = f' <span class="why">{text(value.note)}</span>' if value.note is not None else ""
    return f"{count(value.count)} {label(value.unit)}{notes.cite(answer.record, value)}{note}"


def _making(page: Page, answer: DatasetAnswer, value: Making) -> str:
    parts = [term(value.method)]
    if value.by:
        parts.append(f"by {', '.join(page.link(answer.named('component', c)) for c in value.by)}")
    if value.made_from:
        parts.append(f"from {', '.join(page.link(answer.named('dataset', d)) for d in value.made_from)}")
    note = f": {text(value.note)}" if value.note is not None else ""
    return " ".join(parts) + note


def _uses(page: Page, answer: DatasetAnswer) -> str:
    rows = [_use(page, use) for use in answer.uses]
    columns = ("Trained on it", "Stage", "Kind", "Amount used", "Note")
    return table(columns, rows, optional=(1, 2, 3, 4)) if rows else "No training of the catalogue names it."


def _use(page: Page, use: DatasetUseAnswer) -> tuple[str, ...]:
    amount = " ".join(part for part in (text(use.amount or ""), label(use.unit or "")) if part) or DASH
    kind = label(use.kind) if use.kind is not None else DASH
    return page.link(use.user), text(use.stage or "") or DASH, kind, amount, text(use.note or "") or DASH
