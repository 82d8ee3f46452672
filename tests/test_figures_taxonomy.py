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

import networkx as nx
import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from mmkb.api import KnowledgeBase
from mmkb.figures.families import family_graph
from mmkb.figures.figure import NARROW, Canvas, Link, Look
from mmkb.figures.style import TONES
from mmkb.figures.taxonomy import WIDE, in_words, tree_svg
from mmkb.graph import taxonomy_graph
from mmkb.pages.paths import Page
from mmkb.pages.tree import folding_tree
from mmkb.query.answers import ComponentSummary, ModelSummary, Named
from tests.boxes import hold_apart
from tests.figureanswers import SVG, link, summary, texts

SIZES = {"l0": 13.0, "l1": 13.0, "l2": 13.0, "l3": 11.5, "model": 12.0, "words": 10.0}
WIDTHS = ("wide", "narrow", "poster")


def taxonomy_svg(graph: nx.DiGraph[str], link: Link, width: str = "wide") -> str:
    return tree_svg(graph, Canvas("taxonomy", "What are they for?", Look(width=width, link=link)), in_words(graph))


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
def drawn(number: int, width: str = "wide") -> ET.Element:
    return ET.fromstring(taxonomy_svg(taxonomy_graph(many(number)), link, width))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("number", [1, 26, 155])
def test_every_model_is_one_link_with_its_name(number: int, width: str) -> None:
    links = {a.get("href"): "".join(texts(a)) for a in drawn(number, width).iter(f"{SVG}a")}
    assert len(list(drawn(number, width).iter(f"{SVG}a"))) == number
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
        prop=FontProperties(family="DejaVu Sans", weight="bold" if css in ("l0", "l1", "l2") else "normal"),
    )
    box = path.get_extents()
    x, y = float(text.get("x", "nan")), float(text.get("y", "nan"))
    return x + box.x0, y - box.y1, x + box.x1, y - box.y0


def apart(root: ET.Element, least: int) -> None:
    """Hold all texts of a drawing against each other and against its edges."""
    areas = [(area(text), "".join(text.itertext())) for text in root.iter(f"{SVG}text")]
    assert len(areas) > least
    hold_apart(root, areas)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("number", [26, 155])
def test_no_text_stands_over_another_or_outside(number: int, width: str) -> None:
    apart(drawn(number, width), number)


@pytest.mark.catalogue
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["taxonomy", "taxonomy-by-projector", "taxonomy-by-encoder", "taxonomy-by-llm"])
def test_no_text_of_the_real_trees_stands_over_another(real_kb: KnowledgeBase, name: str, width: str) -> None:
    apart(ET.fromstring(real_kb.figure(name, width=width).svg), len(real_kb.models()))


def test_the_width_stays_and_the_height_grows() -> None:
    for width, wide in (("wide", WIDE), ("narrow", NARROW)):
        few, all_of_them = (tuple(map(float, drawn(n, width).get("viewBox", "").split())) for n in (26, 155))
        assert few[2] == all_of_them[2] == wide
        assert 200 < few[3] < all_of_them[3] < 31 * 155


def test_a_poster_is_a_sheet_of_paper_on_its_side() -> None:
    _, _, wide, high = map(float, drawn(155, "poster").get("viewBox", "").split())
    assert 1.3 < wide / high < 1.6


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
    assert root.get("role") == "group"
    assert (root.get("aria-labelledby"), root.get("aria-describedby")) == ("taxonomy-title", "taxonomy-desc")
    assert root.findtext(f"{SVG}title") == "What are they for?"
    assert str(root.findtext(f"{SVG}desc")).startswith("26 models: understanding ")


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
    svg = taxonomy_svg(taxonomy_graph([summary("a"), summary("b", design="tool-using")]), link)
    assert re.findall(r'class="(dot[^"]*)"', svg) == ["dot understanding", "dot open understanding"]


def test_a_taxonomy_without_models_is_a_figure_all_the_same() -> None:
    for width in WIDTHS:
        assert texts(taxonomy_svg(taxonomy_graph([]), link, width)) == ["MM-LLMs  0"]


def component(entry_id: str, name: str, family: str | None = None) -> ComponentSummary:
    return ComponentSummary(entry_id, name, ("encoder",), family, (), None, 0, None)


@pytest.fixture(scope="module")
def families() -> nx.DiGraph[str]:
    """Six models: two of CLIP by two components (one with both), one alone, three without for three reasons."""
    known = [component("clip-l", "CLIP ViT-L", "clip"), component("clip-b", "CLIP ViT-B", "clip"), component("ears", "Ears")]
    used = {"a": ("clip-l", "clip-b"), "b": ("clip-l",), "c": ("ears",)}
    parts = {model: [Named("component", part, part) for part in own] for model, own in used.items()}
    models = [summary(entry, released=f"2023-0{i}") for i, entry in enumerate("abcdef", 1)]
    return family_graph(models, parts, known, {"d": "not-applicable", "e": "not-disclosed"})


def test_a_model_stands_below_each_of_its_parts_and_counts_once_in_a_family(families: nx.DiGraph[str]) -> None:
    counts = {node: data["count"] for node, data in families.nodes(data=True) if data["kind"] != "model"}
    assert counts == {
        "root": 6, "clip": 2, "clip/clip-l": 2, "clip/clip-b": 1, "other": 1, "other/one": 1, "none": 3,
        "none/absent": 1, "none/not-applicable": 1, "none/not-disclosed": 1,
    }  # fmt: skip
    assert [families.nodes[node]["label"] for node in families.successors("root")] == ["CLIP", "Other families", "None named"]
    assert list(families.successors("clip/clip-l")) == ["clip/clip-l/model:a", "clip/clip-l/model:b"]
    assert families.nodes["other/one/model:c"]["qualifiers"] == "Ears"


def test_the_list_folds_and_leads_to_every_model(families: nx.DiGraph[str]) -> None:
    body = folding_tree(families, Page("figures/x.md"))
    assert re.findall(r'href="\.\./\.\./models/(\w)/"', body) == ["a", "b", "a", "c", "f", "d", "e"]
    assert body.count("<details open>") == 3
    tree = ET.fromstring(body[body.index("<nav") :].replace(" open>", ">").replace(" data-search-exclude", ""))
    assert len(list(tree.iter("details"))) == 9
    assert folding_tree(taxonomy_graph([]), Page("figures/x.md")) == ""


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
