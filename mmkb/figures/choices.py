"""What models choose for each of the five components, counted over the whole catalogue."""

from __future__ import annotations

from typing import Final, NamedTuple

from mmkb.query import Questions
from mmkb.query.answers import Named
from mmkb.vocab import Fusion, Modality, Role, StageKind

PARTS: Final = (Role.ENCODER, Role.INPUT_PROJECTOR, Role.BACKBONE, Role.OUTPUT_PROJECTOR, Role.GENERATOR)
"""The five components, in order of the data's way."""

STAGES: Final = (StageKind.PRE_TRAINING, StageKind.INSTRUCTION_TUNING)
"""The stages of training that are counted."""

_BY_MODALITY: Final = (Role.ENCODER, Role.GENERATOR)


class Choice(NamedTuple):
    """A component and the number of models that chose it."""

    component: Named
    models: int


class Part(NamedTuple):
    """One of the five components.

    Attributes:
        role: Its role.
        models: Number of models that have one.
        components: Number of different components chosen.
        groups: What was chosen, most models first, by modality where that parts them: the modality (empty for all), the
            number of models, the choices.
        tuning: By kind of stage: the numbers of models that train all of it, train some of it (partly or by PEFT), and
            keep it frozen.
    """

    role: Role
    models: int
    components: int
    groups: tuple[tuple[str, int, tuple[Choice, ...]], ...]
    tuning: tuple[tuple[StageKind, tuple[int, int, int]], ...]


class Choices(NamedTuple):
    """All choices.

    Attributes:
        models: Number of models.
        parts: The five components.
        experts: Models that tool-using systems call.
        tools: Number of models that call others as tools.
        given: Input modalities with their numbers of models, most first.
        taken: Output modalities, likewise.
        fusion: Ways in which media meet the language model, likewise.
    """

    models: int
    parts: tuple[Part, ...]
    experts: tuple[Choice, ...]
    tools: int
    given: tuple[tuple[str, int], ...]
    taken: tuple[tuple[str, int], ...]
    fusion: tuple[tuple[str, int], ...]


_USES: Final = """
    SELECT u.role, coalesce(m.modality, ''), u.component_id, u.model_id FROM component_use u
    LEFT JOIN component_use_modality m USING (model_id, role, position)
"""
_TUNING: Final = """
    SELECT s.kind, p.role, p.model_id, max(p.tuning = 'trained'), max(p.tuning IN ('peft', 'partial')), max(p.tuning = 'frozen')
    FROM stage_part p JOIN stage s ON s.model_id = p.model_id AND s.position = p.stage
    WHERE p.tuning IS NOT NULL GROUP BY 1, 2, 3
"""


def _ranked(users: dict[str, set[str]], names: dict[str, str]) -> tuple[Choice, ...]:
    """Components, those with most models first."""
    ordered = sorted(users, key=lambda component: (-len(users[component]), names[component].casefold()))
    return tuple(Choice(Named("component", c, names[c]), len(users[c])) for c in ordered)


def _counted(kb: Questions, table: str, column: str, where: str = "1") -> tuple[tuple[str, int], ...]:
    sql = f"SELECT {column}, count(DISTINCT model_id) FROM {table} WHERE {where} GROUP BY 1 ORDER BY 2 DESC, 1"
    return tuple((str(word), int(number)) for word, number in kb.store.rows(sql))


def _tuned(kb: Questions) -> dict[tuple[str, str], tuple[int, int, int]]:
    """By kind of stage and role: models that train the part, train some of it, keep it frozen; each model once.

    A model that trains one encoder and keeps another counts as one that trains some of its encoders.
    """
    counts: dict[tuple[str, str], list[int]] = {}
    for kind, role, _, trained, some, frozen in kb.store.rows(_TUNING):
        place = 1 if some or (trained and frozen) else 0 if trained else 2
        counts.setdefault((kind, role), [0, 0, 0])[place] += 1
    return {key: (a, b, c) for key, (a, b, c) in counts.items()}


def choices(kb: Questions) -> Choices:
    """Count what models choose.

    Args:
        kb: The knowledge base.
    """
    names = {component.id: component.name for component in kb.components()}
    uses: dict[str, dict[str, dict[str, set[str]]]] = {}
    for role, modality, component, model in kb.store.rows(_USES):
        for key in {"", modality}:
            uses.setdefault(role, {}).setdefault(key, {}).setdefault(component, set()).add(model)
    tuned = _tuned(kb)
    parts = []
    for role in PARTS:
        found = uses.get(role, {})
        everything = found.get("", {})
        groups = []
        for modality in [str(m) for m in Modality if m in found] if role in _BY_MODALITY else [""]:
            users = found.get(modality, {})
            groups.append((modality, len(set().union(*users.values())), _ranked(users, names)))
        groups.sort(key=lambda group: -group[1])
        stages = tuple((kind, tuned.get((kind, role), (0, 0, 0))) for kind in STAGES)
        parts.append(Part(role, len(set().union(*everything.values())), len(everything), tuple(groups), stages))
    fusion = _counted(kb, "model_fusion", "fusion")
    return Choices(
        models=len(kb.models()),
        parts=tuple(parts),
        experts=_ranked(uses.get(Role.EXPERT, {}).get("", {}), names),
        tools=dict(fusion).get(Fusion.TOOLS, 0),
        given=_counted(kb, "model_modality", "modality", "direction = 'input'"),
        taken=_counted(kb, "model_modality", "modality", "direction = 'output'"),
        fusion=fusion,
    )
