"""Rows of training."""

from __future__ import annotations

from mmkb.records.base import Gap
from mmkb.records.component import DatasetUse
from mmkb.records.training import Compute, Stage, StagePart, Training
from mmkb.store.cells import Cell, Line, Rows, count, listed, pixels, word, words


def dataset_uses(key: tuple[Cell, ...], uses: tuple[DatasetUse, ...] | Gap | None) -> list[Line]:
    """Rows of the datasets that a training used, after the key of the training."""
    if uses is None or isinstance(uses, Gap):
        return []
    return [(*key, i, use.dataset, *count(use.amount), word(use.unit), use.note) for i, use in enumerate(uses)]


def _stage(key: tuple[str, int], stage: Stage) -> Line:
    compute = stage.compute if isinstance(stage.compute, Compute) else None
    return (
        *key, stage.name, word(stage.kind), *count(stage.scale), word(stage.scale_unit), stage.epochs, *count(stage.steps),
        stage.batch_size, stage.learning_rate, compute.hardware if compute else None, compute.duration if compute else None,
        stage.objective, stage.note,
    )  # fmt: skip


def _add_part(rows: Rows, key: tuple[str, int, int], part: StagePart) -> None:
    state = part.tuning.state.value if isinstance(part.tuning, Gap) else "known"
    rows["stage_part"].append(
        (*key, part.role.value, part.component, word(part.tuning), state, word(part.method), part.note)
    )  # fmt: skip
    rows["stage_part_modality"] += words(key, part.modalities)


def add_training(rows: Rows, model_id: str, training: Training | Gap | None) -> None:
    """Add the rows of a model's training.

    Args:
        rows: Rows by table, added to.
        model_id: Id of the model.
        training: Its training, where it is known.
    """
    if not isinstance(training, Training) or isinstance(training.stages, Gap):
        return
    for i, stage in enumerate(training.stages):
        key = (model_id, i)
        rows["stage"].append(_stage(key, stage))
        if stage.parts is not None and not isinstance(stage.parts, Gap):
            for j, part in enumerate(stage.parts):
                _add_part(rows, (model_id, i, j), part)
        rows["stage_dataset"] += dataset_uses(key, stage.datasets)
        rows["stage_resolution"] += [(*key, j, *pixels(r)) for j, r in enumerate(stage.resolution)]
        rows["stage_model_variant"] += listed(key, stage.model_variants)
