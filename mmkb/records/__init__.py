"""Records: the checked, frozen objects of entries, one class a kind."""

from __future__ import annotations

from typing import Final

from mmkb.records.base import Entry
from mmkb.records.benchmark import Benchmark
from mmkb.records.component import Component
from mmkb.records.dataset import Dataset
from mmkb.records.model import Model
from mmkb.records.organisation import Organisation
from mmkb.records.results import Results
from mmkb.records.source import Source
from mmkb.records.survey import Survey

KINDS: Final[dict[str, type[Entry]]] = {
    "model": Model,
    "component": Component,
    "dataset": Dataset,
    "benchmark": Benchmark,
    "results": Results,
    "organisation": Organisation,
    "source": Source,
    "survey": Survey,
}
"""The record class of each kind of entry."""

FOLDERS: Final[dict[str, str]] = {
    kind: kind if kind == "results" else f"{kind}s" for kind in KINDS
}  # fmt: skip
"""The folder of ``catalog/`` in which the entries of each kind lie."""

__all__ = [
    "FOLDERS", "KINDS", "Benchmark", "Component", "Dataset", "Entry", "Model", "Organisation", "Results", "Source", "Survey",
]  # fmt: skip
