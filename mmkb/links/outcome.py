"""What came of asking for a link."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What came of it, worst first."""

    BROKEN = "broken"
    UNREACHABLE = "unreachable"
    MOVED = "moved"
    REFUSED = "refused"
    SUPPRESSED = "suppressed"
    FINE = "fine"


MEANING = {
    Outcome.BROKEN: "nothing is there: the host says so (404, 410 and the like)",
    Outcome.UNREACHABLE: "no answer, or an error of the host, at every try",
    Outcome.MOVED: "moved for good to another address",
    Outcome.REFUSED: "the host answers, but not to programs (401, 403, 429 and the like); a person has to look",
    Outcome.SUPPRESSED: "not asked, for the reason in links.yaml",
    Outcome.FINE: "there",
}
"""What each outcome means."""

FAILURES = frozenset({Outcome.BROKEN, Outcome.UNREACHABLE})
"""What makes the command fail."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking for one link.

    Attributes:
        outcome: What came of it.
        detail: The status or the error, in words; the reason for a link that was not asked for.
        location: Where a link that moved leads now; else empty.
        asked: Seconds since 1970 at which it was asked; 0 for one that was not.
    """

    outcome: Outcome
    detail: str = ""
    location: str = ""
    asked: float = 0.0
