"""The writer of tables: every format gives back what went in, and no text does harm where it is shown."""

from __future__ import annotations

import csv
import io
import json
import sys

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmkb.cli.output import Listing, Look, _csv, _md, _tsv, as_json, chosen, emit, markdown, write
from mmkb.formulas import defused
from mmkb.query.answers import Named

VIT = Named("component", "toy-vit", "Toy ViT")
TABLE = Listing(
    ("id", "parts", "tokens", "open", "note"),
    [("a", (VIT, Named("component", "b", "B|b")), 441, True, None), ("b", (), None, False, "=1+1")],
    ("id", "parts"),
)


def written(capsys: pytest.CaptureFixture[str], look: Look) -> str:
    write(TABLE, look)
    return capsys.readouterr().out


def test_a_table_shows_readers_what_tells_most(capsys: pytest.CaptureFixture[str]) -> None:
    assert written(capsys, Look()) == "id  parts\n--  ------------\na   Toy ViT, B|b\nb\n"


def test_wanted_columns_come_in_the_wanted_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert written(capsys, Look("tsv", ("tokens", "id"))) == "tokens\tid\n441\ta\n\tb\n"


def test_the_header_can_be_left_out_of_every_format_for_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert written(capsys, Look("table", (), False)) == "a   Toy ViT, B|b\nb\n"
    assert written(capsys, Look("tsv", ("id",), False)) == "a\nb\n"
    assert written(capsys, Look("csv", ("id",), False)) == "a\nb\n"
    assert written(capsys, Look("md", ("id",), False)) == "| a |\n| b |\n"


def test_csv_holds_ids_and_defuses_formulas(capsys: pytest.CaptureFixture[str]) -> None:
    text = written(capsys, Look("csv"))
    assert list(csv.reader(io.StringIO(text))) == [
        ["id", "parts", "tokens", "open", "note"],
        ["a", "toy-vit; b", "441", "yes", ""],
        ["b", "", "", "no", "'=1+1"],
    ]


def test_json_keeps_types_and_formulas(capsys: pytest.CaptureFixture[str]) -> None:
    first, second = json.loads(written(capsys, Look("json")))
    assert first["parts"][0] == {"kind": "component", "id": "toy-vit", "name": "Toy ViT"}
    assert (first["tokens"], first["open"], second["note"]) == (441, True, "=1+1")


def test_markdown_cells_stay_in_their_cells(capsys: pytest.CaptureFixture[str]) -> None:
    assert written(capsys, Look("md")) == "| id | parts |\n| --- | --- |\n| a | Toy ViT, B\\|b |\n| b |  |\n"
    assert markdown("<b>*x*\n[y](z) `|`") == "&lt;b&gt;\\*x\\* \\[y\\](z) \\`\\|\\`"


def test_an_unknown_column_is_told_with_what_was_meant() -> None:
    with pytest.raises(click.UsageError, match=r"no column 'token'; did you mean tokens or open\?"):
        chosen(TABLE, Look("csv", ("token",)))


def test_nothing_found_is_told_beside_the_data(capsys: pytest.CaptureFixture[str]) -> None:
    nothing = Listing(("id",), [], ("id",))
    write(nothing, Look())
    assert capsys.readouterr() == ("", "nothing found\n")
    write(nothing, Look("csv"))
    assert capsys.readouterr() == ("id\n", "")
    write(nothing, Look("json"))
    assert capsys.readouterr() == ("[]\n", "")


def test_colour_and_cut_cells_are_for_terminals_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    table = Listing(("note",), [("x" * 100,)], ("note",), frozenset({0}))
    write(table, Look())
    assert capsys.readouterr().out.splitlines()[2] == "x" * 100
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    write(table, Look())
    out = capsys.readouterr().out
    assert f"{'x' * 43}…" in out
    assert "x" * 44 not in out
    assert "\x1b[1m" in out
    assert "\x1b[33m" in out


def test_no_text_steers_a_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    emit("a\x1b[31mb\u202ec\x9bd\te\n")
    assert capsys.readouterr().out == "a\\u001b[31mb\\u202ec\\u009bd\te\n"
    write(Listing(("a",), [("x\x1b[31m\ny",)], ("a",)), Look())
    assert "\x1b[31m" not in capsys.readouterr().out


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+1", "@sum(a)", "\t=1", "\r=1", " =1", "＝1", "=cmd|' /C calc'!A0"])
def test_formulas_are_defused(text: str) -> None:
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-1.5", "+3", "61.50", "1,201", "70%", "-0.3%", "a=b", "Q-Former", ""])
def test_numbers_and_words_stay_as_they_are(text: str) -> None:
    assert defused(text) == text


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
EDGES = st.sampled_from(["\r", "\n", "", '"', "=1", "a,b", "\\t"])
CELLS = st.lists(st.lists(TEXTS | EDGES, min_size=2, max_size=2), max_size=5)


@given(CELLS)
def test_csv_reads_back_and_no_cell_begins_as_a_formula(rows: list[list[str]]) -> None:
    text = _csv(("a", "b"), rows, header=True)
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read == [["a", "b"], *[[defused(cell) for cell in row] for row in rows]]
    assert not [cell for row in read for cell in row if cell[:1] in ("=", "@", "\t", "\r")]


def test_a_row_of_one_empty_cell_is_no_empty_line() -> None:
    assert _csv(("a",), [(None,), ("x",)], header=False) == '""\nx\n'


@given(CELLS)
def test_tsv_has_one_line_a_row_and_one_tab_between_cells(rows: list[list[str]]) -> None:
    lines = _tsv(("a", "b"), rows, header=True).removesuffix("\n").split("\n")
    assert len(lines) == len(rows) + 1
    assert all(line.count("\t") == 1 for line in lines)
    undone = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r"}
    for line, row in zip(lines[1:], rows, strict=True):
        cells = []
        for cell in line.split("\t"):
            parts = iter(cell)
            cells.append("".join(undone[next(parts)] if c == "\\" else c for c in parts))
        assert cells == [defused(cell) for cell in row]


@given(CELLS)
def test_markdown_has_one_line_a_row_whatever_the_text(rows: list[list[str]]) -> None:
    text = _md(("a", "b"), rows, header=True)
    lines = text.removesuffix("\n").split("\n")
    assert len(lines) == len(rows) + 2
    assert not set(text) & {"<", "\t", "\r"}


@given(st.dictionaries(TEXTS, TEXTS))
def test_json_reads_back_and_holds_no_character_that_steers(data: dict[str, str]) -> None:
    text = as_json(data)
    assert json.loads(text) == data
    assert not set(text) & set("\x1b\x7f\x9b\u202e\u2028")
