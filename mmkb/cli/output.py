"""Tables written to standard output in any format: for readers (table, md), for programs (json, csv, tsv)."""

from __future__ import annotations

import functools
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple, ParamSpec

import click

from mmkb.formulas import defused
from mmkb.problems import did_you_mean

if TYPE_CHECKING:
    from mmkb.query.rows import Rows

P = ParamSpec("P")

FORMATS: Final = ("table", "json", "csv", "tsv", "md")
"""How tables can be written."""
_READERS: Final = ("table", "md")
_MARKDOWN: Final = {ord(c): f"\\{c}" for c in "\\`*_{}[]|~$"} | {ord("<"): "&lt;", ord(">"): "&gt;", ord("&"): "&amp;"}
_TSV: Final = {ord("\\"): "\\\\", ord("\t"): "\\t", ord("\n"): "\\n", ord("\r"): "\\r"}
_UNSAFE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_JSON_UNSAFE: Final = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class Listing(NamedTuple):
    """A table to be written.

    Attributes:
        columns: Names of all columns.
        rows: Values, as many in each row: texts, numbers, entries (:class:`mmkb.query.answers.Named`) and tuples of them.
        shown: The columns that readers are shown, if they do not ask for others.
        marked: Numbers of rows, from 0, that stand out on a terminal.
    """

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    shown: tuple[str, ...]
    marked: frozenset[int] = frozenset()


class Look(NamedTuple):
    """How a table is wanted.

    Attributes:
        form: One of :data:`FORMATS`.
        columns: Names of the wanted columns, in their order; empty for those that the format usually has.
        header: Whether the names of the columns are written (JSON always has them).
    """

    form: str = "table"
    columns: tuple[str, ...] = ()
    header: bool = True


def with_look(command: Callable[P, None]) -> Callable[..., None]:
    """Give a command the options ``--format``, ``--columns`` and ``--no-header``; it takes them as ``look``."""

    @click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to write it.")
    @click.option(
        "--columns", "columns", multiple=True, metavar="A,B,...",
        help="Columns in this order; without: those that tell most in table and md, all in json, csv and tsv.",
    )  # fmt: skip
    @click.option("--no-header", is_flag=True, help="Leave out the line of names.")
    @functools.wraps(command)
    def wrapped(*args: Any, form: str, columns: tuple[str, ...], no_header: bool, **more: Any) -> None:
        names = tuple(name.strip() for given in columns for name in given.split(",") if name.strip())
        command(*args, look=Look(form, names, not no_header), **more)  # type: ignore[arg-type]

    return wrapped


def listing(rows: Rows[Any]) -> Listing:
    """A list of answers as a table."""
    return Listing(rows.columns, [[getattr(row, name) for name in rows.columns] for row in rows], rows.shown)


def chosen(table: Listing, look: Look) -> tuple[tuple[str, ...], list[list[Any]]]:
    """The wanted columns of a table: their names, and the rows cut to them.

    Raises:
        click.UsageError: If a column is wanted that is not there.
    """
    wanted = look.columns or (table.shown if look.form in _READERS else table.columns)
    for name in wanted:
        if name not in table.columns:
            hint = did_you_mean(name, table.columns)
            raise click.UsageError(f"no column {name!r}" + (f"; {hint}" if hint else ""))
    places = [table.columns.index(name) for name in wanted]
    return wanted, [[row[place] for place in places] for row in table.rows]


def _csv(names: Sequence[str], rows: Sequence[Sequence[Any]], *, header: bool) -> str:
    from mmkb.query.cells import csv_text

    return csv_text(names, rows, header=header)


def _tsv(names: Sequence[str], rows: Sequence[Sequence[Any]], *, header: bool) -> str:
    from mmkb.query.cells import cell

    lines = [[defused(name) for name in names]] if header else []
    lines += [[cell(name, value) for name, value in zip(names, row, strict=True)] for row in rows]
    return "".join("\t".join(text.translate(_TSV) for text in line) + "\n" for line in lines)


def as_json(data: Any) -> str:
    """Plain data as indented JSON; characters that steer a terminal are written as escapes."""
    text = json.dumps(data, indent=1, ensure_ascii=False)
    return _JSON_UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _json(names: Sequence[str], rows: Sequence[Sequence[Any]], *, header: bool) -> str:
    from mmkb.query.printing import plain

    del header
    return as_json([{name: plain(value) for name, value in zip(names, row, strict=True)} for row in rows]) + "\n"


def markdown(text: str) -> str:
    """A text as Markdown shows it, on one line of a table."""
    return " ".join(text.split()).translate(_MARKDOWN)


def _md_lines(names: Sequence[str], rows: Sequence[Sequence[Any]], *, header: bool) -> Iterator[str]:
    from mmkb.query.printing import printable, shown

    if header:
        yield f"| {' | '.join(map(markdown, names))} |"
        yield f"|{'|'.join([' --- '] * len(names))}|"
    for row in rows:
        yield f"| {' | '.join(markdown(printable(shown(n, v))) for n, v in zip(names, row, strict=True))} |"


def _md(names: Sequence[str], rows: Sequence[Sequence[Any]], *, header: bool) -> str:
    return "".join(f"{line}\n" for line in _md_lines(names, rows, header=header))


def _table(names: Sequence[str], rows: Sequence[Sequence[Any]], marked: frozenset[int], *, header: bool) -> str:
    from mmkb.query.printing import WIDEST, text_table

    live = sys.stdout.isatty()
    head, rule, *body = text_table(names, rows, WIDEST if live else sys.maxsize).split("\n")
    body = [click.style(line, fg="yellow") if number in marked else line for number, line in enumerate(body)]
    lines = [click.style(head, bold=True), rule, *body] if header else body
    return "".join(f"{line}\n" for line in lines)


_WRITERS: Final[dict[str, Callable[..., str]]] = {"json": _json, "csv": _csv, "tsv": _tsv, "md": _md}


def write(table: Listing, look: Look) -> None:
    """Write a table to standard output; that nothing was found is told on standard error where readers look.

    Raises:
        click.UsageError: If a column is wanted that is not there.
    """
    names, rows = chosen(table, look)
    if look.form != "table":
        emit(_WRITERS[look.form](names, rows, header=look.header))
    elif rows:
        emit(_table(names, rows, table.marked, header=look.header), styled=True)
    if not rows and look.form in _READERS:
        click.echo("nothing found", err=True)


def emit(text: str, *, styled: bool = False) -> None:
    """Write text to standard output; on a terminal, characters that would steer it are shown as escapes.

    Args:
        text: The text, with all line ends that it shall have.
        styled: Whether the text is safe already and carries colour, which is left out of files and pipes.
    """
    if not styled and sys.stdout.isatty():
        text = _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    click.echo(text, nl=False)
