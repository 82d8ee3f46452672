"""The command ``new model``: a model's entry from its checkpoint, or from what a person tells of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from mmkb.cli.beginning import BIBTEX, DRY, HF, ID, OF, finish, needed, open_drafts, refuse, words_option
from mmkb.cli.checkout import the_checkout
from mmkb.hub.checkpoint import open_checkpoint
from mmkb.hub.drafts import cite
from mmkb.hub.errors import HubError
from mmkb.hub.kinds import slug
from mmkb.hub.model import Given, draft_model
from mmkb.hub.named import draft_named
from mmkb.hub.papers import arxiv_id, of_bibtex
from mmkb.hub.repository import open_repository
from mmkb.vocab import Design, Modality


@click.command()
@HF
@OF
@click.option("--name", default="", help="Name, as its makers write it.")
@click.option("--arxiv", default="", metavar="ID", help="arXiv id of its paper.")
@BIBTEX
@click.option("--repo", default="", metavar="PATH_OR_URL", help="A clone of its code, or the address.")
@words_option(
    "--input", Modality, "What it takes in, where no checkpoint tells; several: give it several times.", multiple=True
)
@words_option("--output", Modality, "What it gives out, likewise.", multiple=True)
@words_option("--design", Design, "How it is built, likewise.")
@click.option(
    "--locator", default="", metavar="TEXT", help="Where the last three are written in the paper, or without one in the code."
)
@ID
@DRY
@click.pass_obj
def model(
    root: Path | None, hf: str | None, of: str, name: str, arxiv: str, bibtex: Any, repo: str, input: tuple[str, ...],
    output: tuple[str, ...], design: str | None, locator: str, entry: str, dry_run: bool,
) -> None:  # fmt: skip
    """Begin a model's entry from its checkpoint on the Hugging Face hub, or from a folder with its files.

    Encoders, projector, language model, modalities, licence and number of parameters are read from config.json,
    preprocessor_config.json, the head of README.md and the safetensors files. Parts are found among the components of the
    catalogue by name, alias and shape; what is not found is begun as an entry, too.

    Without a network give the folder, and say with --of which repository it is a copy of.

    A model without a checkpoint, or with one that this command cannot read, begins with --name and its paper or code.
    """
    if not hf and not (name and (arxiv or bibtex or repo)):
        raise click.UsageError(
            "Give --hf PATH_OR_ID; or, without a checkpoint, --name and one of --arxiv ID, --bibtex FILE, --repo PATH_OR_URL."
        )
    told = {key: value for key, value in (("input", input), ("output", output), ("design", design)) if value}
    if hf and (told or locator):
        raise click.UsageError(
            "A checkpoint tells modalities and design itself; leave out --input, --output, --design, --locator."
        )
    if not hf:
        needed(input=input, output=output, design=design, locator=locator)
    checkout = the_checkout(root)
    try:
        drafts = open_drafts(checkout)
        paper = of_bibtex(bibtex.read(1_000_000)) if bibtex else None
        given = Given(entry, arxiv_id(arxiv) if arxiv else "", open_repository(repo) if repo else None, name, paper)
        if given.repository is not None and given.repository.unreached:
            given.unreached.append(given.repository.unreached)
        if hf:
            draft_model(open_checkpoint(hf, of), drafts, given)
        elif draft_named(lambda source: _told(given, input, output, design, cite(source, locator)), given, drafts) is None:
            raise HubError("\n".join(given.unreached))
        finish(checkout, drafts, dry_run)
    except HubError as error:
        refuse(error)


def _told(
    given: Given, inputs: tuple[str, ...], outputs: tuple[str, ...], design: str | None, cited: list[dict[str, str]]
) -> dict[str, Any]:
    """What a person tells of a model without a checkpoint, as the entry's data."""
    return {
        "id": given.id or slug(given.name), "name": given.name,
        "modalities": {"input": list(inputs), "output": list(outputs), "sources": cited},
        "architecture": {"design": design, "sources": cited},
    }  # fmt: skip
