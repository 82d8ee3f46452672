"""The pages of the figures: each with its caption, its drawing in two widths, its files and its data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from mmkb.figures.figure import Figure, Look
from mmkb.figures.files import poster_of
from mmkb.figures.png import can_draw_pixels
from mmkb.figures.registry import FIGURES, kind_of, make_figure
from mmkb.kept import made
from mmkb.pages.ending import figure as drawing
from mmkb.pages.escape import text
from mmkb.pages.explore import explore_href
from mmkb.pages.markup import head, section, table
from mmkb.pages.paths import Page, built
from mmkb.pages.words import DASH, capital
from mmkb.query import Questions
from mmkb.query.named import Named
from mmkb.query.printing import shown

INDEX: Final = "figures/index.md"
"""Path of the list of all figures."""

MOVED: Final = "taxonomy.md"
"""Where the taxonomy stood before it was one of many figures."""

MOST: Final = 80
"""Rows of data that a page shows; of longer data it has the file only."""

FILES: Final[Mapping[str, str]] = MappingProxyType(
    {"svg": "Drawing for papers (SVG)", "png": "Picture (PNG)", "csv": "Data (CSV)"}
)
"""What the files of a figure are called."""

Extra = Callable[[Questions, Page], str]
"""Writes what the page of a figure has besides: Markdown, below its drawing."""


def figure_path(name: str) -> str:
    """Path of the page of a figure."""
    return f"figures/{name}.md"


def figure_pages(
    kb: Questions, extras: Mapping[str, Extra], widths: Sequence[str] = ("wide", "narrow")
) -> Iterator[tuple[str, str]]:
    """Write the page of every figure of the whole catalogue, and the list of them.

    Args:
        kb: The knowledge base.
        extras: What the pages of some figures have besides, by name of the figure.
        widths: The widths that are drawn.

    Yields:
        Path below the folder of pages, and Markdown.
    """

    def write(name: str) -> str:
        page = Page(figure_path(name))
        drawn = [
            make_figure(kb, name, look=Look(width=width, link=page.entry_href, explorer=explore_href(page)))
            for width in kind_of(name).widths
            if width in widths
        ]
        return figure_page(page, drawn, extras[name](kb, page) if name in extras else "")

    yield INDEX, index_page()
    for name, kind in FIGURES.items():
        if not kind.about:
            about = name, tuple(widths), can_draw_pixels()
            yield figure_path(name), made(kb.store, "figure page", about, partial(write, name))


def index_page() -> str:
    """Write the list of all figures.

    Returns:
        Markdown, to stand at :data:`INDEX`.
    """
    page = Page(INDEX)
    told = head("Figures", "Every figure by the question that it answers, drawn from the entries anew at each build.")
    rows = [
        f"- [{text(kind.title)}]({page.to(figure_path(name))})<br>`mmkb figure {name}`"
        for name, kind in FIGURES.items()
        if not kind.about
    ]
    also = (
        "Each is drawn from the entries, anew at each build, and can be had as a drawing for papers, as a picture and as "
        'the data behind it. In Python, `kb.figure("NAME")` gives all three.'
    )
    listed = "\n".join(rows)
    return f'{told}{also}\n\n<div class="figures" data-search-exclude markdown="1">\n\n{listed}\n\n</div>\n'


def moved_page() -> str:
    """Write the page that sends readers of an old address on to the taxonomy.

    Returns:
        Markdown, to stand at :data:`MOVED`.
    """
    page, new = Page(MOVED), figure_path("taxonomy")
    told = head("Taxonomy", "The taxonomy is one of the figures.", redirect=built(new), hide=("navigation", "toc"))
    return f"{told}The taxonomy is [one of the figures]({page.to(new)}).\n"


def figure_page(page: Page, drawn: list[Figure], more: str = "") -> str:
    """Write the page of a figure.

    Args:
        page: The page.
        drawn: The figure, drawn for a page and, where it has that, for a telephone.
        more: What the page has besides, as Markdown.

    Returns:
        Markdown, to stand at the path of the page.
    """
    first = drawn[0]
    told = head(first.title, first.caption, hide=("toc",))
    drawings = [
        drawing(one.svg, one.title, width if len(drawn) > 1 else "")
        for one, width in zip(drawn, ("only-wide", "only-narrow"), strict=False)
    ]
    forms = [form for form in FILES if form != "png" or can_draw_pixels()]
    links = [(f"{first.file}.{form}", FILES[form]) for form in forms]
    if "poster" in kind_of(first.name).widths:
        links.append((f"{poster_of(first.name)}.svg", "Poster (SVG)"))
    files = " ".join(f'<a href="../{path}">{what}</a>' for path, what in links)
    return "".join(
        [
            told,
            f"{text(first.caption)}\n\n",
            f'<div class="choices" data-by="{kind_of(first.name).filters}"></div>\n\n' if kind_of(first.name).filters else "",
            *drawings,
            f'<p class="files" data-search-exclude>{files}</p>\n\n',
            more,
            section("In words", "in-words", text(first.alternative)),
            section("Data", "data", _data(page, first)),
        ]
    )


def _data(page: Page, figure: Figure) -> str:
    """The data as a table, if it is short."""
    columns, rows = figure.data.columns, figure.data.rows
    if len(rows) > MOST:
        return f"{len(rows):,} rows of {', '.join(map(text, columns))}, in the file.\n"
    numbers = [
        i for i in range(len(columns)) if all(row[i] is None or isinstance(row[i], (int, float)) for row in rows)
    ]  # fmt: skip
    heads = [capital(text(column.replace("_", " "))) for column in columns]
    return table(heads, [[_cell(page, name, value) for name, value in zip(columns, row, strict=True)] for row in rows], numbers)


def _cell(page: Page, column: str, value: Any) -> str:
    if isinstance(value, Named):
        return page.link(value)
    if isinstance(value, tuple) and value and all(isinstance(item, Named) for item in value):
        return page.links(value)
    return text(shown(column, value)) or DASH
