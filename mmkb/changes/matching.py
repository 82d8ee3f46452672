"""Lists of blocks in two states: which block of the one is which of the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from mmkb.changes.change import Data

_SLOT: Final = (("component", "modalities", "model_variants"), ("component", "modalities"), ("component",))
_PROJECTOR: Final = (("components", "modalities", "model_variants"), ("components", "modalities"), ("components",))

_IDENTITIES: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "encoders": _SLOT,
    "backbones": _SLOT,
    "generators": _SLOT,
    "experts": _SLOT,
    "input_projectors": _PROJECTOR,
    "output_projectors": _PROJECTOR,
    "stages": (("name", "model_variants"), ("name",), ("kind", "model_variants"), ("kind",)),
    "parts": (("role", "component", "modalities"), ("role", "component")),
    "datasets": (("dataset", "note"), ("dataset",)),
    "trained_on": (("dataset", "note"), ("dataset",)),
    "lineage": (("relation", "model", "component", "work"), ("model", "component", "work")),
    "readings": (("survey", "place", "printed"), ("survey", "place")),
    "corrections": (("survey", "place", "column", "printed"), ("survey", "place", "column")),
    "disagreements": (("about", "detail"), ("about",)),
    "amounts": (("unit", "note"), ("unit",)),
    "scores": (
        ("model", "variant", "row", "benchmark", "metric", "split", "shots", "flags"),
        ("model", "variant", "row", "benchmark", "metric", "split", "shots"),
        ("model", "variant", "benchmark", "metric", "split"),
        ("model", "variant", "row", "benchmark", "shots"),
    ),
}
"""By list: the keys that tell its blocks apart, the strictest first; what one set leaves over is matched by the next."""

_BY_ID: Final = (("id",),)
"""Of all other lists."""

_IN_ORDER: Final = frozenset({"encoders", "backbones", "generators", "input_projectors", "output_projectors"})
"""Lists in which as many blocks of either state as are left over took each other's place."""

_MARKS: Final[Mapping[str, tuple[str, ...]]] = {
    "lineage": ("relation", "model", "component", "work"),
    "readings": ("survey", "place", "says"),
    "corrections": ("survey", "place", "column"),
    "stages": ("name",),
    "parts": ("component",),
    "scores": ("model", "variant", "benchmark", "split", "metric"),
    "disagreements": ("about", "detail"),
    "amounts": ("unit",),
    "datasets": ("dataset",),
    "trained_on": ("dataset",),
    "variants": ("name",),
    "metrics": ("name",),
    "splits": ("name",),
    "places": ("name",),
}
"""By list: the keys by which people tell its blocks apart."""


def marks_of(field: str, block: Data) -> tuple[tuple[str, str], ...]:
    """The keys and values by which people tell a block from the others of its list.

    Args:
        field: Name of the list.
        block: The block.
    """
    wanted = _MARKS.get(field) or _IDENTITIES.get(field, _BY_ID)[-1]
    found: list[tuple[str, str]] = []
    for key in wanted:
        value = block.get(key)
        found += [(key, str(one)) for one in (value if isinstance(value, list) else [value]) if one is not None]
    return tuple(found)


def _key(block: Data, keys: Sequence[str]) -> str:
    return repr([block.get(key) for key in keys])


def matched(field: str, old: Sequence[Data], new: Sequence[Data]) -> Iterator[tuple[int | None, int | None]]:
    """Match the blocks of two states of a list.

    Args:
        field: Name of the list.
        old: The old state.
        new: The new state.

    Yields:
        Positions in the old and in the new list: blocks of the new list in its order, then those that are gone.
    """
    partner: dict[int, int] = {}
    left: list[int] = list(range(len(old)))
    for keys in _IDENTITIES.get(field, _BY_ID):
        by_key: dict[str, list[int]] = {}
        for i in left:
            by_key.setdefault(_key(old[i], keys), []).append(i)
        for j, block in enumerate(new):
            same = by_key.get(_key(block, keys)) if j not in partner else None
            if same:
                partner[j] = same.pop(0)
        left = [i for i in left if i not in set(partner.values())]
    fresh = [j for j in range(len(new)) if j not in partner]
    if field in _IN_ORDER and len(fresh) == len(left):
        partner |= dict(zip(fresh, left, strict=True))
        left = []
    for j in range(len(new)):
        yield partner.get(j), j
    for i in left:
        yield i, None


def is_blocks(value: Any) -> bool:
    """Whether a value is a list of blocks."""
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)
