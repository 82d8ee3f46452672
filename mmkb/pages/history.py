"""What a model comes from and what others say of it: lineage, surveys, sources that disagree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from mmkb.pages.escape import text
from mmkb.pages.footnotes import Footnotes
from mmkb.pages.markup import absent, folded, gap, heading, section, table
from mmkb.pages.paths import Page
from mmkb.pages.words import DASH, capital, counted, label, term
from mmkb.query.answers import EntryAnswer, ModelAnswer, Named
from mmkb.records.base import Gap
from mmkb.records.model import LineageEdge
from mmkb.records.survey import Correction, Reading, SurveyPart
from mmkb.vocab import Relation

_BACKWARDS = {
    Relation.INITIALISED_FROM: "initialised", Relation.EXTENDS: "extended by", Relation.SAME_RECIPE: "recipe used by",
    Relation.DISTILLED_FROM: "distilled into", Relation.SUCCEEDS: "succeeded by",
}  # fmt: skip


_MOST_LINES: Final = 6
"""Up to so many later models stand open."""


def _parent(edge: LineageEdge, answer: ModelAnswer) -> Named:
    """The model, component or work at the other end of a line."""
    if edge.model is not None:
        return answer.named("model", edge.model)
    if edge.component is not None:
        return answer.named("component", edge.component)
    return answer.named("source", edge.work or "")


def _of_variants(edge: LineageEdge) -> str:
    """The variants for which a line holds, where it does not hold for all."""
    return f' <span class="why">({text(", ".join(edge.model_variants))})</span>' if edge.model_variants else ""


def lineage(page: Page, answer: ModelAnswer, notes: Footnotes, drawn: str = "") -> str:
    """The section on the models that this one comes from, and on those that come from it, below a drawing of both."""
    value = answer.record.lineage
    if value is None:
        parents = f"Built on: {absent()}\n\n"
    elif isinstance(value, Gap):
        parents = f"Built on: {gap(value, notes)}\n\n"
    else:
        parents = table(
            ("This model", "Earlier work", "What is taken over"),
            (
                (term(e.relation) + _of_variants(e), page.link(_parent(e, answer)) + notes.cite(e), text(e.note or "") or DASH)
                for e in value
            ),
        )
    children = table(
        ("This model", "Later model", "What is taken over"),
        (
            (_BACKWARDS[Relation(line.relation)], page.link(line.child), text(line.note or "") or DASH)
            for line in answer.descendants
        ),
    )
    if len(answer.descendants) > _MOST_LINES:
        later = counted(len({line.child for line in answer.descendants}), "later model")
        children = folded(f"{later}, and what each takes over", children)
    return section("Lineage", "lineage", drawn + parents + children)


def survey_readings(
    page: Page,
    answer: EntryAnswer[Any],
    readings: Iterable[Reading],
    corrections: Iterable[Correction],
    notes: Footnotes,
) -> str:
    """The section on what surveys print about an entry, each reading beside its correction where there is one."""
    corrected = {(c.survey, c.place, c.column, c.printed): c for c in corrections}
    differing, told = [], []
    for reading in readings:
        place = capital(label(reading.place))
        rows = []
        for column, words in reading.printed.items():
            correction = corrected.get((reading.survey, reading.place, column, words))
            row = (capital(label(column)), text(words), *_correction(correction, notes))
            rows.append(row)
            if correction is not None:
                differing.append((text(place), *row))
        said = f"{text(place)} of {page.link(answer.named('survey', reading.survey))}"
        as_printed = folded(f"{text(place)}, as printed", table(_READING[:2], (row[:2] for row in rows)))
        told.append((said, counted(len(rows), "cell"), as_printed))
    if not told:
        return ""
    where = ", ".join(f"{said} ({cells})" for said, cells, _ in told)
    differences = table(("Printed in", *_READING), differing) or "No difference from the primary sources is noted.\n\n"
    return section("What the survey says", "survey", f"Read from {where}.\n\n{differences}{''.join(one for *_, one in told)}")


_READING: Final = ("Column", "The survey prints", "The primary source says", "Difference")


def survey_part(page: Page, answer: EntryAnswer[Any], part: SurveyPart | None, notes: Footnotes) -> str:
    """The same section for an entry that is no model; nothing where no survey says anything."""
    return survey_readings(page, answer, part.readings, part.corrections, notes) if part is not None else ""


def _correction(correction: Correction | None, notes: Footnotes) -> tuple[str, str]:
    if correction is None:
        return DASH, DASH
    note = f'<br><span class="why">{text(correction.note)}</span>' if correction.note is not None else ""
    return f"{text(correction.found)}{notes.cite(correction)}{note}", f'<span class="differs">{term(correction.kind)}</span>'


def _fact(path: str) -> str:
    """A path of an entry as a heading: ``training.stages.1.datasets`` is ``Training stage 2: datasets``."""
    steps = path.split(".")
    named = [step for step in steps if not step.isdigit()]
    if steps[:2] == ["training", "stages"] and len(steps) > 2:
        rest = f": {label(named[-1])}" if len(named) > 2 else ""
        return f"Training stage {int(steps[2]) + 1}{rest}"
    return capital(" ".join(label(step) for step in named[-2:])) if named[-1] == "licence" else capital(label(named[-1]))


def disagreements(page: Page, answer: ModelAnswer, notes: Footnotes) -> str:
    """The section on facts of which primary sources say different things."""
    return section("Disagreements between sources", "disagreements", "".join(_disagreements(page, answer, notes)))


def _disagreements(page: Page, answer: ModelAnswer, notes: Footnotes) -> Iterator[str]:
    for i, d in enumerate(answer.record.disagreements, 1):
        detail = f", {text(d.detail)}" if d.detail is not None else ""
        yield heading(_fact(d.about), f"disagreement-{i}", 3)
        yield f"About <code>{text(d.about)}</code>{detail}, the sources say:\n\n"
        for reading in d.readings:
            followed = ' <span class="followed">followed</span>' if d.follows in {c.source for c in reading.sources} else ""
            yield f"- {text(reading.says)}{notes.cite(reading)}{followed}\n"
        yield f"\nThe catalogue follows {page.link(answer.named('source', d.follows))}: {text(d.reason)}.\n\n"
