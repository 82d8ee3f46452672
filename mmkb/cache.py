"""A cache of what was worked out from single entries, known by their content.

A value is trusted only if it was stored by the same code, the same Python and the same parsers, for the same bytes, and if
its checksum is right. Whatever is wrong with the cache, the answer is that it knows nothing: it never breaks a run.
"""

from __future__ import annotations

import hashlib
import marshal
import sqlite3
import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import pydantic
import pydantic_core
import yaml

_CODE: Final = ("vocab", "rules", "yamltext", "records", "digest", "load", "changes", "tables", "store", "cache")


@cache
def fingerprint() -> str:
    """Tell this code, Python and parsers from all others."""
    sum_ = hashlib.blake2b(digest_size=16)
    sum_.update(sys.version.encode())
    versions = (yaml.__version__, pydantic.VERSION, pydantic_core.__version__, version("SQLAlchemy"), version("sqlmodel"))
    sum_.update(repr(versions).encode())
    here = Path(__file__).parent
    for room in _CODE:
        files = sorted((here / room).glob("*.py")) if (here / room).is_dir() else [here / f"{room}.py"]
        for file in files:
            sum_.update(file.name.encode())
            sum_.update(file.read_bytes() if file.exists() else b"")
    return sum_.hexdigest()


def content_key(kind: str, entry_id: str, raw: bytes) -> bytes:
    """Tell an entry's content from all others."""
    return hashlib.blake2b(b"%s\0%s\0%s" % (kind.encode(), entry_id.encode(), raw), digest_size=16).digest()


class Cache:
    """A file of values by content key; plain data only (tuples, lists, dicts, text, numbers)."""

    def __init__(self, file: Path | None, made_by: str | None = None) -> None:
        """Open the cache in ``file``, or one that remembers nothing if it is None or cannot be used.

        Args:
            file: The file.
            made_by: What tells those who put values in from all others; by default :func:`fingerprint`.
        """
        self._made_by = fingerprint() if made_by is None else made_by
        self._fresh: dict[tuple[str, bytes], Any] = {}
        self._connection: sqlite3.Connection | None = None
        if file is not None:
            try:
                self._connection = self._open(file)
            except (sqlite3.Error, OSError):
                self._connection = self._again(file)

    def _open(self, file: Path) -> sqlite3.Connection:
        file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(file, timeout=1, isolation_level=None)
        try:
            self._begin(connection)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _begin(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("CREATE TABLE IF NOT EXISTS kept(room TEXT, key BLOB, value BLOB, PRIMARY KEY(room, key))")
        connection.execute("CREATE TABLE IF NOT EXISTS made_by(fingerprint TEXT)")
        made_by = connection.execute("SELECT fingerprint FROM made_by").fetchall()
        if made_by != [(self._made_by,)]:
            connection.execute("BEGIN")
            connection.execute("DELETE FROM kept")
            connection.execute("DELETE FROM made_by")
            connection.execute("INSERT INTO made_by VALUES(?)", (self._made_by,))
            connection.execute("COMMIT")

    def _again(self, file: Path) -> sqlite3.Connection | None:
        """Start over where the file is no database of ours; do without where even that fails."""
        try:
            file.unlink(missing_ok=True)
            return self._open(file)
        except (sqlite3.Error, OSError):
            return None

    @staticmethod
    def _sum(key: bytes, body: bytes) -> bytes:
        return hashlib.blake2b(body, digest_size=8, key=key).digest()

    def get(self, room: str, key: bytes) -> Any:
        """The value kept in ``room`` for ``key``, or None."""
        if self._connection is None:
            return None
        try:
            row = self._connection.execute("SELECT value FROM kept WHERE room = ? AND key = ?", (room, key)).fetchone()
        except sqlite3.Error:
            return None
        if row is None or not isinstance(row[0], bytes) or row[0][:8] != self._sum(key, row[0][8:]):
            return None
        return marshal.loads(row[0][8:])

    def put(self, room: str, key: bytes, value: Any) -> None:
        """Keep a value; it is written by :meth:`flush`."""
        if self._connection is not None:
            self._fresh[room, key] = value

    def flush(self, keep: Iterable[bytes] | None = None) -> None:
        """Write what is new.

        Args:
            keep: The keys of today's catalogue; what belongs to none of them is dropped once it outweighs them.
        """
        if self._connection is None:
            return
        rows = []
        for (room, key), value in self._fresh.items():
            body = marshal.dumps(value)
            rows.append((room, key, self._sum(key, body) + body))
        self._fresh.clear()
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany("INSERT OR REPLACE INTO kept VALUES(?, ?, ?)", rows)
            if keep is not None:
                self._drop(set(keep))
            self._connection.execute("COMMIT")
        except sqlite3.Error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def _drop(self, keep: set[bytes]) -> None:
        assert self._connection is not None
        kept = self._connection.execute("SELECT room, key FROM kept").fetchall()
        gone = [(room, key) for room, key in kept if key not in keep]
        if len(gone) > len(kept) // 2:
            self._connection.executemany("DELETE FROM kept WHERE room = ? AND key = ?", gone)

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
