"""The files of the figures that lie beside the pages: drawings for papers, pictures and data."""

from __future__ import annotations

from collections.abc import Iterator

from mmkb.figures.figure import FORMATS, Look
from mmkb.figures.png import can_draw_pixels
from mmkb.figures.registry import FIGURES, make_figure
from mmkb.query import Questions


def figure_files(kb: Questions) -> Iterator[tuple[str, bytes]]:
    """Write every figure of the whole catalogue to its files; pictures are left out where nothing can draw them.

    Args:
        kb: The knowledge base.

    Yields:
        Path, and content.
    """
    for name, kind in FIGURES.items():
        if kind.about:
            continue
        figure = make_figure(kb, name, look=Look("paper", kind.widths[0]))
        for form in FORMATS:
            if form != "png" or can_draw_pixels():
                yield f"figures/{figure.file}.{form}", figure.content(form)
        if "poster" in kind.widths:
            yield f"figures/{poster_of(name)}.svg", make_figure(kb, name, look=Look("paper", "poster")).content("svg")


def poster_of(name: str) -> str:
    """Name of the file of a poster, without the ending."""
    return f"{name}-poster"
