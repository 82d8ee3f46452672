"""Errors of the exports."""

from __future__ import annotations


class ExportError(Exception):
    """The files could not be written; the message says why and what to do."""
