"""What only SQLite understands, beside its full-text search: pragmas, filling a file, taking over rows of an older one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from mmkb.store.errors import StoreError
from mmkb.store.fulltext import FILL_SEARCH
from mmkb.store.shape import TableLayout
from mmkb.store.versions import SCHEMA_VERSION

APPLICATION_ID: Final = int.from_bytes(b"mmkb")
"""Stands in the header of our files, so that one is known from any other SQLite database."""


class NewFile:
    """A fresh database file that is being filled, in one transaction.

    The same rows give the same bytes, whether they were added or taken over from an older file: each table is filled in the
    order of its primary key.
    """

    def __init__(self, path: Path, tables: Sequence[TableLayout]) -> None:
        """Begin to fill the empty file at ``path``."""
        self._tables = tables
        self._gone: set[str] | None = None
        self._inserts = {
            table.name: f"INSERT INTO temp.new_{table.name} VALUES ({', '.join('?' * table.width)})" for table in tables
        }
        self._connection = sqlite3.connect(path.absolute().as_uri(), uri=True, isolation_level=None)
        run = self._connection.execute
        run("PRAGMA page_size = 4096")
        run("PRAGMA encoding = 'UTF-8'")
        run("PRAGMA auto_vacuum = NONE")
        run(f"PRAGMA application_id = {APPLICATION_ID}")
        run(f"PRAGMA user_version = {SCHEMA_VERSION}")
        # Nobody else sees the file before it is whole: no journal, no locks, no waiting for the disk.
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "foreign_keys = OFF"):
            run(f"PRAGMA main.{pragma}")
        run("PRAGMA main.cache_size = -65536")
        run("PRAGMA analysis_limit = 1000")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def attach(self, previous: Path) -> dict[tuple[str, str], str] | None:
        """Open an older file, to take over rows from.

        Args:
            previous: The file, of the same layout.

        Returns:
            Content of its entries by kind and id; None if it cannot be read.
        """
        try:
            self._connection.execute("ATTACH ? AS old", (f"{previous.absolute().as_uri()}?mode=ro&immutable=1",))
            rows = self._connection.execute("SELECT kind, entry_id, content FROM old.entry_file")
            return {(kind, entry): content for kind, entry, content in rows}
        except sqlite3.Error:
            return None

    def begin(self, gone: Iterable[tuple[str, str]] | None) -> None:
        """Begin the transaction.

        Args:
            gone: The entries of the older file whose rows are not to be taken over; None: none is.
        """
        run = self._connection.execute
        run("BEGIN")
        run("CREATE TEMP TABLE gone (kind, id, PRIMARY KEY (kind, id)) WITHOUT ROWID")
        if gone is not None:
            self._connection.executemany("INSERT INTO temp.gone VALUES (?, ?)", gone)
            self._gone = {kind for (kind,) in run("SELECT DISTINCT kind FROM temp.gone")}
        for table in self._tables:
            # What is pointed to keeps its key in an index of its own: its rows are wide, and looking up their keys is most
            # of checking foreign keys.
            run(table.create if table.pointed else f"{table.create} WITHOUT ROWID")
            run(f"CREATE TEMP TABLE new_{table.name} AS SELECT * FROM main.{table.name} WHERE 0")

    def add(self, rows: Mapping[str, Sequence[Sequence[Any]]]) -> None:
        """Add rows.

        Args:
            rows: Rows by table, cells in the order of the columns.

        Raises:
            StoreError: If a value does not fit into a database.
        """
        for table, lines in rows.items():
            try:
                self._connection.executemany(self._inserts[table], lines)
            except (OverflowError, sqlite3.Error) as error:
                raise StoreError(f"A row of {table} cannot be stored: {error}.") from error

    def finish(self, views: Iterable[str], meta: Mapping[str, str]) -> None:
        """Fill the tables, make indexes, search and views, check all foreign keys, and commit.

        Args:
            views: The statements that make the views.
            meta: Facts about the database itself.

        Raises:
            StoreError: If a key stands twice in a table, or something points to nothing.
        """
        run = self._connection.execute
        for table in self._tables:
            try:
                run(self._fill(table))
            except sqlite3.IntegrityError as error:
                raise StoreError(f"The rows do not fit into the table {table.name}: {error}. Run mmkb check.") from error
        run("CREATE TABLE meta (key VARCHAR NOT NULL PRIMARY KEY, value VARCHAR NOT NULL) WITHOUT ROWID")
        self._connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted({**meta, **self._counts()}.items()))
        for table in self._tables:
            for index in table.indexes:
                run(index)
        for statement in (*FILL_SEARCH, *views):
            run(statement)
        dangling = [] if self._sound() else list(self._dangling())
        if dangling:
            shown = "; ".join(dangling[:5]) + ("; ..." if len(dangling) > 5 else "")
            raise StoreError(f"Something points to nothing: {shown}. Run mmkb check, and mend what it names.")
        run("ANALYZE main")
        run("COMMIT")

    def _fill(self, table: TableLayout) -> str:
        """The statement that fills a table from what was added and what is taken over."""
        order = ", ".join(table.key)
        new = f"SELECT * FROM temp.new_{table.name}"
        if self._gone is None:
            return f"INSERT INTO main.{table.name} {new} ORDER BY {order}"
        without = ""
        if table.owner and table.owner in self._gone:
            without = f" WHERE {table.key[0]} NOT IN (SELECT id FROM temp.gone WHERE kind = '{table.owner}')"
        elif not table.owner and self._gone:
            without = f" WHERE ({table.key[0]}, {table.key[1]}) NOT IN (SELECT kind, id FROM temp.gone)"
        return f"INSERT INTO main.{table.name} {new} UNION ALL SELECT * FROM old.{table.name}{without} ORDER BY {order}"

    def _counts(self) -> dict[str, str]:
        """How many entries there are of each kind."""
        counts = dict(self._connection.execute("SELECT kind, count(*) FROM main.entry GROUP BY kind"))
        return {f"entries.{kind}": str(number) for kind, number in counts.items()} | {"entries": str(sum(counts.values()))}

    def _sound(self) -> bool:
        """Whether no reference can dangle, told without looking at every row that is taken over.

        The older file was checked when it was built. So what is taken over still points to something if every key that its
        lost entries had is there again; and the rows that are new are few.
        """
        if self._gone is None:
            return False
        run = self._connection.execute
        for table in self._tables:
            if table.pointed and (not table.owner or table.owner in self._gone):
                same = " AND ".join(f"m.{column} = o.{column}" for column in table.key)
                whose = f"o.{table.key[0]}" if table.owner else f"o.{table.key[1]}"
                of_kind = f"'{table.owner}'" if table.owner else f"o.{table.key[0]}"
                lost = (
                    f"SELECT 1 FROM temp.gone g JOIN old.{table.name} o ON {whose} = g.id AND {of_kind} = g.kind "
                    f"WHERE NOT EXISTS (SELECT 1 FROM main.{table.name} m WHERE {same}) LIMIT 1"
                )
                if run(lost).fetchone() is not None:
                    return False
        return not any(self._new_dangles(table) for table in self._tables)

    def _new_dangles(self, table: TableLayout) -> bool:
        """Whether a row of a table that is not taken over points to nothing."""
        run = self._connection.execute
        if run(f"SELECT 1 FROM temp.new_{table.name} LIMIT 1").fetchone() is None:
            return False
        keys: dict[int, list[tuple[str, str, str]]] = {}
        for number, _, parent, mine, theirs, *_ in run(f"PRAGMA main.foreign_key_list({table.name})"):
            keys.setdefault(number, []).append((parent, mine, theirs))
        for columns in keys.values():
            given = " AND ".join(f"t.{mine} IS NOT NULL" for _, mine, _ in columns)
            same = " AND ".join(f"p.{theirs} = t.{mine}" for _, mine, theirs in columns)
            parent = columns[0][0]
            if run(
                f"SELECT 1 FROM temp.new_{table.name} t WHERE {given} "
                f"AND NOT EXISTS (SELECT 1 FROM main.{parent} p WHERE {same}) LIMIT 1"
            ).fetchone():
                return True
        return False

    def _dangling(self) -> Iterator[str]:
        """Yield what points to nothing, row by row."""
        run = self._connection.execute
        wrong = dict.fromkeys((table, key) for table, _, _, key in run("PRAGMA main.foreign_key_check"))
        for table, key in wrong:
            pairs = [(row[3], row[4], row[2]) for row in run(f"PRAGMA main.foreign_key_list({table})") if row[0] == key]
            mine = [column for column, _, _ in pairs]
            own = next(t.key for t in self._tables if t.name == table)
            joined = " AND ".join(f"p.{theirs} = t.{column}" for column, theirs, _ in pairs)
            rows = run(
                f"SELECT {', '.join((*own, *mine))} FROM {table} t WHERE NOT EXISTS "
                f"(SELECT 1 FROM {pairs[0][2]} p WHERE {joined}) AND {' AND '.join(f't.{c} IS NOT NULL' for c in mine)}"
            )
            for row in rows:
                at = ", ".join(map(repr, row[: len(own)]))
                yield f"{table} ({at}) names {pairs[0][2]} {' '.join(map(repr, row[len(own) :]))}"


_HEADER = 100


def refuse_overwriting(path: Path) -> None:
    """Look whether a file may be replaced: only a database, or nothing at all, is.

    Raises:
        StoreError: If it holds something else.
    """
    if path.is_file():
        with path.open("rb") as file:
            beginning = file.read(16)
        if beginning not in (b"", b"SQLite format 3\0"):
            raise StoreError(f"{path} holds something else than a database. Name another file, or move this one away.")


def refuse_foreign(path: Path) -> None:
    """Look at the first bytes of a file.

    Raises:
        StoreError: If it is no database of mmkb, not whole, or one of another schema.
    """
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER)
            size = file.seek(0, 2)
    except FileNotFoundError:
        raise StoreError(f"There is no database at {path}. Run mmkb build, or name another file.") from None
    except OSError as error:
        raise StoreError(f"The database {path} cannot be read: {error.strerror or error}.") from error

    def number(at: int, length: int = 4) -> int:
        return int.from_bytes(header[at : at + length])

    if len(header) < _HEADER or header[:16] != b"SQLite format 3\0" or number(68) != APPLICATION_ID:
        raise StoreError(f"{path} is no database of mmkb. Name another file, or make one with mmkb build.")
    if number(60) != SCHEMA_VERSION:
        what = "older" if number(60) < SCHEMA_VERSION else "newer"
        raise StoreError(
            f"{path} has schema version {number(60)}, this mmkb reads {SCHEMA_VERSION}: it was built by an {what} mmkb. "
            "Run mmkb build again, or install the mmkb that built it."
        )
    if size != (number(16, 2) if number(16, 2) != 1 else 65536) * number(28):
        raise StoreError(f"{path} is not whole: {size} bytes. Run mmkb build again.")


def connect_read_only(path: Path, *, immutable: bool) -> sqlite3.Connection:
    """Open a database for reading.

    Args:
        path: The file.
        immutable: Whether nobody can write to the file, so that no locks are needed.
    """
    uri = f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if immutable else ''}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    # SQLite's own lower() knows ASCII letters only.
    connection.create_function("casefold", 1, str.casefold, deterministic=True)
    return connection
