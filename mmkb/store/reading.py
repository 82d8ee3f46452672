"""Reading a store: plain SQL on a file that nobody can write through it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self

from mmkb.store import fulltext, sqlite
from mmkb.store.errors import StoreError


class Store:
    """A database of the catalogue, open for reading; usable as a context manager and from several threads.

    Attributes:
        path: Its file.
        meta: Facts about the database itself: ``schema_version``, ``data_version``, ``mmkb_version``, ``entries`` and the
            number of entries of each kind.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, meta: Mapping[str, str]) -> None:
        """Read from ``connection``; :func:`open_store` makes one."""
        self.path = path
        self.meta: Mapping[str, str] = MappingProxyType(dict(meta))
        self._connection = connection

    def rows(self, sql: str, given: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
        """Ask in SQL.

        Args:
            sql: One SELECT.
            given: The values of its parameters.

        Returns:
            All rows of the answer.

        Raises:
            sqlite3.Error: If the SQL is wrong, or tries to write.
        """
        return self._connection.execute(sql, given).fetchall()

    def search(self, text: str, limit: int = 20) -> list[tuple[str, str, str, str | None, float]]:
        """Find entries by words of their names, aliases, descriptions, components, makers or authors.

        Args:
            text: Words, or beginnings of words, that must all be there; accents and case make no difference.
            limit: How many at most.

        Returns:
            Kind, id, name, description and rank of each, best first: what goes by just that id or name, then by rank.
        """
        words = fulltext.words_of(text)
        if not words:
            return []
        return self.rows(fulltext.SEARCH, {"match": fulltext.match(words), "words": " ".join(words), "limit": limit})

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        """Enter."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the file."""
        self.close()


def open_store(path: Path) -> Store:
    """Open a database for reading.

    Args:
        path: A file that ``mmkb build`` wrote.

    Returns:
        The store. It refuses every write.

    Raises:
        StoreError: If the file is missing, no database of mmkb, not whole, or of another schema; the message says what to do.
    """
    sqlite.refuse_foreign(path)
    immutable = not os.access(path, os.W_OK) and not os.access(path.parent, os.W_OK)
    try:
        connection = sqlite.connect_read_only(path, immutable=immutable)
        try:
            meta = dict(connection.execute("SELECT key, value FROM meta ORDER BY key"))
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise StoreError(f"The database {path} cannot be read: {error}. Run mmkb build again.") from error
    return Store(path, connection, meta)
