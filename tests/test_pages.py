"""The pages of the toy catalogue: golden texts, links, sources and gaps."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mmkb.api import KnowledgeBase
from mmkb.exports.jsonapi import api_files
from mmkb.pages import lists, overviews, reference, tables
from mmkb.pages.benchmark import benchmark_page, results_page
from mmkb.pages.component import component_page
from mmkb.pages.dataset import dataset_page
from mmkb.pages.every import all_pages
from mmkb.pages.footnotes import Footnotes
from mmkb.pages.home import home_page
from mmkb.pages.leaderboard import leaderboard_sections
from mmkb.pages.markup import table
from mmkb.pages.model import model_page
from mmkb.pages.organisation import organisation_page
from mmkb.pages.paths import Page, built, entry_path
from mmkb.pages.source import source_page
from mmkb.pages.survey import corrections_page, survey_page
from mmkb.pages.words import short, span
from mmkb.pages.write import PageClashError, write_docs
from mmkb.query.answers import Counts
from mmkb.records.base import Citation, Record
from mmkb.rules import RULES
from mmkb.store import describe_tables
from mmkb.vocab import ComponentKind
from tests.conftest import ROOT, Golden, knowledge_base_of
from tests.toycatalogue import change, copy_of_toy

SVG = '<svg viewBox="0 0 1 1"><title>drawn</title></svg>'


def test_model_pages_are_as_agreed(toy_kb: KnowledgeBase, golden: Golden) -> None:
    for name in ("toy-vlm", "toy-any"):
        page = model_page(toy_kb.model(name), (SVG, SVG), similar=toy_kb.similar(name), standings=toy_kb.standings(name))
        golden(f"pages/models/{name}.md", page)


def test_component_pages_are_as_agreed(toy_kb: KnowledgeBase, golden: Golden) -> None:
    for name in ("toy-vit", "toy-lm", "toy-diffusion"):
        golden(f"pages/components/{name}.md", component_page(toy_kb.component(name)))


def test_the_page_of_each_other_kind_is_as_agreed(toy_kb: KnowledgeBase, golden: Golden) -> None:
    golden("pages/datasets/toy-instruct.md", dataset_page(toy_kb.dataset("toy-instruct")))
    golden("pages/benchmarks/toyqa.md", benchmark_page(toy_kb.benchmark("toyqa"), toy_kb.leaderboard("toyqa")))
    golden("pages/results/toy-vlm-table-2.md", results_page(toy_kb.results("toy-vlm-table-2")))
    golden("pages/organisations/toy-lab.md", organisation_page(toy_kb.organisation("toy-lab")))
    golden("pages/sources/arxiv-2301.00001.md", source_page(toy_kb.source("arxiv-2301.00001")))
    golden("pages/surveys/toy-survey.md", survey_page(toy_kb.survey("toy-survey")))


def test_the_lists_are_as_agreed(toy_kb: KnowledgeBase, golden: Golden) -> None:
    golden("pages/models/index.md", lists.models_list(toy_kb.models()))
    golden("pages/components/index.md", lists.components_list(toy_kb.components()))
    golden("pages/datasets/index.md", lists.datasets_list(toy_kb.datasets()))
    golden("pages/sources/index.md", lists.entries_list("source", toy_kb.sources()))


def test_the_overviews_are_as_agreed(toy_kb: KnowledgeBase, golden: Golden, toy_pages: dict[str, str]) -> None:
    golden("pages/index.md", home_page(toy_kb.counts(), toy_kb.models(), "2024-01-01", list(ComponentKind)))
    golden("pages/corrections.md", corrections_page(toy_kb.corrections()))
    golden("pages/coverage.md", toy_pages["coverage.md"])


def test_the_same_catalogue_gives_the_same_pages(toy_kb: KnowledgeBase, toy_pages: dict[str, str]) -> None:
    assert dict(all_pages(toy_kb, describe_tables())) == toy_pages


def test_every_entry_has_a_page(toy_kb: KnowledgeBase, toy_pages: dict[str, str]) -> None:
    generated = sum(path.count("/") == 1 and not path.endswith("index.md") for path in toy_pages)
    others = sum(path.startswith(("reference/", "figures/")) and not path.endswith("index.md") for path in toy_pages)
    assert generated - others == sum(toy_kb.counts().entries.values())


def markdown_links(text: str) -> Iterator[str]:
    yield from re.findall(r"\]\(([^)\s]+)\)", text)


def raw_links(text: str) -> Iterator[str]:
    yield from re.findall(r'href="([^"]+)"', text)


def anchors(text: str) -> set[str]:
    return set(re.findall(r"\{ #([a-z0-9.-]+)", text)) | set(re.findall(r'\bid="([^"]+)"', text))


@pytest.fixture(scope="module")
def all_texts(toy_pages: dict[str, str]) -> dict[str, str]:
    """Generated and hand-written pages, by path."""
    prose = {path.relative_to(ROOT / "site").as_posix(): path.read_text("utf-8") for path in (ROOT / "site").rglob("*.md")}
    return toy_pages | prose


def test_every_link_in_markdown_leads_to_a_page_and_its_anchor(all_texts: dict[str, str]) -> None:
    seen = 0
    for path, text in all_texts.items():
        for link in markdown_links(text):
            if link.startswith("https://"):
                continue
            target, _, anchor = link.partition("#")
            full = posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) if target else path
            assert full in all_texts, (path, link)
            assert not anchor or anchor in anchors(all_texts[full]), (path, link)
            seen += 1
    assert seen > 300


def test_every_link_in_raw_html_leads_to_a_page_and_its_anchor(all_texts: dict[str, str], toy_kb: KnowledgeBase) -> None:
    files = {path for path, _ in api_files(toy_kb)}
    by_folder = {built(path): text for path, text in all_texts.items()}
    seen = 0
    for path, text in all_texts.items():
        for link in raw_links(text):
            if link.startswith("https&#58;&#47;&#47;"):
                continue
            address, _, anchor = link.partition("#")
            target, _, _ = address.partition("?")
            if target.endswith((".json", ".md")):
                full = posixpath.normpath(posixpath.join(built(path), target))
                assert full in all_texts or full in files, (path, link)
                continue
            if target.endswith((".svg", ".png", ".csv")):  # test_figures holds them against the files
                assert path.startswith("figures/"), (path, link)
                continue
            if target.endswith((".sqlite", ".sqlite.gz")):  # test_site holds them against the files
                continue
            if target.endswith(".atom"):  # test_feeds reads them
                assert path == "news/index.md", (path, link)
                continue
            folder = posixpath.normpath(posixpath.join(built(path) or ".", target)) + "/" if target else built(path)
            page = by_folder["" if folder == "./" else folder]
            assert not anchor or anchor in anchors(page), (path, link)
            seen += 1
    assert seen > 120


def citations(value: object) -> Iterator[Citation]:
    if isinstance(value, Citation):
        yield value
    elif isinstance(value, Record):
        for name in type(value).model_fields:
            yield from citations(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from citations(item)


@pytest.mark.parametrize("name", ["toy-vlm", "toy-any"])
def test_every_citation_of_a_model_stands_in_the_list_of_sources(toy_kb: KnowledgeBase, name: str) -> None:
    answer = toy_kb.model(name)
    page = model_page(answer)
    listed = page.partition("## Sources")[2].partition("## How to cite")[0]
    found = set(citations(answer.record))
    assert len(found) > 3
    for citation in found:
        line = next(
            line for line in listed.split("\n") if f"({citation.source}.md)" in line or f"/{citation.source}.md" in line
        )
        assert f"</b> {citation.locator}</span>" in line


def test_every_mark_of_a_source_has_its_place_in_the_list(toy_pages: dict[str, str]) -> None:
    seen = 0
    for path, text in toy_pages.items():
        marks = re.findall(r'<a href="#(source-[0-9a-z]+)">([0-9a-z]+)</a>', text)
        for anchor, shown in marks:
            assert anchor == f"source-{shown}"
            places = re.findall(rf'<span class="locator" id="{anchor}"><b>{shown}</b> (.*?)</span>', text)
            assert len(places) == 1, (path, anchor)
            assert f'<span id="source-{re.sub("[a-z]", "", shown)}"></span>' in text
        seen += len(marks)
        ids = re.findall(r'\bid="([^"]+)"', text)
        assert len(ids) == len(set(ids)), path
    assert seen > 80


def test_every_fact_at_a_glance_of_a_model_has_a_mark_or_is_absent(toy_kb: KnowledgeBase) -> None:
    own = ("Paper", "Parameters", "Facts wanted of every model")
    for name in ("toy-vlm", "toy-any"):
        glance = model_page(toy_kb.model(name)).partition("## At a glance")[2].partition("\n## ")[0]
        rows = [line for line in glance.split("\n") if line.startswith("| ")][2:]
        assert len(rows) >= 8
        for row in rows:
            assert 'class="cite"' in row or 'class="state absent"' in row or row.split(" | ")[0].strip("| ") in own, row


def state_of(page: str, fact: str) -> str:
    return next(line for line in page.split("\n") if line.startswith(f"| {fact} |"))


def test_a_gap_is_shown_as_a_gap_with_what_was_read(toy_kb: KnowledgeBase) -> None:
    page = model_page(toy_kb.model("toy-any"))
    row = state_of(page, "Weights")
    assert 'class="state not-disclosed"' in row
    (mark,) = re.findall(r'href="#(source-[0-9a-z]+)"', row)
    assert re.search(rf'id="{mark}"><b>[0-9a-z]+</b> whole paper', page)
    training = page.partition("## Training")[2].partition("\n## ")[0]
    assert 'class="state not-disclosed"' in training
    assert "the paper has no section on training" in training


def test_what_a_design_has_not_is_told_apart_from_what_is_not_said(toy_kb: KnowledgeBase) -> None:
    page = model_page(toy_kb.model("toy-vlm"))
    generator = next(line for line in page.split("\n") if "Modality generator</span> |" in line)
    assert 'class="state not-applicable"' in generator
    assert "not disclosed" not in generator


def test_what_nobody_looked_for_is_absent(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    path = root / "catalog" / "models" / "toy-vlm.yaml"
    text = path.read_text("utf-8")
    text = re.sub(r"(?s)\norganisations:.*?\npaper:", "\npaper:", text)
    text = text.replace("  output_projectors: not-applicable\n", "").replace("  fusion: [prompt-tokens]\n", "")
    text = re.sub(r"(?s)\nlineage:\n.*?\nreadings:", "\nreadings:", text)
    text = text.replace("    datasets:\n    - {dataset: toy-instruct, amount: not-disclosed}\n", "")
    path.write_text(text, "utf-8")
    with knowledge_base_of(root, tmp_path / "db.sqlite") as kb:
        page = model_page(kb.model("toy-vlm"))
    absent = 'class="state absent"'
    assert absent in state_of(page, "Organisations")
    assert absent in next(line for line in page.split("\n") if "Output projector</span> |" in line)
    assert absent in next(line for line in page.split("\n") if line.startswith("Design:"))
    assert absent in page.partition("## Lineage")[2].partition("\n## ")[0]
    assert re.search(rf"Datasets: <span {absent}", page.partition("### 2&#46; Tuning")[2])
    assert absent in state_of(page, "Facts wanted of every model")


def test_a_model_without_availability_or_training_still_has_a_page(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    path = root / "catalog" / "models" / "toy-any.yaml"
    text = path.read_text("utf-8")
    text = re.sub(r"(?s)\navailability:.*?\nmodalities:", "\nmodalities:", text)
    text = re.sub(r"(?s)\ntraining:.*?\nlineage:", "\nlineage:", text)
    path.write_text(text, "utf-8")
    with knowledge_base_of(root, tmp_path / "db.sqlite") as kb:
        page = model_page(kb.model("toy-any"))
    for fact in ("Access", "Code", "Weights"):
        assert 'class="state absent"' in state_of(page, fact)
    assert 'class="state absent"' in page.partition("## Training")[2].partition("\n## ")[0]


def test_a_deprecated_entry_leads_to_the_one_in_its_place(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    change(root, "components/toy-resampler", "kinds:", "deprecated: {replaced_by: linear, reason: the same thing}\nkinds:")
    with knowledge_base_of(root, tmp_path / "db.sqlite") as kb:
        page = component_page(kb.component("toy-resampler"))
    assert 'redirect: "components/linear/"' in page
    assert "no longer used: the same thing. In its place: [linear](linear.md)." in page


def test_an_entry_called_index_does_not_replace_the_list() -> None:
    assert entry_path("dataset", "index") == "datasets/index_.md"
    assert Page("index.md").entry_href("dataset", "index") == "datasets/index_/"


def test_links_are_relative_to_the_page_they_stand_on() -> None:
    page = Page("models/toy-1.5.md")
    assert page.to("components/index.md", "llm") == "../components/index.md#llm"
    assert page.href("components/index.md", "llm") == "../../components/#llm"
    assert page.href("index.md") == "../../"
    assert Page("index.md").href("taxonomy.md") == "taxonomy/"
    assert Page("models/index.md").entry_href("model", "toy-1.5") == "toy-1.5/"


def test_scores_are_ranked_only_where_they_can_be_compared(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    change(root, "results/toy-vlm-table-2", "score: '61.50'", "score: '99.9'")
    with knowledge_base_of(root, tmp_path / "db.sqlite") as kb:
        page = benchmark_page(kb.benchmark("toyqa"), kb.leaderboard("toyqa"))
    ranked, alone = page.split("#### Scores that no other")
    rows = re.findall(r"\| (\d) \| [^|]+ \| ([\d.]+)<[^|]+ \| (Toy-VLM-\w+) \| ([^|]+) \| ([^|]+) \|", ranked)
    assert rows == [("1", "99.9", "Toy-VLM-1B", "1.2B", "up to 4B"), ("2", "70.0", "Toy-VLM-8x1B", "8B LLM", "4B to 9B")]
    assert "1201" in alone
    assert "1201" not in ranked
    change(root, "results/toy-vlm-table-2", "split: test, score: '70.0', shots: 0", "split: test, score: '70.0', shots: 4")
    with knowledge_base_of(root, tmp_path / "db.sqlite") as kb:
        assert "| Rank |" not in benchmark_page(kb.benchmark("toyqa"), kb.leaderboard("toyqa"))


def test_every_rule_stands_on_the_page_of_rules() -> None:
    page = reference.rules_page()
    assert len(RULES) > 40
    for code in RULES:
        assert f"{{ #{code} " in page


def test_every_word_stands_in_the_glossary() -> None:
    page = reference.vocabulary_page()
    assert len(reference.word_lists()) > 20
    for words in reference.word_lists():
        assert f"{{ #{reference.list_anchor(words)} " in page
        for word in words:
            assert f"<code>{word.replace('_', '&#95;')}</code>" in page
    assert "#llm-architecture " in page


def test_every_table_and_column_of_the_database_is_described() -> None:
    described = describe_tables()
    page = tables.tables_page(described)
    for one in described:
        assert f"### {one.name.replace('_', '&#95;')} {{ #t-{one.name.replace('_', '-')} " in page
        for column in one.columns:
            assert column.description, (one.name, column.name)
            assert f"<code>{column.name.replace('_', '&#95;')}</code>" in page


def test_an_empty_catalogue_has_pages_too() -> None:
    counts = Counts({}, 0, 0, 0, {})
    pages = [
        home_page(counts, (), "2024-01-01", ()), lists.models_list(()), lists.components_list(()), lists.datasets_list(()),
        lists.entries_list("survey", ()), overviews.coverage_page((), {}),
        corrections_page(()),
    ]  # fmt: skip
    for page in pages:
        assert page.startswith("---\n")
        assert "\n# " in page


def test_the_first_page_leads_only_to_groups_of_components_that_exist(toy_kb: KnowledgeBase) -> None:
    for missing in ComponentKind:
        known = [one for one in toy_kb.components() if missing not in one.kinds]
        kinds = {kind for one in known for kind in one.kinds}
        groups = set(re.findall(r"(?m)^## .* \{ #([\w-]+) ", lists.components_list(known)))
        page = home_page(toy_kb.counts(), toy_kb.models(), "2024-01-01", kinds)
        linked = set(re.findall(r"components/(?:index\.md)?#([\w-]+)", page))
        assert missing not in groups
        assert linked == groups - {ComponentKind.EXPERT}


def test_the_first_page_tells_a_long_version_by_its_first_characters(toy_kb: KnowledgeBase) -> None:
    page = home_page(toy_kb.counts(), toy_kb.models(), "0123456789abcdef" * 4, list(ComponentKind))
    assert f'<code title="{"0123456789abcdef" * 4}">0123456789ab</code>' in page


def test_models_of_which_little_is_known_stand_in_lists(toy_kb: KnowledgeBase) -> None:
    plain = replace(toy_kb.models()[0], encoders=(), input_projectors=(), backbones=(), parameters=None)
    bare = replace(plain, id="bare", released=None, function=None, design=None, access=None, input=(), output=())
    dated = replace(plain, id="dated", released="2023", function="generation", design="tool-using", access="closed")
    page = lists.models_list((bare, dated))
    assert page.index("(dated.md)") < page.index("(bare.md)")


def test_a_table_without_rows_is_nothing_and_one_with_empty_columns_leaves_them_out() -> None:
    assert table(("a", "b"), ()) == ""
    assert table(("a", "b", "c"), (("1", "–", ""), ("2", "", "x")), (2,), (1, 2)) == (
        "| a | c |\n| --- | ---: |\n| 1 | – |\n| 2 | x |\n\n"
    )


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (999, "999"), (1000, "1K"), (86_000_000, "86M"), (1_100_000_000, "1.1B"), (12_275_000_000, "12.3B"),
        (999_600_000, "1000M"), (540_000_000_000, "540B"), (1_200_000_000_000, "1.2T"),
    ],
)  # fmt: skip
def test_numbers_of_parameters_are_short(number: int, shown: str) -> None:
    assert short(number) == shown


def test_a_span_of_one_number_is_that_number() -> None:
    assert span((7_000_000_000, 7_000_000_000)) == "7B"
    assert span((7_000_000_000, 13_000_000_000)) == "7B – 13B"
    assert span(None) == "–"


def test_writing_replaces_the_whole_folder_and_keeps_the_time_of_what_did_not_change(
    toy_kb: KnowledgeBase, toy_pages: dict[str, str], tmp_path: Path
) -> None:
    prose, out = tmp_path / "prose", tmp_path / "build" / "docs"
    for name in ("about.md", "assets/a.css", "overrides/main.html", ".hidden/x.md"):
        (prose / name).parent.mkdir(parents=True, exist_ok=True)
        (prose / name).write_text("text", "utf-8")
    ticks: list[int] = []
    assert write_docs(toy_kb, describe_tables(), prose, out, ticks.append) == len(toy_pages) + 1
    assert ticks == list(range(1, len(toy_pages) + 1))
    assert (out / "assets" / "a.css").is_file()
    assert not (out / "overrides").exists()
    assert not (out / ".hidden").exists()
    page, stale = out / "models" / "toy-vlm.md", out / "models" / "gone.md"
    stale.write_text("stale", "utf-8")
    before = page.stat().st_mtime_ns
    (prose / "about.md").write_text("other", "utf-8")
    write_docs(toy_kb, describe_tables(), prose, out)
    assert not stale.exists()
    assert page.stat().st_mtime_ns == before
    assert (out / "about.md").read_text("utf-8") == "other"
    assert sorted(path.name for path in out.parent.iterdir()) == ["docs"]


def test_prose_cannot_take_the_place_of_a_generated_page(toy_kb: KnowledgeBase, tmp_path: Path) -> None:
    prose, out = tmp_path / "prose", tmp_path / "docs"
    prose.mkdir()
    (prose / "taxonomy.md").write_text("mine", "utf-8")
    with pytest.raises(PageClashError, match=r"taxonomy\.md has the path of a generated page; give it another name"):
        write_docs(toy_kb, describe_tables(), prose, out)
    assert not out.exists()


@pytest.mark.parametrize(
    ("whole", "nominal", "size", "words"),
    [
        (None, None, "–", "not known"),
        (4_000_000_000, 3_000_000_000, "4B", "up to 4B"),
        (4_100_000_000, None, "4.1B", "4B to 9B"),
        (None, 9_000_000_000, "9B LLM", "4B to 9B"),
        (20_000_000_000, None, "20B", "9B to 20B"),
        (20_100_000_000, None, "20.1B", "over 20B"),
    ],
)
def test_scores_are_classed_by_the_size_of_the_whole_model_first(
    toy_kb: KnowledgeBase, whole: int | None, nominal: int | None, size: str, words: str
) -> None:
    board = toy_kb.leaderboard("toyqa")
    group = board.groups[0]
    ranked = tuple(r._replace(score=replace(r.score, parameters=whole, llm_parameters=nominal)) for r in group.scores)
    page = Page("benchmarks/toyqa.md")
    notes = Footnotes(page, {"arxiv-2301.00001": toy_kb.source("arxiv-2301.00001").record})
    text = leaderboard_sections(page, replace(board, groups=(replace(group, scores=ranked),)), notes)
    assert text.count(f"| {size} | {words} |") == len(ranked) == 2


def test_scores_of_other_sources_are_folded_where_there_are_many(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    table = (root / "catalog/results/toy-vlm-table-2.yaml").read_text("utf-8")
    for number in range(5):
        other = table.replace("id: toy-vlm-table-2", f"id: other-{number}").replace(
            "name: Toy-VLM, Table 2", f"name: O{number}"
        )
        other = other.replace("source: arxiv-2301.00001", "source: arxiv-2301.00002").replace(
            "locator: Table 2", f"locator: T{number}"
        )
        (root / f"catalog/results/other-{number}.yaml").write_text(other, "utf-8")
    with knowledge_base_of(root, tmp_path / "db.sqlite") as kb:
        page = model_page(kb.model("toy-vlm"), (SVG, SVG)).partition("## Results")[2].partition("\n## ")[0]
        opened, folded = page.split('<details class="more aside" markdown="1">')
    assert "<summary>15 scores printed in other sources</summary>" in folded
    assert opened.count("toy-vlm-table-2.md") == 3
    assert folded.count("/other-") == 15
