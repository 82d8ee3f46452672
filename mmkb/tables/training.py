"""Tables of training: stages, what they train, freeze and read."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.schema import ForeignKeyConstraint

from mmkb.records.component import DatasetUse
from mmkb.records.training import Compute, Stage, StagePart
from mmkb.tables.base import Row, column, described, optional, points


def _of_stage() -> ForeignKeyConstraint:
    return points("model_id stage", "stage", "model_id position")


class StageRow(Row, table=True):
    """Stages of training, in order."""

    model_id: str = column("The model.", key=True, to="model.id")
    position: int = column("Place in the order of training, from 0.", key=True)
    name: str = column(described(Stage, "name"))
    kind: str | None = optional(described(Stage, "kind"), index=True)
    scale: int | None = optional(described(Stage, "scale"), big=True)
    scale_printed: str | None = optional("The scale as the source prints it.")
    scale_unit: str | None = optional(described(Stage, "scale_unit"))
    epochs: str | None = optional(described(Stage, "epochs"))
    steps: int | None = optional(described(Stage, "steps"), big=True)
    steps_printed: str | None = optional("The steps as the source prints them.")
    batch_size: int | None = optional(described(Stage, "batch_size"), big=True)
    learning_rate: str | None = optional(described(Stage, "learning_rate"))
    hardware: str | None = optional(described(Compute, "hardware"))
    duration: str | None = optional(described(Compute, "duration"))
    objective: str | None = optional(described(Stage, "objective"))
    note: str | None = optional(described(Stage, "note"))


class StagePartRow(Row, table=True):
    """What happens to each part of a model in a stage."""

    beside = (_of_stage(), Index(None, "role", "tuning"))

    model_id: str = column("The model.", key=True, to="model.id")
    stage: int = column("Position of the stage.", key=True)
    position: int = column("Place in the stage, from 0.", key=True)
    role: str = column(described(StagePart, "role"))
    component_id: str = column(described(StagePart, "component"), to="component.id", index=True)
    tuning: str | None = optional("trained, partial, peft or frozen; empty where not known.")
    tuning_state: str = column("known, not-disclosed or not-applicable.")
    method: str | None = optional(described(StagePart, "method"))
    note: str | None = optional(described(StagePart, "note"))


class StagePartModalityRow(Row, table=True):
    """Which of several uses of one component a part of a stage is, by modality."""

    beside = (points("model_id stage position", "stage_part", "model_id stage position"),)

    model_id: str = column("The model.", key=True)
    stage: int = column("Position of the stage.", key=True)
    position: int = column("Position of the part.", key=True)
    place: int = column("Place among the modalities, from 0.", key=True)
    modality: str = column("The modality.")


class StageDatasetRow(Row, table=True):
    """What a stage was trained on."""

    beside = (_of_stage(),)

    model_id: str = column("The model.", key=True, to="model.id")
    stage: int = column("Position of the stage.", key=True)
    position: int = column("Place in the stage, from 0.", key=True)
    dataset_id: str = column(described(DatasetUse, "dataset"), to="dataset.id", index=True)
    amount: int | None = optional("How much of it was used.", big=True)
    amount_printed: str | None = optional(described(DatasetUse, "amount"))
    unit: str | None = optional(described(DatasetUse, "unit"))
    note: str | None = optional(described(DatasetUse, "note"))


class StageResolutionRow(Row, table=True):
    """Image resolutions of a stage."""

    beside = (_of_stage(),)

    model_id: str = column("The model.", key=True)
    stage: int = column("Position of the stage.", key=True)
    position: int = column("Place in the stage, from 0.", key=True)
    resolution: str = column("Width by height in pixels, or native.")
    width: int | None = optional("Width in pixels; empty for native.")
    height: int | None = optional("Height in pixels; empty for native.")


class StageModelVariantRow(Row, table=True):
    """Variants of the model that went through a stage; a stage without rows here holds for all of them."""

    beside = (_of_stage(), points("model_id variant", "model_variant", "model_id id"))

    model_id: str = column("The model.", key=True)
    stage: int = column("Position of the stage.", key=True)
    position: int = column("Place among the variants, from 0.", key=True)
    variant: str = column("The variant of the model.")
