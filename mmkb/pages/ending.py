"""What stands around the facts of every entry: drawings, how to cite it, and what can be done with its page."""

from __future__ import annotations

from mmkb.citing import bibtex
from mmkb.figures.inpage import inline
from mmkb.pages.escape import external, preformatted, text
from mmkb.pages.markup import section
from mmkb.pages.paths import Page, data_path, edit_url, entry_path, report_url
from mmkb.records import Source
from mmkb.records.base import Entry


def figure(svg: str, caption: str, css: str = "") -> str:
    """An SVG in the page, left out of the site's search; nothing for no SVG."""
    if not svg:
        return ""
    body, classes = inline(svg).strip(), f"diagram {css}".strip()
    return f'<figure class="{classes}" data-search-exclude aria-label="{text(caption)}">\n{body}\n</figure>\n\n'


def cite_section(source: Source | None) -> str:
    """The section with the BibTeX entry of a paper; nothing for no paper."""
    if source is None:
        return ""
    body = f'<pre class="bibtex"><code>{preformatted(bibtex(source))}</code></pre>'
    return section("How to cite", "cite", body)


def edit_line(page: Page, kind: str, entry: Entry) -> str:
    """The line with what can be done with an entry: edit it, report a wrong fact, read it as data.

    Args:
        page: The page that it stands on.
        kind: Kind of the entry.
        entry: Its record.
    """
    report = text(report_url(kind, entry.id, entry.name))
    ways = (
        external(edit_url(kind, entry.id), "Edit this entry"),
        f'<a class="external report-entry" href="{report}" rel="noopener">Report an error</a>',
        *twins(page, kind, entry.id),
    )
    return f'<p class="edit" data-search-exclude>{" ".join(ways)}</p>\n'


def twins(page: Page, kind: str, entry_id: str) -> tuple[str, str]:
    """Links to an entry as JSON and as Markdown, as inline HTML."""
    files = (data_path(kind, entry_id), "JSON"), (entry_path(kind, entry_id), "Markdown")
    as_json, as_markdown = (f'<a href="{page.file(path)}">{name}</a>' for path, name in files)
    return as_json, as_markdown
