"""The page of a dataset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from mmkb.pages.availability import artefact
from mmkb.pages.ending import cite_section, edit_line
from mmkb.pages.escape import text
from mmkb.pages.footnotes import Footnotes
from mmkb.pages.history import survey_part
from mmkb.pages.markup import Row, boxed, entry_head, fact, facts, section, sources_section, table
from mmkb.pages.overtime import over_time
from mmkb.pages.paths import Page, entry_path
from mmkb.pages.seen import Contamination
from mmkb.pages.words import DASH, count, counted, date, label, modalities, term, terms
from mmkb.query.answers import DatasetAnswer, DatasetUseAnswer
from mmkb.records.dataset import Amount, Making
from mmkb.vocab import Purpose, StageKind


def dataset_page(
    answer: DatasetAnswer, released: Mapping[str, str | None] = MappingProxyType({}), seen: Contamination | None = None
) -> str:
    """Write the page of a dataset.

    Args:
        answer: Everything about the dataset.
        released: First public day of models by id; one that is not there counts as not known.
        seen: What is known of benchmarks' data in training; None where that is not to be told.

    Returns:
        Markdown, to stand at the path of the entry.
    """
    page = Page(entry_path("dataset", answer.id))
    notes = Footnotes(page, answer.sources)
    record = answer.record
    purposes = ", ".join("a task" if purpose is Purpose.TASK else label(purpose) for purpose in record.purposes)
    parts = [
        entry_head(page, "dataset", record, "Datasets", f"{answer.name}: a dataset for {purposes}"),
        f"A dataset for {purposes}, {_users(answer)}.\n\n",
        section("At a glance", "at-a-glance", facts(_facts(page, answer, notes))),
        section("Note", "note", text(record.note or "")),
        section("Used by", "used-by", _over_time(answer, released) + _uses(page, answer, released)),
        seen.of_dataset(page, answer.id) if seen is not None else "",
        section("Made into", "made-into", page.links(answer.made_into)),
        survey_part(page, answer, record.survey, notes),
        sources_section(notes),
        cite_section(answer.sources.get(record.paper) if record.paper is not None else None),
        edit_line(page, "dataset", answer.record),
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


def _users(answer: DatasetAnswer) -> str:
    """Who was trained on it, in numbers."""
    users = {use.user for use in answer.uses}
    if not users:
        return "which no training of the catalogue names"
    kinds = (("model", "model"), ("component", "component"))
    numbers = ((sum(user.kind == kind for user in users), word) for kind, word in kinds)
    return f"used in the training of {' and '.join(counted(number, word) for number, word in numbers if number)}"


def _over_time(answer: DatasetAnswer, released: Mapping[str, str | None]) -> str:
    """Models by half-year, and kinds of stages; nothing where no model was trained on it."""
    models = {use.user.id for use in answer.uses if use.user.kind == "model"}
    if not models:
        return ""
    order = [str(kind) for kind in StageKind]
    by_kind = {use.kind: {u.user for u in answer.uses if u.kind == use.kind} for use in answer.uses if use.kind is not None}
    kinds = ", ".join(f"{label(kind)} of {counted(len(by_kind[kind]), 'model')}" for kind in sorted(by_kind, key=order.index))
    told = f"In the {kinds}.\n\n" if kinds else ""
    return told + over_time((released.get(model) for model in models), f"Models trained on {answer.name} by half-year")


def _uses(page: Page, answer: DatasetAnswer, released: Mapping[str, str | None]) -> str:
    rows = [(date(released.get(use.user.id)), *_use(page, use)) for use in answer.uses]
    columns = ("Released", "Trained on it", "Stage", "Kind", "Amount used", "Note")
    listed = table(columns, rows, optional=(0, 2, 3, 4, 5))
    return boxed("filterable", listed) if rows else "No training of the catalogue names it."


def _use(page: Page, use: DatasetUseAnswer) -> tuple[str, ...]:
    amount = " ".join(part for part in (text(use.amount or ""), label(use.unit or "")) if part) or DASH
    kind = label(use.kind) if use.kind is not None else DASH
    return page.link(use.user), text(use.stage or "") or DASH, kind, amount, text(use.note or "") or DASH
