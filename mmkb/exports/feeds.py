"""Atom feeds: new models by the day they came out, entries by the day they changed, corrections by the day they were found."""

from __future__ import annotations

import hashlib
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from mmkb.changes import EntryChange, Fact, Past, What
from mmkb.exports.xmltext import legible
from mmkb.pages.changewords import Names, fact_lines, fact_words
from mmkb.pages.dates import NO_DATE, moment
from mmkb.pages.paths import NEWS_PATH, built, entry_path, list_path
from mmkb.query.answers import ModelSummary

NEW_MODELS: Final = "feeds/new-models.atom"
CHANGED_ENTRIES: Final = "feeds/changed-entries.atom"
CORRECTIONS: Final = "feeds/corrections.atom"

_ATOM: Final = "http://www.w3.org/2005/Atom"
_NAMES: Final = "tag:github.com,2026:mmkb/mmkb"
"""Begins the names of feeds and their entries, which stay the same wherever the files lie."""

_MOST: Final = 100
"""Entries of a feed."""

_FACTS: Final = 5
"""Changed facts that an entry of a feed tells one by one."""


@dataclass(frozen=True, slots=True)
class _Item:
    name: str
    title: str
    updated: str
    path: str
    summary: str


@dataclass(frozen=True, slots=True)
class _Feed:
    name: str
    title: str
    path: str
    about: str
    """The page that tells the same."""


def models_feed(models: Sequence[ModelSummary], site: str) -> str:
    """The feed of new models, newest first; a model without a date is not in it.

    Args:
        models: All models.
        site: Where the site is published, with a slash at its end.
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
    return _written(_Feed("new-models", "mmkb: new models", NEW_MODELS, built(list_path("model"))), items, site)


def changes_feed(past: Past, names: Names, site: str) -> str:
    """The feed of changed entries, last change first; each entry is in it once.

    Args:
        past: The history of the catalogue.
        names: Names of the entries of today by kind and id; what is not among them is left out.
        site: Where the site is published, with a slash at its end.
    """
    items: dict[tuple[str, str], _Item] = {}
    for commit in past.commits:
        for change in commit.entries:
            key = (change.kind, change.id)
            if key in names and key not in items:
                items[key] = _Item(
                    f"{change.kind}/{change.id}@{commit.id[:12]}",
                    f"{names[key]} ({change.kind})",
                    commit.moment,
                    built(entry_path(*key)),
                    f"{_told(change, names)} {commit.message}".strip(),
                )
    feed = _Feed("changed-entries", "mmkb: changed entries", CHANGED_ENTRIES, built(NEWS_PATH))
    return _written(feed, list(items.values())[:_MOST], site)


def _told(change: EntryChange, names: Names) -> str:
    """What happened to an entry, in a few sentences."""
    if change.event in ("added", "removed"):
        return f"Entry {change.event}."
    lines = fact_lines(change, change.of(What.FACT, What.CORRECTION), names)
    told = [f"{line.where}: {line.told.rstrip('.')}." for line in lines[:_FACTS]]
    return " ".join([*told, f"And {len(lines) - _FACTS} more." if len(lines) > _FACTS else ""]).strip()


def corrections_feed(past: Past, names: Names, site: str) -> str:
    """The feed of corrections: what a survey prints and a primary source says otherwise, last found first.

    Args:
        past: The history of the catalogue.
        names: Names of the entries of today by kind and id; what is not among them is left out.
        site: Where the site is published, with a slash at its end.
    """
    feed = _Feed("corrections", "mmkb: corrections to surveys", CORRECTIONS, "corrections/")
    return _written(feed, list(islice(_corrections(past, names), _MOST)), site)


def _corrections(past: Past, names: Names) -> Iterator[_Item]:
    for commit in past.commits:
        for change in commit.entries:
            if (change.kind, change.id) in names:
                for fact in change.of(What.CORRECTION):
                    yield _correction(commit.id, commit.moment, change, fact, names)


def _correction(commit: str, updated: str, change: EntryChange, fact: Fact, names: Names) -> _Item:
    where, old, new = fact_words(change, fact, names, 600)
    sum_ = hashlib.blake2b(repr((fact.path, fact.old, fact.new)).encode(), digest_size=6).hexdigest()
    told = f"withdrawn: {old}" if new is None else new if old is None else f"{old} → {new}"
    sources = "; ".join(f"{names.get(('source', source), source)}, {locator}" for source, locator in fact.sources)
    return _Item(
        f"{change.kind}/{change.id}/corrections/{sum_}@{commit[:12]}",
        f"{names[change.kind, change.id]}: {where[:1].lower()}{where[1:]}",
        updated,
        built(entry_path(change.kind, change.id)),
        f"{told}. Source: {sources}" if sources else told,
    )


def _written(about: _Feed, items: Sequence[_Item], site: str) -> str:
    """An Atom feed as text."""
    feed = ET.Element("feed", xmlns=_ATOM)
    _add(feed, "id", f"{_NAMES}:{about.name}")
    _add(feed, "title", about.title)
    _add(feed, "updated", max((item.updated for item in items), default=NO_DATE))
    ET.SubElement(_add(feed, "author"), "name").text = "mmkb"
    ET.SubElement(feed, "link", rel="self", type="application/atom+xml", href=f"{site}{about.path}")
    ET.SubElement(feed, "link", rel="alternate", type="text/html", href=f"{site}{about.about}")
    _add(feed, "icon", f"{site}assets/favicon.svg")
    for item in items:
        entry = ET.SubElement(feed, "entry")
        _add(entry, "id", f"{_NAMES}:{item.name}")
        _add(entry, "title", item.title)
        _add(entry, "updated", item.updated)
        ET.SubElement(entry, "link", rel="alternate", type="text/html", href=f"{site}{item.path}")
        _add(entry, "summary", item.summary)
    ET.indent(feed, " ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(feed, encoding="unicode")}\n'


def _add(parent: ET.Element, tag: str, text: str | None = None) -> ET.Element:
    made = ET.SubElement(parent, tag)
    made.text = legible(text) if text is not None else None
    return made
