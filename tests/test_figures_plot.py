"""Charts that matplotlib draws: what comes of its SVG on a page."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date

import matplotlib
import pytest
from matplotlib.ticker import FuncFormatter, MaxNLocator

from mmkb.analysis.shares import Share, change
from mmkb.api import KnowledgeBase
from mmkb.figures import scores
from mmkb.figures.figure import Canvas, Look
from mmkb.figures.plot import plotting
from mmkb.figures.registry import make_figure
from mmkb.figures.sharegrid import Line, share_grid
from tests.figureanswers import SVG, link, texts


def drawing(body: str) -> str:
    return f'<svg xmlns="{SVG[1:-1]}">{body}</svg>'


def chart(low: float = 0, high: float = 10) -> str:
    """A small chart with two points, one of them a link."""
    with plotting(300, 200) as plot:
        axes = plot.axes(40, 20, 200, 100)
        axes.set_xlim(0, 4)
        axes.set_ylim(low, high)
        plot.scale(axes.yaxis, MaxNLocator(5, steps=[1, 2, 5, 10]), FuncFormatter(lambda value, _: f"{value:g}"))
        values = [(1.0, low), (3.0, high)]
        plot.points(axes, values, "dot", 3, [lambda mark: f"<a href='x'>{mark}</a>", lambda mark: mark])
        plot.text(axes, 4, 12, "Größe & $x$ <悟道>", "head")
        assert [(round(x, 3), round(y, 3)) for x, y in plot.spots(axes, values)] == [(90, 120), (190, 20)]
        return plot.body()


def test_points_lie_where_their_values_are_and_lead_on() -> None:
    root = ET.fromstring(drawing(chart()))
    places = [(circle.get("cx"), circle.get("cy"), circle.get("r")) for circle in root.iter(f"{SVG}circle")]
    assert places == [("90", "120", "3"), ("190", "20", "3")]
    assert [[child.tag for child in a] for a in root.iter(f"{SVG}a")] == [[f"{SVG}circle"]]


def test_texts_stay_as_they_are() -> None:
    assert "Größe & $x$ <悟道>" in texts(drawing(chart()))


def test_nothing_is_left_of_colours_fonts_and_references() -> None:
    body = chart()
    assert not re.search(r"matplotlib|xlink|style=|#|<use|<defs|clip|font|<g\b|url", body)
    assert set(re.findall(r'class="(\w+)"', body)) == {"axis", "grid", "small", "dot", "head"}
    assert set(re.findall(r'<path class="\w+" d="([^"]*)"', body)) >= {"M40 120V20", "M40 120H240"}


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        (0, 10, ["0", "2", "4", "6", "8", "10"]),
        (61, 68, ["62", "64", "66", "68"]),
        (0.1, 0.34, ["0.1", "0.15", "0.2", "0.25", "0.3"]),
    ],
)
def test_axes_are_marked_at_round_numbers(low: float, high: float, found: list[str]) -> None:
    assert re.findall(r'class="small"[^>]*text-anchor="end">([^<]*)<', chart(low, high)) == found


def test_a_readers_own_settings_change_nothing_and_stay() -> None:
    plain = chart()
    with matplotlib.rc_context({"font.size": 30, "svg.fonttype": "path", "axes.spines.left": False, "lines.linewidth": 9}):
        assert chart() == plain
        assert matplotlib.rcParams["font.size"] == 30


@pytest.mark.parametrize(("name", "width"), [("scores-over-time", "wide"), ("scores-by-size", "narrow")])
@pytest.mark.parametrize("better", ["higher", "lower"])
def test_a_front_climbs_in_steps_to_the_better_scores(
    toy_kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, better: str, name: str, width: str
) -> None:
    group = next(group for group in toy_kb.leaderboard("toyqa").groups if group.scores)
    given = group.scores[0][1]
    values = [10.0, 30.0, 20.0, 40.0] if better == "higher" else [40.0, 20.0, 30.0, 10.0]
    months = (1, 4, 7, 10)
    costs = [float(date(2023, month, 1).toordinal()) if name == "scores-over-time" else 9 + month / 20 for month in months]
    points = [scores.Point(cost, replace(given, value=value)) for cost, value in zip(costs, values, strict=True)]
    panel = scores.Panel("ToyQA", replace(group, direction=better), tuple(points), (0, 1, 3))
    monkeypatch.setattr(scores, "panels", lambda kb, cost: (panel,))
    figure = make_figure(toy_kb, name, look=Look(width=width, link=link))
    root = ET.fromstring(figure.svg)
    (front,) = (path.get("d", "") for path in root.iter(f"{SVG}path") if path.get("class") == "front")
    assert re.sub(r"[\d. ]", "", front) == "MHVHVH"
    heights = [float(high) for high in re.findall(r"(?:M\S+ |V)([\d.]+)", front)]
    assert heights == sorted(heights, reverse=True)
    circles = [circle.get("class") for circle in root.iter(f"{SVG}circle")]
    assert circles == ["dot", "best", "best", "best"]
    told = [a.findtext(f"{SVG}title") for a in root.iter(f"{SVG}a") if a.get("href") == link("model", given.model.id)]
    assert len(told) == 4
    assert all(text and text.startswith(given.model.name) for text in told)
    marks = re.findall(r'text-anchor="middle">([^<]*)<', figure.svg)
    assert marks == (["2023-01", "2023-03", "2023-05", "2023-07", "2023-09"] if width == "wide" else ["2B", "3B"])


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_bars_are_as_high_as_their_shares_and_tell_their_counts(width: str) -> None:
    found = tuple(Share(f"202{i} H1", having, 40) for i, having in enumerate((10, 20, 0, 40)))
    body, wide, high = share_grid(Canvas("grid", "Shares?", Look(width=width)), [Line("A", found, change(found))], note="Why.")
    root = ET.fromstring(drawing(body))
    bars = [re.findall(r"-?[\d.]+", path.get("d", "")) for path in root.iter(f"{SVG}path") if path.get("class") == "bar"]
    heights = [float(bar[1]) - float(bar[3]) for bar in bars]
    assert [height / heights[-1] for height in heights] == [0.25, 0.5, 1]
    counts = [group.findtext(f"{SVG}title") for group in root.iter(f"{SVG}g") if group.find(f"{SVG}path") is not None]
    assert counts == ["10 of 40 models, 2020 H1", "20 of 40 models, 2021 H1", "40 of 40 models, 2023 H1"]
    places = [(float(text.get("x", "")), float(text.get("y", ""))) for text in root.iter(f"{SVG}text")]
    assert all(0 <= x <= wide and 0 < y <= high for x, y in places)
