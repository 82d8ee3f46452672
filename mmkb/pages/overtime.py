"""Use over time, and how often things stand together, on pages of entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mmkb.figures.strip import strip
from mmkb.pages.ending import figure
from mmkb.pages.escape import text
from mmkb.pages.markup import folded, table

_OPEN = 12
"""Up to so many rows stand open."""


def over_time(released: Iterable[str | None], title: str, css: str = "") -> str:
    """A row of columns with the number of models of every half-year.

    Args:
        released: First public days of the models.
        title: What is counted, not escaped.
        css: A class for its colour.

    Returns:
        Raw HTML; nothing where there is only one half-year.
    """
    drawn = strip(released, title, css)
    return figure(drawn.svg, title, "strip") if drawn is not None else ""


def part_of(number: int, whole: int) -> str:
    """A number of a whole as a bar and in words, as inline HTML."""
    bar = f'<meter aria-hidden="true" max="{whole}" value="{number}"></meter>'
    return f'{bar} <span class="share">{number:,} of {whole:,}</span>'


def few_open(columns: Sequence[str], rows: Sequence[Sequence[str]], what: str) -> str:
    """A table of which the first rows stand open and the others are folded.

    Args:
        columns: Headings, escaped.
        rows: Cells, escaped.
        what: What a row is, in the plural, not escaped.
    """
    # A few more than fit are not worth folding.
    most = len(rows) if len(rows) <= _OPEN + 4 else _OPEN
    others = rows[most:]
    return table(columns, rows[:most]) + folded(text(f"{len(others)} more {what}"), table(columns, others))
