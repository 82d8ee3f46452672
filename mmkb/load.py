"""Loading: a folder of entries in, a catalogue and every problem of single entries out."""

from __future__ import annotations

import difflib
import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from mmkb.digest import Digest, digest
from mmkb.problems import Problem, entry_id
from mmkb.records import FOLDERS, KINDS, Entry
from mmkb.records.base import SLUG_PATTERN
from mmkb.rules import RULES, Path, rule
from mmkb.yamltext import Locator, Position, parse

ID_NOT_FILE_NAME = rule("id-not-file-name", "The id of an entry is the name of its file.", "Rename the file, or mend the id.")
UNEXPECTED_FILE = rule(
    "unexpected-file",
    "The catalogue holds entries, one a file, in the folder of their kind, and a licence; nothing else.",
    "Move the file to the folder of its kind, name it ID.yaml with an id of lower-case letters, digits, - and ., or take it away.",
)
UNREADABLE = rule("file-unreadable", "Every file can be read.", "Mend the file's permissions or the link.")
SCHEMA_LINE = rule(
    "schema-line",
    "The first line of an entry names its JSON Schema, so that editors complete and check while people type.",
    "Run mmkb fmt, or write the line by hand.",
)
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


@dataclass(slots=True)
class EntryFile:
    """One file of the catalogue that could be read.

    Attributes:
        kind: Kind of the entry.
        id: Its id.
        file: Path of the file, as problems name it.
        raw: The bytes of the file.
        digest: What checks across entries need to know.
    """

    kind: str
    id: str
    file: str
    raw: bytes
    digest: Digest
    _record: Entry | None = field(default=None, repr=False)

    @property
    def record(self) -> Entry:
        """The checked record; read again from the bytes where only the digest was kept."""
        if self._record is None:
            data = parse(self.raw).data
            self._record = KINDS[self.kind].model_validate(data)
        return self._record


@dataclass(slots=True)
class Catalogue:
    """All entries that could be read, by kind and id.

    Attributes:
        entries: The entries, kinds in the order of :data:`mmkb.records.KINDS`, ids in alphabetical order.
        faulty: Ids of the files that could not be read, by kind.
    """

    entries: dict[str, dict[str, EntryFile]]
    faulty: dict[str, set[str]]

    def __iter__(self) -> Iterator[EntryFile]:
        """Iterate over all entries."""
        for kind in self.entries.values():
            yield from kind.values()

    def __len__(self) -> int:
        """Number of entries."""
        return sum(len(kind) for kind in self.entries.values())


