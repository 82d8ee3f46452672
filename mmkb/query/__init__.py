"""Named questions to the database, with typed, frozen answers."""

from __future__ import annotations

from mmkb.query.errors import FilterError, NotFoundError
from mmkb.query.questions import Questions

__all__ = ["FilterError", "NotFoundError", "Questions"]
