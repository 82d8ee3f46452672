"""Charts with axes: drawn by matplotlib, its SVG made fit for a page.

What is drawn bears a class where matplotlib has colours and fonts, so that it takes the colours of the page around; text
stays text, points become links with tooltips, and all else that matplotlib writes is left out.
"""

from __future__ import annotations

import io
import re
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, Literal, NamedTuple

from matplotlib import rc_context, rcdefaults, rcParams
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import Formatter, Locator, NullLocator
from matplotlib.transforms import Affine2D

from mmkb.figures.lettering import escape, n

Wrap = Callable[[str], str]
"""Makes a mark more than a mark: a link, or something with a tooltip."""

_SVG: Final = "{http://www.w3.org/2000/svg}"
_OURS: Final = re.compile(r"mm\.([a-z]+)(?:#(\d+))?")
_SMALL: Final = 10.0
_ANCHORS: Final[dict[str, Literal["left", "center", "right"]]] = {"start": "left", "middle": "center", "end": "right"}
_OPTIONS: Final[dict[str, Any]] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "mmkb",
    "font.family": ["DejaVu Sans"],
    "path.simplify": False,
    "text.parse_math": False,
}


class _Marks(NamedTuple):
    """What the marks of one artist become."""

    wraps: Sequence[Wrap]
    radius: float


