"""Answers about single entries: the record and what other entries say of it; nothing else is read."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeVar

from mmkb.query.answers import (
    BenchmarkAnswer,
    CitedFact,
    ComponentAnswer,
    ComponentUseAnswer,
    DatasetAnswer,
    DatasetUseAnswer,
    KnowledgeState,
    LineageAnswer,
    ModelAnswer,
    Named,
    OrganisationAnswer,
    ResultsAnswer,
    SourceAnswer,
    SurveyAnswer,
)
from mmkb.query.errors import NotFoundError
from mmkb.query.naming import unknown
from mmkb.query.scores import correction_answers, score_answers
from mmkb.query.summaries import model_summaries
from mmkb.records import KINDS, Benchmark, Component, Dataset, Entry, Model, Organisation, Results, Source, Survey
from mmkb.records.facts import FACTS, STAGE_FACTS
from mmkb.records.shape import in_order
from mmkb.store import Store

R = TypeVar("R", bound=Entry)


def document(store: Store, kind: str, entry_id: str, record: type[R]) -> R:
    """The record of an entry.

    Raises:
        NotFoundError: If there is no such entry; the hint tells what was probably meant.
    """
    found = store.rows("SELECT document FROM entry WHERE kind = ? AND id = ?", (kind, entry_id))
    if not found:
        raise unknown(store, kind, entry_id)
    own: R = _record(record, found[0][0])
    return own


# Of a record there is one, which all can have, as it is frozen: a source is cited by many entries, and pages, exports and
# tables of surveys ask for the same models.
@lru_cache(maxsize=1 << 13)
def _record(kind: type[R], document: str) -> R:
    return kind.model_validate_json(document)


def _mentions(store: Store, kind: str, entry_id: str) -> dict[tuple[str, str], str]:
    """Names of all entries that an entry mentions."""
    rows = store.rows(
        "SELECT DISTINCT e.kind, e.id, e.name FROM reference AS r JOIN entry AS e ON e.kind = r.target_kind "
        "AND e.id = r.target_id WHERE r.kind = ? AND r.entry_id = ? ORDER BY e.kind, e.id",
        (kind, entry_id),
    )
    return {(k, i): name for k, i, name in rows}


def _common(store: Store, kind: str, entry_id: str, record: type[R]) -> dict[str, Any]:
    """What all answers about one entry have."""
    own = document(store, kind, entry_id, record)
    names = _mentions(store, kind, entry_id)
    documents = store.rows(
        "SELECT id, document FROM entry WHERE kind = 'source' AND id IN (SELECT target_id FROM reference WHERE kind = ? "
        "AND entry_id = ? AND target_kind = 'source') ORDER BY id",
        (kind, entry_id),
    )
    return {"record": own, "names": names, "sources": {i: _record(Source, text) for i, text in documents}}


_LINEAGE = """
SELECT m.id, m.name, l.relation, CASE WHEN l.parent_model_id IS NOT NULL THEN 'model'
 WHEN l.parent_component_id IS NOT NULL THEN 'component' ELSE 'source' END,
 coalesce(l.parent_model_id, l.parent_component_id, l.parent_source_id), coalesce(p.name, c.name, s.name), l.note
FROM lineage AS l JOIN model AS m ON m.id = l.model_id
LEFT JOIN model AS p ON p.id = l.parent_model_id
LEFT JOIN component AS c ON c.id = l.parent_component_id
LEFT JOIN source AS s ON s.id = l.parent_source_id
WHERE {where} ORDER BY m.released IS NULL, m.released, m.id, l.position
"""


def lineage_answers(store: Store, where: str = "1", given: tuple[str, ...] = ()) -> tuple[LineageAnswer, ...]:
    """Lines of lineage, by the child's release date."""
    return tuple(
        LineageAnswer(Named("model", child, cname), relation, Named(kind, parent, pname), note)
        for child, cname, relation, kind, parent, pname, note in store.rows(_LINEAGE.format(where=where), given)
    )


def model_answer(store: Store, entry_id: str) -> ModelAnswer:
    """Everything about one model."""
    common = _common(store, "model", entry_id, Model)
    return ModelAnswer(
        **common,
        summary=model_summaries(store, [entry_id])[0],
        states=_states(store, entry_id),
        lineage=lineage_answers(store, "l.model_id = ?", (entry_id,)),
        descendants=lineage_answers(store, "l.parent_model_id = ?", (entry_id,)),
        scores=score_answers(store, "model_id", entry_id),
    )


_FACTS = {fact: place for place, fact in enumerate((*FACTS, *STAGE_FACTS))}


