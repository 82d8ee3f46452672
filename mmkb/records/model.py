"""AI models: multimodal large language models taken apart."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from mmkb.records.architecture import Architecture, Modalities, architecture_faults, uses
from mmkb.records.availability import Artefact
from mmkb.records.base import (
    Cited,
    ComponentId,
    ComponentVariantId,
    Count,
    Entry,
    FactPath,
    Gap,
    Line,
    Link,
    ModelId,
    OrganisationId,
    OrGap,
    PartialDate,
    Prose,
    Record,
    Slug,
    SourceId,
)
from mmkb.records.component import active_over_total
from mmkb.records.repetition import SELF_REFERENCE, twice
from mmkb.records.sourcing import unsourced
from mmkb.records.survey import Correction, Reading, correction_faults
from mmkb.records.training import Training, training_faults
from mmkb.records.verification import Verification
from mmkb.rules import Fault, Path, rule
from mmkb.vocab import MEDIA, WRITTEN_AS_TEXT, Access, Design, Function, Modality, Relation, ReleaseEvent, State

GENERATOR_WITHOUT_OUTPUT = rule(
    "generator-without-output",
    "A model has generators and output projectors only for media that it gives out: a model that gives only text has none.",
    "Write generators: not-applicable (and output_projectors), or add what the model makes to modalities.output.",
)
OUTPUT_WITHOUT_GENERATOR = rule(
    "output-without-generator",
    "An end-to-end model that gives out media has something that makes them: a generator, a decoder or a detokeniser.",
    "Add what makes them to architecture.generators, write not-disclosed, or mend modalities.output.",
)
MODALITY_NOT_IN_MODEL = rule(
    "use-of-other-modality",
    "An encoder serves modalities that the model takes, a generator those that it gives.",
    "Mend the modalities of the use, or those of the model.",
)
UNKNOWN_VARIANT = rule(
    "unknown-model-variant",
    "Where a use or stage names variants of the model, the model has them.",
    "Name a variant that stands under variants, or add it there.",
)
VARIANT_BACKBONE = rule(
    "variant-backbone-not-in-model",
    "The language model of a variant is one of the architecture's backbones.",
    "Add it to architecture.backbones, with model_variants if only some variants have it, and to the training stages.",
)
LINEAGE_TARGET = rule(
    "lineage-target",
    "A lineage line names exactly one of model, component and work.",
    "Keep one: model for a model of the catalogue, component for a part, work for the source of a work without an entry.",
)
FOLLOWS_NO_READING = rule(
    "follows-no-reading",
    "Where sources disagree, the entry follows one of the sources whose reading it gives.",
    "Let follows name a source of one of the readings.",
)
ABOUT_NOTHING = rule(
    "disagreement-about-nothing",
    "What sources disagree about is a fact that the entry has, or results for the model's scores.",
    "Write the path of a block or value of this entry, such as architecture.encoders or training.stages.0.parts.",
)
OPEN_WITHOUT_WEIGHTS = rule(
    "access-against-weights",
    "A model with open weights says where they are; a closed one or one behind a service has none to link.",
    "Add weights with their address, or mend access.",
)


class Release(Cited):
    """First public day of the model."""

    date: PartialDate = Field(description="First public day of paper or weights, whichever came first.")
    event: ReleaseEvent = Field(description="What became public that day.")


class Affiliations(Cited):
    """Who made the model."""

    members: tuple[OrganisationId, ...] = Field(min_length=1, description="Organisations, in the order of the paper.")


class Availability(Cited):
    """How the model can be had."""

    access: OrGap[Access] | None = Field(default=None, description="Open weights, API only, or closed.")
    code: OrGap[Artefact] | None = Field(default=None, description="Official code and its licence.")
    weights: OrGap[Artefact] | None = Field(default=None, description="Official weights and their licence.")
    project: Link | None = Field(default=None, description="Project page.")
    demo: Link | None = Field(default=None, description="Demo of the makers.")


class VariantBackbone(Record):
    """The language model of a variant."""

    component: ComponentId = Field(description="The language model.")
    variant: ComponentVariantId | None = Field(default=None, description="Its size or version.")


class ModelVariant(Cited):
    """A size or version of the model within one release."""

    id: Slug = Field(description="Id of the variant, unique in the model.", examples=["7b", "13b"])
    name: Line = Field(description="Its name.")
    backbone: OrGap[VariantBackbone] | None = Field(default=None, description="Its language model.")
    parameters: OrGap[Count] | None = Field(default=None, description="Parameters of the whole model, as stated.")
    active_parameters: Count | None = Field(default=None, description="Parameters active for a token (mixture of experts).")
    weights: OrGap[Artefact] | None = Field(default=None, description="Its released weights.")
    released: PartialDate | None = Field(default=None, description="First public day, where it differs from the model's.")
    note: Line | None = Field(default=None, description="What sets it apart.")


class LineageEdge(Cited):
    """How the model stands to an earlier one."""

    relation: Relation = Field(description="How.")
    model: ModelId | None = Field(default=None, description="A model of the catalogue.")
    component: ComponentId | None = Field(default=None, description="A component that is not part of this model.")
    work: SourceId | None = Field(default=None, description="The source of a work that has no entry.")
    model_variants: tuple[Slug, ...] = Field(
        default=(), description="Variants of the model for which it holds; none named: all."
    )
    note: Line | None = Field(default=None, description="What is taken over.")


class SourceReading(Cited):
    """What one of several disagreeing sources says."""

    says: Line = Field(description="Its reading.")


class Disagreement(Record):
    """A fact on which primary sources differ."""

    about: FactPath = Field(
        description="The fact, as a path in the entry, list positions from 0; results for scores of the model.",
        examples=["architecture.encoders", "training.stages.1.datasets"],
    )
    detail: Line | None = Field(default=None, description="Which part of that fact, where it is a part only.")
    readings: tuple[SourceReading, ...] = Field(min_length=2, description="What each source says.")
    follows: SourceId = Field(description="The source that the entry follows.")
    reason: Line = Field(description="Why.")


class Model(Entry):
    """A multimodal large language model, or a system around one."""

    release: OrGap[Release] | None = Field(default=None, description="When it became public.")
    organisations: OrGap[Affiliations] | None = Field(default=None, description="Who made it.")
    paper: OrGap[SourceId] | None = Field(default=None, description="Its paper or report.")
    availability: Availability | None = Field(default=None, description="How it can be had.")
    modalities: Modalities = Field(description="What it takes in and gives out.")
    architecture: Architecture = Field(description="What it is built of.")
    variants: tuple[ModelVariant, ...] = Field(default=(), description="Sizes and versions of one release.")
    training: OrGap[Training] | None = Field(default=None, description="How it was trained.")
    lineage: OrGap[tuple[LineageEdge, ...]] | None = Field(default=None, description="What it was built on.")
    readings: tuple[Reading, ...] = Field(default=(), description="What surveys print about it, word for word.")
    corrections: tuple[Correction, ...] = Field(default=(), description="Where primary sources differ from surveys.")
    disagreements: tuple[Disagreement, ...] = Field(default=(), description="Where primary sources differ from each other.")
    verified: tuple[Verification, ...] = Field(
        default=(), description="Comparisons with the files of released checkpoints, written by mmkb verify --write."
    )
    note: Prose | None = Field(default=None, description="What a reader must know, a doubtful place in the field included.")

    def function(self) -> Function | None:
        """The functional division, by the output modalities; None where they are not known."""
        if isinstance(self.modalities.output, Gap):
            return None
        return Function.GENERATION if MEDIA.intersection(self.modalities.output) else Function.UNDERSTANDING

    def faults(self) -> Iterator[Fault]:
        """Yield what contradicts itself in the model."""
        yield from twice([v.id for v in self.variants], "variants")
        for fault in architecture_faults(self.architecture):
            yield fault._replace(path=("architecture", *fault.path))
        if self.training is not None and not isinstance(self.training, Gap):
            yield from training_faults(self.training, self.architecture)
        yield from correction_faults(self.readings, self.corrections)
        yield from self._modality_faults()
        yield from self._variant_faults()
        yield from self._lineage_faults()
        yield from self._access_faults()
        for i, d in enumerate(self.disagreements):
            if not any(d.follows == c.source for reading in d.readings for c in reading.sources):
                yield FOLLOWS_NO_READING.fault(f"{d.follows!r} is the source of no reading", "disagreements", i, "follows")
            if d.about != "results" and not _has(self, d.about):
                yield ABOUT_NOTHING.fault(f"the entry has nothing at {d.about}", "disagreements", i, "about")
        yield from unsourced(self)

    def _modality_faults(self) -> Iterator[Fault]:
        given, taken = self.modalities.output, self.modalities.input
        if not isinstance(given, Gap) and WRITTEN_AS_TEXT.issuperset(given):
            for slot in ("output_projectors", "generators"):
                if isinstance(getattr(self.architecture, slot), tuple):
                    yield GENERATOR_WITHOUT_OUTPUT.fault(
                        f"{slot.replace('_', ' ')} of a model that gives only {', '.join(given)}", "architecture", slot
                    )
        made = self.architecture.generators
        if self.architecture.design is Design.END_TO_END and isinstance(made, Gap) and made.state is State.NOT_APPLICABLE:
            media = [m for m in given if m in MEDIA - {Modality.RETRIEVED_IMAGE}] if not isinstance(given, Gap) else []
            if media:
                yield OUTPUT_WITHOUT_GENERATOR.fault(
                    f"the model gives {', '.join(media)}, and no generator is applicable", "architecture", "generators"
                )
        for _, slot, i, use in uses(self.architecture):
            known = {"encoders": taken, "generators": given}.get(slot)
            if known is not None and not isinstance(known, Gap):
                for j, modality in enumerate(use.modalities):
                    if modality not in _wider(known):
                        yield MODALITY_NOT_IN_MODEL.fault(
                            f"{modality} is none of the model's {'inputs' if slot == 'encoders' else 'outputs'}",
                            "architecture", slot, i, "modalities", j, hint=f"possible: {', '.join(known)}",
                        )  # fmt: skip

    def _variant_faults(self) -> Iterator[Fault]:
        known = {v.id for v in self.variants}
        named: list[tuple[Path, tuple[str, ...]]] = [
            (("architecture", slot, i), use.model_variants) for _, slot, i, use in uses(self.architecture)
        ]
        if self.training is not None and not isinstance(self.training, Gap) and not isinstance(self.training.stages, Gap):
            named += [(("training", "stages", i), stage.model_variants) for i, stage in enumerate(self.training.stages)]
        if isinstance(self.lineage, tuple):
            named += [(("lineage", i), edge.model_variants) for i, edge in enumerate(self.lineage)]
        for path, variants in named:
            for j, variant in enumerate(variants):
                if variant not in known:
                    possible = f"possible: {', '.join(sorted(known))}" if known else ""
                    yield UNKNOWN_VARIANT.fault(
                        f"the model has no variant {variant!r}", *path, "model_variants", j, hint=possible
                    )  # fmt: skip
        backbones = {c for _, slot, _, use in uses(self.architecture) if slot == "backbones" for c in use.component_ids()}
        for i, v in enumerate(self.variants):
            if isinstance(v.backbone, VariantBackbone) and v.backbone.component not in backbones:
                yield VARIANT_BACKBONE.fault(
                    f"{v.backbone.component!r} is no backbone of the model", "variants", i, "backbone", "component",
                    hint=f"possible: {', '.join(sorted(backbones))}" if backbones else "",
                )  # fmt: skip
            yield from active_over_total(v.parameters, v.active_parameters, "variants", i, "active_parameters")

    def _lineage_faults(self) -> Iterator[Fault]:
        for i, edge in enumerate(self.lineage if isinstance(self.lineage, tuple) else ()):
            if sum(target is not None for target in (edge.model, edge.component, edge.work)) != 1:
                yield LINEAGE_TARGET.fault("not exactly one of model, component and work", "lineage", i)
            if edge.model == self.id:
                yield SELF_REFERENCE.fault("built on itself", "lineage", i, "model")

    def _access_faults(self) -> Iterator[Fault]:
        if self.availability is None:
            return
        linked = isinstance(self.availability.weights, Artefact) or any(
            isinstance(v.weights, Artefact) for v in self.variants
        )  # fmt: skip
        access = self.availability.access
        if access is Access.OPEN_WEIGHTS and not linked:
            yield OPEN_WITHOUT_WEIGHTS.fault("open weights without an address", "availability", "access")
        if access in (Access.API_ONLY, Access.CLOSED) and linked:
            yield OPEN_WITHOUT_WEIGHTS.fault(f"access is {access}, and weights are linked", "availability", "weights")


def _has(record: object, path: str) -> bool:
    """Whether something stands at a dotted path of a record."""
    for step in path.split("."):
        if isinstance(record, tuple):
            record = record[int(step)] if step.isdigit() and int(step) < len(record) else None
        else:
            record = getattr(record, step, None) if isinstance(record, Record) and step in type(record).model_fields else None
    return record is not None and record != ()


def _wider(known: tuple[Modality, ...]) -> frozenset[Modality]:
    """The modalities with those they are kinds of or made of: a model of speech has encoders of audio."""
    wider = set(known)
    if wider & {Modality.SPEECH, Modality.MUSIC}:
        wider.add(Modality.AUDIO)
    if Modality.AUDIO in wider:
        wider |= {Modality.SPEECH, Modality.MUSIC}
    if Modality.VIDEO in wider:
        wider.add(Modality.IMAGE)
    return frozenset(wider)
