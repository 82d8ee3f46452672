"""Where the scores of a model stand: the rank of its best in each group of scores that can be compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mmkb.query.answers import Named, ScoreAnswer
from mmkb.query.leaderboards import Leaderboard, ScoreGroup, leaderboard
from mmkb.store import Store


@dataclass(frozen=True, slots=True)
class Standing:
    """The best score of a model in a group of scores that can be compared.

    Attributes:
        benchmark: The benchmark.
        rank: The rank of the score; equal scores have the same rank.
        of: Number of scores in the group.
        models: Number of models in the group.
        group: Number of the group among those of the benchmark that hold more than one score, from 1.
        measured: Who measured: ``by its makers`` (each model by its own), ``by others`` or ``by someone not stated``.
        score: The score.
    """

    benchmark: Named
    rank: int
    of: int
    models: int
    group: int
    measured: str
    score: ScoreAnswer


def standings(boards: Iterable[Leaderboard]) -> Mapping[str, tuple[Standing, ...]]:
    """Where all models stand.

    Args:
        boards: The leaderboards of all benchmarks.

    Returns:
        By id of the model, in the order of the benchmarks' names; models that stand alone everywhere are left out.
    """
    found: dict[str, list[Standing]] = defaultdict(list)
    for board in sorted(boards, key=lambda board: (board.benchmark.name.lower(), board.benchmark.id)):
        for number, group in enumerate(board.ranked, 1):
            for standing in _of_group(board.benchmark, number, group):
                found[standing.score.model.id].append(standing)
    return {model: tuple(its) for model, its in found.items()}


def _of_group(benchmark: Named, number: int, group: ScoreGroup) -> Iterable[Standing]:
    """The best score of every model of a group; none where there is one model only."""
    best: dict[str, tuple[int, ScoreAnswer]] = {}
    for rank, score in group.scores:
        best.setdefault(score.model.id, (rank, score))
    if len(best) > 1:
        for rank, score in best.values():
            yield Standing(benchmark, rank, len(group.scores), len(best), number, group.measured, score)


def standings_of(store: Store, model: str) -> tuple[Standing, ...]:
    """Where one model stands; only the benchmarks that it was scored on are read."""
    rows = store.rows(
        "SELECT DISTINCT b.id, b.name FROM score AS s JOIN benchmark AS b ON b.id = s.benchmark_id WHERE s.model_id = ?",
        (model,),
    )
    boards = (leaderboard(store, Named("benchmark", *row)) for row in rows)
    return standings(boards).get(model, ())
