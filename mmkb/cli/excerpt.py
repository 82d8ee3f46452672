"""Excerpts: the line that a problem is about, with the offending text underlined, as compilers show it."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Final

from mmkb.problems import Problem
from mmkb.yamltext import MAX_BYTES

WIDTH: Final = 100
"""Columns of the terminal that a line of a file may take; of a longer one, what lies around the place is shown."""

_TAB: Final = "    "
_CUT: Final = "…"


def _cell(character: str) -> str:
    """A character as it is shown: a tab as spaces, what cannot be printed by its code."""
    if character == "\t":
        return _TAB
    return character if character.isprintable() else ascii(character)[1:-1]


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in ("W", "F") else 1 for c in text
    )  # fmt: skip


def _end(line: str, problem: Problem) -> int:
    """Where the offending text ends in its line, counted from 0; where nothing tells, with the word."""
    start = problem.column - 1
    if problem.end_line > problem.line:
        return max(len(line.rstrip()), start + 1)
    if problem.end_line == problem.line and problem.end_column > problem.column:
        return min(problem.end_column - 1, max(len(line), start + 1))
    end = start + 1
    while end < len(line) and not line[start].isspace() and not line[end].isspace():
        end += 1
    return end


def _window(cells: list[str], start: int, end: int) -> tuple[int, int]:
    """The part of a line that is shown: from where to where, the place in it."""
    widths = [_columns(cell) for cell in cells]
    if sum(widths) <= WIDTH:
        return 0, len(cells)
    first, last, taken = start, start, 0

    def grow(forward: bool, bound: int, most: int) -> None:
        nonlocal first, last, taken
        while (last < bound if forward else first > bound) and taken + widths[last if forward else first - 1] <= most:
            taken += widths[last if forward else first - 1]
            first, last = (first, last + 1) if forward else (first - 1, last)

    room = WIDTH - 2 * _columns(_CUT)
    grow(True, min(end, len(cells)), room * 2 // 3)  # the place itself, cut where it is too long
    grow(False, 0, taken + (room - taken) * 2 // 3)
    grow(True, len(cells), room)
    grow(False, 0, room)
    return first, last


def underlined(line: str, problem: Problem) -> tuple[str, str]:
    """A line as it is shown, and the line of marks below it.

    Args:
        line: The line that the problem is about, without its end.
        problem: The problem.
    """
    start, end = min(problem.column - 1, len(line)), _end(line, problem)
    cells = [_cell(character) for character in line]
    first, last = _window(cells, start, end)
    head = _CUT if first else ""
    before = head + "".join(cells[first:start])
    place = "".join(cells[start : min(end, last)])
    tail = _CUT if last < len(cells) else ""
    shown = before + place + "".join(cells[min(end, last) : last]) + tail
    return shown.rstrip(), " " * _columns(before) + "^" * max(1, _columns(place))


class Excerpts:
    """Shows what problems are about; the file that was read last is kept, since problems come in the order of files."""

    def __init__(self) -> None:
        self._file: str | None = None
        self._lines: list[str] = []

    def _line(self, problem: Problem) -> str | None:
        if problem.file != self._file:
            self._file = problem.file
            try:
                with Path(problem.file).open("rb") as file:
                    raw = file.read(MAX_BYTES + 1)
            except OSError:
                raw = b""
            text = raw.decode("utf-8", "replace") if len(raw) <= MAX_BYTES else ""
            # Only what ends a line in YAML may do so here, or lines are counted in another way than the parser counts.
            self._lines = re.split("\r\n|[\r\n\x85]", text) if text else []
        return self._lines[problem.line - 1] if 0 < problem.line <= len(self._lines) else None

    def of(self, problem: Problem) -> tuple[str, str, str] | None:
        """The number of the line, the line and the marks below it; None where the file cannot be read (again)."""
        line = self._line(problem)
        return None if line is None else (str(problem.line), *underlined(line, problem))
