"""Links of the catalogue, checked politely: what is asked, how, and what came back."""

from __future__ import annotations

from mmkb.links.asking import Manners, check_links
from mmkb.links.manners import LinkRules, LinkRulesError, read_rules
from mmkb.links.outcome import Answer, Outcome
from mmkb.links.remembering import Remembered
from mmkb.links.wanted import Place, wanted_links

__all__ = [
    "Answer", "LinkRules", "LinkRulesError", "Manners", "Outcome", "Place", "Remembered", "check_links", "read_rules",
    "wanted_links",
]  # fmt: skip
