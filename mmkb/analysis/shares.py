"""Shares of models by half-year, and whether a share changed or only seems to have."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import erfc, sqrt
from typing import Final, NamedTuple

SMALL: Final = 12
"""Below so many models a share is marked as one of a small sample."""

SURE: Final = 0.05
"""A change that chance alone would bring at most this often is told as a change."""


class Share(NamedTuple):
    """How many of the models of a period have something.

    Attributes:
        period: The half-year, ``2023 H1``.
        having: Models that have it.
        known: Models of which it is known whether they have it.
    """

    period: str
    having: int
    known: int

    @property
    def share(self) -> float:
        """The share, 0 to 1; 0 where nothing is known."""
        return self.having / self.known if self.known else 0.0

    @property
    def small(self) -> bool:
        """Whether it is of so few models that it says little."""
        return self.known < SMALL


@dataclass(frozen=True, slots=True)
class Change:
    """A share before and after, and whether it follows time.

    Attributes:
        before: The share among the earlier models.
        after: The share among the later ones.
        slope: How the shares of all periods follow time, in standard deviations; above 0 they rise.
        chance: How often chance alone would let them follow time at least so well.
    """

    before: Share
    after: Share
    slope: float
    chance: float

    @property
    def word(self) -> str:
        """``rose``, ``fell``, or ``not settled`` where chance would do it as well."""
        rises = self.after.share > self.before.share
        if self.chance > SURE or not self.before.known or not self.after.known or rises != (self.slope > 0):
            return "not settled"
        return "rose" if rises else "fell"


def half_year(released: str | None) -> str | None:
    """The half-year of a day or month, ``2023 H1``; None for no date and for a year alone."""
    if released is None or len(released) < 7:
        return None
    return f"{released[:4]} H{1 if released[5:7] <= '06' else 2}"


def periods_of(released: Mapping[str, str | None]) -> tuple[tuple[str, ...], dict[str, str]]:
    """The half-years of models.

    Args:
        released: First public day by id of the model.

    Returns:
        All half-years from the first to the last, those without a model too; and the half-year of each model that has one.
    """
    period = {model: half for model, day in released.items() if (half := half_year(day)) is not None}
    if not period:
        return (), {}
    first, last = min(period.values()), max(period.values())
    years = range(int(first[:4]), int(last[:4]) + 1)
    return tuple(p for year in years for p in (f"{year} H1", f"{year} H2") if first <= p <= last), period


def shares(
    words: Mapping[str, Collection[str]], wanted: str, periods: Sequence[str], period: Mapping[str, str]
) -> tuple[Share, ...]:
    """The share of models that have a word, period by period.

    Args:
        words: The words of each model of which they are known, by id.
        wanted: The word.
        periods: The periods.
        period: Period by id of the model.
    """
    return tuple(
        Share(
            one,
            sum(wanted in had for model, had in words.items() if period.get(model) == one),
            sum(period.get(model) == one for model in words),
        )
        for one in periods
    )


def pooled(found: Sequence[Share], name: str) -> Share:
    """Several periods as one."""
    return Share(name, sum(share.having for share in found), sum(share.known for share in found))


def change(found: Sequence[Share]) -> Change:
    """The share of the earlier models held against that of the later ones.

    The periods are cut in two where both sides have as equal numbers of models as they can.

    Args:
        found: The share in each period, in order.
    """
    cut = min(range(len(found) + 1), key=lambda i: (abs(pooled(found[:i], "").known - pooled(found[i:], "").known), i))
    before, after = pooled(found[:cut], _span(found[:cut])), pooled(found[cut:], _span(found[cut:]))
    slope = trend(found)
    return Change(before, after, slope, erfc(abs(slope) / sqrt(2)))


def _span(found: Sequence[Share]) -> str:
    if not found:
        return ""
    return found[0].period if len(found) == 1 else f"{found[0].period} to {found[-1].period}"


def trend(found: Sequence[Share]) -> float:
    """How shares follow time: the statistic of the Cochran-Armitage test for trend, each period one step after the last.

    Args:
        found: The share in each period, in order.

    Returns:
        Standard deviations from what shares that follow nothing would give; 0 where there is nothing to follow.
    """
    known, having = sum(share.known for share in found), sum(share.having for share in found)
    if not 0 < having < known:
        return 0.0
    all_over = having / known
    gap = sum(i * (share.having - share.known * all_over) for i, share in enumerate(found))
    middle = sum(i * share.known for i, share in enumerate(found)) / known
    spread = all_over * (1 - all_over) * sum(share.known * (i - middle) ** 2 for i, share in enumerate(found))
    return gap / sqrt(spread) if spread else 0.0
