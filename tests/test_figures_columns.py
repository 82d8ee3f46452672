"""Graphs drawn in columns."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import networkx as nx
import pytest

from mmkb.api import KnowledgeBase
from mmkb.figures.columns import columns_svg

SVG = "{http://www.w3.org/2000/svg}"


def nowhere(kind: str, entry: str) -> str:
    return ""


def drawn(edges: list[tuple[str, str]]) -> dict[str, tuple[float, float]]:
    """Where the nodes of a graph stand."""
    graph: nx.DiGraph[str] = nx.DiGraph(edges)
    for node in graph:
        graph.nodes[node].update(kind="model", id=node, label=node)
    root = ET.fromstring(columns_svg(graph, "Title", nowhere))
    texts = [text for text in root.iter(f"{SVG}text") if text.find(f"{SVG}title") is not None]
    return {str(text.text): (float(text.get("x", "")), float(text.get("y", ""))) for text in texts}


def test_what_follows_stands_to_the_right_of_all_that_it_follows() -> None:
    places = drawn([("a", "b"), ("b", "d"), ("a", "c"), ("c", "d"), ("a", "d"), ("b", "c")])
    assert places["a"][0] < places["b"][0] < places["c"][0] < places["d"][0]


def test_no_two_labels_stand_in_one_place() -> None:
    places = drawn([(f"a{i}", f"b{i % 7}") for i in range(60)])
    assert len(set(places.values())) == len(places) == 67
    for column in {x for x, _ in places.values()}:
        rows = sorted(y for x, y in places.values() if x == column)
        assert all(after - before >= 18 for before, after in pairwise(rows))


def test_a_cycle_and_a_loop_are_drawn_too() -> None:
    places = drawn([("a", "b"), ("b", "a"), ("b", "c"), ("c", "c")])
    assert places["a"][0] == places["b"][0] < places["c"][0]


def test_an_empty_graph_has_its_title_only() -> None:
    assert drawn([]) == {}


@pytest.mark.parametrize("kind", ["lineage", "components", "datasets"])
def test_graphs_of_the_catalogue_are_drawn_with_every_node_as_a_link(toy_kb: KnowledgeBase, kind: str) -> None:
    graph = toy_kb.graph(kind)
    svg = columns_svg(graph, "A <title>", lambda kind, entry: f"/{kind}/{entry}?a&b")
    root = ET.fromstring(svg)
    assert root.find(f"{SVG}title").text == "A <title>"  # type: ignore[union-attr]
    assert sorted(a.get("href", "") for a in root.iter(f"{SVG}a")) == sorted(
        f"/{data['kind']}/{data['id']}?a&b" for _, data in graph.nodes(data=True)
    )
    assert len(list(root.iter(f"{SVG}path"))) == len({(one, other) for one, other, *_ in graph.edges if one != other})
    assert svg == columns_svg(toy_kb.graph(kind), "A <title>", lambda kind, entry: f"/{kind}/{entry}?a&b")
    assert not re.search(r"<script|javascript:", svg)
