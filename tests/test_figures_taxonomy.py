"""The taxonomy figure: every model once, a link each, nothing over anything else, the same bytes always."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path

import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from mmkb.figures.style import TONES
from mmkb.figures.taxonomy import WIDTH, taxonomy_svg
from mmkb.graph import taxonomy_graph
from mmkb.query.answers import ModelSummary
from tests.figureanswers import SVG, link, summary, texts

SIZES = {"root": 13.0, "function": 13.0, "group": 13.0, "design": 11.5, "model": 12.0, "words": 10.0}


def many(number: int) -> list[ModelSummary]:
    """Models over all branches, with names short and long."""
    media = [["image"], ["video"], ["audio"], ["point-cloud"], ["image", "video"], ["image", "audio", "depth"]]
    given = [[], [], [], ["bounding-box"], ["image"], ["image", "mask"], ["image", "video"], ["speech"]]
    return [
        summary(
            f"m{i}",
            ["text", *given[i % 8]] if i % 31 else [],
            ["text", *media[i % 6]],
            function=None if i % 31 == 0 else "generation" if i % 8 > 3 else "understanding",
            design=[None, "tool-using", "end-to-end", "end-to-end", "end-to-end"][i % 5],
            name=f"{'Very-Long-Model-Name-' * (i % 17 == 0)}M{'odel' * (i % 4)}-{i}{' & Chat <b>' * (i % 13 == 0)}",
            released=f"20{18 + i % 7}-0{1 + i % 9}" if i % 9 else None,
        )
        for i in range(number)
    ]


@cache
def drawn(number: int) -> ET.Element:
    return ET.fromstring(taxonomy_svg(taxonomy_graph(many(number)), link))


@pytest.mark.parametrize("number", [1, 26, 155])
def test_every_model_is_one_link_with_its_name(number: int) -> None:
    links = {a.get("href"): "".join(texts(a)) for a in drawn(number).iter(f"{SVG}a")}
    assert len(list(drawn(number).iter(f"{SVG}a"))) == number
    assert set(links) == {link("model", m.id) for m in many(number)}
    for model in many(number):
        shown = links[link("model", model.id)]
        assert shown.startswith(model.name) or (shown.endswith("…") and model.name.startswith(shown[:-1]))


def area(text: ET.Element) -> tuple[float, float, float, float]:
    """The place of a text, measured with matplotlib's own font."""
    css = str(text.get("class")).split()[0]
    path = TextPath(
        (0, 0),
        re.sub(r"\$", r"\\$", "".join(text.itertext())),
        size=SIZES[css],
        prop=FontProperties(family="DejaVu Sans", weight="bold" if css in ("root", "function", "group") else "normal"),
    )
    box = path.get_extents()
    x, y = float(text.get("x", "nan")), float(text.get("y", "nan"))
    return x + box.x0, y - box.y1, x + box.x1, y - box.y0


@pytest.mark.parametrize("number", [26, 155])
def test_no_text_stands_over_another_or_outside(number: int) -> None:
    root = drawn(number)
    _, _, wide, high = (float(part) for part in root.get("viewBox", "").split())
    areas = [(area(text), "".join(text.itertext())) for text in root.iter(f"{SVG}text")]
    assert len(areas) > number
    for i, (one, label) in enumerate(areas):
        assert one[0] >= 0, label
        assert one[2] <= wide, label
        assert one[1] >= 0, label
        assert one[3] <= high, label
        for other, name in areas[i + 1 :]:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (label, name)


def test_the_width_stays_and_the_height_grows() -> None:
    few, all_of_them = (tuple(map(float, drawn(n).get("viewBox", "").split())) for n in (26, 155))
    assert few[2] == all_of_them[2] == WIDTH
    assert 200 < few[3] < all_of_them[3] < 26 * 155


