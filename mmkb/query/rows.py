"""Lists of answers: still tuples, and tables besides."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, SupportsIndex, TypeAlias, TypeVar, cast, overload

from mmkb.query import frames
from mmkb.query.printing import html_table, plain, text_table
from mmkb.query.rowtypes import SHOWN, entry_of

T = TypeVar("T")

Cite: TypeAlias = Callable[[Iterable[tuple[str, str]]], str]
"""Gives the BibTeX of the papers of entries, named by kind and id."""

MOST: Final = 60
"""Rows that are shown when a list is looked at; ``str`` shows all."""


def _fields(of: type) -> tuple[str, ...]:
    if dataclasses.is_dataclass(of):
        return tuple(field.name for field in dataclasses.fields(of))
    return cast(tuple[str, ...], getattr(of, "_fields", ()))


class Rows(tuple[T, ...]):
    """A list of answers of one type: a tuple that is a table, too.

    ``str`` of it is a text table of all rows, and looked at in a terminal or a notebook it is a table as well. Tables for
    readers show the columns that tell most, entries by their names; :meth:`to_dicts` and :meth:`to_frame` hold everything.

    Example:
        >>> rows = kb.models(encoder="imagebind", released="2023-05")
        >>> print(rows[0].name, "of", rows[0].released)
        PandaGPT of 2023-05
        >>> rows.columns[:3]
        ('id', 'name', 'aliases')
    """

    _of: type
    _cite: Cite | None

    def __new__(cls, items: Iterable[T] = (), of: type | None = None, cite: Cite | None = None) -> Rows[T]:
        """Make a list.

        Args:
            items: The answers.
            of: Their type, so that a list without rows has columns.
            cite: Gives the papers of entries.
        """
        made = super().__new__(cls, tuple(items))
        made.__dict__.update(_of=of if of is not None else type(made[0]) if made else object, _cite=cite)
        return made

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse: an answer does not change."""
        raise AttributeError(f"an answer does not change: {name}")

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy and pickle as rows that cannot be cited any more, for the database stays behind."""
        return type(self), (tuple(self), self._of)

    @overload
    def __getitem__(self, key: SupportsIndex) -> T: ...
    @overload
    def __getitem__(self, key: slice[Any, Any, Any]) -> Rows[T]: ...
    def __getitem__(self, key: SupportsIndex | slice[Any, Any, Any]) -> T | Rows[T]:
        """One row, or rows from a place to another."""
        if isinstance(key, slice):
            return Rows(super().__getitem__(key), self._of, self._cite)
        return super().__getitem__(key)

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns: the attributes of every row.

        Example:
            >>> kb.gaps().columns
            ('model', 'fact', 'path', 'state', 'note')
        """
        return _fields(self._of)

    def to_dicts(self) -> list[dict[str, Any]]:
        """The rows as plain data, as JSON can hold it: entries as kind, id and name, tuples as lists.

        Example:
            >>> kb.models(encoder="imagebind", released="2023-05").to_dicts()[0]["backbones"]
            [{'kind': 'component', 'id': 'vicuna', 'name': 'Vicuna'}]
        """
        columns = self.columns
        return [{column: plain(getattr(row, column)) for column in columns} for row in self]

    def to_frame(self, library: str | None = None) -> Any:
        """The rows as a data frame; entries stand in it by their ids, several of them as a list.

        Args:
            library: ``pandas`` or ``polars``; by default the one that is installed, pandas if both are.

        Returns:
            A ``pandas.DataFrame`` or ``polars.DataFrame``.

        Raises:
            ImportError: If neither is installed; the message says what to do.
            ValueError: If there is no such library.

        Example:
            >>> frame = kb.models(encoder="imagebind", released="2023-05").to_frame("pandas")
            >>> list(frame["id"])
            ['pandagpt', 'video-llama']
        """
        return frames.frame(self.columns, self._values(self.columns), library)

    def bibtex(self) -> str:
        """The BibTeX of the papers of the entries that the rows are about, each paper once; those without one are left out.

        Returns:
            The entries, parted by empty lines; no line end after the last.

        Raises:
            TypeError: If the rows are about nothing that has a paper.

        Example:
            >>> print(kb.models(encoder="imagebind", released="2023-05").bibtex().splitlines()[0])
            @misc{su2023pandagpt,
        """
        wanted = [entry_of(row) for row in self]
        found = [entry for entry in wanted if entry is not None]
        if self._cite is None or len(found) < len(wanted):
            raise TypeError("These rows are about nothing that has a paper.")
        return self._cite(found)

    def _values(self, columns: Sequence[str], rows: Sequence[T] | None = None) -> list[list[Any]]:
        return [[getattr(row, column) for column in columns] for row in (self if rows is None else rows)]

    @property
    def shown(self) -> tuple[str, ...]:
        """Names of the columns that tables for readers show.

        Example:
            >>> kb.search("pandagpt").shown
            ('entry', 'description')
        """
        return SHOWN.get(self._of, self.columns)

    def to_text(self, columns: Sequence[str] | None = None) -> str:
        """The rows as a text table.

        Args:
            columns: The columns; by default those that tell most.

        Raises:
            ValueError: If there is no such column.

        Example:
            >>> print(kb.models(encoder="imagebind", released="2023-05").to_text(["released", "name"]))
            released    name
            ----------  -----------
            2023-05     PandaGPT
            2023-05-07  Video-LLaMA
        """
        wanted = tuple(columns) if columns is not None else self.shown
        for column in wanted:
            if column not in self.columns:
                raise ValueError(f"no column {column!r}; possible: {', '.join(self.columns)}")
        return text_table(wanted, self._values(wanted))

    def __str__(self) -> str:
        """All rows as a text table, or a line that there are none."""
        return self.to_text() if self else "nothing"

    def __repr__(self) -> str:
        """The first rows as a text table, and how many there are."""
        if len(self) <= MOST:
            return str(self)
        first = text_table(self.shown, self._values(self.shown, self[:MOST]))
        return f"{first}\n... {len(self) - MOST} more of {len(self)}"

    def _repr_html_(self) -> str:
        """The rows as a table for a notebook."""
        if not self:
            return "<p>nothing</p>"
        more = f"{MOST} of {len(self)}" if len(self) > MOST else ""
        return html_table(self.shown, self._values(self.shown, self[:MOST]), more)
