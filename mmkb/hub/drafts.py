"""Drafts: entries about to be written, the sources they cite, and what is left to do about each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from mmkb.hub.errors import HubError
from mmkb.hub.families import TRANSFORMERS
from mmkb.hub.kinds import slug
from mmkb.load import Catalogue
from mmkb.namewords import plain, word_key
from mmkb.records import FOLDERS, Source

_LONGEST: Final = 300
"""Characters of a locator."""
PACKAGE: Final = "https://huggingface.co/docs/transformers"

Citation = dict[str, str]


@dataclass(slots=True)
class Draft:
    """An entry that does not exist yet.

    Attributes:
        kind: Its kind.
        data: Its data.
        todo: What a person still has to look for or to decide, in words.
    """

    kind: str
    data: dict[str, Any]
    todo: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.data["id"])

    @property
    def file(self) -> str:
        """Its path below ``catalog/``."""
        return f"{FOLDERS[self.kind]}/{self.id}.yaml"


def joined(locators: Iterable[str]) -> list[str]:
    """Locators with those of one file joined: ``config.json: model_type, vision_config.patch_size``."""
    found: list[str] = []
    for locator in dict.fromkeys(locators):
        file, colon, key = locator.partition(": ")
        last = found[-1] if found else ""
        if colon and last.startswith(f"{file}: ") and len(last) + len(key) + 2 <= _LONGEST:
            if key not in last.removeprefix(f"{file}: ").split(", "):
                found[-1] = f"{last}, {key}"
        else:
            found.append(locator[:_LONGEST])
    return found


@dataclass(slots=True)
class Drafts:
    """All entries that one command is about to write.

    Attributes:
        catalogue: The catalogue as it is.
        made: The drafts, in the order in which they were made.
        blocks: Drafts of components by the block of the configuration that they stand for.
    """

    catalogue: Catalogue
    made: list[Draft] = field(default_factory=list)
    blocks: dict[str, Draft] = field(default_factory=dict)

    def has(self, kind: str, entry: str) -> bool:
        """Whether there is an entry of an id, drafted ones and faulty ones included."""
        return (
            entry in self.catalogue.entries[kind]
            or entry in self.catalogue.faulty[kind]
            or any(draft.kind == kind and draft.id == entry for draft in self.made)
        )

    def add(self, draft: Draft) -> str:
        """Take up a draft; gives its id.

        Raises:
            HubError: If there is an entry of that id already.
        """
        if not slug(draft.id) == draft.id or not draft.id:
            raise HubError(f"{draft.id!r} is no id; lower-case letters, digits, - and . make one, such as my-model-7b.")
        if self.has(draft.kind, draft.id):
            raise HubError(
                f"There is a {draft.kind} {draft.id} already (catalog/{draft.file}), which is never overwritten; "
                "give another --id, or correct that entry."
            )
        self.made.append(draft)
        return draft.id

    def source(self, data: dict[str, Any], todo: Iterable[str] = ()) -> str:
        """The id of the source with the same arXiv id, DOI or link; one is drafted if there is none."""
        for entry in self.catalogue.entries["source"].values():
            record = entry.record
            if isinstance(record, Source) and _same(record, data):
                return entry.id
        for draft in self.made:
            if draft.kind == "source" and draft.data.get("url") == data.get("url"):
                return draft.id
        wanted, number, more = str(data["id"]), 1, list(todo)
        while self.has("source", str(data["id"])):
            number += 1
            data = {**data, "id": f"{wanted}-{number}"}
        if number > 1:
            more.append(
                f"id: the source {wanted} is another one (catalog/sources/{wanted}.yaml); a telling id, or that source?"
            )
        return self.add(Draft("source", data, more))

    def package(self) -> str:
        """The id of the source of the ``transformers`` package."""
        data = {"id": "package-transformers", "name": "transformers package", "kind": "package"}
        return self.source({**data, "version": TRANSFORMERS, "url": PACKAGE})

    def organisation(self, owner: str) -> str | None:
        """The organisation whose id, name or alias is the name of an owner of repositories."""
        wanted = {plain(owner), plain(owner).removesuffix("ai")} if owner else set()
        exact = [e.id for e in self.catalogue.entries["organisation"].values() if plain(owner) in e.digest.plain]
        near = [e.id for e in self.catalogue.entries["organisation"].values() if wanted & set(e.digest.plain)]
        found = exact or near
        return found[0] if owner and len(found) == 1 else None

    def free_component(self, wanted: Iterable[tuple[str, str]]) -> tuple[str, str]:
        """The first of some ids and names that no component goes by.

        Raises:
            HubError: If all are taken.
        """
        taken = [e.digest for e in self.catalogue.entries["component"].values()]
        plains = {one for digest in taken for one in digest.plain}
        keys = {one for digest in taken for one in digest.sorted}
        for draft in self.made:
            if draft.kind == "component":
                plains |= {plain(draft.id), plain(draft.data["name"])}
                keys |= {word_key(draft.id), word_key(draft.data["name"])}
        last = ""
        for entry, name in wanted:
            last = entry
            if not plains & {plain(entry), plain(name)} and not keys & {word_key(entry), word_key(name)}:
                return entry, name
        raise HubError(f"There is a component {last} already; give the model another --id.")


def _same(record: Source, data: dict[str, Any]) -> bool:
    """Whether a source is the one that data describe; a folder of a repository is not the repository."""
    if record.path is not None:
        return False
    if "arxiv" in data and record.arxiv == data["arxiv"]:
        return True
    if "doi" in data and (record.doi or "").lower() == str(data["doi"]).lower():
        return True
    mine = str(data.get("url", "")).lower().removesuffix("/")
    return bool(mine) and (record.url or "").lower().removesuffix("/") == mine


def cite(source: str, *locators: str) -> list[Citation]:
    """Citations of one source at some places."""
    return [{"source": source, "locator": locator} for locator in joined(locators)]
