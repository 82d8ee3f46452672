"""Models like a model with the reason, and where a model's scores stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmkb.api import KnowledgeBase
from mmkb.query import FilterError, NotFoundError
from mmkb.query.similar import WINDOW, Likeness
from tests.conftest import knowledge_base_of
from tests.toycatalogue import change, copy_of_toy

LONE = """# yaml-language-server: $schema=../../schema/model.schema.json
id: lone
name: Lone
modalities: {input: [text, image], output: [text], sources: [{source: arxiv-2301.00001, locator: section 3}]}
architecture: {design: end-to-end, fusion: [prompt-tokens], sources: [{source: arxiv-2301.00001, locator: section 3}]}
"""
"""A model that has modalities and fusion in common with others, and nothing else."""


def clone(root: Path, number: int, day: str = "2023-02-01") -> str:
    """A copy of Toy-VLM without its lineage, under another id."""
    text = (root / "catalog/models/toy-vlm.yaml").read_text("utf-8")
    new = f"clone-{number}"
    text = text.replace("id: toy-vlm\n", f"id: {new}\n").replace("name: Toy-VLM\n", f"name: Clone {number}\n")
    text = text.replace("aliases: [ToyVLM 1]\n", "").replace("date: 2023-01-05", f"date: {day}")
    text = text.replace("name: Toy-VLM-", f"name: Clone {number}-")
    (root / f"catalog/models/{new}.yaml").write_text(text, "utf-8")
    return new


def test_a_model_is_like_another_for_what_both_are_built_of(toy_kb: KnowledgeBase) -> None:
    (one,) = toy_kb.similar("Toy-VLM")
    assert one.model.id == "toy-any"
    assert ("encoder", "toy-vit") in {(role, part.id) for role, part in one.parts}
    assert [line.relation for line in one.kinship] == ["extends"]
    assert one.reason.startswith("Toy-Any extends Toy-VLM; same encoder Toy ViT; LLMs of the toy-lm family")


def test_likeness_goes_both_ways(toy_kb: KnowledgeBase) -> None:
    (there,), (back,) = toy_kb.similar("toy-vlm"), toy_kb.similar("toy-any")
    assert there.score == back.score
    assert there.parts == back.parts
    assert back.reason.startswith("Toy-Any extends Toy-VLM")


def test_the_reason_names_nothing_that_is_not_shared(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    clone(root, 1)
    with knowledge_base_of(root, tmp_path / "db.sqlite") as kb:
        for model in kb.models():
            for other in kb.similar(model.id):
                mine, its = (kb.model(one).summary for one in (model.id, other.model.id))
                for role, part in other.parts:
                    field = {"encoder": "encoders", "backbone": "backbones", "generator": "generators"}.get(role)
                    if field is not None:
                        assert part in getattr(mine, field)
                        assert part in getattr(its, field)


def test_what_shares_more_comes_first_and_a_limit_holds(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    clone(root, 1)
    clone(root, 2)
    path = root / "catalog/models/clone-2.yaml"
    path.write_text(path.read_text("utf-8").replace("toy-vit", "toy-detector"), "utf-8")
    change(root, "components/toy-detector", "kinds: [expert]", "kinds: [encoder]")
    with knowledge_base_of(root, tmp_path / "db.sqlite") as kb:
        found = [one.model.id for one in kb.similar("clone-1")]
        assert found.index("toy-vlm") < found.index("clone-2")
        assert [one.model.id for one in kb.similar("clone-1", 1)] == found[:1]
        assert kb.similar("clone-1", 0) == ()
        scores = [one.score for one in kb.similar("clone-1")]
        assert scores == sorted(scores, reverse=True)


def test_a_model_that_shares_nothing_is_not_named(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    (root / "catalog/models/lone.yaml").write_text(LONE, "utf-8")
    with knowledge_base_of(root, tmp_path / "db.sqlite") as kb:
        assert kb.similar("lone") == ()
        assert "lone" not in {one.model.id for one in kb.similar("toy-vlm")}


def test_of_a_part_that_very_many_have_the_nearest_in_time_are_looked_at(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    for number in range(WINDOW + 40):
        clone(root, number, f"{2000 + number // 12}-{number % 12 + 1:02}")
    with knowledge_base_of(root, tmp_path / "db.sqlite") as kb:
        likeness = Likeness(kb.store)
        found = likeness.of("clone-3", 6)
        assert len(found) == 6
        assert all(one.released is not None and one.released < "2003" for one in found)
        assert found == likeness.of("clone-3", 6)


def test_a_model_that_is_not_there_and_a_limit_that_cannot_be_are_told(toy_kb: KnowledgeBase) -> None:
    with pytest.raises(NotFoundError, match="did you mean toy-vlm"):
        toy_kb.similar("toy-vln")
    with pytest.raises(FilterError, match="-1"):
        toy_kb.similar("toy-vlm", -1)
    with pytest.raises(NotFoundError):
        toy_kb.standings("nothing")


def test_a_place_is_told_among_comparable_scores_only(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    for number, score in ((1, "65.0"), (2, "75.0")):
        new = clone(root, number)
        line = f"- {{model: {new}, benchmark: toyqa, split: test, score: '{score}', shots: 0}}\n"
        path = root / "catalog/results/toy-vlm-table-2.yaml"
        path.write_text(path.read_text("utf-8") + line, "utf-8")
    with knowledge_base_of(root, tmp_path / "db.sqlite") as kb:
        (standing,) = kb.standings("toy-vlm")
        assert (standing.rank, standing.of, standing.models) == (2, 4, 3)
        assert standing.score.printed == "70.0"
        group = kb.leaderboard("toyqa").ranked[standing.group - 1]
        assert standing.score in {score for _, score in group.scores}
        assert [kb.standings(f"clone-{n}")[0].rank for n in (1, 2)] == [3, 1]


def test_where_a_model_is_alone_there_is_no_place(toy_kb: KnowledgeBase) -> None:
    assert toy_kb.leaderboard("toyqa").ranked
    assert toy_kb.standings("toy-vlm") == ()
