"""The pages of a benchmark and of a results table."""

from __future__ import annotations

from collections.abc import Iterator

from mmkb.pages.ending import cite_section, edit_line
from mmkb.pages.escape import external, text
from mmkb.pages.footnotes import Footnotes
from mmkb.pages.history import survey_part
from mmkb.pages.leaderboard import leaderboard_sections
from mmkb.pages.markup import Row, boxed, entry_head, facts, section, sources_section, table
from mmkb.pages.paths import Page, entry_path
from mmkb.pages.scores import COMPARE, score_table
from mmkb.pages.seen import Contamination
from mmkb.pages.words import date, modalities, term
from mmkb.query.answers import BenchmarkAnswer, ResultsAnswer
from mmkb.query.leaderboards import Leaderboard


def benchmark_page(answer: BenchmarkAnswer, board: Leaderboard, seen: Contamination | None = None) -> str:
    """Write the page of a benchmark.

    Args:
        answer: Everything about the benchmark.
        board: Its scores in groups that can be compared.
        seen: What is known of benchmarks' data in training; None where that is not to be told.

    Returns:
        Markdown, to stand at the path of the entry.
    """
    page = Page(entry_path("benchmark", answer.id))
    notes = Footnotes(page, answer.sources)
    record = answer.record
    fallback = f"{answer.name}: a benchmark of {record.task}"
    metrics = [(text(m.name), term(m.unit), _range(m.minimum, m.maximum), term(m.direction)) for m in record.metrics]
    parts = [
        entry_head(page, "benchmark", record, "Benchmarks", fallback),
        section("At a glance", "at-a-glance", facts(_facts(page, answer, notes))),
        section("Metrics", "metrics", table(("Metric", "Unit", "Range", "Better"), metrics)),
        section("Leaderboard", "leaderboard", leaderboard_sections(page, board, notes) or "No score has been read in yet."),
        seen.of_benchmark(page, answer.id) if seen is not None else "",
        survey_part(page, answer, record.survey, notes),
        sources_section(notes),
        cite_section(answer.sources.get(record.paper) if record.paper is not None else None),
        edit_line(page, "benchmark", answer.record),
    ]
    return "".join(parts)


def _range(minimum: float, maximum: float | None) -> str:
    return f"{minimum:g} to {maximum:g}" if maximum is not None else f"{minimum:g} upwards"


def _facts(page: Page, answer: BenchmarkAnswer, notes: Footnotes) -> Iterator[Row]:
    record = answer.record
    mark = notes.cite(record)
    yield "Task", text(record.task) + mark
    yield "Modalities", modalities(record.modalities) + mark
    if record.splits:
        yield "Splits", ", ".join(text(split.name) for split in record.splits) + mark
    if record.released is not None:
        yield "Released", date(record.released) + mark
    if record.paper is not None:
        yield "Paper", page.link(answer.named("source", record.paper))
    if record.url is not None:
        yield "Website", external(record.url) + mark


def results_page(answer: ResultsAnswer) -> str:
    """Write the page of a results table.

    Args:
        answer: The table with its scores.

    Returns:
        Markdown, to stand at the path of the entry.
    """
    page = Page(entry_path("results", answer.id))
    notes = Footnotes(page, answer.sources)
    record = answer.record
    source = answer.named("source", record.table.source)
    rows: list[Row] = [("Read in", f"{page.link(source)}{notes.cite_each((record.table,))}, {text(record.table.locator)}")]
    if record.measured_by:
        makers = ", ".join(page.link(answer.named("organisation", o)) for o in record.measured_by)
        rows.append(("Measured by", makers + notes.cite_each((record.table,))))
    if record.setting is not None:
        rows.append(("Setting", text(record.setting) + notes.cite_each((record.table,))))
    parts = [
        entry_head(page, "results", record, "Results", f"{record.table.locator} of {source.name}"),
        section("At a glance", "at-a-glance", facts(rows)),
        section(
            "Scores",
            "scores",
            f"{COMPARE}\n\n" + boxed("filterable unsorted", score_table(page, answer.scores, notes, table_links=False)),
        ),
        sources_section(notes),
        edit_line(page, "results", answer.record),
    ]
    return "".join(parts)
