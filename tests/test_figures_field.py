"""Figures of the field: lineage, pairs of parts, trends, data and scores; what they draw, and what a browser makes of them."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pytest

from mmkb.analysis.kinship import families
from mmkb.analysis.shares import Share, change
from mmkb.api import KnowledgeBase
from mmkb.figures.feeding import mark
from mmkb.figures.figure import Canvas, Look
from mmkb.figures.heat import PAIRS, anchor
from mmkb.figures.kin import MOST, generations, kin_svg
from mmkb.figures.lineage import outline
from mmkb.figures.registry import FIGURES
from mmkb.figures.scores import day, panels, size
from mmkb.figures.sharegrid import Line, share_grid
from mmkb.figures.surveytrends import CLAIMS, verdict
from mmkb.graph import lineage_graph
from mmkb.pages.figures import figure_path
from mmkb.pages.kin import kin_drawings
from mmkb.query.answers import LineageAnswer, Named, ScoreAnswer
from mmkb.vocab import StageKind
from tests.conftest import knowledge_base_of
from tests.figureanswers import SVG, texts
from tests.toycatalogue import change as changed
from tests.toycatalogue import copy_of_toy

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MODULES = {"lineage", "kingraph", "heat", "trends", "surveytrends", "reach", "feeding", "contamination", "scores"}
MINE = [name for name, kind in FIGURES.items() if kind.module in MODULES]

OVERLAPS = """() => {
  const svg = document.querySelector("svg"), frame = svg.getBoundingClientRect(), found = [];
  const boxes = [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim()).map((text) =>
    [text.getBoundingClientRect(), text.textContent]);
  boxes.forEach(([a, label], i) => {
    if (a.left < frame.left - 1 || a.right > frame.right + 1 || a.top < frame.top - 1 || a.bottom > frame.bottom + 1)
      found.push(`${label} leaves the drawing`);
    boxes.slice(i + 1).forEach(([b, other]) => {
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      // Boxes hold the room for accents and tails, too.
      if (wide > 0.5 && high > 3.5) found.push(`${label} lies on ${other}`);
    });
  });
  return found;
}"""


def overlaps(browser: Browser, svgs: dict[str, str]) -> dict[str, list[str]]:
    """Texts that lie on others or leave their drawing, by figure."""
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    found = {}
    for name, svg in svgs.items():
        page.set_content(f'<body style="margin:0">{svg}</body>')
        found[name] = page.evaluate(OVERLAPS)
    page.close()
    return {name: its for name, its in found.items() if its}


def drawn(kb: KnowledgeBase) -> dict[str, str]:
    return {f"{n} {w}": kb.figure(n, width=w, style="paper").svg for n in MINE for w in FIGURES[n].widths}


def kin_of_all(kb: KnowledgeBase) -> dict[str, str]:
    return {
        f"{model.id} {width}": kb.figure("lineage-of", model.id, width=width, style="paper").svg
        for model in kb.models()
        for width in ("wide", "narrow")
    }


def test_no_text_lies_on_another_or_leaves_its_drawing(toy_kb: KnowledgeBase, browser: Browser) -> None:
    assert overlaps(browser, drawn(toy_kb) | kin_of_all(toy_kb)) == {}


@pytest.mark.catalogue
def test_no_text_lies_on_another_at_the_real_catalogue(real_kb: KnowledgeBase, browser: Browser) -> None:
    assert overlaps(browser, drawn(real_kb) | kin_of_all(real_kb)) == {}


# ------------------------------------------------------------------ lineage


def line(child: str, parent: str, relation: str = "extends", kind: str = "model") -> LineageAnswer:
    return LineageAnswer(Named("model", child, child.upper()), relation, Named(kind, parent, parent.upper()), "its design")


def test_an_outline_sets_each_model_below_the_one_that_it_was_built_on() -> None:
    graph = lineage_graph([line("b", "a"), line("c", "b", "succeeds"), line("d", "a"), line("d", "w", kind="source")])
    (family,) = families(graph, {"a": "2023-01", "b": "2023-02", "d": "2023-03", "c": "2023-04"})
    rows = outline(family, graph)
    assert [(row.node[6:], row.depth, row.relation, row.parent) for row in rows] == [
        ("a", 0, "", 0), ("b", 1, "extends", 0), ("c", 2, "succeeds", 1), ("d", 1, "extends", 0),
    ]  # fmt: skip
    assert [row.others for row in rows] == [(), (), (), ("W",)]


def test_kin_stand_by_their_distance_and_never_twice() -> None:
    lines = [line("b", "a"), line("c", "b"), line("d", "c"), line("e", "d"), line("f", "e"), line("e", "c"), line("z", "z")]
    found = generations(lineage_graph(lines), "model:c")
    assert [(g.distance, [n[6:] for n in g.nodes]) for g in found] == [
        (-2, ["a"]), (-1, ["b"]), (0, ["c"]), (1, ["d", "e"]), (2, ["f"]),
    ]  # fmt: skip


def test_of_too_many_kin_the_number_is_told_and_those_with_kin_of_their_own_stay() -> None:
    lines = [line(f"c{i:02}", "a") for i in range(MOST + 5)] + [line("x", f"c{MOST + 4:02}")]
    graph = lineage_graph(lines)
    children = next(g for g in generations(graph, "model:a") if g.distance == 1)
    assert (len(children.nodes), children.more) == (MOST, 5)
    assert f"model:c{MOST + 4:02}" in children.nodes
    for width in ("wide", "narrow"):
        assert "and 5 more" in texts(kin_svg(graph, "model:a", Canvas("kin", "Kin?", Look(width=width))))


LINEAGE = """lineage:
- relation: extends
  model: toy-vlm
  model_variants: [first]
  note: takes its encoder and adds a generator
  sources:
  - {source: arxiv-2301.00002, locator: section 2}
