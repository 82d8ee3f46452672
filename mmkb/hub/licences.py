"""Licences: what the hub's tags and the texts of LICENSE files are called in the catalogue."""

from __future__ import annotations

import re
from typing import Final

from mmkb.hub.card import Card
from mmkb.spelling import licence

_NAMELESS: Final = frozenset({"", "cc", "other", "unknown"})
"""Tags of the hub that name no licence."""


def of_card(card: Card) -> tuple[str, str]:
    """The licence that a card's front matter states.

    Returns:
        An SPDX expression of the catalogue and the key that states it; the expression is empty where none can be told.
    """
    tag = card.licence.lower()
    if tag == "other" and card.licence_name:
        name = re.sub(r"[^A-Za-z0-9.]+", "-", card.licence_name).strip("-.")
        return licence(card.licence_name) or (f"LicenseRef-{name[:60]}" if name else ""), "license_name"
    if not tag:
        return "", "license"
    # Several tags leave open whether they are joined by AND or OR.
    return "" if tag in _NAMELESS else licence(card.licence) or "", "license"


_TEXTS: Final = (
    ("Apache-2.0", ("apache license", "version 2.0, january 2004")),
    ("MIT", ("permission is hereby granted, free of charge, to any person obtaining a copy",)),
    ("BSD-3-Clause", ("redistribution and use in source and binary forms", "neither the name of")),
    ("BSD-2-Clause", ("redistribution and use in source and binary forms", "the following disclaimer")),
    ("CC-BY-NC-SA-4.0", ("attribution-noncommercial-sharealike 4.0 international",)),
    ("CC-BY-NC-ND-4.0", ("attribution-noncommercial-noderivatives 4.0 international",)),
    ("CC-BY-NC-4.0", ("attribution-noncommercial 4.0 international",)),
    ("CC-BY-SA-4.0", ("attribution-sharealike 4.0 international",)),
    ("CC-BY-4.0", ("attribution 4.0 international",)),
    ("CC0-1.0", ("cc0 1.0 universal",)),
    ("LicenseRef-Llama-2", ("llama 2 community license agreement",)),
)  # fmt: skip
_COPYLEFT: Final = "general public license"


def of_text(text: str) -> str:
    """The licence whose text a LICENSE file holds; empty where it is none of the usual ones.

    Whether a later version of a GNU licence may be chosen stands in no LICENSE file, so that these give nothing.
    """
    flat = " ".join(text.lower().replace("“", '"').replace("”", '"').split())
    if _COPYLEFT in flat[:2000]:
        return ""
    return next((licence for licence, marks in _TEXTS if all(mark in flat for mark in marks)), "")
