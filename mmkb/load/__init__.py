"""Loading entries: files in, checked records or problems out."""

from __future__ import annotations

from mmkb.load.entry import EntryFile, read_entry, schema_line
from mmkb.load.folder import Catalogue, load_catalogue

__all__ = ["Catalogue", "EntryFile", "load_catalogue", "read_entry", "schema_line"]
