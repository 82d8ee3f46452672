"""The shape of a table: what must be known to make and fill it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TableLayout:
    """How a table is made and filled.

    Attributes:
        name: Its name.
        create: The statement that makes it.
        indexes: The statements that make its indexes.
        width: Number of its columns.
        key: Columns of its primary key, in order.
        owner: Kind of the entry that its rows belong to, the key's first column holding the id; empty: the key's first two
            columns hold kind and id.
        pointed: Whether a table points to it.
    """

    name: str
    create: str
    indexes: tuple[str, ...]
    width: int
    key: tuple[str, ...]
    owner: str
    pointed: bool
