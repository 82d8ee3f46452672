"""Tables of components: encoders, projectors, language models, generators and experts."""

from __future__ import annotations

from mmkb.records.availability import Artefact
from mmkb.records.base import Entry
from mmkb.records.component import Component, ComponentVariant, DatasetUse, EncoderFacts, LlmFacts
from mmkb.tables.base import Row, column, described, optional, points


class ComponentRow(Row, table=True):
    """Components that models are built of."""

    id: str = column(described(Entry, "id"), key=True)
    name: str = column(described(Entry, "name"))
    description: str | None = optional(described(Entry, "description"))
    family: str | None = optional(described(Component, "family"), index=True)
    released: str | None = optional(described(Component, "released"), index=True)
    paper_id: str | None = optional(described(Component, "paper"), to="source.id", index=True)
    parameters: int | None = optional(described(Component, "parameters"), big=True)
    parameters_printed: str | None = optional("Parameters as the source prints them.")
    active_parameters: int | None = optional(described(Component, "active_parameters"), big=True)
    active_parameters_printed: str | None = optional("Active parameters as the source prints them.")
    encoder_architecture: str | None = optional("Of an encoder: " + described(EncoderFacts, "architecture"))
    features: str | None = optional("Of an encoder: " + described(EncoderFacts, "features"))
    patch: int | None = optional("Of an encoder: " + described(EncoderFacts, "patch"))
    width: int | None = optional("Of an encoder: " + described(EncoderFacts, "width"))
    layers: int | None = optional("Of an encoder: " + described(EncoderFacts, "layers"))
    codebook: int | None = optional("Of an encoder: " + described(EncoderFacts, "codebook"))
    llm_architecture: str | None = optional("Of a language model: " + described(LlmFacts, "architecture"))
    context_length: int | None = optional("Of a language model: " + described(LlmFacts, "context_length"))
    experts: int | None = optional("Of a language model: " + described(LlmFacts, "experts"))
    instruction_tuned: bool | None = optional("Of a language model: " + described(LlmFacts, "instruction_tuned"))
    code_url: str | None = optional(described(Component, "code"))
    code_licence: str | None = optional("Licence of the code.")
    weights_url: str | None = optional(described(Component, "weights"))
    weights_licence: str | None = optional("Licence of the weights.")
    note: str | None = optional(described(Component, "note"))


class ComponentKindRow(Row, table=True):
    """What a component is."""

    component_id: str = column("The component.", key=True, to="component.id")
    position: int = column("Place in the entry, from 0.", key=True)
    kind: str = column("encoder, projector, llm, generator or expert.", index=True)


class ComponentModalityRow(Row, table=True):
    """What a component reads or makes."""

    component_id: str = column("The component.", key=True, to="component.id")
    position: int = column("Place in the entry, from 0.", key=True)
    modality: str = column("The modality.", index=True)


class ComponentParentRow(Row, table=True):
    """What a component was trained from, or joins."""

    component_id: str = column("The component.", key=True, to="component.id")
    position: int = column("Place in the entry, from 0.", key=True)
    parent_id: str = column("The component that it was trained from.", to="component.id", index=True)


class ComponentOrganisationRow(Row, table=True):
    """Who made a component."""

    component_id: str = column("The component.", key=True, to="component.id")
    position: int = column("Place in the entry, from 0.", key=True)
    organisation_id: str = column("The organisation.", to="organisation.id", index=True)


class ComponentResolutionRow(Row, table=True):
    """Resolutions that an encoder was trained at."""

    component_id: str = column("The component.", key=True, to="component.id")
    position: int = column("Place in the entry, from 0.", key=True)
    resolution: str = column("Width by height in pixels, or native.")
    width: int | None = optional("Width in pixels; empty for native.")
    height: int | None = optional("Height in pixels; empty for native.")


class ComponentVariantRow(Row, table=True):
    """Sizes and versions of a component."""

    component_id: str = column("The component.", key=True, to="component.id")
    id: str = column(described(ComponentVariant, "id"), key=True)
    position: int = column("Place in the entry, from 0.")
    name: str = column(described(ComponentVariant, "name"))
    parameters: int | None = optional(described(ComponentVariant, "parameters"), big=True)
    parameters_printed: str | None = optional("Parameters as the source prints them.")
    active_parameters: int | None = optional(described(ComponentVariant, "active_parameters"), big=True)
    active_parameters_printed: str | None = optional("Active parameters as the source prints them.")
    parent_id: str | None = optional(described(ComponentVariant, "derived_from"), to="component.id", index=True)
    weights_url: str | None = optional(described(ComponentVariant, "weights"))
    weights_licence: str | None = optional(described(Artefact, "licence"))
    note: str | None = optional(described(ComponentVariant, "note"))


class ComponentVariantResolutionRow(Row, table=True):
    """Resolutions of a variant of a component."""

    beside = (points("component_id variant", "component_variant", "component_id id"),)

    component_id: str = column("The component.", key=True)
    variant: str = column("The variant.", key=True)
    position: int = column("Place in the entry, from 0.", key=True)
    resolution: str = column("Width by height in pixels, or native.")
    width: int | None = optional("Width in pixels; empty for native.")
    height: int | None = optional("Height in pixels; empty for native.")


class ComponentDatasetRow(Row, table=True):
    """What a component itself was trained on."""

    component_id: str = column("The component.", key=True, to="component.id")
    position: int = column("Place in the entry, from 0.", key=True)
    dataset_id: str = column(described(DatasetUse, "dataset"), to="dataset.id", index=True)
    amount: int | None = optional("How much of it was used.", big=True)
    amount_printed: str | None = optional(described(DatasetUse, "amount"))
    unit: str | None = optional(described(DatasetUse, "unit"))
    note: str | None = optional(described(DatasetUse, "note"))
