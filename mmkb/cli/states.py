"""Two states of the catalogue that are told apart: commits of the checkout, or its files as they are."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from mmkb.cache import Cache
from mmkb.changes import EntryChange, Repository, compare_catalogues
from mmkb.changes.change import Data
from mmkb.changes.past import name_of
from mmkb.cli.checkout import Checkout
from mmkb.garbage import no_collection
from mmkb.records import FOLDERS
from mmkb.yamltext import MAX_BYTES, parse

Texts = Mapping[tuple[str, str], bytes]


class State(NamedTuple):
    """A state of the catalogue.

    Attributes:
        name: How the command line named it.
        texts: The text of every entry, by kind and id.
    """

    name: str
    texts: Texts


class Told(NamedTuple):
    """What is different in a new state.

    Attributes:
        changes: The changed entries.
        data: Plain data of the changed entries in the new state, by kind and id; of removed ones none.
        unread: Kind and id of the entries of which one state is no readable text.
    """

    changes: tuple[EntryChange, ...]
    data: Mapping[tuple[str, str], Data]
    unread: tuple[tuple[str, str], ...]


def states_of(checkout: Checkout, words: str) -> tuple[State, State]:
    """The two states that a range names.

    Args:
        checkout: The checkout.
        words: ``BASE..HEAD``; ``BASE...HEAD``, where the old state is the last one that both have in common; or ``BASE``, the
            new state being the files as they are.

    Raises:
        GitError: If there is no repository, or what is named is no commit.
    """
    repository = Repository(checkout.root)
    for sign in ("...", ".."):
        old, found, new = words.partition(sign)
        if found:
            base, head = repository.revision(old or "HEAD"), repository.revision(new or "HEAD")
            base = repository.merge_base(base, head) if sign == "..." else base
            return State(old or "HEAD", repository.state(base)), State(new or "HEAD", repository.state(head))
    base = repository.revision(words)
    return State(words, repository.state(base)), State("the files as they are", _files(checkout))


def _files(checkout: Checkout) -> Texts:
    found = {}
    for kind, folder in FOLDERS.items():
        for path in sorted((checkout.catalog / folder).glob("*.yaml")):
            with path.open("rb") as file:
                found[kind, path.stem] = file.read(MAX_BYTES + 1)
    return found


def told_apart(old: State, new: State) -> Told:
    """Tell two states apart; entries whose text is the same are not read."""
    touched = [key for key in sorted({*old.texts, *new.texts}) if old.texts.get(key) != new.texts.get(key)]
    read: list[dict[tuple[str, str], Data]] = []
    unread: set[tuple[str, str]] = set()
    with no_collection():
        for state in (old, new):
            found = {}
            for key in touched:
                data = parse(state.texts[key]).data if key in state.texts else None
                if data is not None:
                    found[key] = data
                elif key in state.texts:
                    unread.add(key)
            read.append(found)
    before, after = ({key: data for key, data in found.items() if key not in unread} for found in read)
    return Told(compare_catalogues(before, after), after, tuple(sorted(unread)))


def names_in(*states: State) -> dict[tuple[str, str], str]:
    """The names of all entries, those of later states before those of earlier ones; by kind and id."""
    return {key: name_of(text) or key[1] for state in states for key, text in state.texts.items()}


def names_of_files(checkout: Checkout) -> dict[tuple[str, str], str]:
    """The names of all entries as the files say them, by kind and id."""
    return names_in(State("", _files(checkout)))


def database_of(checkout: Checkout, state: State, folder: Path) -> tuple[Path, int]:
    """Build the database of a state, of as many of its entries as today's records can hold.

    Args:
        checkout: The checkout, whose cache knows the entries that did not change.
        state: The state.
        folder: A folder for it, which is empty.

    Returns:
        The database, and the number of entries that had to be left out.

    Raises:
        StoreError: If what is left contradicts itself.
        OSError: If a file cannot be written.
    """
    from mmkb.load import load_catalogue
    from mmkb.store import build_store

    for (kind, entry), text in state.texts.items():
        path = folder / "catalog" / FOLDERS[kind] / f"{entry}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
    with no_collection(), closing(Cache(checkout.cache)) as cache:
        catalogue, _ = load_catalogue(folder / "catalog", cache)
        build_store(catalogue, folder / "mmkb.sqlite", cache=cache)
    return folder / "mmkb.sqlite", len(state.texts) - len(catalogue)
