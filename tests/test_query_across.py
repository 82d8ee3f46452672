"""Questions across entries: comparing, scores, descent, sources, gaps, and what they read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import mmkb
from mmkb.api import KnowledgeBase
from mmkb.load import load_catalogue
from mmkb.query import FilterError, NotFoundError
from mmkb.query.derivation import closure
from mmkb.query.leaderboards import Leaderboard
from mmkb.query.summaries import model_summaries
from mmkb.store import Store, build_store
from tests.synthetic import write_catalogue, write_scores
from tests.toycatalogue import change, copy_of_toy


def built(root: Path, database: Path) -> KnowledgeBase:
    catalogue, problems = load_catalogue(root / "catalog")
    assert [problem.text() for problem in problems] == []
    build_store(catalogue, database)
    return mmkb.open(database)


def fact(comparison: Any, name: str) -> tuple[tuple[str, ...], bool]:
    (row,) = (row for row in comparison.rows if row.fact == name)
    return row.values, row.differs


def test_models_stand_side_by_side_with_differences_marked(toy_kb: KnowledgeBase) -> None:
    comparison = toy_kb.compare("Toy-Any", "toy-vlm")
    assert [model.id for model in comparison.models] == ["toy-any", "toy-vlm"]
    assert fact(comparison, "design") == (("end-to-end", "end-to-end"), False)
    assert fact(comparison, "backbones") == (("Toy Chat", "Toy LM (Toy LM 1B, Toy LM 8x1B)"), True)
    assert fact(comparison, "encoders")[0][1] == "Toy ViT (336x336, 441 tokens per image)"
    assert fact(comparison, "generators")[0][1] == "not applicable"
    assert fact(comparison, "trained in stage 2")[0][1] == "input projector, backbone (lora)"
    assert fact(comparison, "parameters") == (("not stated", "1.2B"), True)
    assert set(comparison.differences) == {row for row in comparison.rows if row.differs}


def test_a_comparison_prints_renders_and_becomes_data(toy_kb: KnowledgeBase) -> None:
    comparison = toy_kb.compare("toy-vlm", "toy-any")
    lines = str(comparison).splitlines()
    assert lines[0].split() == ["fact", "Toy-VLM", "Toy-Any"]
    assert [line for line in lines if line.startswith("* backbones")]
    assert [line for line in lines if line.startswith("  design")]
    assert "<mark>Toy Chat</mark>" in comparison._repr_html_()
    assert json.loads(json.dumps(comparison.to_dicts()))[0] == {
        "fact": "released", "differs": True, "toy-vlm": "2023-01-05", "toy-any": "2023-06-01",
    }  # fmt: skip


def test_comparing_takes_two_models_that_there_are(toy_kb: KnowledgeBase) -> None:
    with pytest.raises(FilterError, match="two models or more"):
        toy_kb.compare("toy-vlm")
    with pytest.raises(FilterError, match="two models or more"):
        toy_kb.compare("toy-vlm", "Toy-VLM")
    with pytest.raises(NotFoundError, match="no model 'toy-vml'; did you mean toy-vlm"):
        toy_kb.compare("toy-vlm", "toy-vml")


def test_used_by_tells_of_components_and_of_datasets(toy_kb: KnowledgeBase) -> None:
    assert toy_kb.used_by("Toy ViT") == toy_kb.component("toy-vit").uses
    assert toy_kb.used_by("toy-captions") == toy_kb.dataset("toy-captions").uses
    with pytest.raises(NotFoundError, match="no component or dataset 'toy-vitt'; did you mean toy-vit"):
        toy_kb.used_by("toy-vitt")


SCORES = """\
- {{model: toy-any, benchmark: toyqa, split: test, score: '65.0', shots: 0}}
- {{model: toy-vlm, variant: 1b, row: again, benchmark: toyqa, split: test, score: '70.0', shots: 0}}
- {{model: toy-vlm, variant: 1b, benchmark: toyqa, split: test, score: '71', shots: 4}}
- {{model: toy-vlm, variant: 1b, benchmark: toyqa, split: dev, score: '72', shots: 0}}
- {{model: toy-vlm, variant: 1b, benchmark: toyqa, score: '73', shots: 0}}
- {{model: toy-vlm, variant: 1b, benchmark: toyqa, split: test, score: '74', shots: 0, flags: [fine-tuned]}}
- {{model: toy-vlm, variant: 1b, benchmark: toyqa, split: test, score: '75', shots: 0, flags: [reimplemented]}}
- {{model: toy-vlm, variant: 1b, benchmark: toyqa, metric: errors, split: test, score: '9', shots: 0}}
- {{model: toy-vlm, variant: 8x1b, benchmark: toyqa, metric: errors, split: test, score: '5', shots: 0}}
"""


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A toy with scores that differ in all that keeps them apart."""
    folder = tmp_path_factory.mktemp("board")
    root = copy_of_toy(folder / "toy")
    change(root, "benchmarks/toyqa", "- {id: test, name: test}", "- {id: test, name: test}\n- {id: dev, name: dev}")
    change(
        root, "benchmarks/toyqa", "metrics:\n", "metrics:\n- {id: errors, name: Errors, unit: percent, direction: lower}\n"
    )  # fmt: skip
    text = (root / "catalog/benchmarks/toyqa.yaml").read_text("utf-8")
    errors = "- {id: errors, name: Errors, unit: percent, direction: lower}\n"
    (root / "catalog/benchmarks/toyqa.yaml").write_text(text.replace(errors, "").replace("splits:\n", f"{errors}splits:\n"))
    table = root / "catalog/results/toy-vlm-table-2.yaml"
    table.write_text(table.read_text("utf-8") + SCORES.replace("{{", "{").replace("}}", "}"), "utf-8")
    other = (
        table.read_text("utf-8").replace("toy-vlm-table-2", "toy-any-table-1").replace("arxiv-2301.00001", "arxiv-2301.00002")
    )
    other = other.replace("measured_by: [toy-university]\n", "")
    (table.parent / "toy-any-table-1.yaml").write_text(other, "utf-8")
    with built(root, folder / "x.sqlite") as kb:
        yield kb


