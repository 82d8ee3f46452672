"""The JSON Schemas of the entries, written from the records, so that editors complete and check while people type."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mmkb import vocab
from mmkb.records import KINDS

DIALECT = "https://json-schema.org/draft/2020-12/schema"


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


def schema_texts() -> dict[str, str]:
    """The text of every schema file by its name."""
    return {
        f"{kind}.schema.json": json.dumps(schema_of(kind), indent=1, ensure_ascii=False) + "\n" for kind in KINDS
    }  # fmt: skip


def stale_schemas(folder: Path) -> list[str]:
    """Names of the schema files in ``folder`` that are missing, not as the code writes them, or of no kind."""
    texts = schema_texts()
    stale = [
        name for name, text in texts.items() if not (folder / name).is_file() or (folder / name).read_text("utf-8") != text
    ]
    extra = [path.name for path in folder.glob("*.schema.json") if path.name not in texts] if folder.is_dir() else []
    return sorted(stale + extra)


def write_schemas(folder: Path) -> list[str]:
    """Write every schema file that is missing or not as the code writes it, and remove those of no kind.

    Returns:
        Names of the files that were written or removed.

    Raises:
        OSError: If a file cannot be written.
    """
    stale = stale_schemas(folder)
    texts = schema_texts()
    folder.mkdir(parents=True, exist_ok=True)
    for name in stale:
        if name in texts:
            aside = folder / f".{name}.new"
            aside.write_text(texts[name], "utf-8")
            aside.replace(folder / name)
        else:
            (folder / name).unlink()
    return stale
