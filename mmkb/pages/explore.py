"""The explorer: a page on which all models are filtered, sorted and taken away; a plain table without scripts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import urlencode

from mmkb.pages.lists import newest
from mmkb.pages.markup import head, state, table
from mmkb.pages.paths import EXPLORE_PATH, Page, list_path
from mmkb.pages.words import DASH, counted, date, modalities, span
from mmkb.query.answers import ModelSummary

PLAIN_ROWS: Final = 300
"""Models of the plain table at most; the list of models has all."""


def explore_href(page: Page, **facets: str | Sequence[str]) -> str:
    """Address of the explorer with some of its filters set, for links in raw HTML and SVG.

    Args:
        page: The page that links.
        facets: Filters by name, as :meth:`mmkb.query.lists.Lists.models` has them, each with a word or several.

    Returns:
        A relative address, not escaped: ``../../explore/?encoder=clip&llm=llama``.
    """
    words = {name: value if isinstance(value, str) else ",".join(value) for name, value in facets.items() if value}
    return page.href(EXPLORE_PATH) + (f"?{urlencode(words, safe=',:')}" if words else "")


def explore_page(models: Iterable[ModelSummary]) -> str:
    """Write the explorer, with the table that stands there without scripts.

    Args:
        models: All models.

    Returns:
        Markdown, to stand at :data:`EXPLORE_PATH`.
    """
    page = Page(EXPLORE_PATH)
    ordered = newest(models)
    rows = [
        (
            page.link_to("model", m.id, m.name), date(m.released), modalities(m.input), modalities(m.output),
            page.links(m.encoders) or DASH, page.links(m.input_projectors) or DASH, page.links(m.backbones) or DASH,
            span(m.parameters),
        )
        for m in ordered[:PLAIN_ROWS]
    ]  # fmt: skip
    columns = ("Model", "Released", "Input", "Output", "Encoder", "Input projector", "LLM", "Parameters")
    which = "all models" if len(ordered) <= PLAIN_ROWS else f"the newest {PLAIN_ROWS} models"
    plain = (
        f"The filters need JavaScript. Without it, here are {which}, newest first; [the list of models]"
        f"({page.to(list_path('model'))}) has all of them.\n\n{table(columns, rows)}"
    )
    described = head(
        "Explore models",
        "Every multimodal language model of the catalogue, by what it takes in, gives out, is built of and was trained on.",
        hide=("navigation", "toc"),
        assets=("explore",),
    )
    told = (
        f"{counted(len(ordered), 'model')} by what they take in, give out and are built of. A gap says why it is one: "
        f"{state('not-disclosed')} {state('not-applicable')} {state('absent')}\n{{ .explore-lead }}\n\n"
    )
    return (
        f'{described}{told}<div id="explore" class="explore"></div>\n\n'
        f'<div class="explore-plain" data-search-exclude markdown="1">\n\n{plain.strip()}\n\n</div>\n'
    )
