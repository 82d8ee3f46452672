"""How lines of lineage look in every figure: one colour and one stroke for each relation, and their legend."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from mmkb.figures.lettering import n, width
from mmkb.vocab import Relation

COLOURS: Final[dict[str, str]] = {
    Relation.INITIALISED_FROM: "main",
    Relation.EXTENDS: "second",
    Relation.SUCCEEDS: "third",
    Relation.SAME_RECIPE: "fourth",
    Relation.DISTILLED_FROM: "quiet",
}
"""The word of :data:`mmkb.figures.style.CHART_COLOURS` for each relation."""

_STROKES: Final[dict[str, str]] = {
    Relation.INITIALISED_FROM: "stroke-width:2.2",
    Relation.EXTENDS: "stroke-width:1.3",
    Relation.SUCCEEDS: "stroke-width:1.4;stroke-dasharray:9 2.5",
    Relation.SAME_RECIPE: "stroke-width:1.4;stroke-dasharray:4 3",
    Relation.DISTILLED_FROM: "stroke-width:1.6;stroke-dasharray:1.5 3",
}

RULES: Final = (
    "& .key{font-size:11px}& .name{font-size:12px}& .small{font-size:10px;fill-opacity:.72}"
    "& .head{font-size:13px;font-weight:700}"
    "& .kin{fill:none;stroke-opacity:.85}& .node{fill:currentColor}"
    + "".join(f"& .{word}{{stroke:var(--mm-{COLOURS[word]});{stroke}}}" for word, stroke in _STROKES.items())
)
"""The rules that all figures of lineage share."""

WORDS: Final = tuple(COLOURS.values())
"""The colours that the rules use."""


def legend(relations: Collection[str], x: float, y: float, right: float) -> tuple[str, float]:
    """The relations that occur, each with its stroke.

    Args:
        relations: The relations.
        x: Where the lines of the legend begin.
        y: The baseline of the first.
        right: Where they have to end.

    Returns:
        The drawing, and the lower edge.
    """
    drawn, at = [], x
    for word in (word for word in COLOURS if word in relations):
        text = word.replace("-", " ")
        wide = width(text, 11) + 48
        if at + wide > right and at > x:
            at, y = x, y + 18
        drawn.append(
            f'<path class="kin {word}" d="M{n(at)} {n(y - 4)}h26"/><text class="key" x="{n(at + 32)}" y="{n(y)}">{text}</text>'
        )
        at += wide
    return "".join(drawn), y + 10
