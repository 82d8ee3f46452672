"""Values as cells of CSV."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from mmkb.formulas import defused
from mmkb.query.printing import flat, shown

_QUOTED: Final = re.compile('[",\n\r]')


def cell(column: str, value: Any) -> str:
    """A value as one cell of CSV or TSV: entries by their ids, several joined by ``; ``, nothing for what is not known."""
    flattened = flat(value)
    if flattened is None:
        return ""
    if isinstance(flattened, bool):
        return "yes" if flattened else "no"
    if isinstance(flattened, float):
        return repr(flattened)
    if isinstance(flattened, list):
        return defused("; ".join("" if item is None else str(item) for item in flattened))
    if isinstance(flattened, dict):
        return defused(shown(column, value))
    return defused(flattened) if isinstance(flattened, str) else str(flattened)


def _quoted(text: str) -> str:
    """A cell of CSV. The standard library's writer leaves a lone carriage return bare, which readers take for a line end."""
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def csv_text(names: Sequence[str], rows: Iterable[Sequence[Any]], *, header: bool = True) -> str:
    """A table as CSV; lines end with a line feed.

    Args:
        names: Names of the columns.
        rows: Values, as many in each row.
        header: Whether the names are written.
    """
    lines = [[defused(name) for name in names]] if header else []
    lines += [[cell(name, value) for name, value in zip(names, row, strict=True)] for row in rows]
    # A line of one empty cell would be an empty line, which readers pass over.
    return "".join((",".join(map(_quoted, line)) or '""') + "\n" for line in lines)
