"""Descriptions of the tables, for the page that documents them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ForeignKeyConstraint, Table

from mmkb.store.fulltext import SEARCH_COLUMNS, SEARCH_DESCRIPTION
from mmkb.store.views import VIEWS
from mmkb.tables import METADATA


@dataclass(frozen=True, slots=True)
class ColumnDescription:
    """A column.

    Attributes:
        name: Its name.
        type: Its SQL type; empty for a view.
        description: What it holds.
        optional: Whether it may be empty.
        key: Whether it is part of the primary key.
    """

    name: str
    type: str
    description: str
    optional: bool
    key: bool


@dataclass(frozen=True, slots=True)
class PointerDescription:
    """A foreign key.

    Attributes:
        columns: The columns that point.
        table: The table that they point to.
        targets: The columns there.
    """

    columns: tuple[str, ...]
    table: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableDescription:
    """A table or view.

    Attributes:
        name: Its name.
        kind: ``table``, ``view`` or ``search`` (the full-text index).
        description: What its rows are.
        columns: Its columns, in order.
        pointers: Its foreign keys.
        indexes: The columns of each of its indexes.
        query: The SELECT that a view stands for; else empty.
    """

    name: str
    kind: str
    description: str
    columns: tuple[ColumnDescription, ...]
    pointers: tuple[PointerDescription, ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()
    query: str = ""


def _pointer(constraint: ForeignKeyConstraint) -> PointerDescription:
    elements = list(constraint.elements)
    return PointerDescription(
        tuple(constraint.column_keys), elements[0].column.table.name, tuple(element.column.name for element in elements)
    )


def _table(table: Table) -> TableDescription:
    return TableDescription(
        table.name,
        "table",
        table.comment or "",
        tuple(ColumnDescription(c.name, str(c.type), c.comment or "", bool(c.nullable), c.primary_key) for c in table.columns),
        tuple(sorted((_pointer(c) for c in table.foreign_key_constraints), key=lambda pointer: pointer.columns)),
        tuple(sorted(tuple(column.name for column in index.columns) for index in table.indexes)),
    )


def describe_tables() -> list[TableDescription]:
    """Describe every table, then every view, each in the order of names, and the full-text index last.

    Returns:
        The descriptions, for a page of documentation.
    """
    tables = [_table(table) for _, table in sorted(METADATA.tables.items())]
    views = [
        TableDescription(
            view.name,
            "view",
            view.description,
            tuple(ColumnDescription(name, "", text, True, False) for name, text in view.columns.items()),
            query=" ".join(view.query.split()),
        )
        for view in sorted(VIEWS, key=lambda view: view.name)
    ]
    search = TableDescription(
        "search",
        "search",
        SEARCH_DESCRIPTION,
        tuple(ColumnDescription(name, "TEXT", text, True, False) for name, text in SEARCH_COLUMNS.items()),
    )
    return [*tables, *views, search]
