"""JSON files of checkpoints: read with care, since anyone may have written them."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any, Final, NoReturn

from mmkb.hub.errors import HubError

MAX_JSON: Final = 5_000_000
"""Bytes of a configuration; the longest published ones hold some hundred thousand."""
MAX_NUMBER: Final = 10**9
"""No layer, width, vocabulary or token id is larger."""


def size_of(path: Path) -> int | None:
    """The size of a regular file in bytes; None if there is none of that name.

    Raises:
        HubError: If something is there that is no regular file, or a link that leads nowhere.
    """
    try:
        found = path.stat()
    except FileNotFoundError:
        if path.is_symlink():
            raise HubError(f"{path} is a link that leads nowhere; download the file itself.") from None
        return None
    except OSError as error:
        raise HubError(f"{path} cannot be read: {error.strerror or error}.") from None
    if not stat.S_ISREG(found.st_mode):
        raise HubError(f"{path} is no regular file.")
    return found.st_size


def read_bytes(path: Path, most: int) -> bytes | None:
    """The bytes of a file; None if there is none.

    Raises:
        HubError: If it cannot be read, or holds more than ``most`` bytes.
    """
    size = size_of(path)
    if size is None:
        return None
    if size > most:
        raise HubError(f"{path} holds {size:,} bytes; at most {most:,} are read. Is it the right file?")
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise HubError(f"{path} cannot be read: {error.strerror or error}.") from None


def _no_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON")


def parse_object(raw: bytes, shown: str) -> dict[str, Any]:
    """Read a JSON object.

    Args:
        raw: Its bytes.
        shown: The file, as a message shall name it.

    Raises:
        HubError: If it is no JSON, or no object.
    """
    try:
        data = json.loads(raw.decode("utf-8-sig"), parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise HubError(f"{shown}:{error.lineno}:{error.colno}: not JSON: {error.msg}. Download the file again.") from None
    except RecursionError:
        raise HubError(f"{shown}: blocks are nested too deep to be a configuration.") from None
    except (ValueError, UnicodeDecodeError) as error:
        words = str(error).partition(" for integer string conversion")[0].partition(";")[0]
        raise HubError(f"{shown}: not JSON: {words}. Download the file again.") from None
    if not isinstance(data, dict):
        came = "a list" if isinstance(data, list) else "a single value"
        raise HubError(f"{shown} holds {came}, a configuration is an object of keys and values.")
    return data


def read_object(path: Path, most: int = MAX_JSON) -> dict[str, Any] | None:
    """Read a file with a JSON object; None if there is no such file.

    Raises:
        HubError: If it cannot be read, or holds something else.
    """
    raw = read_bytes(path, most)
    return None if raw is None else parse_object(raw, str(path))


def whole(value: object) -> int | None:
    """A positive whole number of believable size, such as a width; None for anything else."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 < value <= MAX_NUMBER else None


def word(value: object, most: int = 200) -> str | None:
    """A short text on one line; None for anything else."""
    if not isinstance(value, str):
        return None
    text = " ".join(value.split())
    return text if text and text.isprintable() and len(text) <= most else None
