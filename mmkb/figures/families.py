"""Models by the families of their parts, as trees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import networkx as nx

from mmkb.graph import UNKNOWN, by_day
from mmkb.query.answers import ComponentSummary, ModelSummary, Named


def family_graph(
    models: Iterable[ModelSummary],
    parts: Mapping[str, Sequence[Named]],
    components: Iterable[ComponentSummary],
    none: Mapping[str, str],
) -> nx.DiGraph[str]:
    """Models by the families of some of their components, as a tree from ``root`` to models.

    The levels are family, component and model. A model with components of several families stands below each of them, and
    with several components of one family below each of these; ``count`` counts it once in a branch. Families that a single
    model uses stand together under ``other``, and models without such a component under the word for why.

    Nodes have the attributes of :func:`taxonomy_graph`; ``kind`` is ``root``, ``family``, ``component`` or ``model``.

    Args:
        models: The models.
        parts: The components that count, by id of the model.
        components: All components.
        none: For models without any, by id of the model, why: ``not-applicable``, ``not-disclosed`` or ``absent``.

    Returns:
        A tree whose branches are ordered by their number of models, larger first.
    """
    listed = sorted(models, key=by_day)
    known = {component.id: component for component in components}
    names = family_names(known.values())
    users: dict[str, dict[str, list[ModelSummary]]] = {}
    for model in listed:
        for used in dict.fromkeys(parts.get(model.id, ())):
            family = known[used.id].family or used.id
            users.setdefault(family, {}).setdefault(used.id, []).append(model)
        if not parts.get(model.id):
            users.setdefault("", {}).setdefault(none.get(model.id, "absent"), []).append(model)
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node("root", kind="root", id="root", label="MM-LLMs", count=len(listed))
    several = {f: by for f, by in users.items() if f and len({m.id for some in by.values() for m in some}) > 1}
    for family, by in sorted(several.items(), key=_most):
        _branch(graph, "root", "family", family, names[family], {m.id for some in by.values() for m in some})
        for part, some in sorted(by.items(), key=lambda item: (-len(item[1]), item[0])):
            # A component that bears the name of its family needs no label of its own.
            name = known[part].name if known[part].name != names[family] or len(by) > 1 else ""
            _branch(graph, family, "component", part, name, {m.id for m in some})
            _leaves(graph, f"{family}/{part}", [(m, "") for m in some])
    alone = [
        (m, known[part].name) for f, by in users.items() if f and f not in several for part, some in by.items() for m in some
    ]
    if alone:
        _branch(graph, "root", "family", "other", "Other families", {m.id for m, _ in alone})
        _branch(graph, "other", "component", "one", "One model each", {m.id for m, _ in alone})
        _leaves(graph, "other/one", sorted(alone, key=lambda pair: (*by_day(pair[0]), pair[1])))
    if "" in users:
        _branch(graph, "root", "family", "none", "None named", {m.id for some in users[""].values() for m in some})
        for why, some in sorted(users[""].items()):
            _branch(graph, "none", "component", why, _WHY[why], {m.id for m in some})
            _leaves(graph, f"none/{why}", [(m, "") for m in some])
    return graph


_WHY: Final = {
    "known": "Named, but not as a component",
    "not-applicable": "The design has none",
    "not-disclosed": "Not disclosed",
    "absent": "Not looked up",
}


def _most(item: tuple[str, Mapping[str, Sequence[ModelSummary]]]) -> tuple[int, str]:
    """Sort key of families: most models first."""
    return -len({m.id for some in item[1].values() for m in some}), item[0]


def family_names(components: Iterable[ComponentSummary]) -> dict[str, str]:
    """The name of each family: that of the component with its id, or as the name of one of its components spells it."""
    members: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for component in components:
        family = component.family or component.id
        members.setdefault(family, []).append(component.name)
        if component.id == family:
            names[family] = component.name
    for family, found in members.items():
        spelled = re.compile(r"[-\s]?".join(map(re.escape, family.split("-"))), re.IGNORECASE)
        matches = [match[0] for match in map(spelled.search, found) if match is not None]
        names.setdefault(family, matches[0] if matches else family)
    return names


def _branch(graph: nx.DiGraph[str], above: str, kind: str, word: str, label: str, models: set[str]) -> None:
    node = word if above == "root" else f"{above}/{word}"
    graph.add_node(node, kind=kind, id=word, label=label, count=len(models))
    graph.add_edge(above, node)


def _leaves(graph: nx.DiGraph[str], above: str, models: Iterable[tuple[ModelSummary, str]]) -> None:
    """Hang models below a branch, each with what stands in brackets behind its name."""
    for model, behind in models:
        leaf = f"{above}/model:{model.id}"
        if leaf in graph:
            behind = f"{graph.nodes[leaf]['qualifiers']}, {behind}"
        graph.add_node(
            leaf, kind="model", id=model.id, label=model.name, count=1, design=model.design or UNKNOWN,
            function=model.function or UNKNOWN, qualifiers=behind, released=model.released or "",
        )  # fmt: skip
        graph.add_edge(above, leaf)
