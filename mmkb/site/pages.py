"""All pages of the site: generated ones put into shells, hand-written ones as mkdocs renders them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mmkb.kept import made
from mmkb.pages.paths import built
from mmkb.site.body import Body, Heading, body_of
from mmkb.site.filling import page_html
from mmkb.site.frontmatter import parted
from mmkb.site.links import Links, links_of
from mmkb.site.shell import NAME, Shell, check_meta, shell_markdown, shell_of, shell_path
from mmkb.store import Store

_MARKDOWN_LINK: Final = re.compile(r"(<a\b[^>]*?\shref=\")([^\":#?]+\.md)(#[^\"]*)?(?=\")")


@dataclass(frozen=True, slots=True)
class Generated:
    """A page written from the knowledge base. Its body lies in a file, so that thousands of pages need little memory.

    Attributes:
        path: Path of its Markdown.
        meta: Its front matter.
        headings: The headings of its body.
        file: The HTML of its body.
    """

    path: str
    meta: Mapping[str, Any]
    headings: tuple[Heading, ...]
    file: Path

    def body(self) -> Body:
        """Its body, read from the file."""
        return Body(self.file.read_bytes().decode(), self.headings)


def generated_page(path: str, markdown: str, store: Store, file: Path) -> Generated:
    """Render a page.

    Args:
        path: Path of its Markdown.
        markdown: Its Markdown.
        store: What may have its body kept from an earlier time.
        file: Where its body is written.

    Raises:
        SiteError: If its front matter says what no shell has a place for.
        OSError: If the file cannot be written.
    """
    meta, text = parted(path, markdown)
    check_meta(path, meta)

    def render() -> tuple[str, list[tuple[int, str, str]]]:
        body = body_of(path, text)
        return body.html, [(heading.level, heading.id, heading.name) for heading in body.headings]

    html, headings = made(store, "body", (path, text), render)
    file.write_bytes(html.encode())
    return Generated(path, meta, tuple(Heading(*heading) for heading in headings), file)


def shells_of(pages: Mapping[str, Generated]) -> dict[str, bytes]:
    """The Markdown of all shells that pages are put into, by path."""
    shells: dict[str, bytes] = {}
    for path, page in pages.items():
        where = shell_path(path)
        if where not in shells:
            shells[where] = shell_markdown(path, page.meta, page.headings).encode()
    return shells


def filled_pages(pages: Mapping[str, Generated], folder: Path) -> Iterator[tuple[str, str, Links, Shell]]:
    """Put generated pages into their shells.

    Args:
        pages: The pages by path.
        folder: What mkdocs made.

    Yields:
        Path of each, its HTML, its links, and its shell.

    Raises:
        SiteError: If a shell has its gaps elsewhere than they have to be.
    """
    shells: dict[str, Shell] = {}
    for path, page in pages.items():
        where = shell_path(path)
        if where not in shells:
            shells[where] = shell_of(where, (folder / built(where) / "index.html").read_text("utf-8"))
        body = page.body()
        yield path, page_html(shells[where], path, page.meta, body), _links_on(page.meta, body), shells[where]


def is_shell(shown: str) -> bool:
    """Whether a folder of what mkdocs made is that of a shared shell."""
    return posixpath.basename(shown.rstrip("/")) == NAME


def prose_html(path: str, html: str, pages: Collection[str]) -> str:
    """A hand-written page as mkdocs made it, its links to the Markdown of entries leading to their pages.

    mkdocs knows the pages of entries not, so it leaves the links as they stand in the Markdown.
    """

    def lead(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), found[2]))
        if target not in pages:
            return found[0]
        return f"{found[1]}{posixpath.relpath(built(target) or '.', built(path) or '.')}/{found[3] or ''}"

    return _MARKDOWN_LINK.sub(lead, html)


def _links_on(meta: Mapping[str, Any], body: Body) -> Links:
    """Links and anchors of a generated page; those of its shell were looked at once."""
    found = links_of(body.html)
    parent = (meta["parent_href"],) if "parent_href" in meta else ()
    return Links((*parent, *found.to), found.ids)