def _keys(found: Leaderboard) -> list[tuple[Any, ...]]:
    return [(g.metric, g.split, g.shots, g.flags, g.measured, g.by, g.within) for g in found.groups]


def test_scores_are_ranked_only_among_those_that_can_be_compared(board: KnowledgeBase) -> None:
    found = board.leaderboard("ToyQA")
    assert len(set(_keys(found))) == len(found.groups)
    for group in found.groups:
        for _, score in group.scores:
            assert (score.metric, score.split, score.shots, tuple(sorted(score.flags))) == (
                group.metric, group.split, group.shots, group.flags,
            )  # fmt: skip
            assert group.within in (None, score.table)
    (group,) = (g for g in found.groups if (g.split, g.shots, g.flags) == ("test", 0, ()) and g.measured == "by its makers"
                and g.metric == "Accuracy")  # fmt: skip
    assert [(rank, s.model.id, s.printed) for rank, s in group.scores] == [
        (1, "toy-vlm", "70.0"),
        (1, "toy-vlm", "70.0"),
        (3, "toy-any", "65.0"),
        (4, "toy-vlm", "61.50"),
    ]
    assert sum(len(g.scores) for g in found.groups) == 24


def test_lower_is_better_where_the_metric_says_so(board: KnowledgeBase) -> None:
    found = board.leaderboard("toyqa", metric="errors")
    assert {group.metric for group in found.groups} == {"Errors"}
    assert [s.printed for _, s in found.groups[0].scores] == ["5", "9"]
    assert "lower is better" in found.groups[0].title


