"""Where the site is published: from the environment, from the settings of the site, or where mmkb has its own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import yaml

from mmkb.pages.escape import is_link
from mmkb.pages.paths import SITE

VARIABLE: Final = "MMKB_SITE_URL"
"""The environment's variable that names the address."""


class AddressError(ValueError):
    """The address of the site is none; the message says which and where it stands."""


class _Settings(yaml.SafeLoader):
    """Reads the settings of mkdocs, whose tags YAML alone does not know."""


def _environment(loader: yaml.SafeLoader, node: yaml.Node) -> Any:
    """The value of ``!ENV``: the first variable that is set, or the default at the end."""
    if isinstance(node, yaml.ScalarNode):
        return os.environ.get(str(loader.construct_scalar(node)))
    listed = loader.construct_sequence(node) if isinstance(node, yaml.SequenceNode) else []
    found = (os.environ[name] for name in map(str, listed[:-1]) if name in os.environ)
    return next(found, listed[-1] if listed else None)


def _passed(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> None:
    """Pass over what only mkdocs makes anything of."""


_Settings.add_constructor("!ENV", _environment)
_Settings.add_multi_constructor("", _passed)


def site_address(root: Path) -> str:
    """Where the site is published.

    Args:
        root: The checkout, whose ``mkdocs.yml`` may name it as ``site_url``; the environment goes before that.

    Returns:
        The address, with a slash at its end.

    Raises:
        AddressError: If what is named is no address that pages can have.
    """
    settings = root / "mkdocs.yml"
    named, where = os.environ.get(VARIABLE), VARIABLE
    if not named and settings.is_file():
        try:
            read = yaml.load(settings.read_text("utf-8"), _Settings)
        except yaml.YAMLError as error:
            raise AddressError(f"{settings} cannot be read: {' '.join(str(error).split())}") from error
        named, where = (read.get("site_url") if isinstance(read, dict) else None), f"site_url in {settings}"
    if not named:
        return SITE
    address = str(named).rstrip("/") + "/"
    local = urlsplit(address).hostname in ("localhost", "127.0.0.1") and urlsplit(address).scheme == "http"
    if not (is_link(address) or local) or any(sign in address for sign in "?#\"<>'"):
        raise AddressError(f"{where} is {named!r}; write the address of the site, such as {SITE}")
    return address
