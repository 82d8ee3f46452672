"""Telling: what Pydantic found wrong with a record, in the words of the catalogue and at its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from mmkb.locator import Locator
from mmkb.problems import Problem, did_you_mean
from mmkb.records import KINDS
from mmkb.records.base import SLUG_PATTERN
from mmkb.records.shape import block_at
from mmkb.rules import RULES, Path, rule
from mmkb.spelling import SPELLINGS, spelling_hint

MISSING_KEY = rule("missing-key", "Keys that a block cannot do without are present.", "Add the key.")
UNKNOWN_KEY = rule("unknown-key", "A block has only keys that the schema knows.", "Correct the spelling, or remove the key.")
WRONG_TYPE = rule(
    "wrong-type",
    "A value has the type that the schema asks for.",
    "Write a value of that type; quote text that looks like a number.",
)
NOT_IN_LIST = rule("not-in-vocabulary", "A word of a closed list is one of that list.", "Take one of the words possible.")
BAD_VALUE = rule(
    "bad-value", "A value keeps the length, range or pattern that the schema asks for.", "Mend the value as the message says."
)


_TAGS = frozenset({"<known>", "<gap>"})


def _inside(data: Any, step: str | int) -> tuple[Any, bool]:
    """What stands in a block under a key, or in a list at a position; and whether anything does."""
    try:
        return data[step], isinstance(data, (dict, list))
    except (KeyError, IndexError, TypeError):
        return None, False


def _at(location: tuple[str | int, ...], data: Any) -> Path:
    """The place in the text that a Pydantic location means: without names of branches and types."""
    path: list[str | int] = []
    for step in location:
        if step in _TAGS or step == "[key]":
            continue
        inner, there = _inside(data, step)
        if there or not path or isinstance(data, dict):
            path.append(step)
            data = inner
    return tuple(path)


def shown(value: Any) -> str:
    """A value as a message shows it."""
    if isinstance(value, dict):
        return "a block"
    if isinstance(value, list):
        return "a list"
    text = "nothing" if value is None else str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _known_keys(kind: str, data: Any, path: Path) -> list[str]:
    """The keys that the block around ``path`` may have."""
    block = block_at(KINDS[kind], data, path[:-1])
    return list(block.model_fields) if block is not None else []


_TYPES = {
    "string_type": "text", "int_": "a whole number", "float_": "a number", "bool_": "true or false", "tuple_type": "a list",
    "model_type": "a block", "model_attributes": "a block", "dict_type": "a block", "mapping_type": "a block",
}  # fmt: skip
"""What is needed, by the beginning of Pydantic's error types."""


def _spelling(code: str, came: Any) -> str:
    """What is probably meant by a text that is not of its form."""
    form = code.removesuffix("-form")
    return spelling_hint(form, came) if form in SPELLINGS and isinstance(came, str) else ""


def _told(kind: str, data: Any, error: Any, path: Path) -> tuple[str, str, str]:
    """Code, message and hint for one error of Pydantic."""
    code, context = error["type"], error.get("ctx", {})
    if code in RULES:
        hint = context.get("hint", "") or _spelling(code, error["input"]) or RULES[code].mend
        return code, context.get("message", error["msg"]), hint
    if code == "missing":
        return MISSING_KEY.code, f"the key {path[-1]!r} is missing", MISSING_KEY.mend
    if code == "extra_forbidden":
        return (
            UNKNOWN_KEY.code,
            f"the key {path[-1]!r} is not known here",
            did_you_mean(str(path[-1]), _known_keys(kind, data, path)),
        )
    came = shown(error["input"])
    if code in ("enum", "literal_error"):
        words = re.findall(r"'([^']*)'", context.get("expected", ""))
        return (
            NOT_IN_LIST.code,
            f"{came} is none of the words possible",
            did_you_mean(str(error["input"]), words) or f"possible: {', '.join(words)}",
        )
    wanted = next((words for prefix, words in _TYPES.items() if code.startswith(prefix)), None)
    if wanted is not None:
        return WRONG_TYPE.code, f"{came} came, {wanted} is needed", WRONG_TYPE.mend
    if code == "string_pattern_mismatch":
        wanted = (
            "a slug of lower-case letters, digits, - and ."
            if context.get("pattern") == SLUG_PATTERN
            else f"text of the pattern {context.get('pattern')}"
        )
        return BAD_VALUE.code, f"{came} came, {wanted} is needed", BAD_VALUE.mend
    return BAD_VALUE.code, f"{came} came: {error['msg']}", BAD_VALUE.mend


def record_problems(kind: str, file: str, raw: bytes, data: Any, error: ValidationError) -> Iterator[Problem]:
    """Yield every error that Pydantic found in the data of one entry, as problems of its text."""
    locator = Locator(raw)
    errors = error.errors(include_url=False)
    for one in errors:
        size = len(one["loc"])
        if one["type"] == "too_short" and any(other["loc"][:size] == one["loc"] for other in errors if other is not one):
            continue  # its items are faulty themselves, so that too few are left
        path = _at(one["loc"], data)
        code, message, hint = _told(kind, data, one, path)
        place = locator.key(path) if code == UNKNOWN_KEY.code else locator.place(path)
        where = ".".join(str(step) for step in path)
        message = f"{where}: {message}" if where else message
        yield Problem(file, *place, code, message, hint, RULES[code].severity, *locator.end(place))
