"""Which parts stand together in one model, and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mmkb.query.answers import ModelSummary, Named


@dataclass(frozen=True, slots=True)
class Together:
    """How often families of two kinds of part stand together.

    Attributes:
        rows: Families of the one kind, those of most models first.
        columns: Families of the other kind, likewise.
        models: The models of each pair that there is, oldest first.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    models: Mapping[tuple[str, str], tuple[ModelSummary, ...]]

    def count(self, row: str, column: str) -> int:
        """The number of models of a pair."""
        return len(self.models.get((row, column), ()))


def families_of(parts: Iterable[Named], family: Mapping[str, str]) -> tuple[str, ...]:
    """The families of some components, each once, in their order; a component without one is a family of its own."""
    return tuple(dict.fromkeys(family.get(part.id, part.id) for part in parts))


def together(
    models: Iterable[ModelSummary], one: str, other: str, family: Mapping[str, str]
) -> Together:  # fmt: skip
    """Count in how many models families of two kinds of part stand together.

    A model with parts of several families counts once for each pair of them; one that lacks either kind counts nowhere.

    Args:
        models: The models, oldest first.
        one: Field of a model that holds the parts of the rows, such as ``encoders``.
        other: Field that holds those of the columns.
        family: Family by id of the component.
    """
    pairs: dict[tuple[str, str], list[ModelSummary]] = {}
    of_row: Counter[str] = Counter()
    of_column: Counter[str] = Counter()
    for model in models:
        rows, columns = families_of(getattr(model, one), family), families_of(getattr(model, other), family)
        if rows and columns:
            of_row.update(rows)
            of_column.update(columns)
        for row in rows:
            for column in columns:
                pairs.setdefault((row, column), []).append(model)
    return Together(_most(of_row), _most(of_column), {pair: tuple(found) for pair, found in sorted(pairs.items())})


def _most(counts: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(counts, key=lambda word: (-counts[word], word)))


def by_period(models: Sequence[ModelSummary], periods: Sequence[str], period: Mapping[str, str]) -> tuple[int, ...]:
    """How many of some models fall into each period.

    Args:
        models: The models.
        periods: The periods.
        period: Period by id of the model.
    """
    counts = Counter(period[model.id] for model in models if model.id in period)
    return tuple(counts[word] for word in periods)
