"""Descent: nothing is its own ancestor, and nothing comes before what it was made from."""

from __future__ import annotations

from collections.abc import Iterator

from mmkb.check.finding import Finding
from mmkb.load import Catalogue, EntryFile
from mmkb.rules import Path, rule
from mmkb.vocab import Severity

CYCLE = rule(
    "descent-cycle",
    "Following lineage, derivation, membership or parent organisations, one never comes back to where one began.",
    "Take away the line of the cycle that is wrong.",
)
BACKWARDS = rule(
    "descent-backwards",
    "Nothing is released before what it was made from, by the precision of the dates known; where a line of lineage holds for "
    "some variants only, their own dates count.",
    "Look both dates up again, or mend the relation; what holds for a later variant only names it under model_variants.",
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
            yield from _cycles_from(start, kind, entries, done)


def _cycles_from(start: str, kind: str, entries: dict[str, EntryFile], done: set[str]) -> Iterator[Finding]:
    """Walk up from an entry, on a stack of its own so that a long line of descent costs no recursion."""
    trail: dict[str, Iterator[tuple[str, str, Path, str]]] = {}
    if start not in done:
        trail[start] = iter(entries[start].digest.parents)
    while trail:
        here, parents = next(reversed(trail.items()))
        for _, parent, path, _ in parents:
            if parent in trail and parent != here:  # what refers to itself is a rule of the record
                line = list(trail)
                chain = " -> ".join((*line[line.index(parent) :], parent))
                yield Finding(CYCLE, entries[here], path, f"{kind} {chain} is a cycle")
            elif parent in entries and parent not in done and parent not in trail:
                trail[parent] = iter(entries[parent].digest.parents)
                break
        else:
            done.add(here)
            del trail[here]


def before(one: str, other: str) -> bool:
    """Whether a date lies before another for certain, by the precision that both have."""
    shared = min(len(one), len(other))
    return bool(one and other) and one[:shared] < other[:shared]


def order(catalogue: Catalogue) -> Iterator[Finding]:
    """Find entries that are older than what they descend from."""
    for entries in catalogue.entries.values():
        for entry in entries.values():
            for _, parent, path, released in entry.digest.parents:
                if parent in entries and before(released, entries[parent].digest.released):
                    message = f"released {released}, but {parent!r} was released {entries[parent].digest.released}"
                    yield Finding(BACKWARDS, entry, path, message)


def parts(catalogue: Catalogue) -> Iterator[Finding]:
    """Find models that are older than a component of theirs."""
    components = catalogue.entries["component"]
    for entry in catalogue.entries["model"].values():
        for _, component, path, released in entry.digest.roles:
            if component in components and before(released, components[component].digest.released):
                dates = f"{released}, but {component!r} was released {components[component].digest.released}"
                yield Finding(BEFORE_ITS_PARTS, entry, path, f"released {dates}")
