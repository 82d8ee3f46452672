"""The architecture diagram of one model, drawn from its entry as SVG."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from mmkb.figures.compose import compose
from mmkb.figures.figure import Canvas, Drawn
from mmkb.figures.lanes import Diagram, diagram, ways
from mmkb.figures.layout import (
    BOX,
    CELL,
    CELL_LINE,
    CHIP,
    CHIP_TEXT,
    NAME,
    NAME_LINE,
    PAD,
    SMALL,
    SMALL_LINE,
    Arrow,
    Chip,
    Layout,
    Lines,
    Placed,
)
from mmkb.figures.lettering import escape, width
from mmkb.figures.paper import on_paper
from mmkb.figures.parts import spoken
from mmkb.figures.style import BASE, sized, variables
from mmkb.figures.tuning import Cell, Mark
from mmkb.query import Questions
from mmkb.query.answers import ModelAnswer
from mmkb.query.named import Named
from mmkb.vocab import Modality, Tuning

_FLAME = "M0-6.2C.6-3.4 3.9-2.2 3.9 1.6A3.9 3.9 0 0 1-3.9 1.6C-3.9-.4-2.9-1.7-2-2.9-1.9-1.7-1.4-1-.7-1.2.3-2.6-.4-4.6 0-6.2Z"
_GLYPHS = {
    Mark.TRAINED: f'<path class="hot" d="{_FLAME}"/>',
    Mark.PARTIAL: f'<path class="hotline" d="{_FLAME}"/><path class="hot" d="M-3.9 1.6H3.9A3.9 3.9 0 0 1-3.9 1.6Z"/>',
    Mark.PEFT: '<circle class="coldline" r="4.6"/><path class="hot" d="M0-4.6A4.6 4.6 0 0 1 0 4.6Z"/>',
    Mark.FROZEN: ('<path class="coldline" d="M0-5.4V5.4M-4.7-2.7 4.7 2.7M-4.7 2.7 4.7-2.7M-1.7-4.9 0-3.3 1.7-4.9"/>'),
    Mark.DIFFERS: '<path class="hot" d="M-4.6 4.6V-4.6H4.6Z"/><path class="coldline" d="M-4.2 4.2H4.2V-4.2"/>',
    Mark.NOT_DISCLOSED: '<text class="query" y="4">?</text>',
    Mark.NOT_USED: '<path class="none" d="M-4 0H4"/>',
    Mark.NOT_STATED: '<circle class="dot" r="1.3"/>',
}

_STYLE = (
    ".mmkb-architecture .box{fill:currentColor;fill-opacity:.035;stroke:currentColor;stroke-opacity:.45;stroke-width:1.1}"
    ".mmkb-architecture .llm .box{fill-opacity:.075;stroke-opacity:.8;stroke-width:1.6}"
    ".mmkb-architecture .gap .box,.mmkb-architecture .panel{stroke-dasharray:5 4;fill-opacity:0}"
    ".mmkb-architecture .panel{fill:none;stroke:currentColor;stroke-opacity:.35}"
    ".mmkb-architecture .rule{stroke:currentColor;stroke-opacity:.25}"
    f".mmkb-architecture .name{{font-size:{NAME}px;font-weight:600;text-anchor:middle}}"
    ".mmkb-architecture .gap .name{font-weight:400;font-style:italic}"
    f".mmkb-architecture .small{{font-size:{SMALL}px;text-anchor:middle;fill-opacity:.8}}"
    f".mmkb-architecture .head{{font-size:{SMALL}px;text-anchor:middle;fill-opacity:.7}}"
    f".mmkb-architecture .label{{font-size:{SMALL}px;text-anchor:middle}}"
    ".mmkb-architecture .aside{text-anchor:start}"
    f".mmkb-architecture .legend{{font-size:{SMALL}px;fill-opacity:.85}}"
    f".mmkb-architecture .chip text{{font-size:{CHIP_TEXT}px;text-anchor:middle}}"
    ".mmkb-architecture .chip rect{fill-opacity:.13;stroke-width:1.3}"
    ".mmkb-architecture .flow{fill:none;stroke-width:1.8}"
    ".mmkb-architecture .dashed{stroke-dasharray:5 4}"
    ".mmkb-architecture a:hover .name{text-decoration:underline}"
)
_STAGE_STYLE = (
    ".mmkb-architecture .hot{fill:var(--mm-trained)}"
    ".mmkb-architecture .hotline{fill:none;stroke:var(--mm-trained);stroke-width:1.2}"
    ".mmkb-architecture .coldline{fill:none;stroke:var(--mm-frozen);stroke-width:1.2;stroke-linecap:round}"
    ".mmkb-architecture .none{stroke:currentColor;stroke-opacity:.6;stroke-width:1.2}"
    ".mmkb-architecture .dot{fill:currentColor;fill-opacity:.45}"
    ".mmkb-architecture .query{font-size:11.5px;font-weight:600;text-anchor:middle}"
    ".mmkb-architecture .number{font-size:9px;text-anchor:middle;fill-opacity:.75}"
    ".mmkb-architecture .cell{fill:currentColor;fill-opacity:.05}"
)

_LEGEND_LINE = 17.0


def _n(value: float) -> str:
    """A coordinate: at most one digit after the point."""
    return f"{value:.1f}".removesuffix(".0").replace("-0", "0") if abs(value) < 0.05 else f"{value:.1f}".removesuffix(".0")


def _text(css: str, x: float, y: float, text: str) -> str:
    return f'<text class="{css}" x="{_n(x)}" y="{_n(y)}">{escape(text)}</text>'


def _class(modality: str | None) -> str:
    return f"m-{modality}" if modality else "m-none"


def _tip(x: float, y: float, dx: int, dy: int) -> str:
    """An arrow's tip at a point, pointing along one of the axes."""
    shape = f"l{-8 * dx} -4v8z" if dx else f"l-4 {-8 * dy}h8z"
    return f'<path class="tip" d="M{_n(x)} {_n(y)}{shape}"/>'


