"""Names set side by side in columns, a long one over several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Place(NamedTuple):
    """Where a name stands: its row and column, from 0, and the number of columns that it takes."""

    row: int
    column: int
    takes: int


def flow(widths: Iterable[float], columns: int, column: float) -> Iterator[Place]:
    """Set names in rows.

    Args:
        widths: What each name needs, in pixels, with the room between names.
        columns: Number of columns.
        column: Width of one.

    Yields:
        The place of each, in order. A name that is wider than all columns takes them all.
    """
    row = at = 0
    for wide in widths:
        takes = min(columns, max(1, -int(-wide // column)))
        if at + takes > columns:
            row, at = row + 1, 0
        yield Place(row, at, takes)
        at += takes
