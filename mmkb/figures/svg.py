"""Making matplotlib's SVG fit for a page: classes instead of colours and fonts, plain links, nothing that is not needed."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from mmkb.figures.lettering import escape
from mmkb.figures.style import BASE, sized, variables

_SVG: Final = "{http://www.w3.org/2000/svg}"
_HREF: Final = "{http://www.w3.org/1999/xlink}href"


class Lettering(NamedTuple):
    """What a text of the drawing becomes.

    Attributes:
        css: Its classes.
        text: The text.
        muted: The end of the text that is set back, if any.
        title: What a tooltip says; empty for none.
        address: Where it leads; empty for nowhere.
    """

    css: str
    text: str
    muted: str = ""
    title: str = ""
    address: str = ""


def _style(words: Sequence[str], name: str) -> str:
    scope = f"svg.mmkb-{name}"
    branches = "".join(
        f"{scope} .branch-{word}{{fill:none;stroke:var(--mm-{word});stroke-opacity:.75;stroke-width:1.3}}"
        f"{scope} .dot-{word}{{stroke:var(--mm-{word});stroke-width:7.5;stroke-linecap:round}}"
        f"{scope} .hole-{word}{{stroke:var(--md-default-bg-color,var(--mm-paper));stroke-width:4.1;stroke-linecap:round}}"
        for word in words
    )
    sizes = (
        f"{scope} .root{{font-size:13px;font-weight:700}}{scope} .function{{font-size:13px;font-weight:700}}"
        f"{scope} .group{{font-size:13px;font-weight:600}}{scope} .design{{font-size:11.5px}}"
        f"{scope} .model{{font-size:12px}}{scope} .words{{font-size:10px;fill-opacity:.75}}"
        f"{scope} tspan{{font-size:.84em;font-weight:400;fill-opacity:.7}}"
    )
    return BASE + branches + sizes + variables([*words, "paper"])


def _number(text: str) -> str:
    return f"{float(text):.2f}".rstrip("0").rstrip(".")


def _path(data: str) -> str:
    """A path's data with two digits after the point."""
    return re.sub(r"-?\d+\.\d+", lambda match: _number(match[0]), " ".join(data.split()))


def _texts(group: ET.Element, lettering: Lettering) -> Iterator[str]:
    for text in group.iter(f"{_SVG}text"):
        body = escape(lettering.text)
        if lettering.muted:
            body = f"{escape(lettering.text.removesuffix(lettering.muted))}<tspan>{escape(lettering.muted)}</tspan>"
        x, y = _number(text.attrib["x"]), _number(text.attrib["y"])
        drawn = f'<text class="{lettering.css}" x="{x}" y="{y}" xml:space="preserve">{body}</text>'
        if lettering.title:
            drawn = f"<title>{escape(lettering.title)}</title>{drawn}"
        yield f'<a href="{escape(lettering.address)}">{drawn}</a>' if lettering.address else drawn


def finished(
    drawn: str, letterings: Mapping[str, Lettering], words: Sequence[str], *, name: str, title: str, description: str
) -> str:
    """Rewrite an SVG of matplotlib's for a page.

    Groups whose id is a key of ``letterings`` become texts; all other groups that have an id of the form ``CLASS-WORD`` keep
    their paths under that class.

    Args:
        drawn: The SVG, with text as text.
        letterings: What each text becomes, by the id of its group.
        words: Words whose colours are used.
        name: Name of the figure, part of its classes and ids.
        title: Its title.
        description: What it shows, for readers who do not see it.
    """
    root = ET.fromstring(drawn)
    box = " ".join(_number(part) for part in root.attrib["viewBox"].split())
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="mmkb-figure mmkb-{name}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc" viewBox="{box}" '
        f'style="{sized(float(box.split()[2]))}">',
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(description)}</desc>',
        f"<style>{_style(words, name)}</style>",
    ]
    for group in root.iter(f"{_SVG}g"):
        key = group.get("id", "")
        if key in letterings:
            out += _texts(group, letterings[key])
        elif re.fullmatch(r"(branch|dot|hole)-[a-z-]+", key):
            paths = "".join(f'<path d="{_path(path.attrib["d"])}"/>' for path in group.iter(f"{_SVG}path"))
            out.append(f'<g class="{key}">{paths}</g>')
    return "\n".join([*out, "</svg>\n"])