def _arrow(arrow: Arrow) -> str:
    (x1, y1), (x2, y2) = arrow.start, arrow.end
    dashed = " dashed" if arrow.dashed or arrow.unsure else ""
    if x1 == x2:
        line = f"M{_n(x1)} {_n(y1 + 7)}V{_n(y2 - 7)}"
        tips = _tip(x2, y2, 0, 1) + (_tip(x1, y1, 0, -1) if arrow.both else "")
        label = _text("label aside", x1 + 8, (y1 + y2) / 2 + 4, arrow.label)
    else:
        end = x2 - 7 if arrow.head else x2
        line = f"M{_n(x1)} {_n(y1)}H{_n(end)}"
        if abs(y1 - y2) > 0.5:
            middle = (x1 + end) / 2
            line = f"M{_n(x1)} {_n(y1)}C{_n(middle)} {_n(y1)} {_n(middle)} {_n(y2)} {_n(end)} {_n(y2)}"
        tips = _tip(x2, y2, 1, 0) if arrow.head else ""
        # Over a straight arrow the label is in the middle; a curve has room where it begins.
        bent = abs(y1 - y2) > 8
        label = _text("label aside" if bent else "label", x1 + 4 if bent else (x1 + end) / 2, y1 - 5, arrow.label)
        label = label if arrow.label else ""
    told = "<title>The entry does not say which way this takes</title>" if arrow.unsure else ""
    return f'<g class="{_class(arrow.modality)}">{told}<path class="flow{dashed}" d="{line}"/>{tips}{label}</g>'


def _over(layout: Layout) -> str:
    """The line over the top into the language model."""
    (x, low), (_, crest), (middle, _), (_, end) = layout.over
    carried = {arrow.modality for arrow in layout.arrows if arrow.label and arrow.end[0] == x}
    css = _class(carried.pop() if len(carried) == 1 else None)
    line = f"M{_n(x)} {_n(low)}V{_n(crest + 8)}q0-8 8-8H{_n(middle - 8)}q8 0 8 8V{_n(end - 7)}"
    label = _text("label aside", middle + 9, crest + 14, "cross-attention")
    return f'<g class="{css}"><path class="flow" d="{line}"/>{_tip(middle, end, 0, 1)}{label}</g>'


def _chip(chip: Chip) -> str:
    dashed = ' stroke-dasharray="4 3"' if chip.modality is None else ""
    return (
        f'<g class="chip {_class(chip.modality)}"><rect x="{_n(chip.x)}" y="{_n(chip.y - CHIP / 2)}" width="{_n(chip.width)}" '
        f'height="{_n(CHIP)}" rx="{_n(CHIP / 2)}"{dashed}/>{_text("", chip.x + chip.width / 2, chip.y + 4, chip.text)}</g>'
    ).replace(' class=""', "")


