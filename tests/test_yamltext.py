"""What the strict text reader takes, refuses and points at."""

from __future__ import annotations

import pytest
import yaml

from mmkb import yamltext
from mmkb.locator import Locator
from mmkb.yamltext import MAX_BYTES, Parsed, Position, parse


def codes(raw: bytes) -> list[tuple[str, int, int]]:
    return [(p.code, *p.position) for p in parse(raw).problems]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("Yes", "Yes"),
        ("2023-04-17", "2023-04-17"),
        ("12:30", "12:30"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("007", "007"),
        (".inf", ".inf"),
        ("+1", "+1"),
        ("129M", "129M"),
        ("1", 1),
        ("-12", -12),
        ("1.50", 1.5),
        ("1e-3", 0.001),
        ("'1'", "1"),
        ('"true"', "true"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("|\n  a\n  b\n", "a\nb\n"),
        (">-\n  a\n  b\n", "a b"),
        ("{b: [1, {c: x}], d: {}}", {"b": [1, {"c": "x"}], "d": {}}),
    ],
)
def test_scalars_are_read_as_in_json(text: str, value: object) -> None:
    assert parse(f"a: {text}".encode()).data == {"a": value}


def test_keys_stay_text() -> None:
    assert parse(b"1: a\nno: b\ntrue: c\n").data == {"1": "a", "no": "b", "true": "c"}


def test_a_number_of_thousands_of_digits_stays_text() -> None:
    digits = "9" * 5000
    assert parse(f"a: {digits}".encode()).data == {"a": digits}


def test_every_problem_of_a_text_is_told_with_its_place() -> None:
    assert codes(b"a: &x 1\nb: *x\na: !t 2\n") == [
        ("yaml-anchor", 1, 4),
        ("yaml-anchor", 2, 4),
        ("yaml-duplicate-key", 3, 1),
        ("yaml-tag", 3, 4),
    ]


def test_columns_count_characters_and_not_bytes() -> None:
    assert codes("ü: {é: 1, é: 2}".encode()) == [("yaml-duplicate-key", 1, 11)]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"a: " + b"[" * 100_000, "yaml-depth"),
        (b"a: " + b"{b: " * 100_000, "yaml-depth"),
        (b"- " * 100_000, "yaml-depth"),
        (b"a: " + b"x" * MAX_BYTES, "yaml-size"),
        (b"a: 1\n...\nb: 2\n", "yaml-syntax"),
        (b"a: 1\n---\n", "yaml-documents"),
        (b"a: 'x", "yaml-syntax"),
        (b"a: b: c", "yaml-syntax"),
        (b"\x00", "yaml-character"),
        ("a: \u2066x".encode(), "yaml-character"),
        ("a: \u200bx".encode(), "yaml-character"),
        (b"%TAG ! tag:x,2000:\n---\na: 1", "yaml-tag"),
        (b"", "yaml-not-mapping"),
        (b"text", "yaml-not-mapping"),
        (b"? {a: 1}\n: 2", "yaml-key"),
        (b"a: \xff", "yaml-encoding"),
    ],
)
def test_what_is_no_plain_mapping_is_a_problem_and_no_traceback(raw: bytes, code: str) -> None:
    found = parse(raw)
    assert found.data is None
    assert [p.code for p in found.problems][:1] == [code]
    assert all("\n" not in p.message for p in found.problems)


def test_a_line_of_unicode_separators_does_not_move_lines() -> None:
    assert codes("a: 1\nb: \u2028\nc: 2\n".encode()) == [("yaml-character", 2, 4)]


def test_the_locator_knows_keys_values_and_items() -> None:
    locator = Locator(b"a:\n  b: [1, {c: 2}]\nd: x\n")
    assert locator.key(("a", "b")) == Position(2, 3)
    assert locator.value(("a", "b", 1, "c")) == Position(2, 14)
    assert locator.value(("d",)) == Position(3, 4)


def test_the_locator_points_at_what_is_nearest_to_a_missing_place() -> None:
    locator = Locator(b"# first\na:\n  b: 1\n")
    assert locator.value(("a", "z", 3)) == Position(3, 3)
    assert locator.value(("z",)) == Position(2, 1)
    assert Locator(b"[").value(("z",)) == Position(1, 1)


def test_a_value_on_the_line_of_its_key_is_pointed_at_itself_and_a_block_by_its_key() -> None:
    locator = Locator(b"a: 1\nb:\n  c: 2\n")
    assert locator.place(("a",)) == Position(1, 4)
    assert locator.place(("b",)) == Position(2, 1)


def test_the_pure_python_parser_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [b"a: {b: [no, 1, 2.5, null]}\nc: |\n  x\n", b"a: 1\na: 2\n", b"a: &x 1\n", b"a: 1\n---\nb: 1\n", b"a: [\n"]
    fast = [parse(text) for text in texts]
    monkeypatch.setattr(yamltext, "_Parser", yaml.SafeLoader)
    slow = [parse(text) for text in texts]
    assert [(one.data, [p.code for p in one.problems]) for one in fast] == [
        (one.data, [p.code for p in one.problems]) for one in slow
    ]


def test_a_good_text_has_no_problems() -> None:
    assert parse(b"a: 1\n") == Parsed({"a": 1})
