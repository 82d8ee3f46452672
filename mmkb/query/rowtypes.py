"""Types of rows that questions across entries are answered with, and which columns of each row readers are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from mmkb.query.answers import (
    ComponentSummary,
    ComponentUseAnswer,
    CorrectionAnswer,
    DatasetSummary,
    DatasetUseAnswer,
    EntrySummary,
    Hit,
    LineageAnswer,
    ModelSummary,
    Named,
    ScoreAnswer,
)
from mmkb.query.similar import SimilarModel
from mmkb.query.standing import Standing


@dataclass(frozen=True, slots=True)
class TimelineAnswer:
    """A model at its place in time.

    Attributes:
        released: First public day (``2023-04-17``, ``2023-04`` or ``2023``).
        model: The model.
        event: What became public that day, a word of :class:`mmkb.vocab.ReleaseEvent`; None where not known.
        organisations: Who made it.
        access: ``open-weights``, ``api-only`` or ``closed``; None where not known.
        built_on: Earlier models, components and works that it was built on.
    """

    released: str
    model: Named
    event: str | None
    organisations: tuple[Named, ...]
    access: str | None
    built_on: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class DatasetLine:
    """How a dataset stands to a model, component or other dataset.

    Attributes:
        child: What was trained on the dataset or made from it.
        relation: Kind of the training stage, ``training`` where that is not known or for a component, ``made-from`` or
            ``member``.
        dataset: The dataset.
        stage: Name of the stage; None where there is none.
        amount: The amount as printed; None where not stated.
        unit: What the amount counts; None where not stated.
    """

    child: Named
    relation: str
    dataset: Named
    stage: str | None
    amount: str | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class GapAnswer:
    """A fact of a model that is not known.

    Attributes:
        model: The model.
        fact: Name of the fact, such as ``weights licence``.
        path: Where it would stand in the entry, joined by dots.
        state: ``absent`` (nobody has looked yet), ``not-disclosed`` or ``not-applicable``.
        note: What was looked for, or why there is none.
    """

    model: Named
    fact: str
    path: str
    state: str
    note: str | None


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A place where facts of an entry are written.

    Attributes:
        path: The block of the entry that is cited, joined by dots; empty: the whole entry.
        source: The source.
        locator: Where in the source.
        url: Where the source is found; None where nothing is known of it.
    """

    path: str
    source: Named
    locator: str
    url: str | None


SHOWN: Final[Mapping[type, tuple[str, ...]]] = {
    ModelSummary: ("released", "id", "input", "output", "encoders", "input_projectors", "backbones", "generators"),
    ComponentSummary: ("id", "name", "kinds", "family", "parameters", "models"),
    DatasetSummary: ("id", "name", "purposes", "modalities", "amounts", "models"),
    EntrySummary: ("kind", "id", "name", "detail", "released", "mentions"),
    ScoreAnswer: ("model", "variant", "benchmark", "metric", "split", "printed", "shots", "flags", "source", "locator"),
    ComponentUseAnswer: ("released", "model", "role", "modalities", "variants", "resolution", "tokens"),
    DatasetUseAnswer: ("user", "stage", "kind", "amount", "unit"),
    LineageAnswer: ("distance", "child", "relation", "parent", "note"),
    CorrectionAnswer: ("entry", "place", "column", "printed", "found", "kind"),
    Hit: ("entry", "description"),
    SimilarModel: ("model", "released", "reason"),
    Standing: ("benchmark", "rank", "of", "models", "measured"),
}
"""The columns that a table for readers shows, by type of row; all of them where a type does not stand here."""

_ABOUT: Final[Mapping[type, str]] = {
    TimelineAnswer: "model",
    DatasetLine: "child",
    GapAnswer: "model",
    ComponentUseAnswer: "model",
    ScoreAnswer: "model",
    DatasetUseAnswer: "user",
    LineageAnswer: "child",
    CorrectionAnswer: "entry",
    Hit: "entry",
    CitedSource: "source",
    SimilarModel: "model",
    Standing: "benchmark",
}
_KIND: Final[Mapping[type, str]] = {ModelSummary: "model", ComponentSummary: "component", DatasetSummary: "dataset"}


def entry_of(row: Any) -> tuple[str, str] | None:
    """Kind and id of the entry that a row is about; None if it is about none."""
    if isinstance(row, Named):
        return row.kind, row.id
    if isinstance(row, EntrySummary):
        return row.kind, row.id
    if type(row) in _KIND:
        return _KIND[type(row)], row.id
    named = getattr(row, _ABOUT[type(row)]) if type(row) in _ABOUT else None
    return (named.kind, named.id) if named is not None else None
