"""Days as numbers."""

from __future__ import annotations

from datetime import date


def day_number(released: str | None) -> float | None:
    """A date as the number of its day; the middle of a month or year that is all that is known, None for no date."""
    if released is None:
        return None
    whole = released + {4: "-07-01", 7: "-15"}.get(len(released), "")
    return float(date.fromisoformat(whole).toordinal())
