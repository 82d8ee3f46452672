"""Model cards: the front matter of README.md."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

import yaml

from mmkb.hub.jsonfile import word

MAX_CARD: Final = 2_000_000
"""Bytes of a card that are read."""
MAX_HEAD: Final = 100_000
"""Characters of front matter that are read."""
_HEAD = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Card:
    """What the front matter of a model card says; empty where it says nothing.

    Attributes:
        licence: The licence tag.
        licence_name: The name of a licence that the hub has no tag for.
        licence_link: Where that licence is.
        base_model: Repositories of the models it was made from.
        base_relation: How: finetune, quantized, adapter or merge.
        datasets: Repositories or names of datasets.
        languages: Language codes.
        pipeline: The pipeline tag, such as ``image-text-to-text``.
        papers: arXiv ids that the tags name.
        problem: Why there is a front matter that could not be read; empty if there is no such trouble.
    """

    licence: str = ""
    licence_name: str = ""
    licence_link: str = ""
    base_model: tuple[str, ...] = ()
    base_relation: str = ""
    datasets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    pipeline: str = ""
    papers: tuple[str, ...] = ()
    problem: str = ""


def _listed(value: Any) -> tuple[str, ...]:
    """The short texts of a list, or of a single value."""
    items = value if isinstance(value, list) else [value]
    texts = (word(item) for item in items)
    return tuple(dict.fromkeys(text for text in texts if text))


def _one(value: Any) -> str:
    texts = _listed(value)
    return texts[0] if texts else ""


def read_card(raw: bytes) -> Card:
    """Read the front matter of a card; what is no text or list of texts counts as not said."""
    match = _HEAD.match(raw.decode("utf-8", "replace"))
    if match is None:
        return Card()
    if len(match[1]) > MAX_HEAD:
        return Card(problem=f"its front matter holds more than {MAX_HEAD:,} characters")
    try:
        # Every scalar stays text: the language no is not False.
        data = yaml.load(match[1], Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 2})" if mark is not None else ""
        return Card(problem=f"its front matter is not YAML{where}")
    if not isinstance(data, dict):
        return Card(problem="its front matter is no mapping of keys to values") if data else Card()
    tags = _listed(data.get("tags"))
    return Card(
        licence=_one(data.get("license")),
        licence_name=_one(data.get("license_name")),
        licence_link=_one(data.get("license_link")),
        base_model=_listed(data.get("base_model")),
        base_relation=_one(data.get("base_model_relation")),
        datasets=_listed(data.get("datasets")),
        languages=_listed(data.get("language")),
        pipeline=_one(data.get("pipeline_tag")),
        papers=tuple(tag.removeprefix("arxiv:") for tag in tags if tag.startswith("arxiv:")),
    )
