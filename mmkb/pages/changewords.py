"""Changes of entries in words: where in the entry, what stood there, what stands there now. Plain text, not escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from mmkb.changes import EntryChange, Fact, Item, Step, What
from mmkb.changes.compare import is_gap
from mmkb.changes.matching import is_blocks, marks_of
from mmkb.pages.words import capital, counted, label
from mmkb.query.printing import cut
from mmkb.records import KINDS
from mmkb.records.shape import kinds_named
from mmkb.vocab import Word

Names = Mapping[tuple[str, str], str]
"""The name of every entry, by kind and id."""

LONGEST: Final = 160
"""Characters that a value shows at most."""

_WORDS: Final = frozenset(str(word) for words in Word.__subclasses__() for word in words)
_PASSED: Final = frozenset({"architecture", "availability", "training", "survey", "organisations.members"})
"""Blocks that need not be named, because what they hold says enough."""

_ONE: Final[Mapping[str, str]] = {
    "backbones": "LLM backbone", "stages": "training stage", "trained_on": "training dataset", "lineage": "lineage:",
    "scores": "score of", "corrections": "correction of", "readings": "reading of", "disagreements": "disagreement about",
    "amounts": "amount of",
}  # fmt: skip
_PLAIN: Final[Mapping[str, str]] = {"backbones": "LLM backbones", "members": "makers", "trained_on": "training data"}
_QUOTED: Final = frozenset({"stages"})
_AS_IT_IS: Final = frozenset({"name", "printed", "found", "says", "score", "row", "id", "variant", "variants", "aliases"})
"""Keys whose values are no words of the vocabulary, even where they look like one."""

_UNTOLD: Final = frozenset({"sources", "survey", "place", "column", "role"})
"""Keys that the words of a block leave out."""


def path_words(kind: str, path: Sequence[Step], names: Names) -> str:
    """Where in an entry something stands.

    Args:
        kind: Kind of the entry.
        path: The steps that lead there.
        names: Names of entries.
    """
    parts: list[str] = []
    for i, step in enumerate(path):
        following = path[i + 1] if i + 1 < len(path) else None
        if isinstance(step, Item):
            field = str(path[i - 1])
            shown = _marks(kind, field, step.marks, names)
            one = _ONE.get(field, label(field).removesuffix("s"))
            parts.append(f"{one} {f'“{shown}”' if field in _QUOTED else shown}".strip())
        elif isinstance(following, Item) or (step in _PASSED and following is not None):
            continue
        elif parts[-1:] == ["modalities"]:
            parts[-1] = f"{label(step)} modalities"
        elif step == "members" and parts[-1:] == ["organisations"]:
            parts[-1] = "makers"
        else:
            parts.append(_PLAIN.get(step, label(step)))
    return capital(", ".join(parts))


def _marks(kind: str, field: str, marks: Sequence[tuple[str, str]], names: Names) -> str:
    """What tells a block from others of its list."""
    told = [(key, one_word(kind, key, value, names)) for key, value in marks if not (key == "survey" and len(marks) > 1)]
    if field in ("corrections", "readings"):
        return ", ".join(words for _, words in told)
    if field == "scores":
        return " ".join(f"on {words}" if key == "benchmark" else words for key, words in told)
    return (" + " if field.endswith("projectors") else " ").join(words for _, words in told)


def one_word(kind: str, key: str, value: Any, names: Names) -> str:
    """One value that is no block: an entry by its name, a word of the vocabulary in plain writing, any other as it is.

    Args:
        kind: Kind of the entry in which it stands.
        key: The key under which it stands.
        value: The value.
        names: Names of entries.
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    words = str(value)
    named = kinds_named(KINDS[kind]).get(key) if kind in KINDS else None
    named = kind if key == "replaced_by" else named
    if named is not None and (named, words) in names:
        return names[named, words]
    if key == "place" or (words in _WORDS and key not in _AS_IT_IS):
        return label(words)
    return words


def value_words(kind: str, key: str, value: Any, names: Names, longest: int = LONGEST) -> str:
    """A value of an entry: a list by its members, a block by what it holds, a gap by its reason.

    Args:
        kind: Kind of the entry in which it stands.
        key: The key under which it stands, or the list in which.
        value: The value; None where nothing stands.
        names: Names of entries.
        longest: Characters that are shown at most.
    """
    return cut(" ".join(_value(kind, key, value, names).split()), longest)