class Plot:
    """A drawing of matplotlib's, in pixels from the upper left corner.

    Args:
        wide: Its width.
        high: Its height.
    """

    def __init__(self, wide: float, high: float) -> None:
        self._size = wide, high
        # At 72 dots an inch matplotlib's points are pixels.
        self._figure = Figure(figsize=(wide / 72, high / 72), dpi=72)
        self._figure.patch.set_visible(False)
        self._place = Affine2D().scale(1, -1).translate(0, high)
        self._marks: list[_Marks] = []

    def axes(self, x: float, y: float, wide: float, high: float) -> Axes:
        """Axes at a place: with a left and a lower side of class ``axis`` and a grid of class ``grid``.

        Args:
            x: Their left side.
            y: Their upper side.
            wide: Their width.
            high: Their height.
        """
        full, whole = self._size
        made = self._figure.add_axes((x / full, 1 - (y + high) / whole, wide / full, high / whole))
        made.patch.set_visible(False)
        made.grid(True)
        made.tick_params(length=0, pad=5, labelsize=_SMALL)
        for side, spine in made.spines.items():
            spine.set_visible(side in ("left", "bottom"))
            self.name(spine, "axis")
        return made

    def name(self, artist: Artist, css: str, wraps: Sequence[Wrap] = (), radius: float = 0.0) -> None:
        """Give an artist its class; what has none is left out.

        Args:
            artist: What is drawn.
            css: The class.
            wraps: What becomes of each of its marks.
            radius: The radius of its markers, which are drawn as circles.
        """
        self._marks.append(_Marks(wraps, radius))
        artist.set_gid(f"mm.{css}#{len(self._marks) - 1}")

    def scale(self, axis: Axis, locator: Locator, formatter: Formatter, *, apart: float = 0.0, end: float = 0.0) -> None:
        """Mark the values of an axis, whose limits are set, with lines of class ``grid`` and labels of class ``small``.

        Args:
            axis: The axis.
            locator: Finds the values.
            formatter: Writes them.
            apart: Least distance of two labels in pixels.
            end: Room that a label needs behind it in pixels; one that has less is left out.
        """
        axis.set_major_locator(locator)
        axis.set_major_formatter(formatter)
        axis.set_minor_locator(NullLocator())
        across = axis is axis.axes.xaxis
        low, high = sorted(axis.get_view_interval())
        box, last, kept = axis.axes.bbox, float("-inf"), []
        for value in sorted(float(found) for found in axis.get_majorticklocs() if low <= found <= high):
            at = axis.axes.transData.transform((value, 1) if across else (1, value))[0 if across else 1]
            if at - last >= apart and (not end or at <= box.x1 - end):
                kept.append(value)
                last = at
        axis.set_ticks(kept, formatter.format_ticks(kept))
        for tick in axis.get_major_ticks():
            self.name(tick.gridline, "grid")
            self.name(tick.label1, "small")

    def spots(self, axes: Axes, values: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        """Where values lie in the drawing.

        Args:
            axes: The axes, their limits set.
            values: Pairs of values.
        """
        return [(float(x), self._size[1] - float(y)) for x, y in (axes.transData.transform(pair) for pair in values)]

    def points(self, axes: Axes, values: Sequence[tuple[float, float]], css: str, radius: float, wraps: Sequence[Wrap]) -> None:
        """Draw points as circles.

        Args:
            axes: The axes.
            values: Pairs of values.
            css: Class of the circles.
            radius: Their radius.
            wraps: What becomes of each of them.
        """
        drawn = axes.scatter([x for x, _ in values], [y for _, y in values], zorder=3)
        self.name(drawn, css, wraps, radius)

    def text(
        self, axes: Axes | None, x: float, y: float, text: str, css: str, anchor: str = "start", wrap: Wrap | None = None
    ) -> None:  # fmt: skip
        """Write a text at a place of the drawing.

        Args:
            axes: The axes that it belongs to, above all that is drawn in them; None for a text that stands alone.
            x: Where it begins, or its middle or end.
            y: Its baseline.
            text: The text.
            css: Its class.
            anchor: Which part of it lies at ``x``: ``start``, ``middle`` or ``end``.
            wrap: What becomes of it.
        """
        written = Text(x, y, text, ha=_ANCHORS[anchor], fontsize=_SMALL, va="baseline", transform=self._place, zorder=4)
        self.name(written, css, (wrap,) if wrap is not None else ())
        (axes if axes is not None else self._figure).add_artist(written)

    def body(self) -> str:
        """What is drawn, for :meth:`mmkb.figures.figure.Canvas.svg`."""
        out = io.StringIO()
        self._figure.savefig(out, format="svg", metadata={"Date": None})
        drawn: list[str] = []
        for group in ET.fromstring(out.getvalue()).iter(f"{_SVG}g"):
            found = _OURS.fullmatch(group.get("id", ""))
            if found:
                wraps, radius = self._marks[int(found[2])]
                marks = list(_marks(group, found[1], radius))
                drawn += [wrap(mark) for wrap, mark in zip(wraps, marks, strict=True)] if wraps else marks
        return "\n".join(drawn)


def _number(text: str) -> str:
    return n(round(float(text), 1) + 0.0)


def _path(data: str) -> str:
    """A path's data with one digit after the point, lines along an axis as such."""
    places = re.findall(r"([MLCQz])([^MLCQz]*)", data)
    drawn, x, y = "", "", ""
    for letter, numbers in places:
        new = [_number(number) for number in numbers.split()]
        if letter == "L" and new[1] == y:
            drawn += f"H{new[0]}" if new[0] != x else ""
        elif letter == "L" and new[0] == x:
            drawn += f"V{new[1]}"
        else:
            drawn += letter + " ".join(new)
        x, y = new[-2:] if new else ("", "")
    return drawn


def _marks(group: ET.Element, css: str, radius: float) -> Iterator[str]:
    """The marks of an artist: its texts, its markers, or its paths."""
    for text in group.iter(f"{_SVG}text"):
        anchor = re.search(r"text-anchor: (middle|end)", text.get("style", ""))
        more = f' text-anchor="{anchor[1]}"' if anchor else ""
        x, y = _number(text.attrib["x"]), _number(text.attrib["y"])
        yield f'<text class="{css}" x="{x}" y="{y}"{more}>{escape("".join(text.itertext()))}</text>'
    for use in group.iter(f"{_SVG}use"):
        x, y = _number(use.attrib["x"]), _number(use.attrib["y"])
        yield f'<circle class="{css}" cx="{x}" cy="{y}" r="{n(radius)}"/>'
    for path in group.findall(f"{_SVG}path"):
        yield f'<path class="{css}" d="{_path(path.attrib["d"])}"/>'


@contextmanager
def plotting(wide: float, high: float) -> Iterator[Plot]:
    """A plot that looks the same whatever the reader's own settings of matplotlib are.

    Args:
        wide: Its width in pixels.
        high: Its height in pixels.
    """
    with rc_context(), warnings.catch_warnings():
        rcdefaults()
        rcParams.update(_OPTIONS)  # type: ignore[arg-type]
        # The reader's font shows the text; what matplotlib's own lacks does not matter.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        yield Plot(wide, high)
