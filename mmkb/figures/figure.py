"""A figure with all that belongs to it: what it asks, what it shows, its drawing, and the data that it was drawn from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol, TypeVar

from mmkb.figures.lettering import escape
from mmkb.figures.paper import on_paper
from mmkb.figures.png import png_bytes
from mmkb.figures.style import StyleSheet, sized
from mmkb.query.cells import csv_text
from mmkb.query.sqltable import Table

T = TypeVar("T")

STYLES: Final = ("site", "paper")
"""``site``: the colours of the page around, light or dark, with links. ``paper``: fixed colours on white, no links."""

WIDTHS: Final = ("wide", "narrow", "poster")
"""``wide``: as wide as a page. ``narrow``: for a telephone. ``poster``: as wide as it takes to see all at once."""

NARROW: Final = 344.0
"""Width of the narrow variant: a telephone's 360 pixels less the margins of a page."""

FORMATS: Final = ("svg", "png", "csv")
"""The files that a figure can be written to: its drawing as text, its drawing in pixels, its data."""


class Keep(Protocol):
    """Keeps what is dear to draw: gives what was drawn earlier of the same, or draws it (:func:`mmkb.kept.made`)."""

    def __call__(self, room: str, about: object, make: Callable[[], T]) -> T:
        """What ``make`` makes of ``about``, whose ``repr`` tells all that goes into it."""
        ...


def at_once(room: str, about: object, make: Callable[[], T]) -> T:
    """Keep nothing: draw."""
    del room, about
    return make()


Link = Callable[[str, str], str]
"""Gives the address of the entry of a kind and id; an empty one makes no link."""


def nowhere(kind: str, entry: str) -> str:
    """No link: a figure that stands alone leads nowhere."""
    del kind, entry
    return ""


@dataclass(frozen=True, slots=True)
class Look:
    """How a figure shall look.

    Attributes:
        style: One of :data:`STYLES`.
        width: One of :data:`WIDTHS`; the figure must have it.
        link: Gives addresses for links.
        explorer: Address of the site's explorer, for what leads to a list of models; empty: there is none.
    """

    style: str = "site"
    width: str = "wide"
    link: Link = nowhere
    explorer: str = ""


class Drawn(NamedTuple):
    """What the module of a figure gives.

    Attributes:
        caption: One to three sentences: what to see.
        svg: The drawing, made by :meth:`Canvas.svg`.
        columns: Names of the columns of its data.
        rows: Its data: texts, numbers, entries (:class:`mmkb.query.answers.Named`), tuples of them, and None.
        alternative: The same in words, for readers who do not see the drawing.
    """

    caption: str
    svg: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    alternative: str


@dataclass(frozen=True, slots=True)
class Canvas:
    """What the module of a figure draws on.

    Attributes:
        name: Name of the figure; two drawings of one page never share it together with the width.
        title: The question that it answers.
        look: How it shall look.
        keep: Keeps parts of it that are dear to draw.
    """

    name: str
    title: str
    look: Look = field(default_factory=Look)
    keep: Keep = at_once

    @property
    def narrow(self) -> bool:
        """Whether it is drawn for a telephone."""
        return self.look.width == "narrow"

    @property
    def key(self) -> str:
        """What its ids begin with."""
        return self.name if self.look.width == "wide" else f"{self.name}-{self.look.width}"

    def link(self, kind: str, entry: str, body: str, css: str = "", data: Mapping[str, str] | None = None) -> str:
        """Part of a drawing as a link to an entry; a plain group where there is no address.

        Args:
            kind: Kind of the entry.
            entry: Its id.
            body: What is drawn.
            css: Its classes; what bears ``item`` can be filtered on the page.
            data: Words to filter it by, by their names.
        """
        address = self.look.link(kind, entry)
        given = f' class="{css}"' if css else ""
        given += "".join(f' data-{name}="{escape(word)}"' for name, word in (data or {}).items())
        return f'<a{given} href="{escape(address)}">{body}</a>' if address else f"<g{given}>{body}</g>"

    def svg(self, width: float, height: float, body: str, *, sheet: StyleSheet, told: str, words: Iterable[str] = ()) -> str:
        """A drawing made whole.

        Args:
            width: Its width in pixels, at which type has its nominal size.
            height: Its height in pixels.
            body: What is drawn.
            sheet: The style sheet of its kind; modules of figures call theirs ``SHEET``.
            told: What it shows in a sentence or some, for readers who do not see it.
            words: Those of the sheet's words that are drawn.

        Returns:
            One ``svg`` element, without XML declaration, that carries its own style;
            :func:`mmkb.figures.inpage.inline` takes that off where the page around has it.
        """
        css = f"mmkb-figure mmkb-{sheet.name}{'' if self.look.width == 'wide' else f' {self.look.width}'}"
        # What is an image to a screen reader hides the links in it.
        role = "group" if "<a " in body else "img"
        drawn = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{css}" role="{role}" '
            f'aria-labelledby="{self.key}-title" aria-describedby="{self.key}-desc" '
            f'viewBox="0 0 {width:g} {height:g}" style="{sized(width)}">\n'
            f'<title id="{self.key}-title">{escape(self.title)}</title><desc id="{self.key}-desc">{escape(told)}</desc>\n'
            f"<style>{sheet.alone(words)}</style>\n{body.strip()}\n</svg>\n"
        )
        return on_paper(drawn) if self.look.style == "paper" else drawn


