"""The command ``stale``: which entries nobody has held against their sources for long."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from mmkb.cli.checkout import the_checkout
from mmkb.cli.output import Listing, Look, with_look, write
from mmkb.cli.spans import Span
from mmkb.load import load_catalogue
from mmkb.records import KINDS


@click.command()
@click.option("--older-than", type=Span(), default="1y", show_default=True, help="Only entries of this age: 90d, 6w, 3m, 1y.")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(list(KINDS)), help="Only entries of this kind.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="Count from this day, not from today's.")
@with_look
@click.pass_obj
def stale(
    root: Path | None, older_than: int, kinds: tuple[str, ...], today: datetime.datetime | None, look: Look
) -> None:  # fmt: skip
    """List entries by how long ago they were verified, oldest first.

    Verified means that a person noted it (last_verified) or that mmkb verify --write did. Where nobody did, git's last
    change of the file stands instead, and the column basis says so: a change proves no second reading of the sources.
    Entries of which neither is known come first.
    """
    from mmkb.changes.ages import Age, age_of, last_changes

    checkout = the_checkout(root)
    catalogue, _ = load_catalogue(checkout.catalog)
    changes = last_changes(checkout.root)
    day = today.date() if today is not None else datetime.datetime.now(datetime.UTC).date()
    entries = [entry for entry in catalogue if not kinds or entry.kind in kinds]
    ages = [age_of(e.kind, e.record, changes, day) for e in entries if e.digest.replaced_by is None]
    order = list(KINDS)
    ages = sorted(
        (age for age in ages if age.days is None or age.days >= older_than),
        key=lambda age: (age.days is not None, -(age.days or 0), order.index(age.kind), age.id),
    )
    write(Listing(Age._fields, ages, ("kind", "id", "basis", "date", "days", "by", "what")), look)
