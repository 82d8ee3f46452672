"""The canonical text: order of keys, layout, quotes; comments and meaning stay."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mmkb.fmt import canonical, first_difference, format_file, formatted, said
from mmkb.fmt.already import surely_canonical
from mmkb.fmt.comments import comments
from mmkb.fmt.layout import laid_out
from mmkb.load import schema_line
from mmkb.records import FOLDERS
from mmkb.spelling.mends import mended
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
    found = format_file("organisation", path, "a.yaml", write=False)
    assert found is not None
    (problem,) = found.told()
    assert (problem.code, problem.line) == ("not-canonical", 3)
    assert path.read_bytes() == raw
    assert format_file("organisation", path, "a.yaml", write=True) == found
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


def test_spellings_are_mended_in_their_fields_and_nowhere_else() -> None:
    raw = b"""# c0
id: a
name: Apache 2.0  # c1
released: 26 April 2024 # c2
description: Written on 26 April 2024, see http://huggingface.co/a/b/
weights: {url: "http://hf.co/a/b/?x=1", licence: 'Apache License, Version 2.0', note: Apache 2}
code:
  # c3
  licence:  # c4
    MIT License  # c5
  url: https://github.com/a/b
kinds: [llm]
"""
    text, mends = formatted("component", raw)
    data = parse(text).data
    assert data is not None
    assert data["released"] == "2024-04-26"
    assert data["weights"] == {"url": "https://huggingface.co/a/b", "licence": "Apache-2.0", "note": "Apache 2"}
    assert data["code"]["licence"] == "MIT"
    assert (data["name"], data["description"]) == (
        "Apache 2.0", "Written on 26 April 2024, see http://huggingface.co/a/b/",
    )  # fmt: skip
    assert [said(mend) for mend in mends] == [
        "released: '26 April 2024' is written 2024-04-26",
        "weights.url: 'http://hf.co/a/b/?x=1' is written https://huggingface.co/a/b",
        "weights.licence: 'Apache License, Version 2.0' is written Apache-2.0",
        "code.licence: 'MIT License' is written MIT",
    ]
    assert all(text.count(f"# c{n}".encode()) == 1 for n in range(6))
    assert canonical("component", text) == text


def test_bare_numbers_are_taken_by_their_digits_and_the_version_of_a_paper_is_told() -> None:
    text, mends = formatted("source", b"id: a\nname: A\nreleased: 2023\narxiv: 2304.10130\n")
    assert b"released: '2023'\narxiv: '2304.10130'\n" in text
    assert [said(mend) for mend in mends] == [
        "released: 2023 is written in quotes", "arxiv: 2304.10130 is written in quotes",
    ]  # fmt: skip
    _, (mend,) = formatted("source", b"id: a\nname: A\narxiv: https://arxiv.org/abs/2304.08485v2\n")
    assert said(mend) == (
        "arxiv: 'https://arxiv.org/abs/2304.08485v2' is written 2304.08485; the version that was read, v2, stands under version"
    )


def test_what_is_doubtful_is_left_and_lines_that_only_yaml_breaks_too() -> None:
    for body in ("released: 04/05/2024", "released: 2024-02-30", "released: >-\n  26 April\n  2024"):
        assert formatted("source", f"id: a\nname: A\n{body}\n".encode())[1] == ()
    assert mended("source", b"id: a\rreleased: 26 April 2024\r")[1] == ()
    assert mended("source", b"a: [")[1] == ()


def test_checking_tells_each_spelling_at_its_place_and_the_layout_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(f"{schema_line('source')}\nid: a\nreleased: 26 April 2024\nname: A\nkind: blog\n".encode())
    found = format_file("source", path, "a.yaml", write=False)
    assert found is not None
    assert [(p.line, p.column, p.end_column, p.message) for p in found.told()] == [
        (3, 1, 0, "not the canonical text, where this line reads 'name: A'"),
        (3, 11, 24, "released: '26 April 2024' is written 2024-04-26"),
    ]
    assert format_file("source", path, "a.yaml", write=True) == found
    assert format_file("source", path, "a.yaml", write=True) is None


def test_a_date_that_no_calendar_has_is_no_failure() -> None:
    raw = f"{schema_line('source')}\nid: a\nname: A\nreleased: 2024-02-30\n".encode()
    assert canonical("source", raw) == raw


COMMENT = st.text(st.sampled_from("abz '\"#:-?,[]{}&*!|>é多"), max_size=12).map(lambda words: f"# {words}".rstrip())
WORDS = st.sampled_from(
    ["Apache 2.0", "MIT License", "'it''s'", '"two"', "26 April 2024", "2024", "[a, b]", "{source: s, locator: What?}", "7B",
     "04/05/2024", "https://hf.co/a/b/", "not-disclosed", "true", "null", "'x # y'", "[]", "2304.08485", "2024-04-26", "1e3"]
)  # fmt: skip
KEYS = st.permutations(["id", "name", "released", "weights", "aliases", "note", "sources", "zoo"])


@st.composite
def entries(draw: st.DrawFn) -> bytes:
    """Text of an entry with comments wherever one may stand."""

    def behind() -> str:
        return draw(st.sampled_from(["", "", " ", "  "])) and f"  {draw(COMMENT)}"

    def between(indent: int) -> list[str]:
        return [" " * draw(st.integers(0, indent + 2)) + draw(COMMENT) for _ in range(draw(st.integers(0, 2)))]

    lines = between(0)
    for key in draw(KEYS)[: draw(st.integers(1, 8))]:
        if key == "weights":
            lines += [f"weights:{behind()}", *between(2)]
            for inner in draw(st.permutations(["licence", "url", "note"])):
                lines += [f"  {inner}: {draw(WORDS)}{behind()}", *between(2)]
        elif key in ("aliases", "sources"):
            indent = draw(st.sampled_from(["", "  "]))
            lines += [f"{key}:{behind()}", *between(2)]
            for _ in range(draw(st.integers(1, 3))):
                item = draw(WORDS) if key == "aliases" else f"{{locator: p, source: {draw(st.sampled_from('ab'))}}}"
                lines += [f"{indent}- {item}{behind()}", *between(2)]
        else:
            lines += [f"{key}: {draw(WORDS)}{behind()}", *between(0)]
    return "\n".join([*lines, ""]).encode()


@settings(max_examples=200, deadline=None, database=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(entries())
def test_twice_changes_nothing_more_and_no_comment_is_lost(raw: bytes) -> None:
    assert parse(raw).data is not None
    text, mends = formatted("component", raw)
    assert formatted("component", text) == (text, ())
    assert comments(text) == comments(raw)
    data = parse(raw).data
    assert data is not None
    assert parse(text).data == parse(mended("component", raw)[0]).data
    for mend in mends:
        assert mend.path[0] in ("released", "weights")
    if surely_canonical("component", text, parse(text).data or {}):
        assert laid_out("component", text) == text


def test_comments_are_found_behind_values_and_not_in_them() -> None:
    raw = b"# one\na: 'x # y'  # two \nb: >-  # three\n  # no\nc: [p, # four\n q]\nd: e#f\n"
    assert comments(raw) == {"# one": 1, "# two": 1, "# three": 1, "# four": 1}
