"""Dates as people write them."""

from __future__ import annotations

import calendar
import re
from typing import Final

_MONTHS: Final = {
    **{name.lower(): number for number, name in enumerate(
        ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
         "December"), 1)},
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
"""Names of the months by their number; not from the machine's locale, which differs."""

_YEAR_FIRST = re.compile(r"(\d{4})(?P<by>[-/.])(\d{1,2})(?:(?P=by)(\d{1,2}))?", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})(?P<by>[-/.])(\d{1,2})(?P=by)(\d{4})", re.ASCII)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_YEAR = r"(?P<year>\d{4})"
_WORDS = tuple(
    re.compile(form, re.ASCII | re.IGNORECASE)
    for form in (
        rf"{_DAY}(?: of)?[ -]{_MONTH},?[ -]{_YEAR}",  # 26 April 2024, 26th of Apr. 2024, 26-Apr-2024
        rf"{_MONTH} {_DAY},? {_YEAR}",  # April 26, 2024
        rf"{_YEAR},? {_MONTH}(?: {_DAY})?",  # 2024 April 26
        rf"{_MONTH},?[ -]{_YEAR}",  # April 2024
    )
)


def _iso(year: str, month: int, day: int | None) -> str | None:
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= calendar.monthrange(int(year), month)[1]):
        return None
    return f"{year}-{month:02}" + (f"-{day:02}" if day is not None else "")


def _days(text: str) -> tuple[str, ...]:
    """The days that a date with its year last can mean."""
    match = _YEAR_LAST.fullmatch(text)
    if match is None:
        return ()
    one, other, year = int(match[1]), int(match[3]), match[4]
    return tuple(sorted({day for day in (_iso(year, one, other), _iso(year, other, one)) if day is not None}))


def iso_date(text: str) -> str | None:
    """A date as YYYY-MM-DD, YYYY-MM or YYYY, with the precision that came.

    Returns:
        The date; None if the text is none, or could mean two: ``04/05/2024`` is a day in April or in May.
    """
    if re.fullmatch(r"[1-9]\d{3}", text, re.ASCII) is not None:
        return text
    match = _YEAR_FIRST.fullmatch(text)
    if match is not None and match[1] > "0999":
        return _iso(match[1], int(match[3]), int(match[4]) if match[4] else None)
    for form in _WORDS:
        match = form.fullmatch(text)
        if match is not None and match["month"].lower() in _MONTHS and match["year"] > "0999":
            day = match.groupdict().get("day")
            return _iso(match["year"], _MONTHS[match["month"].lower()], int(day) if day else None)
    days = _days(text)
    return days[0] if len(days) == 1 else None


def either_day(text: str) -> str:
    """For a date that could mean two days: both of them, as a hint; else nothing."""
    days = _days(text)
    return f"write {' or '.join(days)}, whichever the source means" if len(days) > 1 else ""
