"""What one record becomes in the tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mmkb.digest import references
from mmkb.load import EntryFile, load_catalogue, read_entry, schema_line
from mmkb.records import KINDS, Entry, Model, Results
from mmkb.records.facts import fact_states
from mmkb.store.cells import pixels
from mmkb.store.rows import entry_rows, rows_of
from mmkb.store.rows_entry import document_of
from mmkb.tables import METADATA
from tests.richtoy import rich_toy
from tests.toycatalogue import TOY

CATALOGUE = load_catalogue(TOY / "catalog")[0]
ENTRIES = [pytest.param(entry, id=f"{entry.kind}-{entry.id}") for entry in CATALOGUE]


def named(kind: str, entry_id: str, table: str) -> list[dict[str, Any]]:
    """The rows of an entry in a table, by column, without what is empty."""
    columns = [column.name for column in METADATA.tables[table].columns]
    rows = entry_rows(CATALOGUE.entries[kind][entry_id]).get(table, [])
    return [{c: v for c, v in zip(columns, row, strict=True) if v is not None} for row in rows]


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_document_reads_back_to_the_equal_record(entry: EntryFile) -> None:
    document = document_of(entry.record)
    again = KINDS[entry.kind].model_validate_json(document)
    assert again == entry.record
    assert document_of(again) == document


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_document_is_compact_and_holds_nothing_that_is_empty(entry: EntryFile) -> None:
    def empty(value: Any) -> bool:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return value is None or value == [] or any(map(empty, inner))

    document = document_of(entry.record)
    plain = json.loads(document)
    assert not empty(plain)
    assert document == json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def test_a_document_forgets_whether_a_default_was_written_out() -> None:
    lines = ["id: x", "name: X", "kind: institute", "sources:", "- {source: s, locator: section 1}"]
    raw = "\n".join([schema_line("organisation"), *lines]) + "\n"
    short = read_entry("organisation", "x.yaml", raw.encode())
    long = read_entry("organisation", "x.yaml", (raw + "aliases: []\n").encode())
    assert isinstance(short, EntryFile)
    assert isinstance(long, EntryFile)
    assert document_of(short.record) == document_of(long.record)


@pytest.mark.parametrize("entry", ENTRIES)
def test_rows_survive_json_and_have_a_cell_for_every_column(entry: EntryFile) -> None:
    rows = entry_rows(entry)
    assert json.loads(json.dumps(rows)) == {table: [list(row) for row in lines] for table, lines in rows.items()}
    for table, lines in rows.items():
        assert lines
        for row in lines:
            assert len(row) == len(METADATA.tables[table].columns), table
            assert {type(cell) for cell in row} <= {str, int, float, bool, type(None)}, table


@pytest.mark.parametrize("entry", ENTRIES)
def test_rows_are_made_of_the_record_alone(entry: EntryFile) -> None:
    again = KINDS[entry.kind].model_validate_json(document_of(entry.record))
    assert rows_of(entry.kind, again) == entry_rows(entry)


@pytest.mark.parametrize("entry", ENTRIES)
def test_no_key_stands_twice_among_the_rows_of_an_entry(entry: EntryFile) -> None:
    for table, lines in entry_rows(entry).items():
        width = len(METADATA.tables[table].primary_key)
        assert len({row[:width] for row in lines}) == len(lines), table


@pytest.mark.parametrize("entry", ENTRIES)
def test_everything_that_an_entry_names_is_a_reference(entry: EntryFile) -> None:
    named = [(r.kind, r.id, r.detail or None) for r in references(entry.record)]
    rows = entry_rows(entry).get("reference", [])
    assert [row[5:] for row in rows] == list(dict.fromkeys(named))
    assert [row[4] for row in rows] == [sum(one == row[5:] for one in named) for row in rows]
    assert [row[2] for row in rows] == list(range(len(rows)))
    places = {".".join(map(str, r.path)): (r.kind, r.id, r.detail or None) for r in references(entry.record)}
    assert [places[str(row[3])] for row in rows] == [row[5:] for row in rows]


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_citation_is_a_row_with_the_path_of_its_block(entry: EntryFile) -> None:
    def walk(value: Any, path: str) -> list[tuple[str, int, str, str]]:
        if isinstance(value, list):
            return [found for i, item in enumerate(value) for found in walk(item, f"{path}.{i}")]
        if not isinstance(value, dict):
            return []
        own = [(path.removeprefix("."), i, c["source"], c["locator"]) for i, c in enumerate(value.get("sources", ()))]
        return own + [found for key, item in value.items() if key != "sources" for found in walk(item, f"{path}.{key}")]

    expected = walk(json.loads(document_of(entry.record)), "")
    if isinstance(entry.record, Results):
        expected.append(("table", 0, entry.record.table.source, entry.record.table.locator))
    assert sorted(row[2:] for row in entry_rows(entry).get("citation", [])) == sorted(expected)


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_gap_is_a_row(entry: EntryFile) -> None:
    def walk(value: Any, path: str) -> list[tuple[str, str, str | None]]:
        if isinstance(value, dict) and "state" in value:
            return [(path.removeprefix("."), value["state"], value.get("note"))]
        pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        return [found for key, item in pairs for found in walk(item, f"{path}.{key}")]

    expected = walk(json.loads(document_of(entry.record)), "")
    assert sorted(row[2:] for row in entry_rows(entry).get("gap", [])) == sorted(expected)


@pytest.mark.parametrize("model", ["toy-any", "toy-vlm"])
def test_the_states_of_a_models_facts_stand_in_order(model: str) -> None:
    record = CATALOGUE.entries["model"][model].record
    assert isinstance(record, Model)
    expected = [(fact, ".".join(map(str, path)), state) for fact, path, state in fact_states(record)]
    rows = named("model", model, "knowledge")
    assert [(row["fact"], row["path"], row["state"]) for row in rows] == expected
    assert [row["position"] for row in rows] == list(range(len(expected)))


def test_a_model_is_a_row_with_what_is_known_of_it() -> None:
    assert named("model", "toy-vlm", "model") == [
        {
            "id": "toy-vlm",
            "name": "Toy-VLM",
            "description": "A small vision-language model that answers questions about pictures.",
            "released": "2023-01-05",
            "release_event": "paper",
            "paper_id": "arxiv-2301.00001",
            "access": "open-weights",
            "function": "understanding",
            "design": "end-to-end",
            "code_url": "https://github.com/toy/toy-vlm",
            "code_licence": "Apache-2.0",
            "weights_url": "https://huggingface.co/toy/toy-vlm",
            "project_url": "https://toy.example.org",
        }
    ]
    (other,) = named("model", "toy-any", "model")
    assert other["function"] == "generation"
    assert not {"access", "code_url", "code_licence", "weights_url", "weights_licence"} & set(other)


def test_a_compound_projector_has_a_row_for_each_part() -> None:
    rows = [row for row in named("model", "toy-vlm", "component_use") if row["role"] == "input-projector"]
    shared = {"model_id": "toy-vlm", "role": "input-projector", "position": 0, "tokens": 64, "tokens_per": "image"}
    assert rows == [
        {**shared, "part": 0, "component_id": "toy-resampler"},
        {**shared, "part": 1, "component_id": "linear"},
    ]


def test_a_use_keeps_its_particulars() -> None:
    key = {"model_id": "toy-vlm", "role": "encoder", "position": 0, "part": 0}
    (encoder,) = [row for row in named("model", "toy-vlm", "component_use") if row["role"] == "encoder"]
    assert encoder == {**key, "component_id": "toy-vit", "tokens": 441, "tokens_per": "image", "layer": "penultimate layer"}
    assert named("model", "toy-vlm", "component_use_resolution") == [
        {**key, "place": 0, "resolution": "336x336", "width": 336, "height": 336}
    ]
    assert [row["variant"] for row in named("model", "toy-vlm", "component_use_variant")] == ["1b", "8x1b"]
    takes = named("model", "toy-any", "component_use_takes")
    assert [(row["role"], row["component_id"]) for row in takes] == [
        ("input-projector", "toy-vit"),
        ("output-projector", "toy-diffusion"),
    ]
    (expert,) = [row for row in named("model", "toy-any", "component_use") if row["role"] == "expert"]
    assert expert["note"] == "finds boxes for the masks"


def test_the_modalities_of_a_model_keep_their_direction_and_order() -> None:
    rows = [(row["direction"], row["modality"]) for row in named("model", "toy-any", "model_modality")]
    assert rows == [("input", m) for m in ("text", "image", "audio")] + [("output", m) for m in ("text", "image", "mask")]


def test_a_variant_without_stated_parameters_has_none() -> None:
    first, second = named("model", "toy-vlm", "model_variant")
    assert (first["parameters"], first["parameters_printed"]) == (1_200_000_000, "1.2B")
    assert "parameters" not in second
    assert (second["backbone_id"], second["backbone_variant"]) == ("toy-lm", "8x1b")


def test_a_stage_is_a_row_with_its_parts_and_datasets() -> None:
    first, second = named("model", "toy-vlm", "stage")
    assert first == {
        "model_id": "toy-vlm",
        "position": 0,
        "name": "Alignment",
        "kind": "pre-training",
        "epochs": "1",
        "batch_size": 32,
        "learning_rate": "1e-3",
        "hardware": "1 x Toy GPU",
        "duration": "1 hour",
    }
    assert (second["scale"], second["scale_printed"], second["scale_unit"]) == (300, "300", "dialogues")
    tuned = named("model", "toy-vlm", "stage_part")[-1]
    assert tuned == {
        "model_id": "toy-vlm",
        "stage": 1,
        "position": 3,
        "role": "backbone",
        "component_id": "toy-lm",
        "tuning": "peft",
        "tuning_state": "known",
        "method": "lora",
        "note": "rank 8",
    }
    known, unknown = named("model", "toy-vlm", "stage_dataset")
    assert (known["dataset_id"], known["amount"], known["amount_printed"]) == ("toy-captions", 1500, "1.5K")
    assert "amount" not in unknown


def test_what_is_not_disclosed_of_a_part_is_told_from_what_is_known(tmp_path: Path) -> None:
    text = (TOY / "catalog/models/toy-vlm.yaml").read_text("utf-8")
    text = text.replace("tuning: peft, method: lora", "tuning: not-disclosed")
    entry = read_entry("model", "toy-vlm.yaml", text.encode())
    assert isinstance(entry, EntryFile)
    row = dict(zip((c.name for c in METADATA.tables["stage_part"].columns), entry_rows(entry)["stage_part"][-1], strict=True))
    assert (row["tuning"], row["tuning_state"]) == (None, "not-disclosed")


def test_lineage_names_its_one_parent() -> None:
    assert named("model", "toy-any", "lineage") == [
        {
            "model_id": "toy-any",
            "position": 0,
            "relation": "extends",
            "parent_model_id": "toy-vlm",
            "note": "takes its encoder and adds a generator",
        }
    ]
    assert named("model", "toy-vlm", "lineage") == []


def test_a_component_is_a_row_with_what_is_particular_to_its_kind() -> None:
    (encoder,) = named("component", "toy-vit", "component")
    assert encoder == {
        "id": "toy-vit",
        "name": "Toy ViT",
        "description": "A small image encoder.",
        "family": "vit",
        "released": "2022-05",
        "paper_id": "arxiv-2301.00001",
        "parameters": 86_000_000,
        "parameters_printed": "86M",
        "encoder_architecture": "ViT-S/16",
        "features": "continuous",
        "patch": 16,
        "width": 384,
        "layers": 12,
    }
    assert [row["resolution"] for row in named("component", "toy-vit", "component_resolution")] == ["224x224", "336x336"]
    (llm,) = named("component", "toy-lm", "component")
    assert (llm["llm_architecture"], llm["context_length"], llm["instruction_tuned"]) == ("decoder-only", 2048, False)
    mixture = named("component", "toy-lm", "component_variant")[1]
    assert (mixture["active_parameters"], mixture["active_parameters_printed"]) == (2_000_000_000, "2B")
    (generator,) = named("component", "toy-diffusion", "component")
    assert (generator["weights_url"], generator["weights_licence"]) == ("https://huggingface.co/toy/diffusion", "MIT")
    assert [row["amount"] for row in named("component", "toy-diffusion", "component_dataset")] == [2000]
    assert [row["parent_id"] for row in named("component", "toy-chat", "component_parent")] == ["toy-lm"]


def test_a_dataset_is_a_row_with_who_wrote_it() -> None:
    (dataset,) = named("dataset", "toy-instruct", "dataset")
    assert (dataset["making"], dataset["in_house"]) == ("model-generated", False)
    assert named("dataset", "toy-instruct", "dataset_writer")[0]["component_id"] == "toy-chat"
    assert named("dataset", "toy-instruct", "dataset_parent")[0]["parent_id"] == "toy-captions"
    (amount,) = named("dataset", "toy-instruct", "dataset_amount")
    assert (amount["amount"], amount["amount_printed"], amount["unit"]) == (300, "about 300", "dialogues")
    (open_one,) = named("dataset", "toy-captions", "dataset")
    assert (open_one["url"], open_one["licence"]) == ("https://data.example.org/toy-captions", "CC-BY-4.0")


def test_scores_keep_what_is_printed_beside_the_number() -> None:
    first, _, third = named("results", "toy-vlm-table-2", "score")
    assert (first["value"], first["printed"], first["shots"], first["split"]) == (61.5, "61.50", 0, "test")
    assert "metric" not in first
    assert third["metric"] == "points"
    assert named("results", "toy-vlm-table-2", "score_flag") == [
        {"results_id": "toy-vlm-table-2", "score": 2, "position": 0, "flag": "zero-shot"}
    ]
    assert named("results", "toy-vlm-table-2", "results_organisation")[0]["organisation_id"] == "toy-university"


def test_readings_and_corrections_name_place_and_column() -> None:
    readings = named("model", "toy-vlm", "reading")
    assert {row["survey_column"]: row["printed"] for row in readings} == {
        "name": "ToyVLM",
        "modality_encoder": "ViT-B",
        "llm_backbone": "Toy LM",
    }
    (correction,) = named("model", "toy-vlm", "correction")
    assert correction == {
        "kind": "model",
        "entry_id": "toy-vlm",
        "position": 0,
        "path": "corrections.0",
        "survey_id": "toy-survey",
        "place_id": "table-1",
        "survey_column": "modality_encoder",
        "printed": "ViT-B",
        "found": "ViT-S/16",
        "correction_kind": "wrong",
    }


def test_a_datasets_corrections_are_found_by_their_path(tmp_path: Path) -> None:
    text = (TOY / "catalog/datasets/toy-captions.yaml").read_text("utf-8") + (
        "survey:\n  readings:\n  - {survey: toy-survey, place: table-1, printed: {name: Toy Capt.}}\n  corrections:\n"
        "  - {survey: toy-survey, place: table-1, column: name, printed: Toy Capt., found: Toy Captions, kind: spelling,\n"
        "     sources: [{source: arxiv-2301.00001, locator: section 4}]}\n"
    )
    entry = read_entry("dataset", "toy-captions.yaml", text.encode())
    assert isinstance(entry, EntryFile)
    rows = entry_rows(entry)
    assert rows["correction"][0][3] == "survey.corrections.0"
    assert ("dataset", "toy-captions", "survey.corrections.0", 0, "arxiv-2301.00001", "section 4") in rows["citation"]


def test_a_verification_is_a_row_for_each_thing_that_was_compared(tmp_path: Path) -> None:
    catalogue, _ = load_catalogue(rich_toy(tmp_path) / "catalog")
    rows = entry_rows(catalogue.entries["model"]["toy-vlm"])["model_verification"]
    assert rows == [("toy-vlm", 0, "architecture", "toy-lab/toy-vlm", "a1" * 20, "2026-01-02", "@reader")]


def test_a_disagreement_has_its_readings() -> None:
    (row,) = named("model", "toy-any", "disagreement")
    assert (row["about"], row["follows_id"]) == ("architecture.encoders", "arxiv-2301.00002")
    assert [r["says"] for r in named("model", "toy-any", "disagreement_reading")] == [
        "ViT-S/16 at 224 pixels",
        "ViT-S/16 at 336 pixels",
    ]


def test_a_deprecated_entry_says_why_and_what_stands_in_its_place() -> None:
    text = (TOY / "catalog/organisations/toy-lab.yaml").read_text("utf-8")
    text += "deprecated: {replaced_by: toy-university, reason: merged}\n"
    entry = read_entry("organisation", "toy-lab.yaml", text.encode())
    assert isinstance(entry, EntryFile)
    assert entry_rows(entry)["entry"][0][4:6] == ("merged", "toy-university")


def test_every_table_but_the_builds_own_has_rows_of_some_record(tmp_path: Path) -> None:
    catalogue, problems = load_catalogue(rich_toy(tmp_path) / "catalog")
    assert problems == []
    assert {table for entry in catalogue for table in entry_rows(entry)} == set(METADATA.tables) - {"meta", "entry_file"}


@pytest.mark.parametrize(
    ("written", "cells"),
    [
        ("336x336", ("336x336", 336, 336)),
        ("1300x800", ("1300x800", 1300, 800)),
        ("native", ("native", None, None)),
    ],
)
def test_a_resolution_is_split_into_width_and_height(written: str, cells: tuple[Any, ...]) -> None:
    assert pixels(written) == cells


def test_rows_can_be_made_for_every_kind() -> None:
    records: dict[str, Entry] = {kind: next(iter(CATALOGUE.entries[kind].values())).record for kind in KINDS}
    assert all(rows_of(kind, record)["entry"][0][:2] == (kind, record.id) for kind, record in records.items())
