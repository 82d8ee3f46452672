"""Entries as text for a terminal, and as HTML for a notebook."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from typing import Any

from mmkb.query.printing import printable

_INDENT = "  "


def _plain(value: Any) -> str | None:
    """A value that fits a line, as text; None for a block."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (str, int, float)):
        return str(value)
    if isinstance(value, Mapping) and set(value) >= {"printed", "value"}:
        return str(value["printed"])
    if isinstance(value, Mapping) and set(value) >= {"source", "locator"}:
        return f"{value['source']}, {value['locator']}"
    if isinstance(value, Mapping) and "state" in value:
        note = f" ({value['note']})" if value.get("note") else ""
        return f"{str(value['state']).replace('-', ' ')}{note}"
    if isinstance(value, list) and all(isinstance(item, (str, int, float)) for item in value):
        return ", ".join(str(item) for item in value)
    return None


def lines(value: Mapping[str, Any], depth: int = 0) -> Iterator[str]:
    """Yield the lines of an entry given as plain data, blocks in blocks."""
    for key, item in value.items():
        label = f"{_INDENT * depth}{key.replace('_', ' ')}"
        line = _plain(item)
        if line is not None:
            yield printable(f"{label}: {line}")
        elif isinstance(item, list):
            yield f"{label}:"
            for one in item:
                text = _plain(one)
                if text is not None:
                    yield printable(f"{_INDENT * (depth + 1)}- {text}")
                else:
                    first, *rest = lines(one, depth + 2)
                    yield f"{_INDENT * (depth + 1)}- {first.strip()}"
                    yield from rest
        elif item:
            yield f"{label}:"
            yield from lines(item, depth + 1)


def entry_text(kind: str, data: Mapping[str, Any]) -> str:
    """An entry, given as plain data, as text."""
    rest = {key: value for key, value in data.items() if key not in ("name", "id")}
    head = printable(f"{data['name']} ({kind} {data['id']})")
    return "\n".join([head, "=" * len(head), *lines(rest)])


def entry_html(kind: str, data: Mapping[str, Any]) -> str:
    """An entry, given as plain data, as HTML: a table of its facts, the larger ones folded."""
    rows = ""
    for key, value in data.items():
        line = _plain(value)
        if key in ("name", "id") or not value:
            continue
        told = html.escape(line) if line is not None else _folded(key, value)
        rows += f'<tr><th scope="row">{html.escape(key.replace("_", " "))}</th><td>{told}</td></tr>'
    head = f"{html.escape(str(data['name']))} ({kind} {html.escape(str(data['id']))})"
    return f'<table class="mmkb"><caption>{head}</caption><tbody>{rows}</tbody></table>'


def _folded(key: str, value: Any) -> str:
    text = "\n".join(lines({key: value})).partition("\n")[2]
    count = f"{len(value)} " if isinstance(value, list) else ""
    return f"<details><summary>{count}{html.escape(key.replace('_', ' '))}</summary><pre>{html.escape(text)}</pre></details>"
