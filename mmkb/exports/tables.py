"""Tables and views of the database as CSV and as Parquet."""

from __future__ import annotations

import csv
import importlib.util
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mmkb.formulas import defused
from mmkb.query import Questions

if TYPE_CHECKING:
    from mmkb.store import TableDescription


@dataclass(frozen=True, slots=True)
class Contents:
    """A table or view with its rows.

    Attributes:
        name: Its name.
        columns: Names of its columns.
        kinds: ``text``, ``integer``, ``number`` or ``boolean`` for each column.
        descriptions: What each column holds.
        rows: Its rows, in a fixed order.
    """

    name: str
    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    descriptions: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def contents(kb: Questions, tables: Sequence[TableDescription]) -> Iterator[Contents]:
    """Read every table and view; the full-text index, which only SQLite can use, is left out.

    Args:
        kb: The knowledge base.
        tables: Descriptions of its tables and views.

    Yields:
        One after the other, in the order of the descriptions.
    """
    for table in tables:
        if table.kind == "search":
            continue
        names = tuple(column.name for column in table.columns)
        keys = tuple(column.name for column in table.columns if column.key) or names
        # The names are those of our own schema.
        listed, order = (", ".join(f'"{name}"' for name in some) for some in (names, keys))
        rows = kb.store.rows(f'SELECT {listed} FROM "{table.name}" ORDER BY {order}')
        declared = dict(kb.store.rows("SELECT name, type FROM pragma_table_info(?)", (table.name,)))
        kinds = tuple(_kind(declared[name], (row[i] for row in rows)) for i, name in enumerate(names))
        yield Contents(table.name, names, kinds, tuple(column.description for column in table.columns), rows)


def _kind(declared: str, values: Iterator[Any]) -> str:
    """The kind of a column by its declared type; a computed column of a view, which has none, by its values."""
    known = {"VARCHAR": "text", "INTEGER": "integer", "BIGINT": "integer", "FLOAT": "number", "BOOLEAN": "boolean"}
    if declared in known:
        return known[declared]
    types = {type(value) for value in values if value is not None}
    return "integer" if types == {int} else "number" if types and types <= {int, float} else "text"


def csv_text(table: Contents) -> str:
    """A table as CSV with a line of headings; what is not known is an empty cell, lines end with a line feed."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([defused(cell) for cell in row] for row in table.rows)
    return out.getvalue()


def can_write_parquet() -> bool:
    """Whether the library that writes Parquet is installed."""
    return importlib.util.find_spec("pyarrow") is not None


def parquet_bytes(table: Contents) -> bytes:
    """A table as Parquet, each column with its type and its description.

    Raises:
        ImportError: If pyarrow is not installed.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {"text": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
    fields = [
        pa.field(name, types[kind], metadata={"description": description})
        for name, kind, description in zip(table.columns, table.kinds, table.descriptions, strict=True)
    ]
    columns = [pa.array([_typed(row[i], kind) for row in table.rows], type=types[kind]) for i, kind in enumerate(table.kinds)]
    out = io.BytesIO()
    pq.write_table(pa.table(columns, schema=pa.schema(fields)), out, compression="zstd")
    return out.getvalue()


def _typed(value: Any, kind: str) -> Any:
    """A cell of SQLite, which knows no booleans and keeps whole numbers whole, in the type of its column."""
    if value is None:
        return None
    return bool(value) if kind == "boolean" else float(value) if kind == "number" else value
