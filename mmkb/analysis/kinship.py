"""Who descends from whom, and which models form a family."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import networkx as nx

from mmkb.vocab import Relation

STRENGTH: Final = (
    Relation.INITIALISED_FROM,
    Relation.EXTENDS,
    Relation.SUCCEEDS,
    Relation.SAME_RECIPE,
    Relation.DISTILLED_FROM,
)
"""Relations, those that carry most over first."""

FOUNDS: Final = 5
"""Children of its own that make a model the founder of a family of its own."""

LEAST: Final = 3
"""Models that make a family."""


@dataclass(frozen=True, slots=True)
class Family:
    """Models that were built on one model, directly or by way of others.

    Attributes:
        founder: Node of the model that the others come from.
        tree: The family as a tree; edges have the ``relation`` by which the child was built.
        also: Further edges between members, as parent, child and relation.
        origin: Node of what the founder itself was built on, in another family; None where there is none.
    """

    founder: str
    tree: nx.DiGraph[str]
    also: tuple[tuple[str, str, str], ...]
    origin: str | None


def ancestors(graph: nx.MultiDiGraph[str], node: str, steps: int | None = None) -> frozenset[str]:
    """What a node was built on, directly or by way of others.

    Args:
        graph: A lineage graph.
        node: The node.
        steps: Steps at most; None for all.
    """
    return descendants(graph.reverse(copy=False), node, steps)


def descendants(graph: nx.MultiDiGraph[str], node: str, steps: int | None = None) -> frozenset[str]:
    """What was built on a node, directly or by way of others; the node itself is never among it.

    Args:
        graph: A lineage graph.
        node: The node.
        steps: Steps at most; None for all.
    """
    reached = nx.single_source_shortest_path_length(graph, node, cutoff=steps)
    return frozenset(reached) - {node}


def main_parents(graph: nx.MultiDiGraph[str], released: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """The one model that each model was built on most, by what is carried over; of equals the latest.

    Args:
        graph: A lineage graph.
        released: First public day of models by id; what is not there counts as the earliest.

    Returns:
        Parent and relation by child.
    """

    def weight(parent: str, relation: str) -> tuple[int, str, str]:
        return (-STRENGTH.index(Relation(relation)), released.get(graph.nodes[parent]["id"], ""), parent)

    found: dict[str, tuple[str, str]] = {}
    for child in graph:
        parents = [
            (parent, relation)
            for parent, _, relation in graph.in_edges(child, keys=True)
            if graph.nodes[parent]["kind"] == "model" and parent != child
        ]
        if parents:
            found[child] = max(parents, key=lambda pair: weight(*pair))
    return found


def _founder(node: str, main: Mapping[str, tuple[str, str]], founders: Iterable[str]) -> str:
    """The founder above a node: the nearest that founds a family, else the last there is."""
    seen = {node}
    while node not in founders and node in main and main[node][0] not in seen:
        node = main[node][0]
        seen.add(node)
    return node


def families(graph: nx.MultiDiGraph[str], released: Mapping[str, str]) -> tuple[Family, ...]:
    """The families of models, found from who was built on whom.

    Each model belongs where its main parent belongs (:func:`main_parents`). A model on which at least :data:`FOUNDS` others
    were mainly built founds a family of its own, unless it is a later version by the makers of its main parent. Fewer than
    :data:`LEAST` models make no family.

    Args:
        graph: A lineage graph.
        released: First public day of models by id.

    Returns:
        The families, largest first; no model is in two.
    """
    main = main_parents(graph, released)
    children: dict[str, int] = {}
    for parent, _ in main.values():
        children[parent] = children.get(parent, 0) + 1
    founders = {
        node
        for node, number in children.items()
        if number >= FOUNDS and not any(r == Relation.SUCCEEDS for *_, r in graph.in_edges(node, keys=True))
    }
    members: dict[str, list[str]] = {}
    for node in graph:
        if graph.nodes[node]["kind"] == "model":
            members.setdefault(_founder(node, main, founders), []).append(node)
    made = [
        _family(graph, founder, nodes, main, released) for founder, nodes in members.items() if len(nodes) >= LEAST
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda family: (-len(family.tree), family.founder)))


def _family(
    graph: nx.MultiDiGraph[str],
    founder: str,
    nodes: list[str],
    main: Mapping[str, tuple[str, str]],
    released: Mapping[str, str],
) -> Family:
    def age(node: str) -> tuple[str, str]:
        return released.get(graph.nodes[node]["id"], "9999"), node

    tree: nx.DiGraph[str] = nx.DiGraph()
    for node in sorted(nodes, key=age):
        tree.add_node(node, **graph.nodes[node])
    for node in sorted(set(nodes) - {founder}, key=age):
        parent, relation = main[node]
        tree.add_edge(parent, node, relation=relation)
    also = sorted(
        (parent, child, relation)
        for parent, child, relation in graph.edges(keys=True)
        if parent in tree and child in tree and main.get(child) != (parent, relation) and not tree.has_edge(parent, child)
    )
    return Family(founder, tree, tuple(also), main[founder][0] if founder in main else None)