def _value(kind: str, key: str, value: Any, names: Names) -> str:
    if value is None:
        return "absent"
    if is_gap(value):
        note = value.get("note")
        return label(str(value["state"])) + (f" ({note})" if note else "")
    if is_blocks(value):
        return ", ".join(_marks(kind, key, marks_of(key, block), names) or "one" for block in value)
    if isinstance(value, list):
        return ", ".join(one_word(kind, key, one, names) for one in value)
    return _block(kind, key, value, names) if isinstance(value, dict) else one_word(kind, key, value, names)


def _block(kind: str, key: str, block: Mapping[str, Any], names: Names) -> str:
    """What a block holds, without what already told it from others."""
    if "printed" in block and "found" in block:
        return f"printed “{block['printed']}”, the source says “{block['found']}”"
    if key == "tokens":
        amount = block.get("count") or f"at most {block.get('at_most', '?')}"
        scope = label(str(block.get("per", "?")))
        return f"{amount} per {scope}"
    known = {name for name, _ in marks_of(key, dict(block))}
    told = [
        (inner, _value(kind, inner, value, names))
        for inner, value in block.items()
        if value is not None and inner not in _UNTOLD and (inner not in known or key not in _KNOWN_BY)
    ]
    if len(told) == 1:
        return told[0][1]
    return "; ".join(f"{label(inner)} {words}" for inner, words in told)


_KNOWN_BY: Final = frozenset(
    {"encoders", "backbones", "generators", "experts", "input_projectors", "output_projectors", "stages", "parts", "datasets",
     "trained_on", "lineage", "scores", "variants", "disagreements"}
)  # fmt: skip
"""Lists whose blocks the path already names."""


def fact_words(change: EntryChange, fact: Fact, names: Names, longest: int = LONGEST) -> tuple[str, str | None, str | None]:
    """A changed place in words.

    Args:
        change: The change of the entry.
        fact: The place.
        names: Names of entries.
        longest: Characters that a value shows at most.

    Returns:
        Where it is, what stood there and what stands there now; None where nothing stood or stands there.
    """
    keys = [step for step in fact.path if isinstance(step, str)]
    old, new = (
        None if value is None else value_words(change.kind, keys[-1], value, names, longest) for value in (fact.old, fact.new)
    )
    return path_words(change.kind, fact.path, names), old, new


class Line(NamedTuple):
    """One or several changed places of an entry in words.

    Attributes:
        where: Where in the entry.
        told: What happened there.
        facts: The places.
    """

    where: str
    told: str
    facts: tuple[Fact, ...]


def fact_lines(change: EntryChange, facts: Sequence[Fact], names: Names, longest: int = LONGEST) -> tuple[Line, ...]:
    """Changed places, one a line; blocks of one list to which the same happened share one.

    Args:
        change: The change of the entry.
        facts: The places.
        names: Names of entries.
        longest: Characters that a value shows at most.
    """
    alike: dict[str, list[Fact]] = {}
    for fact in facts:
        in_list = len(fact.path) > 2 and isinstance(fact.path[-2], Item)
        place = (fact.path[:-2], fact.path[-1]) if in_list else fact.path
        alike.setdefault(repr((place, fact.old, fact.new)), []).append(fact)
    return tuple(_line(change, found, names, longest) for found in alike.values())


def _line(change: EntryChange, facts: Sequence[Fact], names: Names, longest: int) -> Line:
    where, old, new = fact_words(change, facts[0], names, longest)
    if len(facts) > 1:
        where += f" (and {counted(len(facts) - 1, 'other')} alike)"
    if old is None:
        return Line(where, f"added: {new}" if new else "added", tuple(facts))
    told = f"removed: {old}" if new is None else f"{old} → {new}"
    return Line(where, told, tuple(facts))


def small_words(changes: Sequence[EntryChange]) -> str:
    """How many wordings, citations and readings changed, which are not told one by one; empty if none did."""
    numbers = {what: sum(len(change.of(what)) for change in changes) for what in What}
    told = [
        counted(numbers[what], *words)
        for what, words in (
            (What.SOURCES, ("list of sources", "lists of sources")),
            (What.WORDING, ("note or description", "notes and descriptions")),
            (What.READING, ("reading of a survey", "readings of surveys")),
        )
        if numbers[what]
    ]
    return ", ".join(told)
