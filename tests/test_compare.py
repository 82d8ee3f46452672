"""Comparing: sheets of models, which scores can stand side by side, and the files that the page reads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from mmkb.api import KnowledgeBase
from mmkb.cli.main import mmkb as command
from mmkb.pages.compare import compare_page
from mmkb.pages.comparedata import NAMES, compare_data, sheet_path
from mmkb.pages.data import all_data
from mmkb.query.comparing import ComparedFact, Comparison
from tests.comparedtoy import TRAP_NAME, compared_toy
from tests.conftest import knowledge_base_of


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("compared")
    with knowledge_base_of(compared_toy(folder), folder / "kb.sqlite") as opened:
        yield opened


def of(comparison: Comparison, fact: str) -> ComparedFact:
    (row,) = (row for row in comparison.rows + comparison.scores if row.fact == fact)
    return row


def test_a_comparison_tells_what_is_frozen_and_which_data_with_amounts(kb: KnowledgeBase) -> None:
    comparison = kb.compare("toy-vlm", "toy-any")
    assert of(comparison, "frozen in stage 1").values == ("encoder, backbone", "not disclosed")
    assert of(comparison, "data of stage 1").values[0] == "Toy Captions (1.5K image-text pairs)"
    assert of(comparison, "data of stage 2").values[0] == "Toy Instruct (amount not disclosed)"
    assert of(comparison, "training stages").values == ("pre-training, instruction-tuning", "not disclosed")


def test_a_comparison_tells_the_lineage_both_ways(kb: KnowledgeBase) -> None:
    comparison = kb.compare("toy-vlm", "toy-any")
    assert of(comparison, "built on").values == ("not applicable", "extends Toy-VLM")
    assert of(comparison, "later models built on it").values[0].split("; ")[-1] == "Toy-Third (extends)"


def test_cells_name_entries_and_the_places_where_they_are_written(kb: KnowledgeBase) -> None:
    encoders = of(kb.compare("toy-vlm", "toy-any"), "encoders")
    (line,) = encoders.cells[0].lines
    assert line.parts[0] == ("component", "toy-vit", "Toy ViT")
    assert [(source.id, locator) for source, locator in line.places] == [("arxiv-2301.00001", "section 3.1")]
    assert encoders.section == "Architecture"


def test_a_gap_keeps_its_note_and_what_was_read(kb: KnowledgeBase) -> None:
    cell = of(kb.compare("toy-vlm", "toy-any"), "training stages").cells[1]
    assert (cell.state, cell.lines, cell.note) == ("not-disclosed", (), "the paper has no section on training")
    assert [locator for _, locator in cell.places] == ["whole paper"]


def test_scores_stand_side_by_side_only_if_they_were_measured_alike(kb: KnowledgeBase) -> None:
    side, apart, other = kb.compare("toy-any", "toy-third", "toy-vlm").scores
    told = "ToyQA: Accuracy (percent, higher is better); split test; 0 shots; no flags; measured by its makers"
    # The lab is among the makers of all three, so that its table and that of the university are of one kind.
    assert (side.fact, side.comparable) == (told, True)
    assert side.values == ("65.0 (The One)", "64.0", "60.0 (Toy-VLM-1B); 61.50 (Toy-VLM-1B); 70.0 (Toy-VLM-8x1B)")
    assert (apart.fact, apart.comparable) == ("ToyQA: not comparable", False)
    assert apart.values == ("66.0 (The One)", "no score", "1201 (Toy-VLM-1B)")
    assert (other.fact, other.values[1]) == ("other benchmarks", "ToyQB 5.0")


def test_every_score_names_its_table_and_how_it_was_measured(kb: KnowledgeBase) -> None:
    apart = kb.compare("toy-any", "toy-vlm").scores[1]
    (score,) = apart.cells[0].lines[0].scores
    assert (score.table.id, score.place[1], score.conditions.shots) == ("toy-any-table-3", "Table 3", 4)


def test_the_guard_of_comparing_is_that_of_leaderboards(kb: KnowledgeBase) -> None:
    titles = {f"ToyQA: {group.title}" for group in kb.leaderboard("toyqa").groups}
    side = [row.fact for row in kb.compare("toy-any", "toy-vlm", "toy-third").scores if row.comparable]
    assert side
    assert titles.issuperset(side)


def test_the_command_adds_scores_where_they_are_asked_for(kb: KnowledgeBase) -> None:
    given = ["compare", "toy-any", "toy-vlm", "--db", str(kb.store.path), "--format", "json"]
    plain, scored = (CliRunner().invoke(command, [*given, *more]) for more in ([], ["--scores"]))
    assert plain.exit_code == scored.exit_code == 0
    facts = [row["fact"] for row in json.loads(plain.stdout)]
    added = [row["fact"] for row in json.loads(scored.stdout)]
    assert added == facts + [row.fact for row in kb.compare("toy-any", "toy-vlm").scores]


def test_every_model_has_a_file_of_its_own_and_a_line_among_the_names(kb: KnowledgeBase) -> None:
    files = dict(compare_data(kb))
    names = json.loads(files.pop(NAMES))
    assert sorted(files) == [sheet_path(model.id) for model in sorted(kb.models(), key=lambda model: model.id)]
    assert ["toy-vlm", "Toy-VLM", ["ToyVLM 1"]] in names["models"]
    assert ["toy-old", "Toy-Old", [], "toy-vlm"] in names["models"]
    for path, text in files.items():
        told = json.loads(text)
        assert path == sheet_path(told["id"])
        assert [fact for _, fact, *_ in told["facts"]] == [fact.fact for fact in kb.sheet(told["id"]).facts]


def test_the_files_are_compact_and_the_same_each_time(kb: KnowledgeBase) -> None:
    files = dict(compare_data(kb))
    assert dict(compare_data(kb)) == files
    assert files.items() <= dict(all_data(kb)).items()
    assert all(json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":")) == text for text in files.values())
    assert TRAP_NAME.replace("\\", "\\\\").replace('"', '\\"') in files[sheet_path("toy-any")]


def test_every_fact_leads_to_a_place_on_the_page_of_its_model(kb: KnowledgeBase) -> None:
    from mmkb.pages.model import model_page

    for model in kb.models():
        page = model_page(kb.model(model.id))
        anchors = set(re.findall(r"\{ #([a-z0-9-]+)", page))
        for fact in kb.sheet(model.id).facts:
            cited = fact.cell.places or any(line.places for line in fact.cell.lines)
            assert fact.anchor in anchors or not cited, (model.id, fact.fact)


def test_without_a_script_the_page_tells_the_command_and_the_list(kb: KnowledgeBase) -> None:
    page = compare_page(kb)
    told = page[page.index("<noscript>") : page.index("</noscript>")]
    assert "mmkb compare toy-vlm toy-any" in told
    assert 'href="../models/"' in told
    assert 'href="?m=toy-vlm,toy-any' in page
    assert "<script" not in page
