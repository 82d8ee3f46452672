"""Which scores can stand side by side: the one guard of leaderboards and comparisons."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Final

from mmkb.query.answers import Named, ScoreAnswer
from mmkb.store import Store
from mmkb.vocab import ScoreFlag

MAKERS: Final = "by its makers"
OTHERS: Final = "by others"
NOT_STATED: Final = "by someone not stated"


@dataclass(frozen=True, slots=True)
class Conditions:
    """How a score was measured; two scores on a benchmark can be compared if theirs are equal.

    Attributes:
        metric: The metric by name.
        unit: Its unit.
        direction: ``higher`` or ``lower`` is better.
        split: The split by name; None where not stated.
        shots: Examples in the prompt; None where not stated.
        flags: What the source says of the score.
        measured: ``by its makers`` (each model by its own), ``by others`` or ``by someone not stated``.
        by: Who measured, or whose table it is, where that was not the makers.
        within: The one table that the score stands in, where the split is not stated though the benchmark has several: of
            two such tables nobody can say that they are of one split.
    """

    metric: str
    unit: str
    direction: str
    split: str | None
    shots: int | None
    flags: tuple[str, ...]
    measured: str
    by: tuple[Named, ...]
    within: Named | None

    @property
    def key(self) -> str:
        """The conditions in a form that is equal where they are; not for readers.

        Example:
            >>> groups = kb.leaderboard("gqa").groups
            >>> len({group.key for group in groups}) == len(groups)
            True
        """
        within = self.within.id if self.within else None
        by = [f"{one.kind} {one.id}" for one in self.by]
        parts = (self.metric, self.unit, self.split, self.shots, self.flags, self.measured, by, within)
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))

    @property
    def title(self) -> str:
        """The conditions in words.

        Example:
            >>> kb.leaderboard("gqa").groups[0].title.split(";")[0]
            'Accuracy (percent, higher is better)'
        """
        shots = "shots not stated" if self.shots is None else f"{self.shots} shots"
        whose = f" ({', '.join(one.name for one in self.by)})" if self.by else ""
        split = "split not stated" if self.split is None else f"split {self.split}"
        return "; ".join(
            (
                f"{self.metric} ({self.unit}, {self.direction} is better)",
                f"{split} (within {self.within.name})" if self.within else split,
                shots,
                ", ".join(self.flags) if self.flags else "no flags",
                f"measured {self.measured}{whose}",
            )
        )


_WHERE: Final = {
    "benchmark_id": "SELECT model_id, results_id, benchmark_id FROM score WHERE benchmark_id = ?",
    "model_id": "SELECT model_id, results_id, benchmark_id FROM score WHERE model_id = ?",
}
_MEASURERS: Final = """
SELECT r.results_id, o.id, o.name FROM results_organisation AS r JOIN organisation AS o ON o.id = r.organisation_id
WHERE r.results_id IN (SELECT results_id FROM ({scores})) ORDER BY r.results_id, r.position
"""
_MAKERS: Final = """
SELECT model_id, organisation_id FROM model_organisation
WHERE model_id IN (SELECT model_id FROM ({scores})) ORDER BY model_id, position
"""
_PAPERS: Final = "SELECT id, paper_id FROM model WHERE id IN (SELECT model_id FROM ({scores}))"
_METRICS: Final = """
SELECT benchmark_id, name, direction, position FROM benchmark_metric
WHERE benchmark_id IN (SELECT benchmark_id FROM ({scores}))
"""
_SPLITS: Final = "SELECT benchmark_id FROM benchmark_split WHERE benchmark_id IN (SELECT benchmark_id FROM ({scores}))"


class Guard:
    """Tells under which conditions the scores on a benchmark, or those of a model, were measured."""

    def __init__(self, store: Store, column: str, value: str) -> None:
        """Read what is needed to judge some scores.

        Args:
            store: The database.
            column: ``benchmark_id`` or ``model_id``.
            value: Of which benchmark or model the scores are judged.
        """
        scores = _WHERE[column]
        self._stated: dict[str, list[Named]] = defaultdict(list)
        for table, organisation, name in store.rows(_MEASURERS.format(scores=scores), (value,)):
            self._stated[table].append(Named("organisation", organisation, name))
        self._makers: dict[str, set[str]] = defaultdict(set)
        for model, organisation in store.rows(_MAKERS.format(scores=scores), (value,)):
            self._makers[model].add(organisation)
        self._papers = dict(store.rows(_PAPERS.format(scores=scores), (value,)))
        self._metrics = {(b, name): (d, p) for b, name, d, p in store.rows(_METRICS.format(scores=scores), (value,))}
        self._splits = Counter(b for (b,) in store.rows(_SPLITS.format(scores=scores), (value,)))

    def conditions(self, score: ScoreAnswer) -> Conditions:
        """How a score was measured."""
        within = score.table if score.split is None and self._splits[score.benchmark.id] > 1 else None
        direction = self._metrics[score.benchmark.id, score.metric][0]
        flags = tuple(sorted(score.flags))
        measured, by = self._measured(score)
        return Conditions(score.metric, score.unit, direction, score.split, score.shots, flags, measured, by, within)

    def place(self, score: ScoreAnswer) -> int:
        """Place of a score's metric among those of its benchmark, from 0."""
        return int(self._metrics[score.benchmark.id, score.metric][1])

    def _measured(self, score: ScoreAnswer) -> tuple[str, tuple[Named, ...]]:
        """Who measured (what the table says, else whose paper it stands in), and by name where that was not the makers."""
        stated = self._stated.get(score.table.id, [])
        others = tuple(stated) or (score.source,)
        if ScoreFlag.REIMPLEMENTED in score.flags:
            return OTHERS, others
        if stated:
            makers = self._makers[score.model.id]
            return (MAKERS, ()) if any(one.id in makers for one in stated) else (OTHERS, others)
        if self._papers.get(score.model.id) == score.source.id:
            return MAKERS, ()
        return NOT_STATED, (score.source,)
