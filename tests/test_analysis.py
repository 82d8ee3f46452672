"""What follows from many entries together, checked against toys whose answers are counted by hand."""

from __future__ import annotations

import math
import random
from pathlib import Path

import networkx as nx
import pytest

from mmkb.analysis import traits
from mmkb.analysis.kinship import FOUNDS, ancestors, descendants, families, main_parents
from mmkb.analysis.mixtures import Datasets, Seen, closure, contacts, twins
from mmkb.analysis.pairs import by_period, together
from mmkb.analysis.pareto import front
from mmkb.analysis.shares import SMALL, Share, change, half_year, periods_of, shares, trend
from mmkb.api import KnowledgeBase
from mmkb.figures.reach import reaches
from mmkb.graph import lineage_graph
from mmkb.query.answers import LineageAnswer, Named
from tests.conftest import knowledge_base_of
from tests.figureanswers import summary
from tests.toycatalogue import change as changed
from tests.toycatalogue import copy_of_toy

# ------------------------------------------------------------------ kinship


def line(child: str, parent: str, relation: str = "extends", kind: str = "model") -> LineageAnswer:
    return LineageAnswer(Named("model", child, child.upper()), relation, Named(kind, parent, parent.upper()), None)


# a → b → d, a → c → d, d → e; f stands on a component; g succeeds g's own parent in a circle with h.
KIN = lineage_graph(
    [
        line("b", "a"), line("c", "a", "initialised-from"), line("d", "b"), line("d", "c", "same-recipe"), line("e", "d"),
        line("f", "enc", "initialised-from", "component"), line("g", "h"), line("h", "g"),
    ]
)  # fmt: skip


def ids(nodes: frozenset[str]) -> str:
    return "".join(sorted(node.partition(":")[2][0] for node in nodes))


@pytest.mark.parametrize(
    ("node", "steps", "up", "down"),
    [("a", None, "", "bcde"), ("d", None, "abc", "e"), ("d", 1, "bc", "e"), ("e", 2, "bcd", ""), ("f", None, "e", ""),
     ("g", None, "h", "h")],
)  # fmt: skip
def test_ancestors_and_descendants_are_all_that_lines_lead_to(node: str, steps: int | None, up: str, down: str) -> None:
    assert ids(ancestors(KIN, f"model:{node}", steps)) == up
    assert ids(descendants(KIN, f"model:{node}", steps)) == down


def test_the_main_parent_is_the_one_of_which_most_is_carried_over_then_the_latest() -> None:
    graph = lineage_graph(
        [line("x", "a", "same-recipe"), line("x", "b", "initialised-from"), line("x", "c", "initialised-from"), line("y", "y")]
    )
    found = main_parents(graph, {"b": "2023-01", "c": "2023-06"})
    assert found == {"model:x": ("model:c", "initialised-from")}


def star(centre: str, number: int, relation: str = "extends") -> list[LineageAnswer]:
    return [line(f"{centre}{i}", centre, relation) for i in range(number)]


def test_a_model_that_many_were_built_on_founds_a_family_of_its_own() -> None:
    graph = lineage_graph([*star("a", 3), *star("b", FOUNDS), line("b", "a"), line("b0", "a", "same-recipe")])
    first, second = families(graph, {})
    assert (first.founder, len(first.tree), first.origin) == ("model:b", FOUNDS + 1, "model:a")
    assert (second.founder, len(second.tree), second.origin) == ("model:a", 4, None)


def test_a_later_version_by_the_same_makers_stays_in_the_family() -> None:
    graph = lineage_graph([*star("a", 3), *star("b", FOUNDS), line("b", "a", "succeeds")])
    (only,) = families(graph, {})
    assert len(only.tree) == FOUNDS + 5
    assert only.tree.edges["model:a", "model:b"]["relation"] == "succeeds"


def test_every_family_is_a_tree_and_no_model_is_in_two() -> None:
    graph = lineage_graph([*star("a", 4), *star("b", FOUNDS), line("b", "a"), line("a1", "a0"), line("g", "h"), line("h", "g")])
    found = families(graph, {})
    assert all(nx.is_arborescence(family.tree) for family in found)
    members = [node for family in found for node in family.tree]
    assert len(members) == len(set(members))
    assert all(not family.tree.has_edge(one, other) for family in found for one, other, _ in family.also)


def test_two_models_are_no_family_and_components_belong_to_none() -> None:
    assert families(lineage_graph([line("b", "a"), line("c", "enc", kind="component")]), {}) == ()


@pytest.mark.parametrize("size", [3, 4])
def test_a_circle_of_models_ends(size: int) -> None:
    lines = [line("abcd"[i], "abcd"[(i + 1) % size]) for i in range(size)]
    assert sum(len(family.tree) for family in families(lineage_graph(lines), {})) in (0, size)


# ------------------------------------------------------------------ pairs

