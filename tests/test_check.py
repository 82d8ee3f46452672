"""What the checks across entries say, beyond where they say it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mmkb.check import CHECKS, check_catalogue
from mmkb.load import load_catalogue
from mmkb.namewords import word_key
from mmkb.problems import Problem
from tests.expectations import BAD
from tests.toycatalogue import change, copy_of_toy


def judged(root: Path) -> list[Problem]:
    catalogue, problems = load_catalogue(root / "catalog")
    assert [p.text() for p in problems] == []
    return check_catalogue(catalogue)


def told(problems: list[Problem], code: str) -> list[str]:
    return [p.message for p in problems if p.code == code]


def test_a_cycle_is_told_once_with_the_whole_way_around() -> None:
    assert told(judged(BAD / "together"), "descent-cycle") == [
        "model m -> n -> m is a cycle",
        "organisation one -> two -> one is a cycle",
    ]


def organisation(root: Path, name: str, parent: str) -> None:
    text = (root / "catalog" / "organisations" / "toy-lab.yaml").read_text("utf-8")
    for old, new in (("toy-lab", name), ("Toy Lab", f"Lab {name}"), ("parent: toy-university", f"parent: {parent}")):
        text = text.replace(old, new, 1)
    (root / "catalog" / "organisations" / f"{name}.yaml").write_text(text, "utf-8")


def test_a_cycle_behind_a_line_of_descent_is_that_of_its_members(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    for name, parent in (("a", "b"), ("b", "c"), ("c", "d"), ("d", "b"), ("e", "a")):
        organisation(root, name, parent)
    assert told(judged(root), "descent-cycle") == ["organisation b -> c -> d -> b is a cycle"]


def test_a_line_of_descent_may_be_thousands_long_and_meet_again(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    for i in range(1500):
        organisation(root, f"o{i}", f"o{i + 1}" if i < 1499 else "toy-university")
    organisation(root, "p", "o700")
    assert told(judged(root), "descent-cycle") == []


@pytest.mark.parametrize(
    ("child", "parent", "backwards"),
    [
        ("2023-05-01", "2023-05-02", True),
        ("2023-05-02", "2023-05-02", False),
        ("2023-05", "2023-05-31", False),
        ("2023", "2023-12", False),
        ("2022", "2023-01-01", True),
        ("2023-06", "2023-05-31", False),
    ],
)
def test_dates_are_compared_by_the_precision_that_both_have(tmp_path: Path, child: str, parent: str, backwards: bool) -> None:
    root = copy_of_toy(tmp_path)
    change(root, "components/toy-chat", "released: 2023-01", f"released: '{child}'")
    change(root, "components/toy-lm", "released: '2022'", f"released: '{parent}'")
    assert bool(told(judged(root), "descent-backwards")) is backwards


def test_a_variant_with_a_date_of_its_own_may_use_what_came_later(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    change(root, "components/toy-lm", "released: '2022'", "released: 2023-03")
    change(root, "components/toy-chat", "released: 2023-01", "released: 2023-04")
    assert told(judged(root), "released-before-its-parts") == ["released 2023-01-05, but 'toy-lm' was released 2023-03"]
    change(root, "models/toy-vlm", "  variants: [1b, 8x1b]\n", "  variants: [1b, 8x1b]\n    model_variants: [1b, 8x1b]\n")
    for variant in ("1b", "8x1b"):
        change(root, "models/toy-vlm", f"- id: {variant}\n", f"- id: {variant}\n  released: 2023-03-09\n")
    assert told(judged(root), "released-before-its-parts") == []


def test_what_came_out_before_its_parts_is_dated_by_its_earliest_variant(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    change(root, "components/toy-lm", "released: '2022'", "released: 2023-03")
    change(root, "components/toy-chat", "released: 2023-01", "released: 2023-04")
    change(root, "models/toy-vlm", "  variants: [1b, 8x1b]\n", "  variants: [1b, 8x1b]\n    model_variants: [1b, 8x1b]\n")
    change(root, "models/toy-vlm", "- id: 1b\n", "- id: 1b\n  released: 2023-02\n")
    change(root, "models/toy-vlm", "- id: 8x1b\n", "- id: 8x1b\n  released: 2023-05\n")
    assert told(judged(root), "released-before-its-parts") == ["released 2023-02, but 'toy-lm' was released 2023-03"]


def test_an_unknown_id_is_answered_with_what_was_probably_meant() -> None:
    (problem,) = (p for p in judged(BAD / "together") if p.message == "no component has the id 'vitt'")
    assert problem.hint == "did you mean vit?"


def test_a_deprecated_entry_may_go_unused_and_names_its_heir(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    text = (root / "catalog" / "components" / "linear.yaml").read_text("utf-8")
    old = text.replace("id: linear", "id: dense", 1).replace("Linear layer", "Dense layer", 1)
    old = old.replace("aliases: [linear projector]\n", "deprecated: {replaced_by: linear, reason: the same thing}\n", 1)
    (root / "catalog" / "components" / "dense.yaml").write_text(old, "utf-8")
    assert judged(root) == []
    change(root, "models/toy-any", "components: [linear]", "components: [dense]")
    (problem,) = judged(root)
    assert (problem.code, problem.message, problem.hint) == (
        "reference-to-deprecated",
        "component 'dense' is deprecated",
        "write linear",
    )


def test_names_of_different_kinds_may_be_the_same(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    change(root, "datasets/toy-captions", "name: Toy Captions", "name: Toy LM")
    assert judged(root) == []
    change(root, "components/toy-chat", "name: Toy Chat", "name: toy-LM")
    assert told(judged(root), "name-collision") == ["'toy-LM' is also the component 'toy-lm'"]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: f"{check.__module__.rpartition('.')[2]}.{check.__name__}")
def test_every_check_finds_something_in_the_bad_entries(check: object) -> None:
    catalogue, _ = load_catalogue(BAD / "together" / "catalog")
    assert callable(check)
    assert list(check(catalogue))


def test_the_alias_that_collides_is_pointed_at(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    change(root, "components/toy-vit", "aliases: [ViT-Toy]", "aliases:\n- ViT-Toy\n- toy LM\n- ViT-Toy")
    found = [(p.line, p.column, p.code) for p in judged(root)]
    assert found == [(6, 3, "name-collision"), (7, 3, "alias-repeats")]


def test_a_score_out_of_range_says_the_range(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    change(root, "results/toy-vlm-table-2", "score: '1201'", "score: '-1'")
    assert told(judged(root), "score-out-of-range") == ["-1 on 'toyqa' points, whose scores go from 0 to 2000"]
    change(root, "benchmarks/toyqa", "unit: points, maximum: 2000", "unit: points")
    assert told(judged(root), "score-out-of-range") == ["-1 on 'toyqa' points, whose scores go from 0"]


FAR = "results/far"


def far(root: Path) -> list[str]:
    catalogue, _ = load_catalogue(root / "catalog")
    return told(check_catalogue(catalogue), "score-far-off")


def test_a_score_is_far_off_beyond_half_the_span_of_the_others(tmp_path: Path) -> None:
    root = tmp_path / "bad"
    shutil.copytree(BAD / "together", root)
    assert far(root) == ["0.62 on 'qb' accuracy, where the 9 others go from 60 to 72"]
    change(root, FAR, "'0.62'", "'54.0'")
    assert far(root) == []
    change(root, FAR, "'54.0'", "'53.9'")
    assert far(root) == ["53.9 on 'qb' accuracy, where the 9 others go from 60 to 72"]
    change(root, FAR, "score: '53.9'", "score: '53.9', note: the smallest model")
    assert far(root) == []


def test_a_score_that_is_copied_is_far_off_in_every_table(tmp_path: Path) -> None:
    root = tmp_path / "bad"
    shutil.copytree(BAD / "together", root)
    text = (root / "catalog" / f"{FAR}.yaml").read_text("utf-8")
    copied = text.replace("id: far", "id: far-copied").replace("name: Far", "name: Far, copied")
    (root / "catalog" / "results" / "far-copied.yaml").write_text(copied, "utf-8")
    assert far(root) == ["0.62 on 'qb' accuracy, where the 9 others go from 60 to 72"] * 2
    change(root, "results/far-copied", "score: '0.62'", "score: '0.62', note: as printed")
    assert len(far(root)) == 1


def test_among_few_scores_none_is_far_off(tmp_path: Path) -> None:
    root = tmp_path / "bad"
    shutil.copytree(BAD / "together", root)
    change(root, FAR, "- {model: m, benchmark: qb, score: '60.0', shots: 0}\n", "")
    assert len(far(root)) == 1
    change(root, FAR, "- {model: m, benchmark: qb, score: '64.0', shots: 2}\n", "")
    assert far(root) == []


@pytest.mark.parametrize(
    ("name", "other", "same"),
    [
        ("CLIP ViT-L/14", "clip-vit-large-patch14", True),
        ("University of Toys", "Toys University", True),
        ("CLIP ViT-L/14", "CLIP ViT-B/16", False),
        ("Vicuna v1.5", "Vicuna v1.3", False),
        ("Éole", "eole", True),
        ("ViT at 336px", "ViT at 336", True),
    ],
)
def test_names_of_the_same_words_are_one_name(name: str, other: str, same: bool) -> None:
    assert (word_key(name) == word_key(other)) is same


def test_a_dataset_that_only_a_survey_prints_is_not_unused(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    path = root / "catalog" / "datasets" / "lonely.yaml"
    text = (root / "catalog" / "benchmarks" / "toyqa.yaml").read_text("utf-8")
    survey = text[text.index("survey:\n") :]
    head = "# yaml-language-server: $schema=../../schema/dataset.schema.json\nid: lonely\nname: Lonely\npurposes: [task]\n"
    path.write_text(f"{head}modalities: [text]\n{survey}", "utf-8")
    assert told(judged(root), "unused-entry") == []
    path.write_text(f"{head}modalities: [text]\n{text[text.rindex('sources:') :]}", "utf-8")
    assert told(judged(root), "unused-entry") == ["no other entry names the dataset 'lonely'"]


def test_a_line_of_lineage_of_later_variants_may_lead_to_what_came_later(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    change(root, "models/toy-vlm", "date: 2023-01-05", "date: 2023-07-05")
    assert len(told(judged(root), "descent-backwards")) == 1
    change(root, "models/toy-any", "  name: The One\n", "  name: The One\n  released: 2023-09\n")
    assert told(judged(root), "descent-backwards") == []
    change(root, "models/toy-any", "released: 2023-09", "released: 2023-06-30")
    assert told(judged(root), "descent-backwards") == ["released 2023-06-30, but 'toy-vlm' was released 2023-07-05"]


def test_of_several_variants_of_a_line_the_first_one_out_counts(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    change(root, "models/toy-vlm", "date: 2023-01-05", "date: 2023-07-05")
    change(root, "models/toy-any", "model_variants: [first]", "model_variants: [first, second]")
    one = "  name: The One\n  sources:\n  - {source: arxiv-2301.00002, locator: section 2}\n"
    two = one.replace("The One\n", "The Two\n  released: 2023-09\n")
    early = one.replace("The One\n", "The One\n  released: 2023-06\n")
    change(root, "models/toy-any", one, f"{early}- id: second\n{two}")
    assert told(judged(root), "descent-backwards") == ["released 2023-06, but 'toy-vlm' was released 2023-07-05"]


def test_sources_of_the_same_words_are_no_near_duplicates(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    text = (root / "catalog" / "sources" / "github-toy-vlm.yaml").read_text("utf-8")
    name = next(line for line in text.splitlines() if line.startswith("name: ")).removeprefix("name: ")
    words = " ".join(reversed(name.split()))
    assert words != name
    other = (
        text.replace("id: github-toy-vlm", "id: other")
        .replace(f"name: {name}", f"name: {words}")
        .replace("https://", "https://w.")
    )
    (root / "catalog" / "sources" / "other.yaml").write_text(other, "utf-8")
    assert told(judged(root), "near-duplicate") == []
