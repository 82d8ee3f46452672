"""The command sql."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from mmkb.cli.asking import asks
from mmkb.cli.output import Listing, Look, with_look, write

if TYPE_CHECKING:
    from mmkb.api import KnowledgeBase


@click.command()
@click.argument("statement", metavar="SELECT")
@click.argument("values", nargs=-1, metavar="[VALUE]...")
@click.option("--limit", type=click.IntRange(1), default=1000, show_default=True, metavar="N", help="Rows at most.")
@click.option(
    "--seconds", type=click.FloatRange(0, min_open=True), default=5.0, show_default=True, metavar="S", help="Time at most."
)
@with_look
@asks
def sql(kb: KnowledgeBase, statement: str, values: tuple[str, ...], limit: int, seconds: float, look: Look) -> None:
    """Ask in SQL: one SELECT, which can only read. A minus reads it from standard input.

    VALUEs stand for the question marks in the statement, in order.

    \b
    mmkb sql "SELECT id, released FROM model WHERE released > ?" 2023-10
    mmkb sql - --format csv < question.sql
    """  # noqa: D301
    text = sys.stdin.read() if statement == "-" else statement
    table = kb.sql(text, values, limit=limit, seconds=seconds)
    write(Listing(table.columns, table.rows, table.columns), look)
    if table.truncated:
        click.echo(f"there are more rows than {len(table.rows)}; --limit shows more", err=True)
