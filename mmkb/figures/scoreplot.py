"""Scores that can be compared against the day of release: small, for the page of a benchmark, written without a chart library.

Its colours and type come from the page's style sheet, by the classes ``mm-plot``, ``axis``, ``grid``, ``label``, ``dot``,
``best``, ``front`` and ``name``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from math import ceil, floor, log10
from typing import Final, NamedTuple

from mmkb.analysis.days import day_number
from mmkb.analysis.pareto import front
from mmkb.figures.figure import Link
from mmkb.figures.lettering import escape, n, shorten, width
from mmkb.query.answers import ScoreAnswer
from mmkb.query.leaderboards import ScoreGroup
from mmkb.vocab import Direction

LEAST: Final = 5
"""Scores with a date that a group must have to be drawn."""

_WIDE, _HIGH = 360.0, 196.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 36.0, 352.0, 14.0, 172.0
_LABELS: Final = 6
_SIZE: Final = 10.0


class ScorePlot(NamedTuple):
    """A plot.

    Attributes:
        svg: The drawing, its points linked to their models.
        told: What it shows, in a sentence or two.
    """

    svg: str
    told: str


class _Scale(NamedTuple):
    """Where values lie in the drawing."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def score_plot(group: ScoreGroup, link: Link) -> ScorePlot | None:
    """Draw a group of scores against the day of release.

    Args:
        group: Scores that can be compared.
        link: Gives the addresses of models.

    Returns:
        The plot and its words; None where fewer than :data:`LEAST` scores have a date, or all have the same.
    """
    dated = [(day, score) for _, score in group.scores if (day := day_number(score.released)) is not None]
    dated.sort(key=lambda one: (one[0], one[1].model.id, one[1].variant or "", one[1].row or "", one[1].table.id))
    if len(dated) < LEAST or dated[0][0] == dated[-1][0]:
        return None
    values, scores = [(day, score.value) for day, score in dated], [score for _, score in dated]
    best = front(values, higher=group.direction == Direction.HIGHER)
    x, y, marks = _scales(values, lower=group.direction == Direction.LOWER)
    spots = [(x.at(day), y.at(value)) for day, value in values]
    told = _told(scores, best)
    body = "".join([*_axes(x, y, marks), _line([spots[i] for i in best]), *_points(scores, spots, best, link)])
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="mm-plot" role="group" aria-label="{escape(told)}" '
        f'viewBox="0 0 {n(_WIDE)} {n(_HIGH)}">{body}</svg>'
    )
    return ScorePlot(svg, told)


def _told(scores: Sequence[ScoreAnswer], best: Sequence[int]) -> str:
    leaders = ", ".join(f"{scores[i].model.name} {scores[i].printed} ({scores[i].released})" for i in best)
    models = len({score.model.id for score in scores})
    return f"{len(scores)} scores of {models} models by day of release. Each the best so far: {leaders}."


def _step(span: float, most: int) -> float:
    """A round distance of marks, so that at most ``most`` of them fit."""
    rough = span / most
    power = 10.0 ** floor(log10(rough))
    return next((power * factor for factor in (1, 2, 5) if power * factor >= rough), power * 10)


def _scales(values: Sequence[tuple[float, float]], *, lower: bool) -> tuple[_Scale, _Scale, list[float]]:
    """Scales with room around all points, the better scores above, and the marks of the second."""
    days, scores = zip(*values, strict=True)
    pad = (days[-1] - days[0]) * 0.03
    spread = (max(scores) - min(scores)) or abs(scores[0]) or 1.0
    step = _step(spread * 1.15, 5)
    low, high = floor((min(scores) - 0.05 * spread) / step), ceil((max(scores) + 0.1 * spread) / step)
    y = _Scale(low * step, high * step, *((_TOP, _BOTTOM) if lower else (_BOTTOM, _TOP)))
    return _Scale(days[0] - pad, days[-1] + pad, _LEFT + 4, _RIGHT), y, [i * step for i in range(low, high + 1)]


