"""Atom feeds: new models by the day they came out, and entries by the day they changed."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mmkb.exports.history import Change
from mmkb.exports.xmltext import legible
from mmkb.pages.dates import NO_DATE, moment
from mmkb.pages.paths import built, entry_path
from mmkb.query.answers import ModelSummary

NEW_MODELS: Final = "feeds/new-models.atom"
CHANGED_ENTRIES: Final = "feeds/changed-entries.atom"

_ATOM: Final = "http://www.w3.org/2005/Atom"
_NAMES: Final = "tag:github.com,2026:mmkb/mmkb"
"""Begins the names of feeds and their entries, which stay the same wherever the files lie."""

_MOST: Final = 100
"""Entries of a feed."""


@dataclass(frozen=True, slots=True)
class _Item:
    name: str
    title: str
    updated: str
    path: str
    summary: str


def models_feed(models: Sequence[ModelSummary]) -> str:
    """The feed of new models, newest first; a model without a date is not in it.

    Args:
        models: All models.
    """
    dated = sorted((m for m in models if m.released), key=lambda m: (moment(m.released), m.id), reverse=True)
    items = [
        _Item(
            f"model/{model.id}",
            model.name,
            moment(model.released),
            built(entry_path("model", model.id)),
            f"{model.description or model.name} (released {model.released})",
        )
        for model in dated[:_MOST]
    ]
    return _feed("new-models", "mmkb: new models", NEW_MODELS, items)


def changes_feed(changes: Sequence[Change]) -> str:
    """The feed of changed entries, last change first.

    Args:
        changes: The last change of every entry, newest first.
    """
    items = [
        _Item(
            f"{change.kind}/{change.id}@{change.commit[:12]}",
            f"{change.name} ({change.kind})",
            change.moment,
            built(entry_path(change.kind, change.id)),
            change.message,
        )
        for change in changes[:_MOST]
    ]
    return _feed("changed-entries", "mmkb: changed entries", CHANGED_ENTRIES, items)


def _feed(name: str, title: str, path: str, items: Sequence[_Item]) -> str:
    """An Atom feed whose links are relative to where it lies."""
    feed = ET.Element("feed", xmlns=_ATOM)
    _add(feed, "id", f"{_NAMES}:{name}")
    _add(feed, "title", title)
    _add(feed, "updated", max((item.updated for item in items), default=NO_DATE))
    ET.SubElement(_add(feed, "author"), "name").text = "mmkb"
    ET.SubElement(feed, "link", rel="self", type="application/atom+xml", href=path.rpartition("/")[2])
    ET.SubElement(feed, "link", rel="alternate", type="text/html", href="../")
    for item in items:
        entry = ET.SubElement(feed, "entry")
        _add(entry, "id", f"{_NAMES}:{item.name}")
        _add(entry, "title", item.title)
        _add(entry, "updated", item.updated)
        ET.SubElement(entry, "link", rel="alternate", type="text/html", href=f"../{item.path}")
        _add(entry, "summary", item.summary)
    ET.indent(feed, " ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(feed, encoding="unicode")}\n'


def _add(parent: ET.Element, tag: str, text: str | None = None) -> ET.Element:
    made = ET.SubElement(parent, tag)
    made.text = legible(text) if text is not None else None
    return made
