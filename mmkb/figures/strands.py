"""The ways of a diagram that have no box in common, for its narrow form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from mmkb.figures.lanes import Lane, Side


class Strand(NamedTuple):
    """Boxes that lanes hold together, by their places, and those lanes; no box for modalities that pass by all."""

    outer: tuple[int, ...]
    inner: tuple[int, ...]
    lanes: tuple[Lane, ...]


def strands_of(side: Side) -> list[Strand]:
    """The ways of one side that have no box in common; those without a box last, one for all that are as certain."""
    groups: list[list[Lane]] = []
    for lane in (lane for lane in side.lanes if not lane.tools and (lane.outer, lane.inner) != (None, None)):
        met = [group for group in groups if any(_meet(lane, other) for other in group)]
        groups = [group for group in groups if group not in met]
        groups.append([*(one for group in met for one in group), lane])
    groups.sort(key=lambda group: side.lanes.index(group[0]))
    bare = [lane for lane in side.lanes if not lane.tools and lane.outer is None and lane.inner is None]
    groups += [group for certain in (True, False) if (group := [lane for lane in bare if lane.certain is certain])]
    return [Strand(_places(lane.outer for lane in g), _places(lane.inner for lane in g), tuple(g)) for g in groups]


def _meet(one: Lane, other: Lane) -> bool:
    return (one.outer is not None and one.outer == other.outer) or (one.inner is not None and one.inner == other.inner)


def _places(found: Iterable[int | None]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(place for place in found if place is not None))
