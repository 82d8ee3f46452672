"""What changed between two states of the catalogue: entries, facts, corrections; and the history that git keeps of them."""

from __future__ import annotations

from mmkb.changes.change import EntryChange, Fact, Item, Step, What
from mmkb.changes.compare import compare_catalogues, compare_entry
from mmkb.changes.git import GitError, Repository
from mmkb.changes.past import NO_HISTORY, Commit, Month, Past, months, read_past

__all__ = [
    "NO_HISTORY", "Commit", "EntryChange", "Fact", "GitError", "Item", "Month", "Past", "Repository", "Step", "What",
    "compare_catalogues", "compare_entry", "months", "read_past",
]  # fmt: skip
