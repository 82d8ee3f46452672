"""Figures as parts of a page: without a style of their own, which a strict policy of the page would refuse.

The page has one style sheet for all figures, :func:`figures_css`: every rule of every figure, the sizes, and the colours.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from typing import Final

from mmkb.figures.registry import FIGURES
from mmkb.figures.style import BASE, LARGEST, MODALITY_COLOURS, ROLE_COLOURS, SMALLEST, TONES, StyleSheet

_STEP: Final = 40
_LEAST: Final = range(200, 1601, _STEP)
"""The least widths that there are classes for: no attribute of SVG tells one."""

_OWN: Final = re.compile(r"<style>.*?</style>\n?", re.DOTALL)
_HEAD: Final = re.compile(r'class="(mmkb-figure [^"]*)"([^>]*?) viewBox="0 0 ([\d.]+) ([\d.]+)" style="[^"]*"')


def least(drawn: float) -> str:
    """The class of the least width of a figure, at which it can still be read.

    Args:
        drawn: Its own width in pixels.
    """
    wanted = int(drawn * SMALLEST) // _STEP * _STEP
    return f"least-{min(max(wanted, _LEAST[0]), _LEAST[-1])}"


def inline(svg: str) -> str:
    """A figure as part of a page that has the style sheet of all figures.

    Args:
        svg: The figure, made by :meth:`mmkb.figures.figure.Canvas.svg` in the colours of the site.

    Returns:
        The same drawing without ``<style>`` and without an attribute ``style``.
    """

    def sized(found: re.Match[str]) -> str:
        css, between, wide, high = found.groups()
        size = f'width="{float(wide) * LARGEST:.0f}" height="{float(high) * LARGEST:.0f}"'
        return f'class="{css} {least(float(wide))}"{between} viewBox="0 0 {wide} {high}" {size}'

    return _HEAD.sub(sized, _OWN.sub("", svg, count=1), count=1)


def sheets() -> tuple[StyleSheet, ...]:
    """The style sheets of all figures, by name."""
    made = {importlib.import_module(f"mmkb.figures.{kind.module}").SHEET for kind in FIGURES.values()}
    return tuple(sorted(made, key=lambda sheet: sheet.name))


def _rules() -> Iterator[str]:
    # On paper a page is light, whatever the scheme on the screen is.
    for rule, side in ((":root{%s}", 0), ("@media screen{[data-md-color-scheme=slate]{%s}}", 1)):
        yield rule % ";".join(f"--mm-{word}:{tone[side]}" for word, tone in TONES.items())
    for kind, words in (("modality", MODALITY_COLOURS), ("role", ROLE_COLOURS)):
        yield "".join(f".{kind}-{word}{{--tone:var(--mm-{word})}}" for word in words)
    yield BASE + "svg.mmkb-figure{height:auto;max-width:100%}"
    yield "".join(f"svg.least-{wide}{{min-width:{wide}px}}" for wide in _LEAST)
    for sheet in sheets():
        yield sheet.scoped(sheet.words)


def figures_css() -> str:
    """The style sheet of all figures, and every colour that has one meaning everywhere.

    A colour is a custom property ``--mm-WORD``; an element of class ``modality-WORD`` or ``role-WORD`` has its
    own as ``--tone``.
    """
    return "\n".join(_rules()) + "\n"
