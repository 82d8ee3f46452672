"""Rows of a model's architecture."""

from __future__ import annotations

from mmkb.records.architecture import (
    Architecture,
    BackboneUse,
    EncoderUse,
    GeneratorUse,
    ProjectorUse,
    SingleUse,
    Tokens,
    Use,
    uses,
)
from mmkb.store.cells import Cell, Rows, count, listed, pixels, words

_NO_TOKENS: tuple[Cell, ...] = (None, None, None, None)


def _tokens(tokens: Tokens | None) -> tuple[Cell, ...]:
    return _NO_TOKENS if tokens is None else (tokens.count, tokens.at_most, tokens.per.value, tokens.note)


def _particulars(use: Use) -> tuple[Cell, ...]:
    """The cells from ``tokens`` to ``experts``."""
    if isinstance(use, EncoderUse):
        return (*_tokens(use.tokens), use.tiling, use.frames, use.sampling, use.layer, None, None, None)
    if isinstance(use, ProjectorUse):
        return (*_tokens(use.tokens), None, None, None, None, *count(use.parameters), None)
    if isinstance(use, BackboneUse):
        return (*_NO_TOKENS, None, None, None, None, None, None, use.experts)
    if isinstance(use, GeneratorUse):
        return (*_tokens(use.tokens), None, None, None, None, None, None, None)
    return (*_NO_TOKENS, None, None, None, None, None, None, None)


def _variants(use: Use) -> tuple[str, ...]:
    if isinstance(use, BackboneUse):
        return use.variants
    return (use.variant,) if isinstance(use, SingleUse) and use.variant is not None else ()


def add_architecture(rows: Rows, model_id: str, architecture: Architecture) -> None:
    """Add the rows of an architecture.

    Args:
        rows: Rows by table, added to.
        model_id: Id of the model.
        architecture: Its architecture.
    """
    rows["model_fusion"] += words((model_id,), architecture.fusion)
    for role, _, i, use in uses(architecture):
        particulars = _particulars(use)
        for part, component in enumerate(use.component_ids()):
            key = (model_id, role.value, i, part)
            rows["component_use"].append((*key, component, *particulars, use.note))
            rows["component_use_modality"] += words(key, use.modalities)
            rows["component_use_variant"] += [(*key, j, component, variant) for j, variant in enumerate(_variants(use))]
            if use.model_variants:
                rows["component_use_model_variant"] += listed(key, use.model_variants)
            if isinstance(use, (EncoderUse, GeneratorUse)):
                rows["component_use_resolution"] += [(*key, j, *pixels(r)) for j, r in enumerate(use.resolution)]
            elif isinstance(use, ProjectorUse):
                rows["component_use_takes"] += listed(key, use.takes)
