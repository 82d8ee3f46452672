"""The toy catalogue with hostile words in every text that its entries can hold, found by walking the JSON Schemas."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from mmkb.load.entry import read_entry, schema_line
from mmkb.records import FOLDERS, KINDS
from mmkb.schemas import schema_of
from mmkb.yamltext import parse
from tests.toycatalogue import copy_of_toy

Steps = tuple[str | int, ...]
Place = tuple[str, tuple[str, ...]]
"""A kind, and the way to a text in its schema, ``[]`` for the items of a list."""

PAYLOADS: Final = (
    "<script>top.hit=1</script><img src=x onerror=top.hit=1><svg onload=top.hit=1>{n}</title></style></textarea>-->",
    "javascript:top.hit=1//{n} [a](javascript:top.hit=1) ![b](x\"onerror=\"top.hit=1) <javascript:top.hit=1> [c]: /x 'd'",
    "\"onmouseover=\"top.hit=1\" 'autofocus onfocus='top.hit=1' {n} `x` *y* _z_ |a|b| {#i onclick=top.hit=1}"
    " {: onclick=top.hit=1 }",
    '=HYPERLINK("https://evil.example/{n}","x")+@SUM(1) {{ 7*191 }}{% raw %}{{ config }}{# x #} ${7*191} <%= 7*191 %>',
    "</svg></desc><script>top.hit=1</script>{n}]]><![CDATA[<x>--> &lt;b&gt; &#60;script&#62;top.hit=1&#60;/script&#62; <!--",
    "a\u202eevil{n}\u202c\u200b\u2066x\u2069\u2028line\u2029\ufeff\u00adz <a href=javascript:top.hit=1>\u200f b",
    "W" * 200 + "{n}",
    "- # > 1. {n} https://evil.example/x ![i](https://evil.example/i.png) <iframe src=https://evil.example>"
    " <base href=//evil.example> :smile: [[model/toy-vlm]] [@x]",
)
"""What is tried, each with a number of its own for ``{n}``: names have to differ."""

FLAG: Final = "top.hit"
"""What a payload that runs sets."""

REPLACED: Final = ("component", "toy-resampler", "linear")
"""Kind and id of an entry that another one takes the place of."""

STEERING: Final = "\u202e\u202c\u2066\u2069\u2028\u2029\ufeff\u200f"
"""Characters that steer what stands beside them: pages show a sign in their place."""


def payload(number: int) -> str:
    """The payload of a number."""
    return PAYLOADS[number % len(PAYLOADS)].replace("{n}", f"n{number}n")


def _branches(schema: dict[str, Any], node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All that a node can be."""
    if "$ref" in node:
        yield from _branches(schema, schema["$defs"][node["$ref"].rpartition("/")[2]])
    elif "anyOf" in node:
        for branch in node["anyOf"]:
            yield from _branches(schema, branch)
    else:
        yield node


def _is_text(node: dict[str, Any]) -> bool:
    """Whether a node is a text that people write freely: its pattern asks for no more than that it is not blank."""
    return node.get("type") == "string" and str(node.get("pattern", "")).startswith(r"^\S")


def texts_of(kind: str) -> set[Place]:
    """Every free text of a kind's schema."""
    schema = schema_of(kind)

    def walk(node: dict[str, Any], way: tuple[str, ...]) -> Iterator[Place]:
        for branch in _branches(schema, node):
            if _is_text(branch):
                yield kind, way
            for key, value in branch.get("properties", {}).items():
                yield from walk(value, (*way, key))
            if branch.get("type") == "array" and "items" in branch:
                yield from walk(branch["items"], (*way, "[]"))

    return set(walk(schema, ()))


_PLAIN: Final = ((r"^\d{4}", "2024-01-01"), ("{40}", "0" * 40), ("/", "toy/toy"))
"""Texts of a form: what its pattern has in it, and a text that fits."""


def _word(branch: dict[str, Any], name: str) -> Iterator[str]:
    """A text that a node may be, if one can be told; ids only of sources, which every entry names."""
    pattern = str(branch.get("pattern", ""))
    fit = next((text for part, text in _PLAIN if part in pattern), None)
    if _is_text(branch):
        yield "some text"
    elif name == "source":
        yield "arxiv-2301.00001"
    elif branch.get("format") == "uri":
        yield "https://example.org/toy"
    elif fit is not None:
        yield fit


def _sample(schema: dict[str, Any], node: dict[str, Any], name: str) -> Iterator[Any]:
    """Small values that a node may take."""
    for branch in _branches(schema, node):
        if "enum" in branch:
            yield branch["enum"][0]
        elif "const" in branch:
            yield branch["const"]
        elif branch.get("type") == "string":
            yield from _word(branch, name)
        elif branch.get("type") in ("integer", "number"):
            yield 1
        elif branch.get("type") == "array" and "items" in branch:
            yield from ([value] for value in _sample(schema, branch["items"], name))
        elif branch.get("type") == "object":
            made = {key: next(_sample(schema, branch["properties"][key], key), None) for key in branch.get("required", ())}
            if None not in made.values():
                # With a text in it that is not required, so that blocks of nothing but such texts come in as well.
                for key, value in branch.get("properties", {}).items():
                    if key not in made and any(map(_is_text, _branches(schema, value))):
                        yield made | {key: "some text"}
                yield made


def _valid(kind: str, data: Any) -> bool:
    try:
        KINDS[kind].model_validate(data)
    except ValidationError:
        return False
    return True


