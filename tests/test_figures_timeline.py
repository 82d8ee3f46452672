"""The timeline: every model once, in its month and lane, nothing over anything else, filters on the page."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from mmkb.api import KnowledgeBase
from mmkb.figures.flow import flow
from mmkb.figures.months import banner, column_of_months, grid
from mmkb.figures.timeline import lanes
from mmkb.query.answers import ModelSummary
from tests.boxes import Box, hold_apart
from tests.figureanswers import SVG, summary

SIZES = {"model": 12.0, "month": 11.0, "year": 13.0, "head": 12.5, "words": 10.0}
WIDTHS = ("wide", "narrow", "poster")


def box_of(text: ET.Element) -> Box:
    """The place of a text, measured with matplotlib's own font."""
    css = str(text.get("class"))
    weight = "bold" if css in ("year", "head") else "normal"
    words = "".join(text.itertext()).replace("$", r"\$")
    path = TextPath((0, 0), words, size=SIZES[css], prop=FontProperties(family="DejaVu Sans", weight=weight))
    box = path.get_extents()
    x, y = float(text.get("x", "nan")), float(text.get("y", "nan"))
    return x + box.x0, y - box.y1, x + box.x1, y - box.y0


def marks_of(root: ET.Element) -> list[Box]:
    circles = [[float(c.get(key, "nan")) for key in ("cx", "cy", "r")] for c in root.iter(f"{SVG}circle")]
    return [(x - r, y - r, x + r, y + r) for x, y, r in circles]


def apart(root: ET.Element) -> int:
    """Hold all texts and marks against each other and against the edges; gives their number."""
    boxes = [(box_of(text), "".join(text.itertext())) for text in root.iter(f"{SVG}text")]
    boxes += [(box, "a mark") for box in marks_of(root)]
    hold_apart(root, boxes)
    return len(boxes)


@pytest.mark.catalogue
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_stands_over_anything_at_the_real_catalogue(real_kb: KnowledgeBase, width: str) -> None:
    figure = real_kb.figure("timeline", width=width, link=lambda kind, entry: f"{kind}/{entry}")
    root = ET.fromstring(figure.svg)
    models = {model.id for model in real_kb.models()}
    assert apart(root) > 2 * len(models)
    assert sorted(a.get("href", "") for a in root.iter(f"{SVG}a")) == sorted(f"model/{entry}" for entry in models)
    assert {row[0].id for row in figure.data.rows} == models


def dated(entry: str, released: str | None, given: tuple[str, ...] = ("text",), access: str | None = None) -> ModelSummary:
    function = "understanding" if given == ("text",) else "generation"
    return replace(summary(entry, given, function=function, released=released), access=access)


def test_the_largest_groups_have_lanes_and_the_rest_is_parted_by_function() -> None:
    models = [dated(f"a{i}", "2023-01") for i in range(5)] + [dated(f"b{i}", "2023-02", ("text", "image")) for i in range(3)]
    models += [dated(f"c{i}", "2023-03", ("image",)) for i in range(2)] + [dated("d", "2023", ("video",))]
    models += [replace(dated("e", None), output=(), function=None)]
    found = [(lane.name, len(lane.models)) for lane in lanes(models)]
    assert found == [("I+T → T", 5), ("I+T → I+T", 3), ("I+T → I", 2), ("Other → media", 1), ("Not known", 1)]


@pytest.mark.parametrize("layout", [grid, column_of_months, banner])
def test_months_run_in_order_and_what_has_no_day_comes_last(layout: object) -> None:
    assert callable(layout)
    days = ["2022-11-30", "2023-01", "2023-01-17", "2023-04", "2023", None]
    sheet = layout(lanes([dated(f"m{i}", day) for i, day in enumerate(days)]), 20.0)
    way = [(placed.x if layout is banner else placed.y, placed.model.id) for placed in sheet.models]
    assert [name for _, name in sorted(way)] == ["m0", "m1", "m2", "m3", "m4", "m5"]
    words = " ".join(re.findall(r">([^<]+)</text>", "".join(sheet.pieces)))
    for said in ("Nov", "Jan", "Apr", "2022", "2023", "month ?", "no date", "+2" if layout is banner else "2 months: none"):
        assert said in words


def test_names_flow_over_columns() -> None:
    assert list(flow([50, 50, 120, 50, 900], 3, 60)) == [(0, 0, 1), (0, 1, 1), (1, 0, 2), (1, 2, 1), (2, 0, 3)]


def test_the_mark_tells_who_may_have_the_weights(toy_kb: KnowledgeBase) -> None:
    figure = toy_kb.figure("timeline", link=lambda kind, entry: entry)
    access = {row[0].id: row[6] for row in figure.data.rows}
    seen = set()
    for a in ET.fromstring(figure.svg).iter(f"{SVG}a"):
        known = access[a.get("href", "")]
        ring = next(a.iter(f"{SVG}circle"))
        assert (ring.get("class") == "full") is (known == "open-weights")
        assert (ring.get("stroke-dasharray") is not None) is (known is None)
        assert a.get("data-access") == {"open-weights": "open weights", "closed": "closed", None: "not-known"}.get(
            known, "API only"
        ).replace("-", " ")
        seen.add(known)
    assert len(seen) > 1
