"""The metadata with which Datasette shows the database: descriptions, labels of what is pointed to, and facets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import yaml

if TYPE_CHECKING:
    from mmkb.store import TableDescription

FACETS: Final[Mapping[str, tuple[str, ...]]] = {
    "model": ("access", "function", "design"),
    "component": ("family",),
    "component_kind": ("kind",),
    "component_use": ("role",),
    "dataset_purpose": ("purpose",),
    "dataset_modality": ("modality",),
    "benchmark": ("task",),
    "organisation": ("kind", "country"),
    "source": ("kind",),
    "entry": ("kind",),
    "gap": ("state", "kind"),
    "knowledge": ("state", "fact"),
    "lineage": ("relation",),
    "model_modality": ("direction", "modality"),
    "model_fusion": ("fusion",),
    "stage": ("kind",),
    "stage_part": ("role", "tuning"),
    "score": ("benchmark_id", "model_id"),
    "score_flag": ("flag",),
    "correction": ("correction_kind", "survey_column"),
    "model_components": ("role", "family"),
    "model_training": ("role", "tuning"),
    "model_scores": ("benchmark", "model"),
    "model_lineage": ("relation",),
    "knowledge_gaps": ("fact", "state"),
}
"""The columns by which people narrow a table down."""


def facets(table: TableDescription) -> list[str]:
    """The facets of a table: those of :data:`FACETS` that it has a column for."""
    columns = {column.name for column in table.columns}
    return [name for name in FACETS.get(table.name, ()) if name in columns]


def datasette_metadata(tables: Sequence[TableDescription], licence: str) -> str:
    """The metadata file.

    Args:
        tables: Descriptions of the tables and views.
        licence: The licence of the data, as SPDX names it.

    Returns:
        YAML, for ``datasette --immutable mmkb.sqlite --metadata datasette-metadata.yaml``.
    """
    pointed = {pointer.table for table in tables for pointer in table.pointers}
    shown: dict[str, Any] = {}
    for table in tables:
        columns = {column.name for column in table.columns}
        one: dict[str, Any] = {"description": str(table.description)}
        if table.kind == "search":
            one["hidden"] = True
        if table.kind == "table" and "name" in columns and ("id" in columns or table.name in pointed):
            one["label_column"] = "name"
        if facets(table):
            one["facets"] = facets(table)
        one["columns"] = {str(column.name): str(column.description) for column in table.columns if column.description}
        shown[str(table.name)] = one
    data = {
        "title": "mmkb",
        "description": "The knowledge base of multimodal large language models, each fact with its source",
        "license": licence,
        "databases": {"mmkb": {"tables": shown}},
    }
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=1000)
