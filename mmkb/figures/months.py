"""Where everything of a timeline stands: months down a page with lanes beside each other, or along a banner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from mmkb.figures.figure import NARROW
from mmkb.figures.flow import Place, flow
from mmkb.figures.lettering import escape, width, wrap
from mmkb.query.answers import ModelSummary

NAME: Final = 12.0
WIDE: Final = 1100.0

_ROW: Final = 19.0
_PAD: Final = 6.0
_GUTTER: Final = 94.0
_COLUMNS: Final = 7
_BEHIND: Final = 20.0
"""What a name takes besides its letters: its mark, and room to the next."""

_LONG: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Lane(NamedTuple):
    """Models that stand together, with what they have in common as a notation and in words."""

    name: str
    words: str
    models: tuple[ModelSummary, ...]


class Placed(NamedTuple):
    """A model: its mark at ``x``, ``y``, and the width that its name has."""

    model: ModelSummary
    x: float
    y: float
    room: float


@dataclass(slots=True)
class Sheet:
    """A timeline with the place of everything.

    Attributes:
        width: Its width.
        height: Its height.
        models: The models.
        pieces: What is drawn besides: months, heads, rules.
    """

    width: float
    height: float = 0.0
    models: list[Placed] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    def text(self, css: str, x: float, y: float, text: str, muted: str = "") -> None:
        """Write a line; what is muted is set back behind it."""
        behind = f'<tspan dx="6">{escape(muted)}</tspan>' if muted else ""
        self.pieces.append(f'<text class="{css}" x="{x:g}" y="{y:g}">{escape(text)}{behind}</text>')

    def rule(self, css: str, x: float, y: float, to_x: float, to_y: float) -> None:
        """Draw a straight line."""
        self.pieces.append(f'<path class="{css}" d="M{x:g} {y:g}L{to_x:g} {to_y:g}"/>')


def month_of(model: ModelSummary) -> str:
    """The month of a model: ``2023-04``, a year alone, or nothing where it is not known."""
    return (model.released or "")[:7]


def _months(lanes: Sequence[Lane]) -> list[str]:
    """The months that have models; a year alone after its months, what has no date at the end."""
    found = {month_of(model) for lane in lanes for model in lane.models}
    return sorted(found, key=lambda month: (not month, f"{month}-99" if len(month) == 4 else month))


def _missing(before: str, month: str) -> int:
    """Number of months between two months that have no model."""
    if len(before) != 7 or len(month) != 7:
        return 0
    (year, number), (to_year, to_number) = (map(int, one.split("-")) for one in (before, month))
    return (to_year - year) * 12 + to_number - number - 1


def _said(month: str) -> str:
    """How a month is written beside its year: ``Apr``; ``in 2023`` for a year alone."""
    return _LONG[int(month[5:]) - 1] if len(month) == 7 else "month ?" if month else "no date"


def _needs(models: Sequence[ModelSummary]) -> list[float]:
    return [width(model.name, NAME) + _BEHIND for model in models]


def _flowed(models: Sequence[ModelSummary], columns: int, column: float) -> list[Place]:
    return list(flow(_needs(models), columns, column))


def _rows(models: Sequence[ModelSummary], columns: int, column: float) -> int:
    return max((place.row + 1 for place in _flowed(models, columns, column)), default=0)


def _of(lane: Lane, month: str) -> list[ModelSummary]:
    return [model for model in lane.models if month_of(model) == month]


def _shares(lanes: Sequence[Lane], months: Sequence[str], column: float) -> list[int]:
    """Columns for each lane: one each, and each further one where it saves most height."""
    cells = [[_of(lane, month) for month in months] for lane in lanes]
    shares = [1] * len(lanes)

    def high(given: Sequence[int]) -> int:
        return sum(max(_rows(cells[i][m], given[i], column) for i in range(len(lanes))) for m in range(len(months)))

    for _ in range(_COLUMNS - len(lanes)):
        tried = [[n + (i == j) for j, n in enumerate(shares)] for i in range(len(lanes))]
        # Where none saves anything, the lane with the most models for its columns has it.
        best = min(range(len(lanes)), key=lambda i: (high(tried[i]), -len(lanes[i].models) / shares[i]))
        shares = tried[best]
    return shares


def grid(lanes: Sequence[Lane], top: float) -> Sheet:
    """Months down the page, lanes side by side.

    Args:
        lanes: The lanes.
        top: Where there is room from.
    """
    sheet, months = Sheet(WIDE), _months(lanes)
    column = (WIDE - _GUTTER) / max(_COLUMNS, len(lanes))
    shares = _shares(lanes, months, column)
    starts = [_GUTTER + column * sum(shares[:i]) for i in range(len(lanes))]
    lines = [wrap(lane.words, column * n - 16, 10, lines=2) for lane, n in zip(lanes, shares, strict=True)]
    y = top + 14
    for lane, x, said in zip(lanes, starts, lines, strict=True):
        sheet.text("head", x + 4, y, lane.name, str(len(lane.models)))
        for i, line in enumerate(said, 1):
            sheet.text("words", x + 4, y + 13 * i, line)
    y += 13 * max(map(len, lines), default=0) + 8
    begun = y
    before = ""
    for month in months:
        y = _gap(sheet, before, month, y, WIDE)
        rows = max(_rows(_of(lane, month), n, column) for lane, n in zip(lanes, shares, strict=True))
        _label(sheet, before, month, y)
        for lane, x, n in zip(lanes, starts, shares, strict=True):
            _cell(sheet, _of(lane, month), x + 10, y + _PAD, n, column)
        y += rows * _ROW + 2 * _PAD
        before = month
    for x in starts:
        sheet.rule("rule", x, begun, x, y)
    sheet.height = y + 6
    return sheet


def _label(sheet: Sheet, before: str, month: str, y: float) -> None:
    """Write a month at the left, its year before it where that is a new one."""
    new = month[:4] != before[:4]
    sheet.rule("edge" if new and before else "rule", 0, y, sheet.width, y)
    base = y + _PAD + 13
    if sheet.width == NARROW:
        sheet.text("head", 2, base, f"{_said(month)} {month[:4]}".strip())
        return
    if new and month:
        sheet.text("year", 2, base, month[:4])
    sheet.text("month", 44, base, _said(month))


def _gap(sheet: Sheet, before: str, month: str, y: float, wide: float) -> float:
    """Say that months have no model.

    Returns:
        Where the next month begins.
    """
    missing = _missing(before, month)
    if missing < 1:
        return y
    sheet.rule("rule", 0, y, wide, y)
    sheet.text("words", 2, y + 13, f"{missing} month{'s' if missing > 1 else ''}: none")
    return y + 19


def _cell(sheet: Sheet, models: Sequence[ModelSummary], x: float, y: float, columns: int, column: float) -> int:
    """Set the models of a month and lane.

    Returns:
        Number of rows.
    """
    last = -1
    for model, place in zip(models, _flowed(models, columns, column), strict=True):
        at = (x + place.column * column, y + (place.row + 0.5) * _ROW)
        sheet.models.append(Placed(model, *at, place.takes * column - _BEHIND + 1))
        last = place.row
    return last + 1


def column_of_months(lanes: Sequence[Lane], top: float) -> Sheet:
    """Months down a narrow page, lanes below each other in each month.

    Args:
        lanes: The lanes.
        top: Where there is room from.
    """
    sheet, y, before = Sheet(NARROW), top + 4, ""
    for month in _months(lanes):
        y = _gap(sheet, before, month, y, NARROW)
        _label(sheet, before, month, y)
        y += 26
        for lane in lanes:
            models = _of(lane, month)
            if models:
                sheet.text("words", 12, y + 9, lane.name)
                y += 13
                y += _cell(sheet, models, 18, y, 2, (NARROW - 18) / 2) * _ROW + 3
        y += 3
        before = month
    sheet.height = y + 4
    return sheet


def banner(lanes: Sequence[Lane], top: float) -> Sheet:
    """Months from left to right, each as wide as its longest name, lanes below each other.

    Args:
        lanes: The lanes.
        top: Where there is room from.
    """
    months = _months(lanes)
    heads = max((width(f"{lane.name}  {len(lane.models)}", 12.5, bold=True) for lane in lanes), default=0.0)
    left = max(heads, 150.0) + 24
    sheet, x, before = Sheet(0.0), left, ""
    tops, y = [], top + 40
    for lane in lanes:
        tops.append(y)
        said = wrap(lane.words, left - 20, 10, lines=3)
        y += max(13 * len(said) + 18, *(len(_of(lane, month)) * _ROW for month in months)) + 2 * _PAD
    tops.append(y)
    for month in months:
        missing = _missing(before, month)
        if missing > 0:
            sheet.text("words", x, top + 30, f"+{missing}")
            x += 28
        models = [_of(lane, month) for lane in lanes]
        wide = max(*(need for found in models for need in _needs(found)), 64.0)
        if month[:4] != before[:4]:
            sheet.text("year", x, top + 14, month[:4])
            sheet.rule("edge", x - 6, top, x - 6, y)
        sheet.text("month", x, top + 30, _said(month))
        for found, lane_top in zip(models, tops, strict=False):
            for row, model in enumerate(found):
                sheet.models.append(Placed(model, x + 4, lane_top + _PAD + (row + 0.5) * _ROW, wide))
        x += wide + 4
        before = month
    for lane, lane_top in zip(lanes, tops, strict=False):
        sheet.rule("rule", 0, lane_top, x, lane_top)
        sheet.text("head", 4, lane_top + _PAD + 13, lane.name, str(len(lane.models)))
        for i, line in enumerate(wrap(lane.words, left - 20, 10, lines=3), 1):
            sheet.text("words", 4, lane_top + _PAD + 13 + 13 * i, line)
    sheet.width, sheet.height = round(x + 4, 1), y + 6
    return sheet
