"""Two states of an entry told apart: what was added, changed, removed, and in which words that is said."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from mmkb.changes import EntryChange, Item, What, compare_catalogues, compare_entry
from mmkb.changes.change import from_plain, to_plain
from mmkb.pages.changewords import fact_lines, small_words
from mmkb.yamltext import parse
from tests.conftest import ROOT
from tests.toycatalogue import TOY

NAMES = {
    ("component", "toy-vit"): "Toy ViT", ("component", "linear"): "Linear layer", ("component", "toy-resampler"): "Resampler",
    ("dataset", "toy-captions"): "Toy Captions", ("dataset", "toy-instruct"): "Toy Instruct", ("model", "toy-vlm"): "Toy-VLM",
    ("benchmark", "toyqa"): "ToyQA", ("organisation", "toy-lab"): "Toy Lab", ("organisation", "toy-university"): "Toy U",
    ("dataset", "other"): "Other Captions",
}  # fmt: skip


def data_of(path: Path) -> dict[str, Any]:
    found = parse(path.read_bytes()).data
    assert found is not None
    return found


@pytest.fixture
def model() -> dict[str, Any]:
    return data_of(TOY / "catalog" / "models" / "toy-vlm.yaml")


def at(data: Any, *steps: str | int) -> Any:
    for step in steps:
        data = data[step]
    return data


def said(kind: str, old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What is said about the facts and corrections that differ."""
    found = compare_entry(kind, "x", old, new)
    if found is None:
        return []
    lines = fact_lines(found, found.of(What.FACT, What.CORRECTION, What.READING), NAMES)
    return [f"{line.where}: {line.told}" for line in lines]


def test_an_entry_is_added_and_removed() -> None:
    entry = {"id": "x", "name": "X"}
    assert compare_entry("model", "x", None, entry) == EntryChange("model", "x", "X", "added")
    assert compare_entry("model", "x", entry, None) == EntryChange("model", "x", "X", "removed")
    assert compare_entry("model", "x", None, None) is None


def test_what_only_is_written_differently_is_no_change(model: dict[str, Any]) -> None:
    other = dict(reversed(copy.deepcopy(model).items()))
    other["architecture"]["output_projectors"] = {"state": "not-applicable"}
    other["variants"][0]["parameters"] = {"printed": "1.2B", "value": 1_200_000_000}
    other["modalities"]["input"].reverse()
    other["lineage"]["sources"] = list(other["lineage"]["sources"])
    assert compare_entry("model", "toy-vlm", model, other) is None


CHANGES = (
    (("release", "date"), "2023-01-06", "Release, date: 2023-01-05 → 2023-01-06"),
    (("availability", "access"), "closed", "Access: open weights → closed"),
    (("modalities", "input"), ["text", "video"], "Input modalities: text, image → text, video"),
    (("organisations", "members"), ["toy-lab", "toy-university"], "Makers: Toy U, Toy Lab → Toy Lab, Toy U"),
    (
        ("architecture", "encoders", 0, "resolution"), ["448x448"],
        "Encoder Toy ViT, resolution: 336x336 → 448x448",
    ),
    (("architecture", "encoders", 0, "tokens", "count"), 1024, "Encoder Toy ViT, tokens, count: 441 → 1024"),
    (
        ("architecture", "input_projectors", 0, "components"), ["linear"],
        "Input projector Linear layer, components: Resampler, Linear layer → Linear layer",
    ),
    (
        ("architecture", "generators"), {"state": "not-disclosed", "note": "read: the paper"},
        "Generators: not applicable → not disclosed (read: the paper)",
    ),
    (
        ("training", "stages", 0, "datasets", 0, "amount"), "1.6K",
        "Training stage “Alignment”, dataset Toy Captions, amount: 1.5K → 1.6K",
    ),
    (
        ("training", "stages", 0, "datasets"), [{"dataset": "other", "amount": "3"}],
        "Training stage “Alignment”, dataset Other Captions: added: 3",
    ),
    (("training", "stages", 1, "name"), "Chat", "Training stage “Chat”, name: Tuning → Chat"),
    (("variants", 1, "parameters"), "9B", "Variant Toy-VLM-8x1B, parameters: not disclosed → 9B"),
    (
        ("corrections", 0, "found"), "ViT-S/14",
        "Correction of table 1, modality encoder, found: ViT-S/16 → ViT-S/14",
    ),
    (
        ("readings", 0, "printed", "llm_backbone"), "LM",
        "Reading of table 1, printed, LLM backbone: Toy LM → LM",
    ),
    (("training",), {"state": "not-disclosed"}, "Training: Alignment, Tuning → not disclosed"),
)  # fmt: skip


