"""Filling a database server: the same tables, by SQLAlchemy, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, create_engine, func, make_url, select, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from mmkb.store.errors import StoreError
from mmkb.store.views import VIEWS
from mmkb.tables import METADATA


def file_or_server(url: str) -> Path | URL:
    """Read an address as SQLAlchemy writes it: a file for SQLite, else the address of a server.

    Raises:
        StoreError: If it cannot be read, or names no file.
    """
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise StoreError("The address of the database cannot be read. SQLAlchemy's form is dialect://...") from error
    if address.get_backend_name() != "sqlite":
        return address
    if not address.database or address.database == ":memory:":
        raise StoreError("An address of SQLite must name a file: sqlite:///path/to/file.")
    return Path(address.database)


def fill_server(url: URL, batches: Iterable[Mapping[str, Sequence[Sequence[Any]]]], meta: Mapping[str, str]) -> None:
    """Drop our tables and views in a database, make them anew and fill them, all in one transaction.

    Args:
        url: Address of the database.
        batches: Rows by table, cells in the order of the columns.
        meta: Facts about the database itself.

    Raises:
        StoreError: If the driver is missing, or the database cannot be reached or refuses a row.
    """
    shown = url.render_as_string(hide_password=True)
    try:
        engine = create_engine(url)
    except (ImportError, SQLAlchemyError) as error:
        raise StoreError(f"There is no driver for {shown}: {error}. Install it beside mmkb, or mend the address.") from error
    try:
        with engine.begin() as connection:
            _fill(connection, batches, meta)
    except SQLAlchemyError as error:
        told = str(getattr(error, "orig", None) or error).strip().split("\n")[0]
        raise StoreError(f"The database {shown} could not be filled: {told}. Nothing in it was changed.") from error
    finally:
        engine.dispose()


def _fill(connection: Connection, batches: Iterable[Mapping[str, Sequence[Sequence[Any]]]], meta: Mapping[str, str]) -> None:
    for view in reversed(VIEWS):
        connection.execute(text(f"DROP VIEW IF EXISTS {view.name}"))
    METADATA.drop_all(connection)
    METADATA.create_all(connection)
    names = {table.name: [column.name for column in table.columns] for table in METADATA.sorted_tables}
    for batch in batches:
        for name, lines in batch.items():
            rows = [dict(zip(names[name], line, strict=True)) for line in lines]
            if rows:
                connection.execute(METADATA.tables[name].insert(), rows)
    entry = METADATA.tables["entry"]
    counts = [tuple(row) for row in connection.execute(select(entry.c.kind, func.count()).group_by(entry.c.kind))]
    facts = {**meta, "entries": str(sum(n for _, n in counts)), **{f"entries.{kind}": str(n) for kind, n in counts}}
    connection.execute(METADATA.tables["meta"].insert(), [{"key": k, "value": v} for k, v in sorted(facts.items())])
    for view in VIEWS:
        connection.execute(text(view.create()))
