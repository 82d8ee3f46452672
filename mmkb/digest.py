"""Digests: what the checks across entries need to know of one entry, small enough to keep between runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from mmkb.namewords import plain, word_key
from mmkb.records import Benchmark, Component, Entry, Model, Results, Source, Survey
from mmkb.records.architecture import uses
from mmkb.records.availability import Artefact
from mmkb.records.base import Detail, Record, Ref
from mmkb.records.facts import absent_facts
from mmkb.records.model import Release
from mmkb.records.shape import marks_in
from mmkb.rules import Path
from mmkb.vocab import ReleaseEvent, SurveyColumn


class Reference(NamedTuple):
    """An id of another entry, and where it stands.

    Attributes:
        kind: Kind of the entry named.
        id: Its id.
        path: Where the id stands.
        offer: For an id inside that entry (a variant, a metric), the list it stands in; else empty.
        detail: The id inside that entry; else empty.
    """

    kind: str
    id: str
    path: Path
    offer: str = ""
    detail: str = ""


class ScoreFact(NamedTuple):
    """A score and the metric it is measured by, for the checks of its range, and whether a note explains it."""

    benchmark: str
    metric: str
    score: float
    path: Path
    noted: bool


class Digest(NamedTuple):
    """What the checks across entries need to know of one.

    Attributes:
        names: Its name, then its aliases.
        plain: Its id, name and aliases without case, accents, spaces and punctuation.
        sorted: The same without the order of the words, and with the usual words for sizes and patches shortened.
        references: Every id of another entry that it names.
        offers: Ids inside it that others may name, by list.
        columns: The columns of surveys' tables under which it keeps printed words.
        released: First public day, empty where not known.
        kinds: Kinds of a component.
        roles: Roles in which a model uses components: role, component, path, and when the variants that have it came out.
        parents: What it is derived from, by relation: kind, id, path, and when what descends came out.
        ranges: Metrics of a benchmark: id, lowest, highest score.
        scores: Scores of a results table.
        keys: What tells a source from all others (arXiv id, DOI, link).
        own_sources: Sources of a survey's own.
        cited: Sources that facts are cited from: source, path.
        absent: Facts of a model that nobody has looked for.
        days: Its dates, which cannot lie ahead: the date, path.
        by_paper: Whether a model became public by its paper.
        own_paper: The paper of a model, component, dataset or benchmark; empty for none.
        weights: Where a model's weights are: address in small letters, path.
        source_kind: Kind of a source.
        replaced_by: Whether the entry is deprecated, and by what: None, or the id, possibly empty.
    """

    names: tuple[str, ...]
    plain: tuple[str, ...]
    sorted: tuple[str, ...]
    references: tuple[Reference, ...]
    offers: dict[str, tuple[str, ...]]
    columns: tuple[Reference, ...] = ()
    released: str = ""
    kinds: tuple[str, ...] = ()
    roles: tuple[tuple[str, str, Path, str], ...] = ()
    parents: tuple[tuple[str, str, Path, str], ...] = ()
    ranges: tuple[tuple[str, float, float | None], ...] = ()
    scores: tuple[ScoreFact, ...] = ()
    keys: tuple[str, ...] = ()
    own_sources: tuple[str, ...] = ()
    cited: tuple[tuple[str, Path], ...] = ()
    absent: tuple[Path, ...] = ()
    days: tuple[tuple[str, Path], ...] = ()
    by_paper: bool = False
    own_paper: str = ""
    weights: tuple[tuple[str, Path], ...] = ()
    source_kind: str = ""
    replaced_by: str | None = None


@cache
def _fields(record: type[Record]) -> tuple[tuple[str, Ref | Detail | None], ...]:
    """The fields of a record class with the reference mark of each."""
    found = []
    for name, field in record.model_fields.items():
        annotation: Any = field.annotation
        marks = [m for m in field.metadata if isinstance(m, (Ref, Detail))] + list(marks_in(annotation))
        found.append((name, marks[0] if marks else None))
    return tuple(found)


def references(record: Record, path: Path = ()) -> Iterator[Reference]:
    """Yield every id of another entry that a record names, with its place."""
    values = record.__dict__
    for name, mark in _fields(type(record)):
        value = values[name]
        if value is None or value == ():
            continue
        here = (*path, name)
        if isinstance(value, str):
            if mark is not None:
                yield _reference(values, mark, value, here)
        elif isinstance(value, tuple):
            for i, item in enumerate(value):
                if isinstance(item, Record):
                    yield from references(item, (*here, i))
                elif mark is not None:
                    yield _reference(values, mark, item, (*here, i))
        elif isinstance(value, Record):
            yield from references(value, here)


def _reference(values: dict[str, Any], mark: Ref | Detail, value: str, path: Path) -> Reference:
    if isinstance(mark, Ref):
        return Reference(mark.kind, value, path)
    return Reference(mark.kind, values[mark.of] or "", path, mark.offer, value)


def _offers(entry: Entry) -> dict[str, tuple[str, ...]]:
    names = {Component: ("variants",), Model: ("variants",), Benchmark: ("metrics", "splits"), Survey: ("places",)}
    offers = {name: tuple(item.id for item in getattr(entry, name)) for name in names.get(type(entry), ())}
    if isinstance(entry, Survey):
        offers |= {_columns_of(place.id): tuple(map(str, place.columns)) for place in entry.places}
    return offers


def _columns_of(place: str) -> str:
    return f"columns of {place}"


def _columns(entry: Entry) -> Iterator[Reference]:
    """The columns of surveys' tables under which an entry keeps printed words."""
    if isinstance(entry, Results) and entry.copy_of is not None:
        of = entry.copy_of
        printed = [(s.printed, ("scores", i, "printed")) for i, s in enumerate(entry.scores)]
        yield Reference("survey", of.survey, ("copy_of", "place"), _columns_of(of.place), str(SurveyColumn.SCORE))
        for words, path in printed:
            yield from _under(of.survey, of.place, words, path)
    part, at = (entry, ()) if isinstance(entry, Model) else (getattr(entry, "survey", None), ("survey",))
    for i, reading in enumerate(part.readings if part is not None else ()):
        yield from _under(reading.survey, reading.place, reading.printed, (*at, "readings", i, "printed"))


