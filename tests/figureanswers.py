"""Answers made by hand, for figures and graphs."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from mmkb.load import Catalogue, load_catalogue
from mmkb.query.answers import ModelAnswer, ModelSummary, Named
from mmkb.records import Model
from tests.toycatalogue import TOY

SVG = "{http://www.w3.org/2000/svg}"
SOURCES = [{"source": "toy-paper", "locator": "section 1"}]


def link(kind: str, entry_id: str) -> str:
    return f"../{kind}s/{entry_id}/?a=1&b=2"


def summary(
    entry_id: str,
    given: Sequence[str] = ("text",),
    taken: Sequence[str] = ("text", "image"),
    *,
    function: str | None = "understanding",
    design: str | None = "end-to-end",
    name: str | None = None,
    released: str | None = None,
    components: Mapping[str, Sequence[str]] | None = None,
) -> ModelSummary:
    """A model as one row; ``components`` are ids by field."""
    fields = ("encoders", "input_projectors", "backbones", "output_projectors", "generators")
    used = {field: tuple(Named("component", c, c.upper()) for c in (components or {}).get(field, ())) for field in fields}
    return ModelSummary(
        id=entry_id,
        name=name or entry_id,
        aliases=(),
        description=None,
        released=released,
        organisations=(),
        function=function,
        design=design,
        access=None,
        input=tuple(taken),
        output=tuple(given),
        fusion=(),
        stages=(),
        parameters=None,
        **used,
    )


def answer(record: Model, names: Mapping[tuple[str, str], str] | None = None) -> ModelAnswer:
    """All about a model, as far as a figure needs it."""
    return ModelAnswer(
        record=record,
        names=names or {},
        sources={},
        summary=summary(record.id),
        states=(),
        lineage=(),
        descendants=(),
        scores=(),
    )


@cache
def toy_catalogue() -> Catalogue:
    catalogue, problems = load_catalogue(TOY / "catalog")
    assert problems == []
    return catalogue


def toy(entry_id: str) -> ModelAnswer:
    """A model of the toy catalogue."""
    catalogue = toy_catalogue()
    names = {(kind, key): file.record.name for kind, files in catalogue.entries.items() for key, file in files.items()}
    record = catalogue.entries["model"][entry_id].record
    assert isinstance(record, Model)
    return answer(record, names)


def model(
    given: Any = ("text",),
    taken: Any = ("text", "image"),
    *,
    stages: Any = None,
    variants: Sequence[str] = (),
    name: str = "Made",
    **architecture: Any,
) -> ModelAnswer:
    """A model with the architecture that is wanted; fields as an entry writes them."""
    data: dict[str, Any] = {
        "id": "made",
        "name": name,
        "modalities": {"input": taken, "output": given, "sources": SOURCES},
        "architecture": {"design": "end-to-end", "sources": SOURCES, **architecture},
        "variants": [{"id": v, "name": v, "sources": SOURCES} for v in variants],
    }
    if stages is not None:
        data["training"] = {"stages": stages, "sources": SOURCES}
    return answer(Model.model_validate(data))


def texts(svg: str | ET.Element) -> list[str]:
    """All texts of a drawing, without tooltips and descriptions."""
    root = ET.fromstring(svg) if isinstance(svg, str) else svg
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
