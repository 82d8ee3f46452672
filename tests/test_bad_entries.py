"""Every bad entry is told for what it is bad for, at its place, and for nothing else."""

from __future__ import annotations

from collections import Counter

import pytest

import mmkb.fmt
from mmkb.check import check_catalogue
from mmkb.load import load_catalogue
from mmkb.rules import RULES
from tests.expectations import BAD, expected

TREES = ("alone", "together")
ELSEWHERE = {"yaml-size", "file-unreadable", mmkb.fmt.NOT_CANONICAL.code}
"""Rules whose bad files the tests make themselves: too large, without permission, or not canonical."""


@pytest.mark.parametrize("tree", TREES)
def test_bad_entries_give_the_problems_that_they_expect_and_no_others(tree: str) -> None:
    catalogue, problems = load_catalogue(BAD / tree / "catalog")
    found = Counter((p.file, p.line, p.code) for p in [*problems, *check_catalogue(catalogue)])
    assert found == expected(BAD / tree / "catalog")


def test_every_rule_has_a_bad_entry() -> None:
    told = {code for tree in TREES for _, _, code in expected(BAD / tree / "catalog")}
    assert told | ELSEWHERE == set(RULES)


@pytest.mark.parametrize("tree", TREES)
def test_every_problem_is_one_line_that_says_what_to_do(tree: str) -> None:
    catalogue, problems = load_catalogue(BAD / tree / "catalog")
    for problem in [*problems, *check_catalogue(catalogue)]:
        assert problem.text().isprintable()
        assert problem.message
        assert problem.hint
        assert problem.severity is RULES[problem.code].severity
        assert problem.column >= 1


def test_a_faulty_entry_is_not_nothing() -> None:
    """References to an entry that cannot be read are left to that entry's own problems."""
    catalogue, _ = load_catalogue(BAD / "alone" / "catalog")
    assert "score-form" in catalogue.faulty["results"]
    assert not [p for p in check_catalogue(catalogue) if p.code == "unused-entry"]