def test_scores_without_a_split_stay_within_their_table(board: KnowledgeBase, toy_kb: KnowledgeBase) -> None:
    groups = [g for g in board.leaderboard("toyqa", metric="accuracy").groups if g.split is None]
    assert sorted(g.within.id for g in groups if g.within) == ["toy-any-table-1", "toy-vlm-table-2"]
    assert [g.within for g in toy_kb.leaderboard("toyqa", metric="points").groups] == [None]


def test_scores_of_other_measurers_name_them(board: KnowledgeBase) -> None:
    groups = [g for g in board.leaderboard("toyqa").groups if "reimplemented" in g.flags]
    assert sorted((g.measured, g.by[0].id) for g in groups) == [
        ("by others", "arxiv-2301.00002"),
        ("by others", "toy-university"),
    ]
    unstated = [g for g in board.leaderboard("toyqa").groups if g.measured == "by someone not stated"]
    assert {s.score.model.id for g in unstated for s in g.scores} == {"toy-vlm"}
    assert {s.score.table.id for g in unstated for s in g.scores} == {"toy-any-table-1"}


def test_a_leaderboard_is_narrowed_by_metric_and_split(board: KnowledgeBase) -> None:
    assert {g.split for g in board.leaderboard("toyqa", split="DEV").groups} == {"dev"}
    assert board.leaderboard("toyqa", "points", "dev").groups == ()
    assert str(board.leaderboard("toyqa", "points", "dev")) == "ToyQA: no scores"
    with pytest.raises(NotFoundError, match="no metric 'f1'; possible: accuracy, errors, points"):
        board.leaderboard("toyqa", "f1")
    with pytest.raises(NotFoundError, match="no split 'val'; possible: dev, test"):
        board.leaderboard("toyqa", split="val")
    with pytest.raises(NotFoundError, match="no benchmark 'toyqaa'"):
        board.leaderboard("toyqaa")


def test_a_leaderboard_prints_renders_and_becomes_data(board: KnowledgeBase) -> None:
    found = board.leaderboard("toyqa")
    assert str(found).count("rank") == len(found.groups) + 1
    assert found._repr_html_().count("<caption>") == len(found.groups)
    rows = json.loads(json.dumps(found.to_dicts()))
    assert len(rows) == 24
    assert {row["group"] for row in rows} == set(range(1, len(found.groups) + 1))
    for library in ("pandas", "polars"):
        assert found.to_frame(library).shape[0] == 24


