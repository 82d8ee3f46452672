"""The files of the figures that lie beside the pages: drawings for papers, pictures and data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from math import sqrt
from typing import Final

from mmkb.figures.figure import Look
from mmkb.figures.paper import on_paper
from mmkb.figures.png import can_draw_pixels, png_bytes
from mmkb.figures.registry import FIGURES, make_figure
from mmkb.kept import made
from mmkb.query import Questions

_SCALE: Final = 2.0
"""Pixels of a picture for each pixel of its drawing."""

_LARGEST: Final = 40e6
"""Pixels of a picture at most: drawing one takes eight bytes each, and a line for each of thousands of models makes many."""

_VIEW: Final = re.compile(r'viewBox="\S+ \S+ (\S+) (\S+)"')


def figure_files(kb: Questions) -> Iterator[tuple[str, bytes]]:
    """Write every figure of the whole catalogue to its files; pictures are left out where nothing can draw them.

    Args:
        kb: The knowledge base.

    Yields:
        Path, and content.
    """

    def write(name: str, width: str) -> tuple[str, bytes, bytes]:
        figure = make_figure(kb, name, look=Look("paper", width))
        return figure.file, figure.content("svg"), figure.content("csv")

    for name, kind in FIGURES.items():
        if kind.about:
            continue
        first = kind.widths[0]
        file, svg, data = made(kb.store, "figure", (name, first), partial(write, name, first))
        yield f"figures/{file}.svg", svg
        if can_draw_pixels():
            # By its drawing, which is often the same though an answer behind it is not.
            scale = picture_scale(svg.decode())
            yield f"figures/{file}.png", made(kb.store, "picture", (svg, scale), partial(_picture, svg, scale))
        yield f"figures/{file}.csv", data
        if "poster" in kind.widths:
            yield (
                f"figures/{poster_of(name)}.svg",
                made(kb.store, "figure", (name, "poster"), partial(write, name, "poster"))[1],
            )


def picture_scale(svg: str) -> float:
    """Pixels for each pixel of a drawing: two, or fewer where the picture would be larger than memory should be asked for."""
    view = _VIEW.search(svg)
    assert view is not None
    wide, high = map(float, view.groups())
    return min(_SCALE, sqrt(_LARGEST / (wide * high)))


def _picture(svg: bytes, scale: float) -> bytes:
    return png_bytes(on_paper(svg.decode()), scale)


def poster_of(name: str) -> str:
    """Name of the file of a poster, without the ending."""
    return f"{name}-poster"
