"""Putting the two halves of an architecture diagram, the language model and the experts together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean
from typing import Final, Literal

from mmkb.figures.lanes import Diagram, Lane
from mmkb.figures.layout import BOX, CHIP_TEXT, GAP, HEAD, HEAD_LINE, ROW, Arrow, Chip, Half, Layout, Placed, placed
from mmkb.figures.lettering import width
from mmkb.figures.titles import column_title, model_title
from mmkb.vocab import WRITTEN_AS_TEXT, spoken

_MARGIN: Final = 4.0
_OVER: Final = 34.0
_CHIP_GAP: Final = 26.0
_BARE_GAP: Final = 48.0
_FRAME: Final = 12.0
_FRAME_HEAD: Final = 24.0
_BELOW: Final = 46.0
_EXPERT_COLUMNS: Final = 4

_Stop = tuple[Literal["chip", "outer", "inner", "llm"], int | str | None]


def _stops(lane: Lane, *, unknown: bool) -> list[_Stop]:
    """What a lane passes, from the border to the language model."""
    stops: list[_Stop] = [("chip", lane.modality)] if lane.modality or unknown else []
    stops += [("outer", lane.outer)] if lane.outer is not None else []
    stops += [("inner", lane.inner)] if lane.inner is not None else []
    return [*stops, ("llm", None)]


class _Composer:
    """Places everything of one diagram."""

    def __init__(self, diagram: Diagram) -> None:
        self.diagram = diagram
        self.left, self.right = Half(diagram.way_in), Half(diagram.way_out)
        self.llm = placed(diagram.llm)
        self.experts = [placed(box) for box in diagram.experts]
        self.chips: dict[tuple[str, str | None], Chip] = {}
        self.arrows: list[Arrow] = []
        self.heads: list[tuple[str, float, float]] = []
        self.media = [lane for lane in self.left.lanes if lane.outer is not None or lane.inner is not None or _is_medium(lane)]
        self.above = diagram.above and bool(self.media)

    def layout(self) -> Layout:
        """Place everything."""
        total = self._columns()
        top = HEAD + (_OVER if self.above else 0)
        height = max(self.left.height, self.right.height, self.llm.content)
        self.left.stand(top, height)
        self.right.stand(top, height)
        lowest = top + height
        self.llm.y, self.llm.height = top, height
        panel = self._panel(lowest) if self.experts else None
        for half, side in ((self.left, "in"), (self.right, "out")):
            self._chips(half, side, panel)
            self._arrows(half, side)
        bottom = lowest if panel is None else panel[1] + panel[3]
        boxes = [*self.left.outer, *self.left.inner, self.llm, *self.right.inner, *self.right.outer, *self.experts]
        over = self._over() if self.above else ()
        return Layout(total, bottom + 6, boxes, list(self.chips.values()), self.arrows, self.heads, over, panel)

    def _columns(self) -> float:
        """Give every column its place.

        Returns:
            The width of the drawing.
        """
        x, spare = _MARGIN, self._spare()
        for half, role in ((self.left, "in"), (self.right, "out")):
            columns: list[tuple[str, Sequence[Placed]]] = [("outer", half.outer), ("inner", half.inner)]
            columns = [column for column in columns if column[1]]
            chips, gap = half.chip_width(), _CHIP_GAP if columns else _BARE_GAP
            if role == "in":
                self._chip_x = {"in": x}
                x += self._head("Input", x, chips) + (gap if chips else 0) + spare
                for name, boxes in columns:
                    x = self._column(column_title(role, name, len(boxes)), boxes, x) + half.label_room()
                x += _OVER / 2 if self.above else 0
                x = self._column(model_title(self.diagram), [self.llm], x)
            else:
                for name, boxes in reversed(columns):
                    x = self._column(column_title(role, name, len(boxes)), boxes, x + half.label_room())
                x += (gap if chips else 0) + spare
                self._chip_x["out"] = x
                x += self._head("Output", x, chips)
        return x + _MARGIN

    def _column(self, title: str, boxes: Sequence[Placed], x: float) -> float:
        for box in boxes:
            box.x = x
        return x + self._head(title, x, BOX)

    def _head(self, title: str, x: float, room: float) -> float:
        if room:
            self.heads.append((title, x + room / 2, HEAD_LINE))
        return room

    def _frame_width(self) -> float:
        columns = min(len(self.experts), _EXPERT_COLUMNS)
        return columns * (BOX + GAP) - GAP + 2 * _FRAME if columns else 0.0

    def _spare(self) -> float:
        """Width to be added on either side, so that the experts have room between the modalities."""
        free = BOX
        for half in (self.left, self.right):
            columns = bool(half.outer) + bool(half.inner)
            free += columns * (BOX + half.label_room()) if columns else _BARE_GAP - _CHIP_GAP
        return max(0.0, self._frame_width() - free) / 2

    def _panel(self, lowest: float) -> tuple[float, float, float, float]:
        """Place the experts below everything else.

        Returns:
            Left, top, width and height of the frame around them.
        """
        start = self._chip_x["in"] + self.left.chip_width() + _CHIP_GAP
        room = self._chip_x["out"] - _CHIP_GAP - start
        columns = max(1, min(len(self.experts), int((room - 2 * _FRAME + GAP) // (BOX + GAP))))
        wide = columns * (BOX + GAP) - GAP + 2 * _FRAME
        middle = self.llm.x + BOX / 2
        left = min(max(start, middle - wide / 2), start + room - wide)
        top = lowest + _BELOW
        y = top + _FRAME_HEAD
        for first in range(0, len(self.experts), columns):
            row = self.experts[first : first + columns]
            for i, box in enumerate(row):
                box.x, box.y, box.height = left + _FRAME + i * (BOX + GAP), y, max(b.content for b in row)
            y = row[0].bottom + GAP
        called = max(len(self.left.called), len(self.right.called)) * ROW
        height = max(y - GAP + _FRAME - top, called)
        self.arrows.append(Arrow(None, (middle, self.llm.bottom), (middle, top), "calls", dashed=True, both=True))
        return left, top, wide, height

    def _chips(self, half: Half, side: str, panel: tuple[float, float, float, float] | None) -> None:
        room, lane_y = half.chip_width(), dict[str | None, list[float]]()
        for lane, y in zip(half.lanes, half.y, strict=True):
            if lane.modality or half.side.unknown:
                lane_y.setdefault(lane.modality, []).append(y)
        edge = float("-inf")
        for lane, y in zip(half.lanes, half.y, strict=True):
            if lane.modality and lane.outer is None and lane.inner is None:
                lane_y[lane.modality] = [y]
        for modality, ys in sorted(lane_y.items(), key=lambda item: fmean(item[1])):
            edge = max(edge + ROW - 4, fmean(ys))
            self._chip(side, modality, edge, room)
        if panel is not None:
            left, top, wide, height = panel
            y = top + (height - len(half.called) * ROW) / 2 + ROW / 2
            for lane in half.called:
                chip = self._chip(side, lane.modality, y, room)
                ends = ((chip.x + chip.width, y), (left, y)) if side == "in" else ((left + wide, y), (chip.x, y))
                self.arrows.append(Arrow(lane.modality, *ends, dashed=True))
                y += ROW

    def _chip(self, side: str, modality: str | None, y: float, room: float) -> Chip:
        text = spoken(modality) if modality else "not disclosed"
        own = width(text, CHIP_TEXT) + 22
        x = self._chip_x[side] + (room - own if side == "in" else 0)
        chip = Chip(modality, x, y, own, text)
        self.chips[side, modality] = chip
        return chip

    def _arrows(self, half: Half, side: str) -> None:
        """Arrows along all lanes; hops that several lanes share are drawn once."""
        hops: dict[tuple[_Stop, _Stop, str | None], list[tuple[float, bool]]] = {}
        for lane, y in zip(half.lanes, half.y, strict=True):
            stops = _stops(lane, unknown=half.side.unknown)
            for hop in pairwise(stops):
                hops.setdefault((*hop, lane.modality), []).append((y, lane.certain))
        for (outer, inner, modality), ways in hops.items():
            y = fmean(way[0] for way in ways)
            label = spoken(modality) if modality and outer[0] != "chip" else ""
            near, far = self._point(half, side, outer, y, inward=True), self._point(half, side, inner, y, inward=False)
            joins = side == "in" and self.above and inner[0] == "llm" and (outer[0] != "chip" or _is_medium_name(modality))
            if joins and not self.diagram.beside:
                far = (self.llm.x - _OVER / 2, near[1])
            ends = (near, far) if side == "in" else (far, near)
            unsure = not all(way[1] for way in ways)
            self.arrows.append(Arrow(modality, *ends, label, unsure=unsure, head=not (joins and not self.diagram.beside)))

    def _point(self, half: Half, side: str, stop: _Stop, y: float, *, inward: bool) -> tuple[float, float]:
        """Where an arrow meets a stop: on its side towards the language model, or on the other."""
        place, which = stop
        right = (side == "in") == inward
        if place == "chip":
            chip = self.chips[side, None if which is None else str(which)]
            return chip.x + chip.width if right else chip.x, chip.y
        box = self.llm
        if place != "llm":
            assert isinstance(which, int)
            box = (half.outer if place == "outer" else half.inner)[which]
        return box.right if right else box.x, box.port(y)

    def _over(self) -> tuple[tuple[float, float], ...]:
        """The line from the media's arrows over the top into the language model."""
        x = self.llm.x - _OVER / 2
        ends = [arrow.end[1] for arrow in self.arrows if arrow.end[0] in (x, self.llm.x) and self._carries_media(arrow)]
        crest = self.llm.y - _OVER + 10
        middle = self.llm.x + BOX / 2
        return (x, max(ends)), (x, crest), (middle, crest), (middle, self.llm.y)

    def _carries_media(self, arrow: Arrow) -> bool:
        return bool(arrow.label) or _is_medium_name(arrow.modality)


def _is_medium(lane: Lane) -> bool:
    return _is_medium_name(lane.modality)


def _is_medium_name(modality: str | None) -> bool:
    return modality is not None and modality not in WRITTEN_AS_TEXT


def compose(diagram: Diagram) -> Layout:
    """Lay out a diagram.

    Args:
        diagram: What it shows.
    """
    return _Composer(diagram).layout()
