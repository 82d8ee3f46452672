"""Scores on a benchmark, ranked only among those that can be compared."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Final, NamedTuple

from mmkb.query import frames
from mmkb.query.answers import Named, ScoreAnswer
from mmkb.query.comparable import Conditions, Guard
from mmkb.query.errors import NotFoundError
from mmkb.query.printing import html_table, plain, text_table
from mmkb.query.scores import score_answers
from mmkb.store import Store
from mmkb.vocab import Direction

COLUMNS: Final = (
    "rank", "model", "variant", "row", "printed", "value", "metric", "unit", "split", "shots", "flags", "measured", "by",
    "source", "locator", "note",
)  # fmt: skip
"""Columns of a leaderboard as a table."""


class RankedScore(NamedTuple):
    """A score and its rank in its group.

    Attributes:
        rank: 1 for the best; equal scores have the same rank.
        score: The score.
    """

    rank: int
    score: ScoreAnswer


@dataclass(frozen=True, slots=True)
class ScoreGroup(Conditions):
    """Scores that can be compared, and the conditions under which all of them were measured.

    Attributes:
        scores: The scores, best first.
    """

    scores: tuple[RankedScore, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Leaderboard:
    """The scores on a benchmark, in groups of those that can be compared.

    Ranks hold within a group only. Scores of another metric or split, with other shots, with other flags (such as training
    images of the benchmark seen in training), or measured by someone else than the models' makers are never ranked against
    each other. Even in a group prompts and settings may differ: look at source, locator and note.

    Attributes:
        benchmark: The benchmark.
        groups: The groups, largest first.

    Example:
        >>> board = kb.leaderboard("gqa")
        >>> all(group.scores[0].rank == 1 for group in board.groups)
        True
    """

    benchmark: Named
    groups: tuple[ScoreGroup, ...]

    @property
    def ranked(self) -> tuple[ScoreGroup, ...]:
        """The groups that hold more than one score; in the others there is nothing to rank.

        Example:
            >>> all(len(group.scores) > 1 for group in kb.leaderboard("gqa").ranked)
            True
        """
        return tuple(group for group in self.groups if len(group.scores) > 1)

    def _lines(self, group: ScoreGroup, flat: bool = True) -> list[tuple[Any, ...]]:
        common = (group.metric, group.unit, group.split, group.shots, group.flags, group.measured, group.by)
        return [
            (rank, s.model, s.variant, s.row, s.printed, s.value, *common, s.source, s.locator, s.note) if flat
            else (rank, s.model, s.variant or s.row, s.printed, s.source, s.locator)
            for rank, s in group.scores
        ]  # fmt: skip

    def to_dicts(self) -> list[dict[str, Any]]:
        """The scores as plain data, group after group, each with all that makes its group.

        Example:
            >>> sorted(kb.leaderboard("gqa").to_dicts()[0])[:4]
            ['benchmark', 'by', 'flags', 'group']
        """
        return [
            {"benchmark": plain(self.benchmark), "group": number, **dict(zip(COLUMNS, map(plain, line), strict=True))}
            for number, group in enumerate(self.groups, 1)
            for line in self._lines(group)
        ]

    def to_frame(self, library: str | None = None) -> Any:
        """The scores as a data frame; the column ``group`` tells which can be compared.

        Args:
            library: ``pandas`` or ``polars``; by default the one that is installed, pandas if both are.

        Raises:
            ImportError: If neither is installed; the message says what to do.
            ValueError: If there is no such library.

        Example:
            >>> frame = kb.leaderboard("gqa").to_frame("pandas")
            >>> int(frame.loc[frame["group"] == 1, "rank"].min())
            1
        """
        rows = [(number, *line) for number, group in enumerate(self.groups, 1) for line in self._lines(group)]
        return frames.frame(("group", *COLUMNS), rows, library)

    def __str__(self) -> str:
        """The groups as text tables, one after the other."""
        parts = [
            f"{self.benchmark.name}: ranks hold within a group only; scores of different groups cannot be compared.",
            *(f"{group.title}\n{text_table(_SHOWN, self._lines(group, False))}" for group in self.groups),
        ]
        return "\n\n".join(parts) if self.groups else f"{self.benchmark.name}: no scores"

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """The groups as tables for a notebook."""
        tables = "".join(html_table(_SHOWN, self._lines(group, False), group.title) for group in self.groups)
        note = "ranks hold within a table only; scores of different tables cannot be compared." if self.groups else "no scores"
        return f"<p><b>{html.escape(self.benchmark.name)}</b>: {note}</p>{tables}"


_SHOWN: Final = ("rank", "model", "variant", "printed", "source", "locator")


def _named(what: str, word: str | None, known: Sequence[Sequence[str]]) -> str | None:
    """The name of a metric or split that is meant by id or name."""
    if word is None:
        return None
    for entry, name in known:
        if word.lower() in (entry.lower(), name.lower()):
            return name
    raise NotFoundError(what, word, [entry for entry, _ in known])


def leaderboard(
    store: Store,
    benchmark: Named,
    metric: str | None = None,
    split: str | None = None,
    known: Sequence[ScoreAnswer] | None = None,
) -> Leaderboard:
    """The scores on a benchmark, in groups of those that can be compared.

    Args:
        store: The database.
        benchmark: The benchmark.
        metric: Only this metric, by id or name.
        split: Only this split, by id or name.
        known: All its scores, where they were read before.

    Raises:
        NotFoundError: If the benchmark has no such metric or split.
    """
    metrics = store.rows("SELECT id, name FROM benchmark_metric WHERE benchmark_id = ? ORDER BY position", (benchmark.id,))
    splits = store.rows("SELECT id, name FROM benchmark_split WHERE benchmark_id = ? ORDER BY position", (benchmark.id,))
    only_metric, only_split = _named("metric", metric, metrics), _named("split", split, splits)
    guard = Guard(store, "benchmark_id", benchmark.id)
    groups: dict[Conditions, list[ScoreAnswer]] = defaultdict(list)
    for score in score_answers(store, "benchmark_id", benchmark.id) if known is None else known:
        if only_metric in (None, score.metric) and only_split in (None, score.split):
            groups[guard.conditions(score)].append(score)
    places = {name: place for place, (_, name) in enumerate(metrics)}
    made = [
        ScoreGroup(**{field.name: getattr(key, field.name) for field in fields(key)}, scores=_ranked(scores, key.direction))
        for key, scores in groups.items()
    ]
    made.sort(key=lambda g: (places[g.metric], -len(g.scores), g.title))
    return Leaderboard(benchmark, tuple(made))


def _ranked(scores: Sequence[ScoreAnswer], direction: str) -> tuple[RankedScore, ...]:
    """The scores of a group, best first."""
    sign = -1 if direction == Direction.HIGHER else 1
    ordered = sorted(scores, key=lambda s: (sign * s.value, s.model.id, s.variant or "", s.row or "", s.table.id))
    ranks: dict[float, int] = {}
    for place, score in enumerate(ordered, 1):
        ranks.setdefault(score.value, place)
    return tuple(RankedScore(ranks[score.value], score) for score in ordered)
