"""Writing drafts: all of them or none, never over a file that is there."""

from __future__ import annotations

import contextlib
import os
from dataclasses import replace
from pathlib import Path

from mmkb.check import check_catalogue
from mmkb.hub.drafts import Draft, Drafts
from mmkb.hub.errors import HubError
from mmkb.hub.rendering import render
from mmkb.load import Catalogue, EntryFile, read_entry
from mmkb.problems import Problem
from mmkb.vocab import Severity


def _with(catalogue: Catalogue, found: list[EntryFile]) -> Catalogue:
    """A catalogue with some more entries."""
    entries = {kind: dict(of_kind) for kind, of_kind in catalogue.entries.items()}
    for entry in found:
        entries[entry.kind][entry.id] = entry
    return replace(catalogue, entries={kind: dict(sorted(of_kind.items())) for kind, of_kind in entries.items()})


def judge_drafts(drafts: Drafts) -> tuple[dict[str, bytes], list[Problem]]:
    """Render drafts and judge them as ``mmkb check`` would.

    Returns:
        Texts by path below ``catalog/``, and the warnings about them.

    Raises:
        HubError: If one of them would break a rule.
    """
    texts = {draft.file: render(draft) for draft in drafts.made}
    read: list[EntryFile] = []
    problems: list[Problem] = []
    for draft in drafts.made:
        found = read_entry(draft.kind, draft.file, texts[draft.file])
        if isinstance(found, EntryFile):
            read.append(found)
        else:
            problems += found
    if not problems:
        problems = [one for one in check_catalogue(_with(drafts.catalogue, read)) if one.file in texts]
    errors = [one.text() for one in problems if one.severity is Severity.ERROR]
    if errors:
        raise HubError("Nothing was written, since the entries would break rules:\n" + "\n".join(errors))
    return texts, problems


def write_drafts(folder: Path, texts: dict[str, bytes]) -> None:
    """Write files below a folder, all or none.

    Args:
        folder: The folder ``catalog``.
        texts: Bytes by path.

    Raises:
        HubError: If one of the files is there already, or cannot be written; then none is written.
    """
    made: list[Path] = []
    try:
        for name, raw in texts.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644), "wb") as file:
                made.append(path)
                file.write(raw)
    except OSError as error:
        for path in made:
            with contextlib.suppress(OSError):
                path.unlink()
        where = error.filename or folder
        what = "is there already, and nothing is ever overwritten" if isinstance(error, FileExistsError) else error.strerror
        raise HubError(f"{where}: {what}. Nothing was written.") from None


def todo_of(drafts: list[Draft]) -> list[str]:
    """Everything left to do, each with the file that it is about."""
    return [f"catalog/{draft.file}: {one}" for draft in drafts for one in draft.todo]