def test_every_branch_is_labelled_with_its_count() -> None:
    graph = taxonomy_graph(many(155))
    found = texts(drawn(155))
    for node, data in graph.nodes(data=True):
        if data["kind"] in ("root", "group"):
            assert f"{data['label']}  {data['count']}" in found, node
        elif data["kind"] != "model":
            assert f"{data['label'][:1].upper()}{data['label'][1:]}  {data['count']}" in found, node
    assert "Outputs not known  5" in found


def test_text_is_text_in_the_pages_own_colour_and_font() -> None:
    svg = taxonomy_svg(taxonomy_graph(many(26)), link)
    root = ET.fromstring(svg)
    assert "DejaVu" not in svg
    assert "xlink" not in svg
    assert "target=" not in svg
    assert "<!DOCTYPE" not in svg
    assert "matplotlib" not in svg
    assert all("style" not in text.attrib and "fill" not in text.attrib for text in root.iter(f"{SVG}text"))
    assert "fill:currentColor" in str(root.findtext(f"{SVG}style"))
    painted = re.findall(r"#[0-9a-f]{6}", svg.split("</style>")[1])
    assert painted == []


def test_there_is_a_title_and_a_description_that_counts() -> None:
    root = drawn(26)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "taxonomy-title taxonomy-desc"
    assert root.findtext(f"{SVG}title")
    assert str(root.findtext(f"{SVG}desc")).startswith("26 models by function, input and output, and design: understanding ")


def test_qualifiers_stand_behind_the_name() -> None:
    graph = taxonomy_graph([summary("shikra", ["text", "bounding-box"], name="Shikra", released="2023-06")])
    root = ET.fromstring(taxonomy_svg(graph, link))
    anchor = next(root.iter(f"{SVG}a"))
    assert texts(anchor) == ["Shikra (box)"]
    assert anchor.findtext(f"{SVG}text/{SVG}tspan") == "(box)"
    assert anchor.findtext(f"{SVG}title") == "Shikra (box), 2023-06"


def test_names_that_are_formulas_or_in_no_font_are_drawn_as_they_are() -> None:
    graph = taxonomy_graph([summary("odd", name="a$x_1$b 悟道 🦩")])
    assert "a$x_1$b 悟道 🦩" in texts(taxonomy_svg(graph, link))


def test_tool_using_models_have_open_dots() -> None:
    both = [summary("a"), summary("b", design="tool-using")]
    svg = taxonomy_svg(taxonomy_graph(both), link)
    assert svg.count('<g class="hole-understanding">') == 1
    assert '<g class="hole-' not in taxonomy_svg(taxonomy_graph(both[:1]), link)
    dots = sum(group.count("<path") for group in re.findall(r'<g class="dot-understanding">.*?</g>', svg))
    assert dots == 2


def test_a_taxonomy_without_models_is_a_figure_all_the_same() -> None:
    assert texts(taxonomy_svg(taxonomy_graph([]), link)) == ["MM-LLMs  0"]


def test_the_same_bytes_come_from_every_process_and_every_call() -> None:
    script = "import sys; from tests.test_figures_taxonomy import *; "
    script += "graph = taxonomy_graph(many(60)); sys.stdout.write(taxonomy_svg(graph, link))"
    results = [
        subprocess.run(
            [sys.executable, "-c", script],
            check=True,
            capture_output=True,
            cwd=Path(__file__).parent.parent,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
        ).stdout
        for seed in ("1", "2")
    ]
    assert results[0] == results[1] == taxonomy_svg(taxonomy_graph(many(60)), link).encode()


def test_it_is_quick() -> None:
    graph = taxonomy_graph(many(155))
    start = time.process_time()
    taxonomy_svg(graph, link)
    assert time.process_time() - start < 2


def test_colours_of_the_figure_are_given_for_light_and_dark() -> None:
    style = str(drawn(26).findtext(f"{SVG}style"))
    for word in ("understanding", "generation"):
        assert f"--mm-{word}:{TONES[word].light}" in style.split("[data-md-color-scheme=slate]")[0]
        assert f"--mm-{word}:{TONES[word].dark}" in style.split("[data-md-color-scheme=slate]")[1]
