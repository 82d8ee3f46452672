"""Released code, weights and data with their licences, in one cell."""

from __future__ import annotations

from mmkb.pages.escape import external, text
from mmkb.pages.footnotes import Footnotes
from mmkb.pages.markup import absent, fact
from mmkb.records.availability import Artefact
from mmkb.records.base import Gap


def artefact(value: Artefact | Gap | None, notes: Footnotes, *around: object) -> str:
    """The address of something released, with its licence or the licence's gap and the note."""

    def shown(known: Artefact) -> str:
        note = f' <span class="why">{text(known.note)}</span>' if known.note is not None else ""
        return external(known.url) + note

    place = fact(value, shown, notes, *around)
    if not isinstance(value, Artefact):
        return place
    return f"{place}<br>licence: {licence(value, notes, *around)}"


def licence(value: Artefact, notes: Footnotes, *around: object) -> str:
    """The licence of something released; its sources are marked only where they are not those of the whole."""
    if value.licence is None:
        return absent()
    if isinstance(value.licence, Gap):
        return fact(value.licence, text, notes, *around, value)
    return f"<code>{text(value.licence)}</code>"
