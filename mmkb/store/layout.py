"""The layout of a database: the statements that make its tables, indexes and views."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Table
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from mmkb.records import KINDS
from mmkb.store.views import VIEWS
from mmkb.tables import METADATA


@dataclass(frozen=True, slots=True)
class TableLayout:
    """How a table is made and filled.

    Attributes:
        name: Its name.
        create: The statement that makes it.
        indexes: The statements that make its indexes.
        width: Number of its columns.
        key: Columns of its primary key, in order.
        owner: Kind of the entry that its rows belong to, the key's first column holding the id; empty: the key's first two
            columns hold kind and id.
        pointed: Whether a table points to it.
    """

    name: str
    create: str
    indexes: tuple[str, ...]
    width: int
    key: tuple[str, ...]
    owner: str
    pointed: bool


def _owner(table: Table) -> str:
    """Kind of the entry that the rows of a table belong to."""
    first = next(iter(table.primary_key)).name
    return "" if first == "kind" else table.name.removesuffix("_table") if first == "id" else first.removesuffix("_id")


def table_layouts(dialect: Dialect) -> tuple[TableLayout, ...]:
    """The layout of every table that entries fill (``meta`` is filled by the build itself).

    Args:
        dialect: The kind of database.

    Returns:
        The tables, one that others point to before them.
    """
    pointed = {key.column.table.name for table in METADATA.sorted_tables for key in table.foreign_keys}
    layouts = tuple(
        TableLayout(
            table.name,
            str(CreateTable(table).compile(dialect=dialect)).strip(),
            tuple(
                str(CreateIndex(index).compile(dialect=dialect)).strip()
                for index in sorted(table.indexes, key=lambda index: str(index.name))
            ),
            len(table.columns),
            tuple(column.name for column in table.primary_key),
            _owner(table),
            table.name in pointed,
        )
        for table in METADATA.sorted_tables
        if table.name != "meta"
    )
    strange = [layout.name for layout in layouts if layout.owner and layout.owner not in KINDS]
    if strange:
        raise ValueError(f"rows of no kind of entry: {', '.join(strange)}")
    return layouts


def view_statements() -> tuple[str, ...]:
    """The statements that make the views."""
    return tuple(view.create() for view in VIEWS)
