"""Problems: what is wrong, where, and what to do. One room holds them, others speak them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from mmkb.vocab import Severity


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong in one file.

    Attributes:
        file: Path of the file, relative to the folder that was checked from.
        line: Line, from 1.
        column: Column in characters, from 1.
        code: Code of the rule.
        message: What came and what was possible.
        hint: What to do.
        severity: Error or warning.
        end_line: Line in which the offending text ends; 0 where that is not known.
        end_column: Column of the first character after it; 0 where that is not known.
    """

    file: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    end_line: int = 0
    end_column: int = 0

    def text(self) -> str:
        """The problem as one line: ``file:line:column: severity code message (hint)``."""
        hint = f" ({self.hint})" if self.hint else ""
        line = f"{self.file}:{self.line}:{self.column}: {self.severity} {self.code} {self.message}{hint}"
        return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)

    def github(self) -> str:
        """The problem as an annotation for a GitHub workflow."""
        hint = f" ({self.hint})" if self.hint else ""
        # Of several lines GitHub shows no columns, so that the first line alone is marked.
        end = f",endLine={self.line},endColumn={self.end_column}" if self.end_line == self.line else ""
        where = f"file={_property(self.file)},line={self.line},col={self.column}{end},title={_property(self.code)}"
        return f"::{self.severity} {where}::{_data(self.message + hint)}"

    def as_dict(self) -> dict[str, str | int]:
        """The problem as plain data for JSON."""
        return {
            "file": self.file, "line": self.line, "column": self.column, "severity": str(self.severity), "code": self.code,
            "message": self.message, "hint": self.hint, "end_line": self.end_line, "end_column": self.end_column,
        }  # fmt: skip


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def entry_id(file: str) -> str:
    """The id that a file name stands for."""
    return file.rpartition("/")[2].removesuffix(".yaml")


def did_you_mean(word: str, possible: Iterable[str]) -> str:
    """A hint that names what was probably meant, or everything possible where that is short."""
    possible = sorted(possible)
    near = difflib.get_close_matches(word, possible, 3, 0.6)
    if near:
        return f"did you mean {' or '.join(near)}?"
    return f"possible: {', '.join(possible)}" if 0 < len(possible) <= 20 else ""
