"""Answers as tables: text, HTML, plain data, frames, BibTeX."""

from __future__ import annotations

import copy
import importlib.util
import json
import pickle
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest

from mmkb.api import KnowledgeBase
from mmkb.query import NotFoundError, Rows
from mmkb.query.answers import ModelSummary, Named
from mmkb.query.printing import cut, flat, html_table, plain, printable, short, shown, text_table, width
from mmkb.query.rows import MOST
from mmkb.query.rowtypes import GapAnswer
from mmkb.records import KINDS

LIBRARIES = ["pandas", "polars"]


class Strict(HTMLParser):
    """Notes every tag, and fails on one that is closed without being open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        if tag != "img":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def parsed(markup: str) -> Strict:
    parser = Strict()
    parser.feed(markup)
    assert parser.open == []
    return parser


def lists(kb: KnowledgeBase) -> Iterator[Rows[Any]]:
    for name in ("models", "components", "datasets", "benchmarks", "organisations", "sources", "results_tables", "surveys",
                 "corrections", "lineage", "timeline", "gaps", "dataset_lines"):  # fmt: skip
        yield getattr(kb, name)()
    yield kb.lineage("toy-any")
    yield kb.used_by("toy-vit")
    yield kb.used_by("toy-captions")
    yield kb.sources_of("toy-vlm")
    yield kb.search("toy")
    yield kb.find("toy-vlm")


def test_every_list_is_a_table_in_every_form(toy_kb: KnowledgeBase) -> None:
    for rows in lists(toy_kb):
        assert isinstance(rows, tuple)
        assert len(str(rows).splitlines()) == len(rows) + 2
        assert parsed(rows._repr_html_()).seen.count("tr") == len(rows) + 1
        assert all(set(row) == set(rows.columns) for row in json.loads(json.dumps(rows.to_dicts())))
        for library in LIBRARIES:
            frame = rows.to_frame(library)
            assert tuple(frame.columns) == rows.columns
            assert frame.shape == (len(rows), len(rows.columns))


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_list_without_rows_has_its_columns_all_the_same(toy_kb: KnowledgeBase, library: str) -> None:
    rows = toy_kb.models(design="tool-using")
    assert len(rows) == 0
    assert rows.columns[:2] == ("id", "name")
    assert list(rows.to_frame(library).columns) == list(rows.columns)
    assert rows.to_frame(library).shape == (0, len(rows.columns))
    assert (str(rows), rows._repr_html_(), rows.to_dicts(), rows.bibtex()) == ("nothing", "<p>nothing</p>", [], "")


def test_entries_stand_by_id_in_frames_and_by_name_in_text(toy_kb: KnowledgeBase) -> None:
    rows = toy_kb.models()
    assert rows.to_frame("polars")["backbones"].to_list()[0] == ["toy-lm"]
    assert rows.to_frame("pandas")["organisations"][0] == rows.to_frame("polars")["organisations"].to_list()[0]
    assert "Toy LM" in str(rows)
    assert rows.to_dicts()[0]["backbones"] == [{"kind": "component", "id": "toy-lm", "name": "Toy LM"}]


def test_numbers_that_are_missing_stay_missing_in_frames(toy_kb: KnowledgeBase) -> None:
    uses = toy_kb.used_by("toy-vit")
    pandas = uses.to_frame("pandas")
    assert str(pandas["tokens"].dtype) == "Int64"
    assert pandas["tokens"].isna().tolist() == [False, True]
    assert uses.to_frame("polars")["tokens"].to_list() == [441, None]


def test_the_library_that_is_installed_is_taken(toy_kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    there = {"pandas", "polars"}
    find = importlib.util.find_spec
    monkeypatch.setattr(
        "importlib.util.find_spec", lambda name, *more: None if name in {"pandas", "polars"} - there else find(name, *more)
    )
    rows = toy_kb.models()
    assert type(rows.to_frame()).__module__.startswith("pandas")
    there.remove("pandas")
    assert type(rows.to_frame()).__module__.startswith("polars")
    with pytest.raises(ImportError, match="pip install pandas"):
        rows.to_frame("pandas")
    there.clear()
    with pytest.raises(ImportError, match=r"pandas or polars.*to_dicts\(\)"):
        rows.to_frame()
    with pytest.raises(ValueError, match="possible: pandas, polars"):
        rows.to_frame("numpy")


def test_a_part_of_a_list_is_a_list(toy_kb: KnowledgeBase) -> None:
    rows = toy_kb.models()
    assert isinstance(rows[:1], Rows)
    assert rows[:1].columns == rows.columns
    assert rows[:1].bibtex().count("@misc") == 1
    assert isinstance(rows[0], ModelSummary)
    assert rows[1:][0] == rows[1]


def test_a_list_does_not_change_and_can_be_copied(toy_kb: KnowledgeBase) -> None:
    rows = toy_kb.models()
    with pytest.raises(AttributeError, match="does not change"):
        rows.extra = 1
    for other in (copy.copy(rows), copy.deepcopy(rows), pickle.loads(pickle.dumps(rows))):
        assert other == rows
        assert str(other) == str(rows)
        with pytest.raises(TypeError):
            other.bibtex()


def test_a_long_list_is_shown_in_part_and_printed_whole() -> None:
    rows = Rows([GapAnswer(Named("model", f"m{i}", f"M{i}"), "f", "p", "absent", None) for i in range(MOST + 5)])
    assert len(str(rows).splitlines()) == MOST + 5 + 2
    assert repr(rows).splitlines()[-1] == f"... 5 more of {MOST + 5}"
    assert len(repr(rows).splitlines()) == MOST + 3
    markup = parsed(rows._repr_html_())
    assert markup.seen.count("tr") == MOST + 1
    assert f"{MOST} of {MOST + 5}" in markup.text


def test_columns_that_are_none_are_refused(toy_kb: KnowledgeBase) -> None:
    assert toy_kb.models().to_text(["id"]).splitlines() == ["id", "-------", "toy-vlm", "toy-any"]
    with pytest.raises(ValueError, match="no column 'llm'; possible: id, name"):
        toy_kb.models().to_text(["llm"])


def test_rows_about_no_entry_have_no_papers() -> None:
    with pytest.raises(TypeError, match="nothing that has a paper"):
        Rows([1, 2]).bibtex()


def test_every_answer_about_one_entry_prints_and_renders(toy_kb: KnowledgeBase) -> None:
    one = {
        "model": "toy-vlm",
        "component": "toy-lm",
        "dataset": "toy-captions",
        "benchmark": "toyqa",
        "organisation": "toy-lab",
        "source": "github-toy-vlm",
        "results": "toy-vlm-table-2",
        "survey": "toy-survey",
    }
    assert set(one) == set(KINDS)
    for kind, entry in one.items():
        answer = getattr(toy_kb, kind)(entry)
        assert str(answer).splitlines()[0] == f"{answer.name} ({kind} {entry})"
        assert repr(answer) == str(answer)
        assert answer.name in parsed(answer._repr_html_()).text
        data = toy_kb.as_json(kind, entry)
        data.pop("entry")
        assert json.loads(json.dumps(answer.to_dict())) == data


def test_a_model_renders_with_its_diagram(toy_kb: KnowledgeBase) -> None:
    answer = toy_kb.model("toy-vlm")
    assert answer.diagram().startswith("<svg")
    assert 'src="data:image/svg+xml;base64,' in answer._repr_html_()
    assert "img" in parsed(answer._repr_html_()).seen
    assert "built on it: Toy-Any (extends)" in str(answer)


def test_an_entry_gives_the_bibtex_of_its_paper(toy_kb: KnowledgeBase) -> None:
    assert toy_kb.model("toy-vlm").bibtex().startswith("@misc{")
    assert toy_kb.bibtex("toy-vlm") == toy_kb.model("toy-vlm").bibtex() == toy_kb.bibtex("toy-vlm", "arxiv-2301.00001")
    assert toy_kb.source("github-toy-vlm").bibtex() == toy_kb.bibtex("github-toy-vlm")
    assert toy_kb.results("toy-vlm-table-2").bibtex() == toy_kb.model("toy-vlm").bibtex()
    assert toy_kb.bibtex() == ""
    with pytest.raises(NotFoundError, match="no paper of 'toy-lab'"):
        toy_kb.bibtex("toy-lab")
    with pytest.raises(NotFoundError, match="no paper of 'toy-lab'"):
        toy_kb.organisation("toy-lab").bibtex()
    with pytest.raises(NotFoundError, match="no entry 'toy-vml'"):
        toy_kb.bibtex("toy-vml")


def test_the_numbers_print_and_render(toy_kb: KnowledgeBase) -> None:
    stats = toy_kb.stats()
    assert stats.entries == toy_kb.counts().entries
    assert stats.data_version == toy_kb.store.meta["data_version"]
    assert json.loads(json.dumps(stats.to_dict()))["scores"] == 3
    assert "Toy LM (1)" in str(stats)
    assert (stats.first_released, stats.last_released) == ("2023-01-05", "2023-06-01")
    assert "data version" in parsed(stats._repr_html_()).text


NASTY = "<script>alert(1)</script> & \x1b[31m\u202e\n\t\x07"


def test_nothing_in_a_table_is_taken_for_markup_or_a_command() -> None:
    markup = parsed(html_table(("a<b",), [(NASTY,), (Named("model", '"<i>', "<b>"),), ((Named("model", "x", "<u>"),),)], "<i>"))
    assert set(markup.seen) == {"table", "caption", "thead", "tbody", "tr", "th", "td", "span"}
    printed = text_table(("a\x1b",), [(NASTY,)], 100)
    assert "\x1b" not in printed
    assert "\u202e" not in printed
    assert len(printed.splitlines()) == 3


def test_text_tables_are_aligned_whatever_the_letters() -> None:
    lines = text_table(("name", "n"), [("模型", 5), ("e\u0301", 12), ("plain", None)]).splitlines()
    assert lines == ["name    n", "-----  --", "模型    5", "e\u0301      12", "plain"]
    assert cut("模型模型", 5) == "模型…"
    assert width(cut("a" * 99, 10)) == 10
    wrapped = text_table(("a", "b"), [("one two three", 1)], 8, wrap=True).splitlines()
    assert wrapped[2:] == ["one two  1", "three"]


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        ("x", None, ""), ("x", True, "yes"), ("x", False, "no"), ("x", 3.0, "3"), ("x", ("a", "b"), "a, b"),
        ("x", (("encoder", Named("component", "c", "C")),), "encoder C"), ("parameters", (7_000_000_000,) * 2, "7B"),
        ("parameters", (1_300_000, 595_000_000_000), "1.3M to 595B"), ("x", {"a": 1}, "a 1"), ("x", b"\x01", "01"),
    ],
)  # fmt: skip
def test_values_are_shown_as_readers_expect(column: str, value: Any, text: str) -> None:
    assert shown(column, value) == text


def test_values_become_plain_data() -> None:
    assert plain({"a": (Named("model", "m", "M"), b"\xff", {1})}) == {
        "a": [{"kind": "model", "id": "m", "name": "M"}, "ff", [1]]
    }
    assert flat((("encoder", Named("component", "c", "C")), ("1.5K", "images"))) == ["encoder c", "1.5K images"]
    assert [short(n) for n in (12, 1500, 2_000_000_000_000)] == ["12", "1.5K", "2T"]
    assert printable("a\nb\x00") == "a b\\u0000"
