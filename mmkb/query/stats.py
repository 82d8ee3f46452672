"""The knowledge base in numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any, Final

from mmkb.query.answers import Counts
from mmkb.query.printing import html_table, plain, text_table
from mmkb.store import Store

_MOST: Final = 5
_USED: Final = """
SELECT c.name, count(DISTINCT u.model_id) AS models FROM component_use AS u JOIN component AS c ON c.id = u.component_id
WHERE u.role = ? GROUP BY c.id ORDER BY models DESC, c.id LIMIT ?
"""


@dataclass(frozen=True, slots=True, repr=False)
class Stats:
    """The knowledge base in numbers.

    Attributes:
        data_version: What tells these entries from all others, in hexadecimal digits.
        schema_version: Version of the database's layout.
        entries: Number of entries by kind.
        facts: Number of citations.
        scores: Number of scores.
        corrections: Number of corrections to surveys.
        states: Number of wanted facts by state.
        first_released: First public day of the earliest model; None if none has one.
        last_released: First public day of the latest model.
        encoders: The encoders that most models use, each with their number.
        backbones: The language models that most models use, each with their number.
    """

    data_version: str
    schema_version: str
    entries: Mapping[str, int]
    facts: int
    scores: int
    corrections: int
    states: Mapping[str, int]
    first_released: str | None
    last_released: str | None
    encoders: tuple[tuple[str, int], ...]
    backbones: tuple[tuple[str, int], ...]

    def to_dict(self) -> dict[str, Any]:
        """The numbers as plain data.

        Example:
            >>> kb.stats().to_dict()["entries"]["survey"] >= 1
            True
        """
        return {field.name: plain(getattr(self, field.name)) for field in fields(self)}

    def _lines(self) -> list[tuple[str, str]]:
        return [
            ("data version", self.data_version[:12]),
            ("schema version", self.schema_version),
            *((f"entries: {kind}", str(number)) for kind, number in self.entries.items()),
            ("citations", str(self.facts)),
            ("scores", str(self.scores)),
            ("corrections", str(self.corrections)),
            *((f"facts: {state.replace('-', ' ')}", str(number)) for state, number in self.states.items()),
            ("models released", f"{self.first_released} to {self.last_released}" if self.first_released else "not known"),
            ("encoders used most", ", ".join(f"{name} ({number})" for name, number in self.encoders)),
            ("backbones used most", ", ".join(f"{name} ({number})" for name, number in self.backbones)),
        ]

    def __str__(self) -> str:
        """The numbers as a text table."""
        return text_table(("what", "how much"), self._lines(), 100)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """The numbers as a table for a notebook."""
        return html_table(("what", "how much"), self._lines())


def stats(store: Store, counts: Counts) -> Stats:
    """The knowledge base in numbers."""
    ((first, last),) = store.rows("SELECT min(released), max(released) FROM model")
    return Stats(
        data_version=store.meta["data_version"],
        schema_version=store.meta["schema_version"],
        entries=counts.entries,
        facts=counts.facts,
        scores=counts.scores,
        corrections=counts.corrections,
        states=MappingProxyType(dict(counts.states)),
        first_released=first,
        last_released=last,
        encoders=tuple((name, number) for name, number in store.rows(_USED, ("encoder", _MOST))),
        backbones=tuple((name, number) for name, number in store.rows(_USED, ("backbone", _MOST))),
    )
