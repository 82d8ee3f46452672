"""The general architecture of multimodal LLMs, the survey's Figure 2, with the real choices and counts in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from mmkb.figures.choices import Choices, choices
from mmkb.figures.figure import Canvas, Drawn
from mmkb.figures.filling import CHIP, NAMES, PAD, Parts, text_at
from mmkb.figures.lettering import width
from mmkb.figures.style import StyleSheet
from mmkb.query import Questions
from mmkb.vocab import Modality, Role, Tuning

WIDE, NARROW = 1100.0, 344.0
_BOX: Final = 162.0
_GAP: Final = 16.0
SHEET: Final = StyleSheet(
    "general",
    "& .box{fill:currentColor;fill-opacity:.035;stroke:currentColor;stroke-opacity:.45;stroke-width:1.1}"
    "& .llm .box{fill-opacity:.075;stroke-opacity:.8;stroke-width:1.6}"
    "& .panel{fill:none;stroke:currentColor;stroke-opacity:.4;stroke-dasharray:5 4}"
    "& .name{font-size:13px;font-weight:700}& .choice{font-size:11px}& .small{font-size:10px;fill-opacity:.75}"
    "& .number{font-size:10.5px;text-anchor:end;fill-opacity:.8}& .group{font-size:10.5px;font-weight:600}"
    "& .bar{fill:currentColor;fill-opacity:.13}& .flow{fill:none;stroke:currentColor;stroke-opacity:.7;stroke-width:1.7}"
    "& .tip{fill:currentColor;fill-opacity:.7}& .middle{text-anchor:middle}"
    "& .brace{fill:none;stroke:currentColor;stroke-opacity:.45}& .side{font-size:11px;font-weight:600;text-anchor:middle}"
    "& .hot{fill:var(--mm-trained)}& .some{fill:var(--mm-trained);fill-opacity:.45}& .cold{fill:var(--mm-frozen)}"
    "& .chip text{font-size:11px}& .chip rect{fill-opacity:.13;stroke-width:1.2}",
    (str(Tuning.TRAINED), str(Tuning.FROZEN)),
    "& .m-WORD rect{fill:var(--mm-WORD);stroke:var(--mm-WORD)}",
    tuple(map(str, Modality)),
)
"""The style sheet of its drawings."""


def _brace(sheet: Parts, x: float, to_x: float, y: float, words: str) -> None:
    middle = (x + to_x) / 2
    half = width(words, 11, bold=True) / 2 + 6
    sheet.drawn.append(
        f'<path class="brace" d="M{x:g} {y + 7:g}v-7H{middle - half:.1f}M{middle + half:.1f} {y:g}H{to_x:g}v7"/>'
    )
    sheet.drawn.append(text_at("side", middle, y + 4, words))


def _box(role: Role, x: float, y: float, wide: float, high: float) -> str:
    css = "llm" if role is Role.BACKBONE else "part"
    return f'<g class="{css}"><rect class="box" x="{x:g}" y="{y:g}" width="{wide:g}" height="{high:g}" rx="7"/></g>'


def _wide(sheet: Parts) -> float:
    """Boxes side by side.

    Returns:
        The height.
    """
    found = sheet.found
    side = (WIDE - 5 * _BOX - 4 * _GAP) / 2
    lefts = [side + i * (_BOX + _GAP) for i in range(5)]
    _brace(sheet, lefts[0], lefts[2] + _BOX / 2 - 5, 10, "Multimodal understanding")
    _brace(sheet, lefts[2] + _BOX / 2 + 5, lefts[4] + _BOX, 10, "Multimodal generation")
    top, start = 34.0, len(sheet.drawn)
    bottom = max(sheet.part(part, x, top + PAD, _BOX) for part, x in zip(found.parts, lefts, strict=True)) + PAD
    boxes = [_box(part.role, x, top, _BOX, bottom - top) for part, x in zip(found.parts, lefts, strict=True)]
    sheet.drawn[start:start] = boxes
    for x in lefts[1:]:
        sheet.arrow(x - _GAP, top + 60, x, top + 60)
    chip = side - 13
    for given, x in ((found.given, 0.0), (found.taken, WIDE - chip)):
        sheet.drawn.append(text_at("group", x + 6, top + 12, "Input" if not x else "Output"))
        sheet.chips(given, x, top + 20, chip, 1)
    middle = top + 20 + CHIP / 2
    sheet.arrow(chip, middle, lefts[0], middle)
    sheet.arrow(lefts[4] + _BOX, middle, WIDE - chip, middle)
    lowest = max(bottom, top + 20 + max(len(found.given), len(found.taken)) * (CHIP + 4))
    y = sheet.experts(lefts[0], lowest + 14, lefts[4] + _BOX - lefts[0])
    return sheet.legend(lefts[0], y + 14, WIDE) + 6


def _narrow(sheet: Parts) -> float:
    """Boxes below each other.

    Returns:
        The height.
    """
    found, x, wide = sheet.found, 2.0, NARROW - 4
    sheet.drawn.append(text_at("group", x + 4, 12, "Input"))
    y = sheet.chips(found.given, x, 20, wide, 3)
    for part in found.parts:
        sheet.arrow(NARROW / 2, y + 2, NARROW / 2, y + 22)
        y += 22
        start = len(sheet.drawn)
        bottom = sheet.part(part, x, y + PAD, wide) + PAD - 4
        sheet.drawn.insert(start, _box(part.role, x, y, wide, bottom - y))
        y = bottom
    sheet.arrow(NARROW / 2, y + 2, NARROW / 2, y + 22)
    sheet.drawn.append(text_at("group", x + 4, y + 18, "Output"))
    y = sheet.chips(found.taken, x, y + 26, wide, 3)
    y = sheet.experts(x, y + 16, wide)
    return sheet.legend(x + 2, y + 12, NARROW) + 6


def _rows(found: Choices) -> Iterator[tuple[Any, ...]]:
    for part in found.parts:
        for modality, _, chosen in part.groups:
            yield from ((str(part.role), modality or None, choice.component, choice.models) for choice in chosen)
    yield from ((str(Role.EXPERT), None, choice.component, choice.models) for choice in found.experts)


def _told(found: Choices) -> str:
    said = []
    for part in found.parts:
        first = [choice for _, _, chosen in part.groups for choice in chosen]
        top = sorted(first, key=lambda choice: -choice.models)[:3]
        named = ", ".join(f"{choice.component.name} {choice.models}" for choice in dict.fromkeys(top))
        said.append(f"{NAMES[part.role]}: {part.models} models" + (f" ({named})" if named else ""))
    return f"{found.models} models. {'; '.join(said)}; {found.tools} systems call other models as tools."


def draw(kb: Questions, canvas: Canvas) -> Drawn:
    """Draw the general architecture with what models choose for each part."""
    found = choices(kb)
    sheet = Parts(canvas, found)
    high = _narrow(sheet) if canvas.narrow else _wide(sheet)
    used = {word for word, _ in (*found.given, *found.taken)}
    words = [str(m) for m in Modality if m in used]
    told = _told(found)
    svg = canvas.svg(
        NARROW if canvas.narrow else WIDE,
        round(high, 1),
        "\n".join(sheet.drawn),
        sheet=SHEET,
        words=words,
        told=told,
    )
    caption = (
        "The five components of a multimodal LLM, from what it takes in to what it gives out, with what models choose for each "
        "of them. The bars at the bottom tell in how many models a part is trained, trained in part or by PEFT, or kept "
        "frozen, as far as the entries state it."
    )
    return Drawn(caption, svg, ("role", "modality", "component", "models"), tuple(_rows(found)), told)
