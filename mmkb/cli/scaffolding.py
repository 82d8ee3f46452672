"""The command ``new``: entries begun from what a checkpoint, a paper or a person says."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from mmkb.cli.checkout import Checkout, the_checkout
from mmkb.cli.completing import words_of
from mmkb.hub.checkpoint import open_checkpoint
from mmkb.hub.drafts import Drafts
from mmkb.hub.errors import HubError
from mmkb.hub.kinds import slug
from mmkb.hub.model import Given, draft_model
from mmkb.hub.others import draft_arxiv, draft_component, draft_entry, draft_source
from mmkb.hub.papers import arxiv_id, of_bibtex
from mmkb.hub.repository import open_repository, source_of_address
from mmkb.hub.writing import judge_drafts, todo_of, write_drafts
from mmkb.load import load_catalogue
from mmkb.schemas import IDS, entry_ids, write_schemas
from mmkb.vocab import ComponentKind, MetricUnit, Modality, OrganisationKind, Purpose, Role, SourceKind, Word

C = TypeVar("C", bound=Callable[..., Any])
HF = click.option("--hf", metavar="PATH_OR_ID", help="A folder with a checkpoint's files, or OWNER/NAME[@REVISION] on the hub.")
OF = click.option("--of", default="", metavar="OWNER/NAME", help="Repository (and @COMMIT) that a folder is a copy of.")
ID = click.option("--id", "entry", default="", help="Id of the entry; by default made from its name.")
DRY = click.option("--dry-run", is_flag=True, help="Print what would be written, and write nothing.")
NAME = click.option("--name", help="Name, as its makers write it.")
SOURCE = click.option("--source", metavar="ID", help="The source in which the facts were read.")
PLACE = click.option("--locator", metavar="TEXT", help="Where in the source: section 3, Table 1, README.md: News.")


def _words(name: str, words: type[Word], text: str, *, multiple: bool = False) -> Callable[[C], C]:
    return click.option(
        name, type=click.Choice([str(word) for word in words]), multiple=multiple, help=text, shell_complete=words_of(words)
    )


def refuse(error: HubError, code: int = 1) -> NoReturn:
    """Tell why it cannot be done, and end."""
    click.echo(f"Error: {error}", err=True)
    sys.exit(code)


def _drafts(checkout: Checkout) -> Drafts:
    catalogue, _ = load_catalogue(checkout.catalog)
    return Drafts(catalogue)


def write_entries(checkout: Checkout, texts: dict[str, bytes]) -> None:
    """Write new entries, and their ids to where editors complete them from, and say which files were written.

    Args:
        checkout: The checkout.
        texts: The entries by path below ``catalog/``.

    Raises:
        HubError: If one of them is there already, or cannot be written.
    """
    write_drafts(checkout.catalog, texts)
    for name in texts:
        click.echo(f"wrote {checkout.shown(checkout.catalog / name)}")
    if (checkout.schema / IDS).is_file():
        for name in write_schemas(checkout.schema, entry_ids(checkout.catalog)):
            click.echo(f"wrote {checkout.shown(checkout.schema / name)}")


def _finish(checkout: Checkout, drafts: Drafts, dry_run: bool) -> None:
    """Write all drafts, or print them, and tell what is left to do."""
    texts, _ = judge_drafts(drafts)
    if dry_run:
        for name, raw in texts.items():
            click.echo(f"# catalog/{name}\n{raw.decode()}")
    else:
        write_entries(checkout, texts)
    todo = todo_of(drafts.made)
    if todo:
        click.echo(f"\nTo do ({len(todo)}), also on top of each file:", err=True)
        for one in todo:
            click.echo(f"  {one}", err=True)


@click.group()
def new() -> None:
    """Begin an entry: model, component, dataset, benchmark, organisation or source.

    What the files say is written with its place; what they do not say stays absent and is listed as to do, on the terminal
    and on top of the file. Nothing is ever overwritten: all files are written, or none.
    """


@new.command()
@HF
@OF
@click.option("--arxiv", default="", metavar="ID", help="arXiv id of its paper.")
@click.option("--repo", default="", metavar="PATH_OR_URL", help="A clone of its code, or the address.")
@ID
@DRY
@click.pass_obj
def model(root: Path | None, hf: str | None, of: str, arxiv: str, repo: str, entry: str, dry_run: bool) -> None:
    """Begin a model's entry from its checkpoint on the Hugging Face hub, or from a folder with its files.

    Encoders, projector, language model, modalities, licence and number of parameters are read from config.json,
    preprocessor_config.json, the head of README.md and the safetensors files. Parts are found among the components of the
    catalogue by name, alias and shape; what is not found is begun as an entry, too.

    Without a network give the folder, and say with --of which repository it is a copy of.
    """
    if not hf:
        raise click.UsageError("Give --hf PATH_OR_ID. Without a checkpoint, copy an entry of catalog/models and change it.")
    checkout = the_checkout(root)
    try:
        drafts = _drafts(checkout)
        checkpoint = open_checkpoint(hf, of)
        given = Given(entry, arxiv_id(arxiv) if arxiv else "", open_repository(repo) if repo else None)
        if given.repository is not None and given.repository.unreached:
            given.unreached.append(given.repository.unreached)
        draft_model(checkpoint, drafts, given)
        _finish(checkout, drafts, dry_run)
    except HubError as error:
        refuse(error)


def _cited(source: str | None, locator: str | None) -> tuple[str, str]:
    if not source or not locator:
        raise click.UsageError("Every fact has a source: give --source ID and --locator TEXT.")
    return source, locator


def _needed(**given: object) -> None:
    missing = [f"--{name}" for name, value in given.items() if not value]
    if missing:
        raise click.UsageError(f"Give {', '.join(missing)}.")


_ROLES = {ComponentKind.ENCODER: Role.ENCODER, ComponentKind.LLM: Role.BACKBONE, ComponentKind.GENERATOR: Role.GENERATOR}


def _by_hand(
    root: Path | None, kind: str, entry: str, name: str, facts: dict[str, Any], cited: tuple[str, str], dry_run: bool
) -> None:
    checkout = the_checkout(root)
    try:
        drafts = _drafts(checkout)
        draft_entry(kind, entry, name, facts, cited, drafts)
        _finish(checkout, drafts, dry_run)
    except HubError as error:
        refuse(error)


@new.command()
@HF
@OF
@NAME
@_words("--kind", ComponentKind, "What it is; several for one that is used as several.", multiple=True)
@SOURCE
@PLACE
@ID
@DRY
@click.pass_obj
def component(
    root: Path | None, hf: str | None, of: str, name: str | None, kind: tuple[str, ...], source: str | None,
    locator: str | None, entry: str, dry_run: bool,
) -> None:  # fmt: skip
    """Begin an encoder's, projector's, language model's, generator's or expert's entry, by hand or from a checkpoint."""
    _needed(kind=kind)
    if not hf:
        _needed(name=name)
        _by_hand(root, "component", entry, name or "", {"kinds": list(kind)}, _cited(source, locator), dry_run)
        return
    role = _ROLES.get(ComponentKind(kind[0]))
    if role is None:
        raise click.UsageError(f"A checkpoint tells nothing of a component of the kind {kind[0]}; give --name and --source.")
    checkout = the_checkout(root)
    try:
        drafts = _drafts(checkout)
        draft = draft_component(open_checkpoint(hf, of), role, entry, drafts)
        draft.data |= {"kinds": list(kind)} | ({"name": name} if name else {})
        _finish(checkout, drafts, dry_run)
    except HubError as error:
        refuse(error)


