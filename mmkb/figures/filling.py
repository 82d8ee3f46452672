"""What stands in the boxes of the general architecture: choices with their numbers, bars of training, modalities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from mmkb.figures.choices import Choice, Choices, Part
from mmkb.figures.figure import Canvas
from mmkb.figures.lettering import escape, shorten, width
from mmkb.vocab import Fusion, Modality, Role, spoken

PAD: Final = 10.0
CHIP: Final = 23.0
_LINE: Final = 16.0
_FEW: Final = 8
"""Choices that a box shows; those of a modality fewer."""

NAMES: Final = {
    Role.ENCODER: "Modality encoder",
    Role.INPUT_PROJECTOR: "Input projector",
    Role.BACKBONE: "LLM backbone",
    Role.OUTPUT_PROJECTOR: "Output projector",
    Role.GENERATOR: "Modality generator",
}
_FUSION: Final = {
    Fusion.PROMPT_TOKENS: "prompt tokens",
    Fusion.CROSS_ATTENTION: "cross-attention",
    Fusion.VISUAL_EXPERT: "visual expert layers",
    Fusion.ENCODER_DECODER: "encoder-decoder",
    Fusion.EARLY_FUSION_DISCRETE: "early, discrete tokens",
    Fusion.EARLY_FUSION_CONTINUOUS: "early, raw patches",
    Fusion.TOOLS: "by way of tools",
}
_SHORT: Final[dict[str, str]] = {Modality.BOUNDING_BOX: "box", Modality.RETRIEVED_IMAGE: "retrieved"}
_LEGEND: Final = (
    ("bar", "share of models that chose it"),
    ("hot", "trained"),
    ("some", "partly trained, or by PEFT"),
    ("cold", "frozen"),
)


def text_at(css: str, x: float, y: float, text: str) -> str:
    """A line of text."""
    return f'<text class="{css}" x="{x:g}" y="{y:g}">{escape(text)}</text>'


def _few(part: Part) -> Iterator[tuple[str, int, tuple[Choice, ...], int]]:
    """The choices that are shown: modality, its number of models, choices, and how many further ones there are."""
    if len(part.groups) < 2:
        for modality, models, found in part.groups:
            yield modality, models, found[:_FEW], len(found) - _FEW
        return
    for place, (modality, models, found) in enumerate(part.groups[:4]):
        shown = 4 if place == 0 else 2
        yield modality, models, found[:shown], len(found) - shown


class Parts:
    """The parts of the drawing while it grows.

    Attributes:
        found: What is drawn.
        drawn: The pieces so far.
    """

    def __init__(self, canvas: Canvas, found: Choices) -> None:
        """Begin with nothing drawn."""
        self.canvas, self.found = canvas, found
        self.drawn: list[str] = []

    def choice(self, choice: Choice, most: int, x: float, y: float, wide: float) -> None:
        """A line with a bar behind it that tells how many models made the choice."""
        share = max(2.0, choice.models / max(1, most) * wide)
        shown = shorten(choice.component.name, wide - 34, 11)
        words = f"{choice.component.name}: {choice.models} model{'s' if choice.models > 1 else ''}"
        body = f"<title>{escape(words)}</title>{text_at('choice', x + 4, y + 11.5, shown)}"
        self.drawn.append(f'<rect class="bar" x="{x:g}" y="{y:g}" width="{share:.1f}" height="14.5" rx="2"/>')
        self.drawn.append(self.canvas.link("component", choice.component.id, body))
        self.drawn.append(text_at("number", x + wide - 2, y + 11.5, str(choice.models)))

    def part(self, part: Part, x: float, y: float, wide: float) -> float:
        """What stands in a box, from ``y`` on.

        Returns:
            Its lower edge.
        """
        inner = wide - 2 * PAD
        left = x + PAD
        self.drawn.append(text_at("name", left, y + 12, NAMES[part.role]))
        self.drawn.append(text_at("small", left, y + 27, f"{part.models} models, {part.components} choices"))
        y += 36
        most = max((choice.models for _, _, found in part.groups for choice in found), default=1)
        for modality, models, found, more in _few(part):
            if modality:
                self.drawn.append(text_at("group", left, y + 11, f"{spoken(modality)}"))
                self.drawn.append(text_at("number", left + inner - 2, y + 11, str(models)))
                y += _LINE
            for choice in found:
                self.choice(choice, most, left, y, inner)
                y += _LINE
            if more > 0:
                self.drawn.append(text_at("small", left + 4, y + 9, f"and {more} more"))
                y += 14
        if part.role is Role.BACKBONE:
            y = self.fusion(left, y + 4, inner)
        return self.tuning(part, left, y + 4, inner)

    def fusion(self, x: float, y: float, wide: float) -> float:
        """How media meet the language model."""
        if self.found.fusion:
            self.drawn.append(text_at("group", x, y + 11, "Media meet it as"))
            y += _LINE
        for word, models in self.found.fusion:
            self.drawn.append(text_at("choice", x + 4, y + 11, _FUSION[Fusion(word)]))
            self.drawn.append(text_at("number", x + wide - 2, y + 11, str(models)))
            y += 14.5
        return y

    def tuning(self, part: Part, x: float, y: float, wide: float) -> float:
        """A bar for each kind of stage: how many models train the part, train some of it, keep it."""
        for kind, counts in part.tuning:
            total = sum(counts)
            if not total:
                continue
            self.drawn.append(text_at("small", x, y + 10, f"{kind}, {total}"))
            at, words = x, ("trained", "partly or by PEFT", "frozen")
            said = ", ".join(f"{word} {number}" for word, number in zip(words, counts, strict=True))
            bars = []
            for css, number in zip(("hot", "some", "cold"), counts, strict=True):
                share = number / total * wide
                bars.append(
                    f'<rect class="{css}" x="{at:.1f}" y="{y + 14:g}" width="{share:.1f}" height="7"/>' if number else ""
                )
                at += share
            self.drawn.append(f"<g><title>{escape(f'{kind}: {said}')}</title>{''.join(bars)}</g>")
            y += 27
        return y

    def chips(self, given: Sequence[tuple[str, int]], x: float, y: float, wide: float, per_row: int) -> float:
        """Modalities with their numbers of models.

        Returns:
            The lower edge.
        """
        room = (wide - 6 * (per_row - 1)) / per_row
        for i, (word, models) in enumerate(given):
            left, top = x + i % per_row * (room + 6), y + i // per_row * (CHIP + 4)
            name = shorten(_SHORT.get(word, spoken(word)), room - 38, 11)
            self.drawn.append(
                f'<g class="chip m-{word}"><rect x="{left:g}" y="{top:g}" width="{room:g}" height="{CHIP:g}" rx="11"/>'
                f'<text x="{left + 9:g}" y="{top + 15.5:g}">{escape(name)}</text>'
                f"{text_at('number', left + room - 9, top + 15.5, str(models))}</g>"
            )
        return y + -(-len(given) // per_row) * (CHIP + 4) - 4

    def arrow(self, x: float, y: float, to_x: float, to_y: float) -> None:
        """An arrow along one of the axes."""
        if x == to_x:
            shape = f"M{x:g} {y:g}V{to_y - 7:g}", f"M{to_x:g} {to_y:g}l-4-8h8z"
        else:
            shape = f"M{x:g} {y:g}H{to_x - 7:g}", f"M{to_x:g} {to_y:g}l-8-4v8z"
        self.drawn.append(f'<path class="flow" d="{shape[0]}"/><path class="tip" d="{shape[1]}"/>')

    def legend(self, x: float, y: float, right: float) -> float:
        """What the bars mean."""
        at = x
        for css, words in _LEGEND:
            wide = width(words, 10) + 34
            if at + wide > right:
                at, y = x, y + 17
            self.drawn.append(f'<rect class="{css}" x="{at:.1f}" y="{y:g}" width="14" height="9" rx="1.5"/>')
            self.drawn.append(text_at("small", round(at + 19, 1), y + 8.5, words))
            at += wide
        return y + 12

    def experts(self, x: float, y: float, wide: float) -> float:
        """The frame with the models that tool-using systems call."""
        found, per_row = self.found.experts, max(1, int((wide - 20) // 165))
        if not found:
            return y
        shown = found[: per_row * (2 if per_row > 2 else 3)]
        room = (wide - 20 - 8 * (per_row - 1)) / per_row
        told = f"Instead of trained parts, {self.found.tools} tool-using systems call {len(found)} other models:"
        lines = (
            [told]
            if width(told, 10.5, bold=True) < wide - 20
            else [told[: told.index("systems")], told[told.index("systems") :]]
        )
        high = 16 * len(lines) + -(-len(shown) // per_row) * _LINE + 14
        self.drawn.append(f'<rect class="panel" x="{x:g}" y="{y:g}" width="{wide:g}" height="{high:g}" rx="8"/>')
        for i, line in enumerate(lines):
            self.drawn.append(text_at("group", x + 10, y + 16 + 16 * i, line))
        top = y + 16 * len(lines) + 8
        for i, choice in enumerate(shown):
            self.choice(choice, found[0].models * 2, x + 10 + i % per_row * (room + 8), top + i // per_row * _LINE, room)
        return y + high
