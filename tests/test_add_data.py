"""The form of adding a model holds the fields, words and rules of the records."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mmkb.api import KnowledgeBase
from mmkb.pages.add import add_page
from mmkb.pages.adddata import ADDED, LEFT_OUT, add_data
from mmkb.records import KINDS
from mmkb.records.fields import records_in, shapes_of
from mmkb.rules import RULES
from mmkb.schemas import schema_of


@pytest.fixture(scope="module")
def form(toy_kb: KnowledgeBase) -> dict[str, Any]:
    ((path, text),) = add_data(toy_kb)
    assert path == "add/form.json"
    found: dict[str, Any] = json.loads(text)
    return found


def test_it_is_the_same_each_time(toy_kb: KnowledgeBase) -> None:
    assert list(add_data(toy_kb)) == list(add_data(toy_kb))


@pytest.mark.parametrize("kind", ADDED)
def test_every_block_has_the_keys_the_schema_has_and_needs_those_it_needs(kind: str, form: dict[str, Any]) -> None:
    schema = schema_of(kind)
    blocks = {KINDS[kind].__name__: schema, **schema["$defs"]}
    for name in {record.__name__ for record in records_in(KINDS[kind])} & set(form["blocks"]):
        fields = {field["key"]: field for field in form["blocks"][name]["fields"]}
        known = {
            key: one
            for key, one in blocks[name]["properties"].items()
            if not (name == KINDS[kind].__name__ and key in LEFT_OUT)
        }
        assert set(fields) == set(known), name
        assert {key for key, field in fields.items() if field.get("need")} == set(blocks[name].get("required", ())), name
        assert {key: field["about"] for key, field in fields.items()} == {
            key: one["description"] for key, one in known.items()
        }  # fmt: skip
        assert {key for key, field in fields.items() if field.get("many")} == {
            key for key, one in known.items() if '"array"' in json.dumps(one)
        }, name


def test_every_field_says_what_goes_into_it(form: dict[str, Any]) -> None:
    forms = {
        field["form"] for block in form["blocks"].values() for field in block["fields"]
    }  # fmt: skip
    assert forms == {
        "slug", "line", "prose", "date", "link", "arxiv", "doi", "licence", "count", "number", "resolution", "flag", "word",
        "block", "locator", "path",
    }  # fmt: skip
    for block in form["blocks"].values():
        for field in block["fields"]:
            assert field["form"] != "word" or form["words"][field["words"]]
            assert field["form"] != "block" or field["block"] in form["blocks"]


def test_marks_of_references_reach_the_form(form: dict[str, Any]) -> None:
    fields = {(name, field["key"]): field for name, block in form["blocks"].items() for field in block["fields"]}
    assert fields["EncoderUse", "component"]["ref"] == "component"
    assert fields["EncoderUse", "variant"]["of"] == "component"
    assert fields["Affiliations", "members"]["ref"] == "organisation"
    assert fields["Citation", "source"]["ref"] == "source"
    assert fields["Model", "paper"]["gap"]


def test_every_group_names_fields_and_no_field_of_a_model_is_forgotten(form: dict[str, Any]) -> None:
    grouped = [key for _, _, keys in form["groups"] for key in keys]
    assert sorted(grouped) == sorted(field["key"] for field in form["blocks"]["Model"]["fields"])


def test_the_rules_are_told_in_the_words_of_the_check(form: dict[str, Any]) -> None:
    assert {code: form["rules"][code][0] for code in RULES} == {code: rule.mend for code, rule in RULES.items()}


def test_what_can_be_named_is_what_the_catalogue_has(form: dict[str, Any]) -> None:
    named = form["named"]
    assert [row[0] for row in named["model"]] == ["toy-any", "toy-vlm"]
    assert ["toy-lm", "Toy LM", ["llm"], ["1b", "8x1b"]] in [[*row[:2], row[2], row[3]] for row in named["component"]]
    assert [row[0] for row in named["source"] if row[3]] == ["doi-toy-survey"]


def test_shapes_cover_all_keys_of_all_records() -> None:
    for record in KINDS.values():
        for one in records_in(record):
            assert {shape.key for shape in shapes_of(one)} == set(one.model_fields)


def test_the_page_says_how_it_is_done_without_scripts() -> None:
    page = add_page()
    assert "`mmkb new model --hf OWNER/NAME" in page
    assert "../how-to/add-a-model.md" in page
    assert 'id="add"' in page
