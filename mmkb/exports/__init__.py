"""Everything that is given away as files: JSON, tables, references, graphs, feeds, Markdown; the same data, the same bytes."""

from __future__ import annotations

from mmkb.exports.errors import ExportError
from mmkb.exports.write import write_exports, write_files

__all__ = ["ExportError", "write_exports", "write_files"]
