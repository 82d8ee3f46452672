"""Hand-written pages with live parts, filled from the database whenever pages are written.

A page whose front matter says ``live: true`` may hold

- ``[@arxiv-2304.08485, section 4]``: a citation, a mark that leads to the list of sources at the page's end; several
  are parted by semicolons;
- ``[[model/llava]]``: a link to an entry under its name;
- ``{{ SELECT count(*) FROM model }}``: one value;
- a fenced block of the language ``mmkb``: a table. A column named ``model_id`` (or after any other kind of entry, or
  ``first_model_id``) links to the entries, ``model_ids`` to several joined by commas. ``share``, or a name that ends in
  ``_share``, is drawn as a bar: a number between 0 and 1, or a part of a whole such as ``3/40``, which is told as counts
  and, where the whole is large enough for that to mean something, in percent.

So no number that the catalogue knows is ever typed, and a page that cites or links what is not there is not written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from mmkb.pages.escape import text
from mmkb.pages.footnotes import Footnotes
from mmkb.pages.markup import sources_section, table
from mmkb.pages.paths import Page
from mmkb.pages.words import DASH, capital, date
from mmkb.problems import did_you_mean
from mmkb.query import Questions
from mmkb.query.answers import Named
from mmkb.query.entries import document
from mmkb.query.errors import NotFoundError
from mmkb.records import KINDS, Source
from mmkb.store.guarded import SqlError

_LIVE: Final = re.compile(r"\A---\n(?:(?!---\n).*\n)*?live: true\n")
_PARTS: Final = re.compile(
    r"^```mmkb\n(?P<table>.*?)^```$|\{\{(?P<value>.*?)\}\}|\[\[(?P<link>[^\]\n]+)\]\]|\[(?P<cite>@[^\]]+)\]",
    re.MULTILINE | re.DOTALL,
)
_CITATION: Final = re.compile(r"@(?P<source>[a-z0-9.-]+),\s+(?P<locator>\S.*)", re.DOTALL)
_DATE: Final = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?| H[12])")
"""Days, months and half-years (``2024 H1``), which stand in one piece."""
_MOST: Final = 500
FEW: Final = 15
"""Of fewer than these a share is told as counts alone: one of them more or less would move it by some seven percent."""


class ProseError(ValueError):
    """A hand-written page asks for something that is not there; the message tells all of it, one line each."""


def is_live(written: str) -> bool:
    """Whether a hand-written page says that it has live parts."""
    return _LIVE.match(written) is not None


class _PartError(ValueError):
    """What is wrong with one live part."""


class _Filling:
    """Fills the live parts of one page."""

    def __init__(self, kb: Questions, path: str) -> None:
        self.kb = kb
        self.page = Page(path)
        self.sources: dict[str, Source] = {}
        self.notes = Footnotes(self.page, self.sources)

    def part(self, found: re.Match[str]) -> str:
        """The text in place of one live part.

        Raises:
            _PartError: If it asks for something that is not there.
        """
        makers: dict[str, Callable[[str], str]] = {
            "table": self.table, "value": self.value, "link": self.link, "cite": self.citations,
        }  # fmt: skip
        kind = found.lastgroup or ""
        return makers[kind](found[kind].strip())

    def _ask(self, sql: str) -> tuple[tuple[str, ...], tuple[tuple[Any, ...], ...]]:
        try:
            answer = self.kb.sql(sql, limit=_MOST)
        except SqlError as error:
            raise _PartError(str(error)) from None
        if answer.truncated:
            raise _PartError(f"more than {_MOST} rows; ask for fewer")
        return answer.columns, answer.rows

    def value(self, sql: str) -> str:
        """One value."""
        columns, rows = self._ask(sql)
        if len(columns) != 1 or len(rows) != 1:
            raise _PartError(f"{len(rows)} rows of {len(columns)} columns, where one value is wanted")
        value = rows[0][0]
        return f"{value:,}" if isinstance(value, int) else text(str(value)) if value is not None else DASH

    def table(self, sql: str) -> str:
        """A table, its entries linked."""
        columns, rows = self._ask(sql)
        if not rows:
            raise _PartError("no row; the question finds nothing")
        right = {i for i in range(len(columns)) if all(isinstance(row[i], (int, float)) for row in rows)}
        cells = ([self._cell(name, value) for name, value in zip(columns, row, strict=True)] for row in rows)
        return table([_head(name) for name in columns], cells, right).rstrip("\n")

    def _cell(self, column: str, value: Any) -> str:
        if value is None:
            return DASH
        kind, ending = _kind(column)
        if kind is not None:
            ids = str(value).split(",") if ending == "_ids" else [str(value)]
            return ", ".join(self.page.link(self._entry(kind, one.strip())) for one in ids)
        if column == "share" or column.endswith("_share"):
            return _share(value)
        if isinstance(value, float):
            return f"{value:,.1f}"
        if _DATE.fullmatch(str(value)):
            return date(str(value))
        return f"{value:,}" if isinstance(value, int) else text(str(value))

    def _entry(self, kind: str, entry_id: str) -> Named:
        found = self.kb.store.rows("SELECT name FROM entry WHERE kind = ? AND id = ?", (kind, entry_id))
        if not found:
            known = [i for (i,) in self.kb.store.rows("SELECT id FROM entry WHERE kind = ? ORDER BY id", (kind,))]
            raise _PartError(f"no {kind} has the id {entry_id!r} ({did_you_mean(entry_id, known) or 'add the entry'})")
        return Named(kind, entry_id, found[0][0])

    def link(self, words: str) -> str:
        """A link to an entry under its name."""
        kind, _, entry_id = words.partition("/")
        if kind not in KINDS or not entry_id:
            raise _PartError(f"{words!r} is not of the form kind/id; kinds are {', '.join(KINDS)}")
        return self.page.link(self._entry(kind, entry_id))

    def citations(self, words: str) -> str:
        """Marks of one or several citations."""
        marks = []
        for one in words.split(";"):
            match = _CITATION.fullmatch(one.strip())
            if match is None:
                raise _PartError(f"{one.strip()!r} is not of the form @source, locator")
            source = self._entry("source", match["source"])
            if source.id not in self.sources:
                self.sources[source.id] = document(self.kb.store, "source", source.id, Source)
            marks.append(self.notes.cite_place(source, " ".join(match["locator"].split())))
        return "".join(marks).replace('</sup><sup class="cite">', " ")


def _kind(column: str) -> tuple[str | None, str]:
    """The kind of entry that a column's name tells, and whether it holds one or several."""
    for ending in ("_ids", "_id"):
        kind = column.removesuffix(ending).rpartition("_")[2]
        if column.endswith(ending) and kind in KINDS:
            return kind, ending
    return None, ""