def _months(first: float, last: float) -> Iterator[tuple[float, str]]:
    """The first days of as many months as there is room for, with their names."""
    step = next((step for step in (1, 2, 3, 6, 12) if (last - first) / 30.4 / step <= _LABELS), 12)
    start = date.fromordinal(floor(first))
    for year in range(start.year, date.fromordinal(ceil(last)).year + 1):
        for month in range(1, 13, step):
            at = float(date(year, month, 1).toordinal())
            if first <= at <= last:
                yield at, f"{year}-{month:02}"


def _axes(x: _Scale, y: _Scale, marks: Sequence[float]) -> Iterator[str]:
    for value in marks:
        at = y.at(value)
        yield f'<path class="grid" d="M{n(_LEFT)} {n(at)}H{n(_RIGHT)}"/>'
        yield f'<text class="label" x="{n(_LEFT - 5)}" y="{n(at + 3.5)}" text-anchor="end">{value:.6g}</text>'
    for day, name in _months(x.low, x.high):
        at, wide = x.at(day), width(name, _SIZE) / 2
        yield f'<path class="grid" d="M{n(at)} {n(_TOP)}V{n(_BOTTOM)}"/>'
        middle = min(max(at, _LEFT + wide), _WIDE - wide)
        yield f'<text class="label" x="{n(middle)}" y="{n(_BOTTOM + 15)}" text-anchor="middle">{name}</text>'
    yield f'<path class="axis" d="M{n(_LEFT)} {n(_TOP)}V{n(_BOTTOM)}H{n(_RIGHT)}"/>'


def _line(spots: Sequence[tuple[float, float]]) -> str:
    """The best so far as steps."""
    steps = "".join(f"H{n(x)}V{n(y)}" for x, y in spots[1:])
    return f'<path class="front" d="M{n(spots[0][0])} {n(spots[0][1])}{steps}H{n(_RIGHT)}"/>'


def _points(
    scores: Sequence[ScoreAnswer], spots: Sequence[tuple[float, float]], best: Sequence[int], link: Link
) -> Iterator[str]:
    """The points as links, the best above all others and, as far as there is room, with their names."""
    names = dict(_names(scores, spots, best))
    order = [*(i for i in range(len(scores)) if i not in set(best)), *best]
    for i in order:
        (x, y), score = spots[i], scores[i]
        row = score.row or score.variant
        told = f"{score.model.name}{f' ({row})' if row else ''}: {score.printed}, {score.released}"
        dot = f'<circle class="{"best" if i in best else "dot"}" cx="{n(x)}" cy="{n(y)}" r="{3.6 if i in best else 3}"/>'
        address = escape(link("model", score.model.id))
        yield f'<a href="{address}" aria-label="{escape(told)}"><title>{escape(told)}</title>{dot}{names.get(i, "")}</a>'


def _names(
    scores: Sequence[ScoreAnswer], spots: Sequence[tuple[float, float]], best: Sequence[int]
) -> Iterator[tuple[int, str]]:
    """Names of the best, the newest first, where they lie on no other name."""
    taken: list[tuple[float, float, float]] = []
    named: set[str] = set()
    for i in reversed(best):
        x, y = spots[i]
        name = shorten(scores[i].model.name, 110, _SIZE, bold=True)
        wide = width(name, _SIZE, bold=True)
        for at in (x - wide - 5, x + 5, x - wide / 2):
            free = all(at + wide < a or at > b or abs(y - 5 - c) > 11 for a, b, c in taken)
            if at >= _LEFT and at + wide <= _WIDE and free and scores[i].model.id not in named:
                taken.append((at - 3, at + wide + 3, y - 5))
                named.add(scores[i].model.id)
                yield i, f'<text class="name" x="{n(at)}" y="{n(y - 5)}">{escape(name)}</text>'
                break
