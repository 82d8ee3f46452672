"""What was made from the database, kept with the questions that were asked for it: made anew only if an answer changed.

While something is made, the store notes every question and a sum of its answer. Later the same questions are asked again, which
is cheap beside what is made of the answers: if all answers are the same, so is the thing. Nobody has to say what depends on
what, and nothing can be forgotten as long as all is read by :meth:`mmkb.store.Store.rows`.
"""

from __future__ import annotations

import hashlib
import marshal
import sqlite3
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Generic, Self, TypeVar, cast

from mmkb.cache import Cache
from mmkb.store import Store

T = TypeVar("T")

_LIBRARIES: Final = ("cmarkgfm", "igraph", "matplotlib", "networkx", "numpy", "pyarrow", "pydantic", "resvg-py", "SQLAlchemy")
_FLUSH: Final = 500
_SQL: Final = "sql"


def kept_file(root: Path) -> Path:
    """Where a checkout keeps what was made."""
    return root / "build" / "kept.sqlite"


Question = tuple[str, Any]
"""SQL and the values of its parameters, as plain tuples."""


@cache
def made_by() -> str:
    """Tell this code and the libraries that draw and write from all others."""
    sum_ = hashlib.blake2b(digest_size=16)
    sum_.update(repr((sys.version, sqlite3.sqlite_version, [(name, _version(name)) for name in _LIBRARIES])).encode())
    here = Path(__file__).parent
    for file in sorted(here.rglob("*.py")):
        sum_.update(f"{file.relative_to(here).as_posix()}\0".encode() + file.read_bytes())
    return sum_.hexdigest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def _plain(value: Any) -> Any:
    """A parameter as plain data: names of tables come as texts of a class of their own."""
    return str(value) if isinstance(value, str) else value


class KeepingStore(Store):
    """A store that keeps what is made from it; not for several threads at once.

    It reads through the connection of another store and leaves that open.
    """

    def __init__(self, store: Store, file: Path | None) -> None:
        """Read from ``store``, and keep in ``file``.

        Args:
            store: The database.
            file: Where things are kept between runs; None keeps nothing. A file that is damaged, or that other code wrote,
                is begun anew.
        """
        super().__init__(store.path, store._connection, store.meta)
        self._cache = Cache(file, made_by())
        self._open: list[dict[Question, bytes]] = []
        self._sums: dict[Question, bytes] = {}
        self._used: set[bytes] = set()
        self._new: dict[bytes, tuple[dict[Question, bytes], Any]] = {}
        self._sql: dict[bytes, str | None] = {}

    def rows(self, sql: str, given: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
        """Ask in SQL, as :meth:`Store.rows` does, and note question and answer for what is being made."""
        rows = super().rows(sql, given)
        if self._open:
            question = sql, (tuple(given.items()),) if isinstance(given, Mapping) else tuple(map(_plain, given))
            self._open[-1][question] = self._sum(question, rows)
        return rows

    def _sum(self, question: Question, rows: list[tuple[Any, ...]] | None = None) -> bytes:
        """The sum of the answer to a question, which is the same all along: nobody writes to an open database."""
        found = self._sums.get(question)
        if found is None:
            if rows is None:
                sql, given = question
                rows = super().rows(sql, dict(given[0]) if given and isinstance(given[0], tuple) else given)
            # Version 2 writes the same for the same, however it lies in memory.
            found = self._sums[question] = hashlib.blake2b(marshal.dumps(rows, 2), digest_size=8).digest()
        return found

    def made(self, room: str, about: object, make: Callable[[], T]) -> T:
        """What was made earlier, if it would be the same now; else made now.

        Args:
            room: What kind of thing it is.
            about: All that goes into it besides answers of this store: something whose ``repr`` tells it from all others.
            make: Makes it: plain data (tuples, lists, dicts, text, bytes, numbers).
        """
        key = hashlib.blake2b(f"{room}\0{about!r}".encode(), digest_size=16).digest()
        self._used.add(key)
        if key in self._new:
            before, value = self._new[key]
            self.note(before)
            return cast("T", value)
        kept = self._cache.get(room, key)
        if kept is not None:
            asked = self._asked(kept[0])
            if asked is not None:
                self.note(asked)
                return cast("T", kept[1])
        fresh, noted = self.noting(make)
        self._keep(room, key, noted, fresh)
        return fresh

    def noting(self, make: Callable[[], T]) -> tuple[T, dict[Question, bytes]]:
        """What ``make`` makes, and what was asked for it with the sums of the answers."""
        self._open.append({})
        try:
            value = make()
        finally:
            asked = self._open.pop()
        self.note(asked)
        return value, asked

    def note(self, asked: dict[Question, bytes]) -> None:
        """Let what is being made around depend on the same answers."""
        if self._open:
            self._open[-1].update(asked)

    def _asked(self, noted: Sequence[tuple[bytes, Any, bytes]]) -> dict[Question, bytes] | None:
        """The questions that were asked, with their answers' sums; None if an answer is another now."""
        asked: dict[Question, bytes] = {}
        for number, given, before in noted:
            if number not in self._sql:
                self._sql[number] = self._cache.get(_SQL, number)
            sql = self._sql[number]
            if sql is None or self._sum((sql, given)) != before:
                return None
            self._used.add(number)
            asked[sql, given] = before
        return asked

    def _keep(self, room: str, key: bytes, asked: dict[Question, bytes], value: Any) -> None:
        noted = []
        for (sql, given), sum_ in asked.items():
            number = hashlib.blake2b(sql.encode(), digest_size=8).digest()
            if self._sql.get(number) is None:
                self._sql[number] = sql
                self._cache.put(_SQL, number, sql)
            self._used.add(number)
            noted.append((number, given, sum_))
        self._cache.put(room, key, (tuple(noted), value))
        self._new[key] = asked, value
        if len(self._new) >= _FLUSH:
            self._cache.flush()
            self._new.clear()

    def close(self) -> None:
        """Write what is new, and drop what was not asked for once that outweighs the rest."""
        self._cache.flush(self._used)
        self._cache.close()

    def __enter__(self) -> Self:
        """Enter."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Write what is new."""
        self.close()


class Shared(Generic[T]):
    """Something that several things are made with: each of them depends on what it was made from."""

    def __init__(self, store: Store, make: Callable[[], T]) -> None:
        """Have it made by ``make`` from ``store`` when it is first asked for."""
        self._store = store
        self._make = make
        self._made: list[tuple[T, dict[Question, bytes]]] = []

    def get(self) -> T:
        """The thing."""
        store = self._store
        if not isinstance(store, KeepingStore):
            if not self._made:
                self._made.append((self._make(), {}))
            return self._made[0][0]
        if not self._made:
            self._made.append(store.noting(self._make))
        value, asked = self._made[0]
        store.note(asked)
        return value


def made(store: Store, room: str, about: object, make: Callable[[], T]) -> T:
    """What ``make`` makes from a store, kept between runs if the store is one that keeps (:meth:`KeepingStore.made`)."""
    return store.made(room, about, make) if isinstance(store, KeepingStore) else make()
