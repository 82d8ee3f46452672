"""What pages tell machines: words that schema.org has, addresses in full, and nothing that could end the script around it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mmkb.api import KnowledgeBase
from mmkb.pages.every import all_pages, names_of
from mmkb.pages.jsonld import entry_jsonld
from mmkb.pages.paths import SITE, built, entry_path
from mmkb.store import describe_tables
from tests.conftest import knowledge_base_of
from tests.toycatalogue import change, copy_of_toy

HERE = "https://toys.example.org/kb/"

WORK = {
    "about", "alternateName", "author", "citation", "creator", "dateModified", "datePublished", "description", "identifier",
    "isAccessibleForFree", "isBasedOn", "keywords", "license", "name", "sameAs", "url", "version",
}  # fmt: skip
KNOWN = {
    "CreativeWork": WORK,
    "Dataset": WORK | {"distribution"},
    "DataDownload": WORK | {"contentUrl", "encodingFormat"},
    "SoftwareApplication": WORK | {"applicationCategory"},
    "SoftwareSourceCode": WORK,
    "ScholarlyArticle": WORK,
    "BlogPosting": WORK,
    "WebPage": WORK,
    "Organization": {"alternateName", "description", "name", "parentOrganization", "sameAs", "url"},
    "Person": {"name"},
    "Thing": {"name"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"item", "position"},
}
"""The types that we use, with the properties that they have in schema.org's vocabulary, as read in its release 30.0."""

MADE_OF = {
    "creator": {"Organization"}, "parentOrganization": {"Organization"}, "author": {"Person"}, "about": {"Thing"},
    "distribution": {"DataDownload"}, "itemListElement": {"ListItem"}, "item": {"WebPage"}, "license": {"CreativeWork"},
    "citation": {"CreativeWork", "ScholarlyArticle", "SoftwareSourceCode", "BlogPosting", "WebPage"},
    "isBasedOn": {"CreativeWork", "SoftwareApplication", "ScholarlyArticle", "SoftwareSourceCode", "BlogPosting", "WebPage"},
}  # fmt: skip
"""The types that stand in a property, as its range allows."""

TYPES = {
    "model": {"SoftwareApplication"}, "component": {"SoftwareApplication"}, "dataset": {"Dataset"}, "benchmark": {"Dataset"},
    "results": {"Dataset"}, "organisation": {"Organization"}, "survey": {"CreativeWork"},
    "source": {"ScholarlyArticle", "SoftwareSourceCode", "BlogPosting", "WebPage"},
}  # fmt: skip


def told(kb: KnowledgeBase, site: str) -> dict[str, list[dict[str, Any]]]:
    """What every page tells, by path."""
    found = {}
    for path, markdown in all_pages(kb, describe_tables(), drawings=False, site=site):
        match = re.match(r'---\njsonld: (".*")\n', markdown)
        if match is not None:
            assert not re.search(r"[<>&']", match[1]), path
            assert match[1].isascii()
            data = json.loads(json.loads(match[1]))
            assert data["@context"] == "https://schema.org"
            found[path] = data.get("@graph", [data])
    return found


def things(data: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every thing that is told, with the property in which it stands."""
    if isinstance(data, list):
        for one in data:
            yield from things(one, place)
    elif isinstance(data, dict):
        yield place, data
        for key, value in data.items():
            yield from things(value, key)


@pytest.fixture(scope="module")
def toy_told(toy_kb: KnowledgeBase) -> dict[str, list[dict[str, Any]]]:
    return told(toy_kb, HERE)


def look_at(found: dict[str, list[dict[str, Any]]], site: str) -> None:
    for path, data in found.items():
        for place, thing in things(data):
            known = KNOWN[thing["@type"]]
            assert {key for key in thing if not key.startswith("@")} <= known, (path, thing)
            assert not place or thing["@type"] in MADE_OF[place], (path, place, thing["@type"])
            for key in ("@id", "url", "contentUrl"):
                assert key not in thing or thing[key].startswith("https://"), (path, thing[key])
            assert thing.get("@id", site).startswith(site), path
            if "datePublished" in thing:
                assert date.fromisoformat(f"{thing['datePublished']}-01-01"[:10]), path
            if thing["@type"] == "Dataset":  # what the search for datasets asks for
                assert 50 <= len(thing["description"]) <= 5000, (path, thing["description"])


def test_types_and_properties_are_those_of_schema_org(toy_told: dict[str, list[dict[str, Any]]]) -> None:
    look_at(toy_told, HERE)
    with pytest.raises(AssertionError):
        look_at({"x.md": [{"@type": "Dataset", "colour": "blue"}]}, HERE)


def test_every_entry_is_of_the_type_of_its_kind_and_has_its_address(
    toy_kb: KnowledgeBase, toy_told: dict[str, list[dict[str, Any]]]
) -> None:
    for (kind, entry), name in names_of(toy_kb).items():
        thing, way = toy_told[entry_path(kind, entry)]
        here = HERE + built(entry_path(kind, entry))
        assert thing["@type"] in TYPES[kind]
        assert (thing["name"], thing["@id"], thing["url"]) == (name, here, here)
        steps = [(step["position"], step["item"]["@id"]) for step in way["itemListElement"]]
        assert steps == [(1, HERE), (2, here.removesuffix("/").rpartition("/")[0] + "/"), (3, here)]


def test_a_model_names_its_makers_parts_paper_and_licence(toy_told: dict[str, list[dict[str, Any]]]) -> None:
    thing = toy_told["models/toy-vlm.md"][0]
    assert [maker["@id"] for maker in thing["creator"]] == [
        f"{HERE}organisations/{name}/" for name in ("toy-university", "toy-lab")
    ]
    assert {part["@id"] for part in thing["isBasedOn"]} == {f"{HERE}components/{name}/" for name in ("toy-vit", "toy-lm")}
    assert thing["citation"]["@type"] == "ScholarlyArticle"
    assert thing["citation"]["sameAs"] == "https://arxiv.org/abs/2301.00001"
    assert thing["sameAs"] == "https://huggingface.co/toy/toy-vlm"
    assert "license" not in thing  # that of the weights is not disclosed


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("MIT", "https://spdx.org/licenses/MIT.html"),
        ("LicenseRef-Llama-2", {"@type": "CreativeWork", "name": "Llama-2"}),
        ("Apache-2.0 AND MIT", {"@type": "CreativeWork", "name": "Apache-2.0 AND MIT"}),
    ],
)
def test_a_licence_is_told_by_its_address_or_its_name(tmp_path: Path, given: str, said: Any) -> None:
    root = copy_of_toy(tmp_path)
    change(root, "models/toy-vlm", "licence: not-disclosed", f"licence: {given}")
    with knowledge_base_of(root, tmp_path / "kb.sqlite") as kb:
        assert entry_jsonld("model", kb.model("toy-vlm"), HERE)["@graph"][0]["license"] == said


def test_the_catalogue_is_a_dataset_with_downloads(toy_told: dict[str, list[dict[str, Any]]]) -> None:
    (whole,) = toy_told["index.md"]
    assert (whole["@type"], whole["@id"], whole["url"]) == ("Dataset", HERE, HERE)
    assert [part["contentUrl"] for part in whole["distribution"]] == [
        f"{HERE}{path}" for path in ("mmkb.sqlite", "api/v1/index.json", "references.bib")
    ]
    assert whole["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"


@pytest.mark.catalogue
def test_what_the_real_pages_tell_is_sound(real_kb: KnowledgeBase) -> None:
    found = told(real_kb, SITE)
    assert len(found) > 1500
    look_at(found, SITE)