@dataclass(frozen=True, slots=True, repr=False)
class Figure:
    """A figure.

    Attributes:
        name: Its name.
        entry: The entry that it is about; empty for one of the whole catalogue.
        title: The question that it answers.
        caption: What to see in it.
        svg: The drawing, as SVG.
        alternative: The same in words.
        data: What it was drawn from.

    Example:
        >>> figure = kb.figure("timeline", style="paper")
        >>> figure.title
        'When did which kind of model appear, and whose weights are open?'
        >>> figure.data.columns[:3]
        ('model', 'released', 'group')
    """

    name: str
    entry: str
    title: str
    caption: str
    svg: str
    alternative: str
    data: Table

    @property
    def file(self) -> str:
        """Name of its files without the ending.

        Example:
            >>> kb.figure("timeline").file
            'timeline'
        """
        return f"{self.name}-{self.entry}" if self.entry else self.name

    def to_frame(self, library: str | None = None) -> Any:
        """Its data as a data frame.

        Args:
            library: ``pandas`` or ``polars``; by default the one that is installed, pandas if both are.

        Example:
            >>> list(kb.figure("timeline").to_frame("pandas").columns[:3])
            ['model', 'released', 'group']
        """
        return self.data.to_frame(library)

    def csv(self) -> str:
        """Its data as CSV.

        Example:
            >>> kb.figure("timeline").csv().split(",")[:3]
            ['model', 'released', 'group']
        """
        return csv_text(self.data.columns, self.data.rows)

    def png(self, scale: float = 2) -> bytes:
        """The drawing in pixels, in colours for paper.

        Args:
            scale: Pixels for each pixel of the drawing.

        Raises:
            ImportError: If the library that draws pixels is not installed; the message says what to do.

        Example:
            >>> kb.figure("timeline").png()[1:4]
            b'PNG'
        """
        return png_bytes(on_paper(self.svg), scale)

    def content(self, form: str) -> bytes:
        """The content of one of its files.

        Args:
            form: One of :data:`FORMATS`.

        Example:
            >>> kb.figure("timeline").content("svg")[:4]
            b'<svg'
        """
        return self.png() if form == "png" else (self.csv() if form == "csv" else self.svg).encode()

    def save(self, path: str | Path) -> None:
        """Write it to a file; the ending of its name says what is written.

        Args:
            path: A file that ends in ``.svg``, ``.png`` or ``.csv``.

        Raises:
            ValueError: If it ends in something else.

        Example:
            >>> kb.figure("timeline").save("timeline.pdf")
            Traceback (most recent call last):
            ValueError: a figure is saved as svg, png or csv, not as 'timeline.pdf'
        """
        form = Path(path).suffix.removeprefix(".").lower()
        if form not in FORMATS:
            raise ValueError(f"a figure is saved as {', '.join(FORMATS[:-1])} or {FORMATS[-1]}, not as {str(path)!r}")
        Path(path).write_bytes(self.content(form))

    def __repr__(self) -> str:
        """Its name and title."""
        return f"<Figure {self.file}: {self.title}>"

    def _repr_svg_(self) -> str:
        """The drawing for a notebook."""
        return self.svg
