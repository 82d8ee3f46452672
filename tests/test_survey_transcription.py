"""The survey's tables, rebuilt from the entries, are those of its transcription, which lies beside the project.

A failure is a fault of content. The survey's words are data in the entries, so that the comparison is a join.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from mmkb.api import KnowledgeBase
from mmkb.load import load_catalogue
from mmkb.query.surveytables import SurveyTable
from mmkb.records import Model
from mmkb.records.facts import absent_facts
from mmkb.store import build_store

pytestmark = pytest.mark.catalogue

ROOT = Path(__file__).parent.parent
SURVEY = ROOT.parent / "shared" / "survey"

Words = Mapping[str, str]


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    catalogue, problems = load_catalogue(ROOT / "catalog")
    assert [p.text() for p in problems] == []
    path = tmp_path_factory.mktemp("survey") / "mmkb.sqlite"
    build_store(catalogue, path)
    with KnowledgeBase.from_file(path) as opened:
        yield opened


def transcription(name: str) -> list[dict[str, str]]:
    if not (SURVEY / name).is_file():
        pytest.skip("the transcription of the survey does not lie beside the project")
    with (SURVEY / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def told(rows: Iterator[Words] | list[dict[str, str]]) -> Counter[tuple[tuple[str, str], ...]]:
    """Rows as a bag of their cells that are not empty, so that neither order nor repeats are lost or invented."""
    return Counter(tuple(sorted((column, " ".join(words.split())) for column, words in row.items() if words)) for row in rows)


def printed(table: SurveyTable) -> Iterator[Words]:
    return ({column: cell.printed for column, cell in row.cells.items() if cell.printed} for row in table.rows)


def renamed(row: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    return {new: row[old] for old, new in names.items()}


def same(*columns: str) -> dict[str, str]:
    return {column: column for column in columns}


LINKS = same("name", "date", "venue", "paper_title", "paper_url", "project_url", "affiliation")
PIECES = same(
    "modality_encoder", "input_projector", "llm_backbone", "output_projector", "modality_generator", "pt_scale", "it_scale"
)
TABLE_1 = [
    "Flamingo", "BLIP-2", "LLaVA", "MiniGPT-4", "mPLUG-Owl", "Otter", "X-LLM", "VideoChat", "InstructBLIP", "PandaGPT", "GILL",
    "PaLI-X", "Video-LLaMA", "Video-ChatGPT", "Shikra", "LLaVAR", "mPLUG-DocOwl", "Lynx", "Emu", "DLP", "BuboGPT", "ChatSpot",
    "IDEFICS", "Qwen-VL-(Chat)", "LaVIT", "NExT-GPT", "DreamLLM", "AnyMAL", "MiniGPT-5", "LLaVA-1.5", "MiniGPT-v2", "CogVLM",
    "Qwen-Audio", "DRESS", "X-InstructBLIP", "CoDi-2", "RLHF-V", "Silkie", "Lyrics", "VILA", "IntrenVL", "ModaVerse",
    "MM-Interleaved",
]  # fmt: skip
"""The names of Table 1 as printed; its other cells stand in the website's posts."""
WEBSITE_NAME = {"Qwen-VL-(Chat)": "Qwen-VL"}
INTERNVL = {
    "modality_encoder": "I/V: InternViT-6B; T: LLaMA-7B",
    "input_projector": "Cross-attention w/ MLP",
    "llm_backbone": "QLLaMA-8B & Vicuna-13B",
}
"""The one row of Table 1 whose cells no post repeats; the transcription's README prints it."""


def test_figure_3_is_rebuilt(kb: KnowledgeBase) -> None:
    names = {
        "name": "name", "functional_division": "function", "io_group": "io", "qualifier": "qualifier",
        "design_division": "design",
    }  # fmt: skip
    rows = [renamed(row, names) for row in transcription("paper_figure3_taxonomy.csv")]
    assert len(rows) == 126
    assert told(printed(kb.survey_table("mm-llms", "figure-3"))) == told(rows)


def test_table_1_is_rebuilt(kb: KnowledgeBase) -> None:
    posts = {row["name"]: row for row in transcription("website_models.csv")}
    rows = [
        {"name": name, **(INTERNVL if name == "IntrenVL" else renamed(posts[WEBSITE_NAME.get(name, name)], PIECES))}
        for name in TABLE_1
    ]
    assert len(rows) == 43
    assert told(printed(kb.survey_table("mm-llms", "table-1"))) == told(rows)


