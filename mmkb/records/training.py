"""How a model was trained: stages in order, with what each one trains, freezes and reads."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from mmkb.records.architecture import Architecture, uses
from mmkb.records.base import Cited, ComponentId, Count, Gap, Line, OrGap, PositiveInt, Prose, Resolution, Slug
from mmkb.records.component import DatasetUse
from mmkb.rules import Fault, rule
from mmkb.vocab import AmountUnit, Modality, PeftMethod, Role, StageKind, Tuning

PART_NOT_IN_MODEL = rule(
    "stage-part-not-in-model",
    "Every part that a stage trains or freezes is a component of the model's architecture, in the same role.",
    "Name a component that stands in the architecture, or add it there.",
)
PEFT_WITHOUT_METHOD = rule(
    "peft-without-method",
    "A part tuned by PEFT names the method; a part that is trained or frozen names none.",
    "Add method (lora, adapter, ...), or mend tuning.",
)
PART_TWICE = rule(
    "stage-part-twice",
    "A stage says once what happens to a part; parts of one component told apart by modality count as different.",
    "Remove the second line, or say which modalities each of them serves.",
)
STAGE_TWICE = rule(
    "stage-twice",
    "A training has each stage once: no two stages have one name, unless other variants of the model went through them.",
    "Remove the second one, name it as its makers tell the two apart, or say under model_variants which variants it is of.",
)
UNIT_WITHOUT_AMOUNT = rule(
    "amount-without-unit", "An amount says what it counts.", "Add unit: image-text-pairs, instructions, samples, ..."
)


class StagePart(Cited):
    """One part of the model during one stage."""

    role: Role = Field(description="Role of the part.")
    component: ComponentId = Field(description="The component, as in the architecture.")
    tuning: OrGap[Tuning] = Field(description="Trained, partly trained, tuned by PEFT, or frozen.")
    method: PeftMethod | None = Field(default=None, description="The PEFT method.")
    modalities: tuple[Modality, ...] = Field(default=(), description="Which of several uses of the component is meant.")
    note: Line | None = Field(default=None, description="Which weights, rank or layers.")


class Compute(Cited):
    """What a stage ran on."""

    hardware: Line | None = Field(default=None, description="Hardware.", examples=["8 x A100 (80 GB)"])
    duration: Line | None = Field(default=None, description="How long, as printed.", examples=["10 hours"])


class Stage(Cited):
    """One stage of training."""

    name: Line = Field(description="The stage as its makers call it.")
    kind: OrGap[StageKind] = Field(description="What the stage is for.")
    model_variants: tuple[Slug, ...] = Field(
        default=(), description="Variants of the model that went through it; none named: all."
    )
    parts: OrGap[tuple[StagePart, ...]] | None = Field(default=None, description="What is trained, frozen or tuned by PEFT.")
    datasets: OrGap[tuple[DatasetUse, ...]] | None = Field(default=None, description="Datasets and their amounts.")
    scale: OrGap[Count] | None = Field(default=None, description="Amount of data of the whole stage.")
    scale_unit: AmountUnit | None = Field(default=None, description="What the scale counts.")
    epochs: Line | None = Field(default=None, description="Passes over the data, as printed.", examples=["1", "3"])
    steps: Count | None = Field(default=None, description="Optimiser steps.")
    batch_size: PositiveInt | None = Field(default=None, description="Samples in a batch.")
    learning_rate: Line | None = Field(default=None, description="Peak learning rate, as printed.", examples=["2e-3"])
    resolution: tuple[Resolution, ...] = Field(
        default=(), description="Image resolution of the stage, width by height in pixels."
    )
    compute: OrGap[Compute] | None = Field(default=None, description="Hardware and time.")
    objective: Line | None = Field(
        default=None, description="Training objective.", examples=["next token, loss on answers only"]
    )
    note: Prose | None = Field(default=None, description="What a reader must know.")


class Training(Cited):
    """The stages of training, in order."""

    stages: OrGap[tuple[Stage, ...]] = Field(description="Stages, in order.")
    note: Prose | None = Field(default=None, description="What a reader must know.")


def _part_faults(stage: Stage, at: int, parts: set[tuple[Role, str]]) -> Iterator[Fault]:
    if stage.parts is None or isinstance(stage.parts, Gap):
        return
    seen: set[object] = set()
    for j, part in enumerate(stage.parts):
        where = ("training", "stages", at, "parts", j)
        if (part.role, part.component) not in parts:
            of_role = ", ".join(sorted(component for role, component in parts if role == part.role)) or "none"
            yield PART_NOT_IN_MODEL.fault(
                f"{part.component!r} is no {part.role} of the model", *where, "component", hint=f"possible: {of_role}"
            )
        if (part.tuning is Tuning.PEFT) != (part.method is not None):
            yield PEFT_WITHOUT_METHOD.fault(f"tuning {part.tuning!s} with method {part.method or 'absent'}", *where, "tuning")
        key = (part.role, part.component, part.modalities)
        if key in seen:
            yield PART_TWICE.fault(f"{part.role} {part.component!r} a second time", *where)
        seen.add(key)


def training_faults(training: Training, architecture: Architecture) -> Iterator[Fault]:
    """Yield what contradicts itself, or the architecture, in the training."""
    if isinstance(training.stages, Gap):
        return
    parts = {(role, component) for role, _, _, use in uses(architecture) for component in use.component_ids()}
    names: set[object] = set()
    for i, stage in enumerate(training.stages):
        key = (stage.name.casefold(), frozenset(stage.model_variants))
        if key in names:
            yield STAGE_TWICE.fault(f"a second stage {stage.name!r}", "training", "stages", i, "name")
        names.add(key)
        yield from _part_faults(stage, i, parts)
        if isinstance(stage.scale, Gap) is False and stage.scale is not None and stage.scale_unit is None:
            yield UNIT_WITHOUT_AMOUNT.fault("a scale without unit", "training", "stages", i, "scale")
        if stage.datasets is not None and not isinstance(stage.datasets, Gap):
            for j, use in enumerate(stage.datasets):
                if use.amount is not None and not isinstance(use.amount, Gap) and use.unit is None:
                    yield UNIT_WITHOUT_AMOUNT.fault(
                        "an amount without unit", "training", "stages", i, "datasets", j, "amount"
                    )  # fmt: skip