def _under(survey: str, place: str, printed: Mapping[SurveyColumn, str], path: Path) -> Iterator[Reference]:
    return (Reference("survey", survey, (*path, str(c)), _columns_of(place), str(c)) for c in printed)


def _released(entry: Entry) -> str:
    if isinstance(entry, Model):
        return entry.release.date if isinstance(entry.release, Release) else ""
    return getattr(entry, "released", None) or ""


def _parents(entry: Entry, found: tuple[Reference, ...]) -> tuple[tuple[str, str, Path, str], ...]:
    """The references by which an entry descends from others of its kind."""
    heads = {
        "model": ("lineage",), "component": ("derived_from",), "dataset": ("members", "making"), "organisation": ("parent",),
    }  # fmt: skip
    kind = type(entry).__name__.lower()
    return tuple(
        (r.kind, r.id, r.path, _when(entry, r.path))
        for r in found
        if r.kind == kind and r.path[0] in heads.get(kind, ()) and not r.detail
    )


def _when(entry: Entry, path: Path) -> str:
    """When what descends came out: the entry, or the first of the variants for which a line of lineage holds."""
    own = _released(entry)
    if not isinstance(entry, Model) or not isinstance(entry.lineage, tuple):
        return own
    named = entry.lineage[int(path[1])].model_variants
    dates = {variant.id: variant.released or own for variant in entry.variants}
    return min((dates[variant] for variant in named if variant in dates), default=own)


def _keys(entry: Entry) -> tuple[str, ...]:
    if not isinstance(entry, Source):
        return ()
    where = f"{entry.url}#{entry.path or ''}@{entry.version or ''}" if entry.url and entry.arxiv is None else None
    return tuple(
        key for key in (entry.arxiv and f"arXiv:{entry.arxiv}", entry.doi and f"doi:{entry.doi.lower()}", where) if key
    )


