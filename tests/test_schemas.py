"""The JSON Schemas are as the code writes them, and judge entries as the code does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource

from mmkb import vocab
from mmkb.records import FOLDERS, KINDS
from mmkb.schemas import IDS, editor_texts, entry_ids, schema_of, schema_texts, stale_schemas, write_schemas
from mmkb.yamltext import parse
from tests.toycatalogue import TOY

SCHEMA = Path(__file__).parent.parent / "schema"
IDS_OF_OURS = entry_ids(SCHEMA.parent / "catalog")


def test_the_schemas_are_as_the_code_writes_them() -> None:
    assert [name for name in stale_schemas(SCHEMA, IDS_OF_OURS) if name != IDS] == [], "run mmkb schema"


@pytest.mark.catalogue
def test_the_list_of_ids_is_that_of_the_catalogue() -> None:
    assert stale_schemas(SCHEMA, IDS_OF_OURS) == [], "run mmkb schema, and commit schema/ids.schema.json with your entry"


@pytest.mark.parametrize("kind", KINDS)
def test_toy_entries_are_valid_by_their_schema(kind: str) -> None:
    schema = schema_of(kind)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for path in (TOY / "catalog" / FOLDERS[kind]).glob("*.yaml"):
        assert [e.message for e in validator.iter_errors(parse(path.read_bytes()).data)] == []


def test_the_schema_refuses_unknown_keys_and_words() -> None:
    validator = jsonschema.Draft202012Validator(schema_of("organisation"))
    good = {"id": "a", "name": "A", "kind": "university"}
    assert validator.is_valid(good)
    assert not validator.is_valid({**good, "kinds": "x"})
    assert not validator.is_valid({**good, "kind": "univerity"})
    assert not validator.is_valid({**good, "id": "Not A Slug"})


def test_every_field_is_described() -> None:
    for kind in KINDS:
        schema = schema_of(kind)
        for name, definition in {kind: schema, **schema["$defs"]}.items():
            for key, field in definition.get("properties", {}).items():
                assert field.get("description") or "$ref" in field, f"{name}.{key}"


def test_every_word_is_defined_and_editors_see_it() -> None:
    for name, words in vars(vocab).items():
        if isinstance(words, type) and issubclass(words, vocab.Word) and words is not vocab.Word:
            assert all(word.definition for word in words), name
    access = schema_of("model")["$defs"]["Access"]
    assert dict(zip(access["enum"], access["enumDescriptions"], strict=True))["closed"] == vocab.Access.CLOSED.definition


def test_every_form_that_is_not_obvious_has_examples() -> None:
    for kind in KINDS:
        schema = schema_of(kind)
        for name, definition in {kind: schema, **schema["$defs"]}.items():
            for key, field in definition.get("properties", {}).items():
                if key in ("locator", "arxiv", "doi", "url", "date", "released", "licence", "resolution", "parameters"):
                    assert '"examples"' in json.dumps(field), f"{name}.{key}"


@pytest.mark.parametrize("kind", KINDS)
def test_examples_are_valid_where_they_stand(kind: str) -> None:
    schema = schema_of(kind)
    for definition in (schema, *schema["$defs"].values()):
        for key, field in definition.get("properties", {}).items():
            for node in nodes(field):
                for example in node.get("examples", ()):
                    judge = jsonschema.Draft202012Validator({**node, "$defs": schema["$defs"]})
                    assert judge.is_valid(example), f"{key}: {example}"


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from nodes(value)
    elif isinstance(node, list):
        for item in node:
            yield from nodes(item)


def test_ids_complete_from_one_list_and_a_new_id_is_valid() -> None:
    ids = {kind: ["known"] for kind in KINDS}
    texts = {name: json.loads(text) for name, text in editor_texts(ids).items()}
    registry: Registry[Any] = Registry().with_resources(
        (name, Resource.from_contents(schema)) for name, schema in texts.items()
    )  # fmt: skip
    judge = jsonschema.Draft202012Validator(texts["source.schema.json"], registry=registry)
    assert judge.is_valid({"id": "a", "name": "A", "kind": "paper"})
    parent = texts["organisation.schema.json"]["properties"]["parent"]
    assert {"$ref": f"{IDS}#/$defs/organisation"} in [branch for node in nodes(parent) for branch in node.get("anyOf", ())]
    judge = jsonschema.Draft202012Validator(texts["organisation.schema.json"], registry=registry)
    for parent_id, valid in (("known", True), ("added-with-it", True), ("Not A Slug", False)):
        assert judge.is_valid({"id": "a", "name": "A", "kind": "university", "parent": parent_id}) is valid


@pytest.mark.parametrize("kind", KINDS)
def test_the_schemas_of_editors_judge_as_those_that_are_published(kind: str) -> None:
    texts = {name: json.loads(text) for name, text in editor_texts(entry_ids(TOY / "catalog")).items()}
    registry: Registry[Any] = Registry().with_resources(
        (name, Resource.from_contents(schema)) for name, schema in texts.items()
    )  # fmt: skip
    judge = jsonschema.Draft202012Validator(texts[f"{kind}.schema.json"], registry=registry)
    for path in (TOY / "catalog" / FOLDERS[kind]).glob("*.yaml"):
        assert [e.message for e in judge.iter_errors(parse(path.read_bytes()).data)] == []
    assert IDS not in schema_texts()[f"{kind}.schema.json"]


def test_writing_mends_what_is_stale_and_removes_what_is_of_no_kind(tmp_path: Path) -> None:
    ids = entry_ids(TOY / "catalog")
    assert len(write_schemas(tmp_path, ids)) == len(KINDS) + 1
    (tmp_path / "model.schema.json").write_text("{}")
    (tmp_path / "zoo.schema.json").write_text("{}")
    assert stale_schemas(tmp_path, ids) == ["model.schema.json", "zoo.schema.json"]
    assert write_schemas(tmp_path, ids) == ["model.schema.json", "zoo.schema.json"]
    assert write_schemas(tmp_path, ids) == []
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([*(f"{kind}.schema.json" for kind in KINDS), IDS])
    assert stale_schemas(tmp_path, {**ids, "model": [*ids["model"], "zz"]}) == [IDS]
