"""Rows of a component."""

from __future__ import annotations

from mmkb.records.component import Component, ComponentVariant
from mmkb.store.cells import Cell, Line, Rows, artefact, count, listed, pixels, word, words
from mmkb.store.rows_training import dataset_uses


def _encoder(component: Component) -> tuple[Cell, ...]:
    e = component.encoder
    return (None,) * 6 if e is None else (e.architecture, word(e.features), e.patch, e.width, e.layers, e.codebook)


def _llm(component: Component) -> tuple[Cell, ...]:
    llm = component.llm
    if llm is None:
        return (None,) * 4
    return word(llm.architecture), llm.context_length, llm.experts, llm.instruction_tuned


def _variant(component_id: str, position: int, v: ComponentVariant) -> Line:
    return (
        component_id, v.id, position, v.name, *count(v.parameters), *count(v.active_parameters), v.derived_from,
        *artefact(v.weights), v.note,
    )  # fmt: skip


def add_component(rows: Rows, component: Component) -> None:
    """Add the rows that only components have.

    Args:
        rows: Rows by table, added to.
        component: The record.
    """
    c, key = component, (component.id,)
    rows["component"].append(
        (
            c.id, c.name, c.description, c.family, c.released, c.paper, *count(c.parameters), *count(c.active_parameters),
            *_encoder(c), *_llm(c), *artefact(c.code), *artefact(c.weights), c.note,
        )
    )  # fmt: skip
    rows["component_kind"] += words(key, c.kinds)
    rows["component_modality"] += words(key, c.modalities)
    rows["component_parent"] += listed(key, c.derived_from)
    rows["component_organisation"] += listed(key, c.organisation_ids())
    if c.encoder is not None:
        rows["component_resolution"] += [(*key, i, *pixels(r)) for i, r in enumerate(c.encoder.resolution)]
    for i, variant in enumerate(c.variants):
        rows["component_variant"].append(_variant(c.id, i, variant))
        rows["component_variant_resolution"] += [(c.id, variant.id, j, *pixels(r)) for j, r in enumerate(variant.resolution)]
    rows["component_dataset"] += dataset_uses(key, c.trained_on)
