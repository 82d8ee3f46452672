"""Entries by name."""

from __future__ import annotations

from typing import NamedTuple


class Named(NamedTuple):
    """An entry by kind, id and name."""

    kind: str
    id: str
    name: str
