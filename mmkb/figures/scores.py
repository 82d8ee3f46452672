"""Scores against the day and against the size: one panel for each benchmark, of scores that can be compared, with the best."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date
from math import log10
from typing import Final, NamedTuple

from matplotlib.axes import Axes
from matplotlib.dates import DateFormatter, MonthLocator
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator

from mmkb.analysis.days import day_number
from mmkb.analysis.pareto import front
from mmkb.figures.figure import NARROW, Canvas, Drawn
from mmkb.figures.lettering import escape, shorten, width, wrap
from mmkb.figures.plot import Plot, Wrap, plotting
from mmkb.figures.style import StyleSheet
from mmkb.query import Questions
from mmkb.query.answers import ScoreAnswer
from mmkb.query.leaderboards import ScoreGroup
from mmkb.query.printing import short
from mmkb.vocab import Direction

WIDE: Final = 1100.0
LEAST: Final = 4
"""Models that a group of scores must have for a panel."""

_COLUMNS: Final = 3
_WRITTEN: Final = DateFormatter("%Y-%m", tz=UTC)  # type: ignore[no-untyped-call]
_HIGH: Final = 262.0
_PLOT: Final = 150.0
_HEAD: Final = 66.0
_EPOCH: Final = date(1970, 1, 1).toordinal()
_LABEL: Final = 56.0
SHEET: Final = StyleSheet(
    "scores",
    "& .head{font-size:13px;font-weight:700}& .small{font-size:10px;fill-opacity:.75}& .axis{fill:none;stroke:currentColor;"
    "stroke-opacity:.35}& .grid{stroke:currentColor;stroke-opacity:.1}& .dot{fill:var(--mm-quiet);fill-opacity:.55}"
    "& .best{fill:var(--mm-main)}& .front{fill:none;stroke:var(--mm-main);stroke-width:1.4}"
    "& .name{font-size:10px;font-weight:600;paint-order:stroke;stroke:var(--md-default-bg-color,var(--mm-paper));"
    "stroke-width:3px;stroke-linejoin:round}",
    ("main", "quiet", "paper"),
)
"""The style sheet of its drawings."""


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
    return day_number(score.released)


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


def _limits(panel: Panel, axes: Axes, costs: Sequence[float], *, timed: bool) -> None:
    """Set the ends of the axes: room around all points, the better scores above."""
    values = [point.score.value for point in panel.points]
    pad = (max(values) - min(values) or 1.0) * 0.12
    low, high = min(values) - pad, max(values) + pad
    axes.set_ylim(*((high, low) if panel.group.direction == Direction.LOWER else (low, high)))
    axes.set_xscale("linear" if timed else "log")
    ends = (min(costs), max(costs)) if timed else (log10(min(costs)), log10(max(costs)))
    gap = (ends[1] - ends[0] or 1.0) * 0.06
    first, last = ends[0] - gap, ends[1] + gap
    axes.set_xlim(*((first, last) if timed else (10**first, 10**last)))


def _months(axes: Axes) -> MonthLocator:
    """The first days of as many months as there is room for."""
    first, last = axes.get_xlim()
    room = axes.bbox.width / _LABEL
    step = next((step for step in (1, 2, 3, 6) if (last - first) / 30.4 / step <= room), 12)
    return MonthLocator(bymonth=range(1, 13, step))  # type: ignore[no-untyped-call]


def _rounds(axes: Axes) -> LogLocator:
    """Round numbers of parameters, more of them where less than a power of ten is spanned."""
    first, last = axes.get_xlim()
    return LogLocator(subs=(1, 3) if last > 10 * first else (1, 2, 3, 5, 7), numticks=32)


def _panel(canvas: Canvas, plot: Plot, panel: Panel, x: float, y: float, wide: float, *, timed: bool) -> None:
    """One panel with its heading, axes, points and names."""
    right = x + wide - 6
    axes = plot.axes(x + 36, y + _HEAD, right - x - 36, _PLOT)
    plot.text(axes, x, y + 13, shorten(panel.benchmark, wide, 13, bold=True), "head")
    models = len({point.score.model.id for point in panel.points})
    for i, line in enumerate(wrap(f"{panel.group.title}; {models} models", wide - 4, 10, lines=3)):
        plot.text(axes, x, y + 28 + i * 12, line, "small")
    costs = [p.x - _EPOCH if timed else 10**p.x for p in panel.points]
    _limits(panel, axes, costs, timed=timed)
    plot.scale(axes.yaxis, MaxNLocator(5, steps=[1, 2, 5, 10]), FuncFormatter(lambda value, _: f"{value:g}"))
    if timed:
        plot.scale(axes.xaxis, _months(axes), _WRITTEN, apart=_LABEL, end=14)
    else:
        plot.scale(axes.xaxis, _rounds(axes), FuncFormatter(lambda value, _: short(round(value))), apart=40, end=14)
    spots = [(cost, point.score.value) for cost, point in zip(costs, panel.points, strict=True)]
    best = [spots[i] for i in panel.best]
    end = (axes.get_xlim()[1], best[-1][1])
    (front_line,) = axes.step(*zip(*best, end, strict=True), where="post")
    plot.name(front_line, "front")
    others = tuple(i for i in range(len(spots)) if i not in panel.best)
    for css, radius, which in (("dot", 3.0, others), ("best", 3.6, panel.best)):
        plot.points(axes, [spots[i] for i in which], css, radius, [_linked(canvas, panel.points[i].score) for i in which])
    for at, over, text in _labels(panel, plot.spots(axes, spots), x + 38, x + wide - 4):
        plot.text(axes, at, over, text, "name")


def _linked(canvas: Canvas, score: ScoreAnswer) -> Wrap:
    """Makes a point a link to its model that tells what it is."""
    title = f"<title>{escape(_told(score))}</title>"
    return lambda mark: canvas.link("model", score.model.id, title + mark)


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
    high = max(1, -(-len(found) // columns)) * _HIGH

    def draw() -> str:
        with plotting(full, high) as plot:
            for i, panel in enumerate(found):
                _panel(canvas, plot, panel, 4 + i % columns * (wide + 22), 2 + i // columns * _HIGH, wide, timed=timed)
            return plot.body()

    links = [canvas.look.link("model", point.score.model.id) for panel in found for point in panel.points]
    drawn = canvas.keep("scores", (canvas.narrow, timed, found, links), draw)
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
    svg = canvas.svg(full, round(high, 1), drawn, sheet=SHEET, told=told)
    return Drawn(caption, svg, heads, rows, told)


def draw_over_time(kb: Questions, canvas: Canvas) -> Drawn:
    """Draw scores against the day of release."""
    return _draw(kb, canvas, timed=True)


def draw_by_size(kb: Questions, canvas: Canvas) -> Drawn:
    """Draw scores against the number of parameters."""
    return _draw(kb, canvas, timed=False)
