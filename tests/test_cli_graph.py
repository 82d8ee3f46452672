"""The command graph: every kind in every format that there is, and labels that do no harm in any."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from click.testing import CliRunner

from mmkb.api import GRAPHS, KnowledgeBase
from mmkb.cli import drawing
from mmkb.cli.graphtext import dot, dot_text, mermaid, mermaid_text
from mmkb.cli.main import mmkb as command
from tests.conftest import Golden

NASTY = 'a"b\\n<i>&amp;|[x]{y};`#1`\n*z*\\'


def written(toy_database: Path, *words: str) -> str:
    result = CliRunner().invoke(command, ["graph", *words, "--db", str(toy_database)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def nasty() -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node("model:a", kind="model", id="a", label=NASTY)
    graph.add_node('model:"b"', kind="model", id="b", label="end")
    graph.add_edge("model:a", 'model:"b"', relation=NASTY)
    return graph


def test_all_graphs_of_the_knowledge_base_can_be_written() -> None:
    assert (*GRAPHS, "architecture") == drawing.KINDS


@pytest.mark.parametrize("kind", GRAPHS)
@pytest.mark.parametrize("form", ["dot", "mermaid"])
def test_graphs_as_text_are_golden(toy_database: Path, golden: Golden, kind: str, form: str) -> None:
    golden(f"graphs/{kind}.{'dot' if form == 'dot' else 'mmd'}", written(toy_database, kind, "--format", form))


@pytest.mark.parametrize("kind", GRAPHS)
def test_graphml_and_json_read_back_as_the_graph(toy_database: Path, toy_kb: KnowledgeBase, kind: str) -> None:
    graph = toy_kb.graph(kind)
    back = nx.read_graphml(io.BytesIO(written(toy_database, kind, "--format", "graphml").encode()))
    assert list(back.nodes) == list(graph.nodes)
    assert sorted(back.edges()) == sorted(graph.edges())
    assert {n: d["label"] for n, d in back.nodes(data=True)} == {n: d["label"] for n, d in graph.nodes(data=True)}
    data: dict[str, Any] = json.loads(written(toy_database, kind, "--format", "json"))
    linked = nx.node_link_graph(data, name="node", edges="edges")
    assert list(linked.nodes(data=True)) == list(graph.nodes(data=True))
    assert sorted(linked.edges()) == sorted(graph.edges())


def test_taxonomy_and_architecture_are_drawn(toy_database: Path) -> None:
    for words in (
        ["taxonomy", "--format", "svg"],
        ["architecture", "Toy-VLM"],
        ["lineage", "--format", "svg"],
        ["lineage", "toy-vlm", "--format", "svg"],
        ["components", "--format", "svg"],
        ["datasets", "--format", "svg"],
    ):
        svg = ET.fromstring(written(toy_database, *words))
        assert svg.tag == "{http://www.w3.org/2000/svg}svg"
        assert "Toy-VLM" in "".join(svg.itertext())
        assert not [e for e in svg.iter() if e.tag.endswith("}a")]


def test_the_lineage_of_one_model_is_its_own(toy_database: Path) -> None:
    assert written(toy_database, "lineage", "toy-any").count("->") == 1
    assert "toy-any" in written(toy_database, "lineage", "toy-any")


def test_labels_stay_labels_in_dot() -> None:
    assert dot_text('a"b\\c') == '"a\\"b\\\\c"'
    assert dot_text("a\nb &amp; c & d", label=True) == '"a b &amp;amp; c & d"'
    text = dot(nasty(), 'a"')
    assert text.startswith('digraph "a\\"" {\n')
    quoted = r'"(?:[^"\\]|\\.)*"'
    for line in text.splitlines()[3:-1]:
        assert re.fullmatch(rf"  {quoted}( -> {quoted})?( \[(\w+=({quoted}|\w+)(, )?)+\])?;", line), line


@pytest.mark.skipif(shutil.which("dot") is None and not os.environ.get("MMKB_NO_SKIP"), reason="Graphviz is not installed")
def test_graphviz_draws_what_dot_says() -> None:
    drawn = subprocess.run(["dot", "-Tsvg"], input=dot(nasty(), "x"), capture_output=True, text=True, check=True)
    assert drawn.stderr == ""
    texts = [e.text for e in ET.fromstring(drawn.stdout).iter("{http://www.w3.org/2000/svg}text")]
    assert " ".join(NASTY.split()) in texts


def test_labels_stay_labels_in_mermaid() -> None:
    text = mermaid(nasty())
    first, second, edge = text.splitlines()[1:]
    inner = re.fullmatch(r'  n0\(\["([^"]*)"\]\)', first)
    assert inner is not None
    assert not set(inner[1]) & set('"<>&[]{}|`*\\')
    shown = re.sub(r"#(\d+);", lambda found: chr(int(found[1])), inner[1])
    assert shown == " ".join(NASTY.split())
    assert second == '  n1(["end"])'
    assert edge == f'  n0 -->|"{inner[1]}"| n1'


@pytest.mark.parametrize(("label", "text"), [("1. x", "1#46; x"), ("- x", "#45; x"), ("2) x", "2#41; x"), ("1.5 x", "1.5 x")])
def test_a_label_that_begins_like_a_list_is_none_in_mermaid(label: str, text: str) -> None:
    assert mermaid_text(label) == f'"{text}"'
