"""The page of an organisation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from mmkb.pages.architecture import role
from mmkb.pages.ending import edit_line
from mmkb.pages.escape import external, text
from mmkb.pages.footnotes import Footnotes
from mmkb.pages.markup import Row, boxed, entry_head, facts, section, sources_section, table
from mmkb.pages.overtime import few_open, over_time, part_of
from mmkb.pages.paths import Page, entry_path
from mmkb.pages.words import counted, date, label, term, way
from mmkb.query.answers import ModelSummary, Named, OrganisationAnswer
from mmkb.vocab import Role


def organisation_page(answer: OrganisationAnswer, of_parts: Sequence[ModelSummary] = ()) -> str:
    """Write the page of an organisation.

    Args:
        answer: Everything about the organisation.
        of_parts: The models of the organisations that are part of it, and its own.

    Returns:
        Markdown, to stand at the path of the entry.
    """
    page = Page(entry_path("organisation", answer.id))
    notes = Footnotes(page, answer.sources)
    own = {model.id for model in answer.models}
    others = [model for model in of_parts if model.id not in own]
    kind = label(answer.record.kind)
    fallback = f"{answer.name}: {kind} with {counted(len(answer.models), 'model')} in the catalogue"
    parts = [
        entry_head(page, "organisation", answer.record, "Organisations", fallback),
        section("At a glance", "at-a-glance", facts(_facts(page, answer, notes))),
        section("Models", "models", _over_time(answer) + _models(page, answer.models)),
        section("What its models share", "shared", _shared(page, answer.models)),
        section("Models of its parts", "models-of-parts", _models(page, others)),
        section("Components", "components", page.links(answer.components)),
        section("Datasets", "datasets", page.links(answer.datasets)),
        section("Parts of it", "parts", page.links(answer.parts)),
        sources_section(notes),
        edit_line(page, "organisation", answer.record),
    ]
    return "".join(parts)


def _over_time(answer: OrganisationAnswer) -> str:
    return over_time((model.released for model in answer.models), f"Models of {answer.name} by half-year of their release")


def _models(page: Page, models: Sequence[ModelSummary]) -> str:
    rows = [
        (
            date(model.released),
            page.link_to("model", model.id, model.name),
            way(model.input, model.output),
            page.links(model.encoders),
            page.links(model.backbones),
        )
        for model in models
    ]
    return boxed("filterable", table(("Released", "Model", "Input to output", "Encoders", "LLMs"), rows))


_PLACES: Final[Mapping[Role, Callable[[ModelSummary], Iterable[Named]]]] = {
    Role.ENCODER: lambda model: model.encoders,
    Role.INPUT_PROJECTOR: lambda model: model.input_projectors,
    Role.BACKBONE: lambda model: model.backbones,
    Role.OUTPUT_PROJECTOR: lambda model: model.output_projectors,
    Role.GENERATOR: lambda model: model.generators,
}


def _shared(page: Page, models: Sequence[ModelSummary]) -> str:
    """The components that more than one of some models use, those of most models first."""
    order = list(_PLACES)
    counts = Counter((place, part) for model in models for place, of in _PLACES.items() for part in set(of(model)))
    often = [(place, part) for (place, part), number in counts.items() if number > 1]
    often.sort(key=lambda one: (-counts[one], order.index(one[0]), one[1].name.lower(), one[1].id))
    rows = [(role(place), page.link(part), part_of(counts[place, part], len(models))) for place, part in often]
    return few_open(("Role", "Component", "Models"), rows, "components")


def _facts(page: Page, answer: OrganisationAnswer, notes: Footnotes) -> Iterator[Row]:
    record = answer.record
    mark = notes.cite(record)
    yield "Kind", term(record.kind) + mark
    if record.parent is not None:
        yield "Part of", page.link(answer.named("organisation", record.parent)) + mark
    if record.country is not None:
        yield "Country", text(record.country) + mark
    if record.url is not None:
        yield "Website", external(record.url) + mark
