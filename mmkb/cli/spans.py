"""Spans of time on the command line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    _Type = click.ParamType[int]
else:
    _Type = click.ParamType

_SPAN: Final = re.compile(r"(\d{1,5})([dwmy])", re.ASCII)
_DAYS: Final = {"d": 1, "w": 7, "m": 30, "y": 365}


class Span(_Type):
    """A span of time in days: ``30d``, ``6w``, ``3m`` (of 30 days) or ``1y`` (of 365 days)."""

    name = "span"

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number of days."""
        if isinstance(value, int):
            return value
        match = _SPAN.fullmatch(value.strip())
        if match is None:
            self.fail(f"{value!r} is no span of time; write 30d, 6w, 3m or 1y", param, ctx)
        return int(match[1]) * _DAYS[match[2]]
