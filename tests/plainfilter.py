"""The filters of models, written once more over the records, with nothing of the database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from operator import eq, ge, gt, le, lt
from typing import Any

from mmkb.load import Catalogue
from mmkb.query.filters import GAPS
from mmkb.records import Component, Model, Organisation
from mmkb.records.architecture import uses
from mmkb.records.availability import Artefact
from mmkb.records.base import Gap, Quantity
from mmkb.records.facts import fact_states
from mmkb.records.model import Affiliations, Release
from mmkb.records.training import Stage, Training
from mmkb.vocab import Access, Role, Tuning

_ROLES = {"encoder": Role.ENCODER, "connector": Role.INPUT_PROJECTOR, "llm": Role.BACKBONE, "generator": Role.GENERATOR}


def _known(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else ()


def _stages(model: Model) -> tuple[Stage, ...]:
    return _known(model.training.stages) if isinstance(model.training, Training) else ()


def released(model: Model) -> str | None:
    return model.release.date if isinstance(model.release, Release) else None


class Plain:
    """The models of a catalogue, filtered in plain Python."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.models = [e.record for e in catalogue.entries["model"].values() if isinstance(e.record, Model)]
        self.components = {i: e.record for i, e in catalogue.entries["component"].items() if isinstance(e.record, Component)}
        self.organisations = {
            i: e.record for i, e in catalogue.entries["organisation"].items() if isinstance(e.record, Organisation)
        }

    def meant(self, word: str) -> set[str]:
        """The components that a word means."""
        return {
            c.id
            for c in self.components.values()
            if word in (c.id, c.family) or word.lower() in (n.lower() for n in (c.name, *c.aliases))
        }

    def is_from(self, component: str, variant: str | None, wanted: set[str]) -> bool:
        """Whether a variant of a component, or a component of which no variant is told, is or derives from others."""
        if component in wanted:
            return True
        record = self.components[component]
        own = {v.id: v.derived_from for v in record.variants}
        if variant is not None and own[variant] is not None:
            return self.is_from(str(own[variant]), None, wanted)
        if record.derived_from:
            return any(self.is_from(parent, None, wanted) for parent in record.derived_from)
        # Nothing is said of the whole: it derives from others if each of its variants does.
        return bool(own) and all(p is not None and self.is_from(p, None, wanted) for p in own.values())

    def uses_component(self, model: Model, role: Role | None, word: str, derived: bool) -> bool:
        wanted = self.meant(word)
        for used_as, _, _, use in uses(model.architecture):
            if role in (None, used_as):
                single = getattr(use, "variant", None)
                variants = getattr(use, "variants", ()) or ((single,) if single else ())
                for component in use.component_ids():
                    if component in wanted:
                        return True
                    if derived and any(self.is_from(component, v, wanted) for v in (variants or (None,))):
                        return True
        return False

    def of_organisation(self, model: Model, word: str) -> bool:
        names = {o.id: {o.id, *(n.casefold() for n in (o.name, *o.aliases))} for o in self.organisations.values()}
        meant = {entry for entry, known in names.items() if word == entry or word.casefold() in known}
        while more := {o.id for o in self.organisations.values() if o.parent in meant} - meant:
            meant |= more
        members = model.organisations.members if isinstance(model.organisations, Affiliations) else ()
        return bool(meant.intersection(members))

    def ancestors(self, model: str) -> set[str]:
        """The models that a model was built on, over all steps."""
        known = {m.id: {line.model for line in _known(m.lineage) if line.model} for m in self.models}
        found: set[str] = set()
        while more := set().union(*(known[m] for m in (found or {model}))) - found:
            found |= more
        return found

    def _one(self, model: Model, name: str, word: Any, derived: bool) -> bool:
        if name in ("input", "output"):
            return word in _known(getattr(model.modalities, name))
        if name in _ROLES or name == "component":
            return self.uses_component(model, _ROLES.get(name), word, derived)
        if name == "fusion":
            return bool(word in _known(model.architecture.fusion))
        if name == "function":
            return bool(model.function() == word)
        if name == "design":
            return bool(model.architecture.design == word)
        access = model.availability.access if model.availability is not None else None
        if name == "access":
            return bool(access == word)
        if name == "open_weights":
            return isinstance(access, Access) and (access is Access.OPEN_WEIGHTS) == word
        if name == "organisation":
            return self.of_organisation(model, word)
        if name == "dataset":
            return any(use.dataset == word for stage in _stages(model) for use in _known(stage.datasets))
        if name == "trained":
            return any(
                part.role.replace("-", "_") == word.replace("-", "_")
                and part.tuning in (Tuning.TRAINED, Tuning.PARTIAL, Tuning.PEFT)
                for stage in _stages(model)
                for part in _known(stage.parts)
            )
        if name == "stage":
            return any(not isinstance(stage.kind, Gap) and stage.kind == word for stage in _stages(model))
        if name == "released":
            return _compared(released(model), word)
        return self._further(model, name, word)

    def _further(self, model: Model, name: str, word: Any) -> bool:
        if name == "parameters":
            sizes = [v.parameters.value for v in model.variants if isinstance(v.parameters, Quantity)]
            return any(_measured(size, word) for size in sizes)
        if name == "licence":
            weights = [model.availability.weights if model.availability is not None else None]
            return word in _licences([*weights, *(variant.weights for variant in model.variants)])
        if name == "code_licence":
            return word in _licences([model.availability.code if model.availability is not None else None])
        if name == "built_on":
            return word in self.ancestors(model.id)
        assert name == "gap", name
        return any(f"{fact.fact.replace(' ', '-')}:{fact.state}" == word for fact in fact_states(model))

    def ids(self, filters: Mapping[str, Any], derived: bool) -> list[str]:
        """Ids of the models for which all filters hold, oldest first."""

        def holds(model: Model) -> bool:
            return all(
                self._one(model, name, word, derived)
                for name, wanted in filters.items()
                for word in ((wanted,) if isinstance(wanted, (str, bool)) else wanted)
            )

        found = [model for model in self.models if holds(model)]
        return [m.id for m in sorted(found, key=lambda m: (released(m) is None, released(m) or "", m.id))]

    def words(self) -> dict[str, list[Any]]:
        """Words that each filter can be given: all that are used, and some that are not."""
        used = sorted(self.components)
        families = sorted({c.family for c in self.components.values() if c.family})
        names = sorted({n for c in self.components.values() for n in (c.name, *c.aliases)})
        organisations = sorted({*self.organisations, *(o.name.upper() for o in self.organisations.values())})
        datasets = sorted({u.dataset for m in self.models for s in _stages(m) for u in _known(s.datasets)})
        return {
            **{name: [*used, *families, *names] for name in (*_ROLES, "component")},
            "organisation": organisations,
            "dataset": datasets,
            "built_on": [model.id for model in self.models],
            "licence": ["MIT", "Apache-2.0", "LicenseRef-LLaMA", "CC0-1.0"],
            "code_licence": ["MIT", "Apache-2.0", "BSD-3-Clause", "CC0-1.0"],
            "parameters": ["7000000000", ">=13000000000", "<1200000001", "1000000000..9000000000"],
            "gap": list(GAPS),
        }


