"""Pages of entries: the way to the form for reports, twins, places, use over time, benchmarks' data in training."""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from mmkb.api import KnowledgeBase
from mmkb.exports.jsonapi import entry_file
from mmkb.pages.component import component_page
from mmkb.pages.every import all_pages
from mmkb.pages.model import model_page
from mmkb.pages.paths import REPORT_FORM, Page, data_path, entry_path, report_url
from mmkb.pages.words import ordinal
from mmkb.records import FOLDERS
from mmkb.store import describe_tables
from tests.conftest import ROOT, knowledge_base_of
from tests.test_query_nearby import clone
from tests.toycatalogue import copy_of_toy

FORM = ROOT / ".github" / "ISSUE_TEMPLATE" / REPORT_FORM


@pytest.fixture(scope="module")
def fields() -> set[str]:
    """The fields of the form that can be filled in by an address."""
    form = yaml.safe_load(FORM.read_text("utf-8"))
    return {part["id"] for part in form["body"] if part["type"] != "markdown"}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The pages of a toy catalogue with more models and scores."""
    root = copy_of_toy(tmp_path_factory.mktemp("filled"))
    path = root / "catalog/results/toy-vlm-table-2.yaml"
    for number in range(1, 6):
        new = clone(root, number, f"2023-{2 * number:02}-01")
        line = f"- {{model: {new}, benchmark: toyqa, split: test, score: '{60 + 3 * number}.0', shots: 0}}\n"
        path.write_text(path.read_text("utf-8") + line, "utf-8")
    with knowledge_base_of(root, root / "db.sqlite") as kb:
        return dict(all_pages(kb, describe_tables()))


def part(page: str, heading: str) -> str:
    """What stands below a heading of a page."""
    return page.partition(f"## {heading} {{")[2].partition("\n## ")[0]


def test_the_form_is_one_that_github_reads(fields: set[str]) -> None:
    form = yaml.safe_load(FORM.read_text("utf-8"))
    assert fields == {"entry", "field", "value", "source", "proposed", "evidence"}
    assert {"name", "description", "body"} <= set(form)
    for piece in form["body"]:
        assert piece["type"] in ("markdown", "input", "textarea")
        assert "label" in piece["attributes"] or piece["type"] == "markdown"
    assert yaml.safe_load((FORM.parent / "config.yml").read_text("utf-8"))["contact_links"]


def test_every_page_of_an_entry_leads_to_the_form_with_fields_that_it_has(toy_pages: dict[str, str], fields: set[str]) -> None:
    seen = 0
    for path, text in toy_pages.items():
        found = re.findall(r'<a class="external report-entry" href="([^"]+)"', text)
        kind, _, name = path.removesuffix(".md").partition("/")
        if name in ("", "index") or kind not in FOLDERS.values() or "/" in name:
            assert not found, path
            continue
        (address,) = found
        given = parse_qs(urlsplit(html.unescape(address)).query)
        assert given["template"] == [REPORT_FORM]
        assert given["entry"] == [f"{kind}/{name}"]
        assert set(given) - {"template", "title"} <= fields
        seen += 1
    assert seen > 15


def test_the_script_fills_in_fields_of_the_form_only(fields: set[str]) -> None:
    script = (ROOT / "site" / "assets" / "js" / "entry.js").read_text("utf-8")
    named = set(re.findall(r'searchParams\.set\("(\w+)"', script)) | set(re.findall(r'\["(\w+)", \w', script))
    assert named - {"title"} <= fields
    assert {"field", "value", "source"} <= named


def test_a_name_of_any_kind_stands_in_the_address_of_the_form() -> None:
    name = 'A&B=C #1 "x" <i> 日本'
    given = parse_qs(urlsplit(report_url("model", "a-b", name)).query)
    assert given["title"] == [f"Wrong fact: {name}"]
    assert given["entry"] == ["models/a-b"]


def test_pages_lead_to_their_twins(toy_pages: dict[str, str]) -> None:
    assert {kind: data_path(kind, "x") for kind in FOLDERS} == {kind: entry_file(kind, "x") for kind in FOLDERS}
    page = toy_pages["models/toy-vlm.md"]
    assert page.count('<a href="../../api/v1/models/toy-vlm.json">JSON</a>') == 2
    assert page.count('<a href="../toy-vlm.md">Markdown</a>') == 2


def test_a_model_page_has_its_sections_in_the_order_of_use(filled: dict[str, str]) -> None:
    found = re.findall(r"(?m)^## (.+?) \{", filled["models/toy-vlm.md"])
    wanted = ["At a glance", "Architecture", "Variants", "Training", "Results", "Lineage", "Models like this one"]
    assert [heading for heading in found if heading in wanted] == wanted
    assert found[-2:] == ["Sources", "How to cite"]


def test_the_place_among_comparable_scores_leads_to_their_group(filled: dict[str, str]) -> None:
    results = part(filled["models/toy-vlm.md"], "Results")
    row = next(line for line in results.split("\n") if " of 7](" in line)
    place, link = re.findall(r"\[(\w+ of 7)\]\(([^)]+)\)", row)[0]
    assert place == "3rd of 7"
    assert "| 6 |" in row
    assert "test" in row
    path, _, anchor = link.partition("#")
    group = filled["benchmarks/toyqa.md"].partition(f"{{ #{anchor} ")[2].partition("####")[0]
    assert path == "../benchmarks/toyqa.md"
    assert "| 3 | [Toy-VLM](../models/toy-vlm.md)" in group


def test_few_scores_give_no_place(toy_kb: KnowledgeBase) -> None:
    assert "standings" not in model_page(toy_kb.model("toy-vlm"), standings=toy_kb.standings("toy-vlm"))


def test_a_group_of_scores_is_drawn_against_time_and_told_in_words(filled: dict[str, str], toy_pages: dict[str, str]) -> None:
    board = part(filled["benchmarks/toyqa.md"], "Leaderboard")
    assert board.count('class="mm-plot"') == 1
    assert '<a href="../../models/clone-5/"' in board
    assert "7 scores of 6 models by day of release. Each the best so far&#58; Toy-VLM 70.0" in board
    assert "mm-plot" not in toy_pages["benchmarks/toyqa.md"]


def test_models_like_this_one_are_linked_with_the_reason_and_a_way_to_compare(filled: dict[str, str]) -> None:
    similar = part(filled["models/clone-1.md"], "Models like this one")
    items = [line for line in similar.split("\n") if line.startswith("- ")]
    assert len(items) == 6
    for item in items:
        other = re.findall(r"^- \[[^\]]+\]\(([a-z0-9-]+)\.md\)", item)[0]
        assert f'href="../../compare/?m=clone-1,{other}"' in html.unescape(item)
        assert "<br>" in item
        assert "encoder [Toy ViT](../components/toy-vit.md)" in item
    assert "Compare 6 of them side by side" in similar
    assert "(clone-1.md)" not in similar


def test_use_over_time_is_drawn_and_the_first_user_is_told(filled: dict[str, str]) -> None:
    page = filled["components/toy-vit.md"]
    assert "Encoder used by 7 models of the catalogue, first by [Toy-VLM](../models/toy-vlm.md)" in page
    assert 'class="mm-strip role-encoder"' in part(page, "Used by")
    assert "2023 H1: 5, 2023 H2: 2" in page
    assert 'class="mm-strip"' in part(filled["datasets/toy-captions.md"], "Used by")
    assert "In the pre-training of 6 models" in filled["datasets/toy-captions.md"]


def test_components_tell_with_how_many_models_they_stand_together(filled: dict[str, str]) -> None:
    together = part(filled["components/toy-vit.md"], "Used together with")
    assert '<meter aria-hidden="true" max="7" value="7"></meter> <span class="share">7 of 7</span>' in together
    assert "[Toy LM](toy-lm.md)" in together


def test_a_component_names_its_family(toy_kb: KnowledgeBase) -> None:
    family = toy_kb.components(family=toy_kb.component("toy-lm").record.family)
    page = component_page(toy_kb.component("toy-lm"), family)
    assert "[Toy Chat](toy-chat.md)" in part(page, "Family")
    assert "[Toy LM](toy-lm.md)" not in part(page, "Family")


def test_an_organisation_tells_what_its_models_share(filled: dict[str, str]) -> None:
    shared = part(filled["organisations/toy-university.md"], "What its models share")
    assert "[Toy ViT](../components/toy-vit.md)" in shared
    assert "7 of 7" in shared or "6 of 6" in shared


def test_a_benchmark_and_its_dataset_tell_of_its_data_in_training(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    path = root / "catalog/datasets/toy-instruct.yaml"
    path.write_text(path.read_text("utf-8").replace("name: Toy Instruct\n", "name: Toy Instruct\naliases: [ToyQA]\n"), "utf-8")
    with knowledge_base_of(root, tmp_path / "db.sqlite") as kb:
        pages = dict(all_pages(kb, describe_tables(), drawings=False))
    seen = part(pages["benchmarks/toyqa.md"], "In training data")
    assert "Of 1 model with a score, 1 had" in seen
    assert "[Toy-VLM](../models/toy-vlm.md) by [Toy Instruct](../datasets/toy-instruct.md)" in seen
    assert "What the catalogue cannot tell" in seen
    assert "- [ToyQA](../benchmarks/toyqa.md): 1 of 1 model" in part(pages["datasets/toy-instruct.md"], "As a benchmark")


def test_where_no_dataset_bears_the_name_of_a_benchmark_nothing_is_said(toy_pages: dict[str, str]) -> None:
    assert "In training data" not in toy_pages["benchmarks/toyqa.md"]
    assert "As a benchmark" not in toy_pages["datasets/toy-instruct.md"]


def test_ways_between_pages_are_those_of_the_file_system() -> None:
    page = Page(entry_path("model", "a"))
    assert page.to("models/b.md") == "b.md"
    assert page.to("index.md", "x") == "../index.md#x"
    assert page.to("surveys/s/table-1.md") == "../surveys/s/table-1.md"
    assert page.href("index.md") == "../../"
    assert page.href("models/a.md") == "./"
    assert page.href("models/index.md") == "../"
    assert Page("index.md").href("models/a.md", "cite") == "models/a/#cite"
    assert Page("surveys/s/t.md").to("surveys/s.md") == "../s.md"


ORDINALS = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 12: "12th", 13: "13th", 22: "22nd", 113: "113th"}


@pytest.mark.parametrize(("number", "word"), list(ORDINALS.items()))
def test_places_are_written_as_people_say_them(number: int, word: str) -> None:
    assert ordinal(number) == word
