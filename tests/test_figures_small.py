"""The small drawings of single entries: use over time, and scores against the day."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from mmkb.figures.scoreplot import LEAST, score_plot
from mmkb.figures.strip import strip
from mmkb.query.answers import ScoreAnswer
from mmkb.query.leaderboards import RankedScore, ScoreGroup
from mmkb.query.named import Named

SVG = "{http://www.w3.org/2000/svg}"


SCORE = ScoreAnswer(
    model=Named("model", "a", "A"), variant=None, row=None, benchmark=Named("benchmark", "toyqa", "ToyQA"), metric="Accuracy",
    unit="percent", split="test", printed="1", value=1.0, shots=0, flags=(), table=Named("results", "t", "T"),
    source=Named("source", "s", "S"), locator="Table 1", note=None, released=None, parameters=None, llm_parameters=None,
)  # fmt: skip


def group(*scores: tuple[str, str | None, float], direction: str = "higher") -> ScoreGroup:
    """A group of scores: model, first public day, value."""
    made = [
        RankedScore(i, replace(SCORE, model=Named("model", m.lower(), m), released=day, value=v, printed=f"{v:g}"))
        for i, (m, day, v) in enumerate(scores, 1)
    ]
    return ScoreGroup("Accuracy", "percent", direction, "test", 0, (), "by its makers", (), None, tuple(made))


MANY = (
    ("A", "2022-04-29", 50.0),
    ("B", "2023-01", 60.0),
    ("C", "2023-03-01", 55.0),
    ("D", "2023-06", 70.0),
    ("E", "2024", 65.0),
)


def link(kind: str, entry: str) -> str:
    return f"../../{kind}s/{entry}/"


def test_each_half_year_is_a_column_as_high_as_its_number() -> None:
    drawn = strip(["2022-05", "2023-01-05", "2023-02", "2023-09", None, "2023"], "Models with X")
    assert drawn is not None
    assert drawn.told == "2022 H1: 1, 2022 H2: 0, 2023 H1: 2, 2023 H2: 1; of no known half-year: 2"
    bars = [float(bar.attrib["height"]) for bar in ET.fromstring(drawn.svg).iter(f"{SVG}rect")]
    assert bars == [28.0, 56.0, 28.0]
    assert drawn.svg.count('class="num"') == 3
    assert 'aria-label="Models with X: 2022 H1: 1' in drawn.svg


@pytest.mark.parametrize("days", [[], [None], ["2023"], ["2023-01", "2023-02"]])
def test_what_is_of_one_half_year_is_not_drawn(days: list[str | None]) -> None:
    assert strip(days, "Models") is None


def test_points_are_links_that_tell_what_they_are() -> None:
    plot = score_plot(group(*MANY), link)
    assert plot is not None
    root = ET.fromstring(plot.svg)
    links = {a.attrib["href"]: a.attrib["aria-label"] for a in root.iter(f"{SVG}a")}
    assert links["../../models/b/"] == "B: 60, 2023-01"
    assert len(links) == len(MANY)
    assert [a.findtext(f"{SVG}title") for a in root.iter(f"{SVG}a")] == [a.attrib["aria-label"] for a in root.iter(f"{SVG}a")]


def test_the_best_so_far_are_told_and_drawn() -> None:
    plot = score_plot(group(*MANY), link)
    assert plot is not None
    assert plot.told == (
        "5 scores of 5 models by day of release. Each the best so far: A 50 (2022-04-29), B 60 (2023-01), D 70 (2023-06)."
    )
    assert plot.svg.count('class="best"') == 3
    assert {text.text for text in ET.fromstring(plot.svg).iter(f"{SVG}text") if text.attrib["class"] == "name"} == {
        "A",
        "B",
        "D",
    }


def test_later_lies_to_the_right_and_better_above() -> None:
    for direction, better in (("higher", "D"), ("lower", "A")):
        plot = score_plot(group(*MANY, direction=direction), link)
        assert plot is not None
        spots = {
            a.attrib["href"][-2].upper(): (float(dot.attrib["cx"]), float(dot.attrib["cy"]))
            for a in ET.fromstring(plot.svg).iter(f"{SVG}a")
            for dot in a.iter(f"{SVG}circle")
        }
        assert sorted(spots, key=lambda name: spots[name][0]) == ["A", "B", "C", "D", "E"]
        assert min(spots, key=lambda name: spots[name][1]) == better
        assert all(36 <= x <= 352 and 14 <= y <= 172 for x, y in spots.values())


def test_too_few_scores_or_one_day_are_not_drawn() -> None:
    assert score_plot(group(*MANY[: LEAST - 1]), link) is None
    assert score_plot(group(*MANY[:4], ("F", None, 1.0)), link) is None
    assert score_plot(group(*((name, "2023-01-01", float(i)) for i, name in enumerate("ABCDE"))), link) is None


def test_equal_scores_have_a_scale_too() -> None:
    plot = score_plot(group(*((name, f"2023-0{i}", 0.0) for i, name in enumerate("ABCDE", 1))), link)
    assert plot is not None
    assert "nan" not in plot.svg


def test_hostile_names_are_text() -> None:
    name = '<script>"&'
    plot = score_plot(group((name, "2025-01", 99.0), *MANY), lambda *_: "../x/")
    assert plot is not None
    assert "<script" not in plot.svg
    assert any(text.text == name for text in ET.fromstring(plot.svg).iter(f"{SVG}text"))


def test_the_drawings_bring_no_styles_of_their_own() -> None:
    plot, drawn = score_plot(group(*MANY), link), strip(["2022-05", "2023-01"], "Models")
    assert plot is not None
    assert drawn is not None
    for svg in (plot.svg, drawn.svg):
        assert not re.search(r"style|<script|\n", svg)
