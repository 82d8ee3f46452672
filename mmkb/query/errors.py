"""What goes wrong when asking."""

from __future__ import annotations

from collections.abc import Iterable

from mmkb.problems import did_you_mean


class NotFoundError(LookupError):
    """A word that the knowledge base does not know, with what was probably meant.

    Attributes:
        what: What was looked for, such as ``component``.
        word: The word.
        hint: What was possible; may be empty.
    """

    def __init__(self, what: str, word: str, possible: Iterable[str]) -> None:
        """Say that there is no ``what`` of the name ``word`` among ``possible``."""
        self.what = what
        self.word = word
        self.hint = did_you_mean(word, possible)
        super().__init__(f"no {what} {word!r}" + (f"; {self.hint}" if self.hint else ""))


class FilterError(ValueError):
    """A filter that cannot be understood, such as a date that is none."""
