"""Live parts of hand-written pages are filled from the database, and what is not there is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmkb.api import KnowledgeBase
from mmkb.pages.prose import ProseError, filled, is_live
from mmkb.pages.write import write_docs
from tests.conftest import LIVE, Golden

HEAD = "---\ntitle: T\nlive: true\n---\n\n"


def test_a_live_page_is_filled_as_agreed(toy_kb: KnowledgeBase, golden: Golden) -> None:
    golden("pages/live.md", filled(toy_kb, LIVE, "knowledge/live.md", "live.md"))


@pytest.mark.parametrize(
    ("written", "live"),
    [
        (HEAD, True),
        ("---\nlive: true\ntitle: T\n---\n", True),
        ("---\ntitle: T\n---\nlive: true\n---\n", False),
        ("live: true\n", False),
    ],
)
def test_only_the_front_matter_says_that_a_page_is_live(written: str, live: bool) -> None:
    assert is_live(written) is live


def test_everything_that_is_not_there_is_told_at_once_with_its_place(toy_kb: KnowledgeBase) -> None:
    written = f"""{HEAD}[[model/toy-vml]] and [[toy-vlm]].
Text {{{{ SELECT id FROM model }}}}, {{{{ DELETE FROM model }}}} [@arxiv-2301.00001] [@arxiv-2301.00003, section 1]

```mmkb
SELECT id AS model_id FROM model WHERE 0
```
"""
    with pytest.raises(ProseError) as told:
        filled(toy_kb, written, "knowledge/t.md", "site/knowledge/t.md")
    lines = str(told.value).splitlines()
    assert [line.split(" error ")[0] for line in lines] == [
        f"site/knowledge/t.md:{place}:" for place in ("6:1", "6:23", "7:6", "7:34", "7:58", "7:78", "9:1")
    ]
    assert lines[0].endswith("no model has the id 'toy-vml' (did you mean toy-vlm?)")
    assert "kinds are model, component" in lines[1]
    assert lines[2].endswith("2 rows of 1 columns, where one value is wanted")
    assert "Only reading is allowed" in lines[3]
    assert lines[4].endswith("'@arxiv-2301.00001' is not of the form @source, locator")
    assert "no source has the id 'arxiv-2301.00003'" in lines[5]
    assert lines[6].endswith("no row; the question finds nothing")


def test_numbers_and_hostile_texts_are_written_for_readers(toy_kb: KnowledgeBase) -> None:
    written = f"{HEAD}{{{{ SELECT 1234567 }}}} {{{{ SELECT '<b>*x*</b>' }}}} {{{{ SELECT NULL }}}}\n"
    assert filled(toy_kb, written, "t.md", "t.md").splitlines()[-1] == "1,234,567 &#60;b&#62;&#42;x&#42;&#60;/b&#62; –"


def test_a_page_without_live_parts_is_copied_as_it_is(toy_kb: KnowledgeBase, tmp_path: Path) -> None:
    prose = tmp_path / "site"
    prose.mkdir()
    (prose / "plain.md").write_text("# Plain {{ SELECT 1 }}\n", "utf-8")
    (prose / "live.md").write_text(f"{HEAD}# Live {{{{ SELECT 1 }}}}\n", "utf-8")
    write_docs(toy_kb, (), prose, tmp_path / "docs")
    assert (tmp_path / "docs" / "plain.md").read_text("utf-8") == "# Plain {{ SELECT 1 }}\n"
    assert (tmp_path / "docs" / "live.md").read_text("utf-8").endswith("# Live 1\n")


@pytest.mark.parametrize(
    ("sql", "head", "cell"),
    [
        ("SELECT '3/40' AS \"with speech_share\"", "With speech", "3 of 40 (8 %)"),
        ("SELECT '3/14' AS share", "Share", "3 of 14"),
        ("SELECT '3/15' AS share", "Share", "3 of 15 (20 %)"),
        ("SELECT '1200/2400' AS share", "Share", "1,200 of 2,400 (50 %)"),
        ("SELECT 0.25 AS share", "Share", "25 %"),
    ],
)
def test_a_share_of_few_is_told_in_counts_alone(toy_kb: KnowledgeBase, sql: str, head: str, cell: str) -> None:
    lines = filled(toy_kb, f"{HEAD}```mmkb\n{sql}\n```\n", "t.md", "t.md").splitlines()
    assert f"| {head} |" in lines
    assert lines[-1].endswith(f'</meter> <span class="share">{cell}</span> |')


@pytest.mark.parametrize("begun", ["```mmkb\nSELECT 1 AS one\n", "There are {{ SELECT 1 } models.\n"])
def test_a_live_part_without_an_end_is_told(toy_kb: KnowledgeBase, begun: str) -> None:
    with pytest.raises(ProseError, match=r"t\.md: error a live part has no end: (```mmkb|\{\{) SELECT 1"):
        filled(toy_kb, f"{HEAD}{begun}", "t.md", "t.md")


def test_more_rows_than_a_page_can_show_are_refused(toy_kb: KnowledgeBase) -> None:
    many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {})\nSELECT i FROM n"
    assert filled(toy_kb, f"{HEAD}```mmkb\n{many.format(500)}\n```\n", "t.md", "t.md").count("\n| ") == 502
    with pytest.raises(ProseError, match="more than 500 rows; ask for fewer"):
        filled(toy_kb, f"{HEAD}```mmkb\n{many.format(501)}\n```\n", "t.md", "t.md")


@pytest.mark.parametrize("share", ["'three'", "1.5", "-1", "'3/x'"])
def test_what_is_no_share_is_told_with_its_place(toy_kb: KnowledgeBase, share: str) -> None:
    with pytest.raises(ProseError, match=r"t\.md:6:1: error .* is no share; write one as part/whole"):
        filled(toy_kb, f"{HEAD}```mmkb\nSELECT {share} AS share\n```\n", "t.md", "t.md")


@pytest.mark.parametrize("day", ["2023-01-26", "2023-05", "2024 H1"])
def test_a_date_stands_in_one_piece(toy_kb: KnowledgeBase, day: str) -> None:
    lines = filled(toy_kb, f"{HEAD}```mmkb\nSELECT '{day}' AS released\n```\n", "t.md", "t.md").splitlines()
    assert lines[-1] == f'| <span class="date">{day}</span> |'


def test_a_share_of_nothing_is_a_dash(toy_kb: KnowledgeBase) -> None:
    assert filled(toy_kb, f"{HEAD}```mmkb\nSELECT '0/0' AS share\n```\n", "t.md", "t.md").splitlines()[-1] == "| – |"


def test_a_column_of_entries_may_say_which_ones(toy_kb: KnowledgeBase) -> None:
    written = f"{HEAD}```mmkb\nSELECT 'toy-vlm' AS first_model_id, 'linear,toy-vit' AS other_component_ids\n```\n"
    assert filled(toy_kb, written, "t.md", "t.md").splitlines()[-3:] == [
        "| First model | Other components |",
        "| --- | --- |",
        "| [Toy-VLM](models/toy-vlm.md) | [Linear layer](components/linear.md), [Toy ViT](components/toy-vit.md) |",
    ]
