"""Graphs as JSON and as GraphML."""

from __future__ import annotations

import io
from typing import Any

import networkx as nx
from networkx.readwrite.graphml import GraphMLWriter

from mmkb.exports.xmltext import legible


def graph_data(graph: nx.DiGraph[str]) -> dict[str, Any]:
    """A graph as plain data.

    Returns:
        What ``networkx.node_link_graph(data, name="node", edges="edges")`` reads back: ``nodes``, each with its name in the
        graph under ``node``, and ``edges`` from ``source`` to ``target``.
    """
    edges = graph.edges(data=True)
    return {
        "directed": True,
        "multigraph": graph.is_multigraph(),
        "graph": {},
        "nodes": [{"node": node, **given} for node, given in graph.nodes(data=True)],
        "edges": [{"source": start, "target": end, **given} for start, end, given in edges],
    }


def graphml(graph: nx.DiGraph[str]) -> bytes:
    """A graph as GraphML; every edge has an id of its own, ``e0`` onward."""
    written: nx.DiGraph[str] = type(graph)()
    for node, given in graph.nodes(data=True):
        written.add_node(node, **_legible(given))
    for number, (start, end, given) in enumerate(graph.edges(data=True)):
        key = {"key": f"e{number}"} if graph.is_multigraph() else {}
        written.add_edge(start, end, **key, **_legible(given))
    out = io.BytesIO()
    # The writer of the standard library's XML: networkx would take lxml where it is installed, and give other bytes.
    writer = GraphMLWriter(encoding="utf-8", prettyprint=True)
    writer.add_graph_element(written)
    writer.dump(out)
    return out.getvalue().rstrip() + b"\n"


def _legible(given: dict[str, Any]) -> dict[str, Any]:
    return {name: legible(value) if isinstance(value, str) else value for name, value in given.items()}
