"""The page of a source: what it is, how to cite it, and every fact that the catalogue cites from it."""

from __future__ import annotations

from collections.abc import Iterator

from mmkb.citing import own_address
from mmkb.pages.ending import cite_section, edit_line
from mmkb.pages.escape import external, text
from mmkb.pages.markup import Row, boxed, entry_head, section, table
from mmkb.pages.paths import Page, entry_path
from mmkb.pages.words import counted, date, label, term
from mmkb.query.answers import SourceAnswer


def source_page(answer: SourceAnswer) -> str:
    """Write the page of a source.

    Args:
        answer: The source and the facts cited from it.

    Returns:
        Markdown, to stand at the path of the entry.
    """
    page = Page(entry_path("source", answer.id))
    entries = len({fact.entry for fact in answer.facts})
    told = f"{counted(len(answer.facts), 'citation')} in {counted(entries, 'entry', 'entries')}.\n\n"
    rows = [
        (page.link(fact.entry), f"<code>{text(fact.path)}</code>" if fact.path else "the entry as a whole", text(fact.locator))
        for fact in answer.facts
    ]
    fallback = f"{answer.name}: {label(answer.record.kind)} cited by {counted(entries, 'entry', 'entries')} of the catalogue"
    parts = [
        entry_head(page, "source", answer.record, "Sources", fallback),
        section("At a glance", "at-a-glance", boxed("facts", table(("Field", "Value"), _facts(answer)))),
        section("Cited for", "cited-for", told + table(("Entry", "Fact", "Where in the source"), rows)),
        cite_section(answer.record),
        edit_line(page, "source", answer.record),
    ]
    return "".join(parts)


def _facts(answer: SourceAnswer) -> Iterator[Row]:
    record = answer.record
    yield "Kind", term(record.kind)
    if record.authors:
        yield "Authors", ", ".join(text(author) for author in record.authors)
    if record.released is not None:
        yield "Released", date(record.released)
    if record.venue is not None:
        yield "Venue", text(record.venue)
    if record.arxiv is not None:
        yield "arXiv", external(f"https://arxiv.org/abs/{record.arxiv}", record.arxiv)
    if record.doi is not None:
        yield "DOI", external(f"https://doi.org/{record.doi}", record.doi)
    own = own_address(record)
    if own is not None:
        yield "Address", external(own)
    if record.version is not None:
        yield "Version read", f"<code>{text(record.version)}</code>"
    if record.path is not None:
        yield "Path", f"<code>{text(record.path)}</code>"