"""


def test_a_model_without_kin_stands_alone_and_its_page_has_no_drawing(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    changed(root, "models/toy-any", LINEAGE, "")
    with knowledge_base_of(root, tmp_path / "kb.sqlite") as kb:
        figure = kb.figure("lineage-of", "toy-any")
        assert texts(figure.svg) == ["this model", "Toy-Any"]
        assert figure.data.rows == ()
        assert kin_drawings(lineage_graph(kb.lineage()), "toy-any") == ("", "")


def test_the_kin_of_one_model_is_told_in_words_and_rows(toy_kb: KnowledgeBase) -> None:
    figure = toy_kb.figure("lineage-of", "toy-any")
    assert [(row[0].id, row[1].id, row[2]) for row in figure.data.rows] == [("toy-any", "toy-vlm", "extends")]
    assert figure.alternative == "Toy-Any: built on: Toy-VLM."


def test_model_pages_show_their_kin_in_two_widths(toy_pages: dict[str, str]) -> None:
    for name in ("toy-vlm", "toy-any"):
        part = toy_pages[f"models/{name}.md"].partition("## Lineage")[2].partition("\n## ")[0]
        assert part.count("<svg") == 2
        assert "only-wide" in part
        assert "only-narrow" in part


def test_the_whole_lineage_bears_what_its_script_needs(toy_kb: KnowledgeBase, toy_pages: dict[str, str]) -> None:
    root = ET.fromstring(toy_kb.figure("lineage-whole").svg)
    nodes = {node.get("data-node") for node in root.iter() if "kin-node" in str(node.get("class"))}
    ends = [(path.get("data-from"), path.get("data-to")) for path in root.iter(f"{SVG}path") if path.get("data-from")]
    assert nodes == {"model:toy-vlm", "model:toy-any"}
    assert ends == [("model:toy-vlm", "model:toy-any")]
    page = toy_pages[figure_path("lineage-whole")]
    assert "## Every line" in page
    assert "takes its encoder and adds a generator" in page.partition("## Every line")[2]


def test_a_model_is_followed_filtered_and_zoomed_in_the_whole_lineage(toy_address: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{toy_address}figures/lineage-whole/")
    told = page.locator("figure.diagram").first.locator("xpath=preceding-sibling::form[1]//output")
    assert told.text_content() == "2 names"
    page.get_by_label("Follow a model in the lineage").fill("toy-v")
    assert told.text_content() == "Toy-VLM: built on 0, 1 built on it, directly or by way of others"
    assert page.locator("figure.only-wide .lit").count() == 1
    page.get_by_label("extends").uncheck()
    assert told.text_content() == "Toy-VLM: built on 0, 0 built on it, directly or by way of others"
    assert page.locator("figure.only-wide .kin-node.off").count() == 1
    page.get_by_label("Follow a model in the lineage").fill("nobody")
    assert told.text_content() == "nothing is called nobody"
    svg = page.locator("figure.only-wide svg")
    before = svg.bounding_box()
    page.get_by_label("Zoom in").click()
    after = svg.bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] > before["width"] * 1.2
    page.get_by_label("As wide as the page").click()
    assert svg.bounding_box() == before
    page.close()
    assert errors == []


# ------------------------------------------------------------------ pairs


@pytest.mark.parametrize("name", PAIRS)
def test_cells_lead_to_the_list_of_their_models(toy_kb: KnowledgeBase, toy_pages: dict[str, str], name: str) -> None:
    page = toy_pages[figure_path(name)]
    lists = dict(re.findall(r'<dt id="([^"]+)">.*?<b>(\d+)</b></dt><dd>(?=<a)', page))
    cells = r'<a href="\.\./\.\./explore/\?(\w+=[^"]+)"><title>[^<]*</title>.*?class="count"[^>]*>(\d+)<'
    linked = dict(re.findall(cells, page))
    assert linked
    for query, number in linked.items():
        asked = dict(parse_qsl(html.unescape(query)))
        assert lists[anchor(*asked.values())] == number
        assert len(toy_kb.models(**asked)) == int(number)  # type: ignore[arg-type]
    alone = set(re.findall(r'<a href="#(pair-[^"]+)">', toy_kb.figure(name, link=lambda kind, entry: f"{kind}/{entry}").svg))
    assert alone
    assert alone <= set(lists)
    assert "<a " not in toy_kb.figure(name, style="paper").svg


def test_pairs_that_differ_have_anchors_that_differ() -> None:
    assert anchor("a-b", "c") != anchor("a", "b-c")
    assert re.fullmatch(r"[a-z0-9-]+", anchor("molybog-2023.5", "x"))


# ------------------------------------------------------------------ trends

RISES = tuple(Share(f"{year} H1", having, 30) for year, having in ((2022, 2), (2023, 10), (2024, 25)))
FALLS = tuple(reversed(RISES))
LEVEL = tuple(Share(share.period, 10, 30) for share in RISES)


def shown(label: str, found: tuple[Share, ...]) -> Line:
    return Line(label, found, change(found))


@pytest.mark.parametrize(
    ("found", "expected", "word"),
    [
        ({"A": RISES, "B": FALLS}, {"A": "rose", "B": "fell"}, "borne out."),
        ({"A": RISES, "B": LEVEL}, {"A": "rose", "B": "fell"}, "borne out in part."),
        ({"A": RISES, "B": RISES}, {"A": "rose", "B": "fell"}, "contradicted, at least in part."),
        ({"A": LEVEL}, {"A": "rose"}, "not settled."),
        ({"A": ()}, {"A": "rose"}, "Nothing is known to judge it by."),
    ],
)
def test_the_verdict_follows_from_the_shares(
    found: dict[str, tuple[Share, ...]], expected: dict[str, str], word: str
) -> None:  # fmt: skip
    assert word in verdict([shown(label, its) for label, its in found.items()], expected)


def test_every_trend_of_the_survey_is_drawn_and_judged(toy_kb: KnowledgeBase) -> None:
    assert len(CLAIMS) == 5
    for name in CLAIMS:
        figure = toy_kb.figure(f"survey-trend-{name}")
        assert "The survey sees the field move" in figure.caption
        assert re.search(r"Among the entries: |Nothing is known", figure.caption)


def test_small_samples_are_marked_and_gaps_are_gaps() -> None:
    found = (Share("2022 H1", 1, 2), Share("2022 H2", 0, 0), Share("2023 H1", 15, 30))
    for width in ("wide", "narrow"):
        svg, _, _ = share_grid(Canvas("grid", "Shares?", Look(width=width)), [shown("A", found)])
        assert svg.count('class="few"') == 1
        assert svg.count('class="bar"') == 1
        assert svg.count(">–<") == 1
        assert {"50 %", "of 2", "of 30", "15"} <= set(texts(f'<svg xmlns="{SVG[1:-1]}">{svg}</svg>'))


def test_counts_of_a_trend_stand_in_its_data(toy_kb: KnowledgeBase) -> None:
    rows = [row for row in toy_kb.figure("trend-outputs").data.rows if row[0] == "Text"]
    assert [row[:4] for row in rows] == [("Text", "2023 H1", 2, 2)]


# ------------------------------------------------------------------ data and scores


def test_marks_of_stages_differ_in_shape() -> None:
    kinds = (StageKind.PRE_TRAINING, StageKind.INSTRUCTION_TUNING, StageKind.TASK_TUNING)
    marks = [mark([kind], 5, 5) for kind in kinds]
    assert len({re.sub(r'class="\w+"', "", one) for one in marks}) == 3
    assert mark(kinds, 5, 5) == "".join(marks)


def test_what_cannot_be_told_of_contamination_is_said(toy_kb: KnowledgeBase) -> None:
    figure = toy_kb.figure("contamination")
    assert "What the catalogue cannot tell" in figure.alternative
    assert any("ToyQA" in text for text in texts(figure.svg))


def test_contamination_is_drawn_with_the_datasets_by_which_it_was_found(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    changed(root, "datasets/toy-captions", "name: Toy Captions\n", "name: Toy Captions\naliases: [toy qa]\n")
    with knowledge_base_of(root, tmp_path / "kb.sqlite") as kb:
        figure = kb.figure("contamination")
        (row,) = figure.data.rows
        assert row[0].id == "toyqa"
        assert [one.id for one in row[3]] == ["toy-captions"]
        assert "In 1 of them a source says of a score that the data was held out." in figure.caption


def test_a_score_without_a_day_or_size_is_not_drawn(toy_kb: KnowledgeBase) -> None:
    score: ScoreAnswer = toy_kb.benchmark("toyqa").scores[0]
    assert day(score) is not None
    assert size(score) is not None
    assert panels(toy_kb, day) == ()


@pytest.mark.catalogue
@pytest.mark.parametrize("name", ["scores-over-time", "scores-by-size"])
def test_panels_hold_one_group_of_comparable_scores_each(real_kb: KnowledgeBase, name: str) -> None:
    rows = real_kb.figure(name).data.rows
    groups = {(row[0].id, row[1]) for row in rows}
    assert len(groups) == len({benchmark for benchmark, _ in groups}) > 2
    for benchmark, _ in groups:
        assert any(row[-1] for row in rows if row[0].id == benchmark)
