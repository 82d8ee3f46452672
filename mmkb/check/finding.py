"""Findings: what a check across entries found, before its place in the text is looked up."""

from __future__ import annotations

from typing import NamedTuple

from mmkb.load import EntryFile
from mmkb.rules import Path, Rule


class Finding(NamedTuple):
    """One thing that a check across entries found.

    Attributes:
        rule: The rule broken.
        entry: The entry that breaks it.
        path: Where in the entry.
        message: What came and what was possible.
        hint: What to do; empty: the rule's own advice.
    """

    rule: Rule
    entry: EntryFile
    path: Path
    message: str
    hint: str = ""
