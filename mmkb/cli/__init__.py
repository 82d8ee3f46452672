"""The command line: words parsed, one function called, the exit code set."""

from __future__ import annotations

from mmkb.cli.main import main

__all__ = ["main"]
