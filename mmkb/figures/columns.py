"""Graphs in columns: what comes first on the left, what follows from it to the right, each edge a curve."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import networkx as nx

from mmkb.figures.figure import Canvas, Look
from mmkb.figures.lettering import escape, shorten, width
from mmkb.figures.style import StyleSheet

_SIZE: Final = 11.0
_ROW: Final = 18
_ROOM: Final = 210.0
_GAP: Final = 120.0
_MARGIN: Final = 16.0
_HEAD: Final = 34.0
SHEET: Final = StyleSheet(
    "columns",
    "& text{font-size:11px}& .head{font-weight:600}& .line{fill:none;stroke:currentColor;stroke-opacity:.3}"
    "& .dot{fill:currentColor;fill-opacity:.6}",
)
"""The style sheet of its drawings."""


def _columns(graph: nx.DiGraph[str]) -> dict[str, int]:
    """The column of each node: one further than the last of what leads to it; on a cycle, where it is first met."""
    plain = nx.DiGraph(graph)
    plain.remove_edges_from(list(nx.selfloop_edges(plain)))
    merged = nx.condensation(plain)
    depth: dict[int, int] = {}
    for part in nx.lexicographical_topological_sort(merged):
        depth[part] = max((depth[before] + 1 for before in merged.predecessors(part)), default=0)
    return {node: depth[merged.graph["mapping"][node]] for node in plain}


def _places(graph: nx.DiGraph[str]) -> dict[str, tuple[float, float]]:
    """Where each node stands; in a column, near the middle of what leads to it."""
    columns = _columns(graph)
    places: dict[str, tuple[float, float]] = {}
    for column in range(max(columns.values(), default=-1) + 1):
        members = [node for node in graph if columns[node] == column]

        def wanted(node: str) -> tuple[float, str]:
            above = [places[before][1] for before in graph.predecessors(node) if before in places]
            return (sum(above) / len(above) if above else 0.0, str(graph.nodes[node].get("label", node)))

        for row, node in enumerate(sorted(members, key=wanted)):
            places[node] = (_MARGIN + column * (_ROOM + _GAP), _HEAD + _ROW * (row + 1))
    return places


def columns_svg(graph: nx.DiGraph[str], title: str, link: Callable[[str, str], str]) -> str:
    """Draw a graph in columns.

    Args:
        graph: A graph whose nodes have ``kind``, ``id`` and ``label``.
        title: What it shows, for the head of the figure.
        link: Gives the address of an entry by kind and id; an empty one makes no link.

    Returns:
        The SVG; the same graph gives the same text.
    """
    canvas = Canvas("columns", title, Look(link=link))
    places = _places(graph)
    wide = max((x for x, _ in places.values()), default=0.0) + _ROOM + _MARGIN
    high = max((y for _, y in places.values()), default=_HEAD) + _ROW
    parts = [f'<text class="head" x="{_MARGIN:g}" y="20">{escape(title)}</text>']
    for one, other in dict.fromkeys((one, other) for one, other, *_ in graph.edges):
        if one != other:
            parts.append(_curve(graph, places, one, other))
    for node, (x, y) in places.items():
        data = graph.nodes[node]
        label = str(data.get("label", node))
        text = (
            f'<circle class="dot" cx="{x:g}" cy="{y - 4:g}" r="3"/><text x="{x + 8:g}" y="{y:g}">'
            f"{escape(shorten(label, _ROOM - 12, _SIZE))}<title>{escape(label)}</title></text>"
        )
        parts.append(canvas.link(str(data.get("kind", "")), str(data.get("id", node)), text))
    told = f"{len(graph)} entries, {graph.number_of_edges()} lines between them, from what comes first to what follows."
    return canvas.svg(wide, high, "\n".join(parts), sheet=SHEET, told=told)


def _curve(graph: nx.DiGraph[str], places: dict[str, tuple[float, float]], one: str, other: str) -> str:
    (x, y), (to_x, to_y) = places[one], places[other]
    label = shorten(str(graph.nodes[one].get("label", one)), _ROOM - 12, _SIZE)
    start, end = x + 12 + width(label, _SIZE), to_x - 5
    bend = (start + end) / 2 if end > start else start + _GAP / 2
    y, to_y = y - 4, to_y - 4
    return f'<path class="line" d="M{start:.1f} {y:g}C{bend:.1f} {y:g} {bend:.1f} {to_y:g} {end:.1f} {to_y:g}"/>'
