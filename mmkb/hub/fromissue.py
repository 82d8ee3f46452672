"""A model's entry from a filled-in issue form: what the form says, and what the checkpoint that it names says besides."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from mmkb.hub.checkpoint import open_checkpoint
from mmkb.hub.drafts import Draft, Drafts, cite
from mmkb.hub.issueform import Filled, FormError, data_of
from mmkb.hub.model import HINTS, Given, draft_model, paper_source
from mmkb.hub.papers import of_bibtex
from mmkb.hub.repository import Repository, open_repository
from mmkb.records import Model
from mmkb.records.facts import absent_facts

_SAID: Final = ("release", "description", "paper")
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
    given = Given(filled.id, filled.arxiv, repository)
    if repository is not None and repository.unreached:
        given.unreached.append(repository.unreached)
    paper = drafts.source(of_bibtex(filled.bibtex)) if filled.bibtex and not filled.arxiv else None
    if not filled.checkpoint:
        return _by_form_alone(filled, drafts, given, paper)
    if Path(filled.checkpoint).exists():
        raise FormError([f"Checkpoint: {filled.checkpoint!r} is no repository of the hub."])
    draft = draft_model(open_checkpoint(filled.checkpoint), drafts, given)
    source = paper or draft.data.get("paper") or (drafts.source(repository.source) if repository is not None else None)
    said = data_of(filled, source or draft.data["modalities"]["sources"][0]["source"])
    if paper is not None:
        said["paper"] = paper
    draft.data |= {key: value for key, value in said.items() if key in _SAID}
    draft.data["name"] = filled.name
    draft.todo = [one for one in draft.todo if not one.startswith("name: ") and one.partition(": ")[0] not in said]
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


def _by_form_alone(filled: Filled, drafts: Drafts, given: Given, paper: str | None) -> Draft:
    if filled.arxiv:
        paper = paper_source(given, drafts)
    code = drafts.source(given.repository.source) if given.repository is not None else None
    source = paper or code
    if source is None:
        raise FormError([*given.unreached, "No source of the facts could be made: fill in BibTeX, or the address of the code."])
    data = data_of(filled, source)
    if paper is not None:
        data["paper"] = paper
    if given.repository is not None and code is not None:
        data["availability"] = _availability(given.repository, code)
    draft = Draft("model", data)
    absent = list(dict.fromkeys(".".join(map(str, path)) for path in absent_facts(Model.model_validate(data))))
    draft.todo = [HINTS.get(path, path) for path in absent if not any(path.startswith(f"{one}.") for one in absent)]
    draft.todo += [f"could not be reached: {one}" for one in given.unreached]
    drafts.add(draft)
    return draft


def _availability(repository: Repository, source: str) -> dict[str, Any]:
    cited = cite(source, "its address")
    return {"code": {"url": repository.url, "sources": cited}, "sources": cited}
