"""When each entry was last verified; where nobody noted it, when it was last changed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from mmkb.changes.git import GitError, Repository
from mmkb.records.base import Entry
from mmkb.records.model import Model

VERIFIED = "verified"
CHANGED = "changed"
UNKNOWN = "unknown"


class Age(NamedTuple):
    """How long ago an entry was verified.

    Attributes:
        kind: Kind of the entry.
        id: Its id.
        name: Its name.
        basis: ``verified`` by a person or against a checkpoint; ``changed`` where nobody noted that, and git's last change is
            taken instead; ``unknown`` where git knows none.
        date: The date of that; None where it is unknown.
        days: Days from then to the day asked for, counted from the first day of a month or year where no day is noted.
        by: Who verified it.
        what: What was verified.
    """

    kind: str
    id: str
    name: str
    basis: str
    date: str | None
    days: int | None
    by: str | None
    what: str | None


def last_changes(root: Path) -> dict[tuple[str, str], str]:
    """The day on which git last saw each entry changed, by kind and id; empty where there is no git or no history.

    Args:
        root: The folder that holds ``catalog/``.
    """
    try:
        repository = Repository(root)
        # A history that is cut short shows its oldest commit as the birth of everything before it.
        log = () if repository.is_cut() else repository.log()
    except GitError:
        return {}
    found: dict[tuple[str, str], str] = {}
    for commit in log:
        for touched in commit.touched:
            found.setdefault((touched.kind, touched.id), commit.moment[:10])
    return found


def _verified(record: Entry) -> Iterator[tuple[str, str, str]]:
    """Date, by whom and what of every time that an entry was verified."""
    if record.last_verified is not None:
        yield record.last_verified.date, record.last_verified.by, record.last_verified.what
    if isinstance(record, Model):
        for one in record.verified:
            yield one.date, one.by, f"{', '.join(one.what)} against {one.repository}@{one.revision[:12]}"


def first_day(date: str) -> datetime.date:
    """The first day that a date, possibly of a month or year only, can mean."""
    year, month, day = (int(part) for part in f"{date}-01-01".split("-")[:3])
    return datetime.date(year, month, day)


def age_of(kind: str, record: Entry, changes: Mapping[tuple[str, str], str], today: datetime.date) -> Age:
    """How long ago an entry was verified.

    Args:
        kind: Its kind.
        record: The entry.
        changes: What :func:`last_changes` gave.
        today: The day from which is counted.
    """
    head = (kind, record.id, record.name)
    times = sorted(_verified(record), key=lambda one: first_day(one[0]))
    if times:
        date, by, what = times[-1]
        return Age(*head, VERIFIED, date, (today - first_day(date)).days, by, what)
    changed = changes.get((kind, record.id))
    if changed is not None:
        return Age(*head, CHANGED, changed, (today - first_day(changed)).days, None, None)
    return Age(*head, UNKNOWN, None, None, None, None)
