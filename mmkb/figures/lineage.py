"""Who was built on whom, family by family: each family an outline, later models below those that they were built on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import networkx as nx

from mmkb.analysis.kinship import Family, families
from mmkb.figures.figure import NARROW, Canvas, Drawn
from mmkb.figures.kinlines import RULES, WORDS, legend
from mmkb.figures.lettering import escape, n, shorten, width
from mmkb.figures.style import StyleSheet
from mmkb.graph import lineage_graph
from mmkb.query import Questions
from mmkb.query.answers import Named

WIDE: Final = 1100.0
_ROW: Final = 19.0
_STEP: Final = 20.0
_GAP: Final = 22.0
_BETWEEN: Final = 26.0
_COLUMNS: Final = 3
SHEET: Final = StyleSheet(
    "lineage",
    RULES + "& .head .small{font-weight:400}& .trunk{fill:none;stroke:currentColor;stroke-opacity:.4;stroke-width:1.2}",
    WORDS,
)
"""The style sheet of its drawings."""


class Row(NamedTuple):
    """A model in its family.

    Attributes:
        node: Its node.
        depth: Steps from the founder.
        relation: How it was built on the one above; empty for the founder.
        parent: Row of the one that it was built on, from 0; itself for the founder.
        others: Labels of all else that it was built on.
    """

    node: str
    depth: int
    relation: str
    parent: int
    others: tuple[str, ...]


def outline(family: Family, graph: nx.MultiDiGraph[str]) -> tuple[Row, ...]:
    """The rows of a family, each model below the one that it was built on, older ones first.

    Args:
        family: The family.
        graph: The whole lineage, for what members were built on besides.
    """
    rows: list[Row] = []

    def add(node: str, depth: int, parent: int, relation: str) -> None:
        above = next(iter(family.tree.predecessors(node)), family.origin if node == family.founder else None)
        others = dict.fromkeys(one for one in graph.predecessors(node) if one not in (above, node))
        if node == family.founder and family.origin is not None:
            others = {family.origin: None, **others}
        rows.append(Row(node, depth, relation, parent, tuple(str(graph.nodes[one]["label"]) for one in others)))
        mine = len(rows) - 1
        for child in family.tree.successors(node):
            add(child, depth + 1, mine, family.tree.edges[node, child]["relation"])

    add(family.founder, 0, 0, "")
    return tuple(rows)


class Panel(NamedTuple):
    """A family with its place: its upper left corner and its rows."""

    family: Family
    rows: tuple[Row, ...]
    x: float
    y: float


def panels(found: list[tuple[Family, tuple[Row, ...]]], columns: int, column: float, top: float) -> tuple[list[Panel], float]:
    """Set families below each other in columns, each where there is most room.

    Returns:
        The panels, and the lower edge of the longest column.
    """
    edges = [top] * columns
    placed = []
    for family, rows in found:
        at = edges.index(min(edges))
        placed.append(Panel(family, rows, at * (column + _BETWEEN) + 4, edges[at]))
        edges[at] += 22 + len(rows) * _ROW + _GAP
    return placed, max(edges)


def _panel(canvas: Canvas, panel: Panel, column: float, released: Mapping[str, str]) -> Iterator[str]:
    """The heading, the lines and the names of a family."""
    tree = panel.family.tree
    name = escape(str(tree.nodes[panel.family.founder]["label"]))
    number = f'<tspan class="small">{len(tree)} models</tspan>'
    yield f'<text class="head" x="{n(panel.x)}" y="{n(panel.y + 13)}">{name} {number}</text>'
    top = panel.y + 22
    # One trunk for all children, and the colour of the relation on each branch only: strokes never lie on each other.
    last = {row.parent: i for i, row in enumerate(panel.rows) if row.depth}
    for parent, child in last.items():
        x = panel.x + 4 + panel.rows[parent].depth * _STEP
        yield f'<path class="trunk" d="M{n(x)} {n(top + (parent + 0.5) * _ROW + 5)}V{n(top + (child + 0.5) * _ROW)}"/>'
    for i, row in enumerate(panel.rows):
        x, y = panel.x + 4 + row.depth * _STEP, top + (i + 0.5) * _ROW
        if row.depth:
            yield f'<path class="kin {row.relation}" d="M{n(x - _STEP)} {n(y)}H{n(x - 5)}"/>'
    for i, row in enumerate(panel.rows):
        data = tree.nodes[row.node]
        x, y = panel.x + 4 + row.depth * _STEP, top + (i + 0.5) * _ROW
        room = panel.x + column - x - 8
        label = shorten(str(data["label"]), room, 12)
        room -= width(label, 12)
        more = f"  {released[data['id']][:7]}" if released.get(data["id"]) else ""
        more += f"  {'also' if row.depth else 'from'} {', '.join(row.others)}" if row.others else ""
        told = f"{data['label']}: {row.relation.replace('-', ' ')} the model above" if row.relation else str(data["label"])
        behind = shorten(more, room - 4, 10) if room > 34 else ""
        body = (
            f"<title>{escape(told + more)}</title>"
            f'<circle class="node" cx="{n(x)}" cy="{n(y)}" r="3"/><text class="name" x="{n(x + 8)}" y="{n(y + 4)}" '
            f'xml:space="preserve">{escape(label)}<tspan class="small">{escape(behind)}</tspan></text>'
        )
        yield canvas.link("model", data["id"], body)


def _sentence(found: list[tuple[Family, tuple[Row, ...]]], graph: nx.MultiDiGraph[str]) -> str:
    parts = []
    for family, rows in found:
        label = graph.nodes[family.founder]["label"]
        first = [str(family.tree.nodes[row.node]["label"]) for row in rows if row.depth == 1]
        origin = f", itself built on {graph.nodes[family.origin]['label']}," if family.origin is not None else ""
        parts.append(f"{label}{origin} has {len(family.tree) - 1} descendants, directly {', '.join(first)}")
    return ". ".join(parts) + "." if parts else "No model was built on another."


def draw(kb: Questions, canvas: Canvas) -> Drawn:
    """Draw the families of models."""
    graph = lineage_graph(kb.lineage())
    released = {model.id: model.released or "" for model in kb.models()}
    found = [(family, outline(family, graph)) for family in families(graph, released)]
    wide = NARROW if canvas.narrow else WIDE
    columns = 1 if canvas.narrow else _COLUMNS
    column = (wide - 8 - (columns - 1) * _BETWEEN) / columns
    relations = {row.relation for _, rows in found for row in rows}
    head, edge = legend(relations, 4, 16, wide - 4)
    placed, bottom = panels(found, columns, column, edge + 12)
    body = "\n".join([head, *(piece for panel in placed for piece in _panel(canvas, panel, column, released))])
    told = _sentence(found, graph)
    members = sum(len(family.tree) for family, _ in found)
    largest = ", ".join(f"{graph.nodes[f.founder]['label']} ({len(f.tree)})" for f, _ in found[:3])
    caption = (
        f"{members} of {len(released)} models form {len(found)} families; the largest: {largest}. Each model stands below the "
        "one that it was mainly built on, with the line of how; what else it was built on stands behind its name. A model on "
        "which at least five others were built heads a family of its own, unless it is a later version by the same makers."
        if found
        else "No three models of the catalogue were built on one another."
    )
    rows = tuple(
        (
            str(graph.nodes[family.founder]["label"]),
            Named("model", row_data["id"], str(row_data["label"])),
            released.get(row_data["id"]) or None,
            row.relation or None,
            _parent(family, row),
            row.depth,
            row.others,
        )
        for family, rows in found
        for row in rows
        for row_data in (family.tree.nodes[row.node],)
    )
    svg = canvas.svg(wide, round(bottom, 1), body, sheet=SHEET, told=told)
    columns_of = ("family", "model", "released", "relation", "built_on", "generation", "also_built_on")
    return Drawn(caption, svg, columns_of, rows, told)


def _parent(family: Family, row: Row) -> Named | None:
    above = next(iter(family.tree.predecessors(row.node)), None)
    return Named("model", family.tree.nodes[above]["id"], str(family.tree.nodes[above]["label"])) if above else None
