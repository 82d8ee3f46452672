"""What a change does to figures, survey tables and leaderboards, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mmkb.figures.effects import KINDS, Effect
from mmkb.pages.words import counted

_MOST = 40
"""Figures and tables of one kind that are told one by one."""


def effect_words(effect: Effect) -> str:
    """What happens to one figure or table: ``2 rows added, 1 row changed, of 14``."""
    told = [
        f"{counted(number, 'row')} {what}"
        for what, number in (("added", effect.added), ("changed", effect.changed), ("removed", effect.removed))
        if number
    ]
    return f"{', '.join(told)}, of {effect.rows:,}"


def effect_lines(effects: Sequence[Effect]) -> Iterator[tuple[str, str, str]]:
    """What happens, one figure or table a line: kind, name, words; of many of a kind the last line counts the rest."""
    for kind in KINDS:
        of_kind = [effect for effect in effects if effect.kind == kind]
        for effect in of_kind[:_MOST]:
            yield kind, effect.name, effect_words(effect)
        if len(of_kind) > _MOST:
            yield kind, "", f"and {len(of_kind) - _MOST} more"