def _states(store: Store, model: str) -> tuple[KnowledgeState, ...]:
    """The state of every wanted fact of a model; those of stages stage by stage."""
    rows = store.rows("SELECT fact, path, state FROM knowledge WHERE model_id = ?", (model,))

    def place(row: Sequence[str]) -> tuple[int, int]:
        stage = row[1].split(".")[2] if row[0] in STAGE_FACTS else ""
        return (int(stage) + 1 if stage.isdigit() else 0, _FACTS[row[0]])

    return tuple(KnowledgeState(*row) for row in sorted(rows, key=place))


_USES = """
SELECT u.model_id, m.name, m.released, u.role, u.position, u.part, coalesce(u.tokens, u.tokens_at_most), u.tokens_per
FROM component_use AS u JOIN model AS m ON m.id = u.model_id
WHERE u.component_id = ? ORDER BY m.released IS NULL, m.released, m.id, u.role, u.position, u.part
"""


def _of_uses(store: Store, column: str, table: str, component: str) -> dict[tuple[Any, ...], list[str]]:
    """A list that belongs to each use of a component."""
    found: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for *key, value in store.rows(
        f"SELECT x.model_id, x.role, x.position, x.part, x.{column} FROM {table} AS x JOIN component_use AS u "
        "ON u.model_id = x.model_id AND u.role = x.role AND u.position = x.position AND u.part = x.part "
        "WHERE u.component_id = ? ORDER BY x.model_id, x.role, x.position, x.part, x.place",
        (component,),
    ):
        found[tuple(key)].append(value)
    return found


def component_uses(store: Store, component: str, name: str) -> tuple[ComponentUseAnswer, ...]:
    """The uses of a component in models, by release date of the model."""
    beside: dict[str, list[tuple[str, Named]]] = defaultdict(list)
    for model, role, other, other_name in store.rows(
        "SELECT DISTINCT o.model_id, o.role, c.id, c.name FROM component_use AS o JOIN component AS c ON c.id = o.component_id "
        "WHERE o.model_id IN (SELECT model_id FROM component_use WHERE component_id = ?) AND o.component_id <> ? "
        "ORDER BY o.model_id, o.role, c.id",
        (component, component),
    ):
        beside[model].append((role, Named("component", other, other_name)))
    variants = dict(store.rows("SELECT id, name FROM component_variant WHERE component_id = ?", (component,)))
    used = _of_uses(store, "variant", "component_use_variant", component)
    modalities = _of_uses(store, "modality", "component_use_modality", component)
    resolutions = _of_uses(store, "resolution", "component_use_resolution", component)
    return tuple(
        ComponentUseAnswer(
            model=Named("model", model, model_name),
            released=released,
            component=Named("component", component, name),
            role=role,
            modalities=tuple(modalities.get((model, role, position, part), ())),
            variants=tuple(variants.get(v, v) for v in used.get((model, role, position, part), ())),
            resolution=tuple(resolutions.get((model, role, position, part), ())),
            tokens=tokens,
            tokens_per=per,
            beside=tuple(beside.get(model, ())),
        )
        for model, model_name, released, role, position, part, tokens, per in store.rows(_USES, (component,))
    )


def _named(store: Store, kind: str, sql: str, given: tuple[str, ...]) -> tuple[Named, ...]:
    return tuple(Named(kind, i, name) for i, name in store.rows(sql, given))


def component_answer(store: Store, entry_id: str) -> ComponentAnswer:
    """Everything about one component."""
    common = _common(store, "component", entry_id, Component)
    derived = (
        "SELECT c.id, c.name FROM component AS c WHERE c.id IN (SELECT component_id FROM component_parent WHERE parent_id = ? "
        "UNION SELECT component_id FROM component_variant WHERE parent_id = ?) ORDER BY c.id"
    )
    wrote = (
        "SELECT d.id, d.name FROM dataset_writer AS w JOIN dataset AS d ON d.id = w.dataset_id "
        "WHERE w.component_id = ? ORDER BY d.id"
    )
    return ComponentAnswer(
        **common,
        uses=component_uses(store, entry_id, common["record"].name),
        derived=_named(store, "component", derived, (entry_id, entry_id)),
        wrote=_named(store, "dataset", wrote, (entry_id,)),
    )


_DATASET_USES = """
SELECT kind, id, name, stage, sort, amount, unit, note FROM (
SELECT 'model' AS kind, m.id AS id, m.name AS name, s.name AS stage, s.kind AS sort, d.amount_printed AS amount,
 d.unit AS unit, d.note AS note, m.released AS released, d.stage AS place
FROM stage_dataset AS d JOIN model AS m ON m.id = d.model_id
JOIN stage AS s ON s.model_id = d.model_id AND s.position = d.stage WHERE d.dataset_id = ?
UNION ALL
SELECT 'component', c.id, c.name, NULL, NULL, x.amount_printed, x.unit, x.note, c.released, x.position
FROM component_dataset AS x JOIN component AS c ON c.id = x.component_id WHERE x.dataset_id = ?
) AS uses ORDER BY kind DESC, released IS NULL, released, id, place
"""


