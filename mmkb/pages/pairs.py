"""The models of every cell of a heat map, as lists that its cells lead to."""

from __future__ import annotations

from mmkb.figures.heat import PAIRS, anchor, pairs_of
from mmkb.pages.escape import text
from mmkb.pages.markup import section
from mmkb.pages.paths import Page
from mmkb.query import Questions


def pair_lists(kb: Questions, page: Page, name: str) -> str:
    """Write the models of each pair of families.

    Args:
        kb: The knowledge base.
        page: The page that it stands on.
        name: Name of the heat map, a key of :data:`mmkb.figures.heat.PAIRS`.

    Returns:
        Markdown with its heading; nothing where no pair occurs.
    """
    counts, names = pairs_of(kb, *PAIRS[name])
    lines = []
    for row in counts.rows:
        for column in counts.columns:
            models = counts.models.get((row, column), ())
            if models:
                links = ", ".join(f'<a href="{page.entry_href("model", m.id)}">{text(m.name)}</a>' for m in models)
                pair = f"{text(names.get(row, row))} with {text(names.get(column, column))}"
                lines.append(f'<dt id="{anchor(row, column)}">{pair} <b>{len(models)}</b></dt><dd>{links}</dd>')
    body = "\n".join(['<dl class="pairs" data-search-exclude>', *lines, "</dl>"])
    return section("Models of each cell", "cells", body) if lines else ""
