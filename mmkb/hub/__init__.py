"""The hub: checkpoints read into drafts of entries, and entries compared with checkpoints."""

from __future__ import annotations

from mmkb.hub.errors import HubError

__all__ = ["HubError"]
