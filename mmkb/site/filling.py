"""What is put into the gaps of a shell: the same as site/overrides/main.html and the theme write for a page of mkdocs."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from mmkb.pages.paths import built
from mmkb.site.body import TOC_DEPTH, Body, Heading
from mmkb.site.shell import Shell

_POLICY: Final = (
    "default-src 'none'; script-src 'self'{wasm}; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'"
)
_TAG: Final = re.compile(r"<[^>]*>")


def page_html(shell: Shell, path: str, meta: Mapping[str, Any], body: Body) -> str:
    """Fill a page into its shell.

    Args:
        shell: The shell.
        path: Path of the page's Markdown.
        meta: Its front matter; its texts are escaped for HTML already.
        body: Its body.
    """
    shown, site = built(path), shell.config["site_url"]
    redirect = meta.get("redirect")
    address = f"{site}{redirect or shown}"
    title = meta.get("title") or (shell.config["site_name"] if path == "index.md" else body.headings[0].name)
    hidden = {word: " hidden" if word in meta.get("hide", ()) else " " for word in ("navigation", "toc")}
    assets = meta.get("assets", ())
    crumb = f'<p class="crumb"><a href="{meta["parent_href"]}">{meta["parent"]}</a></p>\n' if "parent" in meta else ""
    wasm = " 'wasm-unsafe-eval'" if meta.get("csp") == "wasm" else ""
    return shell.filled(
        {
            "policy": f'<meta http-equiv="Content-Security-Policy" content="{_POLICY.format(wasm=wasm)}">',
            "description": meta.get("description") or shell.config["site_description"],
            "canonical": address,
            "title": title,
            "head": _head(shell, path, meta, title, address),
            "styles": "".join(f'<link rel="stylesheet" href="{_way(f"assets/css/{name}.css", shown)}">' for name in assets),
            "scripts": "".join(
                f'<script type="module" src="{_way(f"assets/js/{name}.js", shown)}"></script>' for name in assets
            ),
            "first": body.headings[0].id if body.headings else "",
            "hide_navigation": hidden["navigation"],
            "hide_toc": hidden["toc"],
            "toc": contents(body.headings),
            "content": crumb + body.html,
        }
    )


def _head(shell: Shell, path: str, meta: Mapping[str, Any], title: str, address: str) -> str:
    """What a page tells browsers, previews and machines."""
    shown, site = built(path), shell.config["site_url"]
    lines = []
    if "redirect" in meta:
        lines.append(f'<meta http-equiv="refresh" content="0; url={_way(meta["redirect"], shown)}/">')
    lines += [
        f'<meta property="og:site_name" content="{shell.config["site_name"]}">',
        f'<meta property="og:type" content="{"website" if path == "index.md" else "article"}">',
        f'<meta property="og:title" content="{title}">',
        f'<meta property="og:description" content="{meta.get("description") or shell.config["site_description"]}">',
        f'<meta property="og:url" content="{address}">',
    ]
    if "image" in meta:
        lines.append(f'<meta property="og:image" content="{site}{meta["image"]}">')
        lines.append('<meta name="twitter:card" content="summary_large_image">')
    twin = _way(path, shown)
    lines.append(f'<link rel="alternate markdown" type="text/markdown" href="{twin}" title="This page in Markdown">')
    if "jsonld" in meta:
        lines.append(f'<script type="application/ld+json">{meta["jsonld"]}</script>')
    return "\n".join(lines)


def _way(target: str, shown: str) -> str:
    return posixpath.relpath(target, shown or ".")


def contents(headings: Sequence[Heading]) -> str:
    """The table of contents below the first heading, in the theme's elements; nothing if there is none."""
    tree = _tree([heading for heading in headings if heading.level <= TOC_DEPTH])
    if tree and tree[0][0].level == 1:
        tree = tree[0][1]
    if not tree:
        return ""
    title = '<label class="md-nav__title" for="__toc">\n<span class="md-nav__icon md-icon"></span>\nTable of contents\n</label>'
    items = "".join(_item(heading, below) for heading, below in tree)
    return f'{title}<ul class="md-nav__list" data-md-component="toc" data-md-scrollfix>{items}</ul>'


_Tree = list[tuple[Heading, Any]]
"""Headings with the headings below them."""


def _tree(headings: Sequence[Heading]) -> _Tree:
    root: _Tree = []
    open_: list[tuple[int, _Tree]] = [(0, root)]
    for heading in headings:
        while open_[-1][0] >= heading.level:
            open_.pop()
        below: _Tree = []
        open_[-1][1].append((heading, below))
        open_.append((heading.level, below))
    return root


def _item(heading: Heading, below: _Tree) -> str:
    link = f'<a href="#{heading.id}" class="md-nav__link">\n<span class="md-ellipsis">\n{heading.name}\n</span>\n</a>'
    inner = "".join(_item(*item) for item in below)
    if inner:
        label = html.escape(html.unescape(_TAG.sub("", heading.name)))
        inner = f'<nav class="md-nav" aria-label="{label}"><ul class="md-nav__list">{inner}</ul></nav>'
    return f'<li class="md-nav__item">{link}{inner}</li>'
