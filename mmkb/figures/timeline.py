"""The timeline of models: months, lanes by what models take and give, and a mark for who may have the weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from mmkb.figures.figure import Canvas, Drawn
from mmkb.figures.lettering import escape, shorten, width
from mmkb.figures.months import NAME, Lane, Sheet, banner, column_of_months, grid
from mmkb.figures.style import FUNCTION_COLOURS, StyleSheet
from mmkb.graph import UNKNOWN, by_day
from mmkb.query import Questions
from mmkb.query.answers import ModelSummary, Named
from mmkb.query.notation import io_group
from mmkb.vocab import Access

OWN: Final = 3
"""Groups that have a lane of their own: the largest."""

_MARKS: Final = {
    Access.OPEN_WEIGHTS: "open weights",
    Access.API_ONLY: "API only",
    Access.CLOSED: "closed",
    UNKNOWN: "not known",
}
"""What the legend calls each mark, in its order."""

_MARKED: Final = {**_MARKS, Access.CLOSED: "weights closed", UNKNOWN: "weights not known"}

SHEET: Final = StyleSheet(
    "timeline",
    f"& .model{{font-size:{NAME}px}}& .month{{font-size:11px;fill-opacity:.8}}& .year{{font-size:13px;font-weight:700}}"
    "& .head{font-size:12.5px;font-weight:600}& .words{font-size:10px;fill-opacity:.75}& tspan{font-weight:400;fill-opacity:.7}"
    "& .rule{stroke:currentColor;stroke-opacity:.14}& .edge{stroke:currentColor;stroke-opacity:.45}"
    "& .item{transition:opacity .15s}& .item.dim{opacity:.2}",
    (),
    "& .WORD .full{fill:var(--mm-WORD)}& .WORD .ring{fill:none;stroke:var(--mm-WORD);stroke-width:1.7}",
    tuple(FUNCTION_COLOURS),
)
"""The style sheet of its drawings."""


def _group(model: ModelSummary) -> str:
    return io_group(model.input, model.output).notation


def _words(model: ModelSummary) -> str:
    return io_group(model.input, model.output).words


def _function(model: ModelSummary) -> str:
    return model.function or UNKNOWN


def lanes(models: Sequence[ModelSummary]) -> list[Lane]:
    """Part models into lanes: the largest groups, and what is left by function.

    Args:
        models: The models, in order of their days.

    Returns:
        The lanes that have models: of understanding first, larger ones first, the others of a function last.
    """
    counted = Counter(map(_group, models))
    own = sorted(counted, key=lambda group: (-counted[group], group))[:OWN]
    keyed: dict[tuple[int, int, str], list[ModelSummary]] = {}
    functions = list(FUNCTION_COLOURS)
    for model in models:
        group = _group(model)
        place = own.index(group) if group in own else OWN
        keyed.setdefault((functions.index(_function(model)), place, group if place < OWN else ""), []).append(model)
    made = []
    for (function, _, group), found in sorted(keyed.items()):
        if group:
            made.append(Lane(group, _words(found[0]), tuple(found)))
        else:
            name = {"understanding": "Other → T", "generation": "Other → media"}.get(functions[function], "Not known")
            said = Counter(map(_group, found))
            made.append(
                Lane(name, ", ".join(g.replace(" ", "") for g in sorted(said, key=lambda g: (-said[g], g))), tuple(found))
            )
    return made


def _mark(x: float, y: float, access: str) -> str:
    """A filled dot for open weights, half a one for an API, a ring for closed ones, a broken ring for what is not known."""
    if access == Access.OPEN_WEIGHTS:
        return f'<circle class="full" cx="{x:g}" cy="{y:g}" r="3.8"/>'
    ring = f'<circle class="ring" cx="{x:g}" cy="{y:g}" r="3.1"'
    if access == Access.API_ONLY:
        return f'{ring}/><path class="full" d="M{x:g} {y - 3.1:g}a3.1 3.1 0 0 1 0 6.2z"/>'
    return f'{ring} stroke-dasharray="1.6 1.65"/>' if access == UNKNOWN else f"{ring}/>"


def _models(canvas: Canvas, sheet: Sheet) -> Iterator[str]:
    for placed in sheet.models:
        model, group = placed.model, _group(placed.model)
        access = model.access or UNKNOWN
        shown = shorten(model.name, placed.room, NAME)
        day = model.released or "date not known"
        tooltip = f"<title>{escape(f'{model.name}, {day}: {_words(model)}, {_MARKS[access]}')}</title>"
        text = f'<text class="model" x="{placed.x + 8:g}" y="{placed.y + 4:g}">{escape(shown)}</text>'
        data = {
            "access": _MARKS[access],
            "function": _function(model),
            "design": model.design or UNKNOWN,
            "group": group,
            "year": (model.released or UNKNOWN)[:4] if model.released else UNKNOWN,
        }
        body = tooltip + _mark(placed.x, placed.y, access) + text
        yield canvas.link("model", model.id, body, f"item {data['function']}", data)


def _legend(x: float, y: float, right: float, models: Sequence[ModelSummary]) -> tuple[str, float]:
    """The marks and colours that occur, from ``x``, ``y`` on in lines that end before ``right``.

    Returns:
        The drawing, and the lower edge.
    """
    seen = {model.access or UNKNOWN for model in models}
    functions = [word for word in FUNCTION_COLOURS if word in set(map(_function, models))]
    entries = [(functions[0], access, _MARKED[access]) for access in _MARKS if access in seen]
    entries += [(w, str(Access.OPEN_WEIGHTS), f"of {w}" if w != UNKNOWN else "function not known") for w in functions]
    drawn, at = [], x
    for word, access, text in entries:
        wide = width(text, 11) + 29
        if at + wide > right:
            at, y = x, y + 18
        mark = f'<g class="{word}">{_mark(at + 4, y - 4, access)}</g>'
        drawn.append(f'{mark}<text class="month" x="{at + 13:g}" y="{y:g}">{text}</text>')
        at = round(at + wide, 1)
    return "".join(drawn), y + 10


def _sentence(models: Sequence[ModelSummary], made: Sequence[Lane]) -> str:
    dated = [model.released for model in models if model.released]
    by_month = Counter(day[:7] for day in dated if len(day) > 4)
    most = max(by_month, key=lambda month: (by_month[month], month), default="")
    span = f"from {min(dated)[:7]} to {max(dated)[:7]}" if dated else "without dates"
    peak = f"; most, {by_month[most]}, in {most}" if most else ""
    return f"{len(models)} models {span}{peak}. By lane: " + "; ".join(f"{m.name} {len(m.models)}" for m in made) + "."


def draw(kb: Questions, canvas: Canvas) -> Drawn:
    """Draw the timeline."""
    models = sorted(kb.models(), key=by_day)
    made = lanes(models)
    layout = column_of_months if canvas.narrow else banner if canvas.look.width == "poster" else grid
    words = tuple(str(word) for word in FUNCTION_COLOURS if word in set(map(_function, models)))
    legend, edge = _legend(6, 16, 340 if canvas.narrow else 1090, models) if models else ("", 0.0)
    sheet = layout(made, edge)
    told = _sentence(models, made)
    opened = sum(model.access == Access.OPEN_WEIGHTS for model in models)
    closed = sum(model.access in (Access.CLOSED, Access.API_ONLY) for model in models)
    caption = (
        f"{len(models)} models by the month in which they became public, in lanes by what they take and give (I image, V "
        f"video, A/S audio or speech, 3D point clouds, T text). A filled dot stands for open weights ({opened}), a ring for "
        f"weights that are kept ({closed}); of the others it is not known."
    )
    body = "\n".join([legend, *sheet.pieces, *_models(canvas, sheet)])
    rows = tuple(
        (Named("model", m.id, m.name), m.released, _group(m), lane.name, m.function, m.design, m.access, m.organisations)
        for lane in made
        for m in lane.models
    )
    columns = ("model", "released", "group", "lane", "function", "design", "access", "organisations")
    svg = canvas.svg(sheet.width, round(sheet.height, 1), body, sheet=SHEET, words=words, told=told)
    return Drawn(caption, svg, columns, tuple(sorted(rows, key=lambda row: (row[1] or "9999", row[0].id))), told)
