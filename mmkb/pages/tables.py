"""The reference page of the database's tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from mmkb.pages.escape import paragraphs, preformatted, text
from mmkb.pages.markup import boxed, head, heading, section, table
from mmkb.pages.words import DASH, counted

if TYPE_CHECKING:
    from mmkb.store import TableDescription

TABLES_PATH: Final = "reference/tables.md"

_GROUPS: Final = {"table": "Tables", "view": "Views", "search": "Full-text search"}


def tables_page(tables: Sequence[TableDescription]) -> str:
    """Write the page of the database's tables and views.

    Args:
        tables: What :func:`mmkb.store.describe_tables` gives.

    Returns:
        Markdown, to stand at :data:`TABLES_PATH`.
    """
    described = head("Tables", "The tables and views of the database, with every column.")
    names = {kind: [t for t in tables if t.kind == kind] for kind in _GROUPS}
    counts = f"{counted(len(names['table']), 'table')} and {counted(len(names['view']), 'view')}"
    told = (
        f"<code>mmkb build</code> writes the catalogue into one SQLite file with {counts}. It is built afresh each time and "
        "only read afterwards; ask it with whatever speaks SQL.\n\n"
    )
    groups = (
        section(title, kind, "".join(_table(t) for t in names[kind])) if names[kind] else "" for kind, title in _GROUPS.items()
    )
    return described + told + "".join(groups)


def _anchor(name: str) -> str:
    return f"t-{name.replace('_', '-')}"


def _table(described: TableDescription) -> str:
    columns = [
        (
            f"<code>{text(c.name)}</code>{' <b>key</b>' if c.key else ''}",
            (text(c.type) or DASH) + (", may be empty" if c.optional and described.kind == "table" else ""),
            text(c.description),
        )
        for c in described.columns
    ]
    more = "".join(_more(described))
    body = boxed("glossary", table(("Column", "Type", "What it holds"), columns))
    return f"{heading(described.name, _anchor(described.name), 3)}{paragraphs(described.description)}\n\n{body}{more}"


def _more(described: TableDescription) -> Iterator[str]:
    """Foreign keys, indexes and the query of a view, a paragraph each."""
    pointers = "; ".join(
        f"<code>{text(', '.join(p.columns))}</code> → [{text(p.table)}](#{_anchor(p.table)})" for p in described.pointers
    )
    if pointers:
        yield f"Points: {pointers}.\n\n"
    indexes = "; ".join(f"<code>{text(', '.join(index))}</code>" for index in described.indexes)
    if indexes:
        yield f"Indexes: {indexes}.\n\n"
    if described.query:
        yield f'<pre class="query"><code>{preformatted(described.query)}</code></pre>\n\n'