def test_descent_is_followed_to_both_ends(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    text = (root / "catalog/models/toy-any.yaml").read_text("utf-8")
    for child, parent in (("toy-third", "toy-any"), ("toy-fourth", "toy-third")):
        mine = text.replace("id: toy-any\n", f"id: {child}\n").replace("name: Toy-Any\n", f"name: {child}\n")
        mine = mine.replace("  model: toy-vlm\n", f"  model: {parent}\n")
        (root / f"catalog/models/{child}.yaml").write_text(mine, "utf-8")
    with built(root, tmp_path / "x.sqlite") as kb:
        assert [(line.distance, line.child.id, line.parent.id) for line in kb.lineage("toy-third")] == [
            (-2, "toy-any", "toy-vlm"), (-1, "toy-third", "toy-any"), (1, "toy-fourth", "toy-third"),
        ]  # fmt: skip
        assert [line.distance for line in kb.lineage("toy-vlm")] == [1, 2, 3]
        assert {line.distance for line in kb.lineage()} == {None}
    with pytest.raises(NotFoundError, match="no model 'toy-fifth'"), mmkb.open(tmp_path / "x.sqlite") as kb:
        kb.lineage("toy-fifth")


def test_the_timeline_is_in_the_order_of_time(toy_kb: KnowledgeBase) -> None:
    assert [(t.released, t.model.id, t.event, [p.id for p in t.built_on]) for t in toy_kb.timeline()] == [
        ("2023-01-05", "toy-vlm", "paper", []),
        ("2023-06-01", "toy-any", "paper", ["toy-vlm"]),
    ]


def test_sources_of_a_fact_are_those_of_its_block_and_blocks_in_it(toy_kb: KnowledgeBase) -> None:
    assert {(c.path, c.source.id) for c in toy_kb.sources_of("toy-vlm", "availability")} == {
        ("availability", "github-toy-vlm"), ("availability.code", "github-toy-vlm"),
    }  # fmt: skip
    every = toy_kb.sources_of("Toy-VLM")
    assert len(every) == sum(1 for s in toy_kb.sources() for f in toy_kb.source(s.id).facts if f.entry.id == "toy-vlm")
    assert {c.url for c in every if c.source.id == "arxiv-2301.00001"} == {"https://arxiv.org/abs/2301.00001"}
    assert every.bibtex().count("@misc") == 2


def test_a_fact_without_sources_of_its_own_has_those_around_it(toy_kb: KnowledgeBase) -> None:
    assert [c.path for c in toy_kb.sources_of("toy-vlm", "availability.weights")] == ["availability"]
    assert [c.path for c in toy_kb.sources_of("toy-vlm", "weights licence")] == ["availability"]
    assert [c.path for c in toy_kb.sources_of("toy-vlm", "modalities.input")] == ["modalities"]
    assert [c.path for c in toy_kb.sources_of("toy-chat")] == [""]
    assert [c.path for c in toy_kb.sources_of("toy-chat", "derived_from")] == [""]


def test_what_is_no_fact_or_entry_is_told(toy_kb: KnowledgeBase) -> None:
    with pytest.raises(NotFoundError, match="no fact of toy-vlm 'architectur'; did you mean architecture"):
        toy_kb.sources_of("toy-vlm", "architectur")
    with pytest.raises(NotFoundError, match="no entry 'toy-vml'; did you mean toy-vlm"):
        toy_kb.sources_of("toy-vml")


def test_gaps_are_what_is_not_known(toy_kb: KnowledgeBase) -> None:
    gaps = {(g.model.id, g.fact): g.state for g in toy_kb.gaps()}
    assert gaps["toy-vlm", "weights licence"] == "not-disclosed"
    assert set(gaps.values()) <= {"absent", "not-disclosed"}
    assert {g.state for g in toy_kb.gaps("not-applicable")} == {"not-applicable"}
    for state in ("absent", "not-disclosed", "not-applicable"):
        assert len(toy_kb.gaps(state)) == toy_kb.counts().states.get(state, 0)
    assert {g.model.id for g in toy_kb.gaps(model="Toy-VLM")} == {"toy-vlm"}
    with pytest.raises(NotFoundError, match="possible: absent, not-applicable, not-disclosed"):
        toy_kb.gaps("known")


def test_derivation_is_followed_by_variants_where_they_name_their_parents() -> None:
    parents = {"b": {"a"}, "c": {"b", "x"}, "d": {"e"}, "e": {"d"}}
    variants = {("b", "1"): None, ("b", "2"): "x", ("f", "1"): "a", ("f", "2"): "c", ("g", "1"): "a", ("g", "2"): None,
                ("h", "1"): "g", ("i", "1"): "f"}  # fmt: skip
    found = closure(["a"], parents, variants)
    assert found.components == {"b", "c", "f", "i"}
    assert found.variants == {("f", "1"), ("f", "2"), ("g", "1"), ("i", "1")}
    assert found.not_variants == {("b", "2"), ("h", "1")}
    assert closure(["d"], parents, {}).components == {"e"}


def test_the_graph_of_datasets_leads_from_data_to_what_was_trained_on_it(toy_kb: KnowledgeBase) -> None:
    graph = toy_kb.graph("datasets")
    assert {data["kind"] for _, data in graph.nodes(data=True)} == {"model", "component", "dataset"}
    assert sorted(graph.successors("dataset:toy-captions")) == [
        "component:toy-diffusion", "dataset:toy-instruct", "model:toy-vlm",
    ]  # fmt: skip
    edges = {(a, b): data for a, b, data in graph.edges(data=True)}
    assert edges["dataset:toy-captions", "model:toy-vlm"] == {
        "relation": "pre-training", "stage": "Alignment", "amount": "1.5K", "unit": "image-text-pairs",
    }  # fmt: skip
    assert edges["dataset:toy-captions", "dataset:toy-instruct"]["relation"] == "made-from"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"sort": "size"}, "no order 'size'; possible: access"),
        ({"limit": -1}, "a limit of -1"),
        ({"text": "!!"}, "'!!' has no word"),
        ({"text": ""}, "has no word"),
    ],
)
def test_orders_limits_and_texts_that_mean_nothing_are_refused(
    toy_kb: KnowledgeBase, given: dict[str, Any], message: str
) -> None:
    with pytest.raises((NotFoundError, FilterError), match=message):
        toy_kb.models(**given)


