"""Where pages lie, and how one page links to another."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import urlencode

from mmkb.pages.escape import text
from mmkb.query.answers import Named
from mmkb.records import FOLDERS

REPOSITORY: Final = "https://github.com/mmkb/mmkb"
"""The repository in which readers mend entries."""

SITE: Final = "https://mmkb.github.io/mmkb/"
"""Where the site is published, with a slash at its end; feeds and what machines are told name it in full."""

COMMITS: Final = f"{REPOSITORY}/commit"
"""Where a commit is shown: followed by its name."""

NEWS_PATH: Final = "news/index.md"
"""The page on what changed."""

EDIT: Final = f"{REPOSITORY}/edit/main/catalog"
"""Where an entry is edited: followed by folder and file."""

REPORT: Final = f"{REPOSITORY}/issues/new"
"""Where a wrong fact is reported."""

REPORT_FORM: Final = "wrong-fact.yml"
"""The form that reports are written in, a file of ``.github/ISSUE_TEMPLATE``."""

COMPARE_PATH: Final = "compare/index.md"
"""The page that sets models side by side."""

MOST_COMPARED: Final = 6
"""So many models stand side by side there at most."""

KNOWLEDGE_PATH: Final = "knowledge/index.md"
"""The hand-written pages about the field."""

EXPLORE_PATH: Final = "explore/index.md"
"""Path of the explorer."""

GLOSSARY_PATH: Final = "knowledge/glossary.md"
"""The hand-written glossary of the field's terms."""


def entry_path(kind: str, entry_id: str) -> str:
    """Path of the page of an entry, below the folder of pages."""
    # An entry with the id "index" must not take the place of its list; slugs hold no underscore.
    return f"{FOLDERS[kind]}/{_named(entry_id)}.md"


def place_path(survey: str, place: str) -> str:
    """Path of the page of a table, figure or page of a survey."""
    # Beside the survey's own page, so that a place with the id "index" must not take that page's place on the site.
    return f"{entry_path('survey', survey).removesuffix('.md')}/{_named(place)}.md"


def _named(entry_id: str) -> str:
    return f"{entry_id}_" if entry_id == "index" else entry_id


def list_path(kind: str) -> str:
    """Path of the list of all entries of a kind."""
    return f"{FOLDERS[kind]}/index.md"


def edit_url(kind: str, entry_id: str, base: str = EDIT) -> str:
    """Address at which an entry is edited."""
    return f"{base}/{FOLDERS[kind]}/{entry_id}.yaml"


def report_url(kind: str, entry_id: str, name: str) -> str:
    """Address of the form in which a wrong fact of an entry is reported, with what is known filled in.

    Args:
        kind: Kind of the entry.
        entry_id: Its id.
        name: Its name.
    """
    given = {"template": REPORT_FORM, "title": f"Wrong fact: {name}", "entry": f"{FOLDERS[kind]}/{entry_id}"}
    return f"{REPORT}?{urlencode(given)}"


def data_path(kind: str, entry_id: str) -> str:
    """Path of an entry as JSON, below the folder of the site."""
    return f"api/v1/{FOLDERS[kind]}/{entry_id}.json"


def built(path: str) -> str:
    """Folder of the site, with a slash at its end, in which the page of a Markdown path is shown."""
    stem = path.removesuffix(".md")
    if posixpath.basename(stem) == "index":
        stem = posixpath.dirname(stem)
    return f"{stem}/" if stem else ""


@lru_cache(maxsize=1 << 16)
def _way(path: str, folder: str) -> str:
    """Relative path from a folder; both lie below the folder of pages, and neither leads out of it."""
    to, here = (place.strip("/").split("/") if place.strip("/") not in ("", ".") else [] for place in (path, folder))
    common = len(posixpath.commonprefix([to, here]))
    return "/".join([".."] * (len(here) - common) + to[common:]) or "."


@dataclass(frozen=True, slots=True)
class Page:
    """A page by its path; writes links as seen from there.

    Attributes:
        path: Path of its Markdown text below the folder of pages.
    """

    path: str

    def to(self, path: str, anchor: str = "") -> str:
        """Relative path of another page's Markdown text, for links in Markdown."""
        way = _way(path, posixpath.dirname(self.path))
        return f"{way}#{anchor}" if anchor else way

    def href(self, path: str, anchor: str = "") -> str:
        """Relative address of another page on the site, for links in raw HTML and SVG."""
        way = _way(built(path), built(self.path))
        return f"{way}/#{anchor}" if anchor else f"{way}/"

    def file(self, path: str) -> str:
        """Relative address of a file of the site that is no page, for links in raw HTML."""
        return _way(path, built(self.path))

    def compare_href(self, models: Iterable[str]) -> str:
        """Address at which models stand side by side, by id, for raw HTML."""
        # Ids are slugs, so that nothing in them needs encoding.
        return f"{self.href(COMPARE_PATH)}?m={','.join(list(models)[:MOST_COMPARED])}"

    def link(self, entry: Named) -> str:
        """Markdown link to the page of an entry."""
        return f"[{text(entry.name)}]({self.to(entry_path(entry.kind, entry.id))})"

    def link_to(self, kind: str, entry_id: str, name: str) -> str:
        """Markdown link to the page of an entry given by kind, id and name."""
        return self.link(Named(kind, entry_id, name))

    def links(self, entries: tuple[Named, ...]) -> str:
        """Markdown links to the pages of entries, joined by commas."""
        return ", ".join(self.link(entry) for entry in entries)

    def entry_href(self, kind: str, entry_id: str) -> str:
        """Address of the page of an entry, for raw HTML and SVG."""
        return self.href(entry_path(kind, entry_id))
