"""A model's entry from its checkpoint: what the files say, each fact with its place, and what is left to look for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from mmkb.hub.architecture import draft_architecture
from mmkb.hub.checkpoint import Checkpoint
from mmkb.hub.drafts import Draft, Drafts, cite
from mmkb.hub.errors import HubError
from mmkb.hub.found import Design
from mmkb.hub.kinds import slug
from mmkb.hub.licences import of_card
from mmkb.hub.matching import HUB, Components
from mmkb.hub.papers import arxiv_source_id, fetch_arxiv
from mmkb.hub.reading import read_design
from mmkb.hub.repository import Repository
from mmkb.namewords import plain, word_key
from mmkb.records import Model
from mmkb.records.facts import absent_facts

HINTS: Final = {
    "release": "release: the first public day of paper or weights, with the event",
    "organisations": "organisations: who made it, from the paper's title page",
    "paper": "paper: its paper or report (mmkb new source --arxiv ID), or not-applicable",
    "availability.access": "availability.access: open-weights, api-only or closed",
    "availability.code": "availability.code: the official code",
    "availability.code.licence": "availability.code.licence: the licence of the code",
    "availability.weights": "availability.weights: the official weights",
    "availability.weights.licence": "availability.weights.licence: the licence of the weights",
    "training.stages": "training.stages: each stage with its kind, parts (trained or frozen), datasets and amounts",
    "lineage": "lineage: what it was built on, or not-applicable",
    "architecture.fusion": "architecture.fusion: how the other modalities meet the language model",
    "architecture.encoders": "architecture.encoders: which encoders it has",
    "architecture.input_projectors": "architecture.input_projectors: what stands between encoders and language model",
    "architecture.backbones": "architecture.backbones: which language model it is built on",
    "architecture.output_projectors": "architecture.output_projectors: what stands between language model and generators",
    "architecture.generators": "architecture.generators: what makes the media",
}
"""What to look for where a fact is absent, by its path."""


@dataclass(slots=True)
class Given:
    """What a person gave beside the checkpoint.

    Attributes:
        id: The id that the entry shall have; empty for the one that the repository's name makes.
        arxiv: The paper's arXiv id; empty for none.
        repository: The code; None for none.
        name: The model's name; empty for the repository's.
        bibtex: What BibTeX says of the paper, as the data of a source; None for nothing.
        unreached: What could not be reached, in words; added to.
    """

    id: str = ""
    arxiv: str = ""
    repository: Repository | None = None
    name: str = ""
    bibtex: dict[str, Any] | None = None
    unreached: list[str] = field(default_factory=list)


def checkpoint_source(checkpoint: Checkpoint, drafts: Drafts) -> str:
    """The id of the source of a checkpoint.

    Raises:
        HubError: If it is not known where the checkpoint can be found.
    """
    if not checkpoint.repository:
        raise HubError(
            f"It is not known which repository {checkpoint.folder} is a copy of, so that nobody could find the source again: "
            "add --of OWNER/NAME, or OWNER/NAME@COMMIT."
        )
    data: dict[str, Any] = {
        "id": slug(f"hf-{checkpoint.owner}-{checkpoint.name}"), "name": f"{checkpoint.repository} checkpoint",
        "kind": "config",
    }  # fmt: skip
    if checkpoint.revision:
        data["version"] = checkpoint.revision
    unknown = "version: the revision that was read is not known; the page of the repository names it"
    todo = [] if checkpoint.revision else [unknown]
    return drafts.source({**data, "url": f"{HUB}{checkpoint.repository}"}, todo)


def paper_source(given: Given, drafts: Drafts) -> str | None:
    """The id of the paper's source: the catalogue's, or one that arXiv or BibTeX fills; None if neither can."""
    data = given.bibtex
    if given.arxiv:
        wanted = arxiv_source_id(given.arxiv)
        for entry in drafts.catalogue.entries["source"].values():
            if entry.id == wanted or getattr(entry.record, "arxiv", None) == given.arxiv:
                return entry.id
        try:
            data = fetch_arxiv(given.arxiv)
        except HubError as error:
            if data is None:
                given.unreached.append(str(error))
            else:
                data = {**data, "id": wanted, "arxiv": given.arxiv, "url": f"https://arxiv.org/abs/{given.arxiv}"}
    return drafts.source(data) if data is not None else None


def code_of(repository: Repository, drafts: Drafts) -> dict[str, Any]:
    """A model's code, with its licence where a clone tells it."""
    licence = {"licence": repository.licence} if repository.licence else {}
    sources = cite(drafts.source(repository.source), repository.licence_at or "its address")
    return {"url": repository.url, **licence, "sources": sources}


