"""Summaries: entries as rows of a table, each list read in a handful of queries however long it is."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from mmkb.garbage import no_collection
from mmkb.query.answers import ComponentSummary, DatasetSummary, EntrySummary, ModelSummary, Named
from mmkb.store import Store
from mmkb.vocab import Modality, Role

_MODALITIES = {str(word): place for place, word in enumerate(Modality)}


def grouped(rows: Iterable[Sequence[Any]]) -> dict[str, list[Any]]:
    """Rows by their first column; the value is the rest, or the second column if there are just two."""
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row[1] if len(row) == 2 else row[1:])
    return found


def _wanted(column: str, ids: Sequence[str] | None) -> tuple[str, tuple[str, ...]]:
    """The condition that a column is one of some ids, and its one parameter; none at all for every id."""
    return ("1", ()) if ids is None else (f"{column} IN (SELECT value FROM json_each(?))", (json.dumps(ids),))


def _bounds(numbers: Iterable[int | None]) -> tuple[int, int] | None:
    stated = [number for number in numbers if number is not None]
    return (min(stated), max(stated)) if stated else None


_MODELS = "SELECT id, name, description, released, function, design, access FROM model AS m WHERE {where}"
_ALIASES = """
SELECT m.entry_id, m.name FROM entry_name AS m WHERE m.kind = 'model' AND m.position > 0 AND {where}
ORDER BY m.entry_id, m.position
"""
_MAKERS = """
SELECT m.model_id, m.organisation_id, o.name FROM model_organisation AS m JOIN organisation AS o ON o.id = m.organisation_id
WHERE {where} ORDER BY m.model_id, m.position
"""
_MODALITIES_OF = "SELECT m.model_id, m.direction, m.modality FROM model_modality AS m WHERE {where}"
_FUSION = "SELECT m.model_id, m.fusion FROM model_fusion AS m WHERE {where} ORDER BY m.model_id, m.position"
_USES = """
SELECT m.model_id, m.role, m.component_id, c.name FROM component_use AS m JOIN component AS c ON c.id = m.component_id
WHERE m.role <> 'expert' AND {where} ORDER BY m.model_id, m.role, m.position, m.part
"""
_STAGES = "SELECT m.model_id, m.kind FROM stage AS m WHERE m.kind IS NOT NULL AND {where} ORDER BY m.model_id, m.position"
_SIZES = """
SELECT m.model_id, min(m.parameters), max(m.parameters) FROM model_variant AS m WHERE m.parameters IS NOT NULL AND {where}
GROUP BY m.model_id
"""

Lists: TypeAlias = dict[str, list[Any]]


def _by_release(row: Sequence[Any]) -> tuple[bool, str, str]:
    return row[3] is None, row[3] or "", row[0]


def _ordered(modalities: Lists) -> dict[str, tuple[str, ...]]:
    """Modalities in the order of the vocabulary; most models share a few lists, which are made once."""
    made: dict[tuple[str, ...], tuple[str, ...]] = {}
    found = {}
    for model, words in modalities.items():
        key = tuple(words)
        if key not in made:
            made[key] = tuple(sorted(key, key=_MODALITIES.__getitem__))
        found[model] = made[key]
    return found


class _Parts:
    """What belongs to models, list by list, for some models or for all; a handful of queries."""

    def __init__(self, store: Store, ids: Sequence[str] | None) -> None:
        self._store = store
        self._ids = ids
        self._named: dict[tuple[str, str], Named] = {}

    def rows(self, sql: str, column: str = "m.model_id") -> list[tuple[Any, ...]]:
        where, given = _wanted(column, self._ids)
        return self._store.rows(sql.format(where=where), given)

    def _name(self, kind: str, entry: str, name: str) -> Named:
        found = self._named.get((kind, entry))
        if found is None:
            found = self._named[kind, entry] = Named(kind, entry, name)
        return found

    def makers(self) -> Lists:
        found: Lists = defaultdict(list)
        for model, entry, name in self.rows(_MAKERS):
            found[model].append(self._name("organisation", entry, name))
        return found

    def modalities(self) -> dict[str, dict[str, tuple[str, ...]]]:
        found: dict[str, Lists] = {"input": defaultdict(list), "output": defaultdict(list)}
        for model, way, modality in self.rows(_MODALITIES_OF):
            found[way][model].append(modality)
        return {way: _ordered(lists) for way, lists in found.items()}

    def uses(self) -> dict[str, Lists]:
        found: dict[str, Lists] = {role: defaultdict(list) for role in _ROLES}
        for model, role, entry, name in self.rows(_USES):
            parts = found[role][model]
            part = self._name("component", entry, name)
            if part not in parts:
                parts.append(part)
        return found


_ROLES = [str(role) for role in Role if role is not Role.EXPERT]


def model_summaries(store: Store, ids: Sequence[str] | None = None) -> tuple[ModelSummary, ...]:
    """Models as rows, in the order of release, then of ids; those without a date come last.

    Args:
        store: The database.
        ids: The models; None for all. Nothing is read of any other.
    """
    parts = _Parts(store, ids)
    with no_collection():
        models = sorted(parts.rows(_MODELS, "m.id"), key=_by_release)
        aliases = grouped(parts.rows(_ALIASES, "m.entry_id"))
        makers = parts.makers()
        modalities = parts.modalities()
        fusion, stages = grouped(parts.rows(_FUSION)), grouped(parts.rows(_STAGES))
        encoders, projectors, backbones, outputs, generators = parts.uses().values()
        sizes = {model: (least, most) for model, least, most in parts.rows(_SIZES)}
        return tuple(
            ModelSummary(
                model,
                name,
                tuple(aliases.get(model, ())),
                description,
                released,
                tuple(makers.get(model, ())),
                function,
                design,
                access,
                modalities["input"].get(model, ()),
                modalities["output"].get(model, ()),
                tuple(fusion.get(model, ())),
                tuple(encoders.get(model, ())),
                tuple(projectors.get(model, ())),
                tuple(backbones.get(model, ())),
                tuple(outputs.get(model, ())),
                tuple(generators.get(model, ())),
                tuple(stages.get(model, ())),
                sizes.get(model),
            )
            for model, name, description, released, function, design, access in models
        )


def component_summaries(store: Store) -> tuple[ComponentSummary, ...]:
    """Components as rows, in the order of ids."""
    kinds = grouped(store.rows("SELECT component_id, kind FROM component_kind ORDER BY component_id, position"))
    modalities = grouped(store.rows("SELECT component_id, modality FROM component_modality ORDER BY component_id, position"))
    sizes = grouped(
        store.rows("SELECT id, parameters FROM component UNION ALL SELECT component_id, parameters FROM component_variant")
    )
    rows = store.rows(
        "SELECT c.id, c.name, c.family, c.released, (SELECT count(DISTINCT model_id) FROM component_use AS u "
        "WHERE u.component_id = c.id) FROM component AS c ORDER BY c.id"
    )
    return tuple(
        ComponentSummary(
            i, name, tuple(kinds.get(i, ())), family, tuple(modalities.get(i, ())), released, models, _bounds(sizes.get(i, ()))
        )
        for i, name, family, released, models in rows
    )


def dataset_summaries(store: Store) -> tuple[DatasetSummary, ...]:
    """Datasets as rows, in the order of ids."""
    purposes = grouped(store.rows("SELECT dataset_id, purpose FROM dataset_purpose ORDER BY dataset_id, position"))
    modalities = grouped(store.rows("SELECT dataset_id, modality FROM dataset_modality ORDER BY dataset_id, position"))
    amounts = grouped(store.rows("SELECT dataset_id, amount_printed, unit FROM dataset_amount ORDER BY dataset_id, position"))
    rows = store.rows(
        "SELECT d.id, d.name, d.released, (SELECT count(DISTINCT model_id) FROM stage_dataset AS s "
        "WHERE s.dataset_id = d.id) FROM dataset AS d ORDER BY d.id"
    )
    return tuple(
        DatasetSummary(
            i, name, tuple(purposes.get(i, ())), tuple(modalities.get(i, ())), tuple(amounts.get(i, ())), released, models
        )
        for i, name, released, models in rows
    )


_DETAIL = {
    "benchmark": ("benchmark", "task", "released"),
    "organisation": ("organisation", "kind", "NULL"),
    "source": ("source", "kind", "released"),
    "survey": ("survey", "NULL", "released"),
    "results": ("results_table", "locator", "NULL"),
}


def entry_summaries(store: Store, kind: str) -> tuple[EntrySummary, ...]:
    """Entries of a kind that has no summary of its own, in the order of ids."""
    table, detail, released = _DETAIL[kind]
    rows = store.rows(
        f"SELECT t.id, t.name, t.description, t.{detail}, t.{released}, "
        "(SELECT count(DISTINCT r.kind || ' ' || r.entry_id) FROM reference AS r "
        f"WHERE r.target_kind = ? AND r.target_id = t.id) FROM {table} AS t ORDER BY t.id".replace("t.NULL", "NULL"),
        (kind,),
    )
    return tuple(EntrySummary(kind, *row) for row in rows)
