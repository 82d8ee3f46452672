"""A checkpoint: the files of a folder, or of a repository on the hub, that say what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from mmkb.hub.blocks import CONFIG
from mmkb.hub.card import MAX_CARD, Card, read_card
from mmkb.hub.errors import HubError
from mmkb.hub.fetching import fetch
from mmkb.hub.jsonfile import read_bytes, read_object
from mmkb.hub.tensors import parameters, weights_of

PREPROCESSORS: Final = ("preprocessor_config.json", "processor_config.json")
_NAME: Final = r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}"
REPOSITORY: Final = re.compile(rf"({_NAME}/{_NAME})(?:@([0-9A-Za-z][0-9A-Za-z._/-]{{0,99}}))?")
COMMIT: Final = re.compile(r"[0-9a-f]{40}")


@dataclass(slots=True)
class Checkpoint:
    """What the files of a checkpoint say.

    Attributes:
        folder: Where they lie.
        repository: The repository that they come from, as OWNER/NAME; empty where it is not known.
        revision: The commit of that repository; empty where it is not known.
        config: The object of ``config.json``.
        preprocessor: The object of ``preprocessor_config.json``, if there is one.
        card: The front matter of ``README.md``.
        has_card: Whether there is a ``README.md``.
        weights: The file or files that hold weights; empty where there are none.
        parameters: Number of parameters; None where the files do not tell.
        parameters_at: Where the number was read, or why it is not known.
        unreached: What could not be reached, in words.
    """

    folder: Path
    repository: str
    revision: str
    config: dict[str, Any]
    preprocessor: dict[str, Any] | None = None
    card: Card = field(default_factory=Card)
    has_card: bool = False
    weights: str = ""
    parameters: int | None = None
    parameters_at: str = ""
    unreached: list[str] = field(default_factory=list)

    @property
    def owner(self) -> str:
        """The owner of the repository."""
        return self.repository.partition("/")[0]

    @property
    def name(self) -> str:
        """The name of the repository, without its owner."""
        return self.repository.partition("/")[2]


def parse_repository(given: str) -> tuple[str, str]:
    """Read OWNER/NAME or OWNER/NAME@REVISION.

    Raises:
        HubError: If it is of another form.
    """
    match = REPOSITORY.fullmatch(given.removeprefix("https://huggingface.co/"))
    if match is None:
        raise HubError(f"{given!r} is no repository of the hub; write OWNER/NAME or OWNER/NAME@REVISION.")
    return match[1], match[2] or ""


def _cached(folder: Path) -> tuple[str, str] | None:
    """Repository and commit of a folder in the hub's cache: ``models--OWNER--NAME/snapshots/COMMIT``."""
    parts = folder.absolute().parts
    if len(parts) >= 3 and parts[-2] == "snapshots" and COMMIT.fullmatch(parts[-1]):
        kind, _, name = parts[-3].partition("--")
        owner, _, rest = name.partition("--")
        if kind == "models" and rest:
            return f"{owner}/{rest}", parts[-1]
    return None


def _cloned(folder: Path) -> tuple[str, str] | None:
    """Repository and commit of a clone, or commit alone of a download into a folder."""
    raw = read_bytes(folder / ".git" / "config", MAX_CARD) if (folder / ".git").is_dir() else None
    if raw is not None:
        remote = re.search(rf"url\s*=\s*https://huggingface\.co/({_NAME}/{_NAME}?)\s", raw.decode("utf-8", "replace"))
        if remote is not None:
            return remote[1].removesuffix(".git"), head_of(folder)
    note = read_bytes(folder / ".cache" / "huggingface" / "download" / f"{CONFIG}.metadata", MAX_CARD)
    first = note.decode("utf-8", "replace").split("\n", 1)[0].strip() if note is not None else ""
    return ("", first) if COMMIT.fullmatch(first) else None


def head_of(folder: Path) -> str:
    """The commit that a clone stands at; empty where it cannot be told."""
    git = folder / ".git"
    raw = read_bytes(git / "HEAD", 1000)
    head = raw.decode("utf-8", "replace").strip() if raw is not None else ""
    if head.startswith("ref: refs/") and ".." not in head:
        name = head.removeprefix("ref: ")
        raw = read_bytes(git / name, 1000)
        if raw is None:
            packed = read_bytes(git / "packed-refs", 10_000_000) or b""
            found = re.search(rf"^([0-9a-f]{{40}}) {re.escape(name)}$", packed.decode("utf-8", "replace"), re.MULTILINE)
            return found[1] if found is not None else ""
        head = raw.decode("utf-8", "replace").strip()
    return head if COMMIT.fullmatch(head) else ""


def open_checkpoint(given: str, of: str = "") -> Checkpoint:
    """Read a checkpoint.

    Args:
        given: A folder, or a repository of the hub as OWNER/NAME or OWNER/NAME@REVISION.
        of: The repository that a folder is a copy of, in the same form; empty where the folder itself may tell.

    Raises:
        HubError: If there is none, or it cannot be read.
    """
    folder = Path(given).expanduser()
    repository, revision = parse_repository(of) if of else ("", "")
    if folder.is_file():
        raise HubError(f"{given} is a file; give the folder that holds it.")
    if folder.is_dir():
        told = _cached(folder) or _cloned(folder)
        if told is not None and (not repository or told[0] in ("", repository)):
            repository, revision = repository or told[0], revision or told[1]
        checkpoint = _read(folder, repository, revision if COMMIT.fullmatch(revision) else "")
        checkpoint.parameters, checkpoint.parameters_at = parameters(folder)
        checkpoint.weights = weights_of(path.name for path in folder.iterdir())
        return checkpoint
    if REPOSITORY.fullmatch(given) is None or given.startswith((".", "/", "~")):
        raise HubError(f"There is no folder {given}, and it is no repository of the hub (OWNER/NAME).")
    repository, revision = parse_repository(given)
    fetched = fetch(repository, revision)
    checkpoint = _read(fetched.folder, repository, fetched.revision)
    checkpoint.parameters, checkpoint.parameters_at = fetched.parameters, fetched.parameters_at
    checkpoint.unreached += fetched.unreached
    checkpoint.weights = fetched.weights
    return checkpoint


def _read(folder: Path, repository: str, revision: str) -> Checkpoint:
    config = read_object(folder / CONFIG)
    if config is None:
        there = sorted(path.name for path in folder.iterdir())[:8]
        holds = f"it holds {', '.join(there)}" if there else "it is empty"
        raise HubError(f"There is no {CONFIG} in {folder}; {holds}. Give the folder of a checkpoint of transformers.")
    found = Checkpoint(folder, repository, revision, config)
    for name in PREPROCESSORS:
        try:
            found.preprocessor = found.preprocessor or read_object(folder / name)
        except HubError as error:
            found.unreached.append(f"{error} What it says is left out.")
    try:
        raw = read_bytes(folder / "README.md", MAX_CARD)
    except HubError as error:
        found.unreached.append(f"{error} What it says is left out.")
        raw = None
    if raw is not None:
        found.has_card, found.card = True, read_card(raw)
        if found.card.problem:
            found.unreached.append(f"{folder / 'README.md'}: {found.card.problem}; what it says is left out.")
    return found
