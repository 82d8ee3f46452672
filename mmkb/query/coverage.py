"""How far the facts wanted of models are known."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Final

from mmkb.records.facts import FACTS, STAGE_FACTS
from mmkb.store import Store

STATES: Final = ("known", "not-disclosed", "not-applicable", "absent")
"""The four states of a fact, in the order in which they are told."""

_SEEN: Final = "('image', 'video', 'depth', 'thermal')"
_DETAILS: Final = {
    ("tuning of parts", "part of a stage"): """
        SELECT model_id, tuning_state FROM stage_part
    """,
    ("amounts of data", "dataset of a stage"): """
        SELECT d.model_id, CASE WHEN d.amount IS NOT NULL THEN 'known' WHEN g.state IS NOT NULL THEN g.state
         WHEN s.scale IS NOT NULL THEN 'known' ELSE 'absent' END
        FROM stage_dataset AS d JOIN stage AS s ON s.model_id = d.model_id AND s.position = d.stage
        LEFT JOIN gap AS g ON g.kind = 'model' AND g.entry_id = d.model_id
         AND g.path = 'training.stages.' || d.stage || '.datasets.' || d.position || '.amount'
    """,
    ("image resolution", "encoder of images"): f"""
        SELECT u.model_id, CASE WHEN EXISTS (SELECT 1 FROM component_use_resolution AS r WHERE r.model_id = u.model_id
         AND r.role = u.role AND r.position = u.position AND r.part = u.part) THEN 'known' ELSE 'absent' END
        FROM component_use AS u WHERE u.role = 'encoder' AND EXISTS (SELECT 1 FROM component_use_modality AS m
         WHERE m.model_id = u.model_id AND m.role = u.role AND m.position = u.position AND m.part = u.part
         AND m.modality IN {_SEEN})
    """,
    ("visual tokens", "model with an encoder of images"): f"""
        SELECT model_id, CASE WHEN max(coalesce(tokens, tokens_at_most)) IS NOT NULL THEN 'known' ELSE 'absent' END FROM (
         SELECT u.model_id, u.tokens, u.tokens_at_most FROM component_use AS u WHERE u.role IN ('encoder', 'input-projector')
         AND EXISTS (SELECT 1 FROM component_use_modality AS m WHERE m.model_id = u.model_id AND m.role = 'encoder'
         AND m.modality IN {_SEEN})) GROUP BY model_id
    """,
    ("parameters", "variant of a model"): """
        SELECT v.model_id, CASE WHEN v.parameters IS NOT NULL THEN 'known' WHEN g.state IS NOT NULL THEN g.state
         ELSE 'absent' END
        FROM model_variant AS v LEFT JOIN gap AS g ON g.kind = 'model' AND g.entry_id = v.model_id
         AND g.path = 'variants.' || v.position || '.parameters'
    """,
}
"""Details wanted where they apply, by name and what they are counted by: the model and the state of each."""


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """How far one fact is known.

    Attributes:
        fact: Name of the fact, such as ``encoders``.
        of: What it is counted by: ``model``, ``stage``, or a part of either.
        wanted: True of the facts that every model or stage must have looked up; False of details wanted where they apply.
        known: How many have a value.
        not_disclosed: Of how many the sources were read and do not say.
        not_applicable: How many have none by design.
        absent: For how many nobody has looked.
    """

    fact: str
    of: str
    wanted: bool
    known: int
    not_disclosed: int
    not_applicable: int
    absent: int

    @property
    def total(self) -> int:
        """How many there are in all."""
        return self.known + self.not_disclosed + self.not_applicable + self.absent


def coverage(store: Store, model: str | None = None) -> tuple[CoverageLine, ...]:
    """How far each fact is known, of all models or of one: wanted facts first, then the details.

    Args:
        store: The database.
        model: Id of the one model that is meant.
    """
    where, given = ("WHERE model_id = ?", (model,)) if model is not None else ("", ())
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for fact, state, number in store.rows(f"SELECT fact, state, count(*) FROM knowledge {where} GROUP BY fact, state", given):
        counted[fact][state] = number
    lines = [_line(fact, "model", True, counted[fact]) for fact in FACTS]
    lines += [_line(fact, "stage", True, counted[fact]) for fact in STAGE_FACTS]
    for (fact, of), sql in _DETAILS.items():
        rows = store.rows(f"SELECT state, count(*) FROM ({_named(sql)}) {where} GROUP BY state", given)
        lines.append(_line(fact, of, False, Counter(dict(rows))))
    return tuple(lines)


def _named(sql: str) -> str:
    """A question for model and state, its columns named."""
    return f"SELECT model_id, state FROM (SELECT NULL AS model_id, NULL AS state WHERE 0 UNION ALL {sql})"


def _line(fact: str, of: str, wanted: bool, states: Counter[str]) -> CoverageLine:
    return CoverageLine(fact, of, wanted, *(states[state] for state in STATES))
