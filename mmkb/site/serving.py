"""Serving a built site on this machine, at the path at which it is published."""

from __future__ import annotations

import contextlib
import functools
import http.server
import re
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

_FIRST: Final = re.compile(r"<loc>([^<]*)</loc>")


def place_of(site: Path) -> str:
    """The path of the address at which a built site is published, with slashes at both ends; its sitemap names it."""
    first = _FIRST.search((site / "sitemap.xml").read_text("utf-8")) if (site / "sitemap.xml").is_file() else None
    return urlsplit(first[1]).path or "/" if first is not None else "/"


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a site below a path and says nothing of requests."""

    def __init__(self, *args: Any, place: str, **kwargs: Any) -> None:
        self._place = place
        super().__init__(*args, **kwargs)

    def handle(self) -> None:
        """Answer until the reader leaves, which is no fault, in the middle of an answer either."""
        with contextlib.suppress(ConnectionError):
            super().handle()

    def send_head(self) -> Any:
        """Send readers who ask for anything above the site to its first page."""
        if urlsplit(self.path).path in {"/", self._place.rstrip("/")} - {self._place}:
            self.send_response(HTTPStatus.FOUND)
            self.send_header("Location", self._place)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        return super().send_head()

    def translate_path(self, path: str) -> str:
        """The file of a path below that of the site; of any other path one that is not there."""
        if not path.startswith(self._place):
            return str(Path(self.directory, "404.html", "nothing"))
        return super().translate_path(f"/{path[len(self._place) :]}")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's own page where there is no such file, as its publisher does."""
        page = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def handler_of(site: Path, place: str) -> Callable[..., http.server.BaseHTTPRequestHandler]:
    """What serves a site.

    Args:
        site: The folder of the built site.
        place: The path below which it is served, with slashes at both ends.
    """
    return functools.partial(_Handler, directory=str(site), place=place)
