"""The canonical text: order of keys, layout, quotes; comments and meaning stay."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from mmkb.fmt import canonical, first_difference, format_file
from mmkb.load import schema_line
from mmkb.records import FOLDERS
from mmkb.yamltext import parse
from tests.toycatalogue import TOY

ENTRIES = [
    pytest.param(kind, path, id=f"{kind}-{path.stem}")
    for kind, folder in FOLDERS.items()
    for path in sorted((TOY / "catalog" / folder).glob("*.yaml"))
]


@pytest.mark.parametrize(("kind", "path"), ENTRIES)
def test_toy_entries_stand_in_their_canonical_text(kind: str, path: Path) -> None:
    assert canonical(kind, path.read_bytes()).decode() == path.read_text("utf-8")


def organisation(body: str) -> bytes:
    return f"{schema_line('organisation')}\n{body}".encode()


def test_keys_are_put_in_order_with_their_comments() -> None:
    raw = organisation(
        "# the head\nkind: university  # of what sort\nsources:\n- {locator: p, source: s}\n# before the name\nname: A\nid: a\n"
    )
    text = canonical("organisation", raw).decode()
    assert [line.split(":")[0] for line in text.splitlines() if line[0] not in "#- "] == ["id", "name", "kind", "sources"]
    assert "kind: university  # of what sort\n" in text
    assert "- {source: s, locator: p}\n" in text
    assert "# before the name" in text
    assert parse(text.encode()).data == parse(raw).data


def test_the_schema_line_comes_first_whatever_came() -> None:
    for head in ("", "# yaml-language-server: $schema=elsewhere\n", "# a comment\n"):
        text = canonical("organisation", f"{head}id: a\n".encode()).decode()
        assert text.startswith(schema_line("organisation") + "\n")
        assert text.count("yaml-language-server") == 1


def test_spaces_line_ends_and_double_quotes_are_mended() -> None:
    raw = organisation('id: a   \r\nname: "A: b"\r\naliases:\r\n    - "x y"\r\n\r\n')
    assert canonical("organisation", raw) == organisation("id: a\nname: 'A: b'\naliases:\n- 'x y'\n")


def test_double_quotes_that_say_more_stay() -> None:
    raw = organisation('id: a\nname: "tab\\tstop"\n')
    assert canonical("organisation", raw) == raw


def test_unknown_keys_come_last_and_stay() -> None:
    text = canonical("organisation", organisation("zoo: 1\nname: A\nid: a\n")).decode()
    assert [line.split(":")[0] for line in text.splitlines()[1:]] == ["id", "name", "zoo"]


def test_long_lines_are_not_folded() -> None:
    raw = organisation(f"id: a\nname: A\ndescription: {'word ' * 100}end\n")
    assert canonical("organisation", raw) == raw


@pytest.mark.parametrize("raw", [b"a: [", b"\xff", b"a: 1\na: 2\n"])
def test_a_text_that_cannot_be_read_is_left_alone(raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(raw)
    assert canonical("organisation", raw) == raw
    assert format_file("organisation", path, "a.yaml", write=True) is None
    assert path.read_bytes() == raw


def test_checking_changes_nothing_and_tells_the_first_line_that_differs(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    raw = organisation("id: a\nkind: university\nname: A\n")
    path.write_bytes(raw)
    problem = format_file("organisation", path, "a.yaml", write=False)
    assert problem is not None
    assert (problem.code, problem.line) == ("not-canonical", 3)
    assert path.read_bytes() == raw
    assert format_file("organisation", path, "a.yaml", write=True) == problem
    assert format_file("organisation", path, "a.yaml", write=True) is None
    assert [p.name for p in tmp_path.iterdir()] == ["a.yaml"]


def test_the_first_difference_of_a_text_and_its_beginning_is_after_it() -> None:
    assert first_difference(b"a\nb", b"a\nb\nc") == 2
    assert first_difference(b"a", b"b") == 1


def test_a_question_mark_inside_braces_is_quoted_so_that_every_parser_reads_it() -> None:
    raw = organisation("id: a\nname: Who? Me?\nsources:\n- {source: s, locator: What is it?}\n")
    text = canonical("organisation", raw).decode()
    assert "locator: 'What is it?'}" in text
    assert "name: Who? Me?\n" in text
    assert yaml.load(text, Loader=yaml.SafeLoader) == parse(raw).data
