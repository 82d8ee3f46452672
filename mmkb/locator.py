"""Locating: where in the text of an entry its keys and values stand."""

from __future__ import annotations

from mmkb.rules import Path
from mmkb.yamltext import NOWHERE, Position, parse_noting


class Locator:
    """Finds the line and column of keys and values in a text that :func:`parse` could read."""

    def __init__(self, raw: bytes) -> None:
        """Read ``raw`` again, keeping the positions."""
        self._positions: dict[tuple[Path, bool], Position] = {}
        self._ends: dict[Position, Position] = {}
        parse_noting(raw, self._positions, self._ends)

    def key(self, path: Path) -> Position:
        """The position of the key at ``path``, or of the nearest block around it that exists."""
        return self._find(path, True)

    def value(self, path: Path) -> Position:
        """The position of the value at ``path``, or of the nearest block around it that exists."""
        return self._find(path, False)

    def place(self, path: Path) -> Position:
        """Where to point at for ``path``: at the value if it begins on the line of its key, else at the key."""
        key, value = self.key(path), self.value(path)
        return value if value.line == key.line else key

    def end(self, place: Position) -> Position:
        """Where the key, value or bracketed block that begins at ``place`` ends: at the first character after it."""
        return self._ends.get(place, NOWHERE)

    def _find(self, path: Path, is_key: bool) -> Position:
        for end in range(len(path), 0, -1):
            for wanted in (is_key, not is_key):
                position = self._positions.get((path[:end], wanted))
                if position is not None:
                    return position
        return self._positions.get(((), False), Position(1, 1))
