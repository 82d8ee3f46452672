"""Which hosts are not asked, and which only lead elsewhere, each with the reason: the file ``links.yaml``."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mmkb.yamltext import parse

FILE = "links.yaml"
_KEYS = ("suppressed", "resolvers")


class LinkRulesError(Exception):
    """The file cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class LinkRules:
    """How some hosts are treated.

    Attributes:
        suppressed: Hosts that are not asked, with the reason of each; a host stands for those below it, too.
        resolvers: Hosts whose work is to lead elsewhere, so that being led is no move, with the reason of each.
    """

    suppressed: dict[str, str] = field(default_factory=dict)
    resolvers: dict[str, str] = field(default_factory=dict)

    def reason(self, host: str) -> str:
        """Why a host is not asked; empty for one that is."""
        labels = host.split(".")
        return next((why for i in range(len(labels)) if (why := self.suppressed.get(".".join(labels[i:])))), "")


def read_rules(path: Path) -> LinkRules:
    """Read the file; where there is none, every host is asked.

    Args:
        path: The file.

    Raises:
        LinkRulesError: If it cannot be read, or names a host without a reason.
    """
    if not path.is_file():
        return LinkRules()
    try:
        parsed = parse(path.read_bytes())
    except OSError as error:
        raise LinkRulesError(f"{path} cannot be read: {error.strerror or error}") from None
    if parsed.data is None:
        first = parsed.problems[0]
        raise LinkRulesError(f"{path}:{first.position[0]}: {first.message}")
    data: dict[str, Any] = parsed.data
    unknown = sorted(set(data) - set(_KEYS))
    if unknown:
        raise LinkRulesError(f"{path}: the key {unknown[0]!r} is not known; possible: {', '.join(_KEYS)}")
    lists = {key: _hosts(path, key, data.get(key) or []) for key in _KEYS}
    return LinkRules(**lists)


def _hosts(path: Path, key: str, items: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in items if isinstance(items, list) else [items]:
        host, reason = (item.get("host"), item.get("reason")) if isinstance(item, dict) else (None, None)
        if not isinstance(host, str) or not isinstance(reason, str) or not reason.strip():
            raise LinkRulesError(f"{path}: {key} lists hosts as {{host: example.org, reason: why}}; this came: {item!r}")
        if host in found:
            raise LinkRulesError(f"{path}: {host} stands twice under {key}")
        found[host] = reason
    return found
