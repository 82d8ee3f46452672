"""The real catalogue, through the same checks. A failure here is a fault of content, not of code."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import jsonschema
import pytest

from mmkb.check import check_catalogue
from mmkb.fmt import canonical
from mmkb.load import Catalogue, load_catalogue
from mmkb.records import FOLDERS, KINDS, Model, Survey
from mmkb.records.facts import fact_states
from mmkb.schemas import schema_of
from mmkb.yamltext import parse

pytestmark = pytest.mark.catalogue

ROOT = Path(__file__).parent.parent
SURVEY = ROOT.parent / "shared" / "survey"
APPENDIX_E = [
    "flamingo", "blip-2", "llava", "minigpt-4", "mplug-owl", "x-llm", "videochat", "instructblip", "pandagpt", "pali-x",
    "video-llama", "video-chatgpt", "shikra", "dlp", "bubogpt", "chatspot", "qwen-vl", "next-gpt", "minigpt-5", "llava-1.5",
    "minigpt-v2", "cogvlm", "dress", "x-instructblip", "codi-2", "vila",
]  # fmt: skip


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    found, problems = load_catalogue(ROOT / "catalog")
    assert [p.text() for p in problems] == []
    return found


def model(catalogue: Catalogue, entry: str) -> Model:
    record = catalogue.entries["model"][entry].record
    assert isinstance(record, Model)
    return record


def test_there_are_no_errors_and_no_warnings(catalogue: Catalogue) -> None:
    assert [p.text() for p in check_catalogue(catalogue)] == []


def test_every_entry_stands_in_its_canonical_text(catalogue: Catalogue) -> None:
    assert [e.file for e in catalogue if canonical(e.kind, e.raw) != e.raw] == [], "run mmkb fmt"


@pytest.mark.parametrize("kind", KINDS)
def test_entries_are_valid_by_their_json_schema(catalogue: Catalogue, kind: str) -> None:
    validator = jsonschema.Draft202012Validator(schema_of(kind))
    for path in sorted((ROOT / "catalog" / FOLDERS[kind]).glob("*.yaml")):
        assert [e.message for e in validator.iter_errors(parse(path.read_bytes()).data)] == [], path


@pytest.mark.parametrize("entry", APPENDIX_E)
def test_nothing_wanted_of_the_models_of_appendix_e_is_absent(catalogue: Catalogue, entry: str) -> None:
    assert [state.fact for state in fact_states(model(catalogue, entry)) if state.state == "absent"] == []


def test_readings_are_printed_where_the_survey_has_such_columns(catalogue: Catalogue) -> None:
    columns = {
        (survey.id, place.id): set(place.columns)
        for survey in (entry.record for entry in catalogue.entries["survey"].values())
        if isinstance(survey, Survey)
        for place in survey.places
    }
    for entry in catalogue.entries["model"]:
        for reading in model(catalogue, entry).readings:
            assert set(reading.printed) <= columns[reading.survey, reading.place], entry


def _transcription(name: str) -> list[dict[str, str]]:
    if not (SURVEY / name).is_file():
        pytest.skip("the transcription of the survey does not lie beside the project")
    with (SURVEY / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _slug(name: str) -> str:
    return re.sub(r"-\(chat\)$", "", name.lower().replace(" ", "-"))


def _printed(catalogue: Catalogue, entry: str, place: str) -> dict[str, str]:
    (reading,) = (r for r in model(catalogue, entry).readings if r.place == place)
    return {str(column): words for column, words in reading.printed.items()}


@pytest.mark.parametrize("entry", APPENDIX_E)
def test_readings_of_figure_3_are_those_of_the_transcription(catalogue: Catalogue, entry: str) -> None:
    (row,) = (row for row in _transcription("paper_figure3_taxonomy.csv") if _slug(row["name"]) == entry)
    names = {
        "name": "name",
        "functional_division": "function",
        "io_group": "io",
        "qualifier": "qualifier",
        "design_division": "design",
    }
    assert _printed(catalogue, entry, "figure-3") == {new: row[old] for old, new in names.items() if row[old]}


@pytest.mark.parametrize("entry", APPENDIX_E)
def test_readings_of_table_1_are_those_of_the_transcription(catalogue: Catalogue, entry: str) -> None:
    (row,) = (row for row in _transcription("website_models.csv") if _slug(row["name"]) == entry)
    wanted = (
        "modality_encoder", "input_projector", "llm_backbone", "output_projector", "modality_generator", "pt_scale", "it_scale",
    )  # fmt: skip
    printed = _printed(catalogue, entry, "table-1")
    assert {column: printed.get(column, "") for column in wanted} == {column: row[column] for column in wanted}