def test_table_2_is_rebuilt_score_by_score(kb: KnowledgeBase) -> None:
    marks = {"": "", "train_images_observed": "*", "reimplemented_by_ShareGPT4V": "‡"}
    names = {"model_row": "name", "llm_backbone": "llm_backbone", "benchmark": "benchmark", "score": "score", "flag": "flag"}
    rows = [renamed({**row, "flag": marks[row["flag"]]}, names) for row in transcription("paper_table2_results.csv")]
    assert len(rows) == 175
    assert told(printed(kb.survey_table("mm-llms", "table-2"))) == told(rows)


def test_the_marks_of_table_2_are_flags_of_the_scores(kb: KnowledgeBase) -> None:
    flags = {"": (), "train_images_observed": ("train-images-observed",), "reimplemented_by_ShareGPT4V": ("reimplemented",)}
    rows = transcription("paper_table2_results.csv")
    scores = kb.results("mm-llms-table-2").record.scores
    assert [(s.score, s.flags) for s in scores] == [(row["score"], flags[row["flag"]]) for row in rows]


def test_table_3_is_rebuilt(kb: KnowledgeBase) -> None:
    rows = transcription("paper_table3_pt_datasets.csv")
    assert len(rows) == 45
    assert told(printed(kb.survey_table("mm-llms", "table-3"))) == told(rows)


def test_table_4_and_the_websites_later_datasets_are_rebuilt(kb: KnowledgeBase) -> None:
    more = same("type", "multi_turn", "io", "source", "method", "iva_scale", "dialog_turns", "instances")
    rows = [renamed(row, {**LINKS, **more}) for row in transcription("website_it_datasets.csv")]
    assert len(rows) == 30
    assert told(printed(kb.survey_table("mm-llms", "table-4"))) == told(rows)


def test_the_websites_posts_on_models_are_rebuilt(kb: KnowledgeBase) -> None:
    rows = []
    for row in transcription("website_models.csv"):
        pieces = renamed(row, PIECES) if row["name"] == "SkyEyeGPT" else {}  # a post of its own; the others are Table 1's
        function = " & ".join(word for word in ("understanding", "generation") if row[word])
        design = " & ".join(word.replace("_", "-") for word in ("tool_using", "end_to_end") if row[word])
        rows.append({**renamed(row, LINKS), "function": function, "design": design, "io": row["io"], **pieces})
    assert len(rows) == 154
    assert told(printed(kb.survey_table("mm-llms", "website"))) == told(rows)


@pytest.mark.parametrize(
    ("file", "place", "number"),
    [("website_benchmarks.csv", "website-benchmarks", 26), ("website_surveys.csv", "website-surveys", 5)],
)
def test_the_websites_posts_on_benchmarks_and_surveys_are_rebuilt(
    kb: KnowledgeBase, file: str, place: str, number: int
) -> None:
    rows = [renamed(row, LINKS) for row in transcription(file)]
    assert len(rows) == number
    assert told(printed(kb.survey_table("mm-llms", place))) == told(rows)


def test_all_155_models_of_the_survey_are_entries(kb: KnowledgeBase) -> None:
    named = {row.entry.id for place in ("figure-3", "website") for row in kb.survey_table("mm-llms", place).rows}
    assert len(named) == 155
    assert all(kb.model(entry).record.readings for entry in named)


def test_nothing_wanted_of_any_model_is_absent(kb: KnowledgeBase) -> None:
    absent: dict[str, list[str]] = {}
    for summary in kb.models():
        record = kb.model(summary.id).record
        assert isinstance(record, Model)
        found = [".".join(map(str, path)) for path in absent_facts(record)]
        if found:
            absent[summary.id] = found
    assert absent == {}


def test_most_models_are_known_in_depth(kb: KnowledgeBase) -> None:
    """Every stage tells or says why it cannot tell what is trained and on which data; and where the model comes from."""
    deep = 0
    for summary in kb.models():
        lines = [line for line in kb.coverage(summary.id) if line.fact in ("stage parts", "stage datasets", "tuning of parts")]
        deep += all(line.absent == 0 for line in lines) and all(
            line.absent == 0 for line in kb.coverage(summary.id) if line.fact == "lineage"
        )
    assert deep >= 120


def test_corrections_have_evidence_and_are_many(kb: KnowledgeBase) -> None:
    corrections = kb.corrections()
    assert len(corrections) >= 40
    assert [c.path for c in corrections if not c.sources] == []


def test_scores_beyond_the_survey_are_many(kb: KnowledgeBase) -> None:
    surveyed = {"okvqa", "iconqa", "vqav2", "gqa", "vizwiz", "scienceqa-img", "textvqa", "pope", "mme", "mmbench", "mmbench-cn",
                "seed-bench-image", "llava-bench-in-the-wild", "mm-vet", "q-bench", "hateful-memes", "vsr"}  # fmt: skip
    found = sum(len(kb.benchmark(name).scores) for name in surveyed)
    assert found >= 400
