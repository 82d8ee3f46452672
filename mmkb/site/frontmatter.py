"""The front matter of generated pages, read without a YAML parser where it is as ``escape.front_matter`` writes it."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import yaml

from mmkb.site.errors import SiteError

_FENCED: Final = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_LINE: Final = re.compile(r"([a-z_]+): (?:(\"(?:[^\"\\]|\\[\"\\/bfnrt]|\\u[0-9a-f]{4})*\")|\[([a-z0-9, -]*)\])")


def parted(path: str, markdown: str) -> tuple[dict[str, Any], str]:
    """Part a page's front matter from its body.

    Args:
        path: Path of the page, for the error.
        markdown: The page.

    Returns:
        The values of the front matter by key, and the Markdown below it.

    Raises:
        SiteError: If the front matter is no mapping in YAML.
    """
    found = _FENCED.match(markdown)
    if found is None:
        return {}, markdown
    values: dict[str, Any] = {}
    for line in found[1].split("\n"):
        plain = _LINE.fullmatch(line)
        if plain is None:
            return _read(path, found[1]), markdown[found.end() :]
        key, text, words = plain.groups()
        values[key] = json.loads(text) if text is not None else [word.strip() for word in words.split(",") if word.strip()]
    return values, markdown[found.end() :]


def _read(path: str, text: str) -> dict[str, Any]:
    """Front matter that is more than lines of texts and lists of words."""
    try:
        values = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise SiteError(f"{path}: the front matter is no YAML: {error}") from error
    if not isinstance(values, dict):
        raise SiteError(f"{path}: the front matter is no mapping but {type(values).__name__}.")
    return values