def _licences(artefacts: Iterable[Any]) -> set[str]:
    """The identifiers in the licences of some artefacts."""
    texts = [a.licence for a in artefacts if isinstance(a, Artefact) and isinstance(a.licence, str)]
    return {word for text in texts for word in re.split(" AND | OR ", text)}


def _measured(size: int, word: str) -> bool:
    if ".." in word:
        least, most = (int(end) for end in word.split(".."))
        return least <= size <= most
    sign = next(s for s in (">=", "<=", ">", "<", "=", "") if word.startswith(s))
    return bool({">=": ge, "<=": le, ">": gt, "<": lt}.get(sign, eq)(size, int(word[len(sign) :])))


def _compared(date: str | None, word: str) -> bool:
    if date is None:
        return False
    sign = next(s for s in (">=", "<=", ">", "<", "=", "") if word.startswith(s))
    wanted = word[len(sign) :]
    length = min(len(date), len(wanted))
    a, b = date[:length], wanted[:length]
    return bool({">=": ge, "<=": le, ">": gt, "<": lt}.get(sign, eq)(a, b))


def dates(models: Iterable[Model]) -> Iterator[str]:
    """Dates to compare with: those of the models, cut to years and months as well."""
    for model in models:
        date = released(model)
        for length in (4, 7, 10) if date else ():
            yield str(date)[:length]
