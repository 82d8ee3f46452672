"""Named questions to the database, with typed, frozen answers."""

from __future__ import annotations

from mmkb.query.errors import FilterError, NotFoundError
from mmkb.query.questions import Questions
from mmkb.query.rows import Rows
from mmkb.query.sqltable import Table
from mmkb.store.guarded import SqlError

__all__ = ["FilterError", "NotFoundError", "Questions", "Rows", "SqlError", "Table"]
