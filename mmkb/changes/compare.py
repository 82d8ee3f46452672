"""Two states of an entry, or of a catalogue, as plain data: what was added, changed, removed.

Nothing here asks whether an entry fits today's records, so that states of older schemas are told as well as today's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from mmkb.changes.change import Data, EntryChange, Fact, Item, Step, What
from mmkb.changes.matching import is_blocks, marks_of, matched
from mmkb.vocab import State

_STATES: Final = frozenset(str(word) for word in State)
_STRUCTURE: Final = frozenset({"architecture", "availability", "modalities", "training", "survey"})
"""Blocks that only hold others: where one appears, what it holds is told."""

_WORDING: Final = frozenset({"note", "description", "reason", "detail"})
_ORDERED: Final = frozenset({"components", "authors", "members", "columns"})
"""Lists whose order says something."""

Cites = tuple[tuple[str, str], ...]


def compare_catalogues(old: Mapping[tuple[str, str], Data], new: Mapping[tuple[str, str], Data]) -> tuple[EntryChange, ...]:
    """Tell two catalogues apart.

    Args:
        old: Plain data of every entry of the old state, by kind and id.
        new: The same of the new state.

    Returns:
        The entries that are not the same in both, in the order of kinds and ids; those of which only the text differs
        (order, comments, quotes) are none of them.
    """
    keys = sorted(set(old) | set(new))
    found = (compare_entry(*key, old.get(key), new.get(key)) for key in keys)
    return tuple(change for change in found if change is not None)


def compare_entry(kind: str, entry_id: str, old: Data | None, new: Data | None) -> EntryChange | None:
    """Tell two states of an entry apart.

    Args:
        kind: Its kind.
        entry_id: Its id.
        old: The old state; None if there was none.
        new: The new state; None if there is none.

    Returns:
        What happened to it; None if nothing did.
    """
    name = str((new or old or {}).get("name", entry_id))
    if old is None or new is None:
        event = "added" if old is None else "removed"
        return EntryChange(kind, entry_id, name, event) if old is not new else None
    facts = tuple(_blocks((), old, new, ((), ())))
    if not facts:
        return None
    gone = new.get("deprecated") if "deprecated" not in old else None
    if gone is None:
        return EntryChange(kind, entry_id, name, "changed", facts)
    return EntryChange(kind, entry_id, name, "deprecated", facts, gone.get("replaced_by") if isinstance(gone, dict) else None)


def is_gap(value: Any) -> bool:
    """Whether a value is a gap, in its long form."""
    return isinstance(value, dict) and "state" in value


def _normal(value: Any) -> Any:
    """A value in the one form that all its spellings have."""
    if isinstance(value, str) and value in _STATES:
        return {"state": value}
    if isinstance(value, dict) and set(value) == {"printed", "value"}:
        return str(value["printed"])
    return None if value in ([], {}) else value


def _sort(path: tuple[Step, ...]) -> What:
    """What stands at a path."""
    keys = [step for step in path if isinstance(step, str)]
    if "corrections" in keys or "correction" in keys:
        return What.CORRECTION
    if "readings" in keys or "printed" in keys:
        return What.READING
    return What.WORDING if keys[-1] in _WORDING else What.FACT


def _cites(value: Any) -> Cites:
    """The sources of a block, where it has any."""
    listed = value.get("sources") if isinstance(value, dict) else None
    if not isinstance(listed, list):
        return ()
    return tuple((str(c.get("source", "")), str(c.get("locator", ""))) for c in listed if isinstance(c, dict))


def _table(value: Data) -> Cites:
    return _cites({"sources": [value.get("table")]})


def _blocks(path: tuple[Step, ...], old: Data, new: Data, cites: tuple[Cites, Cites]) -> Iterator[Fact]:
    """The differences of two blocks; ``cites`` are the sources around them."""
    # Scores are written in the table that their block names.
    cites = (_cites(old) or _table(old) or cites[0], _cites(new) or _table(new) or cites[1])
    for key in [*new, *(key for key in old if key not in new)]:
        if key != "sources" and (path or key != "id"):
            yield from _values((*path, key), old.get(key), new.get(key), cites)
    before, after = _cites(old), _cites(new)
    if sorted(before) != sorted(after):
        lost = [f"{source}, {locator}" for source, locator in before if (source, locator) not in after]
        won = tuple(cite for cite in after if cite not in before)
        yield Fact(What.SOURCES, (*path, "sources"), lost or None, [f"{s}, {where}" for s, where in won] or None, won)


def _values(path: tuple[Step, ...], old: Any, new: Any, cites: tuple[Cites, Cites]) -> Iterator[Fact]:
    """The differences of two values at a path."""
    key = str(path[-1])
    old, new = _normal(old), _normal(new)
    if old == new or (key not in _ORDERED and _same_but_order(old, new)):
        return
    if is_gap(old) and is_gap(new) and old["state"] == new["state"]:
        yield from _blocks(path, {**old, "state": 0}, {**new, "state": 0}, cites)
    elif _descends(key, old, new):
        yield from _blocks(path, old or {}, new or {}, cites)
    elif (is_blocks(old) or old is None) and (is_blocks(new) or new is None) and (is_blocks(old) or is_blocks(new)):
        yield from _items(path, key, old or [], new or [], cites)
    else:
        yield _fact(path, old, new, cites)


def _descends(key: str, old: Any, new: Any) -> bool:
    """Whether the differences of two values are told one by one."""
    blocks = [value for value in (old, new) if isinstance(value, dict) and not is_gap(value)]
    return len(blocks) == 2 or (len(blocks) == 1 and key in _STRUCTURE and None in (old, new))


def _same_but_order(old: Any, new: Any) -> bool:
    if not isinstance(old, list) or not isinstance(new, list) or is_blocks(old) or is_blocks(new):
        return False
    return sorted(map(repr, old)) == sorted(map(repr, new))


def _items(path: tuple[Step, ...], field: str, old: list[Data], new: list[Data], cites: tuple[Cites, Cites]) -> Iterator[Fact]:
    """The differences of two lists of blocks."""
    for i, j in matched(field, old, new):
        before = old[i] if i is not None else None
        after = new[j] if j is not None else None
        at = j if j is not None else i
        item = Item(at if at is not None else 0, marks_of(field, after or before or {}))
        if before is not None and after is not None:
            yield from _blocks((*path, item), before, after, cites)
        else:
            yield _fact((*path, item), before, after, cites)


def _fact(path: tuple[Step, ...], old: Any, new: Any, cites: tuple[Cites, Cites]) -> Fact:
    """One changed place, with the sources in force there."""
    sources = _cites(new) or cites[1] if new is not None else _cites(old) or cites[0]
    return Fact(_sort(path), path, _bare(old), _bare(new), sources)


def _bare(value: Any) -> Any:
    """A value without its sources, which are told apart."""
    if isinstance(value, dict):
        return {key: _bare(item) for key, item in value.items() if key != "sources"}
    return [_bare(item) for item in value] if isinstance(value, list) else value
