"""Tables: the rows of the catalogue's database, declared with SQLModel; importing this loads SQLAlchemy."""

from __future__ import annotations

from mmkb.tables import architecture, component, dataset, entry, model, score, source, survey, training
from mmkb.tables.base import METADATA, Row

__all__ = [
    "METADATA", "Row", "architecture", "component", "dataset", "entry", "model", "score", "source", "survey", "training",
]  # fmt: skip
