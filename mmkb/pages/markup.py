"""Building blocks of pages: headings, tables, facts and gaps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from mmkb.pages.escape import front_matter, paragraphs, text
from mmkb.pages.footnotes import Footnotes
from mmkb.pages.paths import Page, built, entry_path, list_path
from mmkb.pages.words import DASH
from mmkb.query.answers import Named
from mmkb.records.base import Entry, Gap
from mmkb.vocab import State

T = TypeVar("T")
Row = tuple[str, str]
"""A row of a table of facts: what the fact is, and what is known; both escaped."""

_ABSENT = "Nobody has looked for it yet."


def state(word: str) -> str:
    """A knowledge state as a mark that is told by its words and its shape, as inline HTML."""
    meaning = State(word).definition if word in set(State) else {"absent": _ABSENT}.get(word, "The value is known.")
    return f'<span class="state {word}" title="{text(meaning)}">{word.replace("-", " ")}</span>'


def state_counts(counts: Mapping[str, int], words: Iterable[str]) -> str:
    """Numbers of facts beside the marks of their states, as inline HTML."""
    return " ".join(f'<span class="state-count">{counts.get(word, 0):,} {state(word)}</span>' for word in words)


def absent() -> str:
    """The mark of a fact that nobody has looked for yet."""
    return state("absent")


def gap(value: Gap, notes: Footnotes, *around: object) -> str:
    """A gap with its note and the sources that were read, as inline HTML."""
    note = f' <span class="why">{text(value.note)}</span>' if value.note is not None else ""
    return f"{state(value.state)}{notes.cite(*around, value)}{note}"


def fact(value: T | Gap | None, show: Callable[[T], str], notes: Footnotes, *around: object) -> str:
    """A wanted fact: its value with its sources, its gap, or that nobody has looked for it.

    Args:
        value: The fact.
        show: Writes a known value.
        notes: Footnotes of the page.
        around: The blocks around the fact, outermost first; a value that is a block itself counts as the innermost.

    Returns:
        Inline Markdown.
    """
    if value is None:
        return absent()
    if isinstance(value, Gap):
        return gap(value, notes, *around)
    return f"{show(value)}{notes.cite(*around, value)}"


def head(
    title: str,
    description: str,
    parent: tuple[str, str] | None = None,
    redirect: str | None = None,
    hide: tuple[str, ...] = (),
    assets: tuple[str, ...] = (),
    csp: str | None = None,
) -> str:
    """Front matter and main heading of a page.

    Args:
        title: Title, not escaped.
        description: One sentence for search engines and previews, not escaped.
        parent: Name and address of the page above this one.
        redirect: Where readers are sent to, as a folder of the site (``components/linear/``), if this page stands only for an
            old id; it is left out of the search.
        hide: What gives up its room at the page's side: ``navigation`` (for pages that are not in it), ``toc``.
        assets: Names of the script modules ``assets/js/NAME.js`` and style sheets ``assets/css/NAME.css`` of this page alone.
        csp: What its Content-Security-Policy allows beyond that of every page: ``wasm`` for WebAssembly.

    Returns:
        Markdown with an empty line at its end.
    """
    fields: dict[str, str | tuple[str, ...] | dict[str, bool]] = {"title": title, "description": description}
    if parent is not None:
        fields |= {"parent": parent[0], "parent_href": parent[1]}
    if redirect is not None:
        fields |= {"redirect": redirect, "search": {"exclude": True}}
    if hide:
        fields["hide"] = hide
    if assets:
        fields["assets"] = assets
    if csp is not None:
        fields["csp"] = csp
    return f"{front_matter(fields)}# {text(title)}\n\n"


def entry_head(page: Page, kind: str, entry: Entry, above: str, fallback: str) -> str:
    """Front matter, heading, notice of deprecation, description and other names of an entry.

    Args:
        page: The page.
        kind: Kind of the entry.
        entry: Its record.
        above: Name of the list that the entry belongs to.
        fallback: What to say where nobody wrote a description, not escaped.

    Returns:
        Markdown with an empty line at its end.
    """
    description = entry.description or fallback
    new = entry.deprecated.replaced_by if entry.deprecated is not None else None
    redirect = built(entry_path(kind, new)) if new is not None else None
    parent = (above, page.href(list_path(kind)))
    parts = [head(entry.name, description.split("\n\n")[0], parent, redirect, ("navigation",), ("entry",)).rstrip("\n")]
    if entry.deprecated is not None:
        gone = f"This entry is no longer used: {text(entry.deprecated.reason)}"
        if new is not None:
            gone += f". In its place: {page.link(Named(kind, new, new))}."
        parts.append(boxed("admonition warning", f'<p class="admonition-title">Deprecated</p>\n\n{gone}').rstrip("\n"))
    parts.append(paragraphs(description))
    if entry.aliases:
        parts.append(f"Also called {', '.join(text(alias) for alias in entry.aliases)}.")
    return "\n\n".join(parts) + "\n\n"


def heading(title: str, anchor: str, level: int = 2) -> str:
    """A heading that the site's search leaves out, so that a page has one short entry there.

    Args:
        title: Its words, not escaped.
        anchor: Its anchor: lower-case letters, digits and hyphens.
        level: Its level.

    Returns:
        Markdown with an empty line at its end.
    """
    return f"{'#' * level} {text(title)} {{ #{anchor} data-search-exclude }}\n\n"


def section(title: str, anchor: str, body: str) -> str:
    """A heading with what stands below it; nothing where there is nothing to stand below it."""
    return f"{heading(title, anchor)}{body.strip()}\n\n" if body.strip() else ""


def table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = (), optional: Iterable[int] = ()
) -> str:
    """A table.

    Args:
        columns: Headings, escaped.
        rows: Cells, escaped; an empty one becomes a dash.
        right: Places of the columns that are set to the right, from 0.
        optional: Places of the columns that are left out where no row has more in them than a dash.

    Returns:
        Markdown with an empty line at its end; nothing if there is no row.
    """
    cells = [list(row) for row in rows]
    if not cells:
        return ""
    empty = {i for i in optional if all(row[i] in ("", DASH) for row in cells)}
    kept = [i for i in range(len(columns)) if i not in empty]
    to_right = set(right)
    rule = "|" + "|".join(" ---: " if i in to_right else " --- " for i in kept) + "|"
    lines = ["| " + " | ".join(row[i] or DASH for i in kept) + " |" for row in ([*columns], *cells)]
    return "\n".join([lines[0], rule, *lines[1:], "", ""])


def boxed(classes: str, body: str) -> str:
    """Markdown inside a block with classes for the style sheet; nothing if there is no body."""
    return f'<div class="{classes}" markdown="1">\n\n{body.strip()}\n\n</div>\n\n' if body.strip() else ""


def folded(summary: str, body: str, *, aside: bool = True) -> str:
    """Markdown that readers unfold; nothing if there is no body.

    Args:
        summary: What is in it, escaped.
        body: Markdown.
        aside: Whether it can do without on paper, where it is only named.
    """
    if not body.strip():
        return ""
    css = "more aside" if aside else "more"
    return f'<details class="{css}" markdown="1"><summary>{summary}</summary>\n\n{body.strip()}\n\n</details>\n\n'


def facts(rows: Iterable[Row]) -> str:
    """A table of facts."""
    return boxed("facts", table(("Fact", "As the sources state it"), rows))


def sources_section(notes: Footnotes) -> str:
    """The list of the sources that a page cites, under its heading."""
    return section("Sources", "sources", boxed("sources", "\n".join(notes.section())))
