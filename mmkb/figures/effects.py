"""What a change of the catalogue does to its figures, survey tables and leaderboards, told from the rows behind them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping
from typing import Final, NamedTuple

from mmkb.figures.registry import FIGURES, make_figure
from mmkb.query import Questions
from mmkb.query.answers import Named

KINDS: Final = ("figure", "survey table", "leaderboard")
"""What is looked at, in the order in which it is told."""

Rows = Mapping[tuple[str, str], Counter[tuple[Hashable, Hashable]]]
"""The rows of each figure and table, by its kind and name: how often there is one, each as what it is about and all of it."""


class Effect(NamedTuple):
    """What happens to the rows behind one figure or table.

    Attributes:
        kind: One of :data:`KINDS`.
        name: Its name.
        added: Rows that are new.
        changed: Rows about the same thing that say something else.
        removed: Rows that are gone.
        rows: Rows that it has afterwards.
    """

    kind: str
    name: str
    added: int
    changed: int
    removed: int
    rows: int


def rows_of(kb: Questions) -> Rows:
    """The rows behind every figure of the whole catalogue, every survey table and every leaderboard."""
    found: dict[tuple[str, str], Counter[tuple[Hashable, Hashable]]] = {}
    for place, about, row in _rows(kb):
        found.setdefault(place, Counter())[about, row] += 1
    return found


def _rows(kb: Questions) -> Iterator[tuple[tuple[str, str], str, str]]:
    for name, kind in FIGURES.items():
        if not kind.about:
            for row in make_figure(kb, name).data.rows:
                yield ("figure", name), _thing(row[0] if row else None), repr(row)
    for survey in kb.surveys():
        for place in kb.survey(survey.id).record.places:
            for line in kb.survey_table(survey.id, place.id).rows:
                yield ("survey table", f"{survey.name}, {place.name}"), _thing(line.entry), repr(line)
    for benchmark in kb.benchmarks():
        for group in kb.leaderboard(benchmark.id).groups:
            common = (group.metric, group.split, group.shots, group.flags, group.measured, group.by, group.within)
            for rank, score in group.scores:
                about = repr((common, _thing(score.model), score.variant, score.row))
                yield ("leaderboard", benchmark.name), about, repr((rank, score.printed, score.model, about))


def _thing(value: object) -> str:
    """What a row is about; an entry is the same under another name."""
    return f"{value.kind}/{value.id}" if isinstance(value, Named) else repr(value)


def effects(before: Rows, after: Rows) -> tuple[Effect, ...]:
    """Tell the rows of two states apart.

    Args:
        before: The rows of the old state.
        after: Those of the new one.

    Returns:
        The figures and tables of which some rows differ, by kind and name.
    """
    nothing: Counter[tuple[Hashable, Hashable]] = Counter()
    found = []
    for kind, name in sorted({*before, *after}, key=lambda key: (KINDS.index(key[0]), key[1])):
        old, new = before.get((kind, name), nothing), after.get((kind, name), nothing)
        if old == new:
            continue
        by_thing: dict[Hashable, list[int]] = defaultdict(lambda: [0, 0])
        for side, rows in ((0, old - new), (1, new - old)):
            for (about, _), number in rows.items():
                by_thing[about][side] += number
        changed = sum(map(min, by_thing.values()))
        gone, fresh = (sum(numbers[side] for numbers in by_thing.values()) for side in (0, 1))
        found.append(Effect(kind, name, fresh - changed, changed, gone - changed, new.total()))
    return tuple(found)
