"""The command ``new``: entries begun from what a checkpoint, a paper or a person says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

from mmkb.cli.beginning import BIBTEX, DRY, HF, ID, NAME, OF, PLACE, SOURCE, finish, needed, open_drafts, refuse, words_option
from mmkb.cli.checkout import the_checkout
from mmkb.cli.modelling import model
from mmkb.hub.checkpoint import open_checkpoint
from mmkb.hub.errors import HubError
from mmkb.hub.kinds import slug
from mmkb.hub.others import draft_arxiv, draft_component, draft_entry, draft_source
from mmkb.hub.papers import arxiv_id, of_bibtex
from mmkb.hub.repository import source_of_address
from mmkb.vocab import ComponentKind, MetricUnit, Modality, OrganisationKind, Purpose, Role, SourceKind


@click.group()
def new() -> None:
    """Begin an entry: model, component, dataset, benchmark, organisation or source.

    What the files say is written with its place; what they do not say stays absent and is listed as to do, on the terminal
    and on top of the file. Nothing is ever overwritten: all files are written, or none.
    """


new.add_command(model)


def _cited(source: str | None, locator: str | None) -> tuple[str, str]:
    if not source or not locator:
        raise click.UsageError("Every fact has a source: give --source ID and --locator TEXT.")
    return source, locator


_ROLES = {ComponentKind.ENCODER: Role.ENCODER, ComponentKind.LLM: Role.BACKBONE, ComponentKind.GENERATOR: Role.GENERATOR}


def _by_hand(
    root: Path | None, kind: str, entry: str, name: str, facts: dict[str, Any], cited: tuple[str, str], dry_run: bool
) -> None:
    checkout = the_checkout(root)
    try:
        drafts = open_drafts(checkout)
        draft_entry(kind, entry, name, facts, cited, drafts)
        finish(checkout, drafts, dry_run)
    except HubError as error:
        refuse(error)


@new.command()
@HF
@OF
@NAME
@words_option("--kind", ComponentKind, "What it is; several for one that is used as several.", multiple=True)
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
    needed(kind=kind)
    if not hf:
        needed(name=name)
        _by_hand(root, "component", entry, name or "", {"kinds": list(kind)}, _cited(source, locator), dry_run)
        return
    role = _ROLES.get(ComponentKind(kind[0]))
    if role is None:
        raise click.UsageError(f"A checkpoint tells nothing of a component of the kind {kind[0]}; give --name and --source.")
    checkout = the_checkout(root)
    try:
        drafts = open_drafts(checkout)
        draft = draft_component(open_checkpoint(hf, of), role, entry, drafts)
        draft.data |= {"kinds": list(kind)} | ({"name": name} if name else {})
        finish(checkout, drafts, dry_run)
    except HubError as error:
        refuse(error)


@new.command()
@NAME
@words_option("--purpose", Purpose, "What it is for; several for one that serves several.", multiple=True)
@words_option("--modality", Modality, "Modalities of its samples.", multiple=True)
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
    needed(name=name, purpose=purpose, modality=modality)
    facts = {"purposes": list(purpose), "modalities": list(modality)}
    _by_hand(root, "dataset", entry, name or "", facts, _cited(source, locator), dry_run)


_METRIC = re.compile(r"(.+):([a-z]+)")


@new.command()
@NAME
@click.option("--task", help="What a model has to do.")
@words_option("--modality", Modality, "Modalities of its inputs.", multiple=True)
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
    needed(name=name, task=task, modality=modality, metric=metric)
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
@words_option("--kind", OrganisationKind, "What it is.")
@SOURCE
@PLACE
@ID
@DRY
@click.pass_obj
def organisation(
    root: Path | None, name: str | None, kind: str | None, source: str | None, locator: str | None, entry: str, dry_run: bool
) -> None:
    """Begin an organisation's entry."""
    needed(name=name, kind=kind)
    _by_hand(root, "organisation", entry, name or "", {"kind": kind}, _cited(source, locator), dry_run)


@new.command()
@click.option("--arxiv", default="", metavar="ID", help="Ask arXiv for title, authors and day.")
@BIBTEX
@click.option("--url", default="", help="Address of a repository, model card, page or post.")
@words_option("--kind", SourceKind, "What it is; an address on GitHub is a repository.")
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
        drafts = open_drafts(checkout)
        if arxiv:
            draft_arxiv(arxiv_id(arxiv), drafts)
        elif bibtex:
            data = of_bibtex(bibtex.read(1_000_000))
            draft_source({**data, **({"url": url} if url else {})}, entry, drafts)
        else:
            draft_source(_addressed(url, kind, name), entry, drafts)
        finish(checkout, drafts, dry_run)
    except HubError as error:
        refuse(error)


def _addressed(url: str, kind: str | None, name: str | None) -> dict[str, Any]:
    """The data of a source by its address."""
    if kind in (None, "repository"):
        data, _ = source_of_address(url)
        return {**data, **({"name": name} if name else {})}
    needed(name=name)
    if kind == "paper":
        raise click.UsageError("A paper names its authors: give --arxiv ID or --bibtex FILE.")
    short = slug(re.sub(r"^https?://(?:www\.)?", "", url))[:60].strip(".-")
    prefix = "hf" if "huggingface.co" in url else "package" if kind == "package" else "web"
    return {"id": slug(f"{prefix}-{short.removeprefix('huggingface.co-')}"), "name": name, "kind": kind, "url": url}