def digest(entry: Entry) -> Digest:
    """Take from a record what the checks across entries need."""
    found = tuple(references(entry))
    model = entry if isinstance(entry, Model) else None
    return Digest(
        names=(entry.name, *entry.aliases),
        plain=tuple(plain(name) for name in (entry.id, entry.name, *entry.aliases)),
        sorted=tuple(word_key(name) for name in (entry.id, entry.name, *entry.aliases)),
        references=found,
        offers=_offers(entry),
        columns=tuple(_columns(entry)),
        released=_released(entry),
        kinds=tuple(str(kind) for kind in entry.kinds) if isinstance(entry, Component) else (),
        roles=_roles(model) if model is not None else (),
        parents=_parents(entry, found),
        ranges=tuple((m.id, m.minimum, m.maximum) for m in entry.metrics) if isinstance(entry, Benchmark) else (),
        scores=_scores(entry) if isinstance(entry, Results) else (),
        keys=_keys(entry),
        own_sources=tuple(s for s in (entry.paper, entry.website) if s) if isinstance(entry, Survey) else (),
        cited=tuple((r.id, r.path) for r in found if r.kind == "source" and "sources" in r.path),
        absent=tuple(absent_facts(model)) if model is not None else (),
        days=tuple(_days(entry)),
        by_paper=model is not None and getattr(model.release, "event", None) is ReleaseEvent.PAPER,
        own_paper=_paper(entry),
        weights=tuple(_weights(model)) if model is not None else (),
        source_kind=str(entry.kind) if isinstance(entry, Source) else "",
        replaced_by=None if entry.deprecated is None else entry.deprecated.replaced_by or "",
    )


def _paper(entry: Entry) -> str:
    paper = getattr(entry, "paper", None)
    return paper if isinstance(paper, str) else ""


def _days(entry: Entry) -> Iterator[tuple[str, Path]]:
    """The dates of an entry that cannot lie ahead, with their places."""
    if isinstance(entry, Model) and isinstance(entry.release, Release):
        yield entry.release.date, ("release", "date")
    for path, holder in (((), entry), *((("variants", i), one) for i, one in enumerate(getattr(entry, "variants", ())))):
        released = getattr(holder, "released", None)
        if isinstance(released, str):
            yield released, (*path, "released")
    if entry.last_verified is not None:
        yield entry.last_verified.date, ("last_verified", "date")


def _weights(model: Model) -> Iterator[tuple[str, Path]]:
    """Where the weights of a model are, with the place of each address."""
    had = model.availability.weights if model.availability is not None else None
    for path, artefact in (
        (("availability", "weights", "url"), had),
        *((("variants", i, "weights", "url"), variant.weights) for i, variant in enumerate(model.variants)),
    ):
        if isinstance(artefact, Artefact) and artefact.url is not None:
            yield artefact.url.lower().removesuffix("/"), path


def _roles(model: Model) -> tuple[tuple[str, str, Path, str], ...]:
    own = _released(model)
    dates = {variant.id: variant.released or own for variant in model.variants}
    return tuple(
        (str(role), component, ("architecture", slot, i), min((dates[v] for v in use.model_variants), default=own))
        for role, slot, i, use in uses(model.architecture)
        for component in use.component_ids()
    )


def _scores(results: Results) -> tuple[ScoreFact, ...]:
    return tuple(
        ScoreFact(s.benchmark, s.metric or "", s.value(), ("scores", i), s.note is not None)
        for i, s in enumerate(results.scores)
    )


def to_plain(taken: Digest) -> tuple[Any, ...]:
    """A digest as plain tuples, for keeping."""
    return tuple(
        value if name not in ("references", "columns", "scores") else tuple(tuple(item) for item in value)
        for name, value in taken._asdict().items()
    )


def from_plain(kept: tuple[Any, ...]) -> Digest:
    """The digest that :func:`to_plain` made plain."""
    taken = Digest(*kept)
    return taken._replace(
        references=tuple(map(Reference._make, taken.references)),
        columns=tuple(map(Reference._make, taken.columns)),
        scores=tuple(map(ScoreFact._make, taken.scores)),
    )
