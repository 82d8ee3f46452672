"""Names and aliases tell entries apart."""

from __future__ import annotations

from collections.abc import Iterator

from mmkb.check.finding import Finding
from mmkb.load import Catalogue
from mmkb.rules import Path, rule
from mmkb.vocab import Severity

COLLISION = rule(
    "name-collision",
    "No name, alias or id of an entry is that of another entry of its kind, whatever the case, spaces and hyphens.",
    "Tell the two apart by their names, or join the entries if they are one thing.",
)
NEAR_DUPLICATE = rule(
    "near-duplicate",
    "No two entries of a kind go by the same words in another order, or with sizes and patches spelt out: CLIP ViT-L/14 and "
    "clip-vit-large-patch14 are one.",
    "Join the entries if they are one thing, and keep the other name as an alias; else tell them apart by their names.",
    Severity.WARNING,
)
REPEATED_ALIAS = rule(
    "alias-repeats", "An alias says something that the name and the other aliases do not.", "Remove the alias."
)
SAME_SOURCE = rule(
    "same-source",
    "A paper, repository or page is one source: no two sources have the same arXiv id, DOI or link and version.",
    "Join the two sources.",
)


def collisions(catalogue: Catalogue) -> Iterator[Finding]:
    """Find names of one entry that are names of another one of its kind."""
    for kind, entries in catalogue.entries.items():
        if kind in ("source", "results"):
            continue  # titles of papers may be equal; their identity is the arXiv id, DOI or link
        owners: dict[str, str] = {}
        for entry in entries.values():
            owners.setdefault(entry.digest.plain[0], entry.id)
        for entry in entries.values():
            for i, (name, folded) in enumerate(zip(entry.digest.names, entry.digest.plain[1:], strict=True)):
                path: Path = ("name",) if i == 0 else ("aliases", i - 1)
                owner = owners.setdefault(folded, entry.id)
                if owner != entry.id:
                    yield Finding(COLLISION, entry, path, f"{name!r} is also the {kind} {owner!r}")


def near_duplicates(catalogue: Catalogue) -> Iterator[Finding]:
    """Find entries that go by the same words as another one of their kind, but for order and spelling of sizes."""
    for kind, entries in catalogue.entries.items():
        if kind in ("source", "results"):
            continue
        owners: dict[str, str] = {}
        for entry in entries.values():
            for i, key in enumerate(entry.digest.sorted):
                path: Path = ("id",) if i == 0 else ("name",) if i == 1 else ("aliases", i - 2)
                owner = owners.setdefault(key, entry.id) if key else entry.id
                if owner != entry.id:
                    same = set(entry.digest.plain) & set(entries[owner].digest.plain)
                    if not same:  # names that are equal but for punctuation are told by the rule on collisions
                        said = entry.id if i == 0 else entry.digest.names[i - 1]
                        yield Finding(NEAR_DUPLICATE, entry, path, f"{said!r} says the same words as the {kind} {owner!r}")
                    break


def aliases(catalogue: Catalogue) -> Iterator[Finding]:
    """Find aliases that repeat the name or another alias to the letter."""
    for entry in catalogue:
        for i, name in enumerate(entry.digest.names):
            if name in entry.digest.names[:i]:
                yield Finding(REPEATED_ALIAS, entry, ("aliases", i - 1), f"{name!r} is a name of the entry already")


def sources(catalogue: Catalogue) -> Iterator[Finding]:
    """Find sources that are one and the same."""
    owners: dict[str, str] = {}
    for entry in catalogue.entries["source"].values():
        for key in entry.digest.keys:
            owner = owners.setdefault(key, entry.id)
            if owner != entry.id:
                yield Finding(SAME_SOURCE, entry, ("id",), f"{key} is also the source {owner!r}")
