"""Judging a catalogue and building its database, as several commands do it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from mmkb.cache import Cache
from mmkb.check import check_catalogue
from mmkb.cli.checkout import Checkout
from mmkb.cli.progress import Progress
from mmkb.garbage import no_collection
from mmkb.load import Catalogue, load_catalogue
from mmkb.problems import Problem
from mmkb.vocab import Severity


def _judged(checkout: Checkout, cache: Cache) -> tuple[Catalogue, list[Problem]]:
    with Progress("reading entries") as progress:
        catalogue, problems = load_catalogue(checkout.catalog, cache, checkout.shown(checkout.catalog), progress)
    return catalogue, sorted([*problems, *check_catalogue(catalogue)])


def judge(checkout: Checkout) -> tuple[Catalogue, list[Problem]]:
    """Load the catalogue of a checkout and find every problem, in the order of files and lines."""
    with no_collection(), closing(Cache(checkout.cache)) as cache:
        catalogue, problems = _judged(checkout, cache)
        cache.flush(entry.key for entry in catalogue)
    return catalogue, problems


def build_database(checkout: Checkout, out: Path, url: str | None = None) -> list[Problem]:
    """Build the database of a checkout, or fill the one at an address.

    Returns:
        The errors, if there are any; then nothing is built.

    Raises:
        StoreError: If the database cannot be made.
        OSError: If a file cannot be written.
    """
    from mmkb.store import build_store  # what no other command needs

    with no_collection(), closing(Cache(checkout.cache)) as cache:
        catalogue, problems = _judged(checkout, cache)
        errors = [problem for problem in problems if problem.severity is Severity.ERROR]
        if not errors:
            with Progress("storing entries") as progress:
                build_store(catalogue, out, url, cache=cache, tick=progress)
        cache.flush(entry.key for entry in catalogue)
    return errors
