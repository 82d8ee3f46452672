"""The architecture of a model, taken apart into components in their roles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from mmkb.records.base import (
    Cited,
    ComponentId,
    ComponentVariantId,
    Count,
    Gap,
    Line,
    OrGap,
    PositiveInt,
    Record,
    Resolution,
    Slug,
)
from mmkb.rules import Fault, rule
from mmkb.vocab import Design, Fusion, Modality, Role, TokenScope

RESOLUTION_WITHOUT_ENCODER = rule(
    "resolution-without-encoder",
    "A resolution belongs to a use of an encoder or generator whose modalities include image, video, depth or thermal.",
    "Remove the resolution, or mend the modalities.",
)
TOOLS_WITHOUT_EXPERTS = rule(
    "tools-without-experts",
    "A tool-using system names the expert models that it calls, or says why not.",
    "Add experts (or a gap with its reason), or mend the design.",
)
PROJECTOR_TAKES_UNKNOWN = rule(
    "projector-takes-unknown",
    "An input projector takes from encoders of the same model; an output projector feeds its generators.",
    "Name one of the model's own encoders or generators.",
)

SEEN = frozenset({Modality.IMAGE, Modality.VIDEO, Modality.DEPTH, Modality.THERMAL})
"""Modalities that have a resolution."""


class Tokens(Record):
    """A number of tokens and what it is counted for."""

    count: PositiveInt | None = Field(default=None, description="How many, where the number is fixed.")
    at_most: PositiveInt | None = Field(default=None, description="How many at the most, where it varies.")
    per: TokenScope = Field(description="What it is counted for.")
    note: Line | None = Field(default=None, description="When, where it depends on something.")

    @property
    def number(self) -> str:
        """How many in words: ``1,024 tokens``, ``at most 441 tokens``, or ``tokens`` where the source gives no number."""
        if self.count is not None:
            return f"{self.count:,} tokens"
        return "tokens" if self.at_most is None else f"at most {self.at_most:,} tokens"


class Use(Cited):
    """What all uses of components have in common."""

    modalities: tuple[Modality, ...] = Field(default=(), description="Modalities that it serves.")
    model_variants: tuple[Slug, ...] = Field(
        default=(), description="Variants of the model that have it; none named: all.", examples=[["7b", "13b"]]
    )
    note: Line | None = Field(default=None, description="What a reader must know.")

    def component_ids(self) -> tuple[str, ...]:
        """The components used, in order."""
        raise NotImplementedError


class SingleUse(Use):
    """One component in its place."""

    component: ComponentId = Field(description="The component.")
    variant: ComponentVariantId | None = Field(default=None, description="Variant of the component, where it is known.")

    def component_ids(self) -> tuple[str, ...]:
        """The component."""
        return (self.component,)


class EncoderUse(SingleUse):
    """A modality encoder and how the model uses it."""

    resolution: tuple[Resolution, ...] = Field(default=(), description="Input resolutions, width by height in pixels.")
    tiling: Line | None = Field(
        default=None, description="How larger images are cut into tiles.", examples=["up to 4 tiles of 336x336 and a thumbnail"]
    )
    frames: PositiveInt | None = Field(default=None, description="Frames taken of a video.")
    sampling: Line | None = Field(
        default=None, description="Sampling of audio or other signals.", examples=["16 kHz, 128 mel bins"]
    )
    tokens: Tokens | None = Field(default=None, description="Features that it gives.")
    layer: Line | None = Field(default=None, description="Layer or features that are taken.", examples=["penultimate layer"])


class ProjectorUse(Use):
    """An input or output projector; a compound one lists its parts in order."""

    components: tuple[ComponentId, ...] = Field(min_length=1, description="Its parts, in order of the data's way.")
    takes: tuple[ComponentId, ...] = Field(
        default=(), description="The encoders that it takes from, or generators that it feeds, where modalities do not tell."
    )
    tokens: Tokens | None = Field(default=None, description="Tokens that it gives.")
    parameters: Count | None = Field(default=None, description="Number of its parameters.")

    def component_ids(self) -> tuple[str, ...]:
        """The parts, in order."""
        return self.components


class BackboneUse(Use):
    """A language model that the model is built on."""

    component: ComponentId = Field(description="The language model.")
    variants: tuple[ComponentVariantId, ...] = Field(default=(), description="Sizes or versions of it that are used.")
    experts: PositiveInt | None = Field(default=None, description="Experts in a layer, where the model made it a mixture.")

    def component_ids(self) -> tuple[str, ...]:
        """The component."""
        return (self.component,)


class GeneratorUse(SingleUse):
    """A modality generator and how the model uses it."""

    resolution: tuple[Resolution, ...] = Field(default=(), description="Output resolutions, width by height in pixels.")
    tokens: Tokens | None = Field(default=None, description="Signal tokens or codes that it takes.")


class Modalities(Cited):
    """What the released model was trained to take and to give."""

    input: OrGap[tuple[Modality, ...]] = Field(description="Input modalities.")
    output: OrGap[tuple[Modality, ...]] = Field(description="Output modalities, boxes and masks included.")


class Architecture(Cited):
    """The five components and how they are joined."""

    design: OrGap[Design] = Field(description="End-to-end or tool-using.")
    fusion: OrGap[tuple[Fusion, ...]] | None = Field(default=None, description="How other modalities meet the LLM.")
    encoders: OrGap[tuple[EncoderUse, ...]] | None = Field(default=None, description="Modality encoders.")
    input_projectors: OrGap[tuple[ProjectorUse, ...]] | None = Field(default=None, description="Input projectors.")
    backbones: OrGap[tuple[BackboneUse, ...]] | None = Field(default=None, description="LLM backbones.")
    output_projectors: OrGap[tuple[ProjectorUse, ...]] | None = Field(default=None, description="Output projectors.")
    generators: OrGap[tuple[GeneratorUse, ...]] | None = Field(default=None, description="Modality generators.")
    experts: OrGap[tuple[SingleUse, ...]] | None = Field(
        default=None, description="Other models that are called as tools, beside or instead of the trained parts."
    )
    note: Line | None = Field(default=None, description="What a reader must know.")


SLOTS: dict[
    Literal["encoders", "input_projectors", "backbones", "output_projectors", "generators", "experts"], Role
] = {
    "encoders": Role.ENCODER,
    "input_projectors": Role.INPUT_PROJECTOR,
    "backbones": Role.BACKBONE,
    "output_projectors": Role.OUTPUT_PROJECTOR,
    "generators": Role.GENERATOR,
    "experts": Role.EXPERT,
}  # fmt: skip
"""The fields of an architecture that hold components, and the role of what stands in them."""


def uses(architecture: Architecture) -> Iterator[tuple[Role, str, int, Use]]:
    """Yield every use of a component: role, field, place in the field, use."""
    for slot, role in SLOTS.items():
        value = getattr(architecture, slot)
        if value is not None and not isinstance(value, Gap):
            for i, use in enumerate(value):
                yield role, slot, i, use


def architecture_faults(architecture: Architecture) -> Iterator[Fault]:
    """Yield what contradicts itself in an architecture."""
    components: dict[str, set[str]] = {slot: set() for slot in SLOTS}
    for _, slot, i, use in uses(architecture):
        components[slot].update(use.component_ids())
        resolution = getattr(use, "resolution", ())
        if resolution and use.modalities and not SEEN.intersection(use.modalities):
            yield RESOLUTION_WITHOUT_ENCODER.fault(
                f"a resolution for {', '.join(use.modalities)}", slot, i, "resolution"
            )  # fmt: skip
    for _, slot, i, use in uses(architecture):
        if isinstance(use, ProjectorUse):
            others = "encoders" if slot == "input_projectors" else "generators"
            for j, taken in enumerate(use.takes):
                if taken not in components[others]:
                    yield PROJECTOR_TAKES_UNKNOWN.fault(f"{taken!r} is none of the model's {others}", slot, i, "takes", j)
    if architecture.design is Design.TOOL_USING and architecture.experts is None:
        yield TOOLS_WITHOUT_EXPERTS.fault("a tool-using system without experts", "design")
