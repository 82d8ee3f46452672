"""Use over time as a row of columns, one for each half-year: small, for the page of a single entry.

Its colours and type come from the page's style sheet, by the classes ``mm-strip``, ``bar``, ``num`` and ``label``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from mmkb.analysis.shares import half_year, periods_of
from mmkb.figures.figure import NARROW
from mmkb.figures.lettering import escape, n

_HIGH: Final = 56.0
_TOP: Final = 14.0
_WIDEST: Final = 44.0


class Strip(NamedTuple):
    """Use over time.

    Attributes:
        svg: The drawing.
        told: The same in words, half-year by half-year.
    """

    svg: str
    told: str


def strip(released: Iterable[str | None], title: str, css: str = "") -> Strip | None:
    """Draw how many models of each half-year use something.

    Args:
        released: First public day of every model that does.
        title: What is drawn, in a few words.
        css: A class for its colour.

    Returns:
        The drawing and its words; None where the models are of one half-year only, or of none that is known.
    """
    days = dict(enumerate(released))
    periods, period = periods_of({str(i): day for i, day in days.items()})
    if len(periods) < 2:
        return None
    counts = Counter(period.values())
    numbers = [(one, counts[one]) for one in periods]
    undated = sum(half_year(day) is None for day in days.values())
    told = ", ".join(f"{one}: {number}" for one, number in numbers)
    told += f"; of no known half-year: {undated}" if undated else ""
    return Strip(_svg(numbers, f"{title}: {told}", css), told)


def _svg(numbers: Sequence[tuple[str, int]], told: str, css: str) -> str:
    room = min(_WIDEST, NARROW / len(numbers))
    scale = _HIGH / max(number for _, number in numbers)
    base = _TOP + _HIGH
    drawn = []
    for i, (name, number) in enumerate(numbers):
        middle, high = (i + 0.5) * room, max(1.0, number * scale) if number else 0.0
        if number:
            bar = f'x="{n(i * room + 2)}" y="{n(base - high)}" width="{n(room - 4)}" height="{n(high)}"'
            drawn.append(f'<rect class="bar" {bar}/>')
            drawn.append(f'<text class="num" x="{n(middle)}" y="{n(base - high - 4)}" text-anchor="middle">{number}</text>')
        year, half = name.split()
        drawn.append(f'<text class="label" x="{n(middle)}" y="{n(base + 12)}" text-anchor="middle">{half}</text>')
        if half == "H1" or i == 0:
            drawn.append(f'<text class="label" x="{n(i * room + 2)}" y="{n(base + 25)}">{year}</text>')
    body = "".join([f'<path class="axis" d="M0 {n(base)}H{n(room * len(numbers))}"/>', *drawn])
    classes = f"mm-strip {css}".strip()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{classes}" role="img" aria-label="{escape(told)}" '
        f'viewBox="0 0 {n(NARROW)} {n(base + 30)}">{body}</svg>'
    )
