"""What editors are given: settings, and snippets that expand to what the checks accept, whatever is chosen in them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from mmkb.load import EntryFile, read_entry, schema_line
from mmkb.records import FOLDERS, KINDS
from mmkb.schemas import schema_of
from mmkb.yamltext import parse
from tests.toycatalogue import TOY

ROOT = Path(__file__).parent.parent
SNIPPETS: dict[str, dict[str, Any]] = json.loads((ROOT / ".vscode" / "mmkb.code-snippets").read_text("utf-8"))
WHOLE = {"A model": "model", "A component": "component", "A results table": "results"}
MOST_CHOICES = 12


def test_the_settings_wire_every_kind_to_its_schema() -> None:
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text("utf-8"))
    wired = {f"./schema/{kind}.schema.json": f"catalog/{folder}/*.yaml" for kind, folder in FOLDERS.items()}
    assert settings["yaml.schemas"] == wired
    assert all((ROOT / path).is_file() for path in wired)
    recommended = json.loads((ROOT / ".vscode" / "extensions.json").read_text("utf-8"))["recommendations"]
    assert recommended == ["redhat.vscode-yaml"]


def expanded(name: str, choice: int, file: str = "my-entry") -> str:
    """A snippet as an editor leaves it when each place keeps its default, or its ``choice``-th word."""
    body = "\n".join(SNIPPETS[name]["body"])
    assert not re.search(r"\$\{\d+\}|\$[1-9]", body), "every place says what belongs there"

    def filled(match: re.Match[str]) -> str:
        words = match[1].split(",")
        return words[choice % len(words)]

    body = re.sub(r"\$\{\d+\|([^|}]*)\|\}", filled, body)
    body = re.sub(r"\$\{\d+:([^}]*)\}", r"\1", body).replace("$0", "").replace("${TM_FILENAME_BASE}", file)
    body = body.replace("\\$", "$")
    assert "${" not in body
    return body + "\n"


def read(kind: str, text: str) -> None:
    """See that a text is an entry that the reader takes and the JSON Schema allows."""
    data = parse(text.encode()).data
    assert data is not None, parse(text.encode()).problems
    assert [e.message for e in jsonschema.Draft202012Validator(schema_of(kind)).iter_errors(data)] == []
    found = read_entry(kind, f"{data['id']}.yaml", text.encode())
    assert isinstance(found, EntryFile), [problem.text() for problem in found]


@pytest.mark.parametrize("choice", range(MOST_CHOICES))
@pytest.mark.parametrize("name", WHOLE)
def test_an_entry_from_a_snippet_is_valid_whatever_is_chosen(name: str, choice: int) -> None:
    text = expanded(name, choice)
    assert text.startswith(schema_line(WHOLE[name]) + "\nid: my-entry\n")
    read(WHOLE[name], text)


def toy(kind: str, entry: str) -> str:
    return (TOY / "catalog" / FOLDERS[kind] / f"{entry}.yaml").read_text("utf-8")


@pytest.mark.parametrize("choice", range(MOST_CHOICES))
def test_blocks_from_snippets_are_valid_in_their_places(choice: int) -> None:
    lab = toy("organisation", "toy-lab").split("sources:")[0]
    read("organisation", lab + expanded("A citation", choice))
    gap = "".join(f"  {line}\n" for line in expanded("A gap", choice).splitlines())
    component = toy("component", "toy-lm")
    read("component", component.replace("sources:", f"trained_on:\n{gap}sources:", 1))
    model = toy("model", "toy-vlm")
    model = re.sub(r"(?ms)^(readings|corrections):\n.*?(?=^[a-z])", "", model + "zz:\n").removesuffix("zz:\n")
    read("model", model.rstrip() + "\n" + expanded("A correction", choice))
    read("results", "".join([*expanded("A results table", choice).splitlines(True), expanded("A score", choice)]))


def test_every_snippet_is_for_yaml_says_what_it_is_and_is_tried() -> None:
    assert set(SNIPPETS) == {*WHOLE, "A citation", "A gap", "A correction", "A score"}
    assert set(WHOLE.values()) <= set(KINDS)
    for snippet in SNIPPETS.values():
        assert snippet["scope"] == "yaml"
        assert snippet["prefix"].startswith("mm-")
        assert snippet["description"]
