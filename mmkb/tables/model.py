"""Tables of AI models: what they are, who made them, what they take and give, their sizes and descent."""

from __future__ import annotations

from mmkb.records.architecture import Architecture
from mmkb.records.availability import Artefact
from mmkb.records.base import Entry
from mmkb.records.model import Availability, Disagreement, LineageEdge, Model, ModelVariant, Release, SourceReading
from mmkb.records.verification import Verification
from mmkb.tables.base import Row, column, described, optional, points


class ModelRow(Row, table=True):
    """AI models. A column is empty where the fact is not known; see knowledge for the reason."""

    id: str = column(described(Entry, "id"), key=True)
    name: str = column(described(Entry, "name"))
    description: str | None = optional(described(Entry, "description"))
    released: str | None = optional(described(Release, "date") + " Year, year and month, or day.", index=True)
    release_event: str | None = optional(described(Release, "event"))
    paper_id: str | None = optional(described(Model, "paper"), to="source.id", index=True)
    access: str | None = optional(described(Availability, "access"), index=True)
    function: str | None = optional("Understanding or generation, by the output modalities.", index=True)
    design: str | None = optional(described(Architecture, "design"), index=True)
    code_url: str | None = optional("Official code.")
    code_licence: str | None = optional("Licence of the code.")
    weights_url: str | None = optional("Official weights; see model_variant for those of single sizes.")
    weights_licence: str | None = optional("Licence of the weights.", index=True)
    project_url: str | None = optional(described(Availability, "project"))
    demo_url: str | None = optional(described(Availability, "demo"))
    note: str | None = optional(described(Model, "note"))


class ModelOrganisationRow(Row, table=True):
    """Who made a model."""

    model_id: str = column("The model.", key=True, to="model.id")
    position: int = column("Place in the order of the paper, from 0.", key=True)
    organisation_id: str = column("The organisation.", to="organisation.id", index=True)


class ModelModalityRow(Row, table=True):
    """What a model takes in and gives out."""

    model_id: str = column("The model.", key=True, to="model.id")
    direction: str = column("input or output.", key=True)
    position: int = column("Place in the entry, from 0.", key=True)
    modality: str = column("The modality.", index=True)


class ModelFusionRow(Row, table=True):
    """How other modalities meet a model's language model."""

    model_id: str = column("The model.", key=True, to="model.id")
    position: int = column("Place in the entry, from 0.", key=True)
    fusion: str = column(described(Architecture, "fusion"), index=True)


class ModelVariantRow(Row, table=True):
    """Sizes and versions of a model."""

    beside = (points("backbone_id backbone_variant", "component_variant", "component_id id"),)

    model_id: str = column("The model.", key=True, to="model.id")
    id: str = column(described(ModelVariant, "id"), key=True)
    position: int = column("Place in the entry, from 0.")
    name: str = column(described(ModelVariant, "name"))
    backbone_id: str | None = optional(described(ModelVariant, "backbone"), to="component.id", index=True)
    backbone_variant: str | None = optional("Size or version of the language model.")
    parameters: int | None = optional(described(ModelVariant, "parameters"), big=True)
    parameters_printed: str | None = optional("Parameters as the source prints them.")
    active_parameters: int | None = optional(described(ModelVariant, "active_parameters"), big=True)
    active_parameters_printed: str | None = optional("Active parameters as the source prints them.")
    weights_url: str | None = optional(described(ModelVariant, "weights"))
    weights_licence: str | None = optional(described(Artefact, "licence"))
    released: str | None = optional(described(ModelVariant, "released"))
    note: str | None = optional(described(ModelVariant, "note"))


class LineageRow(Row, table=True):
    """How a model stands to earlier ones; exactly one of the three parents is set."""

    model_id: str = column("The later model.", key=True, to="model.id")
    position: int = column("Place in the entry, from 0.", key=True)
    relation: str = column(described(LineageEdge, "relation"), index=True)
    parent_model_id: str | None = optional(described(LineageEdge, "model"), to="model.id", index=True)
    parent_component_id: str | None = optional(described(LineageEdge, "component"), to="component.id", index=True)
    parent_source_id: str | None = optional(described(LineageEdge, "work"), to="source.id", index=True)
    note: str | None = optional(described(LineageEdge, "note"))


class LineageModelVariantRow(Row, table=True):
    """Variants of a model for which a line of its lineage holds, where it does not hold for all."""

    beside = (
        points("model_id lineage", "lineage", "model_id position"),
        points("model_id variant", "model_variant", "model_id id"),
    )

    model_id: str = column("The model.", key=True)
    lineage: int = column("Position of the line.", key=True)
    position: int = column("Place among the variants, from 0.", key=True)
    variant: str = column("The variant of the model.")


class KnowledgeRow(Row, table=True):
    """The state of every fact that is wanted of a model."""

    model_id: str = column("The model.", key=True, to="model.id")
    position: int = column("Place among the facts of the model, from 0.", key=True)
    path: str = column("Where the fact stands, or would stand, joined by dots.")
    fact: str = column("Name of the fact.")
    state: str = column("known, not-disclosed, not-applicable or absent (nobody has looked yet).")


class ModelVerificationRow(Row, table=True):
    """What of a model's entry was compared with the files of a checkpoint, and agreed."""

    model_id: str = column("The model.", key=True, to="model.id")
    position: int = column("Place among the verifications of the model, from 0.", key=True)
    what: str = column(described(Verification, "what"), index=True)
    repository: str = column(described(Verification, "repository"))
    revision: str = column(described(Verification, "revision"))
    date: str = column(described(Verification, "date"))
    by: str = column(described(Verification, "by"))


class DisagreementRow(Row, table=True):
    """Facts of a model on which primary sources differ."""

    model_id: str = column("The model.", key=True, to="model.id")
    position: int = column("Place in the entry, from 0.", key=True)
    about: str = column(described(Disagreement, "about"))
    detail: str | None = optional(described(Disagreement, "detail"))
    follows_id: str = column(described(Disagreement, "follows"), to="source.id", index=True)
    reason: str = column(described(Disagreement, "reason"))


class DisagreementReadingRow(Row, table=True):
    """What each of several disagreeing sources says."""

    beside = (points("model_id disagreement", "disagreement", "model_id position"),)

    model_id: str = column("The model.", key=True)
    disagreement: int = column("Position of the disagreement.", key=True)
    position: int = column("Place in the disagreement, from 0.", key=True)
    says: str = column(described(SourceReading, "says"))
