"""Files that pages of the site read in the browser, written from the knowledge base beside the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from mmkb.pages.adddata import add_data
from mmkb.pages.comparedata import compare_data
from mmkb.pages.exploredata import explore_data
from mmkb.pages.sqldata import sql_data
from mmkb.query import Questions

Data = tuple[str, str]
"""A file: its path below the folder of pages, and its text."""

WRITERS: Final[tuple[Callable[[Questions], Iterator[Data]], ...]] = (compare_data, explore_data, sql_data, add_data)
"""What writes such files, one function for each page that reads some."""


def all_data(kb: Questions) -> Iterator[Data]:
    """Write every file that a page reads in the browser.

    Args:
        kb: The knowledge base.

    Yields:
        Path below the folder of pages, and text, one file after the other.
    """
    for write in WRITERS:
        yield from write(kb)