@pytest.mark.parametrize(("path", "value", "words"), CHANGES, ids=lambda value: value if isinstance(value, str) else "")
def test_a_changed_fact_is_told_with_what_stood_there(model: dict[str, Any], path: Any, value: Any, words: str) -> None:
    new = copy.deepcopy(model)
    at(new, *path[:-1])[path[-1]] = value
    assert words in said("model", model, new)


def test_what_a_block_brings_is_told_when_it_appears(model: dict[str, Any]) -> None:
    old = copy.deepcopy(model)
    del old["availability"]
    assert said("model", old, model) == [
        "Access: added: open weights",
        "Code: added: url https://github.com/toy/toy-vlm; licence Apache-2.0",
        "Weights: added: url https://huggingface.co/toy/toy-vlm; licence not disclosed",
        "Project: added: https://toy.example.org",
    ]


def test_a_stage_that_is_new_and_one_that_is_gone_are_told_once(model: dict[str, Any]) -> None:
    old = copy.deepcopy(model)
    del old["training"]["stages"][1]
    (line,) = said("model", old, model)
    assert line.startswith("Training stage “Tuning”: added: kind instruction tuning; parts Toy ViT, Resampler, Linear layer")
    (line,) = said("model", model, old)
    assert line.startswith("Training stage “Tuning”: removed: kind")


def test_one_encoder_in_the_place_of_another_is_a_change_of_it(model: dict[str, Any]) -> None:
    new = copy.deepcopy(model)
    new["architecture"]["encoders"][0]["component"] = "linear"
    assert said("model", model, new) == ["Encoder Linear layer, component: Toy ViT → Linear layer"]


def test_the_same_that_happened_to_many_is_told_once(model: dict[str, Any]) -> None:
    old, new = copy.deepcopy(model), copy.deepcopy(model)
    stage = new["training"]["stages"][0]
    stage["datasets"] = [{"dataset": f"d{i}", "amount": "not-disclosed"} for i in range(9)]
    old["training"]["stages"][0]["datasets"] = [{"dataset": f"d{i}"} for i in range(9)]
    assert said("model", old, new) == [
        "Training stage “Alignment”, dataset d0, amount (and 8 others alike): added: not disclosed"
    ]


def test_scores_are_told_by_model_and_benchmark() -> None:
    table = data_of(TOY / "catalog" / "results" / "toy-vlm-table-2.yaml")
    new = copy.deepcopy(table)
    new["scores"][0]["score"] = "61.05"
    del new["scores"][1]
    assert said("results", table, new) == [
        "Score of Toy-VLM 1b on ToyQA test, score: 61.50 → 61.05",
        "Score of Toy-VLM 8x1b on ToyQA test: removed: score 70.0; shots 0",
    ]


def test_a_change_names_the_sources_in_force_there(model: dict[str, Any]) -> None:
    new = copy.deepcopy(model)
    new["architecture"]["encoders"][0]["layer"] = "last layer"
    new["training"]["stages"][0]["batch_size"] = 64
    found = compare_entry("model", "toy-vlm", model, new)
    assert found is not None
    assert [fact.sources for fact in found.facts] == [
        (("arxiv-2301.00001", "section 3.1"),), (("arxiv-2301.00001", "section 4"),),
    ]  # fmt: skip
    assert [fact.dotted() for fact in found.facts] == ["architecture.encoders.0.layer", "training.stages.0.batch_size"]


