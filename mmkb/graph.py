"""Graphs made from answers: the taxonomy, the lineage, which model is built of what, and what was trained on which data.

Every node has ``kind``, ``id`` and ``label``; nodes and edges come in the same order for the same answers, and all
attributes are texts and numbers, so that the graphs can be written to any format that networkx knows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

import networkx as nx

from mmkb.query.answers import LineageAnswer, ModelSummary
from mmkb.query.rowtypes import DatasetLine
from mmkb.vocab import Design, Function, Modality, Role

UNKNOWN: Final = "not-known"
"""What stands in the place of a function, group or design that is not known."""

MANY: Final = 2
"""With so many media or more beside text, the survey's notation stops naming them and says *Many*."""

_MEDIUM: Final[dict[str, tuple[str, str]]] = {
    Modality.IMAGE: ("I", "image"),
    Modality.RETRIEVED_IMAGE: ("I", "image"),
    Modality.VIDEO: ("V", "video"),
    Modality.AUDIO: ("A/S", "audio or speech"),
    Modality.SPEECH: ("A/S", "audio or speech"),
    Modality.MUSIC: ("A/S", "audio or speech"),
    Modality.POINT_CLOUD: ("3D", "point cloud"),
    Modality.DEPTH: ("Depth", "depth"),
    Modality.THERMAL: ("Thermal", "thermal"),
    Modality.IMU: ("IMU", "inertial readings"),
    Modality.TACTILE: ("Tactile", "touch"),
    Modality.MOLECULE: ("Molecule", "molecule"),
}
_QUALIFIER: Final[dict[str, str]] = {
    Modality.BOUNDING_BOX: "box",
    Modality.POINT: "point",
    Modality.MASK: "mask",
    Modality.RETRIEVED_IMAGE: "retrieved",
    Modality.ACTION: "action",
}
_ORDER: Final = ("I", "V", "A/S", "3D", "Depth", "Thermal", "IMU", "Tactile", "Molecule")
_FUNCTIONS: Final = (Function.UNDERSTANDING, Function.GENERATION, UNKNOWN)
_DESIGNS: Final = (Design.END_TO_END, Design.TOOL_USING, UNKNOWN)


class Group(NamedTuple):
    """An input-to-output group of the taxonomy.

    Attributes:
        notation: In the survey's notation: ``I+T → T``.
        words: In words: ``image and text to text``.
        rank: Where the group stands among the others.
    """

    notation: str
    words: str
    rank: tuple[int, ...]


def _side(modalities: Iterable[str]) -> tuple[str, str, tuple[int, ...]]:
    """Notation, words and rank of one side of a group."""
    given = tuple(modalities)
    media = {_MEDIUM[m] for m in given if m in _MEDIUM}
    text = Modality.TEXT in given
    if not given:
        return "?", "something not known", (99,)
    if len(media) >= MANY:
        return "Many", "many modalities", (50,)
    if not media:
        # A side of boxes, masks or actions alone is written in text as far as the notation goes.
        return "T", "text", (0,)
    ((letter, word),) = media
    return (
        f"{letter}+T" if text else letter,
        f"{word} and text" if text else word,
        (1 + _ORDER.index(letter), 0 if text else 1),
    )


def io_group(inputs: Iterable[str], outputs: Iterable[str]) -> Group:
    """The input-to-output group of a model, by the rule of the survey's Figure 3.

    Each side names its one medium beside text (``I`` image, ``V`` video, ``A/S`` audio, speech and music, ``3D`` point
    clouds, others by name) and ``T`` for text. Two media or more are ``Many``, which covers text as well; a picked
    image counts as an image. Boxes, points, masks and actions do not make a group; they qualify the model
    (:func:`qualifiers`). A side that is not known is ``?``.

    Args:
        inputs: Input modalities, words of :class:`mmkb.vocab.Modality`; none if not known.
        outputs: Output modalities, likewise.
    """
    into, into_words, into_rank = _side(inputs)
    out, out_words, out_rank = _side(outputs)
    return Group(f"{into} → {out}", f"{into_words} to {out_words}", (*out_rank, -1, *into_rank))


def qualifiers(outputs: Iterable[str]) -> tuple[str, ...]:
    """What a model gives besides text and media: ``box``, ``point``, ``mask``, ``retrieved``, ``action``."""
    given = set(outputs)
    return tuple(word for modality, word in _QUALIFIER.items() if modality in given)


def _slug(text: str) -> str:
    words = text.replace("→", "to").replace("+", "-").replace("/", "-").replace("?", "unknown")
    return "-".join(words.lower().split())


def _first(model: ModelSummary) -> tuple[str, str, str]:
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
    - ``design``, ``qualifiers`` (joined by ``, ``), ``released`` (empty if not known) on models.

    Args:
        models: The models; each becomes one leaf.

    Returns:
        A tree whose leaves are ordered by branch, then by first public day.
    """
    listed = sorted(models, key=_first)
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
    listed = sorted(models, key=_first)
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
