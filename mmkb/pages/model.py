"""The page of a model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from mmkb.pages.architecture import architecture
from mmkb.pages.availability import artefact
from mmkb.pages.ending import cite_section, edit_line, figure, twins
from mmkb.pages.escape import external, paragraphs, text
from mmkb.pages.footnotes import Footnotes
from mmkb.pages.history import disagreements, lineage, survey_readings
from mmkb.pages.markup import Row, absent, entry_head, fact, facts, section, sources_section, state_counts, table
from mmkb.pages.paths import Page, entry_path
from mmkb.pages.results import results
from mmkb.pages.similar import similar_models
from mmkb.pages.training import training
from mmkb.pages.verified import verified
from mmkb.pages.words import DASH, count, date, in_out, modalities, span, term, way
from mmkb.query.answers import ModelAnswer
from mmkb.query.coverage import STATES
from mmkb.query.similar import SimilarModel
from mmkb.query.standing import Standing
from mmkb.records.availability import Artefact
from mmkb.records.model import Affiliations, ModelVariant, Release, VariantBackbone
from mmkb.vocab import Access, Design, Function


def model_page(
    answer: ModelAnswer,
    diagrams: tuple[str, str] = ("", ""),
    kin: tuple[str, str] = ("", ""),
    similar: Sequence[SimilarModel] = (),
    standings: Sequence[Standing] = (),
) -> str:
    """Write the page of a model.

    Args:
        answer: Everything about the model.
        diagrams: Its architecture, drawn for a page and for a telephone, with links as seen from its page; empty for none.
        kin: What it was built on and what was built on it, drawn for a page and for a telephone; empty for none.
        similar: Models that are like it.
        standings: Where its scores stand among those that they can be compared with.

    Returns:
        Markdown, to stand at the path of the entry.
    """
    page = Page(entry_path("model", answer.id))
    notes = Footnotes(page, answer.sources)
    record = answer.record
    paper = answer.sources.get(record.paper) if isinstance(record.paper, str) else None
    parts = [
        entry_head(page, "model", record, "Models", _fallback(answer)),
        _line(answer),
        _ways(page, answer, cited=paper is not None, similar=bool(similar)),
        "".join(_drawings(f"Architecture of {answer.name}", *diagrams)),
        section("At a glance", "at-a-glance", facts(_glance(page, answer, notes))),
        section("Note", "note", paragraphs(record.note or "")),
        architecture(page, answer, notes),
        section("Variants", "variants", _variants(page, answer, notes)),
        training(page, answer, notes),
        results(page, answer, standings, notes),
        lineage(page, answer, notes, "".join(_drawings(f"Lineage of {answer.name}", *kin))),
        similar_models(page, answer, similar),
        disagreements(page, answer, notes),
        survey_readings(page, answer, record.readings, record.corrections, notes),
        sources_section(notes),
        cite_section(paper),
        edit_line(page, "model", record),
    ]
    return "".join(parts)


def _ways(page: Page, answer: ModelAnswer, *, cited: bool, similar: bool) -> str:
    """Where else to go, in one line at the head of the page."""
    ways = ['<a href="#cite">Cite</a>'] if cited else []
    ways += ['<a href="#similar">Similar</a>'] if similar else []
    return f'<p class="actions" data-search-exclude>{" ".join([*ways, *twins(page, "model", answer.id)])}</p>\n\n'


def _drawings(caption: str, wide: str, narrow: str) -> Iterator[str]:
    """What is drawn for a page and for a telephone; the style sheet shows one of them."""
    for svg, css in ((wide, "only-wide"), (narrow, "only-narrow")):
        yield figure(svg, caption, css)


def _fallback(answer: ModelAnswer) -> str:
    s = answer.summary
    return f"{answer.name}: {in_out(s.input, s.output)}"


def _line(answer: ModelAnswer) -> str:
    """Modalities, date, function, design and access in one line under the description."""
    s = answer.summary
    words = [date(s.released)] if s.released is not None else []
    words += [term(Function(s.function))] if s.function is not None else []
    words += [term(Design(s.design))] if s.design is not None else []
    words += [term(Access(s.access))] if s.access is not None else []
    divided = "".join(f'<span class="division">{word}</span>' for word in words)
    line = f'<br><span class="divisions">{divided}</span>' if divided else ""
    return f'<p class="way">{way(s.input, s.output)}{line}</p>\n\n'


def _glance(page: Page, answer: ModelAnswer, notes: Footnotes) -> Iterator[Row]:
    record = answer.record

    def released(value: Release) -> str:
        return f"{date(value.date)} ({term(value.event)})"

    def makers(value: Affiliations) -> str:
        return ", ".join(page.link(answer.named("organisation", member)) for member in value.members)

    def paper(value: str) -> str:
        source = answer.sources.get(value)
        arxiv = f", {external(f'https://arxiv.org/abs/{source.arxiv}', source.arxiv)}" if source and source.arxiv else ""
        return page.link(answer.named("source", value)) + arxiv

    yield "Released", fact(record.release, released, notes)
    yield "Organisations", fact(record.organisations, makers, notes)
    yield "Paper", fact(record.paper, paper, notes)
    yield from _links(answer, notes)
    modes = record.modalities
    yield "Input", fact(modes.input, modalities, notes, modes)
    yield "Output", fact(modes.output, modalities, notes, modes)
    if answer.summary.parameters is not None:
        yield "Parameters", f"{span(answer.summary.parameters)} (see variants)"
    yield from verified(record)
    counts = Counter(fact.state for fact in answer.states)
    shown = state_counts(counts, (word for word in STATES if counts[word]))
    yield "Facts wanted of every model", f"{shown} ([what is counted]({page.to('coverage.md')}))"


def _links(answer: ModelAnswer, notes: Footnotes) -> Iterator[Row]:
    had = answer.record.availability
    if had is None:
        for name in ("Access", "Code", "Weights"):
            yield name, absent()
        return
    yield "Access", fact(had.access, term, notes, had)
    yield "Code", artefact(had.code, notes, had)
    if had.weights is None and any(isinstance(v.weights, Artefact) for v in answer.record.variants):
        yield "Weights", "by variant, see [variants](#variants)"
    else:
        yield "Weights", artefact(had.weights, notes, had)
    for name, url in (("Project", had.project), ("Demo", had.demo)):
        if url is not None:
            yield name, external(url) + notes.cite(had)


def _variants(page: Page, answer: ModelAnswer, notes: Footnotes) -> str:
    return table(
        ("Variant", "LLM backbone", "Parameters", "Weights", "Note"),
        (_variant(page, answer, notes, variant) for variant in answer.record.variants),
        optional=(4,),
    )


def _variant(page: Page, answer: ModelAnswer, notes: Footnotes, variant: ModelVariant) -> tuple[str, ...]:
    def backbone(value: VariantBackbone) -> str:
        size = f" {text(value.variant)}" if value.variant is not None else ""
        return page.link(answer.named("component", value.component)) + size

    parameters = fact(variant.parameters, count, notes, variant)
    if variant.active_parameters is not None:
        parameters += f"<br>{count(variant.active_parameters)} active"
    had = answer.record.availability
    of_all = variant.weights is None and had is not None and had.weights is not None
    weights = "as the model's" if of_all else artefact(variant.weights, notes, variant)
    note = [text(variant.note)] if variant.note is not None else []
    note += [f"released {date(variant.released)}"] if variant.released is not None else []
    name = text(variant.name) + notes.cite(variant)
    return name, fact(variant.backbone, backbone, notes, variant), parameters, weights, ", ".join(note) or DASH
