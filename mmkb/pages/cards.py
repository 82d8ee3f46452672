"""Which picture other sites show beside a link to a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mmkb.query.answers import ModelSummary

GENERAL: Final = "cards/mmkb.png"
"""The card of every page that has none of its own."""

MOST: Final = 500
"""So many models, the newest ones, have cards of their own: drawing one takes longer than building ten pages."""


def card_path(model: str) -> str:
    """Path of the card of a model below the folder of the site."""
    return f"cards/models/{model}.png"


def carded(models: Sequence[ModelSummary]) -> frozenset[str]:
    """Ids of the models that have cards of their own: the newest ones.

    Args:
        models: All models.
    """
    newest = sorted(models, key=lambda model: (model.released or "", model.id), reverse=True)
    return frozenset(model.id for model in newest[:MOST])


def with_image(markdown: str, path: str) -> str:
    """A page with the path of its card in its front matter, where the theme's template takes it from.

    Args:
        markdown: The page.
        path: Path of the card below the folder of the site.
    """
    rest = markdown.removeprefix("---\n") if markdown.startswith("---\n") else f"---\n\n{markdown}"
    return f'---\nimage: "{path}"\n{rest}'
