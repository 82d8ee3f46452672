"""Where everything of an architecture diagram stands, in pixels.

Columns from left to right: modalities, encoders, input projectors, language model, output projectors, generators,
modalities. A lane is a row; a box stands across the rows of its lanes, so that arrows run straight wherever they can.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from mmkb.figures.lanes import Lane, Side
from mmkb.figures.lettering import width, wrap
from mmkb.figures.parts import Box, Part
from mmkb.vocab import spoken

BOX: Final = 142.0
PAD: Final = 10.0
NAME, SMALL, CHIP_TEXT = 12.5, 10.5, 11.5
NAME_LINE, SMALL_LINE = 15.0, 13.5
CELL, CELL_LINE = 24.0, 19.0
CHIP: Final = 22.0
ROW: Final = 30.0
HEAD: Final = 26.0
HEAD_LINE: Final = 14.0
GAP: Final = 14.0


class Lines(NamedTuple):
    """A part broken into lines."""

    part: Part
    name: tuple[str, ...]
    details: tuple[str, ...]

    @property
    def rows(self) -> int:
        """Rows of its strip of stages."""
        per_row = int((BOX - 2 * PAD) // CELL)
        return -(-len(self.part.cells) // per_row)

    @property
    def height(self) -> float:
        """Height without padding."""
        strip = self.rows * CELL_LINE + 3 if self.part.cells else 0
        return len(self.name) * NAME_LINE + len(self.details) * SMALL_LINE + strip


@dataclass(slots=True)
class Placed:
    """A box with its place; ``x`` and ``y`` are its upper left corner."""

    box: Box
    parts: tuple[Lines, ...]
    notes: tuple[str, ...]
    x: float = 0.0
    y: float = 0.0
    height: float = 0.0
    width: float = BOX

    @property
    def content(self) -> float:
        """Height that its lines need."""
        inside = sum(part.height for part in self.parts) + PAD * (len(self.parts) - 1)
        return inside + len(self.notes) * SMALL_LINE + (4 if self.notes else 0) + 2 * PAD - 2

    @property
    def right(self) -> float:
        """Right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.y + self.height

    def port(self, y: float) -> float:
        """The height nearest to ``y`` at which an arrow can meet the box."""
        return min(max(y, self.y + 11), self.bottom - 11)


class Chip(NamedTuple):
    """A modality at the border; ``x`` is its left edge, ``y`` its middle."""

    modality: str | None
    x: float
    y: float
    width: float
    text: str


class Arrow(NamedTuple):
    """An arrow from one point to another.

    Attributes:
        modality: What it carries; None if the entry does not tell.
        start: Its beginning.
        end: Its tip.
        label: What is written over it.
        dashed: Whether it leads to or from experts.
        unsure: Whether the entry does not say that this is the way.
        head: Whether it has a tip; one that joins another line has none.
        both: Whether it has a tip at its beginning as well.
    """

    modality: str | None
    start: tuple[float, float]
    end: tuple[float, float]
    label: str = ""
    dashed: bool = False
    unsure: bool = False
    head: bool = True
    both: bool = False


@dataclass(slots=True)
class Layout:
    """A diagram with the place of everything.

    Attributes:
        width: Width of the drawing.
        height: Height of the drawing, without a legend.
        boxes: Boxes, in order of the data's way.
        chips: Modalities at the borders.
        arrows: Arrows between them.
        heads: Titles of the stages: text, middle and base line.
        over: Corner points of the line that leads over the top into the language model; none where there is none.
        panel: Left, top, width and height of the frame around the experts; None without experts.
    """

    width: float
    height: float
    boxes: list[Placed]
    chips: list[Chip]
    arrows: list[Arrow]
    heads: list[tuple[str, float, float]]
    over: tuple[tuple[float, float], ...] = ()
    panel: tuple[float, float, float, float] | None = None


def packed(details: Sequence[str]) -> tuple[str, ...]:
    """Small print broken into lines, short pieces side by side."""
    room, lines = BOX - 2 * PAD, list[str]()
    for piece in details:
        if lines and width(f"{lines[-1]} · {piece}", SMALL) <= room:
            lines[-1] = f"{lines[-1]} · {piece}"
        else:
            lines += wrap(piece, room, SMALL, lines=3)
    return tuple(lines)


