"""Rules against saying a thing twice, and against referring to oneself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mmkb.rules import Fault, rule

TWICE = rule("named-twice", "A list names each thing once.", "Remove the second one, or give it another id.")
SELF_REFERENCE = rule("self-reference", "An entry does not refer to itself.", "Name the other entry, or remove the line.")


def twice(ids: Sequence[str], *at: str | int) -> Iterator[Fault]:
    """Yield the ids that stand in a list a second time."""
    seen: set[str] = set()
    for i, value in enumerate(ids):
        if value in seen:
            yield TWICE.fault(f"{str(value)!r} stands here a second time", *at, i)
        seen.add(value)