def _head(column: str) -> str:
    kind, ending = _kind(column)
    words = column.removesuffix(ending if kind is not None else "_share").replace("_", " ")
    return capital(text(f"{words}s" if ending == "_ids" and kind != "results" else words))


def _share(value: Any) -> str:
    """A share as a bar with its numbers."""
    counts = re.fullmatch(r"(\d+)/(\d+)", str(value))
    if counts is None:
        if not isinstance(value, (int, float)) or not 0 <= value <= 1:
            raise _PartError(f"{value!r} is no share; write one as part/whole, or as a number from 0 to 1")
        share, told = float(value), f"{100 * value:.0f} %"
    else:
        part, whole = int(counts[1]), int(counts[2])
        if whole == 0:
            return DASH
        share = part / whole
        told = f"{part:,} of {whole:,}" + (f" ({100 * share:.0f} %)" if whole >= FEW else "")
    return f'<meter aria-hidden="true" max="1" value="{share:.3f}"></meter> <span class="share">{told}</span>'


def filled(kb: Questions, written: str, path: str, file: str) -> str:
    """Fill the live parts of a hand-written page.

    Args:
        kb: The knowledge base.
        written: The page as written; its front matter says ``live: true``.
        path: Path of the page below the folder of pages.
        file: The file that it was read from, for messages.

    Returns:
        Markdown without live parts, the sources that it cites listed at its end.

    Raises:
        ProseError: If parts ask for something that is not there; the message tells all of them.
    """
    filling, faults = _Filling(kb, path), []

    def part(found: re.Match[str]) -> str:
        try:
            return filling.part(found)
        except (_PartError, NotFoundError) as fault:
            before = written[: found.start()]
            line, column = before.count("\n") + 1, found.start() - before.rfind("\n")
            faults.append(f"{file}:{line}:{column}: error {fault}")
            return ""

    body = _PARTS.sub(part, written)
    if (left := body.find("```mmkb")) >= 0 or (left := body.find("{{")) >= 0:
        begun = " ".join(body[left : left + 40].split())
        faults.append(f"{file}: error a live part has no end: {begun}")
    if faults:
        raise ProseError("\n".join(faults))
    end = sources_section(filling.notes)
    return body.rstrip("\n") + "\n" + (f"\n{end}" if end else "")
