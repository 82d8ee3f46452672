"""The JSON Schemas are as the code writes them, and judge entries as the code does."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from mmkb import vocab
from mmkb.records import FOLDERS, KINDS
from mmkb.schemas import schema_of, stale_schemas, write_schemas
from mmkb.yamltext import parse
from tests.toycatalogue import TOY

SCHEMA = Path(__file__).parent.parent / "schema"


def test_the_schemas_are_as_the_code_writes_them() -> None:
    assert stale_schemas(SCHEMA) == [], "run mmkb schema"


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


def test_writing_mends_what_is_stale_and_removes_what_is_of_no_kind(tmp_path: Path) -> None:
    assert len(write_schemas(tmp_path)) == len(KINDS)
    (tmp_path / "model.schema.json").write_text("{}")
    (tmp_path / "zoo.schema.json").write_text("{}")
    assert stale_schemas(tmp_path) == ["model.schema.json", "zoo.schema.json"]
    assert write_schemas(tmp_path) == ["model.schema.json", "zoo.schema.json"]
    assert write_schemas(tmp_path) == []
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(f"{kind}.schema.json" for kind in KINDS)
