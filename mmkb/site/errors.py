"""Errors of the site."""

from __future__ import annotations


class SiteError(Exception):
    """The site could not be built; the message says why and what to do."""