def _at(data: Any, steps: Steps) -> Any:
    for step in steps:
        data = data[step]
    return data


def _with(data: Any, steps: Steps, value: Any) -> Any:
    """A copy in which a place has another value."""
    changed = copy.deepcopy(data)
    _at(changed, steps[:-1])[steps[-1]] = value
    return changed


def grown(kind: str, data: Any, without: str = "deprecated") -> Any:
    """An entry with everything added that the schema allows and the record takes, but for one key."""
    schema = schema_of(kind)

    def walk(node: dict[str, Any], steps: Steps) -> None:
        nonlocal data
        for branch in _branches(schema, node):
            value = _at(data, steps)
            if isinstance(value, dict):
                for key, inner in branch.get("properties", {}).items():
                    if key not in _at(data, steps) and key != without:
                        trials = (_with(data, (*steps, key), made) for made in _sample(schema, inner, key))
                        data = next((trial for trial in trials if _valid(kind, trial)), data)
                    if key in _at(data, steps):
                        walk(inner, (*steps, key))
            elif isinstance(value, list) and "items" in branch:
                for i in range(len(value)):
                    walk(branch["items"], (*steps, i))

    walk(schema, ())
    return data


def turned(kind: str, data: Any, *, gaps: bool, inner: bool = False) -> Any:
    """An entry in which values are written in their other form, where they have one with texts in it.

    Args:
        kind: Its kind.
        data: What it says.
        gaps: Whether values become gaps with a note, or blocks such as a number with what was printed.
        inner: Whether the innermost of values that lie in one another are turned, or the outermost.
    """
    schema = schema_of(kind)

    def turn(node: dict[str, Any], steps: Steps) -> bool:
        nonlocal data
        for branch in _branches(schema, node):
            own = branch.get("properties", {})
            if (
                branch.get("type") == "object"
                and ("state" in own) == gaps
                and any(_is_text(b) for value in own.values() for b in _branches(schema, value))
            ):
                if not gaps and isinstance(_at(data, steps), dict | list):
                    continue
                for made in _sample(schema, branch, ""):
                    if _valid(kind, trial := _with(data, steps, made)):
                        data = trial
                        return True
        return False

    def walk(node: dict[str, Any], steps: Steps) -> bool:
        if steps and not inner and turn(node, steps):
            return True
        done = False
        for branch in _branches(schema, node):
            value = _at(data, steps)
            if isinstance(value, dict):
                for key in [key for key in value if key in branch.get("properties", {})]:
                    done |= walk(branch["properties"][key], (*steps, key))
            elif isinstance(value, list) and "items" in branch:
                for i in range(len(value)):
                    done |= walk(branch["items"], (*steps, i))
        return done or bool(steps and inner and turn(node, steps))

    walk(schema, ())
    return data


def forms(kind: str, data: Any) -> dict[str, Any]:
    """An entry in the forms that together hold every text of the schema, by what their ids end in."""
    whole = grown(kind, data)
    return {
        "": whole,
        "-blocks": grown(kind, turned(kind, whole, gaps=False)),
        "-gaps": grown(kind, turned(kind, whole, gaps=True), without=""),
        "-inner-gaps": grown(kind, turned(kind, whole, gaps=True, inner=True)),
    }


def leaves(data: Any, steps: Steps = ()) -> Iterator[Steps]:
    """The way to every text of an entry."""
    if isinstance(data, str):
        yield steps
    elif isinstance(data, dict | list):
        for step, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from leaves(value, (*steps, step))


def _entry(kind: str, data: Any) -> bytes:
    """The text of an entry; what JSON writes is YAML, and its escapes bring in what the text itself may not hold."""
    return f"{schema_line(kind)}\n{json.dumps(data, indent=1)}\n".encode()


class Hostile:
    """A catalogue of hostile entries, and what became of the payloads.

    Attributes:
        root: The checkout; its entries lie in ``catalog/``.
        taken: The places of the schemas that took a payload.
        refused: What the reader of entries says of each place that takes none, by place.
        names: The name of each entry, by kind and id.
    """

    def __init__(self, folder: Path) -> None:
        self.root = copy_of_toy(folder)
        self.taken: set[Place] = set()
        self.refused: dict[Place, str] = {}
        self.names: dict[tuple[str, str], str] = {}
        self._number = 0
        for kind, within in sorted(FOLDERS.items()):
            paths = sorted((self.root / "catalog" / within).glob("*.yaml"))
            richest = max(paths, key=lambda path: path.stat().st_size)
            for path in paths:
                read: Any = parse(path.read_bytes()).data
                if (kind, path.stem) == REPLACED[:2]:
                    read["deprecated"] = {"replaced_by": REPLACED[2], "reason": "one thing"}
                for end, form in (forms(kind, read) if path == richest else {"": grown(kind, read)}).items():
                    written = path.with_stem(path.stem + end)
                    data = self._hostile(kind, written.name, form | {"id": written.stem})
                    self.names[kind, written.stem] = data.get("name", "")
                    written.write_bytes(_entry(kind, data))

    def _hostile(self, kind: str, file: str, data: Any) -> Any:
        for steps in list(leaves(data)):
            place = kind, tuple("[]" if isinstance(step, int) else step for step in steps)
            tried = _with(data, steps, payload(self._number))
            if _valid(kind, tried):
                data = tried
                self.taken.add(place)
                self._number += 1
            elif place not in self.refused:
                read = read_entry(kind, file, _entry(kind, tried))
                self.refused[place] = "\n".join(p.text() for p in read) if isinstance(read, list) else ""
        return data
