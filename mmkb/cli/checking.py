"""Commands that judge and mend the text: check, fmt, schema."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from mmkb.cli.checkout import Checkout, the_checkout
from mmkb.cli.judging import judge
from mmkb.cli.report import FORMATS, count_words, report
from mmkb.fmt import format_file, said
from mmkb.problems import Problem
from mmkb.records import FOLDERS
from mmkb.schemas import entry_ids, stale_schemas, write_schemas

PATHS = click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))


def _catalogue_of(paths: Sequence[Path], root: Path | None) -> tuple[Checkout, list[Path]]:
    """The checkout that paths belong to, and the paths to look at; a path may itself be a folder of kinds of entries."""
    own = [p for p in paths if p.is_dir() and any((p / folder).is_dir() for folder in FOLDERS.values())]
    if len(paths) == 1 and own and root is None and own[0].resolve().name == "catalog":
        return Checkout(own[0].resolve().parent), []
    return the_checkout(root), [p.resolve() for p in paths]


def _within(problems: Sequence[Problem], paths: Sequence[Path]) -> list[Problem]:
    """The problems of files that are, or lie in, one of some paths; all of them if none is given."""
    if not paths:
        return list(problems)
    return [p for p in problems if any(Path(p.file).resolve().is_relative_to(path) for path in paths)]


@click.command()
@PATHS
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How to print problems.")
@click.pass_obj
def check(root: Path | None, paths: tuple[Path, ...], form: str) -> None:
    """Judge every entry, and the catalogue as a whole.

    The whole catalogue is always read; with PATHS (files or folders) only the problems in them are printed and counted.
    Another folder named catalog is judged by itself.
    """
    checkout, wanted = _catalogue_of(paths, root)
    if form == "github":
        os.chdir(checkout.root)
    catalogue, problems = judge(checkout)
    problems = _within(problems, wanted)
    report(problems, form)
    if form == "text":
        click.echo(f"{len(catalogue)} entries without fault; {count_words(problems)}", err=True)
    sys.exit(1 if problems else 0)


def _entry_files(checkout: Checkout, paths: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    for kind, folder in FOLDERS.items():
        for path in sorted((checkout.catalog / folder).glob("*.yaml")):
            if not paths or any(path.is_relative_to(wanted) for wanted in paths):
                yield kind, path


@click.command()
@PATHS
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 if an entry is not in its canonical text.")
@click.pass_obj
def fmt(root: Path | None, paths: tuple[Path, ...], only_check: bool) -> None:
    """Put entries into their one canonical text; comments stay.

    Keys are put in order, spaces and quotes made even, and simple spellings mended: names of licences, dates, links to
    arXiv, DOIs and the Hugging Face hub. What could mean two things is left, and check tells it.

    An entry that cannot be read as YAML is left alone; check tells what is wrong with it.
    """
    checkout, wanted = _catalogue_of(paths, root)
    found = [
        format_file(kind, path, checkout.shown(path), write=not only_check) for kind, path in _entry_files(checkout, wanted)
    ]
    changed = [one for one in found if one is not None]
    if only_check:
        report([problem for one in changed for problem in one.told()], "text")
        sys.exit(1 if changed else 0)
    for one in changed:
        click.echo(f"mended {one.file}")
        for mend in one.mends:
            click.echo(f"  line {mend.begin.line}: {said(mend)}")


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 if a schema is stale.")
@click.pass_obj
def schema(root: Path | None, only_check: bool) -> None:
    """Write the JSON Schemas in schema/ from the records, and the ids of all entries, which editors complete."""
    checkout = the_checkout(root)
    folder, ids = checkout.schema, entry_ids(checkout.catalog)
    if only_check:
        stale = stale_schemas(folder, ids)
        for name in stale:
            click.echo(f"schema/{name} is not as records and entries say; run mmkb schema")
        sys.exit(1 if stale else 0)
    for name in write_schemas(folder, ids):
        click.echo(f"wrote {name}")
