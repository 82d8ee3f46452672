"""What the stages of training do to a part, as marks to be drawn in a row."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from mmkb.records import Model
from mmkb.records.base import Gap
from mmkb.records.training import Stage, StagePart, Training
from mmkb.vocab import Role, State, Tuning


class Mark(StrEnum):
    """What happens to a part in a stage; the value is what the legend prints."""

    TRAINED = "trained"
    PARTIAL = "partly trained"
    PEFT = "PEFT"
    FROZEN = "frozen"
    DIFFERS = "differs by modality"
    NOT_DISCLOSED = "not disclosed"
    NOT_USED = "not used"
    NOT_STATED = "not stated"


_TUNINGS = {
    Tuning.TRAINED: Mark.TRAINED,
    Tuning.PARTIAL: Mark.PARTIAL,
    Tuning.PEFT: Mark.PEFT,
    Tuning.FROZEN: Mark.FROZEN,
}


class Cell(NamedTuple):
    """One cell of a part's strip.

    Attributes:
        number: Number of the stage, from 1.
        mark: What happens.
        words: The same as a sentence, with method and note.
    """

    number: int
    mark: Mark
    words: str


def known_stages(model: Model) -> tuple[Stage, ...]:
    """The stages of training; none where they are not disclosed or nobody has looked."""
    if not isinstance(model.training, Training) or isinstance(model.training.stages, Gap):
        return ()
    return model.training.stages


def why_unstaged(model: Model) -> str:
    """Why no stage of training is known; empty where stages are."""
    if known_stages(model):
        return ""
    stages = model.training.stages if isinstance(model.training, Training) else model.training
    if not isinstance(stages, Gap):
        return "not looked up"
    return "not disclosed" if stages.state is State.NOT_DISCLOSED else "none, nothing is trained"


def _gap_mark(gap: Gap) -> Mark:
    return Mark.NOT_DISCLOSED if gap.state is State.NOT_DISCLOSED else Mark.NOT_USED


def _mark(part: StagePart) -> Mark:
    return _gap_mark(part.tuning) if isinstance(part.tuning, Gap) else _TUNINGS[part.tuning]


def _phrase(part: StagePart) -> str:
    words = f"{_mark(part)}, {part.method}" if part.method else str(_mark(part))
    if part.modalities:
        words += f" for {', '.join(part.modalities)}"
    return f"{words} ({part.note})" if part.note else words


def _cell(number: int, stage: Stage, role: Role, component: str, modalities: frozenset[str]) -> Cell:
    name = f"Stage {number}, {stage.name}"
    if isinstance(stage.parts, Gap):
        mark = _gap_mark(stage.parts)
        return Cell(number, mark, f"{name}: {mark}")
    parts = [
        part
        for part in stage.parts or ()
        if part.role is role
        and part.component == component
        and (not part.modalities or not modalities or modalities.intersection(part.modalities))
    ]
    marks = {_mark(part) for part in parts}
    if not marks:
        return Cell(number, Mark.NOT_STATED, f"{name}: {Mark.NOT_STATED}")
    mark = marks.pop() if len(marks) == 1 else Mark.DIFFERS
    return Cell(number, mark, f"{name}: {'; '.join(_phrase(part) for part in parts)}")


def strip(stages: Sequence[Stage], role: Role, component: str, modalities: frozenset[str]) -> tuple[Cell, ...]:
    """What each stage does to one part.

    Args:
        stages: The stages, in order.
        role: Role of the part.
        component: The component.
        modalities: Modalities of this use of it; stages that speak of other modalities do not count.
    """
    return tuple(_cell(i, stage, role, component, modalities) for i, stage in enumerate(stages, 1))
