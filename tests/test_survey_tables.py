"""A survey's tables are rebuilt from the entries, word for word, beside the catalogue's own words."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mmkb.api import KnowledgeBase
from mmkb.pages.every import all_pages
from mmkb.pages.paths import entry_path, place_path
from mmkb.pages.surveytables import survey_table_page
from mmkb.query.answers import Named
from mmkb.query.errors import NotFoundError
from mmkb.store import describe_tables
from tests.conftest import Golden, knowledge_base_of
from tests.toycatalogue import change, copy_of_toy

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


OWN = "results/toy-vlm-table-2"
COPY = "results/toy-survey-table-2"
SURVEY = "surveys/toy-survey"
BENCHMARK = "benchmarks/toyqa"
ONE = "variant: 1b, benchmark: toyqa, split: test, score: '61.50', shots: 0}"
PLACE = "- {id: table-1, name: Table 1, columns: [name, modality_encoder, llm_backbone]}"

Built = Callable[[], KnowledgeBase]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_of_toy(tmp_path)


@pytest.fixture
def built(root: Path) -> Iterator[Built]:
    """Builds the changed catalogue, and closes the knowledge base afterwards."""
    opened: list[KnowledgeBase] = []

    def build() -> KnowledgeBase:
        opened.append(knowledge_base_of(root, root / "odd.sqlite"))
        return opened[-1]

    yield build
    for kb in opened:
        kb.close()


def own_score(kb: KnowledgeBase) -> str | None:
    return kb.survey_table("toy-survey", "table-2").rows[0].cells["score"].own


@pytest.mark.parametrize(
    ("more", "own"),
    [
        ("variant: 1b, split: test, shots: 4", "61.50 (Toy-VLM, Table 2, 0 shots); 63 (Toy-VLM, Table 2, 4 shots)"),
        ("variant: 1b, row: tuned, split: test, shots: 0", "61.50 (Toy-VLM, Table 2); 63 (Toy-VLM, Table 2, tuned)"),
        ("variant: 1b, shots: 0", "61.50 (Toy-VLM, Table 2, test); 63 (Toy-VLM, Table 2)"),
        ("variant: 8x1b, split: test, shots: 4", "61.50 (Toy-VLM, Table 2)"),
    ],
)
def test_several_scores_of_a_paper_are_told_apart_by_what_differs(root: Path, built: Built, more: str, own: str) -> None:
    change(
        root,
        OWN,
        f"- {{model: toy-vlm, {ONE}\n",
        f"- {{model: toy-vlm, {ONE}\n- {{model: toy-vlm, benchmark: toyqa, score: '63', {more}}}\n",
    )
    assert own_score(built()) == own


@pytest.mark.parametrize(("entry", "old"), [(OWN, ONE), (COPY, "benchmark: toyqa\n  split: test\n  score: '61.5'")])
def test_the_first_metric_named_or_not_is_one_metric(root: Path, built: Built, entry: str, old: str) -> None:
    sign = ", " if entry == OWN else "\n  "
    change(root, entry, old, old.replace("benchmark: toyqa", f"benchmark: toyqa{sign}metric: accuracy"))
    assert own_score(built()) == "61.50 (Toy-VLM, Table 2)"


def test_what_others_print_of_a_model_is_not_its_own_papers_score(root: Path, built: Built) -> None:
    change(root, OWN, "source: arxiv-2301.00001", "source: arxiv-2301.00002")
    assert own_score(built()) is None


@pytest.mark.parametrize(("direction", "best"), [("higher", "71.0*"), ("lower", "61.5")])
def test_the_best_score_is_that_of_the_metrics_direction(root: Path, built: Built, direction: str, best: str) -> None:
    change(root, BENCHMARK, "maximum: 100}", f"maximum: 100, direction: {direction}}}")
    page = survey_table_page(built().survey_table("toy-survey", "table-2"), "table-2")
    marked = re.findall(r"<strong[^>]*>(.*?)</strong>", html.unescape(page))
    assert marked == [best]


def test_scores_under_one_head_and_name_stand_in_lines_of_their_own(root: Path, built: Built) -> None:
    change(root, COPY, "Toy-LM-8x1B", "Toy-LM-1B")
    page = survey_table_page(built().survey_table("toy-survey", "table-2"), "table-2")
    assert len([line for line in page.splitlines() if line.startswith("| [Toy-VLM]")]) == 2


def test_of_two_rows_of_an_entry_a_correction_is_to_the_one_that_prints_its_words(root: Path, built: Built) -> None:
    first = "    printed: {name: ToyQA, affiliation: Toy University}\n"
    second = "  - survey: toy-survey\n    place: benchmarks\n    printed: {name: ToyQA 2, affiliation: Toys}\n"
    change(root, BENCHMARK, first, first + second)
    kb = built()
    rows = kb.survey_table("toy-survey", "benchmarks").rows
    found = {row.cells["affiliation"].printed: row.cells["affiliation"].correction is not None for row in rows}
    assert found == {"Toy University": True, "Toys": False}
    pages = dict(all_pages(kb, describe_tables()))
    assert pages["benchmarks/toyqa.md"].count("Toy University and Toy Lab") == 1


def test_a_correction_to_two_rows_is_listed_once(root: Path, built: Built) -> None:
    first = "    printed: {name: ToyQA, affiliation: Toy University}\n"
    change(root, BENCHMARK, first, f"{first}  - survey: toy-survey\n    place: benchmarks\n{first.replace('ToyQA', 'ToyQA 2')}")
    page = survey_table_page(built().survey_table("toy-survey", "benchmarks"), "benchmarks")
    assert "2 cells that primary sources correct are underlined" in page
    assert page.partition("## Corrections")[2].count("Toy University and Toy Lab") == 1


@pytest.mark.parametrize(
    "columns", ["[modality_encoder]", "[io, qualifier, modality_encoder]", "[name, design, io, qualifier]"]
)
def test_a_table_of_any_columns_has_a_page(root: Path, built: Built, columns: str) -> None:
    change(root, SURVEY, PLACE, f"{PLACE[:-1]}}}\n- {{id: index, name: Odd, columns: {columns}}}".replace("}}", "}"))
    printed = "modality_encoder: ViT-B" if "modality_encoder" in columns else "design: odd"
    reading = "readings:\n- survey: toy-survey\n  place: "
    change(root, "models/toy-vlm", f"{reading}table-1", f"{reading}index\n  printed: {{{printed}}}\n{reading[10:]}table-1")
    page = dict(all_pages(built(), describe_tables()))["surveys/toy-survey/index_.md"]
    assert "[Toy-VLM](../../models/toy-vlm.md)" in page


def test_a_place_without_a_reading_and_a_survey_without_a_place_have_pages(root: Path, built: Built) -> None:
    change(root, SURVEY, PLACE, f"{PLACE}\n- {{id: bare, name: Bare, columns: [name]}}")
    text = (root / "catalog" / f"{SURVEY}.yaml").read_text("utf-8")
    head, _, _ = text.partition("places:")
    lone = head.replace("id: toy-survey", "id: lone").replace("name: A Survey of Toys", "name: Lone")
    (root / "catalog" / "surveys" / "lone.yaml").write_text(lone, "utf-8")
    pages = dict(all_pages(built(), describe_tables()))
    assert "0 rows of Bare" in pages["surveys/toy-survey/bare.md"]
    assert "underlined" not in pages["surveys/toy-survey/bare.md"]
    assert "| ---" not in pages["surveys/toy-survey/bare.md"]
    assert pages["surveys/lone.md"]


def test_the_page_of_a_place_takes_no_other_pages_place() -> None:
    paths = [place_path(survey, place) for survey in ("index", "s") for place in ("index", "t")]
    assert len({*paths, entry_path("survey", "index"), entry_path("survey", "s")}) == 6
    assert [path for path in paths if path.endswith("index.md")] == []


@pytest.mark.parametrize("place", ["Table 1", "TABLE 1"])
def test_an_id_is_meant_before_a_name(root: Path, built: Built, place: str) -> None:
    change(root, SURVEY, "name: 'Website, benchmarks'", "name: table-1")
    kb = built()
    assert kb.survey_table("toy-survey", "table-1").columns == kb.survey_table("toy-survey", place).columns


def test_an_unknown_survey_is_told(toy_kb: KnowledgeBase) -> None:
    with pytest.raises(NotFoundError, match="no survey 'toy-surve'; did you mean toy-survey"):
        toy_kb.survey_table("toy-surve", "table-1")


def test_hostile_words_of_a_survey_stay_words(root: Path, built: Built) -> None:
    hostile = """'"><script>alert(1)</script>|`[x](javascript:y)'"""
    change(root, COPY, "printed: {name: Toy-VLM, llm_backbone: Toy-LM-8x1B, benchmark: ToyQA, flag: '*'}",
           f"printed: {{name: {hostile}, llm_backbone: {hostile}, benchmark: {hostile}, flag: {hostile}}}")  # fmt: skip
    change(root, COPY, "found: '70.0'", f"found: {hostile}")
    page = survey_table_page(built().survey_table("toy-survey", "table-2"), "table-2")
    assert "script&#62;" in page
    for mark in ("<script", '"">', "[x]", "`"):
        assert mark not in page


def figure(root: Path, *readings: tuple[str, str]) -> None:
    """Add a figure of groups to the survey, and what it prints about models."""
    change(root, SURVEY, PLACE, f"{PLACE}\n- {{id: figure, name: Figure, columns: [name, function, io, qualifier, design]}}")
    for model, words in readings:
        path = root / "catalog" / "models" / f"{model}.yaml"
        text = path.read_text("utf-8")
        reading = f"- survey: toy-survey\n  place: figure\n  printed: {{{words}}}\n"
        if "\nreadings:\n" in text:
            path.write_text(text.replace("\nreadings:\n", f"\nreadings:\n{reading}"), "utf-8")
        else:
            path.write_text(text.replace("\ndisagreements:\n", f"\nreadings:\n{reading}disagreements:\n"), "utf-8")


def test_models_are_counted_by_group_as_printed_and_by_the_catalogues_rule(root: Path, built: Built) -> None:
    figure(
        root,
        ("toy-any", "name: TA, function: understanding, io: 'Many -> T', design: tool-using"),
        ("toy-vlm", "name: TV, function: understanding, io: I+T->T, design: end-to-end"),
    )
    table = built().survey_table("toy-survey", "figure")
    page = html.unescape(survey_table_page(table, "figure"))
    assert [row.entry.id for row in table.rows] == ["toy-vlm", "toy-any"]  # by date
    assert page.partition("## By group")[2].partition("##")[0].strip().splitlines()[4:] == [
        "| Understanding | I+T->T | end-to-end | 1 | 1 |",
        "| Understanding | Many->T | tool-using | 1 | – |",
        "| Generation | Many->I+T | end-to-end | – | 1 |",
    ]
    (line,) = (line for line in page.splitlines() if "[TV]" in line)
    assert line.count("of-catalogue") == 2  # name and qualifier differ; a group differs in its arrow alone
    assert "| I+T->T |" in line


def test_a_column_in_which_nobody_says_anything_is_left_out(root: Path, built: Built) -> None:
    change(root, SURVEY, PLACE, PLACE.replace("llm_backbone", "llm_backbone, multi_turn"))
    assert "Multi turn" not in survey_table_page(built().survey_table("toy-survey", "table-1"), "table-1")


def test_rows_of_one_date_stand_by_name(root: Path, built: Built) -> None:
    figure(root, ("toy-any", "name: TA, function: understanding"), ("toy-vlm", "name: TV, function: understanding"))
    change(root, "models/toy-any", "date: 2023-06-01", "date: 2023-01-05")
    assert [row.entry.id for row in built().survey_table("toy-survey", "figure").rows] == ["toy-any", "toy-vlm"]


def test_a_score_that_a_paper_prints_twice_is_told_once(root: Path, built: Built) -> None:
    change(root, OWN, ONE, f"{ONE}\n- {{model: toy-vlm, {ONE[:-1]}, flags: [zero-shot]}}")
    assert own_score(built()) == "61.50 (Toy-VLM, Table 2)"


def test_a_correction_to_one_table_is_none_to_another(root: Path, built: Built) -> None:
    figure(root, ("toy-vlm", "name: ToyVLM, function: understanding"))
    change(root, SURVEY, "io, qualifier, design]", "io, qualifier, design, modality_encoder]")
    change(root, "models/toy-vlm", "name: ToyVLM, function", "name: ToyVLM, modality_encoder: ViT-B, function")
    assert built().survey_table("toy-survey", "figure").rows[0].cells["modality_encoder"].correction is None
