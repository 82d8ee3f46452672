"""Links between pages of the site: each leads to a page that is there, and to a place on it that is there."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Mapping
from sys import intern
from typing import Final, NamedTuple
from urllib.parse import unquote

from mmkb.pages.paths import built
from mmkb.site.errors import SiteError

_HREF: Final = re.compile(r"<a\b[^>]*?\shref=\"([^\"]*)\"")
_ID: Final = re.compile(r"\s(?:id|name)=\"([^\"]*)\"")
_MOST: Final = 20


class Links(NamedTuple):
    """What a page links to, and what can be linked to on it.

    Attributes:
        to: Its links, each once, as they stand.
        ids: Its anchors.
    """

    to: tuple[str, ...]
    ids: frozenset[str]


def links_of(text: str) -> Links:
    """Read the links and anchors of a page or a part of one."""
    # Thousands of pages have the same links and anchors: each is kept once.
    return Links(tuple(dict.fromkeys(map(intern, _HREF.findall(text)))), frozenset(map(intern, _ID.findall(text))))


def check_links(pages: Mapping[str, Links]) -> None:
    """Look whether every link to a page leads somewhere.

    Links to files that are no pages are left to their makers: some are written only where a tool is there.

    Args:
        pages: Links by the folder in which a page is shown (``models/x/``; empty for the first page).

    Raises:
        SiteError: If links lead nowhere; the message names pages and links.
    """
    wrong = []
    for shown, links in pages.items():
        for link in links.to:
            plain, _, anchor = html.unescape(link).partition("#")
            target = plain.partition("?")[0]
            if ":" in target or target.startswith("/"):
                continue
            folder = posixpath.normpath(posixpath.join(shown, unquote(target))) if target else shown.rstrip("/")
            page = "" if folder in ("", ".") else f"{folder}/"
            if target.endswith(".md") and built(folder) in pages:
                continue  # The Markdown twin of a page, which is laid beside it.
            if page in pages:
                if anchor and unquote(anchor) not in pages[page].ids:
                    wrong.append(f"{shown or 'the first page'} links to {link}, but there is no place #{anchor} on that page")
            elif target.endswith(("/", ".md", ".html")) or "." not in posixpath.basename(target):
                wrong.append(f"{shown or 'the first page'} links to {link}, but there is no such page")
    if wrong:
        more = f"\nand {len(wrong) - _MOST} more" if len(wrong) > _MOST else ""
        raise SiteError("Links lead nowhere:\n" + "\n".join(wrong[:_MOST]) + more)
