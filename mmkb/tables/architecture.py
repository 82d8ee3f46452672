"""Tables of the uses of components in models."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.schema import ForeignKeyConstraint

from mmkb.records.architecture import BackboneUse, EncoderUse, ProjectorUse, Tokens, Use
from mmkb.tables.base import Row, column, described, optional, points


def _of_use() -> ForeignKeyConstraint:
    return points("model_id role position part", "component_use", "model_id role position part")


class ComponentUseRow(Row, table=True):
    """Components in their places in a model.

    A compound projector has a row for each of its parts; what holds for the whole use (tokens, parameters, modalities,
    note) stands in the rows of all its parts.
    """

    model_id: str = column("The model.", key=True, to="model.id")
    role: str = column("Its role: encoder, input-projector, backbone, output-projector, generator or expert.", key=True)
    position: int = column("Place among the uses in that role, from 0.", key=True)
    part: int = column("Place in a compound projector, from 0 in order of the data's way; else 0.", key=True)
    component_id: str = column("The component.", to="component.id", index=True)
    tokens: int | None = optional(described(Tokens, "count"))
    tokens_at_most: int | None = optional(described(Tokens, "at_most"))
    tokens_per: str | None = optional(described(Tokens, "per"))
    tokens_note: str | None = optional(described(Tokens, "note"))
    tiling: str | None = optional(described(EncoderUse, "tiling"))
    frames: int | None = optional(described(EncoderUse, "frames"))
    sampling: str | None = optional(described(EncoderUse, "sampling"))
    layer: str | None = optional(described(EncoderUse, "layer"))
    parameters: int | None = optional("Of a projector: " + described(ProjectorUse, "parameters"), big=True)
    parameters_printed: str | None = optional("Parameters as the source prints them.")
    experts: int | None = optional("Of a backbone: " + described(BackboneUse, "experts"))
    note: str | None = optional(described(Use, "note"))


class ComponentUseVariantRow(Row, table=True):
    """Variants of the component that the model uses."""

    beside = (_of_use(), points("component_id variant", "component_variant", "component_id id"), Index(None, "component_id"))

    model_id: str = column("The model.", key=True)
    role: str = column("The component's role.", key=True)
    position: int = column("Place among the uses in that role.", key=True)
    part: int = column("Place in a compound projector.", key=True)
    place: int = column("Place among the variants, from 0.", key=True)
    component_id: str = column("The component.")
    variant: str = column("The variant of the component.")


class ComponentUseModalityRow(Row, table=True):
    """Modalities that a component serves in a model."""

    beside = (_of_use(),)

    model_id: str = column("The model.", key=True)
    role: str = column("The component's role.", key=True)
    position: int = column("Place among the uses in that role.", key=True)
    part: int = column("Place in a compound projector.", key=True)
    place: int = column("Place among the modalities, from 0.", key=True)
    modality: str = column("The modality.", index=True)


class ComponentUseResolutionRow(Row, table=True):
    """Resolutions at which a model uses an encoder or generator."""

    beside = (_of_use(),)

    model_id: str = column("The model.", key=True)
    role: str = column("The component's role.", key=True)
    position: int = column("Place among the uses in that role.", key=True)
    part: int = column("Always 0.", key=True)
    place: int = column("Place among the resolutions, from 0.", key=True)
    resolution: str = column("Width by height in pixels, or native.", index=True)
    width: int | None = optional("Width in pixels; empty for native.")
    height: int | None = optional("Height in pixels; empty for native.")


class ComponentUseTakesRow(Row, table=True):
    """What an input projector takes from, or an output projector feeds, where modalities do not tell."""

    beside = (_of_use(),)

    model_id: str = column("The model.", key=True)
    role: str = column("The projector's role.", key=True)
    position: int = column("Place among the uses in that role.", key=True)
    part: int = column("Place in a compound projector.", key=True)
    place: int = column("Place among what it takes from, from 0.", key=True)
    component_id: str = column("The encoder that it takes from, or the generator that it feeds.", to="component.id")


class ComponentUseModelVariantRow(Row, table=True):
    """Variants of the model that have a use; a use without rows here stands in all of them."""

    beside = (_of_use(), points("model_id variant", "model_variant", "model_id id"))

    model_id: str = column("The model.", key=True)
    role: str = column("The component's role.", key=True)
    position: int = column("Place among the uses in that role.", key=True)
    part: int = column("Place in a compound projector.", key=True)
    place: int = column("Place among the variants, from 0.", key=True)
    variant: str = column("The variant of the model.")
