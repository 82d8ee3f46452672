"""Scores against the day and against the size: one panel for each benchmark, of scores that can be compared, with the best."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from math import log10
from typing import Final, NamedTuple

from mmkb.analysis.pareto import front
from mmkb.figures.figure import Canvas, Drawn
from mmkb.figures.kinlines import n
from mmkb.figures.lettering import escape, shorten, width, wrap
from mmkb.query import Questions
from mmkb.query.answers import ScoreAnswer
from mmkb.query.leaderboards import ScoreGroup
from mmkb.query.printing import short
from mmkb.vocab import Direction

WIDE: Final = 1100.0
NARROW: Final = 344.0
LEAST: Final = 4
"""Models that a group of scores must have for a panel."""

_COLUMNS: Final = 3
_HIGH: Final = 262.0
_PLOT: Final = 150.0
_HEAD: Final = 66.0
_STYLE: Final = (
    "& .head{font-size:13px;font-weight:700}& .small{font-size:10px;fill-opacity:.75}& .axis{fill:none;stroke:currentColor;"
    "stroke-opacity:.35}& .grid{stroke:currentColor;stroke-opacity:.1}& .dot{fill:var(--mm-quiet);fill-opacity:.55}"
    "& .best{fill:var(--mm-main)}& .front{fill:none;stroke:var(--mm-main);stroke-width:1.4}"
    "& .name{font-size:10px;font-weight:600;paint-order:stroke;stroke:var(--md-default-bg-color,var(--mm-paper));"
    "stroke-width:3px;stroke-linejoin:round}"
)


class Point(NamedTuple):
    """A score with its cost: the day, or the logarithm of the size."""

    x: float
    score: ScoreAnswer


class Panel(NamedTuple):
    """The scores on one benchmark that are drawn.

    Attributes:
        benchmark: Name of the benchmark.
        group: The group of comparable scores.
        points: The points, and which of them are the best so far.
        best: Places of the points on the front.
    """

    benchmark: str
    group: ScoreGroup
    points: tuple[Point, ...]
    best: tuple[int, ...]


def day(score: ScoreAnswer) -> float | None:
    """The first public day of a score's model as a number; the middle of a month or year that is all that is known."""
    released = score.released
    if released is None:
        return None
    whole = released + {4: "-07-01", 7: "-15"}.get(len(released), "")
    return float(date.fromisoformat(whole).toordinal())


def size(score: ScoreAnswer) -> float | None:
    """The logarithm of the parameters of a score's model, else of its language model."""
    number = score.parameters or score.llm_parameters
    return log10(number) if number else None


def panels(kb: Questions, cost: Callable[[ScoreAnswer], float | None]) -> tuple[Panel, ...]:
    """The panels that there are: of each benchmark the group of comparable scores with most models.

    Args:
        kb: The knowledge base.
        cost: Gives what scores are held against; None where it is not known.

    Returns:
        The panels, those of most models first.
    """
    made = []
    for entry in kb.benchmarks():
        found = []
        for group in kb.leaderboard(entry.id).groups:
            points = [Point(x, score) for _, score in group.scores if (x := cost(score)) is not None]
            models = {point.score.model.id for point in points}
            if len(models) >= LEAST:
                found.append((len(models), len(points), group, tuple(sorted(points, key=lambda p: (p.x, _id(p))))))
        if found:
            _, _, group, points_of = max(found, key=lambda item: (item[0], item[1], item[2].title))
            best = front([(p.x, p.score.value) for p in points_of], higher=group.direction == Direction.HIGHER)
            made.append(Panel(entry.name, group, points_of, best))
    return tuple(sorted(made, key=lambda p: (-len({x.score.model.id for x in p.points}), p.benchmark.casefold())))


def _id(point: Point) -> tuple[str, str, str, str]:
    score = point.score
    return score.model.id, score.variant or "", score.row or "", score.table.id


