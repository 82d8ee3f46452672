"""Shells: pages as the theme builds them, with named gaps where a page of ours is put in.

mkdocs renders one shell for each folder of entries, which their pages share, and one for each other generated page, whose
place in the navigation is its own. Gaps are found exactly: a theme that moves one is an error.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

from mmkb.records import FOLDERS
from mmkb.site.body import Heading
from mmkb.site.errors import SiteError

NAME: Final = "mmkb_shell"
"""File name of a shared shell; no entry has it, as ids hold no underscore."""

_TITLE: Final = "mmkb_gap_title"
_DESCRIPTION: Final = "mmkb_gap_description"
_FIRST: Final = "mmkb_gap_first"
_FOLDERS: Final = frozenset(FOLDERS.values())
_OURS: Final = frozenset(
    {"jsonld", "description", "redirect", "parent", "parent_href", "assets", "csp", "image", "search", "title", "hide"}
)
"""What front matter of a page of ours may say: the gaps are filled from it."""

_CONFIG: Final = re.compile(r"<!--mmkb:config (.*?)-->")
_EVERY: Final[dict[str, tuple[str, int]]] = {
    "policy": (r"<!--mmkb:policy-->", 1),
    "description": (rf"(?<=<meta name=\"description\" content=\"){_DESCRIPTION}(?=\">)", 1),
    "canonical": (r"(?<=<link rel=\"canonical\" href=\")[^\"]*(?=\">)", 1),
    "head": (r"<!--mmkb:head-->", 1),
    "styles": (r"<!--mmkb:styles-->", 1),
    "content": (r"<!--mmkb:content-->", 1),
    "scripts": (r"<!--mmkb:scripts-->", 1),
}
_SHARED: Final[dict[str, tuple[str, int]]] = {
    **_EVERY,
    "title": (_TITLE, 2),
    "first": (rf"(?<=<a href=\"#){_FIRST}(?=\" class=\"md-skip\">)", 1),
    "hide_navigation": (r"(?<= data-md-type=\"navigation\") hidden(?=>)", 1),
    "hide_toc": (r"(?<= data-md-type=\"toc\") hidden(?=>)", 1),
    "toc": (r"<!--mmkb:toc-->", 1),
}
"""Gaps: what stands there in the page that the theme built, and how often."""


@dataclass(frozen=True, slots=True)
class Shell:
    """A page with gaps.

    Attributes:
        parts: What stands before, between and behind the gaps.
        gaps: Names of the gaps, one fewer than parts.
        config: What the project's settings say: ``site_name``, ``site_url``, ``site_description``.
    """

    parts: tuple[str, ...]
    gaps: tuple[str, ...]
    config: Mapping[str, str]

    def filled(self, values: Mapping[str, str]) -> str:
        """The page with its gaps filled; values by the gap's name."""
        told = [self.parts[0]]
        for gap, part in zip(self.gaps, self.parts[1:], strict=True):
            told.append(values[gap])
            told.append(part)
        return "".join(told)


def is_shared(path: str) -> bool:
    """Whether a generated page is put into a shell that it shares: pages of entries, which no navigation names."""
    return path.partition("/")[0] in _FOLDERS and not path.endswith("/index.md")


def shell_path(path: str) -> str:
    """Path of the Markdown of the shell that a generated page is put into."""
    if not is_shared(path):
        return path
    # One a folder: links of the navigation are as seen from there.
    return "/".join([path.partition("/")[0], *[NAME] * path.count("/")]) + ".md"


def shell_markdown(path: str, meta: Mapping[str, Any], headings: tuple[Heading, ...]) -> str:
    """The Markdown that mkdocs builds the shell of a page from.

    Args:
        path: Path of the page.
        meta: Its front matter.
        headings: Its headings, from which the theme makes the table of contents of a page that has a place in the
            navigation.
    """
    if is_shared(path):
        front: dict[str, Any] = {"title": _TITLE, "hide": ["navigation", "toc"], "shell": "shared"}
        lines = [f"# {_TITLE} {{ #{_FIRST} }}"]
    else:
        front = {key: meta[key] for key in ("title", "hide") if key in meta} | {"shell": "own"}
        lines = [f"{'#' * heading.level} {heading.name} {{ #{heading.id} }}" for heading in headings]
    front |= {"description": _DESCRIPTION, "search": {"exclude": True}}
    return f"---\n{yaml.safe_dump(front)}---\n\n" + "\n\n".join(lines) + "\n"


def shell_of(path: str, html: str) -> Shell:
    """Find the gaps of a shell.

    Args:
        path: Path of its Markdown.
        html: The page as mkdocs built it.

    Raises:
        SiteError: If a gap is not where it has to be, or not as often.
    """
    config = _CONFIG.findall(html)
    if len(config) != 1:
        raise _moved(path, "config", len(config), 1)
    html = _CONFIG.sub("", html)
    wanted = _SHARED if path.endswith(f"{NAME}.md") else _EVERY
    found = []
    for name, (pattern, times) in wanted.items():
        places = [(m.start(), m.end(), name) for m in re.finditer(pattern, html)]
        if len(places) != times:
            raise _moved(path, name, len(places), times)
        found += places
    found.sort()
    parts, end = [], 0
    for start, after, _ in found:
        parts.append(html[end:start])
        end = after
    return Shell((*parts, html[end:]), tuple(name for _, _, name in found), json.loads(config[0]))


def _moved(path: str, name: str, found: int, wanted: int) -> SiteError:
    return SiteError(
        f"The theme's page for {path} has the place for {name!r} {found} times instead of {wanted}. The theme changed, or "
        "site/overrides did: look at mmkb/site/shell.py and at site/overrides/main.html beside the theme's base.html."
    )


def check_meta(path: str, meta: Mapping[str, Any]) -> None:
    """Refuse front matter that nothing fills a gap from.

    Raises:
        SiteError: If there is such a key.
    """
    strange = sorted(set(meta) - _OURS)
    if strange:
        raise SiteError(
            f"{path}: front matter with {strange[0]!r} is not filled into a shell; known: {', '.join(sorted(_OURS))}."
        )
