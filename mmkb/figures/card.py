"""Cards of 1200 by 630 pixels that other sites show beside a link: one of a model with its architecture, one for the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from mmkb.figures.architecture import architecture_svg
from mmkb.figures.compose import compose
from mmkb.figures.figure import nowhere
from mmkb.figures.lanes import diagram
from mmkb.figures.lettering import escape, n, shorten, width
from mmkb.figures.paper import on_paper
from mmkb.figures.style import MODALITY_COLOURS
from mmkb.query.answers import Counts, ModelAnswer
from mmkb.vocab import spoken

WIDTH, HEIGHT = 1200, 630
"""The size that all who show cards ask for."""

INK, QUIET, DEEP = "#1f2328", "#55616e", "#1f3a4d"
_MARGIN: Final = 48.0
_TOP, _BOTTOM = 196.0, 540.0
_LARGEST: Final = 1.5
"""How much a small diagram is enlarged at most."""

MARK: Final = (
    '<rect width="32" height="32" rx="7" fill="#1f3a4d"/><g fill="none" stroke-linejoin="round" stroke-width="2.4">'
    '<path d="M16 6 27 11.5 16 17 5 11.5Z" fill="#f2c14e" stroke="#1f3a4d" stroke-width="1"/>'
    '<path d="m5 16.5 11 5.5 11-5.5" stroke="#6bb3d6"/><path d="m5 21 11 5.5L27 21" stroke="#e58a6a"/></g>'
)
"""The mark of mmkb, 32 by 32; the site's icon is the same."""


def _text(x: float, y: float, size: float, words: str, fill: str = INK, *, bold: bool = False, end: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    anchor = ' text-anchor="end"' if end else ""
    return f'<text x="{n(x)}" y="{n(y)}" font-size="{n(size)}" fill="{fill}"{weight}{anchor}>{escape(words)}</text>'


def _fitting(words: str, room: float, size: float, least: float) -> tuple[str, float]:
    """A bold text and its size: made smaller, then cut, until it fits."""
    while size > least and width(words, size, bold=True) > room:
        size -= 2
    return shorten(words, room, size, bold=True), size


def _chips(x: float, y: float, words: Iterable[str], room: float) -> tuple[str, float]:
    """Modalities as marks in a row.

    Returns:
        The drawing, and where it ends.
    """
    drawn, size = [], 24.0
    for word in words:
        said, tone = spoken(word), MODALITY_COLOURS[word].light
        wide = width(said, size) + 28
        if x + wide > room:
            drawn.append(_text(x, y + 29, size, "…", QUIET))
            return "".join(drawn), x + 30
        drawn.append(
            f'<rect x="{n(x)}" y="{n(y)}" width="{n(wide)}" height="42" rx="21" fill="{tone}" fill-opacity=".12" '
            f'stroke="{tone}" stroke-width="2"/>{_text(x + 14, y + 29, size, said)}'
        )
        x += wide + 10
    return "".join(drawn), x


def _in_out(model: ModelAnswer, y: float) -> str:
    """What the model takes in, an arrow, and what it gives out."""
    taken, given = model.summary.input, model.summary.output
    # What is given out must find room, too.
    after = sum(width(spoken(word), 24) + 38 for word in given) + 60
    drawn, x = _chips(_MARGIN, y, taken, max(WIDTH - _MARGIN - after, WIDTH / 2))
    arrow = f'<path d="M{n(x + 2)} {n(y + 21)}h30m-10-8 10 8-10 8" fill="none" stroke="{QUIET}" stroke-width="3"/>'
    more, _ = _chips(x + 46, y, given, WIDTH - _MARGIN - 30)
    return drawn + arrow + more if taken or given else ""


def _diagram(model: ModelAnswer) -> str:
    """The architecture without its legend, as large as there is room."""
    layout = compose(diagram(model))
    wide, high = WIDTH - 2 * _MARGIN, _BOTTOM - _TOP
    scale = min(wide / layout.width, high / layout.height, _LARGEST)
    x, y = (WIDTH - layout.width * scale) / 2, _TOP + (high - layout.height * scale) / 2
    drawn = on_paper(architecture_svg(model, nowhere))
    # The legend stands below the height of the layout and is cut off with it.
    place = (
        f'x="{n(x)}" y="{n(y)}" width="{n(layout.width * scale)}" height="{n(layout.height * scale)}" '
        f'viewBox="0 0 {n(layout.width)} {n(layout.height)}"'
    )
    return re.sub(r' (?:width|height|viewBox|role|aria-labelledby|data-style)="[^"]*"', "", drawn.partition(">")[0]) + (
        f" {place}>{drawn.partition('>')[2]}"
    )


def _foot(right: str) -> Iterator[str]:
    yield f'<rect y="562" width="{WIDTH}" height="68" fill="{DEEP}"/>'
    yield f'<g transform="translate({n(_MARGIN)} 576) scale(1.25)">{MARK}</g>'
    yield _text(_MARGIN + 54, 605, 26, "mmkb", "#ffffff", bold=True)
    yield _text(WIDTH - _MARGIN, 604, 21, right, "#d5e2ea", end=True)


def _card(*pieces: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="DejaVu Sans"><rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>{"".join(pieces)}</svg>\n'
    )


def model_card(model: ModelAnswer) -> str:
    """Draw the card of a model: its name, what it takes in and gives out, how it is built.

    Args:
        model: The model.

    Returns:
        An SVG that depends on nothing, to be drawn in pixels.
    """
    when = (model.summary.released or "")[:7]
    room = WIDTH - 2 * _MARGIN - (width(when, 26) + 30 if when else 0)
    name, size = _fitting(model.name, room, 60, 36)
    makers = ", ".join(maker.name for maker in model.summary.organisations)
    return _card(
        _text(_MARGIN, 92, size, name, bold=True),
        _text(WIDTH - _MARGIN, 92, 26, when, QUIET, end=True) if when else "",
        _in_out(model, 122),
        _diagram(model),
        *_foot(shorten(makers, WIDTH - 2 * _MARGIN - 170, 21)),
    )


def general_card(counts: Counts) -> str:
    """Draw the card of all pages that have none of their own.

    Args:
        counts: How much there is.
    """
    told = [
        (counts.entries.get("model", 0), "models"), (counts.entries.get("component", 0), "components"),
        (counts.entries.get("dataset", 0), "datasets"), (counts.facts, "citations"),
    ]  # fmt: skip
    step = (WIDTH - 2 * _MARGIN) / len(told)
    numbers = [
        _text(_MARGIN + i * step, 470, 54, f"{number:,}", DEEP, bold=True) + _text(_MARGIN + i * step, 510, 26, words, QUIET)
        for i, (number, words) in enumerate(told)
    ]
    return _card(
        f'<g transform="translate({n(_MARGIN)} 70) scale(3.4)">{MARK}</g>',
        _text(_MARGIN + 140, 150, 84, "mmkb", bold=True),
        _text(_MARGIN, 266, 46, "Multimodal language models, taken apart", bold=True),
        _text(_MARGIN, 322, 28, "What they are built of, how they were trained, how they scored:", QUIET),
        _text(_MARGIN, 362, 28, "every fact with the place where it is written.", QUIET),
        *numbers,
        *_foot("The open knowledge base of multimodal LLMs"),
    )
