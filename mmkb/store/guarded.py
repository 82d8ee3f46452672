"""Other people's SQL: read-only, and bounded in time, rows and size."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from mmkb.store import sqlite

MOST_BYTES: Final = 1_000_000
"""Length of a text or blob at most, in any step of a statement."""
MOST_ALTOGETHER: Final = 50_000_000
"""Length of all texts of an answer together."""
LONGEST_STATEMENT: Final = 100_000
"""Length of a statement at most, in bytes."""
STEPS: Final = 1000
"""Instructions of SQLite's machine between two looks at the clock."""
PRAGMAS: Final = frozenset(
    ("table_info", "table_xinfo", "table_list", "foreign_key_list", "index_list", "index_info", "data_version")
)
"""The pragmas that only tell."""
VIRTUAL: Final = ("search", "json_each", "json_tree", *(f"pragma_{name}" for name in sorted(PRAGMAS - {"data_version"})))
"""Tables that SQLite sets up when they are first met, by what would look like writing."""
_READS: Final = frozenset((sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE))
REFUSED_FUNCTIONS: Final = frozenset(("load_extension", "fts3_tokenizer", "readfile", "writefile", "edit"))
"""Functions that do more than compute."""


class SqlError(Exception):
    """A statement that is wrong, that would do more than read, or that takes too long; the message says which."""


class Found(NamedTuple):
    """What a statement gave.

    Attributes:
        columns: Names of the columns, as SQLite gives them.
        rows: The rows.
        more: Whether there would have been more rows.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    more: bool


def _allowed(action: int, first: str | None, second: str | None, database: str | None, trigger: str | None) -> int:
    """Whether a statement may do something; called by SQLite while it reads the statement."""
    del database, trigger
    if action in _READS or (action == sqlite3.SQLITE_FUNCTION and second not in REFUSED_FUNCTIONS):
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and first in PRAGMAS:
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


class GuardedReader:
    """Answers SQL that anybody may have written, from a database of its own opening; usable from several threads."""

    def __init__(self, path: Path, data_version: str) -> None:
        """Read from a file.

        Args:
            path: The database.
            data_version: The version of its data; another file in its place is refused.
        """
        self._path = path
        self._data_version = data_version
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def _open(self) -> sqlite3.Connection:
        if self._connection is not None:
            return self._connection
        try:
            connection = sqlite.connect_read_only(self._path, immutable=True)
            found = connection.execute("SELECT value FROM meta WHERE key = 'data_version'").fetchone()
            for table in VIRTUAL:
                connection.execute(f"SELECT 1 FROM {table} LIMIT 0")
        except sqlite3.Error as error:
            raise SqlError(f"The database cannot be read any more: {error}.") from error
        if found is None or found[0] != self._data_version:
            connection.close()
            raise SqlError("The database has been built anew since it was opened. Open it again.")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_BYTES)
        connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, LONGEST_STATEMENT)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.set_authorizer(_allowed)
        self._connection = connection
        return connection

    def ask(self, sql: str, given: Sequence[Any] | Mapping[str, Any], limit: int, seconds: float) -> Found:
        """Ask one SELECT.

        Args:
            sql: The statement.
            given: Values of its parameters.
            limit: Rows at most.
            seconds: Time at most.

        Raises:
            SqlError: If it is wrong, does more than read, takes longer, or gives too much.
        """
        if limit < 1 or not seconds > 0:
            raise SqlError(f"A limit of {limit} rows and {seconds:g} seconds leaves nothing to answer with.")
        with self._lock:
            connection = self._open()
            end = time.monotonic() + seconds
            connection.set_progress_handler(lambda: time.monotonic() > end, STEPS)
            try:
                return self._fetch(connection, sql, given, limit)
            except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
                # What was refused may have made SQLite forget its virtual tables, which the guard keeps it from setting up.
                self._connection = None
                connection.close()
                raise SqlError(_explained(error, seconds)) from error
            finally:
                if self._connection is not None:
                    connection.set_progress_handler(None, 0)

    def _fetch(
        self, connection: sqlite3.Connection, sql: str, given: Sequence[Any] | Mapping[str, Any], limit: int
    ) -> Found:  # fmt: skip
        cursor = connection.execute(sql, given)
        try:
            if cursor.description is None:
                raise SqlError("The statement gives no rows. Ask one SELECT.")
            columns = tuple(str(column[0]) for column in cursor.description)
            rows: list[tuple[Any, ...]] = []
            size = 0
            for row in cursor:
                if len(rows) == limit:
                    return Found(columns, tuple(rows), True)
                size += sum(len(value) for value in row if isinstance(value, (str, bytes)))
                if size > MOST_ALTOGETHER:
                    raise SqlError(f"The answer is longer than {MOST_ALTOGETHER:,} characters.")
                rows.append(row)
            return Found(columns, tuple(rows), False)
        finally:
            cursor.close()

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None


def _explained(error: Exception, seconds: float) -> str:
    text = str(error)
    if text == "interrupted":
        return f"The statement took longer than {seconds:g} seconds and was stopped."
    if any(word in text for word in ("not authorized", "authorization denied", "prohibited")):
        return f"Only reading is allowed: one SELECT, and nothing that writes or opens files (SQLite says: {text})."
    if "one statement" in text:
        return "Only one statement at a time can be asked."
    return f"SQLite says: {text}."
