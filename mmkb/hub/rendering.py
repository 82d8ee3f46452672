"""The text of a drafted entry: canonical, with what is left to do as comments on top."""

from __future__ import annotations

import io
import textwrap
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import SingleQuotedScalarString

from mmkb.fmt import canonical
from mmkb.hub.drafts import Draft
from mmkb.load import schema_line
from mmkb.records import KINDS
from mmkb.records.shape import in_order
from mmkb.yamltext import parse

TODO: Final = "To do (delete each line when it is done):"
_FLOW: Final = frozenset({"source", "locator"}), frozenset({"count", "per"}), frozenset({"component", "variant"})


def _styled(value: Any) -> Any:
    """Plain data with the layout of the catalogue: citations and lists of words on one line."""
    if isinstance(value, dict):
        block = CommentedMap({key: _styled(one) for key, one in value.items()})
        if any(set(value) == keys for keys in _FLOW):
            block.fa.set_flow_style()
        return block
    if isinstance(value, (list, tuple)):
        items = CommentedSeq([_styled(one) for one in value])
        if all(not isinstance(one, (dict, list, tuple)) for one in value):
            items.fa.set_flow_style()
        return items
    return _text(str(value)) if isinstance(value, str) else value


def _text(value: str) -> str:
    """A text in quotes where the catalogue's own reading would take it for something else."""
    return value if parse(f"a: {value}\n".encode()).data == {"a": value} else SingleQuotedScalarString(value)


def comments(todo: list[str]) -> str:
    """What is left to do, as comments; empty for nothing."""
    lines = [TODO] if todo else []
    for one in todo:
        clean = " ".join("".join(c if c.isprintable() else " " for c in one).split())
        lines += textwrap.wrap(
            clean, 116, initial_indent="- ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
        )
    return "".join(f"# {line}\n" for line in lines)


def render(draft: Draft) -> bytes:
    """The bytes of the file of a draft, in canonical text."""
    yaml = YAML(typ="rt")
    yaml.width = 100_000
    yaml.indent(mapping=2, sequence=2, offset=0)
    out = io.StringIO()
    yaml.dump(_styled(in_order(KINDS[draft.kind], draft.data)), out)
    raw = f"{schema_line(draft.kind)}\n{comments(draft.todo)}{out.getvalue()}".encode()
    return canonical(draft.kind, raw)
