"""The facts that the catalogue wants to know of every model, and the state of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from mmkb.records.availability import Artefact
from mmkb.records.base import Gap, Record
from mmkb.records.model import Model
from mmkb.records.training import Training
from mmkb.rules import Path


class FactState(NamedTuple):
    """The state of one fact of a model.

    Attributes:
        fact: Name of the fact, one of :data:`FACTS` or a path below ``training.stages``.
        path: Where it stands, or would stand.
        state: ``known``, ``not-disclosed``, ``not-applicable`` or ``absent``.
    """

    fact: str
    path: Path
    state: str


FACTS: Final[dict[str, Path]] = {
    "release date": ("release",),
    "organisations": ("organisations",),
    "paper": ("paper",),
    "access": ("availability", "access"),
    "code": ("availability", "code"),
    "code licence": ("availability", "code", "licence"),
    "weights": ("availability", "weights"),
    "weights licence": ("availability", "weights", "licence"),
    "input modalities": ("modalities", "input"),
    "output modalities": ("modalities", "output"),
    "design": ("architecture", "design"),
    "fusion": ("architecture", "fusion"),
    "encoders": ("architecture", "encoders"),
    "input projectors": ("architecture", "input_projectors"),
    "backbones": ("architecture", "backbones"),
    "output projectors": ("architecture", "output_projectors"),
    "generators": ("architecture", "generators"),
    "training stages": ("training", "stages"),
    "lineage": ("lineage",),
}
"""The facts wanted of every model, each with the path at which it stands."""

STAGE_FACTS: Final = {"stage kind": "kind", "stage parts": "parts", "stage datasets": "datasets"}
"""The facts wanted of every stage of training."""


def _state_at(record: Record, path: Path) -> str:
    value: object = record
    for key in path:
        value = getattr(value, str(key), None)
        if isinstance(value, Gap):
            return str(value.state)
        if value is None:
            return "absent"
    return "known"


def fact_states(model: Model) -> Iterator[FactState]:
    """Yield the state of every fact wanted of a model, those of its stages included."""
    for fact, path in FACTS.items():
        yield FactState(fact, path, _weights_state(model) if fact == "weights licence" else _state_at(model, path))
    if isinstance(model.training, Training) and isinstance(model.training.stages, tuple):
        for i, stage in enumerate(model.training.stages):
            for fact, name in STAGE_FACTS.items():
                yield FactState(fact, ("training", "stages", i, name), _state_at(stage, (name,)))


def _weights_state(model: Model) -> str:
    """The state of the weights' licence, which may differ between variants."""
    state = _state_at(model, FACTS["weights licence"])
    if state == "absent" and model.variants:
        states = [_state_at(v.weights, ("licence",)) for v in model.variants if isinstance(v.weights, Artefact)]
        return states[0] if states else state
    return state


def absent_facts(model: Model) -> Iterator[Path]:
    """Yield the places of the wanted facts that nobody has looked for."""
    for fact in fact_states(model):
        if fact.state == "absent":
            yield fact.path