FAMILY = {"clip-l": "clip", "clip-h": "clip", "eva": "eva", "vicuna": "llama", "llama-2": "llama", "opt": "opt"}
MODELS = [
    summary("m1", components={"encoders": ["clip-l", "clip-h"], "backbones": ["vicuna"]}, released="2023-02"),
    summary("m2", components={"encoders": ["clip-l", "eva"], "backbones": ["llama-2", "opt"]}, released="2023-08"),
    summary("m3", components={"encoders": ["eva"]}, released="2023-09"),
    summary("m4", components={"encoders": ["own"], "backbones": ["opt"]}),
]


def test_pairs_of_families_are_counted_once_a_model() -> None:
    found = together(MODELS, "encoders", "backbones", FAMILY)
    assert found.rows == ("clip", "eva", "own")
    assert found.columns == ("llama", "opt")
    assert {pair: [m.id for m in models] for pair, models in found.models.items()} == {
        ("clip", "llama"): ["m1", "m2"], ("clip", "opt"): ["m2"], ("eva", "llama"): ["m2"], ("eva", "opt"): ["m2"],
        ("own", "opt"): ["m4"],
    }  # fmt: skip
    assert (found.count("clip", "llama"), found.count("own", "llama")) == (2, 0)


def test_pairs_fall_into_the_half_years_of_their_models() -> None:
    periods, period = periods_of({m.id: m.released for m in MODELS})
    assert by_period(together(MODELS, "encoders", "backbones", FAMILY).models["clip", "llama"], periods, period) == (1, 1)


# ------------------------------------------------------------------ shares


@pytest.mark.parametrize(
    ("day", "half"),
    [("2023-06-30", "2023 H1"), ("2023-07", "2023 H2"), ("2023", None), (None, None), ("2024-12-31", "2024 H2")],
)
def test_a_day_belongs_to_its_half_year_and_a_year_to_none(day: str | None, half: str | None) -> None:
    assert half_year(day) == half


def test_half_years_without_a_model_are_there_too() -> None:
    periods, period = periods_of({"a": "2022-03-01", "b": "2023-08", "c": None})
    assert periods == ("2022 H1", "2022 H2", "2023 H1", "2023 H2")
    assert period == {"a": "2022 H1", "b": "2023 H2"}
    assert periods_of({"c": None}) == ((), {})


def test_a_share_counts_only_models_of_which_the_fact_is_known() -> None:
    words = {"a": frozenset({"x"}), "b": frozenset({"y"}), "c": frozenset({"x", "y"})}
    period = {"a": "2023 H1", "b": "2023 H1", "c": "2023 H2", "silent": "2023 H1"}
    assert shares(words, "x", ("2023 H1", "2023 H2"), period) == (Share("2023 H1", 1, 2), Share("2023 H2", 1, 1))
    assert Share("", 1, SMALL - 1).small
    assert not Share("", 1, SMALL).small


def test_the_trend_is_that_of_the_textbook() -> None:
    # Ten, twenty and thirty of forty each: chi-squared for trend 20, worked out by hand; the same mirrored falls.
    rising = [Share("1", 10, 40), Share("2", 20, 40), Share("3", 30, 40)]
    assert trend(rising) == pytest.approx(math.sqrt(20))
    assert trend(rising[::-1]) == pytest.approx(-math.sqrt(20))


@pytest.mark.parametrize("flat", [[], [Share("1", 0, 9), Share("2", 0, 9)], [Share("1", 9, 9)], [Share("1", 3, 9)]])
def test_what_has_nothing_to_follow_has_no_trend(flat: list[Share]) -> None:
    assert trend(flat) == 0
    assert change(flat).word == "not settled"


def test_a_change_is_told_only_beyond_chance() -> None:
    assert change([Share("1", 4, 40), Share("2", 24, 40)]).word == "rose"
    assert change([Share("1", 24, 40), Share("2", 4, 40)]).word == "fell"
    assert change([Share("1", 1, 4), Share("2", 2, 4)]).word == "not settled"


def test_the_earlier_and_the_later_models_are_as_many_as_can_be() -> None:
    found = change([Share("1", 1, 10), Share("2", 2, 12), Share("3", 3, 20)])
    assert found.before == Share("1 to 2", 3, 22)
    assert found.after == Share("3", 3, 20)


# ------------------------------------------------------------------ the Pareto front


@pytest.mark.parametrize(
    ("higher", "best"), [(True, [(1, 3), (2, 5), (2, 5), (4, 6)]), (False, [(1, 2), (3, 1)])]
)  # fmt: skip
def test_the_front_is_what_no_other_beats_on_both_counts(higher: bool, best: list[tuple[float, float]]) -> None:
    points: list[tuple[float, float]] = [(2, 5), (1, 2), (1, 3), (3, 4), (2, 5), (4, 6), (5, 6), (3, 1)]
    assert [points[i] for i in front(points, higher=higher)] == best


def test_the_front_is_that_of_every_pair_compared() -> None:
    chance = random.Random(7)
    points = [(chance.randrange(20) * 1.0, chance.randrange(20) * 1.0) for _ in range(200)]

    def beaten(one: tuple[float, float]) -> bool:
        return any(o[0] <= one[0] and o[1] >= one[1] and o != one for o in points)

    assert sorted(points[i] for i in front(points)) == sorted(point for point in points if not beaten(point))


# ------------------------------------------------------------------ data

