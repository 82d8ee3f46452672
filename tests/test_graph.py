"""Graphs: the groups of the taxonomy, its tree, lineage, and who uses what."""

from __future__ import annotations

import itertools
import random
from typing import TypeVar

import networkx as nx
import pytest

from mmkb.graph import component_graph, lineage_graph, taxonomy_graph
from mmkb.query.answers import LineageAnswer, Named
from mmkb.query.notation import io_group, qualifiers
from tests.figureanswers import summary

T = TypeVar("T")


@pytest.mark.parametrize(
    ("taken", "given", "notation", "words"),
    [
        (["text", "image"], ["text"], "I+T → T", "image and text to text"),
        (["text", "video"], ["text"], "V+T → T", "video and text to text"),
        (["text", "speech"], ["text", "audio"], "A/S+T → A/S+T", "audio or speech and text to audio or speech and text"),
        (["text", "point-cloud"], ["text"], "3D+T → T", "point cloud and text to text"),
        (["text", "image", "video"], ["text"], "Many → T", "many modalities to text"),
        (["text", "image", "audio", "depth"], ["text", "image", "video"], "Many → Many", "many modalities to many modalities"),
        (["text", "image", "bounding-box"], ["text", "bounding-box", "mask"], "I+T → T", "image and text to text"),
        (["text", "image"], ["text", "retrieved-image"], "I+T → I+T", "image and text to image and text"),
        (["text"], ["image"], "T → I", "text to image"),
        (["text", "image"], [], "I+T → ?", "image and text to something not known"),
    ],
)
def test_a_group_names_one_medium_a_side_and_says_many_beyond(
    taken: list[str], given: list[str], notation: str, words: str
) -> None:
    assert io_group(taken, given)[:2] == (notation, words)


def test_audio_speech_and_music_are_one_medium() -> None:
    assert io_group(["text", "audio", "speech", "music"], ["text"]).notation == "A/S+T → T"


def test_boxes_and_masks_qualify_a_model() -> None:
    assert qualifiers(["text", "mask", "bounding-box", "image"]) == ("box", "mask")


MODELS = [
    summary("late", released="2024-01"),
    summary("early", released="2022-05-01"),
    summary("undated"),
    summary("caller", design="tool-using"),
    summary("painter", ["text", "image"], function="generation"),
    summary("boxer", ["text", "bounding-box"], released="2023"),
    summary("riddle", [], function=None, design=None),
]


def test_the_taxonomy_goes_from_function_to_group_to_design_to_model() -> None:
    graph = taxonomy_graph(MODELS)
    path = nx.shortest_path(graph, "root", "model:painter")
    assert [graph.nodes[node]["kind"] for node in path] == ["root", "function", "group", "design", "model"]
    assert [graph.nodes[node]["label"] for node in path[1:]] == ["generation", "I+T → I+T", "end-to-end", "painter"]
    assert graph.nodes["model:boxer"]["qualifiers"] == "box"


def test_every_model_is_one_leaf_and_counts_add_up() -> None:
    graph = taxonomy_graph(MODELS)
    assert nx.is_arborescence(graph)
    leaves = [node for node in graph if graph.out_degree(node) == 0]
    assert sorted(graph.nodes[leaf]["id"] for leaf in leaves) == sorted(m.id for m in MODELS)
    for node in set(graph) - set(leaves):
        assert graph.nodes[node]["count"] == sum(graph.nodes[child]["count"] for child in graph.successors(node))


def test_a_model_whose_outputs_are_not_known_stands_on_a_branch_of_its_own() -> None:
    graph = taxonomy_graph(MODELS)
    path = nx.shortest_path(graph, "root", "model:riddle")
    assert [graph.nodes[node]["label"] for node in path[1:-1]] == ["outputs not known", "I+T → ?", "design not known"]
    assert graph.nodes["not-known"]["count"] == 1


def test_models_of_a_branch_stand_by_their_first_day_and_those_without_one_last() -> None:
    graph = taxonomy_graph(MODELS)
    assert [graph.nodes[n]["id"] for n in graph.successors("understanding/i-t-to-t/end-to-end")] == [
        "early", "boxer", "late", "undated",
    ]  # fmt: skip
    assert list(graph.successors("root")) == ["understanding", "generation", "not-known"]


def test_the_order_of_the_answers_changes_no_graph() -> None:
    edges = [line("b", "a"), line("c", "a"), line("c", "b", "same-recipe"), line("c", "b")]
    uses = [summary("m", components={"encoders": ["v"], "backbones": ["l"]}), summary("n", components={"encoders": ["v"]})]
    graphs = [
        (taxonomy_graph(mixed(MODELS, seed)), lineage_graph(mixed(edges, seed)), component_graph(mixed(uses, seed)))
        for seed in range(5)
    ]
    for same in zip(*graphs, strict=True):
        first, *others = [(list(graph.nodes(data=True)), list(graph.edges(data=True))) for graph in same]
        assert all(other == first for other in others)


def mixed(answers: list[T], seed: int) -> list[T]:
    return random.Random(seed).sample(answers, len(answers))


def line(child: str, parent: str, relation: str = "extends", kind: str = "model") -> LineageAnswer:
    return LineageAnswer(Named("model", child, child.upper()), relation, Named(kind, parent, parent.upper()), None)


def test_lineage_points_from_the_earlier_to_the_later() -> None:
    graph = lineage_graph([line("b", "a"), line("b", "a"), line("b", "a", "distilled-from"), line("c", "p", kind="source")])
    assert sorted(graph.edges(keys=True)) == [
        ("model:a", "model:b", "distilled-from"), ("model:a", "model:b", "extends"), ("source:p", "model:c", "extends"),
    ]  # fmt: skip
    assert graph.nodes["source:p"] == {"kind": "source", "id": "p", "label": "P"}


def test_a_component_in_two_roles_has_two_edges() -> None:
    graph = component_graph([summary("m", components={"encoders": ["vq"], "generators": ["vq"], "backbones": ["lm"]})])
    assert sorted(graph.edges(keys=True)) == [
        ("model:m", "component:lm", "backbone"),
        ("model:m", "component:vq", "encoder"),
        ("model:m", "component:vq", "generator"),
    ]


def test_attributes_are_texts_and_numbers_so_that_any_format_takes_them() -> None:
    uses = [summary("m", components={"encoders": ["v"]})]
    for graph in (taxonomy_graph(MODELS), lineage_graph([line("b", "a")]), component_graph(uses)):
        values = itertools.chain(
            (value for _, data in graph.nodes(data=True) for value in data.values()),
            (value for *_, data in graph.edges(data=True) for value in data.values()),
        )
        assert all(type(value) in (str, int) or isinstance(value, str) for value in values)
        assert list(nx.generate_graphml(graph))
