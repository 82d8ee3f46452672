"""The layout of a database: the statements that make its tables and indexes, as SQLAlchemy writes them."""

from __future__ import annotations

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from mmkb.records import KINDS
from mmkb.store.shape import TableLayout
from mmkb.tables import METADATA


def _owner(table: Table) -> str:
    """Kind of the entry that the rows of a table belong to."""
    first = str(next(iter(table.primary_key)).name)
    return "" if first == "kind" else str(table.name).removesuffix("_table") if first == "id" else first.removesuffix("_id")


def table_layouts(dialect: Dialect | None = None) -> tuple[TableLayout, ...]:
    """The layout of every table that entries fill (``meta`` is filled by the build itself).

    Args:
        dialect: The kind of database; by default SQLite.

    Returns:
        The tables, one that others point to before them.
    """
    dialect = dialect if dialect is not None else sqlite.dialect()
    pointed = {key.column.table.name for table in METADATA.sorted_tables for key in table.foreign_keys}
    layouts = tuple(
        TableLayout(
            str(table.name),
            str(CreateTable(table).compile(dialect=dialect)).strip(),
            tuple(
                str(CreateIndex(index).compile(dialect=dialect)).strip()
                for index in sorted(table.indexes, key=lambda index: str(index.name))
            ),
            len(table.columns),
            tuple(str(column.name) for column in table.primary_key),
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