DATASET = """# yaml-language-server: $schema=../../schema/dataset.schema.json
id: {id}
name: {name}
purposes: [task]
modalities: [image, text]
{more}sources:
- {{source: arxiv-2301.00001, locator: section 4}}
"""


def with_datasets(root: Path, **more: str) -> Path:
    for name, text in more.items():
        entry = name.replace("_", "-")
        label = {"toyqa": "Toy-QA"}.get(entry, entry.title())
        path = root / "catalog" / "datasets" / f"{entry}.yaml"
        path.write_text(DATASET.format(id=entry, name=label, more=text), "utf-8")
    return root


def judged(root: Path, database: Path) -> dict[str, tuple[Seen, tuple[str, ...]]]:
    with knowledge_base_of(root, database) as kb:
        return {contact.model: (contact.seen, contact.ways) for contact in contacts(kb)}


def test_a_benchmark_without_a_dataset_of_its_name_cannot_be_judged(toy_kb: KnowledgeBase) -> None:
    (only,) = contacts(toy_kb)
    assert (only.model, only.benchmark, only.seen, only.held_out) == ("toy-vlm", "toyqa", Seen.NO_DATASET, True)
    assert twins(toy_kb) == {}


def test_names_are_the_same_whatever_their_spelling(tmp_path: Path) -> None:
    root = with_datasets(copy_of_toy(tmp_path), toyqa="")
    with knowledge_base_of(root, tmp_path / "kb.sqlite") as kb:
        assert twins(kb) == {"toyqa": frozenset({"toyqa"})}


@pytest.mark.parametrize(
    ("instruct", "seen", "ways"),
    [
        ("", Seen.NOT_FOUND, ()),
        ("members: [toyqa]\n", Seen.NAMED, ("toy-instruct",)),
        ("members: [half]\n", Seen.NAMED, ("toy-instruct",)),
        ("members: [made]\n", Seen.DERIVED, ("toy-instruct",)),
    ],
)  # fmt: skip
def test_a_benchmarks_data_is_found_in_mixtures_of_mixtures(
    tmp_path: Path, instruct: str, seen: Seen, ways: tuple[str, ...]
) -> None:
    root = with_datasets(
        copy_of_toy(tmp_path), toyqa="", half="members: [toyqa]\n", made="making: {method: automatic, made_from: [toyqa]}\n"
    )
    changed(root, "datasets/toy-instruct", "modalities: [image, text]\n", f"modalities: [image, text]\n{instruct}")
    assert judged(root, tmp_path / "kb.sqlite") == {"toy-vlm": (seen, ways)}


def test_what_a_source_says_counts_where_the_mixture_does_not_tell(tmp_path: Path) -> None:
    root = with_datasets(copy_of_toy(tmp_path), toyqa="")
    changed(root, "results/toy-vlm-table-2", "flags: [zero-shot]", "flags: [train-images-observed]")
    assert judged(root, tmp_path / "kb.sqlite") == {"toy-vlm": (Seen.FLAGGED, ())}


def test_what_is_reached_is_all_there_is_and_circles_end() -> None:
    further = {"a": frozenset({"b"}), "b": frozenset({"c", "a"})}
    assert closure(["a"], further) == {"a", "b", "c"}
    assert closure(["x"], further) == {"x"}


def test_the_reach_of_a_dataset_counts_models_that_name_it_apart_from_those_of_derived_data(toy_kb: KnowledgeBase) -> None:
    found = {reach.dataset: reach for reach in reaches(Datasets(toy_kb))}
    assert found["toy-instruct"].direct == {"toy-vlm"}
    assert found["toy-instruct"].stages == {"instruction-tuning": 1}
    # The captions are named for pre-training, so that their way through the instructions adds nobody.
    assert found["toy-captions"].direct == {"toy-vlm"}
    assert found["toy-captions"].derived == frozenset()


# ------------------------------------------------------------------ traits


@pytest.mark.parametrize(
    ("trait", "vlm", "any_"),
    [
        (lambda kb: traits.parts(kb, "input_projectors"), {"linear", "resampler"}, {"linear"}),
        (lambda kb: traits.modalities(kb, "input"), {"image", "text"}, {"audio", "image", "text"}),
        (traits.visual_tokens, {"up to 64"}, None),
        (traits.resolutions, {"225 to 336"}, {"up to 224"}),
        (traits.generation, {traits.GIVES_TEXT}, {traits.GIVES_MEDIA}),
        (traits.breadth, {traits.ONE}, {traits.TWO}),
        (traits.simplicity, {traits.HAS_QUERIES}, {traits.ONLY_SIMPLE}),
        (traits.instruction_data, {traits.WRITTEN}, None),
        (traits.access, {"open-weights"}, None),
        (traits.stages, {"pre-training", "instruction-tuning"}, None),
    ],
)
def test_traits_are_read_from_the_entries_and_what_is_not_known_is_left_out(
    toy_kb: KnowledgeBase, trait: traits.Trait, vlm: set[str], any_: set[str] | None
) -> None:
    found = trait(toy_kb)
    assert found["toy-vlm"] == vlm
    assert found.get("toy-any") == any_
