"""The law over the whole catalogue: rules across entries, each a function of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from mmkb.check import descent, measure, names, plausible, references
from mmkb.check.finding import Finding
from mmkb.load import Catalogue
from mmkb.locator import Locator
from mmkb.problems import Problem

CHECKS: Final[tuple[Callable[[Catalogue], Iterator[Finding]], ...]] = (
    references.resolving,
    references.used,
    references.deprecated,
    references.roles,
    references.primary,
    names.collisions,
    names.near_duplicates,
    names.aliases,
    names.sources,
    descent.cycles,
    descent.order,
    descent.parts,
    plausible.ahead,
    plausible.weights,
    plausible.papers,
    measure.ranges,
    measure.far_off,
    measure.completeness,
)
"""Every check across entries."""


def _located(findings: Iterable[Finding]) -> Iterator[Problem]:
    locators: dict[str, Locator] = {}
    for rule, entry, path, message, hint in findings:
        if entry.file not in locators:
            locators[entry.file] = Locator(entry.raw)
        locator = locators[entry.file]
        where = locator.place(path)
        yield Problem(entry.file, *where, rule.code, message, hint or rule.mend, rule.severity, *locator.end(where))


def check_catalogue(catalogue: Catalogue) -> list[Problem]:
    """Judge a catalogue as a whole.

    Args:
        catalogue: The entries that could be read.

    Returns:
        Every problem across entries, in the order of files and lines.
    """
    return sorted(_located(finding for check in CHECKS for finding in check(catalogue)))
