"""The page of a component."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from mmkb.pages.architecture import pixels, role
from mmkb.pages.availability import artefact
from mmkb.pages.ending import cite_section, edit_line
from mmkb.pages.escape import paragraphs, text
from mmkb.pages.footnotes import Footnotes
from mmkb.pages.markup import Row, boxed, entry_head, fact, facts, gap, section, sources_section, table
from mmkb.pages.overtime import few_open, over_time, part_of
from mmkb.pages.paths import Page, entry_path
from mmkb.pages.training import amount
from mmkb.pages.words import DASH, capital, count, counted, date, label, modalities, term, terms
from mmkb.query.answers import ComponentAnswer, ComponentSummary, ComponentUseAnswer, Named
from mmkb.records.base import Gap
from mmkb.vocab import Role


def component_page(answer: ComponentAnswer, family: Sequence[ComponentSummary] = ()) -> str:
    """Write the page of a component.

    Args:
        answer: Everything about the component.
        family: All components of its family, itself too.

    Returns:
        Markdown, to stand at the path of the entry.
    """
    page = Page(entry_path("component", answer.id))
    notes = Footnotes(page, answer.sources)
    record = answer.record
    kinds = " and ".join(label(kind) for kind in record.kinds)
    parts = [
        entry_head(page, "component", record, "Components", f"{answer.name}: {kinds}"),
        f"{_line(page, answer, kinds)}\n\n",
        section("At a glance", "at-a-glance", facts(_facts(page, answer, notes))),
        section("Note", "note", paragraphs(record.note or "")),
        section("Variants", "variants", _variants(page, answer, notes)),
        section("Trained on", "trained-on", _trained_on(page, answer, notes)),
        section("Used together with", "used-with", _beside(page, answer)),
        section("Family", "family", _family(page, answer, family)),
        section("Datasets that it wrote", "wrote", page.links(answer.wrote)),
        section("Used by", "used-by", _over_time(answer) + _uses(page, answer)),
        sources_section(notes),
        cite_section(answer.sources.get(record.paper) if record.paper is not None else None),
        edit_line(page, "component", answer.record),
    ]
    return "".join(parts)


def _facts(page: Page, answer: ComponentAnswer, notes: Footnotes) -> Iterator[Row]:
    record = answer.record
    mark = notes.cite(record)

    def makers(value: tuple[str, ...]) -> str:
        return ", ".join(page.link(answer.named("organisation", member)) for member in value)

    yield "Kind", terms(record.kinds) + mark
    if record.family is not None:
        yield "Family", text(record.family) + mark
    yield "Modalities", f"{modalities(record.modalities)}{mark if record.modalities else ''}"
    if record.derived_from:
        yield "Derived from", ", ".join(page.link(answer.named("component", c)) for c in record.derived_from) + mark
    yield "Organisations", fact(record.organisations, makers, notes, record)
    if record.released is not None:
        yield "Released", date(record.released) + mark
    if record.paper is not None:
        yield "Paper", page.link(answer.named("source", record.paper))
    if record.parameters is not None or not record.variants:
        yield "Parameters", fact(record.parameters, count, notes, record)
    if record.active_parameters is not None:
        yield "Active parameters", count(record.active_parameters) + mark
    yield from _encoder(answer, notes)
    yield from _llm(answer, notes)
    yield "Code", artefact(record.code, notes, record)
    yield "Weights", artefact(record.weights, notes, record)


def _encoder(answer: ComponentAnswer, notes: Footnotes) -> Iterator[Row]:
    encoder = answer.record.encoder
    if encoder is None:
        return
    mark = notes.cite(answer.record, encoder)
    features = term(encoder.features) if encoder.features is not None else None
    for name, value in (
        ("Architecture", encoder.architecture and text(encoder.architecture)),
        ("Features", features),
        ("Patch", encoder.patch and f"{encoder.patch} × {encoder.patch} pixels"),
        ("Resolution", encoder.resolution and f"{pixels(encoder.resolution)} pixels"),
        ("Feature width", encoder.width and f"{encoder.width:,}"),
        ("Layers", encoder.layers and str(encoder.layers)),
        ("Codebook", encoder.codebook and f"{encoder.codebook:,} codes"),
    ):
        if value:
            yield name, f"{value}{mark}"


def _llm(answer: ComponentAnswer, notes: Footnotes) -> Iterator[Row]:
    llm = answer.record.llm
    if llm is None:
        return
    mark = notes.cite(answer.record, llm)
    if llm.architecture is not None:
        yield "Architecture", term(llm.architecture) + mark
    if llm.context_length is not None:
        yield "Context length", f"{llm.context_length:,} tokens{mark}"
    if llm.experts is not None:
        yield "Experts in a layer", f"{llm.experts}{mark}"
    if llm.instruction_tuned is not None:
        yield "Instruction-tuned", ("yes" if llm.instruction_tuned else "no") + mark


def _variants(page: Page, answer: ComponentAnswer, notes: Footnotes) -> str:
    rows = []
    for v in answer.record.variants:
        size = count(v.parameters) if v.parameters is not None else DASH
        if v.active_parameters is not None:
            size += f" ({count(v.active_parameters)} active)"
        origin = page.link(answer.named("component", v.derived_from)) if v.derived_from is not None else DASH
        weights = artefact(v.weights, notes, answer.record, v) if v.weights is not None else DASH
        name = text(v.name) + notes.cite(answer.record, v)
        rows.append((name, size, pixels(v.resolution) or DASH, origin, weights, text(v.note or "") or DASH))
    return table(("Variant", "Parameters", "Resolution", "Derived from", "Weights", "Note"), rows, optional=range(1, 6))


def _trained_on(page: Page, answer: ComponentAnswer, notes: Footnotes) -> str:
    record = answer.record
    if record.trained_on is None:
        return ""
    if isinstance(record.trained_on, Gap):
        return gap(record.trained_on, notes, record)
    rows = []
    for use in record.trained_on:
        name = page.link(answer.named("dataset", use.dataset)) + notes.cite(record, use)
        rows.append((name, amount(use, notes, record), text(use.note or "")))
    return table(("Dataset", "Amount used", "Note"), rows, optional=(2,))


def _line(page: Page, answer: ComponentAnswer, kinds: str) -> str:
    """What it is and how widely it is used, in a sentence."""
    models = {use.model for use in answer.uses}
    line = f"{capital(kinds)} used by {counted(len(models), 'model')} of the catalogue"
    first = next((use for use in answer.uses if use.released is not None), None)
    if first is None or len(models) < 2:
        return f"{line}."
    return f"{line}, first by {page.link(first.model)} ({date(first.released)})."


def _over_time(answer: ComponentAnswer) -> str:
    """The models that use it by half-year, in the colour of the role that it has most often."""
    days = {use.model.id: use.released for use in answer.uses}
    roles = Counter(use.role for use in answer.uses).most_common(1)
    css = f"role-{roles[0][0]}" if roles else ""
    return over_time(days.values(), f"Models with {answer.name} by half-year of their release", css)


def _family(page: Page, answer: ComponentAnswer, family: Sequence[ComponentSummary]) -> str:
    """What it derives from, what derives from it, and the others of its family by how many models use them."""
    record = answer.record
    parents = dict.fromkeys((*record.derived_from, *(v.derived_from for v in record.variants if v.derived_from is not None)))
    parts = []
    if parents:
        parts.append(f"Derived from {page.links(tuple(answer.named('component', one) for one in parents))}.")
    if answer.derived:
        parts.append(f"Derived from it: {page.links(answer.derived)}.")
    known = {answer.id, *parents, *(one.id for one in answer.derived)}
    others = sorted((one for one in family if one.id not in known), key=lambda one: (-one.models, one.name.lower(), one.id))
    if others:
        listed = ", ".join(f"{page.link_to('component', one.id, one.name)} ({counted(one.models, 'model')})" for one in others)
        parts.append(f"Also of the family {text(record.family or '')}: {listed}.")
    return "\n\n".join(parts)


def _uses(page: Page, answer: ComponentAnswer) -> str:
    rows = [_use(page, use) for use in answer.uses]
    columns = ("Model", "As", "Released", "Serves", "Variant", "Resolution", "Tokens")
    return boxed("filterable", table(columns, rows, optional=(4, 5, 6))) if rows else "No model of the catalogue uses it."


def _use(page: Page, use: ComponentUseAnswer) -> tuple[str, ...]:
    tokens = DASH if use.tokens is None else f"{use.tokens:,}" + (f" per {label(use.tokens_per)}" if use.tokens_per else "")
    return (
        page.link(use.model), role(Role(use.role)), date(use.released), modalities(use.modalities),
        ", ".join(map(text, use.variants)) or DASH, pixels(use.resolution) or DASH, tokens,
    )  # fmt: skip


def _beside(page: Page, answer: ComponentAnswer) -> str:
    """The components that stand beside it, most models first."""
    seen: dict[tuple[str, Named], set[Named]] = {}
    for use in answer.uses:
        for place, other in use.beside:
            seen.setdefault((place, other), set()).add(use.model)
    order = list(Role)
    counts = Counter({key: len(models) for key, models in seen.items()})
    keys = sorted(seen, key=lambda key: (-counts[key], order.index(Role(key[0])), key[1].name.lower(), key[1].id))
    whole = len({use.model for use in answer.uses})
    rows = [(role(Role(key[0])), page.link(key[1]), part_of(counts[key], whole)) for key in keys]
    return few_open(("Role", "Component", "Models"), rows, "components")
