"""Drawings in pixels, made by resvg with the one font that every machine with matplotlib has."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Final

NO_PNG: Final = "PNG was left out: drawing it needs resvg. Install it with: pip install 'mmkb[png]'"


_FONTS: Final = ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSans-BoldOblique")


def can_draw_pixels() -> bool:
    """Whether the library that draws pixels is installed."""
    return importlib.util.find_spec("resvg_py") is not None


def png_bytes(svg: str, scale: float) -> bytes:
    """Draw an SVG in pixels; the same on every machine, whatever fonts it has.

    Args:
        svg: A drawing for paper.
        scale: Pixels for each pixel of the drawing.

    Raises:
        ImportError: If the library that does it is not installed.
    """
    if not can_draw_pixels():
        raise ImportError(NO_PNG)
    import resvg_py
    from matplotlib import get_data_path

    folder = Path(get_data_path()) / "fonts" / "ttf"
    fonts = [str(folder / f"{name}.ttf") for name in _FONTS]
    drawn: bytes = resvg_py.svg_to_bytes(
        svg_string=svg, zoom=scale, skip_system_fonts=True, font_files=fonts, sans_serif_family="DejaVu Sans",
        font_family="DejaVu Sans",
    )  # fmt: skip
    return drawn
