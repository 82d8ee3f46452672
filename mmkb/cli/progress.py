"""Progress on work that takes over a second; silent when piped."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Final, Self

PATIENCE: Final = 1.0
"""Seconds of work before anything is shown."""


class Progress:
    """One line on standard error that says how far the work is; it is wiped when the work is done."""

    def __init__(self, doing: str) -> None:
        """Begin work that ``doing`` names."""
        self._doing = doing
        self._begun = time.monotonic()
        self._shown = 0
        self._live = sys.stderr.isatty()

    def __call__(self, done: int) -> None:
        """Say that ``done`` things are done."""
        if self._live and time.monotonic() - self._begun > PATIENCE:
            line = f"{self._doing} ... {done:,}"
            sys.stderr.write(f"\r{line.ljust(self._shown)}")
            sys.stderr.flush()
            self._shown = len(line)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:  # fmt: skip
        """Wipe the line."""
        if self._shown:
            sys.stderr.write(f"\r{' ' * self._shown}\r")
            sys.stderr.flush()
