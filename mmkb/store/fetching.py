"""Fetching a database that lies elsewhere; what comes is judged like any other file before it is read."""

from __future__ import annotations

import shutil
import urllib.error
import urllib.request
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from mmkb.store.errors import StoreError

SECONDS: Final = 60.0
"""Seconds without an answer after which a host is given up."""

MOST: Final = 1 << 30
"""Bytes at most."""

_HERE: Final = frozenset({"127.0.0.1", "localhost", "::1"})


def may_be_fetched(url: str) -> bool:
    """Whether an address is one of https, or of http on this machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)


def fetch(url: str, path: Path) -> None:
    """Fetch a database into a new file.

    Args:
        url: An address of https.
        path: The file to write.

    Raises:
        StoreError: If the address is none of https, cannot be reached, leads elsewhere, or gives more than a gigabyte.
    """
    if not may_be_fetched(url):
        raise StoreError(f"{url} is no address of https. Download the file, and open that.")
    try:
        with urllib.request.urlopen(url, timeout=SECONDS) as answer, path.open("xb") as file:
            if not may_be_fetched(answer.url):
                raise StoreError(f"{url} leads to {answer.url}, which is no address of https.")
            shutil.copyfileobj(_Limited(answer, url), file)
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise StoreError(f"{url} cannot be fetched: {error}. Download the file, and open that.") from error


class _Limited:
    """Reads from an answer, and no more than is allowed."""

    def __init__(self, answer: object, url: str) -> None:
        self._answer, self._url, self._left = answer, url, MOST

    def read(self, size: int = -1, /) -> bytes:
        """Read up to ``size`` bytes."""
        piece: bytes = self._answer.read(size)  # type: ignore[attr-defined]
        self._left -= len(piece)
        if self._left < 0:
            raise StoreError(f"{self._url} gives more than {MOST:,} bytes, which no database of mmkb has.")
        return piece
