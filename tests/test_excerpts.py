"""What a problem is about is shown and underlined, whatever the line holds, and the output has an end."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from mmkb.cli import report as reporting
from mmkb.cli.excerpt import WIDTH, Excerpts, underlined
from mmkb.cli.main import mmkb as command
from mmkb.cli.report import report, rule_page
from mmkb.load import EntryFile, read_entry, schema_line
from mmkb.pages.reference import rules_page
from mmkb.problems import Problem
from mmkb.rules import RULES
from tests.expectations import BAD
from tests.test_cli import heads, root, run
from tests.toycatalogue import change

__all__ = ["root"]


def at(column: int, end: int = 0, line: int = 1, end_line: int = 0, file: str = "x.yaml") -> Problem:
    return Problem(file, line, column, "bad-value", "no", "do", end_line=end_line or (line if end else 0), end_column=end)


def test_the_message_shows_the_line_the_marks_and_the_page_of_the_rule(root: Path) -> None:
    change(root, "organisations/toy-lab", "kind: institute", "kind: lab")
    assert run("check").stdout.splitlines()[1:] == [
        "  4 | kind: lab",
        "    |       ^^^",
        "    = https://mmkb.github.io/mmkb/reference/rules/#not-in-vocabulary",
    ]


def test_every_rule_has_the_page_that_messages_name() -> None:
    page = rules_page()
    for code in RULES:
        assert rule_page(code).rpartition("#")[2] == code
        assert re.search(rf"^#+ .*{{\s*#{re.escape(code)}\b.*}}$", page, re.MULTILINE), code


def test_text_that_is_as_long_as_it_seems_is_marked_to_its_end() -> None:
    assert underlined("name: Toy lab  # of ours", at(7, 14)) == ("name: Toy lab  # of ours", "      ^^^^^^^")


def test_where_no_end_is_known_the_word_is_marked_and_behind_the_line_one_place() -> None:
    assert underlined("name: [one", at(7))[1] == "      ^^^^"
    assert underlined("name:", at(6)) == ("name:", "     ^")
    assert underlined("", at(1)) == ("", "^")


def test_what_goes_on_in_later_lines_is_marked_to_the_end_of_the_first() -> None:
    assert underlined("note: one  ", at(7, 4, 1, 3)) == ("note: one", "      ^^^")


def test_wide_characters_take_two_columns_and_marks_above_letters_none() -> None:
    assert underlined("name: 多模态 x", at(11, 12))[1] == " " * 13 + "^"
    assert underlined("name: 多模态 x", at(7, 10))[1] == " " * 6 + "^" * 6
    assert underlined("a\u0301: xyz", at(5, 8))[1] == "   ^^^"


def test_tabs_and_characters_that_cannot_be_printed_are_shown_as_wide_as_they_are_marked() -> None:
    assert underlined("\tkind: x", at(1, 2)) == ("    kind: x", "^^^^")
    assert underlined("a: \u202ex", at(4, 5)) == ("a: \\u202ex", "   ^^^^^^")


@pytest.mark.parametrize("start", [1, 150, 290, 300])
def test_a_long_line_is_cut_around_the_place(start: int) -> None:
    line = "".join(chr(97 + i % 26) for i in range(300))
    shown, marks = underlined(line, at(start, start + 1))
    assert len(shown) <= WIDTH
    assert shown[marks.index("^")] == line[start - 1]
    assert marks.count("^") == 1
    assert (shown[0] == "…", shown[-1] == "…") == (start > 100, start < 200)


def test_a_long_place_is_cut_itself() -> None:
    shown, marks = underlined("x" * 1000, at(400, 900))
    assert len(shown) <= WIDTH
    assert 10 < marks.count("^") < WIDTH
    assert len(marks) < WIDTH


def test_a_file_that_is_gone_or_shorter_than_it_was_gives_no_excerpt(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(b"a: 1\r\nb: \xff\r\n")
    excerpts = Excerpts()
    assert excerpts.of(at(4, line=2, file=f"{tmp_path}/x.yaml")) == ("2", "b: \ufffd", "   ^")
    assert excerpts.of(at(1, line=9, file=f"{tmp_path}/x.yaml")) is None
    assert excerpts.of(at(1, file=f"{tmp_path}/y.yaml")) is None
    assert excerpts.of(at(1, file=str(tmp_path))) is None


def test_every_bad_entry_is_shown_with_marks(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "MOST_EXCERPTS", 10_000)
    output = run("check", str(BAD / "alone" / "catalog")).stdout
    assert output.count("^\n") == len([line for line in heads(output) if "unexpected-file" not in line or ".yaml" in line])


def test_of_thousands_of_problems_the_first_are_shown_and_the_others_counted(capsys: pytest.CaptureFixture[str]) -> None:
    problems = [Problem("gone.yaml", n, 1, "bad-value" if n % 2 else "wrong-type", "no", "do") for n in range(1, 5001)]
    report(problems, "text")
    lines = capsys.readouterr().out.splitlines()
    assert len(heads("\n".join(lines))) == reporting.MOST + 1
    assert len(lines) == reporting.MOST + reporting.MOST_EXCERPTS + 1
    assert lines[-1] == (
        "... and 4,000 more: 2,000 bad-value, 2,000 wrong-type. Name files or folders to see theirs; "
        "--format json tells them all."
    )


def test_there_is_colour_on_a_terminal_only() -> None:
    words = ["check", str(BAD / "together" / "catalog")]
    assert "\x1b[" not in run(*words).stdout
    assert "\x1b[" in CliRunner().invoke(command, words, color=True).stdout


def told(kind: str, body: str) -> dict[str, tuple[int, int, int, int]]:
    raw = f"{schema_line(kind)}\n{body}".encode()
    found = read_entry(kind, "a.yaml", raw)
    assert not isinstance(found, EntryFile)
    return {p.code: (p.line, p.column, p.end_line, p.end_column) for p in found}


def test_keys_values_and_blocks_in_braces_have_an_end_and_open_blocks_that_of_their_key() -> None:
    assert told("organisation", "id: a\nname: A\nkind: 'labor'\n")["not-in-vocabulary"] == (4, 7, 4, 14)
    assert told("organisation", "id: a\nname: A\nkinds: x\n")["unknown-key"] == (4, 1, 4, 6)
    assert told("organisation", "id: a\nname: {a: [b, c]}\nkind: company\n")["wrong-type"] == (3, 7, 3, 18)
    assert told("organisation", "id: a\nname:\n  a: b\nkind: company\n")["wrong-type"] == (3, 1, 3, 5)
    assert told("organisation", "id: a\nname: A\nname: B\n")["yaml-duplicate-key"] == (4, 1, 4, 5)
    assert told("organisation", "id: &x a\n")["yaml-anchor"] == (2, 5, 2, 9)


def test_annotations_escape_what_would_end_them_and_mark_to_the_end_of_the_line() -> None:
    problem = Problem("a,b:c.yaml", 2, 3, "bad-value", "100% of\nit", "do", end_line=2, end_column=9)
    assert problem.github() == (
        "::error file=a%2Cb%3Ac.yaml,line=2,col=3,endLine=2,endColumn=9,title=bad-value::100%25 of%0Ait (do)"
    )
    assert "endLine" not in at(1).github()
    assert "endLine" not in at(1, 4, 1, 3).github()
