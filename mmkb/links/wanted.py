"""The links that entries write, with the places at which they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mmkb.load import Catalogue
from mmkb.locator import Locator
from mmkb.records.base import Record
from mmkb.rules import Path

_ARXIV = "https://arxiv.org/abs/"
_DOI = "https://doi.org/"


class Place(NamedTuple):
    """Where a link stands.

    Attributes:
        file: The file, as the catalogue was told to name it.
        line: Line, from 1.
        column: Column, from 1.
        path: Keys and list positions joined by dots.
    """

    file: str
    line: int
    column: int
    path: str


def _links(record: Record, path: Path = ()) -> Iterator[tuple[str, Path]]:
    for name in type(record).model_fields:
        value = getattr(record, name)
        here = (*path, name)
        if isinstance(value, Record):
            yield from _links(value, here)
        elif isinstance(value, tuple):
            for i, item in enumerate(value):
                if isinstance(item, Record):
                    yield from _links(item, (*here, i))
        elif isinstance(value, str) and name == "arxiv":
            yield _ARXIV + value, here
        elif isinstance(value, str) and name == "doi":
            yield _DOI + value, here
        elif isinstance(value, str) and value.startswith("https://") and " " not in value:
            yield value, here


def wanted_links(catalogue: Catalogue) -> dict[str, list[Place]]:
    """Every link of a catalogue, once, with its places; arXiv ids and DOIs count as links.

    Args:
        catalogue: The entries that could be read.

    Returns:
        Places by address without its fragment, addresses in alphabetical order.
    """
    found: dict[str, list[Place]] = {}
    for entry in catalogue:
        links = list(_links(entry.record))
        locator = Locator(entry.raw) if links else None
        for url, path in links:
            line, column = locator.place(path) if locator is not None else (1, 1)
            place = Place(entry.file, line, column, ".".join(map(str, path)))
            found.setdefault(url.partition("#")[0], []).append(place)
    return dict(sorted(found.items()))
