"""Entries by the names that they go by."""

from __future__ import annotations

from mmkb.query.errors import NotFoundError
from mmkb.query.named import Named
from mmkb.records import KINDS
from mmkb.store import Store


def resolve(store: Store, kind: str, name: str) -> str:
    """The id that an id, name or alias stands for, whatever the case; the word itself if there is none."""
    if store.rows("SELECT 1 FROM entry WHERE kind = ? AND id = ?", (kind, name)):
        return name
    # By the index first: whatever the case, every name has to be looked at.
    found = store.rows(
        "SELECT entry_id FROM entry_name WHERE name = ? AND kind = ? ORDER BY position, entry_id", (name, kind)
    ) or store.rows(
        "SELECT DISTINCT entry_id FROM entry_name WHERE kind = ? AND casefold(name) = casefold(?) ORDER BY position, entry_id",
        (kind, name),
    )
    return str(found[0][0]) if found else name


def name_of(store: Store, kind: str, entry_id: str) -> str | None:
    """The name of an entry; None if there is none of that id."""
    found = store.rows("SELECT name FROM entry WHERE kind = ? AND id = ?", (kind, entry_id))
    return str(found[0][0]) if found else None


def unknown(store: Store, kind: str, name: str) -> NotFoundError:
    """What to raise for a name that no entry of a kind goes by."""
    names = store.rows("SELECT name FROM entry_name WHERE kind = ? UNION SELECT id FROM entry WHERE kind = ?", (kind, kind))
    return NotFoundError(kind, name, [word for (word,) in names])


def known(store: Store, kind: str, name: str) -> str:
    """The id that an id, name or alias stands for, whatever the case.

    Raises:
        NotFoundError: If there is none; the hint tells what was probably meant.
    """
    entry = resolve(store, kind, name)
    if name_of(store, kind, entry) is None:
        raise unknown(store, kind, name)
    return entry


def find(store: Store, name: str) -> tuple[Named, ...]:
    """The entries of any kind that an id, name or alias stands for, whatever the case.

    Those of just this id come first, and among them models, then components and the other kinds in their usual order.
    """
    rows = store.rows(
        "SELECT DISTINCT e.kind, e.id, e.name FROM entry AS e JOIN entry_name AS n ON n.kind = e.kind "
        "AND n.entry_id = e.id WHERE e.id = ? OR casefold(n.name) = casefold(?)",
        (name, name),
    )
    places = {kind: place for place, kind in enumerate(KINDS)}
    return tuple(Named(*row) for row in sorted(rows, key=lambda row: (row[1] != name, places[row[0]], row[1])))
