"""Pages over all models: the taxonomy and the coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from mmkb.pages.markup import boxed, head, section, state, table
from mmkb.pages.paths import Page
from mmkb.pages.words import DASH, capital
from mmkb.query.answers import Named
from mmkb.query.coverage import STATES, CoverageLine
from mmkb.vocab import State


def coverage_page(lines: Sequence[CoverageLine], by_model: Mapping[Named, Counter[str]]) -> str:
    """Write the page on how far the facts wanted of every model are known.

    Args:
        lines: How far each fact is known.
        by_model: Number of wanted facts by model and state.

    Returns:
        Markdown, to stand at ``coverage.md``.
    """
    page = Page("coverage.md")
    wanted, details = [line for line in lines if line.wanted], [line for line in lines if not line.wanted]
    columns = [state(word) for word in STATES]
    totals = [sum(counts) for counts in zip(*(_counts(line) for line in wanted), strict=True)] or [0] * len(STATES)
    meanings = [
        (state(word), State(word).definition if word in set(State) else _OTHER[word], f"{total:,}")
        for word, total in zip(STATES, totals, strict=True)
    ]
    ordered = sorted(by_model.items(), key=lambda item: (-item[1]["absent"], -item[1]["not-disclosed"], item[0].name.lower()))
    models = [
        (page.link(named), *(_number(counts[word]) for word in STATES), _share([counts[word] for word in STATES]))
        for named, counts in ordered
    ]
    right = range(1, len(STATES) + 2)
    told = "Four states of knowledge are kept apart, in the entries and on every page.\n\n"
    detailed = (
        "Counted where they apply. Absent also counts what the sources that were read do not state, as long as no entry says "
        "so.\n\n"
    )
    return "".join(
        [
            head("Coverage", "How far the facts wanted of every model are known, not disclosed, not applicable or absent."),
            told,
            table(("State", "Meaning", "Facts"), meanings, {2}),
            section("Wanted of every model", "by-fact", _by_fact(wanted, columns)),
            section("Details", "details", detailed + _by_fact(details, columns) if details else ""),
            section("By model", "by-model", boxed("filterable", table(("Model", *columns, "Looked for"), models, right))),
        ]
    )


_OTHER = {"known": "A value, with the place where it is written.", "absent": "Nobody has looked for it yet."}


def _by_fact(lines: Iterable[CoverageLine], columns: Sequence[str]) -> str:
    rows = [
        (capital(line.fact), line.of, *(_number(number) for number in _counts(line)), _share(_counts(line))) for line in lines
    ]
    return table(("Fact", "Counted by", *columns, "Looked for"), rows, range(2, len(columns) + 3))


def _counts(line: CoverageLine) -> tuple[int, ...]:
    """The numbers of a line in the order of the states."""
    return line.known, line.not_disclosed, line.not_applicable, line.absent


def _number(number: int) -> str:
    return f"{number:,}" if number else DASH


def _share(counts: Sequence[int]) -> str:
    """The share of facts that somebody has looked for, rounded down so that only a whole is 100 %."""
    total = sum(counts)
    return f"{100 * (total - counts[-1]) // total} %" if total else DASH
