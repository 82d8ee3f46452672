"""What pages say of how an entry was verified: against a checkpoint's files, and by a person who read the sources again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from mmkb.pages.escape import external, text
from mmkb.pages.markup import Row
from mmkb.pages.words import date
from mmkb.records.base import Entry
from mmkb.records.model import Model
from mmkb.vocab import Verifiable

_FILES: Final = {
    Verifiable.ARCHITECTURE: "config.json",
    Verifiable.PARAMETERS: "the safetensors headers",
    Verifiable.LICENCE: "README.md",
}


def _joined(words: Sequence[str]) -> str:
    """Words as a list in a sentence."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def verified(record: Model) -> Iterator[Row]:
    """Yield a line for each verification: what, against which file of which commit, when and by whom."""
    for one in record.verified:
        address = f"https://huggingface.co/{one.repository}"
        parts = f"{_joined(one.what)} verified against {_joined([_FILES[part] for part in one.what])}"
        commit = external(f"{address}/tree/{one.revision}", one.revision[:12])
        repository = external(address, one.repository)
        yield "Verified", f"{text(parts)} of {repository}@{commit}, {date(one.date)}, by {text(one.by)}"


def last_verified(record: Entry) -> str:
    """A paragraph that says who last read the sources of an entry again, when and what; nothing if nobody noted it.

    Args:
        record: The entry.

    Returns:
        Markdown with an empty line at its end.
    """
    one = record.last_verified
    if one is None:
        return ""
    return f'<p class="last-verified">Last verified {date(one.date)} by {text(one.by)}: {text(one.what)}.</p>\n\n'
