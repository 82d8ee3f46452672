"""Repositories of code: a clone or an address, as the data of a source entry and what it says of its licence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mmkb.hub.checkpoint import head_of
from mmkb.hub.errors import HubError
from mmkb.hub.jsonfile import read_bytes
from mmkb.hub.kinds import slug
from mmkb.hub.licences import of_text

_ADDRESS: Final = re.compile(r"(?:https://|git@|ssh://git@)([a-z0-9.-]+)[/:]([A-Za-z0-9._-]+)/([A-Za-z0-9._-]+?)(?:\.git)?/?")
_HOSTS: Final = {"github.com": "github", "gitlab.com": "gitlab", "gitee.com": "gitee", "huggingface.co": "hf"}
_LICENCES: Final = ("LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "COPYING")


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository of code.

    Attributes:
        source: The data of its source entry.
        url: Its address.
        licence: Licence of its LICENSE file; empty where it is not known.
        licence_at: The file.
        unreached: What could not be told, in words; empty for nothing.
    """

    source: dict[str, Any]
    url: str
    licence: str = ""
    licence_at: str = ""
    unreached: str = ""


def source_of_address(address: str) -> tuple[dict[str, Any], str]:
    """The data of the source entry of a repository, and its address in canonical form.

    Raises:
        HubError: If it is no address of a repository.
    """
    match = _ADDRESS.fullmatch(address.strip())
    if match is None:
        raise HubError(f"{address!r} is no address of a repository; write https://github.com/OWNER/NAME.")
    host, owner, name = match.groups()
    url = f"https://{host}/{owner}/{name}"
    label = _HOSTS.get(host, slug(host))
    data = {"id": slug(f"{label}-{owner}-{name}"), "name": f"{owner}/{name} repository", "kind": "repository", "url": url}
    return data, url


def _remote(folder: Path) -> str:
    raw = read_bytes(folder / ".git" / "config", 1_000_000)
    text = raw.decode("utf-8", "replace") if raw is not None else ""
    found = re.search(r'\[remote "origin"\][^\[]*?url\s*=\s*(\S+)', text)
    return found[1] if found is not None else ""


def open_repository(given: str) -> Repository:
    """Read a repository of code.

    Args:
        given: The folder of a clone, or an address.

    Raises:
        HubError: If it is neither.
    """
    folder = Path(given).expanduser()
    if not folder.is_dir():
        source, url = source_of_address(given)
        told = f"the licence of {url} was not looked up; clone it and give the folder, or read its LICENSE"
        return Repository(source, url, unreached=told)
    remote = _remote(folder)
    if not remote:
        raise HubError(f"{given} is no clone with a remote named origin; give the repository's address instead.")
    source, url = source_of_address(remote)
    commit = head_of(folder)
    if commit:
        source = {"id": source["id"], "name": source["name"], "kind": "repository", "version": commit, "url": url}
    for name in _LICENCES:
        raw = read_bytes(folder / name, 1_000_000)
        if raw is not None:
            licence = of_text(raw.decode("utf-8", "replace"))
            told = "" if licence else f"the licence in {name} is none that is recognised; read it"
            return Repository(source, url, licence, name if licence else "", told)
    return Repository(source, url, unreached=f"{given} has no LICENSE file at its top")
