"""An entry as text for a terminal."""

from __future__ import annotations

from mmkb.api import KnowledgeBase
from mmkb.query.answers import EntryAnswer, Named
from mmkb.records import Entry


def describe(kb: KnowledgeBase, entry: Named) -> str:
    """An entry, and what others say about it, as text for a terminal."""
    answer: EntryAnswer[Entry] = getattr(kb, entry.kind)(entry.id)
    return str(answer)
