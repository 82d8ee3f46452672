"""The explorer's data and page: its words are those of the API's filters, and it is small."""

from __future__ import annotations

import gzip
import json
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mmkb.api import KnowledgeBase
from mmkb.pages.explore import PLAIN_ROWS, explore_href, explore_page
from mmkb.pages.exploredata import DATA, explore_data, slug_of
from mmkb.pages.paths import EXPLORE_PATH, Page
from mmkb.query.exploring import exploration
from tests.conftest import knowledge_base_of
from tests.richtoy import rich_toy
from tests.synthetic import write_catalogue
from tests.toycatalogue import change, copy_of_toy

DERIVING = {"encoder", "connector", "llm", "generator"}
NO_FILTERS = {"output_projector", "expert"}


@pytest.fixture(scope="module")
def rich_kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("explored")
    with knowledge_base_of(rich_toy(folder / "toy"), folder / "x.sqlite") as kb:
        yield kb


def data_of(kb: KnowledgeBase) -> dict[str, Any]:
    ((path, text),) = explore_data(kb)
    assert path == DATA
    found: dict[str, Any] = json.loads(text)
    return found


def hold_words_to_filters(kb: KnowledgeBase) -> int:
    """Every word finds the models that the filter of the same name finds; gives the number of words."""
    models = exploration(kb.store).models
    tried = 0
    for name in {name for model in models for name in model.parts} - NO_FILTERS - {"built_on"}:
        for word in {word for model in models for word in (*model.part(name).words, *model.part(name).derived)}:
            for derived in (False, True) if name in DERIVING else (False,):
                own = {m.id for m in models if word in m.part(name).words or (derived and word in m.part(name).derived)}
                asked: dict[str, Any] = {name: word, "derived": derived}
                assert own == {model.id for model in kb.models(**asked)}, (name, word, derived)
                tried += 1
    return tried


def test_the_words_of_the_toy_find_what_the_filters_find(toy_kb: KnowledgeBase, rich_kb: KnowledgeBase) -> None:
    assert hold_words_to_filters(toy_kb) >= 50
    assert hold_words_to_filters(rich_kb) >= 50


@pytest.mark.catalogue
def test_the_words_of_the_catalogue_find_what_the_filters_find(real_kb: KnowledgeBase) -> None:
    assert hold_words_to_filters(real_kb) > 1000


def test_models_are_told_with_ids_sizes_and_what_they_are_built_on(toy_kb: KnowledgeBase) -> None:
    data = data_of(toy_kb)
    assert data["names"] == ["Toy-Any", "Toy-VLM"]
    assert data["ids"] == {}
    assert data["aliases"] == [0, "ToyVLM 1"]
    assert data["released_on"] == ["2023-06-01", "2023-01-05"]
    assert data["built_on"] == [2, 0]
    sizes = data["columns"]["parameters"]
    assert [sizes["sets"][place] for place in sizes["rows"]] == ["absent", [1_200_000_000]]


def test_why_no_size_is_stated_is_told(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    change(root, "models/toy-vlm", "parameters: 1.2B", "parameters: not-disclosed")
    with knowledge_base_of(root, tmp_path / "x.sqlite") as kb:
        found = {model.id: model.size_gap for model in exploration(kb.store).models}
    assert found == {"toy-any": "absent", "toy-vlm": "not-disclosed"}


def test_an_id_that_its_name_suggests_is_not_sent(tmp_path: Path) -> None:
    assert slug_of("LLaVA-1.5 (HD)") == "llava-1.5-hd"
    assert slug_of("Müller") == ""
    root = copy_of_toy(tmp_path)
    change(root, "models/toy-vlm", "name: Toy-VLM\n", "name: Töy VLM\n")
    with knowledge_base_of(root, tmp_path / "x.sqlite") as kb:
        assert data_of(kb)["ids"] == {"1": "toy-vlm"}


def test_the_data_is_the_same_each_time(toy_kb: KnowledgeBase) -> None:
    assert list(explore_data(toy_kb)) == list(explore_data(toy_kb))


def test_a_thousand_models_take_at_most_45_bytes_each(tmp_path: Path) -> None:
    write_catalogue(tmp_path, 1000)
    with knowledge_base_of(tmp_path, tmp_path / "x.sqlite") as kb:
        ((_, text),) = explore_data(kb)
        page = explore_page(kb.models())
    assert len(gzip.compress(text.encode("utf-8"))) <= 45 * 1000
    assert page.count("](../models/model-") == PLAIN_ROWS
    assert f"the newest {PLAIN_ROWS} models" in page


@pytest.mark.catalogue
def test_the_data_of_the_catalogue_is_small(real_kb: KnowledgeBase) -> None:
    ((_, text),) = explore_data(real_kb)
    # What is not by model (the names of datasets, makers and components) weighs more than the models as yet.
    assert len(gzip.compress(text.encode("utf-8"))) <= 10_000 + 150 * len(real_kb.models())


def test_the_page_has_every_model_without_scripts(toy_pages: dict[str, str]) -> None:
    page = toy_pages[EXPLORE_PATH]
    assert "[Toy&#45;Any]" in page or "[Toy-Any]" in page
    assert "toy-vlm.md" in page
    assert "all models" in page
    assert "../models/index.md" in page


def test_links_to_the_explorer_have_its_filters_set() -> None:
    page = Page("figures/encoders-by-llms.md")
    assert explore_href(page) == "../../explore/"
    assert explore_href(page, encoder="clip", llm=["llama", "vicuna"]) == "../../explore/?encoder=clip&llm=llama,vicuna"
    odd = urllib.parse.urlsplit(explore_href(Page("index.md"), text="a&b <c>", gap="stage-datasets:not-disclosed"))
    assert odd.path == "explore/"
    assert urllib.parse.parse_qs(odd.query) == {"text": ["a&b <c>"], "gap": ["stage-datasets:not-disclosed"]}
