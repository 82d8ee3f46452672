"""Versions that a store carries."""

from __future__ import annotations

from typing import Final

SCHEMA_VERSION: Final = 4
"""Version of the tables; one more at each change of a table, column or view that a reader could notice."""
