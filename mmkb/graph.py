"""Graphs made from answers: the taxonomy, the lineage, which model is built of what, and what was trained on which data.

Every node has ``kind``, ``id`` and ``label``; nodes and edges come in the same order for the same answers, and all
attributes are texts and numbers, so that the graphs can be written to any format that networkx knows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import networkx as nx

from mmkb.query.answers import LineageAnswer, ModelSummary
from mmkb.query.notation import io_group, qualifiers
from mmkb.query.rowtypes import DatasetLine
from mmkb.vocab import Design, Function, Role

UNKNOWN: Final = "not-known"
"""What stands in the place of a function, group or design that is not known."""

_FUNCTIONS: Final = (Function.UNDERSTANDING, Function.GENERATION, UNKNOWN)
_DESIGNS: Final = (Design.END_TO_END, Design.TOOL_USING, UNKNOWN)


def _slug(text: str) -> str:
    words = text.replace("→", "to").replace("+", "-").replace("/", "-").replace("?", "unknown")
    return "-".join(words.lower().split())


def by_day(model: ModelSummary) -> tuple[str, str, str]:
    """Sort key of models: by first public day (those without one last), then by name."""
    return model.released or "9999", model.name.casefold(), model.id


def taxonomy_graph(models: Iterable[ModelSummary]) -> nx.DiGraph[str]:
    """The taxonomy of the survey's Figure 3, as a tree from ``root`` to models.

    The levels are function, input-to-output group (:func:`io_group`), design and model; models whose outputs are not
    known stand below the function ``not-known``. Edges point from the more general to the more particular. Nodes have

    - ``kind``: ``root``, ``function``, ``group``, ``design`` or ``model``;
    - ``id``: for a model its id, otherwise the word of the branch;
    - ``label``: what to print; ``count``: number of models below (1 for a model);
    - ``words`` (groups): the group in words;
    - ``design``, ``function``, ``qualifiers`` (joined by ``, ``), ``released`` (empty if not known) on models.

    Args:
        models: The models; each becomes one leaf.

    Returns:
        A tree whose leaves are ordered by branch, then by first public day.
    """
    listed = sorted(models, key=by_day)
    groups = {m.id: io_group(m.input, m.output) for m in listed}
    listed.sort(
        key=lambda m: (
            _FUNCTIONS.index(m.function or UNKNOWN),
            groups[m.id].rank,
            groups[m.id].notation,
            _DESIGNS.index(m.design or UNKNOWN),
        )
    )
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node("root", kind="root", id="root", label="MM-LLMs", count=len(listed))
    for model in listed:
        function, design, group = model.function or UNKNOWN, model.design or UNKNOWN, groups[model.id]
        branch: tuple[tuple[str, str, str, dict[str, str]], ...] = (
            ("function", function, "outputs not known" if function == UNKNOWN else function, {}),
            ("group", _slug(group.notation), group.notation, {"words": group.words}),
            ("design", design, "design not known" if design == UNKNOWN else design, {}),
        )
        above = "root"
        for kind, word, label, more in branch:
            node = word if above == "root" else f"{above}/{word}"
            if node not in graph:
                graph.add_node(node, kind=kind, id=word, label=label, count=0, **more)
                graph.add_edge(above, node)
            graph.nodes[node]["count"] += 1
            above = node
        leaf = f"model:{model.id}"
        graph.add_node(
            leaf,
            kind="model",
            id=model.id,
            label=model.name,
            count=1,
            design=design,
            function=function,
            qualifiers=", ".join(qualifiers(model.output)),
            released=model.released or "",
        )
        graph.add_edge(above, leaf)
    return graph


def lineage_graph(edges: Iterable[LineageAnswer]) -> nx.MultiDiGraph[str]:
    """Who was built on whom; edges point from the earlier work to the later model.

    Nodes are ``KIND:ID`` with ``kind`` (``model``, ``component`` or ``source``), ``id`` and ``label``. Edges have the
    relation as key and as ``relation``, and ``note`` (empty where there is none).

    Args:
        edges: Lines of lineage; a line given twice counts once.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    listed = sorted(set(edges), key=lambda e: (e.parent[:2], e.child[:2], e.relation, e.note or ""))
    for named in sorted({end for edge in listed for end in (edge.parent, edge.child)}):
        graph.add_node(f"{named.kind}:{named.id}", kind=named.kind, id=named.id, label=named.name)
    for edge in listed:
        ends = (f"{edge.parent.kind}:{edge.parent.id}", f"{edge.child.kind}:{edge.child.id}")
        graph.add_edge(*ends, key=edge.relation, relation=edge.relation, note=edge.note or "")
    return graph


def component_graph(models: Iterable[ModelSummary]) -> nx.MultiDiGraph[str]:
    """Which model uses which component; edges point from models to components, with the role as key and as ``role``.

    Nodes are ``KIND:ID`` with ``kind`` (``model`` or ``component``), ``id`` and ``label``: models in order of their first
    public day, then components by id.

    Args:
        models: The models.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    listed = sorted(models, key=by_day)
    for model in listed:
        graph.add_node(f"model:{model.id}", kind="model", id=model.id, label=model.name)
    uses = [
        (f"model:{model.id}", role, component)
        for model in listed
        for role, components in (
            (Role.ENCODER, model.encoders),
            (Role.INPUT_PROJECTOR, model.input_projectors),
            (Role.BACKBONE, model.backbones),
            (Role.OUTPUT_PROJECTOR, model.output_projectors),
            (Role.GENERATOR, model.generators),
        )
        for component in components
    ]
    for component in sorted({component for _, _, component in uses}, key=lambda c: c.id):
        graph.add_node(f"component:{component.id}", kind="component", id=component.id, label=component.name)
    for node, role, component in uses:
        graph.add_edge(node, f"component:{component.id}", key=str(role), role=str(role))
    return graph


def dataset_graph(lines: Iterable[DatasetLine]) -> nx.MultiDiGraph[str]:
    """What was trained on which dataset; edges point from datasets to models, components and datasets made from them.

    Nodes are ``KIND:ID`` with ``kind`` (``model``, ``component`` or ``dataset``), ``id`` and ``label``. Edges have
    ``relation`` (kind of the stage, ``training``, ``made-from`` or ``member``), ``stage``, ``amount`` and ``unit``, empty where
    there is none; relation and stage are the key.

    Args:
        lines: Uses of datasets; of lines with the same ends, relation and stage the first counts.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    listed = list(lines)
    for named in sorted({end for line in listed for end in (line.dataset, line.child)}):
        graph.add_node(f"{named.kind}:{named.id}", kind=named.kind, id=named.id, label=named.name)
    for line in listed:
        ends = (f"{line.dataset.kind}:{line.dataset.id}", f"{line.child.kind}:{line.child.id}")
        key = f"{line.relation}: {line.stage}" if line.stage else line.relation
        if not graph.has_edge(*ends, key=key):
            graph.add_edge(
                *ends,
                key=key,
                relation=line.relation,
                stage=line.stage or "",
                amount=line.amount or "",
                unit=line.unit or "",
            )
    return graph
