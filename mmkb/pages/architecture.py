"""The architecture of a model as a table: every component in its role, gaps included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from mmkb.pages.escape import text
from mmkb.pages.footnotes import Footnotes
from mmkb.pages.markup import absent, boxed, fact, gap, section, table
from mmkb.pages.paths import Page
from mmkb.pages.words import DASH, capital, count, label, modalities, term, terms
from mmkb.query.answers import ModelAnswer
from mmkb.records.architecture import SLOTS, BackboneUse, EncoderUse, GeneratorUse, ProjectorUse, SingleUse, Tokens, Use
from mmkb.records.base import Gap
from mmkb.vocab import Role

PLURALS: Mapping[Role, str] = {
    Role.ENCODER: "Modality encoders",
    Role.INPUT_PROJECTOR: "Input projectors",
    Role.BACKBONE: "LLM backbones",
    Role.OUTPUT_PROJECTOR: "Output projectors",
    Role.GENERATOR: "Modality generators",
    Role.EXPERT: "Expert models",
}
"""What stands in each role, as a heading."""

SINGULARS: Mapping[Role, str] = {
    Role.ENCODER: "Modality encoder",
    Role.INPUT_PROJECTOR: "Input projector",
    Role.BACKBONE: "LLM backbone",
    Role.OUTPUT_PROJECTOR: "Output projector",
    Role.GENERATOR: "Modality generator",
    Role.EXPERT: "Expert model",
}
"""A component in each role."""


_NONE: Final = f'<span class="none">{DASH}</span>'
"""A cell that says nothing, and is left out where cells stand below each other."""


def role(value: Role) -> str:
    """A role as a coloured mark, as inline HTML."""
    return f'<span class="role role-{value}" title="{text(value.definition)}">{SINGULARS[value]}</span>'


def architecture(page: Page, answer: ModelAnswer, notes: Footnotes) -> str:
    """The section on the architecture."""
    built = answer.record.architecture
    shape = f"Design: {fact(built.design, term, notes, built)}. Fusion: {fact(built.fusion, terms, notes, built)}.\n\n"
    rows = [row for slot in SLOTS for row in _slot(page, answer, notes, slot)]
    note = f"{text(built.note)}\n\n" if built.note is not None else ""
    body = shape + boxed("architecture", table(("Role", "Component", "Serves", "Details"), rows)) + note
    return section("Architecture", "architecture", body)


def _slot(page: Page, answer: ModelAnswer, notes: Footnotes, slot: str) -> Iterator[tuple[str, ...]]:
    built = answer.record.architecture
    place: Role = {str(key): value for key, value in SLOTS.items()}[slot]
    value: Gap | tuple[Use, ...] | None = getattr(built, slot)
    if value is None:
        # Few designs call experts: that nobody wrote them down is no gap that a reader waits for.
        if place is not Role.EXPERT:
            yield role(place), absent(), _NONE, _NONE
    elif isinstance(value, Gap):
        yield role(place), gap(value, notes, built), _NONE, _NONE
    else:
        for use in value:
            links = " → ".join(page.link(answer.named("component", part)) for part in use.component_ids())
            details = "<br>".join(_details(page, answer, place, use)) or _NONE
            serves = modalities(use.modalities) if use.modalities else _NONE
            yield role(place), f"{links}{notes.cite(built, use)}", serves, details


def tokens(value: Tokens) -> str:
    """A number of tokens: "441 tokens per image"."""
    note = f" ({text(value.note)})" if value.note is not None else ""
    return f"{value.number} per {label(value.per)}{note}"


def pixels(resolutions: tuple[str, ...]) -> str:
    """Resolutions with a multiplication sign: "336 × 336"."""
    return ", ".join(r.replace("x", " × ") for r in resolutions)


def _details(page: Page, answer: ModelAnswer, place: Role, use: Use) -> Iterator[str]:
    """What an entry says of a use beside component and modalities."""
    if isinstance(use, SingleUse) and use.variant is not None:
        yield f"variant {text(use.variant)}"
    if isinstance(use, BackboneUse):
        if use.variants:
            yield f"variants {', '.join(map(text, use.variants))}"
        if use.experts is not None:
            yield f"{use.experts} experts in a layer"
    if isinstance(use, EncoderUse | GeneratorUse) and use.resolution:
        yield f"{pixels(use.resolution)} pixels" if use.resolution != ("native",) else "native resolution"
    if isinstance(use, EncoderUse):
        yield from _encoder_details(use)
    if isinstance(use, ProjectorUse):
        if use.takes:
            side = "from" if place is Role.INPUT_PROJECTOR else "to"
            yield f"{side} {', '.join(page.link(answer.named('component', part)) for part in use.takes)}"
        if use.parameters is not None:
            yield f"{count(use.parameters)} parameters"
    if isinstance(use, EncoderUse | ProjectorUse | GeneratorUse) and use.tokens is not None:
        yield tokens(use.tokens)
    if use.model_variants:
        names = {variant.id: variant.name for variant in answer.record.variants}
        yield f"only in {', '.join(text(names.get(v, v)) for v in use.model_variants)}"
    if use.note is not None:
        yield capital(text(use.note))


def _encoder_details(use: EncoderUse) -> Iterator[str]:
    if use.tiling is not None:
        yield f"tiling: {text(use.tiling)}"
    if use.frames is not None:
        yield f"{use.frames} frames"
    if use.sampling is not None:
        yield text(use.sampling)
    if use.layer is not None:
        yield text(use.layer)
