"""Noting in an entry that it was verified; its comments stay."""

from __future__ import annotations

import io
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from mmkb.fmt import canonical
from mmkb.hub.checkpoint import COMMIT, Checkpoint
from mmkb.hub.errors import HubError
from mmkb.load import EntryFile, read_entry, schema_line
from mmkb.vocab import Verifiable


def with_note(raw: bytes, checkpoint: Checkpoint, what: list[Verifiable], date: str, by: str) -> bytes:
    """The text of a model's entry with a verification added, or renewed for the same repository.

    Args:
        raw: The bytes of its file.
        checkpoint: What it was compared with.
        what: What was compared and agrees.
        date: The day.
        by: Who compared it.

    Raises:
        HubError: If it is not known which commit of which repository was compared.
    """
    if not checkpoint.repository or COMMIT.fullmatch(checkpoint.revision) is None:
        raise HubError("It is not known which commit of which repository was compared: add --of OWNER/NAME@COMMIT.")
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 100_000
    yaml.indent(mapping=2, sequence=2, offset=0)
    lines = raw.decode().split("\n")
    data = yaml.load("\n".join(lines[1:] if lines[0].startswith("# yaml-language-server:") else lines))
    note = CommentedMap(
        {
            "what": CommentedSeq([str(one) for one in what]), "repository": checkpoint.repository,
            "revision": checkpoint.revision, "date": date, "by": by,
        }
    )  # fmt: skip
    note["what"].fa.set_flow_style()
    notes = data.setdefault("verified", CommentedSeq())
    at = next((i for i, one in enumerate(notes) if one.get("repository") == checkpoint.repository), None)
    if at is None:
        notes.append(note)
    else:
        notes[at] = note
    out = io.StringIO()
    yaml.dump(data, out)
    return canonical("model", f"{schema_line('model')}\n{out.getvalue()}".encode())


def write_note(path: Path, text: bytes) -> None:
    """Put the text of an entry into its file, in one step.

    Raises:
        HubError: If it would not be read as an entry without fault, or cannot be written; then nothing changes.
    """
    found = read_entry("model", path.name, text)
    if not isinstance(found, EntryFile):
        raise HubError("Nothing was written, since the entry would break rules:\n" + "\n".join(p.text() for p in found))
    aside = path.with_name(f".{path.name}.new")
    try:
        aside.write_bytes(text)
        aside.replace(path)
    except OSError as error:
        raise HubError(f"{path} cannot be written: {error.strerror or error}. Nothing was changed.") from None
