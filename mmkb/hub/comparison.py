"""Comparisons: one fact of an entry beside what a checkpoint says; the number of parameters and the licence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mmkb.hub.checkpoint import Checkpoint
from mmkb.hub.errors import HubError
from mmkb.hub.found import Fact
from mmkb.hub.licences import of_card
from mmkb.hub.matching import HUB
from mmkb.records import Model
from mmkb.records.availability import Artefact
from mmkb.records.base import Quantity
from mmkb.records.model import ModelVariant
from mmkb.rules import Path
from mmkb.vocab import Verifiable


class Outcome(StrEnum):
    """How a fact of an entry stands to the checkpoint."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    OPEN = "not compared"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One fact, compared.

    Attributes:
        what: What it is a part of.
        outcome: How it stands.
        fact: The fact, in words.
        path: Where it stands in the entry, or would stand.
        entry: What the entry says; empty for nothing.
        checkpoint: What the checkpoint says; empty for nothing.
        locator: Where the checkpoint says it.
        note: What a reader must know.
    """

    what: Verifiable
    outcome: Outcome
    fact: str
    path: Path
    entry: str
    checkpoint: str
    locator: str
    note: str = ""


def compared(fact: str, path: Path, entry: str, given: Fact[Any] | None, equal: bool, note: str = "") -> Comparison:
    """A comparison of the architecture."""
    said = str(given.value) if given is not None else ""
    outcome = Outcome.OPEN if given is None or not entry else Outcome.AGREES if equal else Outcome.DISAGREES
    place = given.locator if given is not None else ""
    return Comparison(Verifiable.ARCHITECTURE, outcome, fact, path, entry, said, place, note)


def variant_of(model: Model, checkpoint: Checkpoint, given: str) -> ModelVariant | None:
    """The variant of a model that a checkpoint is: the one named, the one whose weights lie there, or the only one.

    Raises:
        HubError: If one is named that the model has not.
    """
    if given:
        found = next((v for v in model.variants if v.id == given), None)
        if found is None:
            possible = ", ".join(v.id for v in model.variants) or "none"
            raise HubError(f"{model.id} has no variant {given!r}; it has: {possible}.")
        return found
    address = f"{HUB}{checkpoint.repository}".lower()
    here = [v for v in model.variants if isinstance(v.weights, Artefact) and v.weights.url.lower() == address]
    if len(here) == 1:
        return here[0]
    return model.variants[0] if len(model.variants) == 1 else None


def _step(printed: str) -> float:
    """Half of the last digit that a quantity prints: 7B stands for anything from 6.5 to 7.5 billion."""
    scale = {"K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}.get(printed.strip().rstrip("+")[-1:].upper(), 1.0)
    digits = printed.partition(".")[2]
    places = len("".join(c for c in digits if c.isdigit())) if "." in printed else 0
    return float(scale / 10**places / 2)


def parameters(model: Model, checkpoint: Checkpoint, variant: ModelVariant | None) -> Comparison:
    """Compare the number of parameters, to the digits that the entry prints."""
    known = variant.parameters if variant is not None else None
    i = model.variants.index(variant) if variant is not None else 0
    path: Path = ("variants", i, "parameters") if variant is not None else ("variants",)
    count = checkpoint.parameters
    if count is None or not isinstance(known, Quantity):
        note = checkpoint.parameters_at if count is None else ""
        note = note or ("it is not known which variant this is; --variant says so" if variant is None else "")
        said = f"{count:,}" if count is not None else ""
        entry = known.printed if isinstance(known, Quantity) else ""
        where = checkpoint.parameters_at if count is not None else ""
        return Comparison(Verifiable.PARAMETERS, Outcome.OPEN, "parameters", path, entry, said, where, note)
    near = abs(count - known.value) <= max(_step(known.printed), known.value * 0.005)
    return Comparison(
        Verifiable.PARAMETERS, Outcome.AGREES if near else Outcome.DISAGREES, "parameters", path, known.printed, f"{count:,}",
        checkpoint.parameters_at, "" if near else "names of sizes often leave encoder and projector out",
    )  # fmt: skip


def licence(model: Model, checkpoint: Checkpoint, variant: ModelVariant | None) -> Comparison:
    """Compare the licence of the weights."""
    given, key = of_card(checkpoint.card)
    weights = variant.weights if variant is not None and isinstance(variant.weights, Artefact) else None
    path: Path = ("availability", "weights", "licence")
    if weights is not None and variant is not None:
        path = ("variants", model.variants.index(variant), "weights", "licence")
    elif model.availability is not None and isinstance(model.availability.weights, Artefact):
        weights = model.availability.weights
    entry = weights.licence if weights is not None and isinstance(weights.licence, str) else ""
    outcome = Outcome.OPEN if not given or not entry else Outcome.AGREES if given == entry else Outcome.DISAGREES
    place = f"README.md: {key}" if given else ""
    return Comparison(Verifiable.LICENCE, outcome, "licence of the weights", path, entry, given, place)
