"""Which components derive from which, variant by variant."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from mmkb.store import Store


class Descent(NamedTuple):
    """What derives from some components.

    Attributes:
        components: Components that derive from them as a whole, those components left out.
        variants: Component and variant of all variants that say that they derive from them, or from what derives from them.
        not_variants: Component and variant of all variants that say that they derive from something else.
    """

    components: frozenset[str]
    variants: frozenset[tuple[str, str]]
    not_variants: frozenset[tuple[str, str]]

    def has(self, component: str, variants: Collection[str]) -> bool:
        """Whether a use of a component, in some of its variants if any are told, is a use of what derives from them."""
        told = [(component, variant) for variant in variants]
        if any(variant in self.variants for variant in told):
            return True
        return component in self.components and (not told or any(variant not in self.not_variants for variant in told))


def closure(ids: Collection[str], parents: Mapping[str, set[str]], variants: Mapping[tuple[str, str], str | None]) -> Descent:
    """What derives from some components.

    A component derives from another if it names it, or what derives from it, among its parents; or if it names no parents
    and all its variants do. A variant that names a parent of its own derives from that one alone.

    Args:
        ids: The components.
        parents: The parents that each component names.
        variants: The parent that each variant, named by component and id, names; None for one that names none.
    """
    found = set(ids)
    only: dict[str, set[str | None]] = {}
    for (component, _), parent in variants.items():
        if component not in parents:
            only.setdefault(component, set()).add(parent)
    while True:
        more = {child for child, its in parents.items() if child not in found and its & found}
        more |= {child for child, its in only.items() if child not in found and its <= found}
        if not more:
            break
        found |= more
    named = {variant: parent for variant, parent in variants.items() if parent is not None}
    mine = frozenset(variant for variant, parent in named.items() if parent in found)
    return Descent(frozenset(found.difference(ids)), mine, frozenset(named).difference(mine))


def descendants(store: Store, ids: Collection[str]) -> Descent:
    """What derives from some components, by what the catalogue says of parents of components and of their variants."""
    parents: dict[str, set[str]] = {}
    for child, parent in store.rows("SELECT component_id, parent_id FROM component_parent"):
        parents.setdefault(child, set()).add(parent)
    rows = store.rows("SELECT component_id, id, parent_id FROM component_variant")
    return closure(ids, parents, {(component, variant): parent for component, variant, parent in rows})
