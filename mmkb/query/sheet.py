"""All facts of one model as cells that can be set beside those of others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

from mmkb.query.comparable import Conditions
from mmkb.query.named import Named

Part: TypeAlias = str | Named
"""A piece of a text: words, or an entry that stands there by its name."""
Place: TypeAlias = tuple[Named, str]
"""Where a fact is written: the source, and where in it."""

SECTIONS: Final = ("At a glance", "Modalities", "Architecture", "Training", "Lineage")
"""The groups of facts, in order."""

STATES: Final = {
    "not-disclosed": "not disclosed",
    "not-applicable": "not applicable",
    "absent": "not looked up yet",
    "not-stated": "not stated",
    "none": "none",
    "no-score": "no score",
}
"""What stands in the place of a value, by why there is none."""


@dataclass(frozen=True, slots=True)
class SheetScore:
    """One score of a model with all that tells what it can be set beside.

    Attributes:
        benchmark: The benchmark.
        metric: Place of its metric among those of the benchmark, from 0.
        label: The variant or row of the table that was measured; empty where there is none.
        printed: The score as printed.
        conditions: How it was measured.
        table: The results table that it stands in.
        place: Where that is printed.
    """

    benchmark: Named
    metric: int
    label: str
    printed: str
    conditions: Conditions
    table: Named
    place: Place


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a cell.

    Attributes:
        parts: Its words and entries, in order.
        places: Where it is written.
        scores: Of a line of scores, each with its table and how it was measured; empty of all else.
    """

    parts: tuple[Part, ...]
    places: tuple[Place, ...] = ()
    scores: tuple[SheetScore, ...] = ()

    @property
    def text(self) -> str:
        """The line as plain text."""
        return "".join(part if isinstance(part, str) else part.name for part in self.parts)


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of one fact of one model.

    Attributes:
        lines: The value, line by line; empty where there is none.
        state: ``known``, or why there is no value: a key of :data:`STATES`.
        note: What was looked for, where there is no value.
        places: The sources that were read, where there is no value.
    """

    lines: tuple[Line, ...] = ()
    state: str = "known"
    note: str | None = None
    places: tuple[Place, ...] = ()

    @property
    def text(self) -> str:
        """The value as plain text, or why there is none."""
        return "; ".join(line.text for line in self.lines) if self.lines else STATES[self.state]


@dataclass(frozen=True, slots=True)
class SheetFact:
    """One fact of one model.

    Attributes:
        section: The group of facts that it belongs to, one of :data:`SECTIONS`.
        fact: Its name.
        cell: What is known of it.
        anchor: Where it stands on the page of the model.
    """

    section: str
    fact: str
    cell: Cell
    anchor: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """All facts of one model.

    Attributes:
        model: The model.
        facts: Its facts, in order.
        rest: What stands for a training stage that others have and this model has not.
        scores: Its scores, by benchmark, metric and split.
    """

    model: Named
    facts: tuple[SheetFact, ...]
    rest: Cell
    scores: tuple[SheetScore, ...]
