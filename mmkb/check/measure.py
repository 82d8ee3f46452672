"""Scores stay in the range of their metric, and no wanted fact of a model is left unlooked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from mmkb.check.finding import Finding
from mmkb.digest import ScoreFact
from mmkb.load import Catalogue, EntryFile
from mmkb.rules import rule
from mmkb.vocab import Severity

OUT_OF_RANGE = rule(
    "score-out-of-range",
    "A score lies in the range of its metric.",
    "Look the score up again: it may be of another metric, split or unit.",
)
FAR_OFF = rule(
    "score-far-off",
    "A score lies among the others of its benchmark and metric: not further from the next one than half the span of them all.",
    "Look the score up again: its unit, metric, split or a digit may be wrong. If it is right, let its note say why.",
    Severity.WARNING,
)
ABSENT = rule(
    "fact-absent",
    "Every model is known, not-disclosed or not-applicable in its release date, organisations, paper, access, code, weights, "
    "licences, modalities, design, fusion, components, lineage, and in the kind, parts and datasets of each training stage.",
    "Read the sources; then write the value, or not-disclosed or not-applicable with the sources that were read.",
    Severity.WARNING,
)


def ranges(catalogue: Catalogue) -> Iterator[Finding]:
    """Find scores outside the range of their metric."""
    metrics = {
        (benchmark, name): (low, high)
        for benchmark, entry in catalogue.entries["benchmark"].items()
        for i, (metric, low, high) in enumerate(entry.digest.ranges)
        for name in ((metric, "") if i == 0 else (metric,))
    }
    for entry in catalogue.entries["results"].values():
        for fact in entry.digest.scores:
            low, high = metrics.get((fact.benchmark, fact.metric), (float("-inf"), None))
            if fact.score < low or (high is not None and fact.score > high):
                bounds = f"from {low:g} to {high:g}" if high is not None else f"from {low:g}"
                message = f"{fact.score:g} on {fact.benchmark!r} {fact.metric}".rstrip() + f", whose scores go {bounds}"
                yield Finding(OUT_OF_RANGE, entry, (*fact.path, "score"), message)


_FEWEST = 8
"""Among fewer other scores than this, none is called far off; equal scores count once: tables copy each other's errors."""


def far_off(catalogue: Catalogue) -> Iterator[Finding]:
    """Find scores that lie far from all others of their benchmark and metric."""
    first = {benchmark: e.digest.ranges[0][0] for benchmark, e in catalogue.entries["benchmark"].items() if e.digest.ranges}
    found: dict[tuple[str, str], dict[float, list[tuple[EntryFile, ScoreFact]]]] = defaultdict(lambda: defaultdict(list))
    for entry in catalogue.entries["results"].values():
        for fact in entry.digest.scores:
            metric = fact.metric or first.get(fact.benchmark, "")
            found[fact.benchmark, metric][fact.score].append((entry, fact))
    for (benchmark, metric), scores in found.items():
        values = sorted(scores)
        for value, others in ((values[0], values[1:]), (values[-1], values[:-1])):
            if len(others) < _FEWEST or min(abs(value - others[0]), abs(value - others[-1])) <= (others[-1] - others[0]) / 2:
                continue
            message = (
                f"{value:g} on {benchmark!r} {metric}, where the {len(others)} others go from {others[0]:g} to {others[-1]:g}"
            )
            for entry, fact in scores[value]:
                if not fact.noted:
                    yield Finding(FAR_OFF, entry, (*fact.path, "score"), message)


def completeness(catalogue: Catalogue) -> Iterator[Finding]:
    """Find facts of models that nobody has looked for."""
    for entry in catalogue.entries["model"].values():
        for path in entry.digest.absent:
            yield Finding(ABSENT, entry, path, f"{'.'.join(str(step) for step in path)} is absent")
