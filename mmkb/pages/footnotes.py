"""Footnotes: the small marks behind facts, and the numbered list of sources that they point to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mmkb.pages.citing import reference
from mmkb.pages.escape import text
from mmkb.pages.paths import Page
from mmkb.query.answers import Named
from mmkb.records import Source
from mmkb.records.base import Citation, Cited


def _letters(place: int) -> str:
    """The letters of a place in a list: a, b, ..., z, aa, ab, ..."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


class Footnotes:
    """The citations of one page, numbered as they come: a number for the source, a letter for the place in it."""

    def __init__(self, page: Page, sources: Mapping[str, Source]) -> None:
        """Start without any citation.

        Args:
            page: The page on which the marks stand.
            sources: Records of the sources by id; one that is missing is listed by its name alone.
        """
        self._page = page
        self._sources = sources
        self._cited: dict[str, dict[str, str]] = {}
        self._numbers: dict[str, int] = {}
        self._names: dict[str, str] = {}

    def cite(self, *blocks: object) -> str:
        """Cite the sources of a fact.

        Args:
            blocks: The blocks around the fact, outermost first; the innermost with sources is the one that holds.

        Returns:
            The mark as inline HTML; nothing if no block has a source.
        """
        holding: tuple[Citation, ...] = ()
        for block in blocks:
            if isinstance(block, Cited) and block.sources:
                holding = block.sources
        return self.cite_each(holding)

    def cite_each(self, citations: tuple[Citation, ...]) -> str:
        """Cite places in sources, one mark for all of them."""
        return self._marks((c.source, c.locator) for c in citations)

    def cite_place(self, source: Named, locator: str) -> str:
        """Cite a place in a source whose record the page need not have."""
        self._names[source.id] = source.name
        return self._marks(((source.id, locator),))

    def _marks(self, places: Iterable[tuple[str, str]]) -> str:
        marks = " ".join(dict.fromkeys(self._mark(source, locator) for source, locator in places))
        return f'<sup class="cite">{marks}</sup>' if marks else ""

    def _mark(self, source: str, locator: str) -> str:
        number = self._numbers.setdefault(source, len(self._numbers) + 1)
        places = self._cited.setdefault(source, {})
        letter = places.setdefault(locator, _letters(len(places)))
        return f'<a href="#source-{number}{letter}">{number}{letter}</a>'

    def _title(self, source: str) -> str:
        return self._sources[source].name if source in self._sources else self._names.get(source, source)

    def section(self) -> list[str]:
        """The list of all sources cited, as lines of Markdown without a heading; empty if nothing was cited."""
        lines = []
        for source, number in self._numbers.items():
            link = self._page.link(Named("source", source, self._title(source)))
            record = self._sources.get(source)
            behind = f". {reference(record)}" if record is not None else ""
            places = " ".join(
                f'<span class="locator" id="source-{number}{letter}"><b>{number}{letter}</b> {text(locator)}</span>'
                for locator, letter in self._cited[source].items()
            )
            lines.append(f'{number}. <span id="source-{number}"></span>{link}{behind}<br>{places}')
        return lines
