"""The page of an organisation."""

from __future__ import annotations

from collections.abc import Iterator

from mmkb.pages.escape import external, text
from mmkb.pages.footnotes import Footnotes
from mmkb.pages.markup import Row, entry_head, facts, section, sources_section, table
from mmkb.pages.model import edit_line
from mmkb.pages.paths import Page, entry_path
from mmkb.pages.words import counted, date, label, term, way
from mmkb.query.answers import OrganisationAnswer


def organisation_page(answer: OrganisationAnswer) -> str:
    """Write the page of an organisation.

    Args:
        answer: Everything about the organisation.

    Returns:
        Markdown, to stand at the path of the entry.
    """
    page = Page(entry_path("organisation", answer.id))
    notes = Footnotes(page, answer.sources)
    rows = [(date(m.released), page.link_to("model", m.id, m.name), way(m.input, m.output)) for m in answer.models]
    kind = label(answer.record.kind)
    fallback = f"{answer.name}: {kind} with {counted(len(answer.models), 'model')} in the catalogue"
    parts = [
        entry_head(page, "organisation", answer.record, "Organisations", fallback),
        section("At a glance", "at-a-glance", facts(_facts(page, answer, notes))),
        section("Models", "models", table(("Released", "Model", "Input to output"), rows)),
        section("Components", "components", page.links(answer.components)),
        section("Datasets", "datasets", page.links(answer.datasets)),
        section("Parts of it", "parts", page.links(answer.parts)),
        sources_section(notes),
        edit_line("organisation", answer.id),
    ]
    return "".join(parts)


def _facts(page: Page, answer: OrganisationAnswer, notes: Footnotes) -> Iterator[Row]:
    record = answer.record
    mark = notes.cite(record)
    yield "Kind", term(record.kind) + mark
    if record.parent is not None:
        yield "Part of", page.link(answer.named("organisation", record.parent)) + mark
    if record.country is not None:
        yield "Country", text(record.country) + mark
    if record.url is not None:
        yield "Website", external(record.url) + mark
