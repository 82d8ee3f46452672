"""How long ago entries were verified, and where that is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mmkb.cli.main import mmkb as command
from mmkb.fmt import canonical
from mmkb.pages.every import all_pages
from mmkb.store import describe_tables
from tests.conftest import knowledge_base_of
from tests.gitrepository import checkout_of_toy, commit
from tests.toycatalogue import change, copy_of_toy

NOTE = "last_verified: {date: 2026-01-20, by: '@reader', what: all facts}\n"
TODAY = "2026-11-24"


def stale(root: Path, *words: str) -> Any:
    given = ["--root", str(root), "stale", "--today", TODAY, "--format", "json", *words]
    return json.loads(CliRunner().invoke(command, given, catch_exceptions=False).stdout)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout in which a person verified one model and a program another."""
    root = checkout_of_toy(tmp_path / "toy")
    change(root, "models/toy-any", "modalities:\n  input", f"{NOTE}modalities:\n  input")
    path = root / "catalog/models/toy-vlm.yaml"
    noted = f"{{what: [architecture], repository: toy/vlm, revision: {'a' * 40}, date: 2025-10, by: '@checker'}}"
    path.write_text(f"{path.read_text('utf-8')}verified:\n- {noted}\n", "utf-8")
    commit(root, "Verified", "2026-11-01T00:00:00Z")
    return root


def test_what_was_verified_is_told_from_what_was_only_changed(checkout: Path) -> None:
    found = {(row["kind"], row["id"]): row for row in stale(checkout, "--older-than", "0d")}
    any_, vlm, lm = found["model", "toy-any"], found["model", "toy-vlm"], found["component", "toy-lm"]
    assert (any_["basis"], any_["date"], any_["days"], any_["by"], any_["what"]) == (
        "verified", "2026-01-20", 308, "@reader", "all facts"
    )  # fmt: skip
    assert (vlm["basis"], vlm["date"], vlm["days"], vlm["by"]) == ("verified", "2025-10", 419, "@checker")
    assert vlm["what"] == "architecture against toy/vlm@aaaaaaaaaaaa"
    assert (lm["basis"], lm["date"], lm["days"], lm["by"]) == ("changed", "2026-01-02", 326, None)


def test_the_oldest_come_first_and_only_those_that_are_old(checkout: Path) -> None:
    assert [(row["id"], row["days"]) for row in stale(checkout)] == [("toy-vlm", 419)]
    models = stale(checkout, "--older-than", "10m", "--kind", "model")
    assert [row["id"] for row in models] == ["toy-vlm", "toy-any"]
    assert stale(checkout, "--older-than", "2y") == []


def test_a_newer_note_counts_and_an_older_one_does_not(checkout: Path) -> None:
    change(checkout, "models/toy-any", "date: 2026-01-20", "date: '2020'")
    (found,) = (row for row in stale(checkout, "--kind", "model") if row["id"] == "toy-any")
    assert (found["date"], found["basis"]) == ("2020", "verified")
    change(checkout, "models/toy-vlm", "modalities:\n  input", f"{NOTE}modalities:\n  input")
    assert "toy-vlm" not in {row["id"] for row in stale(checkout)}


def test_without_git_what_nobody_verified_is_unknown_and_comes_first(tmp_path: Path) -> None:
    found = stale(copy_of_toy(tmp_path), "--kind", "organisation")
    assert {(row["basis"], row["date"], row["days"]) for row in found} == {("unknown", None, None)}
    assert [row["id"] for row in found] == ["toy-lab", "toy-university"]


def test_the_note_stands_before_note_and_sources_in_the_canonical_text(checkout: Path) -> None:
    text = (checkout / "catalog/models/toy-any.yaml").read_bytes()
    lines = [line.split(b":")[0] for line in canonical("model", text).split(b"\n") if line[:1].isalpha()]
    assert lines.index(b"last_verified") > lines.index(b"architecture")
    assert CliRunner().invoke(command, ["--root", str(checkout), "check"]).exit_code == 0


def test_every_kind_of_page_says_who_verified_it_when_and_what(checkout: Path, tmp_path: Path) -> None:
    change(checkout, "organisations/toy-lab", "kind:", f"{NOTE.replace('all facts', 'its <name>')}kind:")
    with knowledge_base_of(checkout, tmp_path / "kb.sqlite") as kb:
        assert kb.model("toy-any").record.last_verified.by == "@reader"  # type: ignore[union-attr]
        pages = dict(all_pages(kb, describe_tables(), drawings=False))
    told = 'Last verified <span class="date">2026-01-20</span> by &#64;reader: all facts.</p>'
    assert told in pages["models/toy-any.md"]
    assert "by &#64;reader: its &#60;name&#62;.</p>" in pages["organisations/toy-lab.md"]
    assert "Last verified" not in pages["models/toy-vlm.md"]


def test_a_wrong_date_is_refused_as_everywhere(checkout: Path) -> None:
    change(checkout, "models/toy-any", "date: 2026-01-20", "date: 20 January")
    result = CliRunner().invoke(command, ["--root", str(checkout), "check"])
    assert "last_verified.date: '20 January' is not a date" in result.output
