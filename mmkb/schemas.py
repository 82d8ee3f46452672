"""The JSON Schemas of the entries, written from the records, so that editors complete and check while people type."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mmkb import vocab
from mmkb.records import FOLDERS, KINDS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
IDS = "ids.schema.json"
"""The one file in ``schema/`` that changes with the catalogue."""


def _explained(schema: dict[str, Any]) -> None:
    """Give every closed list the definitions of its words, as editors show them."""
    for name, definition in schema.get("$defs", {}).items():
        words = getattr(vocab, name, None)
        if "enum" in definition and isinstance(words, type) and issubclass(words, vocab.Word):
            definition["enumDescriptions"] = [words(word).definition for word in definition["enum"]]


def _any_of(node: Any) -> Any:
    """The same schema with anyOf for oneOf: a gap's bare word is also text, and may match both branches."""
    if isinstance(node, dict):
        return {"anyOf" if key == "oneOf" else key: _any_of(value) for key, value in node.items()}
    return [_any_of(item) for item in node] if isinstance(node, list) else node


def schema_of(kind: str) -> dict[str, Any]:
    """The JSON Schema of the entries of one kind."""
    schema: dict[str, Any] = _any_of(KINDS[kind].model_json_schema(mode="validation"))
    _explained(schema)
    return {"$schema": DIALECT, "$id": f"{kind}.schema.json", **schema}


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def schema_texts() -> dict[str, str]:
    """The text of every schema, which needs no other file, by the name of its own."""
    return {f"{kind}.schema.json": _text(schema_of(kind)) for kind in KINDS}


def entry_ids(catalogue: Path) -> dict[str, list[str]]:
    """The ids of all entries of a catalogue by kind, read from the names of their files."""
    return {kind: sorted(path.stem for path in (catalogue / folder).glob("[!.]*.yaml")) for kind, folder in FOLDERS.items()}


def _completing(node: Any) -> Any:
    """The same schema with every id of an entry completed from the list of ids, and an id that is not there valid as well."""
    if isinstance(node, list):
        return [_completing(item) for item in node]
    if not isinstance(node, dict):
        return node
    kind = node.get("x-entry-of")
    if not isinstance(kind, str):
        return {key: _completing(value) for key, value in node.items()}
    said = {key: value for key, value in node.items() if key in ("default", "description", "examples", "title", "x-entry-of")}
    # An entry that is added together with what names it is in no list yet; whether it is there is for mmkb check to tell.
    new = {key: value for key, value in node.items() if key not in said}
    return {**said, "anyOf": [{"$ref": f"{IDS}#/$defs/{kind}"}, new]}


def editor_texts(ids: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The text of every file in ``schema/``: the schemas with completion of ids, and the list of all ids.

    Args:
        ids: The ids of all entries by kind.
    """
    listed = {
        "$schema": DIALECT,
        "$id": IDS,
        "description": "The ids of all entries by kind, for editors to complete; written by mmkb schema.",
        "$defs": {kind: {"enum": list(known)} if known else {"not": {}} for kind, known in ids.items()},
    }
    return {**{f"{kind}.schema.json": _text(_completing(schema_of(kind))) for kind in KINDS}, IDS: _text(listed)}


def stale_schemas(folder: Path, ids: Mapping[str, Sequence[str]]) -> list[str]:
    """Names of the schema files in ``folder`` that are missing, not as they are written today, or of no kind."""
    texts = editor_texts(ids)
    stale = [
        name for name, text in texts.items() if not (folder / name).is_file() or (folder / name).read_text("utf-8") != text
    ]
    extra = [path.name for path in folder.glob("*.schema.json") if path.name not in texts] if folder.is_dir() else []
    return sorted(stale + extra)


def write_schemas(folder: Path, ids: Mapping[str, Sequence[str]]) -> list[str]:
    """Write every schema file that is missing or not as it is written today, and remove those of no kind.

    Args:
        folder: The folder ``schema``.
        ids: The ids of all entries by kind.

    Returns:
        Names of the files that were written or removed.

    Raises:
        OSError: If a file cannot be written.
    """
    stale = stale_schemas(folder, ids)
    texts = editor_texts(ids)
    folder.mkdir(parents=True, exist_ok=True)
    for name in stale:
        if name in texts:
            aside = folder / f".{name}.new"
            aside.write_text(texts[name], "utf-8")
            aside.replace(folder / name)
        else:
            (folder / name).unlink()
    return stale