def wanted_todo(data: dict[str, Any]) -> list[str]:
    """What is left to look for in a model's entry, of the facts that are wanted of every model."""
    absent = list(dict.fromkeys(".".join(map(str, path)) for path in absent_facts(Model.model_validate(data))))
    return [HINTS.get(path, path) for path in absent if not any(path.startswith(f"{one}.") for one in absent)]


def draft_model(checkpoint: Checkpoint, drafts: Drafts, given: Given) -> Draft:
    """Draft the entry of a model, and of what it names and the catalogue has not.

    Args:
        checkpoint: Its checkpoint.
        drafts: Where the drafts go.
        given: What a person gave beside it.

    Returns:
        The model's draft, which is the last in ``drafts``.

    Raises:
        HubError: If the checkpoint is none of a multimodal model, or an entry of its id is there.
    """
    design = read_design(checkpoint.config, checkpoint.preprocessor)
    entry = given.id or slug(checkpoint.name or checkpoint.folder.name)
    if drafts.has("model", entry):
        drafts.add(Draft("model", {"id": entry}))
    _refuse_known(checkpoint, drafts)
    source = checkpoint_source(checkpoint, drafts)
    name = given.name or checkpoint.name
    components = Components.of(drafts.catalogue)
    data: dict[str, Any] = {"id": entry, "name": name}
    todo = [] if given.name else [f"name: {name} is the repository's name; how do its makers write the model's?"]
    owner = drafts.organisation(checkpoint.owner)
    if owner is not None:
        data["organisations"] = {"members": [owner], "sources": cite(source, f"owner of the repository: {checkpoint.owner}")}
        todo.append("organisations: only the repository's owner was read; the paper's title page may name more")
    if given.arxiv or given.bibtex:
        paper = paper_source(given, drafts)
        if paper is not None:
            data["paper"] = paper
    data["availability"] = _availability(checkpoint, source, drafts, given)
    architecture, inputs, outputs = draft_architecture(design, checkpoint, drafts, components, (entry, name), source, todo)
    data["modalities"] = {"input": inputs, "output": outputs, "sources": cite(source, *_places(design))}
    data["architecture"] = architecture
    if checkpoint.parameters is not None:
        data["variants"] = [_variant(checkpoint, architecture, source)]
    else:
        todo.append(f"variants: the number of parameters is not known ({checkpoint.parameters_at})")
    lineage = list(_lineage(checkpoint, drafts, source, todo))
    if lineage:
        data["lineage"] = lineage
    todo += design.doubts
    todo += _card(checkpoint, drafts)
    todo += [f"could not be reached: {one}" for one in (*checkpoint.unreached, *given.unreached)]
    draft = Draft("model", {key: value for key, value in data.items() if value})
    draft.todo = [*wanted_todo(draft.data), *dict.fromkeys(todo)]
    drafts.add(draft)
    return draft


def _refuse_known(checkpoint: Checkpoint, drafts: Drafts) -> None:
    """Refuse a checkpoint that a model of the catalogue has as its weights."""
    address = f"{HUB}{checkpoint.repository}".lower()
    for entry in drafts.catalogue.entries["model"].values():
        if isinstance(entry.record, Model) and address in _addresses(entry.record):
            raise HubError(
                f"The catalogue has a model with these weights: {entry.id} (catalog/models/{entry.id}.yaml). "
                f"Compare it with the checkpoint: mmkb verify {entry.id} --hf {checkpoint.folder}"
            )


def _places(design: Design) -> Iterator[str]:
    for fact in (*design.inputs, *design.outputs):
        yield fact.locator