class Scale(NamedTuple):
    """Turns values into places."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """The place of a value."""
        part = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        return self.start + part * (self.end - self.start)


def ticks(low: float, high: float) -> tuple[float, ...]:
    """Three to seven round values between two."""
    if high <= low:
        return (low,)
    step = 10.0 ** int(log10(high - low) // 1)
    for factor in (0.2, 0.5, 1, 2, 5):
        if (high - low) / (step * factor) <= 5:
            step *= factor
            break
    first = -int(-low // step)
    return tuple(round(step * i, 6) for i in range(first, int(high // step) + 1))


def _days(low: float, high: float) -> list[tuple[float, str]]:
    """The half-years between two days."""
    years = range(date.fromordinal(int(low)).year, date.fromordinal(int(high)).year + 1)
    marks = [(float(date(year, month, 1).toordinal()), f"{year}-{month:02}") for year in years for month in (1, 7)]
    return [(x, label) for x, label in marks if low <= x <= high]


def _sizes(low: float, high: float) -> list[tuple[float, str]]:
    """Round numbers of parameters between two."""
    rounds = [number * 10**power for power in range(6, 14) for number in (1, 3)]
    return [(log10(r), short(r)) for r in rounds if low <= log10(r) <= high]


def _labels(
    panel: Panel, spots: Sequence[tuple[float, float]], left: float, right: float
) -> Iterator[tuple[float, float, str]]:
    """Names of the best, the newest or largest first; what would lie on another name is left to the tooltip."""
    taken: list[tuple[float, float, float]] = []
    named: set[str] = set()
    for i in reversed(panel.best):
        x, y = spots[i]
        score = panel.points[i].score
        text = shorten(score.model.name, 110, 10, bold=True)
        wide = width(text, 10, bold=True)
        for at in (x - wide - 6, x + 6, x - wide / 2):
            free = all(at + wide < a or at > b or abs(y - 5 - c) > 11 for a, b, c in taken)
            if left <= at and at + wide <= right and free and score.model.id not in named:
                taken.append((at - 3, at + wide + 3, y - 5))
                named.add(score.model.id)
                yield at, y - 5, text
                break


def _panel(canvas: Canvas, panel: Panel, x: float, y: float, wide: float, timed: bool) -> Iterator[str]:
    """One panel with its heading, axes, points and names."""
    yield f'<text class="head" x="{n(x)}" y="{n(y + 13)}">{escape(shorten(panel.benchmark, wide, 13, bold=True))}</text>'
    models = len({point.score.model.id for point in panel.points})
    for i, line in enumerate(wrap(f"{panel.group.title}; {models} models", wide - 4, 10, lines=3)):
        yield f'<text class="small" x="{n(x)}" y="{n(y + 28 + i * 12)}">{escape(line)}</text>'
    values = [point.score.value for point in panel.points]
    costs = [point.x for point in panel.points]
    left, top, bottom = x + 36, y + _HEAD, y + _HEAD + _PLOT
    pad = (max(values) - min(values) or 1.0) * 0.12
    up = Scale(min(values) - pad, max(values) + pad, bottom, top)
    if panel.group.direction == Direction.LOWER:
        up = Scale(up.low, up.high, top, bottom)
    gap = (max(costs) - min(costs) or 1.0) * 0.06
    across = Scale(min(costs) - gap, max(costs) + gap, left, x + wide - 6)
    for value in ticks(up.low, up.high):
        at = up.at(value)
        yield f'<path class="grid" d="M{n(left)} {n(at)}H{n(x + wide - 6)}"/>'
        yield f'<text class="small" x="{n(left - 5)}" y="{n(at + 3.5)}" text-anchor="end">{value:g}</text>'
    last = -100.0
    for value, label in (_days if timed else _sizes)(across.low, across.high):
        at = across.at(value)
        if at - last > 46 and at < x + wide - 20:
            yield f'<path class="grid" d="M{n(at)} {n(top)}V{n(bottom)}"/>'
            yield f'<text class="small" x="{n(at)}" y="{n(bottom + 13)}" text-anchor="middle">{label}</text>'
            last = at
    yield f'<path class="axis" d="M{n(left)} {n(top)}V{n(bottom)}H{n(x + wide - 6)}"/>'
    spots = [(across.at(point.x), up.at(point.score.value)) for point in panel.points]
    way = "".join(
        f"H{n(spots[i][0])}V{n(spots[i][1])}" if place else f"M{n(spots[i][0])} {n(spots[i][1])}"
        for place, i in enumerate(panel.best)
    )
    yield f'<path class="front" d="{way}H{n(x + wide - 6)}"/>'
    for i, (point, (at, over)) in enumerate(zip(panel.points, spots, strict=True)):
        css, radius = ("best", 3.6) if i in panel.best else ("dot", 3.0)
        body = f'<title>{escape(_told(point.score))}</title><circle class="{css}" cx="{n(at)}" cy="{n(over)}" r="{radius}"/>'
        yield canvas.link("model", point.score.model.id, body)
    for at, over, text in _labels(panel, spots, left + 2, x + wide - 4):
        yield f'<text class="name" x="{n(at)}" y="{n(over)}">{escape(text)}</text>'


def _told(score: ScoreAnswer) -> str:
    """A point in words."""
    number = score.parameters or score.llm_parameters
    whose = f", {short(number)}{'' if score.parameters else ' language model'}" if number else ""
    row = score.row or score.variant
    return f"{score.model.name}{f' ({row})' if row else ''}: {score.printed}, {score.released or 'no date'}{whose}"


def _draw(kb: Questions, canvas: Canvas, *, timed: bool) -> Drawn:
    found = panels(kb, day if timed else size)
    full, columns = (NARROW, 1) if canvas.narrow else (WIDE, _COLUMNS)
    wide = (full - 8 - 22 * (columns - 1)) / columns
    drawn: list[str] = []
    for i, panel in enumerate(found):
        place = (4 + i % columns * (wide + 22), 2 + i // columns * _HIGH)
        drawn += _panel(canvas, panel, *place, wide, timed)
    high = max(1, -(-len(found) // columns)) * _HIGH
    what = "in the order of their days" if timed else "by size, of the whole model where its makers state it, else of its LLM"
    front_of = "the best so far" if timed else "the best of at most that size"
    caption = (
        f"{len(found)} benchmarks, of each the largest group of scores that can be compared (one metric, split, number of "
        f"shots, set of flags and kind of measurer), {what}. The line joins {front_of}. Even in a group prompts and settings "
        "may differ."
        if found
        else f"No benchmark has a group of comparable scores of at least {LEAST} models."
    )
    told = (
        " ".join(
            f"{panel.benchmark} ({panel.group.metric}): {', '.join(_told(panel.points[i].score) for i in panel.best)}."
            for panel in found
        )
        or caption
    )
    rows = tuple(
        (s.benchmark, panel.group.title, s.model, s.variant or s.row, s.released, s.parameters, s.llm_parameters, s.value,
         i in panel.best)
        for panel in found
        for i, (_, s) in enumerate(panel.points)
    )  # fmt: skip
    heads = ("benchmark", "group", "model", "variant", "released", "parameters", "llm_parameters", "score", "best")
    svg = canvas.svg(full, round(high, 1), "\n".join(drawn), style=_STYLE, words=("main", "quiet", "paper"), told=told)
    return Drawn(caption, svg, heads, rows, told)


def draw_over_time(kb: Questions, canvas: Canvas) -> Drawn:
    """Draw scores against the day of release."""
    return _draw(kb, canvas, timed=True)


def draw_by_size(kb: Questions, canvas: Canvas) -> Drawn:
    """Draw scores against the number of parameters."""
    return _draw(kb, canvas, timed=False)