def test_wording_and_citations_are_told_apart_from_facts(model: dict[str, Any]) -> None:
    new = copy.deepcopy(model)
    new["description"] = "Another."
    new["lineage"]["note"] = "built on nothing"
    new["variants"][0]["sources"] = [{"source": "arxiv-2301.00001", "locator": "Table 9"}]
    found = compare_entry("model", "toy-vlm", model, new)
    assert found is not None
    assert sorted(fact.what for fact in found.facts) == [What.SOURCES, What.WORDING, What.WORDING]
    (cited,) = found.of(What.SOURCES)
    assert (cited.old, cited.new) == (["arxiv-2301.00001, Table 1"], ["arxiv-2301.00001, Table 9"])
    assert small_words((found,)) == "1 list of sources, 2 notes and descriptions"


def test_an_entry_that_gives_way_is_deprecated_and_redirects(model: dict[str, Any]) -> None:
    new = {**model, "deprecated": {"replaced_by": "toy-any", "reason": "one thing"}}
    found = compare_entry("model", "toy-vlm", model, new)
    assert found is not None
    assert (found.event, found.replaced_by) == ("deprecated", "toy-any")
    again = compare_entry("model", "toy-vlm", new, {**new, "name": "Toy"})
    assert again is not None
    assert (again.event, again.name) == ("changed", "Toy")


def test_states_that_no_record_of_today_has_are_told_as_plain_data() -> None:
    old = {"id": "x", "name": "X", "parts": [{"sort": "eye", "of": {"deep": [1, [2]]}}, "text"], "size": "1B", "gone": {}}
    new = {"id": "x", "name": "X", "parts": [{"sort": "eye"}], "size": {"printed": "2B", "value": 2_000_000_000}, "old": [None]}
    found = compare_entry("no-kind", "x", old, new)
    assert found is not None
    lines = fact_lines(found, found.facts, NAMES)
    assert [line.where for line in lines] == ["Parts", "Size", "Old"]
    assert lines[1].told == "1B → 2B"


def test_catalogues_are_told_apart_in_the_order_of_kinds_and_ids(model: dict[str, Any]) -> None:
    old = {("model", "b"): model, ("dataset", "c"): {"id": "c", "name": "C"}, ("model", "same"): model}
    new = {("model", "b"): {**model, "paper": "other"}, ("model", "a"): model, ("model", "same"): model}
    found = compare_catalogues(old, new)
    assert [(change.kind, change.id, change.event) for change in found] == [
        ("dataset", "c", "removed"), ("model", "a", "added"), ("model", "b", "changed"),
    ]  # fmt: skip


def test_a_change_is_the_same_after_it_was_kept(model: dict[str, Any]) -> None:
    new = copy.deepcopy(model)
    new["architecture"]["encoders"][0]["resolution"] = ["448x448"]
    found = compare_entry("model", "toy-vlm", model, new)
    assert found is not None
    assert isinstance(found.facts[0].path[2], Item)
    assert from_plain(to_plain(found)) == found


@pytest.mark.catalogue
def test_every_entry_differs_from_nothing_and_not_from_itself() -> None:
    for kind, folder in (("model", "models"), ("results", "results"), ("dataset", "datasets")):
        for path in sorted((ROOT / "catalog" / folder).glob("*.yaml")):
            data = data_of(path)
            assert compare_entry(kind, path.stem, data, copy.deepcopy(data)) is None
            found = compare_entry(kind, path.stem, {"id": path.stem, "name": data["name"]}, data)
            assert found is not None
            assert all(line.where for line in fact_lines(found, found.facts, NAMES))


def test_a_changed_score_names_the_table_that_it_stands_in() -> None:
    old = {
        "id": "t",
        "table": {"source": "s", "locator": "Table 3"},
        "scores": [{"model": "m", "benchmark": "b", "score": "1"}],
    }
    new = {**old, "scores": [{"model": "m", "benchmark": "b", "score": "2"}]}
    change = compare_entry("results", "t", old, new)
    assert change is not None
    assert [(fact.old, fact.new, fact.sources) for fact in change.facts] == [("1", "2", (("s", "Table 3"),))]
