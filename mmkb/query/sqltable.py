"""The answer to a question in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mmkb.query import frames
from mmkb.query.printing import html_table, plain, text_table


def unlike(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Names of columns, each once: the second ``id`` becomes ``id_2``."""
    given: list[str] = []
    for column in columns:
        name, number = column, 2
        while name in given or (name != column and name in columns):
            name, number = f"{column}_{number}", number + 1
        given.append(name)
    return tuple(given)


@dataclass(frozen=True, slots=True, repr=False)
class Table:
    """What a question in SQL was answered with.

    Attributes:
        columns: Names of the columns, each once.
        rows: The rows.
        truncated: Whether there are more rows than were asked for.

    Example:
        >>> table = kb.sql("SELECT id, released FROM model WHERE released < '2023' ORDER BY released", limit=1)
        >>> print(table)
        id        released
        --------  ----------
        flamingo  2022-04-29
        >>> len(table)
        1
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    truncated: bool

    def to_dicts(self) -> list[dict[str, Any]]:
        """The rows as plain data, by the names of the columns.

        Example:
            >>> kb.sql("SELECT id FROM model WHERE name = ?", ["BLIP-2"]).to_dicts()
            [{'id': 'blip-2'}]
        """
        return [{column: plain(value) for column, value in zip(self.columns, row, strict=True)} for row in self.rows]

    def to_frame(self, library: str | None = None) -> Any:
        """The rows as a data frame.

        Args:
            library: ``pandas`` or ``polars``; by default the one that is installed, pandas if both are.

        Raises:
            ImportError: If neither is installed; the message says what to do.
            ValueError: If there is no such library.

        Example:
            >>> kb.sql("SELECT count(*) AS models FROM model WHERE id = 'blip-2'").to_frame("polars")["models"].to_list()
            [1]
        """
        return frames.frame(self.columns, self.rows, library)

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.rows)

    def __str__(self) -> str:
        """The rows as a text table; a last line says if there are more."""
        more = f"\n... and more rows than {len(self.rows)}" if self.truncated else ""
        return text_table(self.columns, self.rows, 80) + more

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """The rows as a table for a notebook."""
        return html_table(self.columns, self.rows, f"the first {len(self.rows)} rows" if self.truncated else "")