def placed(box: Box) -> Placed:
    """A box with its lines broken, not yet placed."""
    room = BOX - 2 * PAD
    parts = tuple(
        Lines(part, wrap(part.name, room, NAME, lines=4, bold=True) or (part.name,), packed(part.details)) for part in box.parts
    )
    return Placed(box, parts, packed(box.notes))


class Half:
    """One side of the diagram, left or right of the language model; rows first, columns later."""

    def __init__(self, side: Side) -> None:
        """Break the boxes of a side into lines and give every lane its height."""
        self.side = side
        self.outer = [placed(box) for box in side.outer]
        self.inner = [placed(box) for box in side.inner]
        self.lanes: list[Lane] = [lane for lane in side.lanes if not lane.tools]
        self.called = [lane for lane in side.lanes if lane.tools]
        self.pitch = [ROW] * len(self.lanes)
        self.y: list[float] = []
        self.slack = 0.0
        for place, boxes in (("inner", self.inner), ("outer", self.outer)):
            for i, box in enumerate(boxes):
                rows = self._rows(place, i)
                missing = box.content + GAP - sum(self.pitch[r] for r in rows)
                for r in rows if missing > 0 else ():
                    self.pitch[r] += missing / len(rows)
        # Boxes whose lanes cross are moved down; the bare lanes then stand below them.
        self.slack = max(0.0, self._place_boxes(0.0, self.height) - sum(self.pitch[: len(self.pitch) - self.bare]))

    def _rows(self, place: str, i: int) -> range:
        """The rows from the first to the last lane of a box."""
        own = [r for r, lane in enumerate(self.lanes) if getattr(lane, place) == i]
        return range(own[0], own[-1] + 1) if own else range(0)

    @property
    def bare(self) -> int:
        """Number of lanes that pass by all boxes."""
        return sum(lane.outer is None and lane.inner is None for lane in self.lanes)

    @property
    def height(self) -> float:
        """Height of all lanes, and of what boxes need below them."""
        return sum(self.pitch) + self.slack

    def stand(self, top: float, height: float) -> None:
        """Give rows and boxes their heights: bare lanes at the bottom, the others in the middle of what is left."""
        self._place_boxes(top, height)

    def _place_boxes(self, top: float, height: float) -> float:
        """Give rows and boxes their heights.

        Returns:
            The lower edge of the lowest box.
        """
        y = top + (height - self.height) / (2 if self.bare < len(self.lanes) else 1)
        self.y = []
        for r, pitch in enumerate(self.pitch):
            if r == len(self.pitch) - self.bare:
                y = top + height - sum(self.pitch[r:])
            self.y.append(y + pitch / 2)
            y += pitch
        lowest = top
        for place, boxes in (("outer", self.outer), ("inner", self.inner)):
            for i, box in enumerate(boxes):
                rows = self._rows(place, i)
                upper, lower = self.y[rows[0]] - self.pitch[rows[0]] / 2, self.y[rows[-1]] + self.pitch[rows[-1]] / 2
                box.y = min((upper + lower - box.content) / 2, self.y[rows[0]] - ROW / 2 + 2)
                box.height = max((upper + lower + box.content) / 2, self.y[rows[-1]] + ROW / 2 - 2) - box.y
            edge = top
            for box in sorted(boxes, key=lambda b: b.y):
                box.y = max(box.y, edge)
                edge = box.bottom + GAP / 2
                lowest = max(lowest, box.bottom)
        return lowest

    def label_room(self) -> float:
        """Width of the gaps in which arrows carry labels."""
        boxed = [lane.modality for lane in self.lanes if lane.outer is not None or lane.inner is not None]
        longest = max((width(spoken(modality), SMALL) for modality in boxed if modality), default=0.0)
        return max(36.0, longest + 22)

    def chip_width(self) -> float:
        """Width of the widest modality at the border."""
        words = [spoken(lane.modality) for lane in self.side.lanes if lane.modality]
        words += ["not disclosed"] if self.side.unknown else []
        return max((width(word, CHIP_TEXT) + 22 for word in words), default=0.0)
