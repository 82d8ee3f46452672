"""Summaries: entries as rows of a table, each list read in a handful of queries however long it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from mmkb.query.answers import ComponentSummary, DatasetSummary, EntrySummary, ModelSummary, Named
from mmkb.store import Store
from mmkb.vocab import Modality, Role

_MODALITIES = {str(word): place for place, word in enumerate(Modality)}


def _grouped(rows: Iterable[Sequence[Any]]) -> dict[str, list[Any]]:
    """Rows by their first column; the value is the rest, or the second column if there are just two."""
    found: dict[str, list[Any]] = defaultdict(list)
    for key, *rest in rows:
        found[key].append(rest[0] if len(rest) == 1 else tuple(rest))
    return found


def _wanted(column: str, ids: Sequence[str] | None) -> tuple[str, Sequence[str]]:
    """The condition that a column is one of some ids; none at all for every id."""
    if ids is None:
        return "1", ()
    return f"{column} IN ({', '.join('?' * len(ids))})", ids


def _bounds(numbers: Iterable[int | None]) -> tuple[int, int] | None:
    stated = [number for number in numbers if number is not None]
    return (min(stated), max(stated)) if stated else None


def model_summaries(store: Store, ids: Sequence[str] | None = None) -> tuple[ModelSummary, ...]:
    """Models as rows, in the order of release, then of ids; those without a date come last."""
    where, given = _wanted("id", ids)
    models = store.rows(
        "SELECT id, name, description, released, function, design, access FROM model "
        f"WHERE {where} ORDER BY released IS NULL, released, id",
        given,
    )
    where, given = _wanted("m.model_id", ids)
    aliases = _grouped(
        store.rows(
            "SELECT m.entry_id, m.name FROM entry_name AS m WHERE m.kind = 'model' AND m.position > 0 "
            f"AND {where.replace('model_id', 'entry_id')} ORDER BY m.entry_id, m.position",
            given,
        )
    )
    makers = _grouped(
        store.rows(
            "SELECT m.model_id, o.id, o.name FROM model_organisation AS m JOIN organisation AS o ON o.id = m.organisation_id "
            f"WHERE {where} ORDER BY m.model_id, m.position",
            given,
        )
    )
    modalities = _grouped(store.rows(f"SELECT model_id, direction, modality FROM model_modality AS m WHERE {where}", given))
    fusion = _grouped(
        store.rows(f"SELECT model_id, fusion FROM model_fusion AS m WHERE {where} ORDER BY model_id, position", given)
    )
    uses = _grouped(
        store.rows(
            "SELECT m.model_id, m.role, c.id, c.name FROM component_use AS m JOIN component AS c ON c.id = m.component_id "
            f"WHERE {where} ORDER BY m.model_id, m.role, m.position, m.part",
            given,
        )
    )
    stages = _grouped(
        store.rows(
            f"SELECT model_id, kind FROM stage AS m WHERE {where} AND kind IS NOT NULL ORDER BY model_id, position", given
        )
    )
    sizes = _grouped(store.rows(f"SELECT model_id, parameters FROM model_variant AS m WHERE {where}", given))

    def of_role(model: str, role: Role) -> tuple[Named, ...]:
        return tuple(dict.fromkeys(Named("component", i, name) for r, i, name in uses.get(model, ()) if r == role))

    def of_way(model: str, way: str) -> tuple[str, ...]:
        return tuple(sorted((m for d, m in modalities.get(model, ()) if d == way), key=_MODALITIES.__getitem__))

    return tuple(
        ModelSummary(
            id=model,
            name=name,
            aliases=tuple(aliases.get(model, ())),
            description=description,
            released=released,
            organisations=tuple(Named("organisation", *maker) for maker in makers.get(model, ())),
            function=function,
            design=design,
            access=access,
            input=of_way(model, "input"),
            output=of_way(model, "output"),
            fusion=tuple(fusion.get(model, ())),
            encoders=of_role(model, Role.ENCODER),
            input_projectors=of_role(model, Role.INPUT_PROJECTOR),
            backbones=of_role(model, Role.BACKBONE),
            output_projectors=of_role(model, Role.OUTPUT_PROJECTOR),
            generators=of_role(model, Role.GENERATOR),
            stages=tuple(stages.get(model, ())),
            parameters=_bounds(sizes.get(model, ())),
        )
        for model, name, description, released, function, design, access in models
    )


def component_summaries(store: Store) -> tuple[ComponentSummary, ...]:
    """Components as rows, in the order of ids."""
    kinds = _grouped(store.rows("SELECT component_id, kind FROM component_kind ORDER BY component_id, position"))
    modalities = _grouped(store.rows("SELECT component_id, modality FROM component_modality ORDER BY component_id, position"))
    sizes = _grouped(
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
    purposes = _grouped(store.rows("SELECT dataset_id, purpose FROM dataset_purpose ORDER BY dataset_id, position"))
    modalities = _grouped(store.rows("SELECT dataset_id, modality FROM dataset_modality ORDER BY dataset_id, position"))
    amounts = _grouped(store.rows("SELECT dataset_id, amount_printed, unit FROM dataset_amount ORDER BY dataset_id, position"))
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
