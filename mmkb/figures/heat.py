"""Which parts stand together: heat maps of families, with the number of models in each cell and its course over time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple
from urllib.parse import urlencode

from mmkb.analysis.pairs import Together, by_period, together
from mmkb.analysis.shares import periods_of
from mmkb.figures.families import family_names
from mmkb.figures.figure import NARROW, Canvas, Drawn, nowhere
from mmkb.figures.lettering import escape, n, wrap
from mmkb.figures.sharegrid import headed
from mmkb.figures.style import StyleSheet
from mmkb.query import Questions
from mmkb.query.answers import ModelSummary, Named

WIDE: Final = 1100.0
_TALL: Final = 38.0
_BAR: Final = 13.0
SHEET: Final = StyleSheet(
    "heat",
    "& .row{font-size:12px}& .col{font-size:11px}& .sum{font-size:10px;fill-opacity:.72}"
    "& .count{font-size:13px;font-weight:600}"
    "& .cell{fill:var(--mm-main)}& .none{fill:currentColor;fill-opacity:.04}& .course{fill:currentColor;fill-opacity:.65}"
    "& .axis{font-size:12px;font-weight:700}",
    ("main",),
)
"""The style sheet of its drawings."""


class Side(NamedTuple):
    """One side of a heat map.

    Attributes:
        field: Field of a model that holds the parts.
        filter: Filter of models by such parts.
        one: What a part is called.
        many: What parts are called.
    """

    field: str
    filter: str
    one: str
    many: str


ENCODERS: Final = Side("encoders", "encoder", "encoder", "encoders")
PROJECTORS: Final = Side("input_projectors", "connector", "input projector", "input projectors")
LLMS: Final = Side("backbones", "llm", "LLM", "LLMs")


def anchor(row: str, column: str) -> str:
    """The anchor of the list of the models of a cell, on the page of its figure."""
    return re.sub(r"[^a-z0-9-]", "-", f"pair-{row}--{column}")


def pairs_of(kb: Questions, rows: Side, columns: Side) -> tuple[Together, Mapping[str, str]]:
    """Count how often families of two kinds of part stand together.

    Args:
        kb: The knowledge base.
        rows: The kind of the rows.
        columns: The kind of the columns.

    Returns:
        The counts, and the name of each family.
    """
    components = kb.components()
    family = {component.id: component.family or component.id for component in components}
    return together(kb.models(), rows.field, columns.field, family), {
        key: headed(name) for key, name in family_names(components).items()
    }


def _bars(counts: Sequence[int], most: int, x: float, y: float, room: float) -> str:
    """The course over the periods: one bar each, as high as its part of the highest bar of any cell."""
    step = min(6.0, room / max(1, len(counts)))
    left = x - step * len(counts) / 2
    way = "".join(
        f"M{n(left + i * step)} {n(y)}v-{n(max(1.0, _BAR * count / most))}h{n(step - 1)}V{n(y)}z"
        for i, count in enumerate(counts)
        if count
    )
    return f'<path class="course" d="{way}"/>' if way else ""


def _others(counts: Together, rows: Sequence[str], columns: Sequence[str]) -> tuple[int, int]:
    """How many rows and columns are not drawn."""
    return len(counts.rows) - len(rows), len(counts.columns) - len(columns)


class Grid(NamedTuple):
    """Where the cells of a heat map stand.

    Attributes:
        left: Where the first column begins.
        top: Where the first row begins.
        wide: Width of a column.
    """

    left: float
    top: float
    wide: float


def _cell(
    models: Sequence[ModelSummary], place: tuple[float, float, float], course: Sequence[int], most: tuple[int, int], told: str
) -> str:
    x, y, wide = place
    if not models:
        return f'<rect class="none" x="{n(x + 1)}" y="{n(y + 1)}" width="{n(wide - 2)}" height="{_TALL - 2:g}" rx="2"/>'
    # Never so strong that the number could not be read on it.
    strength = 0.08 + 0.42 * (len(models) / most[0]) ** 0.7
    return (
        f"<title>{escape(told)}</title>"
        f'<rect class="cell" x="{n(x + 1)}" y="{n(y + 1)}" width="{n(wide - 2)}" height="{_TALL - 2:g}" rx="2" '
        f'fill-opacity="{strength:.2f}"/><text class="count" x="{n(x + wide / 2)}" y="{n(y + 16)}" '
        f'text-anchor="middle">{len(models)}</text>{_bars(course, max(1, most[1]), x + wide / 2, y + _TALL - 4, wide - 6)}'
    )


def heat_map(
    canvas: Canvas, counts: Together, names: Mapping[str, str], sides: tuple[Side, Side], periods: Sequence[str],
    period: Mapping[str, str],
) -> tuple[str, float, float]:  # fmt: skip
    """Draw the pairs of two kinds of part.

    Args:
        canvas: What is drawn on.
        counts: The pairs.
        names: Name of each family.
        sides: What rows and columns are.
        periods: The half-years.
        period: Half-year by id of the model.

    Returns:
        The drawing, its width and its height.
    """
    full = NARROW if canvas.narrow else WIDE
    rows, columns = counts.rows[: 10 if canvas.narrow else 14], counts.columns[: 5 if canvas.narrow else 12]
    left = 104.0 if canvas.narrow else 170.0
    grid = Grid(left, 62.0, min(84.0, (full - left - 4) / max(1, len(columns))))
    most = max((counts.count(row, column) for row in rows for column in columns), default=1)
    highest = max((max(by_period(m, periods, period), default=0) for m in counts.models.values()), default=1)
    drawn = [
        f'<text class="axis" x="4" y="57">{escape(sides[0].one[:1].upper() + sides[0].one[1:])}</text>',
        f'<text class="axis" x="{n(left)}" y="14">{escape(sides[1].one[:1].upper() + sides[1].one[1:])}</text>',
    ]
    for i, column in enumerate(columns):
        x = grid.left + (i + 0.5) * grid.wide
        for j, line in enumerate(wrap(names.get(column, column), grid.wide - 4, 11, lines=2)):
            drawn.append(f'<text class="col" x="{n(x)}" y="{n(34 + j * 12)}" text-anchor="middle">{escape(line)}</text>')
        total = len({m.id for row in counts.rows for m in counts.models.get((row, column), ())})
        drawn.append(f'<text class="sum" x="{n(x)}" y="58" text-anchor="middle">{total}</text>')
    for i, row in enumerate(rows):
        y = grid.top + i * _TALL
        total = len({m.id for column in counts.columns for m in counts.models.get((row, column), ())})
        lines = wrap(names.get(row, row), left - 28, 12, lines=2)
        for j, line in enumerate(lines):
            at = y + 23 - 7 * (len(lines) - 1) + j * 14
            drawn.append(f'<text class="row" x="4" y="{n(at)}">{escape(line)}</text>')
        drawn.append(f'<text class="sum" x="{n(left - 6)}" y="{n(y + 23)}" text-anchor="end">{total}</text>')
        for j, column in enumerate(columns):
            models = counts.models.get((row, column), ())
            course = by_period(models, periods, period)
            told = f"{names.get(row, row)} with {names.get(column, column)}: {', '.join(m.name for m in models)}"
            cell = _cell(models, (grid.left + j * grid.wide, y, grid.wide), course, (most, highest), told)
            linked = models and canvas.look.style == "site" and canvas.look.link is not nowhere
            href = _asked(canvas.look.explorer, sides, (row, column)) if linked else ""
            drawn.append(f'<a href="{href}">{cell}</a>' if linked else cell)
    y = grid.top + len(rows) * _TALL + 16
    for line in wrap(_beside(counts, rows, columns, periods), full - 8, 10, lines=4):
        drawn.append(f'<text class="sum" x="4" y="{n(y)}">{escape(line)}</text>')
        y += 13
    wide = full if canvas.narrow else max(640.0, grid.left + len(columns) * grid.wide + 6)
    return "\n".join(drawn), wide, y


def _asked(explorer: str, sides: tuple[Side, Side], families: tuple[str, str]) -> str:
    """Where a cell leads: to the explorer with both families chosen, or else to the list on the page of the figure."""
    if not explorer:
        return f"#{anchor(*families)}"
    words = urlencode({side.filter: family for side, family in zip(sides, families, strict=True)}, safe=",:")
    return escape(f"{explorer}?{words}")


def _beside(counts: Together, rows: Sequence[str], columns: Sequence[str], periods: Sequence[str]) -> str:
    """What a reader must know of the drawing: what the bars are, and what is left out."""
    more, beyond = _others(counts, rows, columns)
    left = f" Not drawn: {more} rarer rows and {beyond} rarer columns, which the data has." if more or beyond else ""
    bars = f"Bars: models by half-year, {periods[0]} to {periods[-1]}. " if periods else ""
    return f"{bars}Beside names: models with that family in all.{left}"


def _draw(kb: Questions, canvas: Canvas, rows: Side, columns: Side) -> Drawn:
    counts, names = pairs_of(kb, rows, columns)
    periods, period = periods_of({model.id: model.released for model in kb.models()})
    body, wide, high = heat_map(canvas, counts, names, (rows, columns), periods, period)
    ranked = sorted(counts.models, key=lambda pair: (-len(counts.models[pair]), pair))
    best = [f"{names.get(a, a)} with {names.get(b, b)} ({len(counts.models[a, b])})" for a, b in ranked]
    several = len({m.id for models in counts.models.values() for m in models})
    caption = (
        f"{several} models name both their {rows.many} and their {columns.many}; most stand together: {', '.join(best[:3])}. "
        f"The darker a cell, the more models; a model with parts of several families counts in each of their cells."
        if best
        else f"No model of the catalogue names both its {rows.many} and its {columns.many}."
    )
    told = f"By number of models: {', '.join(best[:40])}." if best else caption
    data = tuple(
        (names.get(a, a), names.get(b, b), len(models), *by_period(models, periods, period),
         tuple(Named("model", m.id, m.name) for m in models))
        for a, b in ranked
        for models in (counts.models[a, b],)
    )  # fmt: skip
    heads = (rows.one.replace(" ", "_").lower(), columns.one.replace(" ", "_").lower(), "models")
    columns_of = (*heads, *(p.lower().replace(" ", "_") for p in periods), "which")
    svg = canvas.svg(round(wide, 1), round(high, 1), body, sheet=SHEET, told=told)
    return Drawn(caption, svg, columns_of, data, told)


PAIRS: Final[Mapping[str, tuple[Side, Side]]] = {
    "encoders-by-llms": (ENCODERS, LLMS),
    "projectors-by-llms": (PROJECTORS, LLMS),
    "encoders-by-projectors": (ENCODERS, PROJECTORS),
}
"""The sides of each heat map by the name of its figure."""


def draw_encoders_by_llms(kb: Questions, canvas: Canvas) -> Drawn:
    """Draw which encoders stand with which language models."""
    return _draw(kb, canvas, ENCODERS, LLMS)


def draw_projectors_by_llms(kb: Questions, canvas: Canvas) -> Drawn:
    """Draw which input projectors stand with which language models."""
    return _draw(kb, canvas, PROJECTORS, LLMS)


def draw_encoders_by_projectors(kb: Questions, canvas: Canvas) -> Drawn:
    """Draw which encoders stand with which input projectors."""
    return _draw(kb, canvas, ENCODERS, PROJECTORS)
