"""Models like a model, each with the reason and a way to set both side by side."""

from __future__ import annotations

from collections.abc import Sequence

from mmkb.pages.escape import text
from mmkb.pages.markup import section
from mmkb.pages.paths import MOST_COMPARED, Page
from mmkb.pages.words import capital, date
from mmkb.query.answers import ModelAnswer
from mmkb.query.named import Named
from mmkb.query.similar import SimilarModel, reason


def similar_models(page: Page, answer: ModelAnswer, similar: Sequence[SimilarModel]) -> str:
    """The section on models like this one.

    Args:
        page: The page that it stands on.
        answer: The model.
        similar: The models like it, most alike first.

    Returns:
        Markdown; nothing where no model shares anything with it.
    """
    if not similar:
        return ""
    told = "By shared components and their roles, training data, lineage and modalities; what few models share counts most.\n\n"
    items = "".join(_item(page, answer, one) for one in similar)
    first = [answer.id, *(one.model.id for one in similar)][:MOST_COMPARED]
    together = (
        f'<p class="actions" data-search-exclude>{_compare(page, first, f"Compare {len(first)} of them side by side")}</p>'
    )
    return section("Models like this one", "similar", f"{told}{items}\n{together}")


def _item(page: Page, answer: ModelAnswer, one: SimilarModel) -> str:
    def shown(entry: Named) -> str:
        # Its own name stands at the head of the page.
        return text(entry.name) if (entry.kind, entry.id) == ("model", answer.id) else page.link(entry)

    when = f" {date(one.released)}" if one.released is not None else ""
    why = capital(reason(one, lambda entry: text(entry.name) if entry == one.model else shown(entry)))
    return f"- {page.link(one.model)}{when} {_compare(page, (answer.id, one.model.id), 'compare')}<br>{why}\n"


def _compare(page: Page, models: Sequence[str], words: str) -> str:
    return f'<a class="compare" href="{page.compare_href(models)}">{words}</a>'
