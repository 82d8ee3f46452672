"""A survey's tables are rebuilt from the entries, word for word, beside the catalogue's own words."""

from __future__ import annotations

import pytest

from mmkb.api import KnowledgeBase
from mmkb.pages.paths import place_path
from mmkb.pages.surveytables import survey_table_page
from mmkb.query.answers import Named
from mmkb.query.errors import NotFoundError
from tests.conftest import Golden

PLACES = ("table-1", "table-2", "benchmarks")


@pytest.mark.parametrize("place", PLACES)
def test_the_page_of_a_table_is_as_agreed(toy_kb: KnowledgeBase, golden: Golden, place: str) -> None:
    golden(f"pages/surveys/toy-survey/{place}.md", survey_table_page(toy_kb.survey_table("toy-survey", place), place))


def test_a_row_has_the_printed_words_the_catalogues_and_the_correction(toy_kb: KnowledgeBase) -> None:
    table = toy_kb.survey_table("toy-survey", "Table 1")
    (row,) = table.rows
    assert table.columns == ("name", "modality_encoder", "llm_backbone")
    assert row.entry == Named("model", "toy-vlm", "Toy-VLM")
    cell = row.cells["modality_encoder"]
    assert (cell.printed, cell.own) == ("ViT-B", "Toy ViT @336x336")
    assert cell.correction is not None
    assert cell.correction.found == "ViT-S/16"
    assert row.cells["name"].correction is None


def test_a_score_stands_beside_that_of_the_models_own_paper(toy_kb: KnowledgeBase) -> None:
    small, large = toy_kb.survey_table("toy-survey", "table-2").rows
    assert (small.entry.id, small.cells["score"].printed, small.cells["score"].own) == (
        "toy-vlm",
        "61.5",
        "61.50 (Toy-VLM, Table 2)",
    )
    assert small.cells["score"].correction is None
    correction = large.cells["score"].correction
    assert correction is not None
    assert (large.cells["flag"].printed, correction.found, correction.row) == ("*", "70.0", "Toy-VLM, Toy-LM-8x1B, ToyQA")


def test_a_survey_without_such_a_table_says_what_it_has(toy_kb: KnowledgeBase) -> None:
    with pytest.raises(NotFoundError, match="table-1"):
        toy_kb.survey_table("toy-survey", "table-9")


def test_a_table_is_plain_data_and_text(toy_kb: KnowledgeBase) -> None:
    table = toy_kb.survey_table("toy-survey", "table-1")
    assert table.to_dicts()[0]["modality_encoder"] == {
        "printed": "ViT-B",
        "own": "Toy ViT @336x336",
        "found": "ViT-S/16",
    }
    assert "ViT-B" in str(table)
    assert "<table" in table._repr_html_()
    assert table.to_frame("pandas")["modality_encoder"].tolist() == ["ViT-B"]
    assert table.to_frame("pandas", own=True)["modality_encoder"].tolist() == ["Toy ViT @336x336"]


def test_every_table_of_a_survey_has_a_page(toy_pages: dict[str, str]) -> None:
    assert {place_path("toy-survey", place) for place in PLACES} <= set(toy_pages)
    assert "(toy-survey/table-2.md)" in toy_pages["surveys/toy-survey.md"]
