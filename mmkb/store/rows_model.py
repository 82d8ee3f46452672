"""Rows of an AI model."""

from __future__ import annotations

from mmkb.records.facts import fact_states
from mmkb.records.model import Affiliations, Availability, Model, ModelVariant, Release, VariantBackbone
from mmkb.store.cells import Line, Rows, artefact, count, listed, word, words
from mmkb.store.rows_architecture import add_architecture
from mmkb.store.rows_survey import add_readings
from mmkb.store.rows_training import add_training

_UNKNOWN = Availability()


def _model(model: Model) -> Line:
    release = model.release if isinstance(model.release, Release) else None
    date, event = (release.date, release.event.value) if release else (None, None)
    had = model.availability or _UNKNOWN
    return (
        model.id, model.name, model.description, date, event, model.paper if isinstance(model.paper, str) else None,
        word(had.access), word(model.function()), word(model.architecture.design), *artefact(had.code), *artefact(had.weights),
        had.project, had.demo, model.note,
    )  # fmt: skip


def _variant(model_id: str, position: int, variant: ModelVariant) -> Line:
    backbone, size = None, None
    if isinstance(variant.backbone, VariantBackbone):
        backbone, size = variant.backbone.component, variant.backbone.variant
    return (
        model_id, variant.id, position, variant.name, backbone, size, *count(variant.parameters),
        *count(variant.active_parameters), *artefact(variant.weights), variant.released, variant.note,
    )  # fmt: skip


def _add_disagreements(rows: Rows, model: Model) -> None:
    for i, d in enumerate(model.disagreements):
        rows["disagreement"].append((model.id, i, d.about, d.detail, d.follows, d.reason))
        rows["disagreement_reading"] += listed((model.id, i), (reading.says for reading in d.readings))


def _add_verifications(rows: Rows, model: Model) -> None:
    found = [(what, v) for v in model.verified for what in v.what]
    rows["model_verification"] += [
        (model.id, i, what.value, v.repository, v.revision, v.date, v.by) for i, (what, v) in enumerate(found)
    ]


def add_model(rows: Rows, model: Model) -> None:
    """Add the rows that only models have.

    Args:
        rows: Rows by table, added to.
        model: The record.
    """
    key = (model.id,)
    rows["model"].append(_model(model))
    if isinstance(model.organisations, Affiliations):
        rows["model_organisation"] += listed(key, model.organisations.members)
    rows["model_modality"] += words((model.id, "input"), model.modalities.input)
    rows["model_modality"] += words((model.id, "output"), model.modalities.output)
    rows["model_variant"] += [_variant(model.id, i, variant) for i, variant in enumerate(model.variants)]
    add_architecture(rows, model.id, model.architecture)
    add_training(rows, model.id, model.training)
    if isinstance(model.lineage, tuple):
        rows["lineage"] += [
            (*key, i, edge.relation.value, edge.model, edge.component, edge.work, edge.note)
            for i, edge in enumerate(model.lineage)
        ]
        for i, edge in enumerate(model.lineage):
            rows["lineage_model_variant"] += listed((*key, i), edge.model_variants)
    rows["knowledge"] += [
        (*key, i, ".".join(map(str, path)), fact, state) for i, (fact, path, state) in enumerate(fact_states(model))
    ]
    _add_disagreements(rows, model)
    _add_verifications(rows, model)
    add_readings(rows, "model", model.id, "", model.readings, model.corrections)