def _strip(cells: tuple[Cell, ...], x: float, y: float) -> Iterator[str]:
    """The strip of stages below a part, centred on ``x``."""
    per_row = int((BOX - 2 * PAD) // CELL)
    for first in range(0, len(cells), per_row):
        row = cells[first : first + per_row]
        left = x - len(row) * CELL / 2
        for i, cell in enumerate(row):
            middle = left + (i + 0.5) * CELL
            yield (
                f'<g class="stage" data-mark="{cell.mark}"><title>{escape(cell.words)}</title>'
                f'<rect class="cell" x="{_n(middle - CELL / 2 + 1)}" y="{_n(y)}" width="{_n(CELL - 2)}" height="16" rx="3"/>'
                f'<text class="number" x="{_n(middle - 6.5)}" y="{_n(y + 11.5)}">{cell.number}</text>'
                f'<g transform="translate({_n(middle + 3.5)} {_n(y + 8)})">{_GLYPHS[cell.mark]}</g></g>'
            )
        y += CELL_LINE


def _part(lines: Lines, x: float, y: float, link: Callable[[str, str], str]) -> str:
    """One part of a box from ``y`` downwards; its name leads to the component."""
    part, drawn = lines.part, []
    for line in lines.name:
        drawn.append(_text("name", x, y + 12, line))
        y += NAME_LINE
    for line in lines.details:
        drawn.append(_text("small", x, y + 10, line))
        y += SMALL_LINE
    words = ". ".join(text.rstrip(".") for text in (part.name, ", ".join(part.details), part.note) if text)
    body = f"<title>{escape(words)}</title>{''.join(drawn)}"
    address = part.component and escape(link("component", part.component))
    body = f'<a href="{address}">{body}</a>' if address else f"<g>{body}</g>"
    return body + "".join(_strip(part.cells, x, y + 3))


def _box(box: Placed, link: Callable[[str, str], str]) -> str:
    css = f"{'llm' if box.box.role == 'backbone' else box.box.role}{' gap' if box.box.gap else ''}"
    middle, y = box.x + BOX / 2, box.y + (box.height - box.content) / 2 + PAD - 1
    drawn = [
        f'<rect class="box" x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(BOX)}" height="{_n(box.height)}" rx="7"/>',
    ]
    for i, lines in enumerate(box.parts):
        if i:
            drawn.append(f'<path class="rule" d="M{_n(box.x + PAD)} {_n(y - PAD / 2)}h{_n(BOX - 2 * PAD)}"/>')
        drawn.append(_part(lines, middle, y, link))
        y += lines.height + PAD
    y -= PAD - 4
    for line in box.notes:
        drawn.append(_text("small", middle, y + 10, line))
        y += SMALL_LINE
    return f'<g class="{css}">{"".join(drawn)}</g>'


def _legend(shown: Diagram, layout: Layout) -> tuple[list[str], float]:
    """The stages by name and the marks that occur.

    Returns:
        The pieces of SVG, and the height that they add.
    """
    marks = {cell.mark for box in layout.boxes for lines in box.parts for cell in lines.part.cells}
    items = [("", "Training stages")]
    for number, stage in enumerate(shown.stages, 1):
        only = f", only {', '.join(stage.model_variants)}" if stage.model_variants else ""
        kind = stage.kind if isinstance(stage.kind, str) else ""
        told = kind and _bare(kind) not in _bare(stage.name)
        items.append((str(number), f"{stage.name} ({kind}{only})" if told else f"{stage.name}{only and f' ({only[2:]})'}"))
    signs = [(_GLYPHS[mark], str(mark)) for mark in Mark if mark in marks]
    drawn, y = [], layout.height + 16
    for row in (items, signs):
        x = 6.0
        for sign, words in row:
            room = width(words, SMALL) + (20 if sign else 0) + 16
            if x + room > layout.width and x > 6:
                x, y = 6.0, y + _LEGEND_LINE
            if sign.startswith("<"):
                drawn.append(f'<g transform="translate({_n(x + 6)} {_n(y - 4)})">{sign}</g>')
            elif sign:
                drawn.append(f'<rect class="cell" x="{_n(x)}" y="{_n(y - 11)}" width="14" height="15" rx="3"/>')
                drawn.append(_text("number", x + 7, y - 0.5, sign))
            drawn.append(_text("legend", x + (18 if sign else 0), y, words))
            x += room
        y += _LEGEND_LINE
    return drawn, y - layout.height - _LEGEND_LINE + 8


def _bare(text: str) -> str:
    return text.casefold().replace("-", "").replace(" ", "")


def _sheet(layout: Layout, *, staged: bool) -> str:
    """The style sheet: only the colours that the drawing uses."""
    used = {chip.modality for chip in layout.chips} | {arrow.modality for arrow in layout.arrows}
    words = [str(m) for m in Modality if m in used]
    tuning = [str(Tuning.TRAINED), str(Tuning.FROZEN)] if staged else []
    # No custom property of a class here: programs other than browsers read none.
    classes = "".join(
        f".mmkb-architecture .m-{word} .flow,.mmkb-architecture .m-{word} rect{{stroke:{colour}}}"
        f".mmkb-architecture .m-{word} .tip,.mmkb-architecture .m-{word} rect{{fill:{colour}}}"
        for word, colour in (("none", "currentColor"), *((word, f"var(--mm-{word})") for word in words))
    )
    return BASE + _STYLE + (_STAGE_STYLE if staged else "") + variables([*words, *tuning]) + classes


def in_words(shown: Diagram) -> str:
    """What a diagram shows, in words."""
    taken, given = (
        ", ".join(spoken(m) for m in dict.fromkeys(lane.modality for lane in side.lanes if lane.modality))
        for side in (shown.way_in, shown.way_out)
    )
    return f"Takes {taken or 'what is not known'}; gives {given or 'what is not known'}. {'; '.join(ways(shown))}."


def architecture_svg(model: ModelAnswer, link: Callable[[str, str], str]) -> str:
    """Draw how a model is built, from its modalities through all its parts to its outputs.

    Parts that the design does not have, and parts that nobody has looked up, are left out; what is not disclosed is a
    dashed box. Where stages of training are known, each part has a strip of marks, one a stage.

    Args:
        model: The model.
        link: Gives the address of the entry of a kind and id.

    Returns:
        One ``svg`` element, without XML declaration, to be put inline into a page. It takes the width that it is given
        down to a least width at which it can still be read.
    """
    shown = diagram(model)
    layout = compose(shown)
    staged = any(lines.part.cells for box in layout.boxes for lines in box.parts)
    legend, more = _legend(shown, layout) if staged else ([], 0.0)
    name, key = escape(model.name), f"architecture-{model.id}"
    pieces = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="mmkb-figure mmkb-architecture" role="img" '
        f'aria-labelledby="{key}-title {key}-desc" viewBox="0 0 {_n(layout.width)} {_n(layout.height + more)}" '
        f'style="{sized(layout.width)}">',
        f'<title id="{key}-title">Architecture of {name}</title><desc id="{key}-desc">{escape(in_words(shown))}</desc>',
        f"<style>{_sheet(layout, staged=staged)}</style>",
        *(_text("head", x, 14, title) for title, x in layout.heads),
    ]
    if layout.panel is not None:
        x, y, wide, high = layout.panel
        pieces.append(
            f'<rect class="panel" x="{_n(x)}" y="{_n(y)}" width="{_n(wide)}" height="{_n(high)}" rx="9"/>'
            + _text("head aside", x + 12, y + 16, "Experts, called as tools")
        )
    pieces += [_arrow(arrow) for arrow in layout.arrows]
    pieces += [_over(layout)] if layout.over else []
    pieces += [_chip(chip) for chip in layout.chips]
    pieces += [_box(box, link) for box in layout.boxes]
    return "\n".join([*pieces, *legend, "</svg>\n"])


def _rows(shown: Diagram) -> Iterator[tuple[Any, ...]]:
    """What stands in the boxes: role, component, modalities, small print, and what each stage does to it."""
    boxes = (*shown.way_in.outer, *shown.way_in.inner, shown.llm, *shown.way_out.inner, *shown.way_out.outer, *shown.experts)
    for box in boxes:
        for part in box.parts:
            component = Named("component", part.component, part.name) if part.component else part.name
            details = ", ".join((*part.details, *box.notes)) or None
            stages = tuple((cell.number, str(cell.mark)) for cell in part.cells)
            yield str(box.role), component, tuple(map(spoken, box.modalities)), details, stages


def draw(kb: Questions, canvas: Canvas, entry: str) -> Drawn:
    """Draw how one model is built."""
    model = kb.model(entry)
    svg, shown = architecture_svg(model, canvas.look.link), diagram(model)
    return Drawn(
        "From left to right, what the model takes in, the parts that it goes through, and what it gives out. Below each part, "
        "what every stage of training does to it.",
        on_paper(svg) if canvas.look.style == "paper" else svg,
        ("role", "component", "modalities", "details", "stages"),
        tuple(_rows(shown)),
        in_words(shown),
    )