def dataset_uses(store: Store, entry_id: str) -> tuple[DatasetUseAnswer, ...]:
    """The uses of a dataset in training, models first, by release date."""
    return tuple(
        DatasetUseAnswer(Named(kind, i, name), stage, sort, amount, unit, note)
        for kind, i, name, stage, sort, amount, unit, note in store.rows(_DATASET_USES, (entry_id, entry_id))
    )


def dataset_answer(store: Store, entry_id: str) -> DatasetAnswer:
    """Everything about one dataset."""
    common = _common(store, "dataset", entry_id, Dataset)
    made_into = (
        "SELECT d.id, d.name FROM dataset AS d WHERE d.id IN (SELECT dataset_id FROM dataset_member WHERE member_id = ? "
        "UNION SELECT dataset_id FROM dataset_parent WHERE parent_id = ?) ORDER BY d.id"
    )
    return DatasetAnswer(
        **common,
        uses=dataset_uses(store, entry_id),
        made_into=_named(store, "dataset", made_into, (entry_id, entry_id)),
    )


def benchmark_answer(store: Store, entry_id: str) -> BenchmarkAnswer:
    """Everything about one benchmark."""
    common = _common(store, "benchmark", entry_id, Benchmark)
    return BenchmarkAnswer(**common, scores=score_answers(store, "benchmark_id", entry_id))


def organisation_answer(store: Store, entry_id: str) -> OrganisationAnswer:
    """Everything about one organisation."""
    common = _common(store, "organisation", entry_id, Organisation)
    models = store.rows("SELECT model_id FROM model_organisation WHERE organisation_id = ?", (entry_id,))
    made = (
        "SELECT t.id, t.name FROM {0}_organisation AS m JOIN {0} AS t ON t.id = m.{0}_id "
        "WHERE m.organisation_id = ? ORDER BY t.id"
    )
    parts = "SELECT id, name FROM organisation WHERE parent_id = ? ORDER BY id"
    return OrganisationAnswer(
        **common,
        models=model_summaries(store, [m for (m,) in models]) if models else (),
        components=_named(store, "component", made.format("component"), (entry_id,)),
        datasets=_named(store, "dataset", made.format("dataset"), (entry_id,)),
        parts=_named(store, "organisation", parts, (entry_id,)),
    )


def source_answer(store: Store, entry_id: str) -> SourceAnswer:
    """Everything about one source."""
    common = _common(store, "source", entry_id, Source)
    rows = store.rows(
        "SELECT c.kind, c.entry_id, e.name, c.path, c.locator FROM citation AS c JOIN entry AS e ON e.kind = c.kind "
        "AND e.id = c.entry_id WHERE c.source_id = ? ORDER BY c.kind, c.entry_id, c.path, c.position",
        (entry_id,),
    )
    facts = tuple(CitedFact(Named(kind, i, name), path, locator) for kind, i, name, path, locator in rows)
    return SourceAnswer(**common, facts=facts)


def results_answer(store: Store, entry_id: str) -> ResultsAnswer:
    """One results table with its scores, in the order of the table."""
    common = _common(store, "results", entry_id, Results)
    return ResultsAnswer(**common, scores=score_answers(store, "results_id", entry_id))


def survey_answer(store: Store, entry_id: str) -> SurveyAnswer:
    """Everything about one survey."""
    common = _common(store, "survey", entry_id, Survey)
    rows = store.rows(
        "SELECT p.name, count(DISTINCT r.kind || ' ' || r.entry_id || ' ' || r.position) FROM survey_place AS p "
        "LEFT JOIN reading AS r ON r.survey_id = p.survey_id AND r.place_id = p.id "
        "WHERE p.survey_id = ? GROUP BY p.id ORDER BY p.position",
        (entry_id,),
    )
    return SurveyAnswer(**common, corrections=correction_answers(store, entry_id), readings=dict(rows))


def as_json(store: Store, kind: str, entry_id: str) -> dict[str, Any]:
    """An entry as plain data for JSON.

    Raises:
        NotFoundError: If there is no such entry.
    """
    found = store.rows("SELECT document FROM entry WHERE kind = ? AND id = ?", (kind, entry_id))
    if not found:
        raise NotFoundError(kind, entry_id, [i for (i,) in store.rows("SELECT id FROM entry WHERE kind = ?", (kind,))])
    return {"entry": kind, **in_order(KINDS[kind], json.loads(found[0][0]))}
