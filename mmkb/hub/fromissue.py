"""A model's entry from a filled-in issue form: what the form says, and what the checkpoint that it names says besides."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from mmkb.hub.checkpoint import open_checkpoint
from mmkb.hub.drafts import Draft, Drafts
from mmkb.hub.issueform import Filled, FormError, data_of
from mmkb.hub.model import Given, draft_model
from mmkb.hub.named import draft_named
from mmkb.hub.papers import of_bibtex
from mmkb.hub.repository import open_repository

_SAID: Final = ("release", "description")
"""What the form says of a model whose checkpoint is read, too: a checkpoint says nothing of it."""


def draft_of_form(filled: Filled, drafts: Drafts) -> Draft:
    """Draft the entry of a model from a form, and of what it names and the catalogue has not.

    Args:
        filled: The form.
        drafts: Where the drafts go.

    Returns:
        The model's draft, which is the last in ``drafts``.

    Raises:
        HubError: If the entry is there already, no source of the facts can be made, or the checkpoint cannot be read.
    """
    repository = open_repository(filled.code) if filled.code else None
    bibtex = of_bibtex(filled.bibtex) if filled.bibtex else None
    given = Given(filled.id, filled.arxiv, repository, filled.name, bibtex)
    if repository is not None and repository.unreached:
        given.unreached.append(repository.unreached)
    if not filled.checkpoint:
        alone = draft_named(lambda source: data_of(filled, source), given, drafts)
        if alone is None:
            raise FormError(
                [*given.unreached, "No source of the facts could be made: fill in BibTeX, or the address of the code."]
            )
        return alone
    if Path(filled.checkpoint).exists():
        raise FormError([f"Checkpoint: {filled.checkpoint!r} is no repository of the hub."])
    draft = draft_model(open_checkpoint(filled.checkpoint), drafts, given)
    source = draft.data.get("paper") or (drafts.source(repository.source) if repository is not None else None)
    said = data_of(filled, source or draft.data["modalities"]["sources"][0]["source"])
    draft.data |= {key: value for key, value in said.items() if key in _SAID}
    draft.todo = [one for one in draft.todo if one.partition(": ")[0] not in said]
    draft.todo += _differences(filled, draft.data)
    return draft


def _differences(filled: Filled, data: dict[str, Any]) -> list[str]:
    """Where form and checkpoint tell different things of modalities."""
    told = []
    for side, said in (("input", filled.inputs), ("output", filled.outputs)):
        read = data["modalities"][side]
        if set(said) != set(read):
            words = f"the form says {', '.join(said)} ({filled.place}), the checkpoint {', '.join(read)}"
            told.append(f"modalities.{side}: {words}")
    return told
