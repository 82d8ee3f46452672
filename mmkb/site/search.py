"""The index of the site's search, in the theme's format: sections of hand-written pages, one short entry of each other page.

Every page of the site loads the index, so an entry of it tells a page by its names and what it is, and no more.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from mmkb.pages.paths import built, entry_path
from mmkb.pages.words import capital, label
from mmkb.query import Questions

Entry = dict[str, str]

_KINDS: Final = {"results": "results table"}


def entry_names(kb: Questions) -> dict[str, tuple[str, tuple[str, ...]]]:
    """What every entry is and its other names, by the path of its page."""
    names: dict[str, list[str]] = {}
    for kind, entry_id, name in kb.store.rows("SELECT kind, entry_id, name FROM entry_name ORDER BY kind, entry_id, position"):
        names.setdefault(entry_path(kind, entry_id), []).append(name)
    kinds = kb.store.rows("SELECT kind, id FROM entry")
    return {
        (path := entry_path(kind, entry_id)): (capital(_KINDS.get(kind, label(kind))), tuple(names.get(path, ())))
        for kind, entry_id in kinds
    }


def entries(
    pages: Iterable[tuple[str, Mapping[str, Any]]], names: Mapping[str, tuple[str, tuple[str, ...]]], site_name: str
) -> Iterator[Entry]:
    """One entry for each generated page that readers are not sent away from.

    Args:
        pages: Path and front matter of each.
        names: What entries are and their names, as :func:`entry_names` gives them.
        site_name: Title of the first page.

    Yields:
        Entries; the theme shows their words as HTML.
    """
    for path, meta in pages:
        if meta.get("search", {}).get("exclude"):
            continue
        title = html.escape(html.unescape(meta.get("title") or site_name), quote=False)
        kind, others = names.get(path, ("", ()))
        more = [other for other in (html.escape(name, quote=False) for name in others) if other != title]
        text = ". ".join([kind, *([", ".join(more)] if more else [])]) if kind else meta.get("description", "")
        yield {"location": built(path), "title": title, "text": text}


def index(theirs: str, generated: frozenset[str], ours: Iterable[Entry]) -> str:
    """Put our entries into the index that the theme made.

    Args:
        theirs: The theme's index.
        generated: Folders of the generated pages, whose entries are ours.
        ours: Our entries.

    Returns:
        The index as JSON.
    """
    made = json.loads(theirs)
    kept = [entry for entry in made["docs"] if entry["location"].partition("#")[0] not in generated]
    return json.dumps({**made, "docs": [*kept, *ours]}, separators=(",", ":"), ensure_ascii=False)
