"""The architecture diagram of one model, drawn from its entry as SVG."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from mmkb.figures.arrows import arrow_label, arrow_line, css_of, over_line, text_at
from mmkb.figures.compose import compose
from mmkb.figures.figure import Canvas, Drawn, Look
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
    Chip,
    Layout,
    Lines,
    Placed,
)
from mmkb.figures.lettering import escape, n, width, wrap
from mmkb.figures.paper import on_paper
from mmkb.figures.stacked import stack
from mmkb.figures.style import StyleSheet
from mmkb.figures.tuning import Cell, Mark
from mmkb.query import Questions
from mmkb.query.answers import ModelAnswer
from mmkb.query.named import Named
from mmkb.vocab import Modality, Tuning, spoken

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

SHEET: Final = StyleSheet(
    "architecture",
    "& .box{fill:currentColor;fill-opacity:.035;stroke:currentColor;stroke-opacity:.45;stroke-width:1.1}"
    "& .llm .box{fill-opacity:.075;stroke-opacity:.8;stroke-width:1.6}"
    "& .gap .box,& .panel{stroke-dasharray:5 4;fill-opacity:0}"
    "& .panel{fill:none;stroke:currentColor;stroke-opacity:.35}"
    "& .rule{stroke:currentColor;stroke-opacity:.25}"
    f"& .name{{font-size:{NAME}px;font-weight:600;text-anchor:middle}}"
    "& .gap .name{font-weight:400;font-style:italic}"
    f"& .small{{font-size:{SMALL}px;text-anchor:middle;fill-opacity:.8}}"
    f"& .head{{font-size:{SMALL}px;text-anchor:middle;fill-opacity:.7}}"
    f"& .label{{font-size:{SMALL}px;text-anchor:middle;"
    "paint-order:stroke;stroke:var(--md-default-bg-color,var(--mm-paper));stroke-width:3.5px;stroke-linejoin:round}"
    "& .aside{text-anchor:start}"
    f"& .legend{{font-size:{SMALL}px;fill-opacity:.85}}"
    f"& .chip text{{font-size:{CHIP_TEXT}px;text-anchor:middle}}"
    "& .chip rect{fill-opacity:.13;stroke-width:1.3}"
    "& .flow{fill:none;stroke-width:1.8}"
    "& .dashed{stroke-dasharray:5 4}"
    "& a:hover .name{text-decoration:underline}"
    "& .hot{fill:var(--mm-trained)}"
    "& .hotline{fill:none;stroke:var(--mm-trained);stroke-width:1.2}"
    "& .coldline{fill:none;stroke:var(--mm-frozen);stroke-width:1.2;stroke-linecap:round}"
    "& .none{stroke:currentColor;stroke-opacity:.6;stroke-width:1.2}"
    "& .dot{fill:currentColor;fill-opacity:.45}"
    "& .query{font-size:11.5px;font-weight:600;text-anchor:middle}"
    "& .number{font-size:9px;text-anchor:middle;fill-opacity:.75}"
    "& .cell{fill:currentColor;fill-opacity:.05}"
    "& .m-none .flow,& .m-none rect{stroke:currentColor}& .m-none .tip,& .m-none rect{fill:currentColor}",
    (str(Tuning.TRAINED), str(Tuning.FROZEN), "paper"),
    # No custom property of a class here: programs other than browsers read none.
    "& .m-WORD .flow,& .m-WORD rect{stroke:var(--mm-WORD)}& .m-WORD .tip,& .m-WORD rect{fill:var(--mm-WORD)}",
    tuple(map(str, Modality)),
)
"""The style sheet of its drawings."""

_LEGEND_LINE = 17.0


def _chip(chip: Chip) -> str:
    dashed = ' stroke-dasharray="4 3"' if chip.modality is None else ""
    return (
        f'<g class="chip {css_of(chip.modality)}"><rect x="{n(chip.x)}" y="{n(chip.y - CHIP / 2)}" width="{n(chip.width)}" '
        f'height="{n(CHIP)}" rx="{n(CHIP / 2)}"{dashed}/>{text_at("", chip.x + chip.width / 2, chip.y + 4, chip.text)}</g>'
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
                f'<rect class="cell" x="{n(middle - CELL / 2 + 1)}" y="{n(y)}" width="{n(CELL - 2)}" height="16" rx="3"/>'
                f'<text class="number" x="{n(middle - 6.5)}" y="{n(y + 11.5)}">{cell.number}</text>'
                f'<g transform="translate({n(middle + 3.5)} {n(y + 8)})">{_GLYPHS[cell.mark]}</g></g>'
            )
        y += CELL_LINE


def _part(lines: Lines, x: float, y: float, link: Callable[[str, str], str]) -> str:
    """One part of a box from ``y`` downwards; its name leads to the component."""
    part, drawn = lines.part, []
    for line in lines.name:
        drawn.append(text_at("name", x, y + 12, line))
        y += NAME_LINE
    for line in lines.details:
        drawn.append(text_at("small", x, y + 10, line))
        y += SMALL_LINE
    words = ". ".join(text.rstrip(".") for text in (part.name, ", ".join(part.details), part.note) if text)
    body = f"<title>{escape(words)}</title>{''.join(drawn)}"
    address = part.component and escape(link("component", part.component))
    body = f'<a href="{address}">{body}</a>' if address else f"<g>{body}</g>"
    return body + "".join(_strip(part.cells, x, y + 3))


def _box(box: Placed, link: Callable[[str, str], str]) -> str:
    css = f"{'llm' if box.box.role == 'backbone' else box.box.role}{' gap' if box.box.gap else ''}"
    middle, y = box.x + box.width / 2, box.y + (box.height - box.content) / 2 + PAD - 1
    drawn = [
        f'<rect class="box" x="{n(box.x)}" y="{n(box.y)}" width="{n(box.width)}" height="{n(box.height)}" rx="7"/>',
    ]
    for i, lines in enumerate(box.parts):
        if i:
            drawn.append(f'<path class="rule" d="M{n(box.x + PAD)} {n(y - PAD / 2)}h{n(box.width - 2 * PAD)}"/>')
        drawn.append(_part(lines, middle, y, link))
        y += lines.height + PAD
    y -= PAD - 4
    for line in box.notes:
        drawn.append(text_at("small", middle, y + 10, line))
        y += SMALL_LINE
    return f'<g class="{css}">{"".join(drawn)}</g>'


def _legend(shown: Diagram, layout: Layout) -> tuple[list[str], float]:
    """The stages by name and the marks that occur.

    Returns:
        The pieces of SVG, and the height that they add.
    """
    marks = {cell.mark for box in layout.boxes for lines in box.parts for cell in lines.part.cells}
    items = [("", f"Training stages: {shown.unstaged}" if shown.unstaged else "Training stages")]
    for number, stage in enumerate(shown.stages, 1):
        only = f", only {', '.join(stage.model_variants)}" if stage.model_variants else ""
        kind = stage.kind if isinstance(stage.kind, str) else ""
        told = kind and _bare(kind) not in _bare(stage.name)
        items.append((str(number), f"{stage.name} ({kind}{only})" if told else f"{stage.name}{only and f' ({only[2:]})'}"))
    signs = [(_GLYPHS[mark], str(mark)) for mark in Mark if mark in marks]
    drawn, y = [], layout.height + 16
    for row in filter(None, (items, signs)):
        x = 6.0
        for sign, words in row:
            indent = 18 if sign else 0
            lines = wrap(words, layout.width - 12 - indent, SMALL, lines=3)
            room = max(width(line, SMALL) for line in lines) + (20 if sign else 0) + 16
            if x + room > layout.width and x > 6:
                x, y = 6.0, y + _LEGEND_LINE
            if sign.startswith("<"):
                drawn.append(f'<g transform="translate({n(x + 6)} {n(y - 4)})">{sign}</g>')
            elif sign:
                drawn.append(f'<rect class="cell" x="{n(x)}" y="{n(y - 11)}" width="14" height="15" rx="3"/>')
                drawn.append(text_at("number", x + 7, y - 0.5, sign))
            for i, line in enumerate(lines):
                y += _LEGEND_LINE if i else 0
                drawn.append(text_at("legend", x + indent, y, line))
            x += room
        y += _LEGEND_LINE
    return drawn, y - layout.height - _LEGEND_LINE + 8


def _bare(text: str) -> str:
    return text.casefold().replace("-", "").replace(" ", "")


def in_words(shown: Diagram) -> str:
    """What a diagram shows, in words."""
    taken, given = (
        ", ".join(spoken(m) for m in dict.fromkeys(lane.modality for lane in side.lanes if lane.modality))
        for side in (shown.way_in, shown.way_out)
    )
    return f"Takes {taken or 'what is not known'}; gives {given or 'what is not known'}. {'; '.join(ways(shown))}."


def architecture_svg(model: ModelAnswer, link: Callable[[str, str], str], form: str = "wide") -> str:
    """Draw how a model is built, from its modalities through all its parts to its outputs.

    Parts that the design does not have, and parts that nobody has looked up, are left out; what is not disclosed is a
    dashed box. Where stages of training are known, each part has a strip of marks, one a stage.

    Args:
        model: The model.
        link: Gives the address of the entry of a kind and id.
        form: ``wide``, from left to right; or ``narrow``, for a telephone, from top to bottom.

    Returns:
        One ``svg`` element, made by :meth:`mmkb.figures.figure.Canvas.svg`. It takes the width that it is given down to a
        least width at which it can still be read.
    """
    shown = diagram(model)
    layout = stack(shown) if form == "narrow" else compose(shown)
    legend, more = _legend(shown, layout)
    pieces = [text_at("head", x, y, title) for title, x, y in layout.heads]
    if layout.panel is not None:
        x, y, wide, high = layout.panel
        pieces.append(
            f'<rect class="panel" x="{n(x)}" y="{n(y)}" width="{n(wide)}" height="{n(high)}" rx="9"/>'
            + text_at("head aside", x + 12, y + 16, "Experts, called as tools")
        )
    pieces += [arrow_line(arrow) for arrow in layout.arrows]
    pieces += [over_line(layout)] if layout.over else []
    pieces += [label for label in map(arrow_label, layout.arrows) if label]
    pieces += [_chip(chip) for chip in layout.chips]
    pieces += [_box(box, link) for box in layout.boxes]
    used = [m for m in (*(chip.modality for chip in layout.chips), *(arrow.modality for arrow in layout.arrows)) if m]
    canvas = Canvas(f"architecture-{model.id}", f"Architecture of {model.name}", Look(width=form, link=link))
    high = round(layout.height + more, 1)
    body = "\n".join([*pieces, *legend])
    return canvas.svg(round(layout.width, 1), high, body, sheet=SHEET, told=in_words(shown), words=used)


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
    svg, shown = architecture_svg(model, canvas.look.link, canvas.look.width), diagram(model)
    way = "top to bottom" if canvas.narrow else "left to right"
    return Drawn(
        f"From {way}, what the model takes in, the parts that it goes through, and what it gives out. Below each part, "
        "what every stage of training does to it.",
        on_paper(svg) if canvas.look.style == "paper" else svg,
        ("role", "component", "modalities", "details", "stages"),
        tuple(_rows(shown)),
        in_words(shown),
    )