@new.command()
@NAME
@_words("--purpose", Purpose, "What it is for; several for one that serves several.", multiple=True)
@_words("--modality", Modality, "Modalities of its samples.", multiple=True)
@SOURCE
@PLACE
@ID
@DRY
@click.pass_obj
def dataset(
    root: Path | None, name: str | None, purpose: tuple[str, ...], modality: tuple[str, ...], source: str | None,
    locator: str | None, entry: str, dry_run: bool,
) -> None:  # fmt: skip
    """Begin a dataset's entry."""
    _needed(name=name, purpose=purpose, modality=modality)
    facts = {"purposes": list(purpose), "modalities": list(modality)}
    _by_hand(root, "dataset", entry, name or "", facts, _cited(source, locator), dry_run)


_METRIC = re.compile(r"(.+):([a-z]+)")


@new.command()
@NAME
@click.option("--task", help="What a model has to do.")
@_words("--modality", Modality, "Modalities of its inputs.", multiple=True)
@click.option("--metric", multiple=True, metavar="NAME:UNIT", help="A metric and its unit: accuracy:percent.")
@SOURCE
@PLACE
@ID
@DRY
@click.pass_obj
def benchmark(
    root: Path | None, name: str | None, task: str | None, modality: tuple[str, ...], metric: tuple[str, ...],
    source: str | None, locator: str | None, entry: str, dry_run: bool,
) -> None:  # fmt: skip
    """Begin a benchmark's entry."""
    _needed(name=name, task=task, modality=modality, metric=metric)
    metrics = []
    for given in metric:
        match = _METRIC.fullmatch(given)
        units = [str(unit) for unit in MetricUnit]
        if match is None or match[2] not in units or not slug(match[1]):
            raise click.UsageError(f"{given!r} is no metric; write NAME:UNIT, with one of the units {', '.join(units)}.")
        metrics.append({"id": slug(match[1]), "name": match[1], "unit": match[2]})
    facts = {"task": task, "modalities": list(modality), "metrics": metrics}
    _by_hand(root, "benchmark", entry, name or "", facts, _cited(source, locator), dry_run)


