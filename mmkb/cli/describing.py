"""An entry as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mmkb.api import KnowledgeBase
from mmkb.query.answers import ModelAnswer, Named

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


def _lines(value: Any, depth: int) -> Iterator[str]:
    for key, item in value.items():
        label = f"{_INDENT * depth}{key.replace('_', ' ')}"
        line = _plain(item)
        if line is not None:
            yield f"{label}: {line}"
        elif isinstance(item, list):
            yield f"{label}:"
            for one in item:
                text = _plain(one)
                if text is not None:
                    yield f"{_INDENT * (depth + 1)}- {text}"
                else:
                    first, *rest = _lines(one, depth + 2)
                    yield f"{_INDENT * (depth + 1)}- {first.strip()}"
                    yield from rest
        elif item:
            yield f"{label}:"
            yield from _lines(item, depth + 1)


def _around(answer: ModelAnswer) -> Iterator[str]:
    """What other entries say about a model."""
    if answer.descendants:
        yield "built on it: " + ", ".join(f"{line.child.name} ({line.relation})" for line in answer.descendants)
    if answer.scores:
        yield f"scores: {len(answer.scores)} on {len({score.benchmark.id for score in answer.scores})} benchmarks"
    gaps = [state for state in answer.states if state.state != "known"]
    if gaps:
        yield "not known: " + ", ".join(f"{gap.fact} ({gap.state.replace('-', ' ')})" for gap in gaps)


def describe(kb: KnowledgeBase, entry: Named) -> str:
    """An entry, and what others say about it, as text for a terminal."""
    data = kb.as_json(entry.kind, entry.id)
    head = f"{data.pop('name')} ({data.pop('entry')} {data.pop('id')})"
    lines = [head, "=" * len(head), *_lines(data, 0)]
    if entry.kind == "model":
        lines += _around(kb.model(entry.id))
    return "\n".join(lines)
