"""Loading and judging a catalogue, as several commands do it."""

from __future__ import annotations

from contextlib import closing

from mmkb.cache import Cache
from mmkb.check import check_catalogue
from mmkb.cli.checkout import Checkout
from mmkb.cli.progress import Progress
from mmkb.load import Catalogue, load_catalogue
from mmkb.problems import Problem


def judge(checkout: Checkout) -> tuple[Catalogue, list[Problem]]:
    """Load the catalogue of a checkout and find every problem, in the order of files and lines."""
    with closing(Cache(checkout.cache)) as cache, Progress("reading entries") as progress:
        catalogue, problems = load_catalogue(checkout.catalog, cache, checkout.shown(checkout.catalog), progress)
        cache.flush(entry.key for entry in catalogue)
    return catalogue, sorted([*problems, *check_catalogue(catalogue)])
