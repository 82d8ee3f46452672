"""The sitemap: every page that readers are not sent away from."""

from __future__ import annotations

import gzip
import html
from collections.abc import Iterable


def sitemap(site_url: str, shown: Iterable[str]) -> str:
    """Write the sitemap.

    Args:
        site_url: Address of the site, with a slash at its end.
        shown: Folders in which pages are shown.
    """
    lines = [f"<url><loc>{html.escape(site_url + folder)}</loc></url>" for folder in sorted(shown)]
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
            *lines,
            "</urlset>",
            "",
        ]
    )


def zipped(text: str) -> bytes:
    """The same, compressed; without a date, so that the same text gives the same bytes."""
    return gzip.compress(text.encode(), mtime=0)