def _availability(checkpoint: Checkpoint, source: str, drafts: Drafts, given: Given) -> dict[str, Any]:
    had: dict[str, Any] = {}
    licence, key = of_card(checkpoint.card)
    if checkpoint.weights or licence:
        weights: dict[str, Any] = {"url": f"{HUB}{checkpoint.repository}"}
        place = [checkpoint.weights] if checkpoint.weights else []
        if licence:
            weights["licence"] = licence
            place.append(f"README.md: {key}")
        had |= {"access": "open-weights"} if checkpoint.weights else {}
        had["weights"] = {**weights, "sources": cite(source, *place)}
    repository = given.repository
    if repository is not None:
        had["code"] = code_of(repository, drafts)
    return {**had, "sources": cite(source, checkpoint.weights or "README.md")} if had else {}


def _variant(checkpoint: Checkpoint, architecture: dict[str, Any], source: str) -> dict[str, Any]:
    count = checkpoint.parameters or 0
    size = f"{count / 1e9:.1f}b" if count >= 1e9 else f"{max(1, round(count / 1e6))}m"
    variant: dict[str, Any] = {"id": size.replace(".0b", "b"), "name": checkpoint.name}
    backbones = architecture.get("backbones")
    if isinstance(backbones, list):
        backbone = {"component": backbones[0]["component"]}
        if backbones[0].get("variants"):
            backbone["variant"] = backbones[0]["variants"][0]
        variant["backbone"] = backbone
    variant["parameters"] = {"printed": f"{count:,}", "value": count}
    return {**variant, "sources": cite(source, checkpoint.parameters_at)}


def _model_named(name: str, drafts: Drafts) -> str | None:
    """The model of the catalogue that a repository's name means."""
    last = name.rsplit("/", 1)[-1]
    models = drafts.catalogue.entries["model"].values()
    found = {e.id for e in models if plain(last) in e.digest.plain or word_key(last) in e.digest.sorted}
    for entry in models:
        record = entry.record
        if isinstance(record, Model) and f"{HUB}{name}".lower() in _addresses(record):
            found.add(entry.id)
    return found.pop() if len(found) == 1 else None


def _addresses(record: Model) -> Iterator[str]:
    had = record.availability.weights if record.availability is not None else None
    for weights in (had, *(variant.weights for variant in record.variants)):
        url = getattr(weights, "url", None)
        if url is not None:
            yield url.lower()


def _lineage(checkpoint: Checkpoint, drafts: Drafts, source: str, todo: list[str]) -> Iterator[dict[str, Any]]:
    """What the card says the model was made from, where that is a model of the catalogue."""
    relation = checkpoint.card.base_relation or "finetune"
    for name in checkpoint.card.base_model:
        known = _model_named(name, drafts)
        if known is not None and relation in ("finetune", "merge"):
            yield {"relation": "initialised-from", "model": known, "sources": cite(source, "README.md: base_model")}
        else:
            todo.append(f"lineage: the card says that it was made from {name} ({relation}; README.md: base_model)")


def _card(checkpoint: Checkpoint, drafts: Drafts) -> Iterator[str]:
    """What the card says and no field of an entry holds, and what it does not say."""
    card = checkpoint.card
    if not checkpoint.has_card:
        yield "the files hold no README.md: licence, base model and datasets were not read"
        return
    licence, _ = of_card(card)
    if not licence:
        what = f"{card.licence} {card.licence_name}".strip() or "nothing"
        link = f" ({card.licence_link})" if card.licence_link else ""
        yield f"availability.weights.licence: the card's tag is {what}{link}; read the licence"
    for given in card.papers:
        yield f"paper: the card's tags name arXiv {given}"
    datasets = drafts.catalogue.entries["dataset"]
    for name in card.datasets:
        last = name.rsplit("/", 1)[-1]
        known = [e.id for e in datasets.values() if plain(last) in e.digest.plain or word_key(last) in e.digest.sorted]
        told = f"dataset {known[0]}" if len(known) == 1 else "not found in the catalogue"
        yield f"training.stages: the card names the dataset {name} ({told}; README.md: datasets)"
    if card.languages:
        yield f"the card gives the languages {', '.join(card.languages[:12])} (README.md: language); no field holds them"
    if card.pipeline:
        yield f"the card's pipeline tag is {card.pipeline} (README.md: pipeline_tag); do the modalities agree?"
