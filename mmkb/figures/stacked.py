"""The narrow form of an architecture diagram, for a telephone: its ways one below another, the language model between them.

Boxes that hang together stand side by side as in the wide form, encoder or output projector on the left; what they carry stands
at their border. All ways in run into one line on the right, all ways out leave one on the left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from statistics import fmean
from typing import Final

from mmkb.figures.figure import NARROW
from mmkb.figures.lanes import Diagram, Lane, Side
from mmkb.figures.layout import BOX, CHIP, CHIP_TEXT, GAP, SMALL, Arrow, Chip, Layout, Placed, placed
from mmkb.figures.lettering import width
from mmkb.figures.strands import Strand, strands_of
from mmkb.figures.titles import column_title, model_title
from mmkb.vocab import spoken

_MARGIN: Final = 3.0
_RAIL: Final = 12.0
_ARROW: Final = 17.0
_LANE: Final = 13.0
_CHIP_ROW: Final = CHIP + 5.0
_BETWEEN: Final = 18.0
_HEAD: Final = 20.0
_FRAME: Final = 10.0
_COLUMNS: Final = 2
_WIDE: Final = NARROW - 2 * _MARGIN
_GAP: Final = NARROW - _MARGIN - 2 * BOX - _RAIL - 12
"""Room between the two columns."""


class _Stack:
    """Places everything of one diagram, from top to bottom."""

    def __init__(self, diagram: Diagram) -> None:
        self.diagram = diagram
        self.boxes: list[Placed] = []
        self.chips: list[Chip] = []
        self.arrows: list[Arrow] = []
        self.heads: list[tuple[str, float, float]] = []
        self.y = 0.0
        self.panel: tuple[float, float, float, float] | None = None

    def layout(self) -> Layout:
        """Place everything."""
        self._side(self.diagram.way_in, "in")
        self._llm()
        if self.diagram.experts:
            self._experts()
        self._side(self.diagram.way_out, "out")
        return Layout(NARROW, self.y + 4, self.boxes, self.chips, self.arrows, self.heads, panel=self.panel)

    def _head(self, title: str, middle: float, y: float) -> None:
        self.heads.append((title, middle, y))

    def _llm(self) -> None:
        box = placed(self.diagram.llm)
        box.x, box.width, box.height = _MARGIN, _WIDE, box.content
        self._head(model_title(self.diagram), NARROW / 2, self.y + 12)
        box.y = self.y + _HEAD
        if self.rail:
            x = NARROW - _RAIL
            # The line begins where its arrow has a gap.
            self.arrows.append(Arrow(None, (x, self.rail[0] - 7), (x, box.y)))
            if self.diagram.above:
                words = "cross-attention"
                self._head(words, x - 10 - width(words, SMALL) / 2, box.y - 6)
        self.boxes.append(box)
        self.llm, self.y = box, box.bottom

    def _experts(self) -> None:
        boxes = [placed(box) for box in self.diagram.experts]
        left, top = _RAIL + 12, self.y + 40
        wide = NARROW - _MARGIN - left
        y = top + 24
        for words, side in (("Given to them", self.diagram.way_in), ("Given by them", self.diagram.way_out)):
            called = tuple(lane for lane in side.lanes if lane.tools)
            if called:
                room = width(words, SMALL) + 8
                self._head(words, left + _FRAME + (room - 8) / 2, y + CHIP / 2 + 4)
                y = self._flow(_modalities(called), left + _FRAME + room, y, wide - 2 * _FRAME - room) + 6
        for first in range(0, len(boxes), _COLUMNS):
            row = boxes[first : first + _COLUMNS]
            for i, box in enumerate(row):
                box.x, box.y, box.height = left + _FRAME + i * (BOX + GAP), y, max(b.content for b in row)
            y = row[0].bottom + GAP
        self.boxes += boxes
        bottom = y - GAP + _FRAME
        self.panel = left, top, wide, bottom - top
        middle = left + wide / 2
        self.arrows.append(Arrow(None, (middle, self.y), (middle, top), "calls", dashed=True, both=True))
        self.y = bottom

    def _side(self, side: Side, role: str) -> None:
        """One way, in or out."""
        self.rail: list[float] = []
        strands = strands_of(side)
        if strands:
            self._heads(side, strands, role)
        for strand in strands:
            if strand.outer or strand.inner:
                self._strand(side, strand, role)
            else:
                self._bare(strand, role)
            self.y += _BETWEEN
        if role == "out" and self.rail:
            self.arrows.append(Arrow(None, (_RAIL, self.llm.bottom - 7), (_RAIL, self.rail[-1] + 7), head=False))

    def _heads(self, side: Side, strands: Sequence[Strand], role: str) -> None:
        self.y += 12 if role == "in" else 24
        columns = {"outer": side.outer, "inner": side.inner}
        told = False
        for name, boxes in columns.items():
            if boxes and any(getattr(strand, name) for strand in strands):
                self._head(column_title(role, name, len(boxes)), _column(role, name) + BOX / 2, self.y)
                told = True
        if not told:
            self._head("Input" if role == "in" else "Output", NARROW / 2, self.y)
        self.y += 10

    def _strand(self, side: Side, strand: Strand, role: str) -> None:
        """Boxes that hang together: stacked in their two columns, arrows between them and to the line."""
        top = self.y
        boxes: dict[tuple[str, int], Placed] = {}
        bottoms = [top]
        for name, places, all_boxes in (("outer", strand.outer, side.outer), ("inner", strand.inner, side.inner)):
            y = top
            for place in places:
                box = placed(all_boxes[place])
                box.x, box.height = _column(role, name), box.content
                boxes[name, place] = box
                lanes = [lane for lane in strand.lanes if getattr(lane, name) == place]
                borders = [lane for lane in lanes if name == "outer" or lane.outer is None]
                y = self._bordered(box, [lane for lane in borders if lane.modality or side.unknown], y, role) + GAP
            bottoms.append(y - GAP)
        self._level(boxes, strand, bottoms)
        self.boxes += boxes.values()
        self._between(boxes, strand, role)
        self.y = max(bottoms)

    def _level(self, boxes: dict[tuple[str, int], Placed], strand: Strand, bottoms: list[float]) -> None:
        """Make the one projector of a strand as high as what it is joined to; what passes it by stays below it."""
        past = {lane.outer for lane in strand.lanes if lane.inner is None}
        joined = [boxes["outer", place] for place in strand.outer if place not in past]
        if len(strand.inner) == 1 and joined and all(lane.outer is not None for lane in strand.lanes):
            box = boxes["inner", strand.inner[0]]
            box.y = max(box.y, min(other.y for other in joined))
            box.height = max(box.content, max(other.bottom for other in joined) - box.y)
            bottoms.append(box.bottom)

    def _bordered(self, box: Placed, lanes: Sequence[Lane], y: float, role: str) -> float:
        """A box with the modalities at its border: above it on the way in, below it on the way out.

        Returns:
            Where it ends.
        """
        if not lanes:
            box.y = y
            return box.bottom
        if role == "in":
            begin = len(self.chips)
            end = self._flow(_modalities(lanes), box.x, y, BOX)
            box.y = end + _ARROW
            self._drops(self.chips[begin:], end, (end, box.y), lanes)
            return box.bottom
        box.y = y
        begin = len(self.chips)
        end = self._flow(_modalities(lanes), box.x, box.bottom + _ARROW, BOX)
        self._drops(self.chips[begin:], box.bottom + _ARROW + CHIP, (box.bottom, box.bottom + _ARROW), lanes)
        return end

    def _drops(self, chips: Sequence[Chip], row: float, ends: tuple[float, float], lanes: Sequence[Lane]) -> None:
        """Arrows between a box and the row of chips next to it, which ends at ``row``."""
        for chip in chips:
            if abs(chip.y + CHIP / 2 - row) < 1:
                x = chip.x + chip.width / 2
                unsure = any(lane.modality == chip.modality and not lane.certain for lane in lanes)
                self.arrows.append(Arrow(chip.modality, (x, ends[0] - 7), (x, ends[1]), unsure=unsure))

    def _flow(self, modalities: Iterable[str | None], x: float, y: float, room: float) -> float:
        """Chips in rows.

        Returns:
            Where the last row ends.
        """
        at = x
        for modality in modalities:
            text = spoken(modality) if modality else "not disclosed"
            own = width(text, CHIP_TEXT) + 22
            if at > x and at + own > x + room:
                at, y = x, y + _CHIP_ROW
            self.chips.append(Chip(modality, at, y + CHIP / 2, own, text))
            at += own + 6
        return y + CHIP

    def _bare(self, strand: Strand, role: str) -> None:
        """Modalities that pass by all boxes, in rows that join the line."""
        left = _MARGIN if role == "in" else _RAIL + 20
        begin = len(self.chips)
        bottom = self._flow(_modalities(strand.lanes), left, self.y, _WIDE - _RAIL - 34)
        rows: dict[float, list[Chip]] = {}
        for chip in self.chips[begin:]:
            rows.setdefault(chip.y, []).append(chip)
        unsure = not strand.lanes[0].certain
        for y, chips in rows.items():
            modality = chips[0].modality if len(chips) == 1 else None
            edge = chips[-1].x + chips[-1].width
            start, end = ((edge, y), (NARROW - _RAIL, y)) if role == "in" else ((_RAIL, y), (left, y))
            self.arrows.append(Arrow(modality, start, end, unsure=unsure, head=role == "out"))
            self.rail.append(y)
        self.y = bottom

    def _between(self, boxes: dict[tuple[str, int], Placed], strand: Strand, role: str) -> None:
        """Arrows between the two columns, and between them and the line."""
        joins: dict[tuple[str, int], list[str | None]] = {}
        pairs: dict[tuple[int, int], list[Lane]] = {}
        for lane in strand.lanes:
            if lane.outer is not None and lane.inner is not None:
                pairs.setdefault((lane.outer, lane.inner), []).append(lane)
            name, place = ("outer", lane.outer) if lane.inner is None else ("inner", lane.inner)
            if place is not None:
                joins.setdefault((name, place), []).append(lane.modality)
        self._pairs(boxes, pairs, role)
        edge = NARROW - _RAIL if role == "in" else _RAIL
        for key, modalities in joins.items():
            box = boxes[key]
            for modality, y in _spread(list(dict.fromkeys(modalities)), box):
                start, end = ((box.right, y), (edge, y)) if role == "in" else ((edge, y), (box.x, y))
                self.arrows.append(Arrow(modality, start, end, head=role == "out"))
                self.rail.append(y)
        self.rail.sort()

    def _pairs(self, boxes: dict[tuple[str, int], Placed], pairs: dict[tuple[int, int], list[Lane]], role: str) -> None:
        left = "outer" if role == "in" else "inner"
        for (outer, inner), lanes in pairs.items():
            one, other = boxes["outer", outer], boxes["inner", inner]
            one, other = (one, other) if left == "outer" else (other, one)
            unsure = {lane.modality: not lane.certain for lane in lanes}
            # At the height at which both have their middle, or as near as they come.
            shared = fmean((max(one.y, other.y), min(one.bottom, other.bottom)))
            for i, modality in enumerate(unsure):
                y = shared + (i - (len(unsure) - 1) / 2) * _LANE
                start, end = (one.right, one.port(y)), (other.x, other.port(y))
                self.arrows.append(Arrow(modality, start, end, unsure=unsure[modality]))


def _column(role: str, name: str) -> float:
    """Left edge of a column; the line is on the right on the way in, on the left on the way out."""
    first = _MARGIN if role == "in" else NARROW - _MARGIN - 2 * BOX - _GAP
    return first if (role == "in") == (name == "outer") else first + BOX + _GAP


def _modalities(lanes: Iterable[Lane]) -> list[str | None]:
    return list(dict.fromkeys(lane.modality for lane in lanes))


def _spread(modalities: Sequence[str | None], box: Placed) -> Iterator[tuple[str | None, float]]:
    """Each modality with the height at which it meets the side of a box."""
    middle = (box.y + box.bottom) / 2
    for i, modality in enumerate(modalities):
        yield modality, box.port(middle + (i - (len(modalities) - 1) / 2) * _LANE)


def stack(diagram: Diagram) -> Layout:
    """Lay out a diagram for a telephone.

    Args:
        diagram: What it shows.
    """
    return _Stack(diagram).layout()
