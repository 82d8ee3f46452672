"""The figures by name, and the one way in which each of them is made."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final, NamedTuple

from mmkb.figures.figure import STYLES, Canvas, Drawn, Figure, Look
from mmkb.kept import made
from mmkb.query import NotFoundError, Questions
from mmkb.query.naming import resolve
from mmkb.query.sqltable import Table


class Kind(NamedTuple):
    """A figure that can be drawn.

    Attributes:
        title: The question that it answers.
        module: Module of :mod:`mmkb.figures` that draws it.
        function: The function there: it takes the knowledge base and a canvas, and the id of an entry where the figure is
            about one, and gives what is drawn.
        about: Kind of the entry that it is about; empty for one of the whole catalogue.
        widths: The widths that it has, of :data:`mmkb.figures.figure.WIDTHS`; the first is the one that pages show.
        filters: Names of the words by which its items can be filtered on its page, parted by spaces; empty for none.
    """

    title: str
    module: str
    function: str = "draw"
    about: str = ""
    widths: tuple[str, ...] = ("wide", "narrow")
    filters: str = ""


_ALL: Final = ("wide", "narrow", "poster")

FIGURES: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "taxonomy": Kind(
            "What are MM-LLMs for, what do they take in and give out, and how are they designed?", "taxonomy", widths=_ALL
        ),
        "taxonomy-by-projector": Kind(
            "By which input projectors do models reach their language model?", "taxonomy", "draw_by_projector", widths=_ALL
        ),
        "taxonomy-by-encoder": Kind("Through which encoders do models perceive?", "taxonomy", "draw_by_encoder", widths=_ALL),
        "taxonomy-by-llm": Kind("On which language models are models built?", "taxonomy", "draw_by_llm", widths=_ALL),
        "timeline": Kind(
            "When did which kind of model appear, and whose weights are open?",
            "timeline",
            widths=_ALL,
            filters="access function design group year",
        ),
        "architecture": Kind("What are multimodal LLMs built of, and which parts do they choose?", "general"),
        "architecture-of": Kind("How is this model built, and what is trained?", "architecture", about="model"),
        "lineage": Kind("Which models were built on one another, family by family?", "lineage"),
        "lineage-whole": Kind("How do all models hang together by descent?", "kingraph"),
        "lineage-of": Kind("What was this model built on, and what on it?", "kin", "draw_of", about="model"),
        "encoders-by-llms": Kind("Which encoders stand with which language models?", "heat", "draw_encoders_by_llms"),
        "projectors-by-llms": Kind(
            "Which input projectors stand with which language models?", "heat", "draw_projectors_by_llms"
        ),
        "encoders-by-projectors": Kind(
            "Which encoders stand with which input projectors?", "heat", "draw_encoders_by_projectors"
        ),
        "trend-projectors": Kind("Which input projectors come, and which go?", "trends", "draw_projectors"),
        "trend-encoders": Kind("Which encoders come, and which go?", "trends", "draw_encoders"),
        "trend-llms": Kind("Which language models come, and which go?", "trends", "draw_llms"),
        "trend-inputs": Kind("Do models take in other modalities than before?", "trends", "draw_inputs"),
        "trend-outputs": Kind("Do models give out other modalities than before?", "trends", "draw_outputs"),
        "trend-stages": Kind("Are models trained in other stages than before?", "trends", "draw_stages"),
        "trend-visual-tokens": Kind("In how many tokens does the language model see an image?", "trends", "draw_tokens"),
        "trend-resolution": Kind("At which resolution do models look?", "trends", "draw_resolutions"),
        "trend-access": Kind("Are more models open than before?", "trends", "draw_access"),
        "survey-trend-generation": Kind(
            "Does the field move from understanding to generation, as the survey says?", "surveytrends", "draw_generation"
        ),
        "survey-trend-pipeline": Kind(
            "Does the field add instruction and preference tuning, as the survey says?", "surveytrends", "draw_pipeline"
        ),
        "survey-trend-modalities": Kind(
            "Does the field move to more modalities, as the survey says?", "surveytrends", "draw_modalities"
        ),
        "survey-trend-data": Kind("Does the field move to better data, as the survey says?", "surveytrends", "draw_data"),
        "survey-trend-projectors": Kind(
            "Does the field move to simpler projectors, as the survey says?", "surveytrends", "draw_projectors"
        ),
        "dataset-reach": Kind("Which datasets reach the most models, and in which stage of training?", "reach"),
        "datasets-by-model": Kind("Which datasets feed which models?", "feeding"),
        "contamination": Kind("Whose training data holds a benchmark's own, as far as it is known?", "contamination"),
        "scores-over-time": Kind("How did the best scores move over time?", "scores", "draw_over_time"),
        "scores-by-size": Kind("How much does size buy on each benchmark?", "scores", "draw_by_size"),
    }
)
"""Every figure by its name, in the order in which they are listed."""


def kind_of(name: str) -> Kind:
    """The figure of a name.

    Raises:
        NotFoundError: If there is none; the message says what was probably meant.
    """
    if name not in FIGURES:
        raise NotFoundError("figure", name, FIGURES)
    return FIGURES[name]


def make_figure(kb: Questions, name: str, entry: str = "", look: Look | None = None) -> Figure:
    """Make a figure.

    Args:
        kb: The knowledge base.
        name: Its name, a key of :data:`FIGURES`.
        entry: The entry that it is about, by any of its names; empty for a figure of the whole catalogue.
        look: How it shall look.

    Raises:
        NotFoundError: If there is no such figure, entry, style or width; the message says what was probably meant.
        ValueError: If an entry is named for a figure of the whole catalogue, or none for one that is about an entry.
    """
    kind, look = kind_of(name), look if look is not None else Look()
    for what, word, possible in (("style", look.style, STYLES), (f"width of {name}", look.width, kind.widths)):
        if word not in possible:
            raise NotFoundError(what, word, possible)
    if bool(entry) != bool(kind.about):
        wanted = f"is about one {kind.about}: name it" if kind.about else "is of the whole catalogue: name no entry"
        raise ValueError(f"the figure {name} {wanted}")
    entry = resolve(kb.store, kind.about, entry) if kind.about else ""
    draw: Callable[..., Drawn] = getattr(importlib.import_module(f"mmkb.figures.{kind.module}"), kind.function)
    canvas = Canvas(f"{name}-{entry}" if entry else name, kind.title, look, partial(made, kb.store))
    drawn = draw(kb, canvas, entry) if kind.about else draw(kb, canvas)
    data = Table(drawn.columns, drawn.rows, False)
    return Figure(name, entry, kind.title, drawn.caption, drawn.svg, drawn.alternative, data)
