"""Entries of the other kinds: components from a checkpoint or by hand, datasets, benchmarks, organisations, sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from mmkb.hub.blocks import block, read_part
from mmkb.hub.checkpoint import Checkpoint
from mmkb.hub.drafts import Draft, Drafts, cite
from mmkb.hub.errors import HubError
from mmkb.hub.jsonfile import word
from mmkb.hub.kinds import slug
from mmkb.hub.licences import of_card
from mmkb.hub.matching import HUB
from mmkb.hub.model import checkpoint_source
from mmkb.hub.papers import arxiv_source_id, fetch_arxiv
from mmkb.hub.parts import encoder_facts, llm_facts
from mmkb.vocab import Modality, Role

TODO: Final[Mapping[str, tuple[str, ...]]] = {
    "component": ("family, modalities, organisations, released, paper, parameters, code, weights",),
    "dataset": ("amounts, making, organisations, released, paper, access",),
    "benchmark": ("splits, released, paper, url; minimum and maximum of its metrics",),
    "organisation": ("aliases, parent, country, url",),
    "source": ("released and version, where it gives them",),
}
"""What is left to look for in an entry of each kind."""


def draft_entry(kind: str, entry: str, name: str, facts: Mapping[str, Any], cited: tuple[str, str], drafts: Drafts) -> Draft:
    """Draft an entry by hand.

    Args:
        kind: Its kind.
        entry: Its id; empty for the one that its name makes.
        name: Its name.
        facts: What is known of it, by key.
        cited: Id of the source in which that was read, and the place in it.
        drafts: Where the draft goes.

    Raises:
        HubError: If it is there already, or its source is not.
    """
    source, locator = cited
    if not drafts.has("source", source):
        raise HubError(f"There is no source {source}. Make it: mmkb new source --arxiv ID, --bibtex FILE or --url ADDRESS.")
    data = {"id": entry or slug(name), "name": name, **facts, "sources": cite(source, locator)}
    draft = Draft(kind, data, list(TODO[kind]))
    drafts.add(draft)
    return draft


_BLOCKS: Final = {
    Role.ENCODER: ("vision_config", "audio_config", "encoder_config", "audio_encoder_config"), Role.BACKBONE: ("text_config",)
}  # fmt: skip


def draft_component(checkpoint: Checkpoint, role: Role, entry: str, drafts: Drafts) -> Draft:
    """Draft a component from its checkpoint.

    Args:
        checkpoint: Its checkpoint.
        role: The role in which models use it: encoder, backbone or generator.
        entry: Its id; empty for the one that the repository's name makes.
        drafts: Where the draft goes.

    Raises:
        HubError: If it is there already, or the checkpoint's repository is not known.
    """
    source = checkpoint_source(checkpoint, drafts)
    kind = word(checkpoint.config.get("model_type")) or ""
    path = next((key for key in _BLOCKS.get(role, ()) if block(checkpoint.config, key) is not None), "")
    part = read_part(role, checkpoint.config, path, kind, kind)
    if role is Role.ENCODER:
        part.modalities = (Modality.AUDIO,) if "audio" in path or part.bins is not None else (Modality.IMAGE,)
    names = {Role.ENCODER: "encoder", Role.BACKBONE: "llm", Role.GENERATOR: "generator"}
    data: dict[str, Any] = {"id": entry or slug(checkpoint.name), "name": checkpoint.name, "kinds": [names[role]]}
    if part.family:
        data["family"] = part.family
    data["modalities"] = ["text"] if role is Role.BACKBONE else [str(m) for m in part.modalities]
    owner = drafts.organisation(checkpoint.owner)
    if owner is not None:
        data["organisations"] = [owner]
    if checkpoint.parameters is not None:
        data["parameters"] = {"printed": f"{checkpoint.parameters:,}", "value": checkpoint.parameters}
    facts = encoder_facts(part) if role is Role.ENCODER else llm_facts(part) if role is Role.BACKBONE else {}
    if facts:
        data["encoder" if role is Role.ENCODER else "llm"] = facts
    licence, key = of_card(checkpoint.card)
    if checkpoint.weights or licence:
        data["weights"] = {"url": f"{HUB}{checkpoint.repository}", **({"licence": licence} if licence else {})}
    places = [*(part.locators() or ["config.json"]), *([f"README.md: {key}"] if licence else []),
              *([checkpoint.parameters_at] if checkpoint.parameters is not None else [])]  # fmt: skip
    data["sources"] = cite(source, *places)
    todo = ["name, family: as its makers write and count it", "released, paper, trained_on", *checkpoint.unreached]
    draft = Draft("component", data, todo)
    drafts.add(draft)
    return draft


def draft_arxiv(given: str, drafts: Drafts) -> Draft:
    """Draft the source of a paper on arXiv.

    Raises:
        HubError: If it is there already, or arXiv cannot be reached.
    """
    known = [e.id for e in drafts.catalogue.entries["source"].values() if getattr(e.record, "arxiv", None) == given]
    if known or drafts.has("source", arxiv_source_id(given)):
        raise HubError(f"There is a source of arXiv {given} already: {known[0] if known else arxiv_source_id(given)}.")
    draft = Draft("source", fetch_arxiv(given), ["venue; version that was read"])
    drafts.add(draft)
    return draft


def draft_source(data: Mapping[str, Any], entry: str, drafts: Drafts, todo: Sequence[str] = ()) -> Draft:
    """Draft a source from its data.

    Raises:
        HubError: If it is there already, or can be found nowhere.
    """
    if not any(data.get(key) for key in ("arxiv", "doi", "url")):
        raise HubError("Nobody could find the source again: the entry names no arXiv id, DOI or address; add --url ADDRESS.")
    before = len(drafts.made)
    found = drafts.source({**data, "id": entry or data["id"]}, todo or TODO["source"])
    if len(drafts.made) == before:
        raise HubError(f"There is a source of it already: {found}.")
    return drafts.made[-1]
