"""Components: the encoders, projectors, language models, generators and experts that models are built of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pydantic import Field

from mmkb.records.availability import Artefact
from mmkb.records.base import (
    Cited,
    ComponentId,
    Count,
    DatasetId,
    Entry,
    Line,
    OrganisationId,
    OrGap,
    PartialDate,
    PositiveInt,
    Prose,
    Quantity,
    Resolution,
    Slug,
    SourceId,
)
from mmkb.records.repetition import SELF_REFERENCE, twice
from mmkb.records.sourcing import unsourced
from mmkb.rules import Fault, rule
from mmkb.vocab import AmountUnit, ComponentKind, FeatureKind, LlmArchitecture, Modality

ACTIVE_OVER_TOTAL = rule(
    "active-over-total",
    "The parameters active for a token are at most all parameters.",
    "Look at the source again: one of the two numbers is wrong, or they are exchanged.",
)
FEW_PARAMETERS = rule(
    "parameters-few",
    "A number of parameters is given with its unit: 7B, not 7; fewer than 10,000 parameters has no part of such a model.",
    "Write the number as the source prints it, with its unit: 7B, 304M.",
)
FEWEST: Final = 10_000
FACTS_OF_OTHER_KIND = rule(
    "facts-of-other-kind",
    "A component states facts only of what it is: encoder facts need the kind encoder, llm facts the kind llm.",
    "Add the kind, or remove the block.",
)


def active_over_total(total: object, active: object, *at: str | int) -> Iterator[Fault]:
    """Yield the faults of more active parameters than there are, and of numbers that miss their unit."""
    for count in (total, active):
        if isinstance(count, Quantity) and count.value < FEWEST:
            key = "parameters" if count is total else "active_parameters"
            yield FEW_PARAMETERS.fault(f"{count.printed} parameters", *at[:-1], key)
    total_value, active_value = getattr(total, "value", None), getattr(active, "value", None)
    if total_value is not None and active_value is not None and active_value > total_value:
        yield ACTIVE_OVER_TOTAL.fault(f"{active_value} active of {total_value} parameters", *at)


class DatasetUse(Cited):
    """A dataset as one training used it."""

    dataset: DatasetId = Field(description="The dataset.")
    amount: OrGap[Count] | None = Field(default=None, description="How much of it was used, as printed.")
    unit: AmountUnit | None = Field(default=None, description="What the amount counts.")
    note: Line | None = Field(default=None, description="Split, filter or use, where it matters.")


class ComponentVariant(Cited):
    """A size or version of a component."""

    id: Slug = Field(description="Id of the variant, unique in the component.", examples=["7b", "13b-v1.5"])
    name: Line = Field(description="Its name.")
    parameters: Count | None = Field(default=None, description="Number of parameters.")
    active_parameters: Count | None = Field(default=None, description="Parameters active for a token (mixture of experts).")
    resolution: tuple[Resolution, ...] = Field(default=(), description="Input resolution in pixels, width by height.")
    derived_from: ComponentId | None = Field(default=None, description="The component it was trained from.")
    weights: Artefact | None = Field(default=None, description="Its released weights.")
    note: Line | None = Field(default=None, description="What sets it apart.")


class EncoderFacts(Cited):
    """What is particular to an encoder."""

    architecture: Line | None = Field(default=None, description="Its architecture.", examples=["ViT-L/14", "ResNet (NFNet-F6)"])
    features: FeatureKind | None = Field(default=None, description="Continuous features or discrete tokens.")
    patch: PositiveInt | None = Field(default=None, description="Side of a patch in pixels.")
    resolution: tuple[Resolution, ...] = Field(
        default=(), description="Resolutions it was trained at, width by height in pixels."
    )
    width: PositiveInt | None = Field(default=None, description="Size of a feature vector.")
    layers: PositiveInt | None = Field(default=None, description="Number of layers.")
    codebook: PositiveInt | None = Field(default=None, description="Number of codes, where the output is discrete.")


class LlmFacts(Cited):
    """What is particular to a language model."""

    architecture: LlmArchitecture | None = Field(default=None, description="Decoder only, encoder-decoder or prefix decoder.")
    context_length: PositiveInt | None = Field(default=None, description="Longest input, in tokens.")
    experts: PositiveInt | None = Field(default=None, description="Experts in a layer (mixture of experts).")
    instruction_tuned: bool | None = Field(default=None, description="Whether it was tuned to follow instructions.")


class Component(Entry, Cited):
    """A part that models share: an encoder, projector, language model, generator or expert."""

    kinds: tuple[ComponentKind, ...] = Field(min_length=1, description="What it is.")
    family: Slug | None = Field(
        default=None, description="Family it is counted with.", examples=["clip", "llama", "q-former", "latent-diffusion"]
    )
    modalities: tuple[Modality, ...] = Field(default=(), description="Modalities that it reads or makes.")
    derived_from: tuple[ComponentId, ...] = Field(default=(), description="Components that it was trained from or joins.")
    organisations: OrGap[tuple[OrganisationId, ...]] | None = Field(default=None, description="Who made it.")
    released: PartialDate | None = Field(default=None, description="First public day.")
    paper: SourceId | None = Field(default=None, description="The paper or report that introduces it.")
    parameters: OrGap[Count] | None = Field(default=None, description="Number of parameters, where there is one size.")
    active_parameters: Count | None = Field(default=None, description="Parameters active for a token (mixture of experts).")
    encoder: EncoderFacts | None = Field(default=None, description="What is particular to an encoder.")
    llm: LlmFacts | None = Field(default=None, description="What is particular to a language model.")
    variants: tuple[ComponentVariant, ...] = Field(default=(), description="Sizes and versions.")
    trained_on: OrGap[tuple[DatasetUse, ...]] | None = Field(default=None, description="Its own training data.")
    code: OrGap[Artefact] | None = Field(default=None, description="Official code.")
    weights: OrGap[Artefact] | None = Field(default=None, description="Official weights.")
    note: Prose | None = Field(default=None, description="What a reader must know.")

    def faults(self) -> Iterator[Fault]:
        """Yield what contradicts itself in the component."""
        yield from twice([v.id for v in self.variants], "variants")
        yield from twice(list(self.kinds), "kinds")
        yield from twice(list(self.modalities), "modalities")
        yield from active_over_total(self.parameters, self.active_parameters, "active_parameters")
        for i, variant in enumerate(self.variants):
            yield from active_over_total(variant.parameters, variant.active_parameters, "variants", i, "active_parameters")
            if variant.derived_from == self.id:
                yield SELF_REFERENCE.fault("a variant derived from its own component", "variants", i, "derived_from")
        if self.encoder is not None and ComponentKind.ENCODER not in self.kinds:
            yield FACTS_OF_OTHER_KIND.fault("encoder facts of a component that is no encoder", "encoder")
        if self.llm is not None and ComponentKind.LLM not in self.kinds:
            yield FACTS_OF_OTHER_KIND.fault("llm facts of a component that is no language model", "llm")
        for i, parent in enumerate(self.derived_from):
            if parent == self.id:
                yield SELF_REFERENCE.fault("derived from itself", "derived_from", i)
        yield from unsourced(self)

    def organisation_ids(self) -> tuple[str, ...]:
        """The makers, where they are known."""
        return self.organisations if isinstance(self.organisations, tuple) else ()