@new.command()
@NAME
@_words("--kind", OrganisationKind, "What it is.")
@SOURCE
@PLACE
@ID
@DRY
@click.pass_obj
def organisation(
    root: Path | None, name: str | None, kind: str | None, source: str | None, locator: str | None, entry: str, dry_run: bool
) -> None:
    """Begin an organisation's entry."""
    _needed(name=name, kind=kind)
    _by_hand(root, "organisation", entry, name or "", {"kind": kind}, _cited(source, locator), dry_run)


@new.command()
@click.option("--arxiv", default="", metavar="ID", help="Ask arXiv for title, authors and day.")
@click.option("--bibtex", type=click.File("r", encoding="utf-8"), help="A file with one BibTeX entry; - for standard input.")
@click.option("--url", default="", help="Address of a repository, model card, page or post.")
@_words("--kind", SourceKind, "What it is; an address on GitHub is a repository.")
@NAME
@ID
@DRY
@click.pass_obj
def source(
    root: Path | None, arxiv: str, bibtex: Any, url: str, kind: str | None, name: str | None, entry: str, dry_run: bool
) -> None:
    """Begin a source's entry: a paper by its arXiv id or BibTeX, a repository or page by its address."""
    if sum(map(bool, (arxiv, bibtex, url))) != 1 and not (bibtex and url):
        raise click.UsageError("Give --arxiv ID, --bibtex FILE or --url ADDRESS.")
    checkout = the_checkout(root)
    try:
        drafts = _drafts(checkout)
        if arxiv:
            draft_arxiv(arxiv_id(arxiv), drafts)
        elif bibtex:
            data = of_bibtex(bibtex.read(1_000_000))
            draft_source({**data, **({"url": url} if url else {})}, entry, drafts)
        else:
            draft_source(_addressed(url, kind, name), entry, drafts)
        _finish(checkout, drafts, dry_run)
    except HubError as error:
        refuse(error)


def _addressed(url: str, kind: str | None, name: str | None) -> dict[str, Any]:
    """The data of a source by its address."""
    if kind in (None, "repository"):
        data, _ = source_of_address(url)
        return {**data, **({"name": name} if name else {})}
    _needed(name=name)
    if kind == "paper":
        raise click.UsageError("A paper names its authors: give --arxiv ID or --bibtex FILE.")
    short = slug(re.sub(r"^https?://(?:www\.)?", "", url))[:60].strip(".-")
    prefix = "hf" if "huggingface.co" in url else "package" if kind == "package" else "web"
    return {"id": slug(f"{prefix}-{short.removeprefix('huggingface.co-')}"), "name": name, "kind": kind, "url": url}
