"""The knowledge pages on the real catalogue: every live part is filled, and every verdict is borne out by the table beside it.

A failure here is a fault of content: an entry that a page names is gone, or the words beside a table no longer fit its
numbers and have to be written anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest

from mmkb.api import KnowledgeBase
from mmkb.pages.prose import FEW, filled, is_live
from tests.conftest import ROOT, knowledge_base_of

pytestmark = pytest.mark.catalogue

PAGES = {path.stem: path.read_text("utf-8") for path in sorted((ROOT / "site" / "knowledge").glob("*.md"))}
Row = dict[str, Any]
Condition = Callable[["Tables"], None]
CONDITIONS: dict[tuple[str, str], Condition] = {}


class Tables:
    """The tables of one page, as a reader meets them; shares as fractions."""

    def __init__(self, kb: KnowledgeBase, page: str) -> None:
        self.kb = kb
        self._blocks = re.findall(r"(?ms)^```mmkb\n(.*?)^```$", PAGES[page])

    def of(self, *columns: str, about: str = "") -> list[Row]:
        """The rows of the page's first table that has these columns and whose question has the words ``about``."""
        for sql in self._blocks:
            answer = self.kb.sql(sql)
            if set(columns) <= set(answer.columns) and about in sql:
                return [{name: _number(value) for name, value in zip(answer.columns, row, strict=True)} for row in answer.rows]
        pytest.fail(f"no table has the columns {', '.join(columns)}")

    def last(self, *columns: str) -> Row:
        """The last half-year, of few models, the names of shares without their ending."""
        row = self.of("half_year", *(f"{name}_share" for name in columns))[-1]
        assert row["half_year"] == "2024 H2"
        assert _whole(row) < FEW, "the words say that these are few models"
        return {name.removesuffix("_share"): value for name, value in row.items()}

    def halves(self, *columns: str) -> list[Row]:
        """The rows of half-years that are large enough for a statement, the names of shares without their ending."""
        rows = self.of("half_year", *(f"{name}_share" for name in columns))
        large = [{name.removesuffix("_share"): value for name, value in row.items()} for row in rows if _whole(row) >= FEW]
        assert [row["half_year"] for row in large] == ["2023 H1", "2023 H2", "2024 H1"], "the words are about these half-years"
        return large


class Share(Fraction):
    """A part of a whole that remembers how large the whole is."""

    whole: int


def _number(value: object) -> object:
    counts = re.fullmatch(r"(\d+)/(\d+)", str(value))
    if counts is None or counts[2] == "0":
        return value
    share = Share(int(counts[1]), int(counts[2]))
    share.whole = int(counts[2])
    return share


def _whole(row: Row) -> int:
    return max(value.whole for value in row.values() if isinstance(value, Share))


def _falls(values: list[Any]) -> bool:
    return all(late < early for early, late in pairwise(values))


def _rises(values: list[Any]) -> bool:
    return _falls(values[::-1])


def holds(page: str, section: str) -> Callable[[Condition], Condition]:
    """Declare what has to hold for the verdicts and readings of a section of a page to be true."""

    def declare(condition: Condition) -> Condition:
        CONDITIONS[page, section] = condition
        return condition

    return declare


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with knowledge_base_of(ROOT, tmp_path_factory.mktemp("knowledge") / "mmkb.sqlite") as opened:
        yield opened


@pytest.mark.parametrize("page", PAGES)
def test_every_live_part_is_filled(kb: KnowledgeBase, page: str) -> None:
    assert is_live(PAGES[page])
    text = filled(kb, PAGES[page], f"knowledge/{page}.md", f"site/knowledge/{page}.md")
    assert "## Sources" in text
    assert not re.search(r"\{\{|```mmkb|\[\[|\[@", text)


def test_formulas_are_well_formed_and_nothing_is_loaded() -> None:
    formulas = [found for text in PAGES.values() for found in re.findall(r'(?m)^<div class="formula">.*</div>$', text)]
    assert len(formulas) == sum(text.count("<math") for text in PAGES.values()) > 0
    for formula in formulas:
        ElementTree.fromstring(formula)
    for page, text in PAGES.items():
        assert not re.search(r"(?i)<script|\bsrc=|\bon\w+=|https?:", text), page


def test_every_page_is_in_the_navigation() -> None:
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    assert [page for page in PAGES if f": knowledge/{page}.md" not in settings] == []


def _judged() -> set[tuple[str, str]]:
    """The sections that hold a verdict or a reading."""
    found = set()
    for page, text in PAGES.items():
        for part in re.split(r"(?m)^##+ ", text)[1:]:
            anchor = re.match(r".*\{ #([\w-]+) \}", part)
            if re.search(r"\*\*(?:Verdict|Reading)\.\*\*", part):
                assert anchor is not None, (page, part[:40])
                found.add((page, anchor[1]))
    return found


def test_every_verdict_has_a_condition_and_every_condition_a_verdict() -> None:
    assert set(CONDITIONS) == _judged()