def test_text_narrows_models_as_search_finds_them(toy_kb: KnowledgeBase) -> None:
    assert [m.id for m in toy_kb.models(text="answers pictures")] == ["toy-vlm"]
    assert [m.id for m in toy_kb.models(text='toy "any" OR', input="audio")] == []
    assert [m.id for m in toy_kb.models(text="toy diffusion")] == ["toy-any"]


def test_words_from_outside_never_become_sql(toy_kb: KnowledgeBase) -> None:
    nasty = "x') OR 1=1; --"
    for name in ("input", "encoder", "organisation", "dataset", "trained", "stage", "function", "sort"):
        with pytest.raises(NotFoundError):
            toy_kb.models(**{name: nasty})  # type: ignore[arg-type]
    with pytest.raises(FilterError):
        toy_kb.models(released=nasty)
    assert toy_kb.models(text=nasty) == ()
    assert toy_kb.find(nasty) == ()
    assert toy_kb.search(nasty) == ()


@pytest.fixture(scope="module")
def two_sizes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[KnowledgeBase, KnowledgeBase]]:
    """Two catalogues that are alike but for their size."""
    opened = []
    for size in (60, 600):
        folder = tmp_path_factory.mktemp(f"of-{size}")
        write_scores(write_catalogue(folder, size), size)
        opened.append(built(folder, folder / "x.sqlite"))
    yield opened[0], opened[1]
    for kb in opened:
        kb.close()


def _steps(kb: KnowledgeBase, ask: Callable[[KnowledgeBase], object]) -> int:
    """Instructions, in tens, that the database takes to answer."""
    count = [0]

    def tick() -> int:
        count[0] += 1
        return 0

    ask(kb)
    kb.store._connection.set_progress_handler(tick, 10)
    ask(kb)
    kb.store._connection.set_progress_handler(None, 0)
    return count[0]


ONE: dict[str, Callable[[KnowledgeBase], object]] = {
    "model": lambda kb: kb.model("model-50"),
    "name": lambda kb: kb.model("Model 50"),
    "compare": lambda kb: kb.compare("model-50", "model-51"),
    "gaps": lambda kb: kb.gaps(model="model-50"),
    "json": lambda kb: kb.as_json("model", "model-50"),
}


@pytest.mark.parametrize("question", ONE)
def test_one_model_takes_no_longer_to_answer_about_in_a_larger_catalogue(
    two_sizes: tuple[KnowledgeBase, KnowledgeBase], question: str
) -> None:
    small, large = (_steps(kb, ONE[question]) for kb in two_sizes)
    assert 0 < large < 1.5 * small + 20


def test_a_filter_makes_rows_of_no_more_models_than_match(
    two_sizes: tuple[KnowledgeBase, KnowledgeBase], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Any] = []

    def noted(store: Store, ids: Any = None) -> Any:
        made.append(ids)
        return model_summaries(store, ids)

    monkeypatch.setattr("mmkb.query.lists.model_summaries", noted)
    kb = two_sizes[1]
    assert len(kb.models(encoder="encoder-7", limit=5)) == 5
    assert len(kb.models(encoder="encoder-7")) == 12
    assert [len(ids) for ids in made] == [5, 12]
