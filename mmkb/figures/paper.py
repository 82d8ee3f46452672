"""Figures for papers: colours that depend on nothing, on white, without links, as any program that reads SVG shows them."""

from __future__ import annotations

import re
from typing import Final

from mmkb.figures.style import FONT, TONES

FONTS: Final = "Helvetica,Arial,&quot;DejaVu Sans&quot;,sans-serif"
"""Font families, as an attribute of XML writes them."""

_INK: Final = "#1f2328"
_MEDIA: Final = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_ADDRESS: Final = re.compile(' href="[^"]*"')
_LIVE: Final = re.compile(r":hover|:focus|:target|:root|data-md-color-scheme| a\b|^a\b")
_VARIABLE: Final = re.compile(r"var\(--(mm|md)-([a-z0-9-]+)(?:,((?:[^()]|\([^()]*\))*))?\)")


def _value(found: re.Match[str]) -> str:
    """The colour that a variable has on paper: our own by its word, the theme's by what stands in for it."""
    owner, word, instead = found.groups()
    return TONES[word].light if owner == "mm" else _VARIABLE.sub(_value, instead or "inherit")


def _rules(found: re.Match[str]) -> str:
    sheet = _MEDIA.sub("", found[1].replace(FONT, FONTS.replace("&quot;", "'")))
    rules = []
    for selector, body in _RULE.findall(sheet):
        kept = ";".join(line for line in body.split(";") if line and not line.startswith(("--mm-", "cursor", "transition")))
        if kept and not _LIVE.search(selector):
            rules.append(f"{selector}{{{kept}}}")
    return f"<style>{''.join(rules)}</style>"


def on_paper(svg: str) -> str:
    """A drawing of :meth:`mmkb.figures.figure.Canvas.svg` with fixed colours, a white ground, a size and no links.

    Args:
        svg: The drawing; one that is on paper already stays as it is.
    """
    if ' data-style="paper"' in svg:
        return svg
    wide, high = svg.split('viewBox="', 1)[1].split('"', 1)[0].split()[2:]
    svg = re.sub(r"<style>(.*?)</style>", _rules, svg, flags=re.DOTALL)
    svg = re.sub(r"<a\b([^>]*)>", lambda found: "<g" + _ADDRESS.sub("", found[1]) + ">", svg)
    svg = svg.replace(' role="group"', ' role="img"', 1)
    svg = _VARIABLE.sub(_value, svg.replace("</a>", "</g>")).replace("currentColor", _INK)
    svg = re.sub(r' style="[^"]*"', f' width="{wide}" height="{high}" data-style="paper"', svg, count=1)
    return svg.replace("</style>", f'</style><rect width="{wide}" height="{high}" fill="#fff"/>', 1)
