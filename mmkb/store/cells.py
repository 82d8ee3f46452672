"""Cells: what the values of a record become in a row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from mmkb.records.availability import Artefact
from mmkb.records.base import Gap, Quantity
from mmkb.vocab import Word

Cell: TypeAlias = str | int | float | None
"""What a column can hold; truth is 0 or 1, or a Boolean where the database has them."""
Line: TypeAlias = tuple[Cell, ...]
"""A row, its cells in the order of the table's columns."""
Rows: TypeAlias = dict[str, list[Line]]
"""Rows by table; JSON can hold them, with lists for tuples."""


def word(value: Word | Gap | None) -> str | None:
    """The word as plain text, which databases take faster than a member of an enumeration; None for a gap."""
    return None if value is None or isinstance(value, Gap) else value.value


def count(value: object) -> tuple[int | None, str | None]:
    """A count as number and as printed."""
    return (value.value, value.printed) if isinstance(value, Quantity) else (None, None)


def artefact(value: object) -> tuple[str | None, str | None]:
    """Address and licence of code or weights."""
    if not isinstance(value, Artefact):
        return None, None
    return value.url, value.licence if isinstance(value.licence, str) else None


def pixels(resolution: str) -> tuple[str, int | None, int | None]:
    """A resolution as written, with width and height."""
    width, _, height = resolution.partition("x")
    return (resolution, int(width), int(height)) if height else (resolution, None, None)


def listed(key: tuple[Cell, ...], values: Iterable[str]) -> list[Line]:
    """Rows of a key, the place in the list, and the value."""
    return [(*key, i, value) for i, value in enumerate(values)]


def words(key: tuple[Cell, ...], values: object) -> list[Line]:
    """As :func:`listed`, of the words of a list that may be a gap or absent."""
    return [(*key, i, value.value) for i, value in enumerate(values)] if isinstance(values, tuple) else []
