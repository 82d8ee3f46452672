"""Tools for language models: the knowledge base over the Model Context Protocol."""

from __future__ import annotations

from mmkb.mcp.server import serve, server_of

__all__ = ["serve", "server_of"]
