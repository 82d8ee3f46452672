"""The arrows of an architecture diagram, and what they are written with."""

from __future__ import annotations

from mmkb.figures.layout import Arrow, Layout
from mmkb.figures.lettering import escape, n


def text_at(css: str, x: float, y: float, text: str) -> str:
    """A line of text."""
    return f'<text class="{css}" x="{n(x)}" y="{n(y)}">{escape(text)}</text>'


def css_of(modality: str | None) -> str:
    """The class of what carries a modality."""
    return f"m-{modality}" if modality else "m-none"


def _tip(x: float, y: float, dx: int, dy: int) -> str:
    """An arrow's tip at a point, pointing along one of the axes."""
    shape = f"l{-8 * dx} -4v8z" if dx else f"l-4 {-8 * dy}h8z"
    return f'<path class="tip" d="M{n(x)} {n(y)}{shape}"/>'


def arrow_line(arrow: Arrow) -> str:
    """An arrow without its label."""
    (x1, y1), (x2, y2) = arrow.start, arrow.end
    dashed = " dashed" if arrow.dashed or arrow.unsure else ""
    if x1 == x2:
        line = f"M{n(x1)} {n(y1 + 7)}V{n(y2 - 7)}"
        tips = (_tip(x2, y2, 0, 1) if arrow.head else "") + (_tip(x1, y1, 0, -1) if arrow.both else "")
    else:
        end = x2 - 7 if arrow.head else x2
        line = f"M{n(x1)} {n(y1)}H{n(end)}"
        if abs(y1 - y2) > 0.5:
            middle = (x1 + end) / 2
            line = f"M{n(x1)} {n(y1)}C{n(middle)} {n(y1)} {n(middle)} {n(y2)} {n(end)} {n(y2)}"
        tips = _tip(x2, y2, 1, 0) if arrow.head else ""
    told = "<title>The entry does not say which way this takes</title>" if arrow.unsure else ""
    return f'<g class="{css_of(arrow.modality)}">{told}<path class="flow{dashed}" d="{line}"/>{tips}</g>'


def arrow_label(arrow: Arrow) -> str:
    """What is written over an arrow; drawn after all arrows, so that none crosses it out."""
    (x1, y1), (x2, y2) = arrow.start, arrow.end
    if not arrow.label:
        return ""
    if x1 == x2:
        return text_at("label aside", x1 + 8, (y1 + y2) / 2 + 4, arrow.label)
    # Over a straight arrow the label is in the middle; a curve has room where it begins.
    bent = abs(y1 - y2) > 8
    end = x2 - 7 if arrow.head else x2
    return text_at("label aside" if bent else "label", x1 + 4 if bent else (x1 + end) / 2, y1 - 5, arrow.label)


def over_line(layout: Layout) -> str:
    """The line over the top into the language model."""
    (x, low), (_, crest), (middle, _), (_, end) = layout.over
    carried = {arrow.modality for arrow in layout.arrows if arrow.label and arrow.end[0] == x}
    css = css_of(carried.pop() if len(carried) == 1 else None)
    line = f"M{n(x)} {n(low)}V{n(crest + 8)}q0-8 8-8H{n(middle - 8)}q8 0 8 8V{n(end - 7)}"
    label = text_at("label aside", middle + 9, crest + 14, "cross-attention")
    return f'<g class="{css}"><path class="flow" d="{line}"/>{_tip(middle, end, 0, 1)}{label}</g>'
