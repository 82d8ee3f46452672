"""What can go wrong between a checkpoint and an entry, told for people."""

from __future__ import annotations


class HubError(Exception):
    """A checkpoint, paper or entry that cannot be read, written or compared; the message says what came and what to do."""
