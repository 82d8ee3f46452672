"""Which points no other beats on both counts."""

from __future__ import annotations

from collections.abc import Sequence


def front(points: Sequence[tuple[float, float]], *, higher: bool = True) -> tuple[int, ...]:
    """The points of the Pareto front: none has at most their cost and a better score, nor less cost and an equal score.

    Args:
        points: Cost (a day, a number of parameters) and score of each.
        higher: Whether a higher score is better.

    Returns:
        Their places, by cost; of several equal points all.
    """
    sign = 1 if higher else -1
    order = sorted(range(len(points)), key=lambda i: (points[i][0], -sign * points[i][1], i))
    found: list[int] = []
    for i in order:
        if not found or sign * points[i][1] > sign * points[found[-1]][1] or points[i] == points[found[-1]]:
            found.append(i)
    return tuple(found)
