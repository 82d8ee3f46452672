"""What can go wrong with a store."""

from __future__ import annotations


class StoreError(Exception):
    """A store that cannot be built or opened; the message says what came and what to do."""
