"""Questions that go from one entry to others: who uses it, what it comes from, what is not known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from mmkb.query.answers import LineageAnswer, Named
from mmkb.query.entries import lineage_answers
from mmkb.query.errors import NotFoundError
from mmkb.query.rowtypes import DatasetLine, GapAnswer, TimelineAnswer
from mmkb.query.summaries import grouped
from mmkb.store import Store

GAP_STATES: Final = ("absent", "not-disclosed", "not-applicable")


def _walk(store: Store, model: str, *, up: bool) -> Iterator[LineageAnswer]:
    """Lines of lineage that lead away from a model, nearest first; each line once."""
    column = "l.model_id" if up else "l.parent_model_id"
    seen, reached, steps = {model}, [model], 0
    while reached:
        steps += -1 if up else 1
        lines = lineage_answers(store, f"{column} IN (SELECT value FROM json_each(?))", (json.dumps(reached),))
        further: dict[str, None] = {}
        for line in lines:
            yield LineageAnswer(line.child, line.relation, line.parent, line.note, steps)
            end = line.parent if up else line.child
            if end.kind == "model" and end.id not in seen:
                further[end.id] = None
        seen.update(further)
        reached = list(further)


def lineage_of(store: Store, model: str) -> tuple[LineageAnswer, ...]:
    """All lines from a model to what it was built on and to what was built on it, furthest ancestors first."""
    ancestors = sorted(_walk(store, model, up=True), key=lambda line: line.distance or 0)
    return (*ancestors, *_walk(store, model, up=False))


def timeline(store: Store) -> tuple[TimelineAnswer, ...]:
    """The models with a date, in the order of time."""
    makers = grouped(
        store.rows(
            "SELECT m.model_id, o.id, o.name FROM model_organisation AS m JOIN organisation AS o ON o.id = m.organisation_id "
            "ORDER BY m.model_id, m.position"
        )
    )
    parents: dict[str, list[Named]] = {}
    for line in lineage_answers(store):
        parents.setdefault(line.child.id, []).append(line.parent)
    rows = store.rows(
        "SELECT released, id, name, release_event, access FROM model WHERE released IS NOT NULL ORDER BY released, id"
    )
    return tuple(
        TimelineAnswer(
            released=released,
            model=Named("model", model, name),
            event=event,
            organisations=tuple(Named("organisation", *maker) for maker in makers.get(model, ())),
            access=access,
            built_on=tuple(parents.get(model, ())),
        )
        for released, model, name, event, access in rows
    )


def gaps(store: Store, state: str | None, model: str | None) -> tuple[GapAnswer, ...]:
    """What is not known of models, by model and fact.

    Raises:
        NotFoundError: If there is no such state.
    """
    if state is not None and state not in GAP_STATES:
        raise NotFoundError("state of a gap", state, GAP_STATES)
    states = GAP_STATES[:2] if state is None else (state,)
    which, given = ("1", ()) if model is None else ("k.model_id = ?", (model,))
    rows = store.rows(
        "SELECT m.id, m.name, k.fact, k.path, k.state, g.note FROM knowledge AS k JOIN model AS m ON m.id = k.model_id "
        "LEFT JOIN gap AS g ON g.kind = 'model' AND g.entry_id = k.model_id AND g.path = k.path "
        f"WHERE k.state IN (SELECT value FROM json_each(?)) AND {which} ORDER BY m.id, k.position",
        (json.dumps(states), *given),
    )
    return tuple(GapAnswer(Named("model", i, name), fact, path, s, note) for i, name, fact, path, s, note in rows)


_DATASET_LINES: Final = """
SELECT 'model', m.id, m.name, coalesce(s.kind, 'training'), d.id, d.name, s.name, u.amount_printed, u.unit, u.stage, u.position
FROM stage_dataset AS u JOIN stage AS s ON s.model_id = u.model_id AND s.position = u.stage
JOIN model AS m ON m.id = u.model_id JOIN dataset AS d ON d.id = u.dataset_id
UNION ALL
SELECT 'component', c.id, c.name, 'training', d.id, d.name, NULL, u.amount_printed, u.unit, 0, u.position
FROM component_dataset AS u JOIN component AS c ON c.id = u.component_id JOIN dataset AS d ON d.id = u.dataset_id
UNION ALL
SELECT 'dataset', c.id, c.name, 'made-from', d.id, d.name, NULL, NULL, NULL, 0, u.position
FROM dataset_parent AS u JOIN dataset AS c ON c.id = u.dataset_id JOIN dataset AS d ON d.id = u.parent_id
UNION ALL
SELECT 'dataset', c.id, c.name, 'member', d.id, d.name, NULL, NULL, NULL, 1, u.position
FROM dataset_member AS u JOIN dataset AS c ON c.id = u.dataset_id JOIN dataset AS d ON d.id = u.member_id
ORDER BY 1 DESC, 2, 10, 11
"""


def dataset_lines(store: Store) -> tuple[DatasetLine, ...]:
    """What was trained on which dataset, and which dataset was made from which, models first."""
    return tuple(
        DatasetLine(Named(kind, i, name), relation, Named("dataset", d, dname), stage, amount, unit)
        for kind, i, name, relation, d, dname, stage, amount, unit, _, _ in store.rows(_DATASET_LINES)
    )
