"""The Markdown twins of pages: the same words and links, and nothing that only a browser understands."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

import markdown  # type: ignore[import-untyped]
import pytest

from mmkb.api import KnowledgeBase
from mmkb.exports.twins import twin
from mmkb.exports.write import all_markdown
from mmkb.pages.escape import text
from tests.conftest import ROOT
from tests.test_pages_escape import HOSTILE


@pytest.fixture(scope="module")
def twins(toy_kb: KnowledgeBase, toy_prose: Path) -> dict[str, str]:
    """The twins of all pages of the toy catalogue."""
    pages = all_markdown(toy_kb, toy_prose)
    return {path: twin(path, page, pages) for path, page in pages.items()}


def plain(twin_text: str) -> str:
    """A twin without its code."""
    return re.sub(r"(?ms)^```.*?^```$|`[^`\n]*`", "", twin_text)


def test_every_page_has_a_twin_that_begins_with_its_title(twins: dict[str, str], toy_pages: dict[str, str]) -> None:
    assert set(twins) > set(toy_pages)
    assert "how-to/use-the-files.md" in twins
    for path, page in twins.items():
        assert re.match(r"# \S", page), path
        assert page.endswith("\n"), path
        assert not page.endswith("\n\n"), path


def test_a_twin_needs_no_browser(twins: dict[str, str]) -> None:
    for path, page in twins.items():
        assert not re.search(r"(?<!\\)<[a-z/!]", plain(page)), path
        assert not re.search(r"&#\d+;|\{ [.#]|\x00|data-search-exclude|jsonld", plain(page)), path


def test_every_link_of_a_twin_leads_to_a_twin(twins: dict[str, str]) -> None:
    seen = 0
    for path, page in twins.items():
        for link in re.findall(r"(?<!\\)\]\(([^)\s]+)\)", plain(page)):
            if link.startswith("https://"):
                continue
            target = link.partition("#")[0]
            seen += 1
            assert not target or posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) in twins, (path, link)
    assert seen > 100


def test_the_twin_of_a_model_tells_its_facts(twins: dict[str, str]) -> None:
    page = twins["models/toy-vlm.md"]
    assert re.search(r"(?m)^\| Released \| 2023-\d\d(-\d\d)? ", page)
    assert "(../components/toy-vit.md)" in page
    assert "not disclosed" in page
    assert "text, image → text" in page
    assert re.search(r"(?ms)^```bibtex\n@misc\{\w+,\n.*?^\}\n```$", page)
    assert "<figure" not in page
    assert "Edit this entry" not in page


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_text_is_still_text_in_a_twin(hostile: str) -> None:
    page = twin("models/x.md", f"# Title\n\nBefore {text(hostile)} after\n", {"models/x.md"})
    shown = markdown.markdown(page)
    assert "<script" not in shown
    assert "<img" not in shown
    assert "<a " not in shown
    assert "onerror=" not in re.sub(r"&lt;.*?&gt;", "", shown)


def test_code_of_a_guide_stays_as_it_is(twins: dict[str, str]) -> None:
    for name in ("add-a-model", "use-the-files"):
        source = Path(ROOT / "site" / "how-to" / f"{name}.md").read_text("utf-8")
        blocks = re.findall(r"(?ms)^```.*?^```$", source)
        assert blocks
        for block in blocks:
            assert block in twins[f"how-to/{name}.md"]


def test_the_twin_of_a_surveys_table_tells_whose_words_are_whose(twins: dict[str, str]) -> None:
    page = twins["surveys/toy-survey/table-1.md"]
    assert "| ViT-B / catalogue: Toy ViT @336x336 |" in page
    assert "The survey's words" not in page
