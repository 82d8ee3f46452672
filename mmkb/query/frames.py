"""Answers as data frames of pandas or polars, whichever is there."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Mapping, Sequence
from typing import Any, Final

from mmkb.query.printing import flat

LIBRARIES: Final = ("pandas", "polars")


def _chosen(library: str | None) -> str:
    if library is not None and library not in LIBRARIES:
        raise ValueError(f"{library!r} makes no frames here; possible: {', '.join(LIBRARIES)}")
    for name in LIBRARIES if library is None else (library,):
        if importlib.util.find_spec(name) is not None:
            return name
    wanted = " or ".join(LIBRARIES) if library is None else library
    raise ImportError(f"A frame needs {wanted}: pip install {library or LIBRARIES[0]}. Without, to_dicts() gives plain data.")


def _dtype(values: Sequence[Any]) -> str | None:
    """The pandas type of a column, by what stands in it and not by how much of it is missing."""
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return "boolean"
    if kinds == {int}:
        return "Int64"
    return "float64" if kinds and kinds <= {int, float} else None if kinds == {str} else "object"


def frame(columns: Sequence[str], rows: Sequence[Sequence[Any]], library: str | None = None) -> Any:
    """A data frame; entries stand in it by their ids, lists as lists, and nothing where nothing is known.

    Args:
        columns: Names of the columns.
        rows: Values, as many in each row.
        library: ``pandas`` or ``polars``; by default the one that is installed, pandas if both are.

    Raises:
        ImportError: If it is not installed.
        ValueError: If there is no such library.
    """
    name = _chosen(library)
    module = importlib.import_module(name)
    data: Mapping[str, list[Any]] = {column: [flat(row[i]) for row in rows] for i, column in enumerate(columns)}
    if name == "polars":
        return module.DataFrame(data, strict=False)
    return module.DataFrame({column: module.Series(values, dtype=_dtype(values)) for column, values in data.items()})
