"""The command ``verify``: an entry compared with the files of its checkpoint."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import Any

import click

from mmkb.cli.beginning import HF, OF, refuse
from mmkb.cli.checkout import the_checkout
from mmkb.cli.completing import ids
from mmkb.cli.output import as_json
from mmkb.hub.checkpoint import open_checkpoint
from mmkb.hub.comparison import Comparison, Outcome
from mmkb.hub.errors import HubError
from mmkb.hub.matching import Components
from mmkb.hub.noting import with_note, write_note
from mmkb.hub.verifying import agreed, compare
from mmkb.load import load_catalogue
from mmkb.locator import Locator
from mmkb.problems import did_you_mean
from mmkb.records import Model
from mmkb.vocab import Verifiable

_COLOURS = {Outcome.AGREES: "green", Outcome.DISAGREES: "red", Outcome.OPEN: "yellow"}


def _line(one: Comparison, place: str) -> str:
    """One comparison as a line: the outcome, the fact, the entry's words and place, the checkpoint's words and place."""
    outcome = click.style(f"{one.outcome:<12}", fg=_COLOURS[one.outcome])
    entry = one.entry or "says nothing"
    checkpoint = f"{one.checkpoint} ({one.locator})" if one.checkpoint else "says nothing"
    note = f"; {one.note}" if one.note else ""
    return f"{outcome} {one.fact}: {place} {entry} | checkpoint {checkpoint}{note}"


def _data(found: list[Comparison], where: dict[int, tuple[int, ...]], head: dict[str, Any]) -> dict[str, Any]:
    return {
        **head,
        "comparisons": [
            {
                "what": str(one.what), "outcome": str(one.outcome), "fact": one.fact, "path": ".".join(map(str, one.path)),
                "line": where[i][0], "column": where[i][1], "entry": one.entry, "checkpoint": one.checkpoint,
                "locator": one.locator, "note": one.note,
            }
            for i, one in enumerate(found)
        ],
    }  # fmt: skip


@click.command()
@click.argument("entry", metavar="ID", shell_complete=ids("model"))
@HF
@OF
@click.option("--variant", default="", metavar="ID", help="The variant that it is; by default the one whose weights lie there.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True, help="How to print.")
@click.option("--write", is_flag=True, help="Note in the entry what agrees, with repository, commit and day.")
@click.option("--by", default="", help="Who verified, for --write: a name, or an account on GitHub such as @octocat.")
@click.pass_obj
def verify(root: Path | None, entry: str, hf: str | None, of: str, variant: str, form: str, write: bool, by: str) -> None:
    """Compare a model's entry with the files of its checkpoint.

    Every fact that both tell is compared, and what only one of them tells is listed. Exit code: 0 nothing disagrees,
    1 something does, or the checkpoint cannot be read.
    """
    if not hf:
        raise click.UsageError("Give --hf PATH_OR_ID.")
    if write and not by:
        raise click.UsageError("--write notes who verified: give --by NAME.")
    checkout = the_checkout(root)
    catalogue, _ = load_catalogue(checkout.catalog)
    file = catalogue.entries["model"].get(entry)
    if file is None or not isinstance(file.record, Model):
        hint = did_you_mean(entry, catalogue.entries["model"]) if entry not in catalogue.faulty["model"] else "see mmkb check"
        raise click.UsageError(f"no model {entry!r}" + (f"; {hint}" if hint else ""))
    path = checkout.catalog / "models" / f"{entry}.yaml"
    try:
        checkpoint = open_checkpoint(hf, of)
        found = compare(file.record, checkpoint, Components.of(catalogue), variant)
        whole = agreed(found)
        locator = Locator(file.raw)
        where = {i: tuple(locator.place(one.path)) for i, one in enumerate(found)}
        head = {
            "model": entry, "repository": checkpoint.repository, "revision": checkpoint.revision,
            "verified": [str(one) for one in whole],
        }  # fmt: skip
        if form == "json":
            click.echo(as_json(_data(found, where, head)))
        else:
            _tell(found, where, checkout.shown(path), checkpoint.unreached)
        if write:
            _note(path, file.raw, checkpoint, whole, by)
    except HubError as error:
        refuse(error)
    sys.exit(1 if any(one.outcome is Outcome.DISAGREES for one in found) else 0)


def _tell(found: list[Comparison], where: dict[int, tuple[int, ...]], shown: str, unreached: list[str]) -> None:
    order = (Outcome.DISAGREES, Outcome.AGREES, Outcome.OPEN)
    for outcome in order:
        for i, one in enumerate(found):
            if one.outcome is outcome:
                line, column = where[i]
                click.echo(_line(one, f"{shown}:{line}:{column}:"))
    counts = ", ".join(f"{sum(one.outcome is outcome for one in found)} {outcome}" for outcome in order)
    click.echo(counts, err=True)
    for one_line in unreached:
        click.echo(one_line, err=True)


def _note(path: Path, raw: bytes, checkpoint: Any, whole: list[Verifiable], by: str) -> None:
    if not whole:
        raise HubError("Nothing was noted: no part of the entry agrees as a whole.")
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    text = with_note(raw, checkpoint, whole, today, by)
    write_note(path, text)
    click.echo(f"noted in {path.name}: {', '.join(whole)} verified", err=True)