@holds("formulation", "trained")
def _trained(tables: Tables) -> None:
    before, after = (
        next(row for row in tables.of("piece", about=f"stage_kind = '{kind}'") if row["piece"] == "backbone")
        for kind in ("pre-training", "instruction-tuning")
    )
    assert before["frozen_share"] > before["trained_share"]
    assert after["trained_share"] > after["frozen_share"]
    assert after["in part or by PEFT_share"] > 0


@holds("modality-encoders", "change")
def _encoders(tables: Tables) -> None:
    rows = tables.halves("CLIP", "EVA-CLIP", "OpenCLIP", "SigLIP", "several encoders")
    assert all(row["CLIP"] > max(row["EVA-CLIP"], row["OpenCLIP"], row["SigLIP"]) for row in rows)
    assert rows[2]["EVA-CLIP"] < min(rows[0]["EVA-CLIP"], rows[1]["EVA-CLIP"])
    assert [row["SigLIP"] > 0 for row in rows] == [False, False, True]
    last = tables.last("CLIP", "EVA-CLIP", "OpenCLIP", "SigLIP")
    assert last["SigLIP"] > max(last["CLIP"], last["EVA-CLIP"], last["OpenCLIP"])
    assert rows[2]["several encoders"] > max(row["several encoders"] for row in rows[:2])
    assert tables.of("family", "first_use")[0]["family"] == "clip"


@holds("input-projectors", "tokens")
def _tokens(tables: Tables) -> None:
    median = {row["kind"]: row["median"] for row in tables.of("kind", "median")}
    assert median["linear or MLP alone"] >= 2 * median["learned queries"]


@holds("llm-backbones", "change")
def _backbones(tables: Tables) -> None:
    rows = tables.halves("LLaMA family", "OPT or T5", "Qwen, InternLM, Yi or DeepSeek", "GPT")
    for row in rows:
        (largest,) = tables.kb.sql(
            "SELECT family FROM model_components WHERE role = 'backbone' AND released LIKE ?"
            " AND (substr(released, 6, 2) < '07') = ? GROUP BY family ORDER BY count(DISTINCT model_id) DESC LIMIT 1",
            (f"{row['half_year'][:4]}-%", row["half_year"].endswith("H1")),
        ).rows
        assert largest == ("llama",)
    assert _falls([row["OPT or T5"] for row in rows])
    assert _rises([row["Qwen, InternLM, Yi or DeepSeek"] for row in rows])
    (gpt,) = tables.kb.sql(
        "SELECT 2 * count(DISTINCT CASE WHEN m.design = 'tool-using' THEN m.id END) > count(DISTINCT m.id)"
        " FROM model_components c JOIN model m ON m.id = c.model_id WHERE c.role = 'backbone' AND c.family = 'gpt'"
    ).rows
    assert gpt == (1,)


@holds("output-projectors", "change")
def _output_projectors(tables: Tables) -> None:
    rows = tables.of("linear or MLP alone_share", "transformer_share")
    assert sum(row["models"] >= FEW for row in rows) < 2
    assert all(row["linear or MLP alone_share"] > 0 and row["transformer_share"] > 0 for row in rows)
    simple, transformer = (
        sum(row[name] * row["models"] for row in rows) for name in ("linear or MLP alone_share", "transformer_share")
    )
    assert simple > transformer


@holds("modality-generators", "change")
def _generators(tables: Tables) -> None:
    assert tables.of("family", "first_use")[0]["family"] == "latent-diffusion"
    rows = tables.of("latent diffusion_share", "masks or boxes_share")
    assert [row["half_year"] for row in rows if row["models"] >= FEW] == ["2023 H2"]


@holds("training-pipeline", "instruction-tuning")
def _tuning_of_llms(tables: Tables) -> None:
    rows = tables.halves("LLM trained", "LLM by PEFT", "LLM frozen")
    assert _rises([row["LLM trained"] for row in rows])
    assert _falls([row["LLM frozen"] for row in rows])


@holds("training-pipeline", "peft")
def _peft(tables: Tables) -> None:
    models = {row["method"]: row["models"] for row in tables.of("method", "first_model_id")}
    assert models.pop("LoRA") > sum(models.values())


@holds("training-recipes", "resolution")
def _resolution(tables: Tables) -> None:
    rows = tables.halves("up to 224", "more")
    assert _falls([row["up to 224"] for row in rows])
    assert _rises([row["more"] for row in rows])


@holds("training-recipes", "brings")
def _what_resolution_brings(tables: Tables) -> None:
    rows = tables.of("336 pixels", "HD", "change")
    up, down = sum(row["change"] > 0 for row in rows), sum(row["change"] < 0 for row in rows)
    assert up > down > 0
    assert [row["change"] > 0 for row in rows if row["benchmark_id"] == "textvqa"] == [True]
    few, many = tables.of("model", "score")
    assert few["benchmark_id"] == many["benchmark_id"] == "textvqa"
    assert float(many["score"]) > float(few["score"])
    assert "336" in many["model"]


@holds("training-recipes", "data")
def _what_data_brings(tables: Tables) -> None:
    rows = tables.of("VILA-13B", "with ShareGPT4V", "change")
    assert {row["benchmark_id"] for row in rows[:2]} == {"mm-vet", "llava-bench-in-the-wild"}
    assert rows[1]["change"] > 2 * rows[2]["change"]
    assert rows[-1]["change"] < 0 < rows[2]["change"]


