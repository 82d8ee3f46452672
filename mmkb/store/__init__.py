"""The store: the catalogue as a database, built in one step and only read afterwards.

Reading needs nothing but SQLite; what builds and describes is loaded when it is asked for, with SQLAlchemy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mmkb.store.errors import StoreError
from mmkb.store.reading import Store, open_store
from mmkb.store.versions import SCHEMA_VERSION

if TYPE_CHECKING:
    from mmkb.store.build import build_store
    from mmkb.store.describe import TableDescription, describe_tables

__all__ = ["SCHEMA_VERSION", "Store", "StoreError", "TableDescription", "build_store", "describe_tables", "open_store"]


def __getattr__(name: str) -> Any:
    """Load what needs SQLAlchemy."""
    if name == "build_store":
        from mmkb.store.build import build_store

        return build_store
    if name in ("TableDescription", "describe_tables"):
        from mmkb.store import describe

        return getattr(describe, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
