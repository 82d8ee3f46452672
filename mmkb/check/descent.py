"""Descent: nothing is its own ancestor, and nothing comes before what it was made from."""

from __future__ import annotations

from collections.abc import Iterator

from mmkb.check.finding import Finding
from mmkb.load import Catalogue
from mmkb.rules import Path, rule
from mmkb.vocab import Severity

CYCLE = rule(
    "descent-cycle",
    "Following lineage, derivation, membership or parent organisations, one never comes back to where one began.",
    "Take away the line of the cycle that is wrong.",
)
BACKWARDS = rule(
    "descent-backwards",
    "Nothing is released before what it was made from, by the precision of the dates known.",
    "Look both dates up again, or mend the relation.",
)
BEFORE_ITS_PARTS = rule(
    "released-before-its-parts",
    "A model, or each of its variants that has a release date of its own, is not released before the components it uses.",
    "Look both dates up again; perhaps the model used an earlier component.",
    Severity.WARNING,
)


def cycles(catalogue: Catalogue) -> Iterator[Finding]:
    """Find the lines by which an entry descends from itself, each cycle once."""
    for kind, entries in catalogue.entries.items():
        done: set[str] = set()
        for start in entries:
            trail: dict[str, Path] = {}
            stack: list[tuple[str, Iterator[tuple[str, str, Path]]]] = []
            if start not in done:
                stack.append((start, iter(entries[start].digest.parents)))
                trail[start] = ()
            while stack:
                here, parents = stack[-1]
                step = next(parents, None)
                if step is None:
                    done.add(here)
                    del trail[here]
                    stack.pop()
                elif step[1] in trail:
                    if step[1] != here:  # what refers to itself is a rule of the record
                        chain = [*list(trail)[list(trail).index(step[1]) :], step[1]]
                        yield Finding(CYCLE, entries[here], step[2], f"{kind} {' -> '.join(chain)} is a cycle")
                elif step[1] in entries and step[1] not in done:
                    trail[step[1]] = ()
                    stack.append((step[1], iter(entries[step[1]].digest.parents)))


def _before(one: str, other: str) -> bool:
    """Whether a date lies before another for certain, by the precision that both have."""
    shared = min(len(one), len(other))
    return bool(one and other) and one[:shared] < other[:shared]


def order(catalogue: Catalogue) -> Iterator[Finding]:
    """Find entries that are older than what they descend from."""
    for entries in catalogue.entries.values():
        for entry in entries.values():
            for _, parent, path in entry.digest.parents:
                if parent in entries and _before(entry.digest.released, entries[parent].digest.released):
                    message = f"released {entry.digest.released}, but {parent!r} was released {entries[parent].digest.released}"
                    yield Finding(BACKWARDS, entry, path, message)


def parts(catalogue: Catalogue) -> Iterator[Finding]:
    """Find models that are older than a component of theirs."""
    components = catalogue.entries["component"]
    for entry in catalogue.entries["model"].values():
        for _, component, path, released in entry.digest.roles:
            if component in components and _before(released, components[component].digest.released):
                dates = f"{released}, but {component!r} was released {components[component].digest.released}"
                yield Finding(BEFORE_ITS_PARTS, entry, path, f"released {dates}")
