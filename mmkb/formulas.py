"""Texts in cells of spreadsheets, kept from being run as formulas."""

from __future__ import annotations

import re
from typing import Final, TypeVar

T = TypeVar("T")

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula, or passes over to find one."""

_NUMBER: Final = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?%?", re.ASCII)


def defused(value: T) -> T | str:
    """A cell that no spreadsheet runs as a formula: an apostrophe stands before a text that begins as one.

    Numbers, as numbers or as printed, stay as they are.
    """
    if isinstance(value, str) and value.lstrip(" \u00a0").startswith(_FORMULA) and not _NUMBER.fullmatch(value):
        return f"'{value}"
    return value