@holds("trends", "generation")
def _any_to_any(tables: Tables) -> None:
    released = {row["model_id"]: row["released"] for row in tables.of("takes_in", "gives_out")}
    assert released["next-gpt"] < released["minigpt-5"]
    rows = tables.halves("understanding only", "generation", "any-to-any")
    assert all(row["understanding only"] > Fraction(1, 2) for row in rows)
    assert rows[2]["generation"] < min(row["generation"] for row in rows[:2])
    assert [row["any-to-any"] > 0 for row in rows] == [False, True, True]
    assert max(row["any-to-any"] for row in rows) < Fraction(1, 6)
    assert tables.last("generation")["generation"] == 0
    early = tables.kb.sql(
        "SELECT id FROM model WHERE function = 'generation' AND design = 'end-to-end' ORDER BY released LIMIT 3"
    )
    assert early.rows == (("fromage",), ("speechgpt",), ("gill",))


@holds("trends", "rlhf")
def _pipeline(tables: Tables) -> None:
    chain = {row["model_id"]: row for row in tables.of("preference tuning", "instruction tuning")}
    kinds = ("pre-training", "instruction tuning", "preference tuning")
    steps = [[chain[model][kind] > 0 for kind in kinds] for model in ("blip-2", "instructblip", "dress")]
    assert steps == [[True, False, False], [True, True, False], [True, True, True]]
    rows = tables.halves("pre-training", "instruction tuning", "preference tuning")
    assert rows[0]["instruction tuning"] < rows[1]["instruction tuning"]
    assert min(row["instruction tuning"] for row in rows) > Fraction(1, 2)
    assert max(row["preference tuning"] for row in rows) < Fraction(1, 10)
    assert rows[2]["preference tuning"] <= min(row["preference tuning"] for row in rows[:2])


@holds("trends", "modalities")
def _modalities(tables: Tables) -> None:
    number = {row["model_id"]: row["number"] for row in tables.of("takes_in", "number")}
    assert number["x-llm"] > number["blip-2"]
    assert number["x-instructblip"] > number["instructblip"]
    rows = tables.halves("more than one medium", "video", "sound")
    for name in ("more than one medium", "video", "sound"):
        assert rows[2][name] < rows[0][name]
    widest = tables.kb.sql(
        "SELECT model_id FROM model_modality JOIN model m ON m.id = model_id"
        " WHERE direction = 'input' AND m.design = 'end-to-end' GROUP BY model_id ORDER BY count(*) DESC LIMIT 1"
    )
    assert widest.rows == (("pandagpt",),)
    last = tables.last("more than one medium", "video")
    assert min(last["more than one medium"], last["video"]) > max(row["more than one medium"] for row in rows)
    only_website = tables.kb.sql(
        "SELECT count(*) FROM model m WHERE m.released >= '2024-07' AND EXISTS (SELECT 1 FROM reading r WHERE r.kind = 'model'"
        " AND r.entry_id = m.id AND r.place_id = 'figure-3')"
    )
    assert only_website.rows == ((0,),)
    places = tables.halves("gives boxes, points or masks")
    assert min(row["gives boxes, points or masks"] for row in places[1:]) > places[0]["gives boxes, points or masks"]


@holds("trends", "data")
def _data(tables: Tables) -> None:
    first, second = tables.of("sets_in_instruction_tuning", "pixels")
    assert (first["model_id"], second["model_id"]) == ("llava", "llava-1.5")
    assert second["sets_in_instruction_tuning"] > first["sets_in_instruction_tuning"]
    assert second["pixels"] > first["pixels"]
    assert second["projector_component_ids"] != first["projector_component_ids"]
    rows = tables.halves("five sets or more")
    assert min(row["five sets or more"] for row in rows[1:]) > rows[0]["five sets or more"]


@holds("trends", "simpler")
def _projectors(tables: Tables) -> None:
    chain = {row["model_id"]: set(row["component_ids"].split(",")) for row in tables.of("component_ids")}
    assert "q-former" in chain["blip-2"]
    assert {"q-former", "p-former"} <= chain["dlp"]
    assert chain["vila"] == chain["llava"] == {"linear"}
    first, second, third = tables.halves("linear alone", "MLP", "linear or MLP together", "queries", "layers inside the LLM")
    assert third["queries"] < first["queries"] / 2
    assert first["linear alone"] > second["linear alone"] > third["linear alone"]
    assert first["MLP"] < second["MLP"] < third["MLP"]
    assert second["linear or MLP together"] < first["linear or MLP together"] < third["linear or MLP together"]
    assert third["layers inside the LLM"] > first["layers inside the LLM"]
    last = tables.last("linear alone", "queries")
    assert last["linear alone"] == 0
    assert last["queries"] > third["queries"]


@pytest.mark.parametrize("judged", sorted(CONDITIONS), ids="-".join)
def test_a_verdict_is_borne_out_by_the_tables_beside_it(kb: KnowledgeBase, judged: tuple[str, str]) -> None:
    CONDITIONS[judged](Tables(kb, judged[0]))
