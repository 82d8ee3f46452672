"""Figures as parts of a page: what they carry, the style sheet of the page has."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from mmkb.api import KnowledgeBase
from mmkb.figures.figure import Look
from mmkb.figures.inpage import figures_css, inline, least, sheets
from mmkb.figures.registry import FIGURES, make_figure
from mmkb.figures.style import TONES

DRAWN = [(name, width) for name, kind in FIGURES.items() for width in kind.widths if width != "poster"]
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


def drawn(kb: KnowledgeBase, name: str, width: str) -> str:
    """A figure as pages are given it."""
    entry = "toy-vlm" if FIGURES[name].about else ""
    return make_figure(kb, name, entry, Look(width=width, link=lambda kind, entry: f"../{kind}/{entry}/")).svg


def rules(css: str) -> list[tuple[str, str]]:
    """Selectors and declarations of rules, but for the colours and for what holds where a drawing stands alone."""
    found = RULE.findall(re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", css))
    return [(selector.strip(), body) for selector, body in found if not body.startswith("--mm-") and ":root" not in selector]


@pytest.mark.parametrize(("name", "width"), DRAWN)
def test_every_rule_that_a_figure_carries_stands_in_the_style_sheet_of_pages(
    toy_kb: KnowledgeBase, name: str, width: str
) -> None:
    own = re.search(r"<style>(.*?)</style>", drawn(toy_kb, name, width), re.DOTALL)
    assert own is not None
    there = rules(figures_css())
    asked = rules(own[1])
    assert len(asked) > 5
    # In the same order, as a later rule of equal weight wins.
    assert [rule for rule in there if rule in asked] == list(dict.fromkeys(asked))


@pytest.mark.parametrize(("name", "width"), DRAWN)
def test_in_a_page_a_figure_has_no_style_and_is_the_same_drawing(toy_kb: KnowledgeBase, name: str, width: str) -> None:
    alone = drawn(toy_kb, name, width)
    svg = inline(alone)
    assert not re.search(r"<style|style=|\son\w+=", svg)
    root = ET.fromstring(svg)
    wide, high = (float(side) for side in root.attrib["viewBox"].split()[2:])
    assert float(root.attrib["width"]) / float(root.attrib["height"]) == pytest.approx(wide / high, rel=0.02)
    asked = re.search(r"min-width:(\d+)px", alone)
    given = re.search(rf"svg\.{root.attrib['class'].split()[-1]}\{{min-width:(\d+)px\}}", figures_css())
    assert asked is not None
    assert given is not None
    assert int(asked[1]) - 40 <= int(given[1]) <= max(int(asked[1]), 200)
    assert alone.split("</style>")[1] == "\n" + svg.split("</desc>\n")[1]


def test_no_figure_is_too_wide_or_too_narrow_for_the_classes() -> None:
    assert [least(drawn) for drawn in (10, 344, 1100, 5000)] == ["least-200", "least-280", "least-920", "least-1600"]


def test_the_style_sheet_holds_every_colour_in_both_schemes() -> None:
    light, dark = figures_css().split("\n")[:2]
    for word, tone in TONES.items():
        assert f"--mm-{word}:{tone.light}" in light
        assert f"--mm-{word}:{tone.dark}" in dark


def test_kinds_of_figures_do_not_share_a_class() -> None:
    names = [sheet.name for sheet in sheets()]
    assert len(set(names)) == len(names) >= 12