@contextmanager
def _no_collection() -> Iterator[None]:
    """Hold the cyclic garbage collector: reading makes many objects and no rubbish."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def schema_line(kind: str) -> str:
    """The first line of every entry of a kind."""
    return f"# yaml-language-server: $schema=../../schema/{kind}.schema.json"


_TAGS = frozenset({"<known>", "<gap>"})


def _at(location: tuple[str | int, ...], data: Any) -> Path:
    """The place in the text that a Pydantic location means: without names of branches and types."""
    path: list[str | int] = []
    for step in location:
        if step in _TAGS or step == "[key]":
            continue
        if isinstance(data, dict) and step in data:
            data = data[step]
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        elif path and not isinstance(data, dict):
            continue
        else:
            data = None
        path.append(step)
    return tuple(path)


def _shown(value: Any) -> str:
    text = {True: "true", False: "false"}.get(value, "") if isinstance(value, bool) else ""
    text = text or (
        "nothing"
        if value is None
        else "a block"
        if isinstance(value, dict)
        else "a list"
        if isinstance(value, list)
        else repr(value)
    )
    return text if len(text) <= 60 else text[:57] + "..."


def _known_keys(kind: str, path: Path) -> list[str]:
    """The keys that the block around ``path`` may have, read from the JSON Schema of its kind."""
    schema = KINDS[kind].model_json_schema()
    nodes: list[dict[str, Any]] = [schema]
    for step in (None, *path[:-1]):
        following: list[dict[str, Any]] = []
        while nodes:
            node = nodes.pop()
            if "$ref" in node:
                nodes.append(schema["$defs"][node["$ref"].rsplit("/", 1)[-1]])
            elif "anyOf" in node or "oneOf" in node:
                nodes += node.get("anyOf", []) + node.get("oneOf", [])
            elif isinstance(step, int):
                following += [node["items"]] if "items" in node else []
            elif step is not None:
                following += [node["properties"][step]] if step in node.get("properties", {}) else []
            else:
                following.append(node)
        nodes = following
    keys: set[str] = set()
    while nodes:
        node = nodes.pop()
        if "$ref" in node:
            nodes.append(schema["$defs"][node["$ref"].rsplit("/", 1)[-1]])
        nodes += node.get("anyOf", []) + node.get("oneOf", [])
        keys.update(node.get("properties", {}))
    return sorted(keys)


def did_you_mean(word: str, possible: list[str]) -> str:
    """A hint that names what was probably meant, or everything possible where that is short."""
    near = difflib.get_close_matches(word, possible, 3, 0.6)
    if near:
        return f"did you mean {' or '.join(near)}?"
    return f"possible: {', '.join(possible)}" if 0 < len(possible) <= 20 else ""


def _told(kind: str, error: Any, path: Path) -> tuple[str, str, str]:
    """Code, message and hint for one error of Pydantic."""
    code, context = error["type"], error.get("ctx", {})
    if code in RULES:
        return code, context.get("message", error["msg"]), context.get("hint", "") or RULES[code].mend
    if code == "missing":
        return MISSING_KEY.code, f"the key {path[-1]!r} is missing", MISSING_KEY.mend
    if code == "extra_forbidden":
        return UNKNOWN_KEY.code, f"the key {path[-1]!r} is not known here", did_you_mean(str(path[-1]), _known_keys(kind, path))
    came = _shown(error["input"])
    if code in ("enum", "literal_error"):
        words = re.findall(r"'([^']*)'", context.get("expected", ""))
        return (
            NOT_IN_LIST.code,
            f"{came} is none of the words possible",
            did_you_mean(str(error["input"]), words) or f"possible: {', '.join(words)}",
        )
    if code.endswith(("_type", "_parsing", "_from_float")) or code in ("tuple_type", "model_type", "union_tag_invalid"):
        return WRONG_TYPE.code, f"{came} came, {error['msg'].removeprefix('Input should be ')} is needed", WRONG_TYPE.mend
    if code == "string_pattern_mismatch":
        wanted = (
            "a slug of lower-case letters, digits, - and ."
            if context.get("pattern") == SLUG_PATTERN
            else f"text of the pattern {context.get('pattern')}"
        )
        return BAD_VALUE.code, f"{came} came, {wanted} is needed", BAD_VALUE.mend
    return BAD_VALUE.code, f"{came} came: {error['msg']}", BAD_VALUE.mend


def _record_problems(kind: str, file: str, raw: bytes, data: Any, error: ValidationError) -> Iterator[Problem]:
    locator = Locator(raw)
    for one in error.errors(include_url=False):
        path = _at(one["loc"], data)
        code, message, hint = _told(kind, one, path)
        place = locator.key(path) if code in (UNKNOWN_KEY.code,) else locator.value(path)
        where = ".".join(str(step) for step in path)
        yield Problem(file, *place, code, f"{where}: {message}" if where else message, hint, RULES[code].severity)


def read_entry(kind: str, file: str, raw: bytes) -> EntryFile | list[Problem]:
    """Read one entry.

    Args:
        kind: Kind of the entry, by its folder.
        file: Path of the file, as problems shall name it.
        raw: Its bytes.

    Returns:
        The entry, or everything that is wrong with it by itself.
    """
    parsed = parse(raw)
    if parsed.data is None:
        return [
            Problem(file, *p.position, p.code, p.message, RULES[p.code].mend, RULES[p.code].severity) for p in parsed.problems
        ]
    found: list[Problem] = []
    if raw.split(b"\n", 1)[0].rstrip() != schema_line(kind).encode():
        found.append(
            Problem(file, 1, 1, SCHEMA_LINE.code, "the first line does not name the schema", f"write {schema_line(kind)}")
        )
    record = None
    try:
        record = KINDS[kind].model_validate(parsed.data)
    except ValidationError as error:
        found += _record_problems(kind, file, raw, parsed.data, error)
    wanted = entry_id(file)
    if parsed.data.get("id") not in (wanted, None):
        place: Position = Locator(raw).value(("id",))
        found.append(
            Problem(
                file,
                *place,
                ID_NOT_FILE_NAME.code,
                f"the id {_shown(parsed.data['id'])} is not the file name {wanted!r}",
                ID_NOT_FILE_NAME.mend,
            )
        )
    if record is None or found:
        return found
    return EntryFile(kind, record.id, file, raw, digest(record), record)


def _files(root: FilePath, problems: list[Problem]) -> Iterator[tuple[str, FilePath, str]]:
    """Yield kind, file and shown name of every entry below ``root``; note what is no entry."""
    kinds = {folder: kind for kind, folder in FOLDERS.items()}
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        shown = f"{root.name}/{inside.as_posix()}"
        if path.is_dir() or any(part.startswith(".") for part in inside.parts) or inside.as_posix() in ("LICENSE", "README.md"):
            continue
        kind = kinds.get(inside.parts[0]) if len(inside.parts) == 2 else None
        if kind is None or path.suffix != ".yaml" or re.fullmatch(SLUG_PATTERN, path.stem) is None:
            problems.append(Problem(shown, 1, 1, UNEXPECTED_FILE.code, "not the file of an entry", UNEXPECTED_FILE.mend))
        else:
            yield kind, path, shown


def load_catalogue(root: FilePath) -> tuple[Catalogue, list[Problem]]:
    """Read every entry below a folder.

    Args:
        root: The ``catalog`` folder.

    Returns:
        The entries that could be read, and the problems of all others.
    """
    catalogue = Catalogue({kind: {} for kind in KINDS}, {kind: set() for kind in KINDS})
    problems: list[Problem] = []
    with _no_collection():
        for kind, path, shown in _files(root, problems):
            try:
                raw = path.read_bytes()
            except OSError as error:
                problems.append(Problem(shown, 1, 1, UNREADABLE.code, error.strerror or str(error), UNREADABLE.mend))
                catalogue.faulty[kind].add(path.stem)
                continue
            read = read_entry(kind, shown, raw)
            if isinstance(read, EntryFile):
                catalogue.entries[kind][read.id] = read
            else:
                problems += read
                catalogue.faulty[kind].add(path.stem)
    return catalogue, problems
