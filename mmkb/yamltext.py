"""Strict reading of YAML text, as if it were JSON with comments.

Plain data comes out: mappings, lists, text, whole and decimal numbers, true, false and null, resolved as in JSON, so that
``no``, ``on`` and dates stay text. Whatever makes YAML mean more than it shows is a problem with its line and column:
duplicate keys, anchors, aliases, tags, directives, tabs, several documents, control and bidirectional-override
characters, text that is not UTF-8, nesting without end, files without end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import yaml

from mmkb.rules import Path, rule

try:
    from yaml._yaml import CParser as _Parser
except ImportError:  # PyYAML built without libyaml: the same events, ten times slower
    from yaml import SafeLoader as _Parser  # type: ignore[assignment]

MAX_BYTES: Final = 1_000_000
MAX_DEPTH: Final = 24

SYNTAX = rule(
    "yaml-syntax", "An entry is well-formed YAML.", "Mend the syntax at the place named; often it is an indent or a quote."
)
NOT_MAPPING = rule("yaml-not-mapping", "An entry is one mapping of keys to values.", "Start the file with id: and name:.")
DUPLICATE = rule("yaml-duplicate-key", "A key stands once in its block.", "Remove or rename the second one.")
ANCHOR = rule(
    "yaml-anchor", "Anchors (&) and aliases (*) are not used.", "Write the value out; quote text that starts with & or *."
)
TAG = rule("yaml-tag", "Tags (!) and directives (%) are not used.", "Remove it; quote text that starts with !.")
TAB = rule("yaml-tab", "Tabs are not used.", "Indent with two spaces.")
DOCUMENTS = rule("yaml-documents", "A file holds one document.", "Move the second document to a file of its own.")
ENCODING = rule("yaml-encoding", "A file is UTF-8 without byte order mark.", "Save it as UTF-8.")
CHARACTER = rule(
    "yaml-character",
    "Control characters and characters that change the direction of text are not used: they make text look other than it is.",
    "Remove the character.",
)
DEPTH = rule("yaml-depth", f"Blocks are nested at most {MAX_DEPTH} deep.", "Flatten the entry; no entry needs such depth.")
SIZE = rule("yaml-size", f"A file holds at most {MAX_BYTES:,} bytes.", "Split the entry, or remove what does not belong in it.")
KEY = rule("yaml-key", "A key is plain text.", "Write the key as text followed by a colon.")


class Position(NamedTuple):
    """A place in a text; both count from 1, columns in characters."""

    line: int
    column: int


NOWHERE: Final = Position(0, 0)
"""The place of what has none, or none that is known."""


class TextProblem(NamedTuple):
    """What is wrong with a text, where that begins, and where it ends if that is known."""

    code: str
    position: Position
    message: str
    end: Position = NOWHERE


def _begin(event: Any) -> Position:
    return Position(event.start_mark.line + 1, event.start_mark.column + 1)


def _end(event: Any) -> Position:
    return Position(event.end_mark.line + 1, event.end_mark.column + 1)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What reading a text gave.

    Attributes:
        data: The plain data; None if there are problems.
        problems: What is wrong, in the order of the text.
    """

    data: dict[str, Any] | None
    problems: tuple[TextProblem, ...] = ()


_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]"
)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORDS: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None, "~": None, "": None}


