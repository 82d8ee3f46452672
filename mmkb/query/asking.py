"""What asks: an open database, and what every question needs of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from mmkb.query import cited
from mmkb.query.rows import Rows
from mmkb.store import Store, open_store

T = TypeVar("T")


class Asking:
    """A database of the catalogue, open for questions; usable as a context manager."""

    def __init__(self, store: Store) -> None:
        """Answer from ``store``."""
        self.store = store

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """Open the database in a file.

        Raises:
            StoreError: If the file is missing, is no database of mmkb, or one of another schema.
        """
        return cls(open_store(path))

    def close(self) -> None:
        """Close the database."""
        self.store.close()

    def __enter__(self) -> Self:
        """Enter."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the database."""
        self.close()

    def _rows(self, of: type, items: Iterable[T]) -> Rows[T]:
        return Rows(items, of, lambda entries: cited.papers_bibtex(self.store, entries))
