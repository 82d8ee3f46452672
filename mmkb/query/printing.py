"""Answers as plain data, as text for a terminal and as HTML for a notebook."""

from __future__ import annotations

import html
import itertools
import textwrap
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from mmkb.query.named import Named
from mmkb.records.base import Record

WIDEST: Final = 44
"""Characters that a cell of a text table shows at most; the rest is cut, and the cut is shown."""
_UNSEEN: Final = ("Cc", "Cf", "Cs")
_STEPS: Final = ((10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "K"))


def plain(value: Any) -> Any:
    """A value as plain data for JSON: entries as kind, id and name, tuples as lists, bytes as hexadecimal digits."""
    if isinstance(value, Named):
        return value._asdict()
    if isinstance(value, Record):
        return value.model_dump(mode="json", exclude_none=True)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list, set, frozenset)):
        return [plain(item) for item in value]
    if isinstance(value, (bytes, bytearray)):
        return value.hex()
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)


def flat(value: Any) -> Any:
    """A value as one cell of a frame: entries by their ids, lists of entries as lists of ids."""
    if isinstance(value, Named):
        return value.id
    if isinstance(value, (tuple, list)):
        return [" ".join(str(flat(part)) for part in item) if _is_pair(item) else flat(item) for item in value]
    return plain(value)


def _is_pair(item: Any) -> bool:
    return isinstance(item, tuple) and not isinstance(item, Named)


def short(number: int) -> str:
    """A large number as papers print it: ``7B``, ``1.3B``, ``595K``."""
    for size, letter in _STEPS:
        if number >= size:
            return f"{number / size:.3g}{letter}"
    return str(number)


def shown(column: str, value: Any) -> str:
    """A value as a reader sees it: entries by their names, lists joined by commas, nothing for what is not known."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Named):
        return value.name
    if column == "parameters" and isinstance(value, tuple):
        return short(value[0]) if value[0] == value[1] else f"{short(value[0])} to {short(value[1])}"
    if isinstance(value, (tuple, list)):
        return ", ".join(" ".join(shown("", part) for part in item) if _is_pair(item) else shown("", item) for item in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {shown('', item)}" for key, item in value.items())
    return f"{value:g}" if isinstance(value, float) else str(plain(value))


def printable(text: str) -> str:
    """A text on one line, without anything that a terminal takes for a command."""
    return "".join(" " if c in "\n\t\r" else f"\\u{ord(c):04x}" if unicodedata.category(c) in _UNSEEN else c for c in text)


def width(text: str) -> int:
    """Columns that a text takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def cut(text: str, most: int) -> str:
    """A text of at most ``most`` columns; what was cut ends in an ellipsis."""
    if width(text) <= most:
        return text
    widths = itertools.accumulate(map(width, text))
    return f"{text[: sum(wide < most for wide in widths)].rstrip()}…"


def _cells(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> tuple[list[list[str]], list[bool]]:
    """The cells of a table as text, and which columns hold numbers only."""
    numbers = [True] * len(columns)
    cells = []
    for row in rows:
        for i, value in enumerate(row):
            numbers[i] = numbers[i] and (value is None or (isinstance(value, (int, float)) and not isinstance(value, bool)))
        cells.append([printable(shown(column, value)) for column, value in zip(columns, row, strict=True)])
    return cells, numbers


def _broken(cell: str, most: int) -> list[str]:
    """A cell in lines; a word that is too long for one is cut."""
    return [cut(line, most) for line in textwrap.wrap(cell, most, break_long_words=False, drop_whitespace=True)] or [""]


def text_table(columns: Sequence[str], rows: Sequence[Sequence[Any]], most: int = WIDEST, *, wrap: bool = False) -> str:
    """A table with aligned columns; numbers stand to the right.

    Args:
        columns: Names of the columns.
        rows: Values, as many in each row.
        most: Characters that a line of a cell shows at most.
        wrap: Whether longer cells go on in further lines instead of being cut.

    Returns:
        Lines without line end after the last; no line ends in a space.
    """
    heads = [cut(printable(column), most) for column in columns]
    cells, numbers = _cells(columns, rows)
    broken = [[_broken(cell, most) if wrap else [cut(cell, most)] for cell in row] for row in cells]
    lines = [list(line) for row in broken for line in itertools.zip_longest(*row, fillvalue="")]
    widths = [max(map(width, column)) for column in zip(heads, *lines, strict=True)]

    def line(row: Sequence[str]) -> str:
        parts = []
        for cell, wide, number in zip(row, widths, numbers, strict=True):
            space = " " * (wide - width(cell))
            parts.append(space + cell if number else cell + space)
        return "  ".join(parts).rstrip()

    return "\n".join([line(heads), "  ".join("-" * wide for wide in widths), *map(line, lines)])


def html_cell(column: str, value: Any) -> str:
    """A cell of an HTML table: a value as a reader sees it, entries with their ids as tooltips."""
    if isinstance(value, Named):
        return f'<span title="{html.escape(f"{value.kind} {value.id}")}">{html.escape(value.name)}</span>'
    if isinstance(value, tuple) and value and all(isinstance(item, Named) for item in value):
        return ", ".join(html_cell(column, item) for item in value)
    return html.escape(shown(column, value))


def html_table(columns: Sequence[str], rows: Sequence[Sequence[Any]], caption: str = "") -> str:
    """A table as HTML without scripts or styles of its own; all text is escaped."""
    head = "".join(f'<th scope="col">{html.escape(column)}</th>' for column in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{html_cell(c, v)}</td>" for c, v in zip(columns, row, strict=True)) + "</tr>" for row in rows
    )
    title = f"<caption>{html.escape(caption)}</caption>" if caption else ""
    return f'<table class="mmkb">{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