def _scalar(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "-0123456789":
        match = _NUMBER.fullmatch(text)
        if match is not None:
            return float(text) if match[1] or match[2] else (int(text) if len(text) < 300 else text)
    return text


def _decode(raw: bytes) -> tuple[str, list[TextProblem]]:
    """Decode a text and list what its characters alone show to be wrong."""
    if len(raw) > MAX_BYTES:
        return "", [TextProblem(SIZE.code, Position(1, 1), f"more than {MAX_BYTES:,} bytes")]
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        good = raw[: error.start].decode()
        where = Position(good.count("\n") + 1, len(good) - (good.rfind("\n") + 1) + 1)
        return "", [TextProblem(ENCODING.code, where, f"byte 0x{raw[error.start]:02x} is not UTF-8")]
    if "\t" not in text and _FORBIDDEN.search(text) is None:
        return text, []
    problems = []
    for number, line in enumerate(text.split("\n"), 1):
        if "\t" in line:
            problems.append(TextProblem(TAB.code, Position(number, line.index("\t") + 1), "a tab"))
        for match in _FORBIDDEN.finditer(line):
            code = ENCODING.code if (number, match.start(), match[0]) == (1, 0, "\ufeff") else CHARACTER.code
            what = "a byte order mark" if code == ENCODING.code else f"the character U+{ord(match[0]):04X}"
            problems.append(TextProblem(code, Position(number, match.start() + 1), what))
    return text, problems


class _Builder:
    """Builds plain data from parser events, on a stack of its own so that depth costs no recursion."""

    def __init__(self, positions: dict[tuple[Path, bool], Position] | None) -> None:
        self.problems: list[TextProblem] = []
        self.positions = positions
        self.ends: dict[Position, Position] = {}
        self.documents = 0
        self.root: Any = None
        self._stack: list[Any] = []
        self._keys: list[Any] = []  # for each open block: the key that waits for its value (None: a key comes next)

    def _problem(self, code: str, event: Any, message: str) -> None:
        self.problems.append(TextProblem(code, _begin(event), message, _end(event)))

    def _path(self) -> Path:
        return tuple(len(b) if type(b) is list else k for b, k in zip(self._stack, self._keys, strict=True))

    def _note(self, event: Any, is_key: bool) -> None:
        if self.positions is not None:
            self.positions.setdefault((self._path(), is_key), _begin(event))
            if type(event) is yaml.ScalarEvent:
                self.ends.setdefault(_begin(event), _end(event))

    def _put(self, value: Any) -> None:
        if not self._stack:
            self.root = value
        elif type(self._stack[-1]) is list:
            self._stack[-1].append(value)
        else:
            self._stack[-1][self._keys[-1]] = value
            self._keys[-1] = None

    def _key(self, event: Any) -> None:
        key = event.value
        self._keys[-1] = key
        if key in self._stack[-1]:
            self._problem(DUPLICATE.code, event, f"the key {key!r} stands in this block a second time")
        self._note(event, True)

    def scalar(self, event: Any) -> None:
        """Take a scalar: a key or a value."""
        if event.anchor is not None:
            self._problem(ANCHOR.code, event, f"the anchor &{event.anchor}")
        if event.tag is not None:
            self._problem(TAG.code, event, f"the tag {event.tag}")
        if self._stack and type(self._stack[-1]) is dict and self._keys[-1] is None:
            self._key(event)
            return
        if self.positions is not None:
            self._note(event, False)
        self._put(event.value if event.style or not event.implicit[0] else _scalar(event.value))

    def start(self, event: Any, block: Any) -> bool:
        """Open a block; False if nothing more can be read."""
        if event.anchor is not None:
            self._problem(ANCHOR.code, event, f"the anchor &{event.anchor}")
        if event.tag is not None:
            self._problem(TAG.code, event, f"the tag {event.tag}")
        if self._stack and type(self._stack[-1]) is dict and self._keys[-1] is None:
            self._problem(KEY.code, event, "a block as a key")
            return False
        if len(self._stack) >= MAX_DEPTH:
            self._problem(DEPTH.code, event, f"more than {MAX_DEPTH} blocks inside each other")
            return False
        if self.positions is not None:
            self._note(event, False)
        self._stack.append(block)
        self._keys.append(None)
        return True

    def end(self, event: Any) -> None:
        """Close the innermost block and put it where it belongs."""
        block = self._stack.pop()
        self._keys.pop()
        if self.positions is not None and event.end_mark.index > event.start_mark.index:  # only a bracket has a width
            self.ends[self.positions[(self._path(), False)]] = _end(event)
        self._put(block)

    def alias(self, event: Any) -> bool:
        """Report an alias; it stands as null. False if it is a key."""
        self._problem(ANCHOR.code, event, f"the alias *{event.anchor}")
        if self._stack and type(self._stack[-1]) is dict and self._keys[-1] is None:
            return False
        self._put(None)
        return True

    def document(self, event: Any) -> bool:
        """Open a document; False at the second one."""
        self.documents += 1
        if event.version or event.tags:
            self._problem(TAG.code, event, "a directive")
        if self.documents > 1:
            self._problem(DOCUMENTS.code, event, "a second document")
        return self.documents == 1


def _build(text: str, builder: _Builder) -> None:
    """Feed the events of ``text`` to ``builder`` until the end or the first thing that cannot be passed."""
    parser: Any = _Parser(text)
    get = parser.get_event
    try:
        while True:
            event = get()
            kind = type(event)
            if kind is yaml.ScalarEvent:
                builder.scalar(event)
            elif kind is yaml.MappingStartEvent:
                if not builder.start(event, {}):
                    return
            elif kind is yaml.SequenceStartEvent:
                if not builder.start(event, []):
                    return
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                builder.end(event)
            elif kind is yaml.AliasEvent:
                if not builder.alias(event):
                    return
            elif kind is yaml.DocumentStartEvent:
                if not builder.document(event):
                    return
            elif kind is yaml.StreamEndEvent:
                return
    finally:
        parser.dispose()


def _syntax(error: yaml.YAMLError) -> TextProblem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    position = Position(mark.line + 1, mark.column + 1) if mark is not None else Position(1, 1)
    words = [getattr(error, "context", None), getattr(error, "problem", None) or getattr(error, "reason", None)]
    if "nesting depth" in (words[1] or ""):  # newer parsers have a limit of their own, which text can reach before ours
        return TextProblem(DEPTH.code, position, f"more than {MAX_DEPTH} blocks inside each other")
    return TextProblem(SYNTAX.code, position, ", ".join(" ".join(w.split()) for w in words if w) or "not YAML")


def parse_noting(
    raw: bytes, positions: dict[tuple[Path, bool], Position] | None, ends: dict[Position, Position] | None = None
) -> Parsed:
    """Read the bytes of one file, and note where things stand.

    Args:
        raw: The bytes, as read from the disk.
        positions: Takes where each key (True) and value (False) begins, by its path; None: nothing is noted.
        ends: Takes where what begins at a position ends: keys, single values and blocks in brackets.

    Returns:
        The plain data, or every problem that can be told from the text alone.
    """
    text, problems = _decode(raw)
    if problems:
        return Parsed(None, tuple(problems))
    builder = _Builder(positions)
    try:
        _build(text, builder)
    except yaml.YAMLError as error:
        builder.problems.append(_syntax(error))
    if ends is not None:
        ends.update(builder.ends)
    if not builder.problems and not isinstance(builder.root, dict):
        came = "nothing" if builder.root is None else "a list" if isinstance(builder.root, list) else "a single value"
        builder.problems.append(TextProblem(NOT_MAPPING.code, Position(1, 1), f"the file holds {came}"))
    if builder.problems:
        return Parsed(None, tuple(sorted(builder.problems, key=lambda p: p.position)))
    return Parsed(builder.root)


def parse(raw: bytes) -> Parsed:
    """Read the bytes of one file.

    Args:
        raw: The bytes, as read from the disk.

    Returns:
        The plain data, or every problem that can be told from the text alone.
    """
    return parse_noting(raw, None)
