"""The pages of a survey's tables: the survey's words and the catalogue's in one table, switched by the reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import count

from mmkb.pages.escape import text
from mmkb.pages.markup import boxed, head, section, table
from mmkb.pages.paths import Page, entry_path, place_path
from mmkb.pages.words import DASH, capital, counted, label
from mmkb.query.answers import CorrectionAnswer, Named
from mmkb.query.surveytables import SurveyCell, SurveyRow, SurveyTable
from mmkb.vocab import Direction, SurveyColumn

_SWITCH = (
    ("survey", "The survey's words"),
    ("catalogue", "The catalogue's words"),
    ("both", "Both"),
)
_BEST, _SECOND = "best", "second best"
_EMPTY = SurveyCell(None, None, None)
_GROUPED = (SurveyColumn.FUNCTION, SurveyColumn.IO, SurveyColumn.DESIGN)


def survey_table_page(found: SurveyTable, place: str) -> str:
    """Write the page of a table, figure or page of a survey.

    Args:
        found: The table.
        place: Its id in the survey.

    Returns:
        Markdown, to stand at :func:`mmkb.pages.paths.place_path`.
    """
    page = Page(place_path(found.survey.id, place))
    corrected = [cell.correction for row in found.rows for cell in row.cells.values() if cell.correction is not None]
    told = (
        f"{counted(len(found.rows), 'row')} of {text(found.place)} of {page.link(found.survey)}, rebuilt from what the entries "
        "keep of it word for word, with what the catalogue says in its place. The catalogue's words only sum up what the "
        f"entries state with sources; what both say in the same words stands once.{_underlined(len(corrected))}\n\n"
    )
    parent = (found.survey.name, page.href(entry_path("survey", found.survey.id)))
    title = f"{found.place}: the survey and the catalogue"
    described = f"{found.place} of the survey, rebuilt from the catalogue, with corrections from primary sources."
    scores = [row for row in found.rows if row.kept_in.kind == "results"]
    others = [row for row in found.rows if row.kept_in.kind != "results"]
    body = _score_matrix(page, scores) + _table(page, found.columns, others)
    parts = [
        head(title, described, parent, hide=("navigation", "toc")),
        told,
        boxed("readings", _switch() + body),
        _groups(found) if SurveyColumn.QUALIFIER in found.columns and {*_GROUPED} <= {*found.columns} else "",
        section("Corrections", "corrections", _corrections(page, dict.fromkeys(corrected))),
    ]
    return "".join(parts)


def _underlined(corrected: int) -> str:
    if not corrected:
        return ""
    told = f" {counted(corrected, 'cell')} that primary sources correct {'is' if corrected == 1 else 'are'} underlined; "
    return f"{told}the corrections stand below the table."


def _switch() -> str:
    """The choice of what is shown; the style sheet does what is chosen, without a script."""
    choices = " ".join(
        f'<label><input type="radio" name="reading" value="{value}"{" checked" if i == 0 else ""}> {text(words)}</label>'
        for i, (value, words) in enumerate(_SWITCH)
    )
    return f'<fieldset class="switch"><legend>Show</legend> {choices}</fieldset>\n\n'


def _cell(printed: str, own: str, correction: CorrectionAnswer | None) -> str:
    """Both readings of a cell, once if they are the same, as inline HTML; the style sheet shows the one that is asked for."""
    if correction is None and printed == own:
        return printed
    if correction is not None:
        printed = f'<span class="corrected" title="{text(f"{correction.kind}: {correction.found}")}">{printed}</span>'
    return f'<span class="of-survey">{printed}</span> <span class="of-catalogue">{own}</span>'


def _words(column: str, words: str | None) -> str:
    if words is None:
        return DASH
    shown = label(words) if column in (SurveyColumn.FUNCTION, SurveyColumn.DESIGN) else words
    return text(shown)


def _as_printed(column: str, cell: SurveyCell) -> str | None:
    """The catalogue's words; a group that differs from the survey's in its arrow alone is the same one."""
    same = column == SurveyColumn.IO and cell.printed is not None and _key([cell.own]) == _key([cell.printed])
    return cell.printed if same else cell.own


def _named(page: Page, entry: Named, words: str | None) -> str:
    """A link to an entry under the survey's name for it."""
    return page.link_to(entry.kind, entry.id, words or entry.name)


def _table(page: Page, printed: Sequence[str], found: Iterable[SurveyRow]) -> str:
    columns = [c for c in printed if c != SurveyColumn.NAME]
    rows = []
    for row in found:
        name = row.cells.get(SurveyColumn.NAME, _EMPTY)
        first = _cell(_named(page, row.entry, name.printed), page.link(row.entry), name.correction)
        cells = [
            _cell(_words(column, cell.printed), _words(column, _as_printed(column, cell)), cell.correction)
            for column, cell in ((column, row.cells[column]) for column in columns)
        ]
        rows.append([first, *cells])
    empty = _cell(DASH, DASH, None)
    optional = [i for i, _ in enumerate(columns, 1) if all(row[i] == empty for row in rows)]
    kept = [i for i in range(len(columns) + 1) if i not in optional]
    heads = ["Name", *(capital(label(column)) for column in columns)]
    return boxed("filterable", table([heads[i] for i in kept], ([row[i] for i in kept] for row in rows)))


def _marks(rows: Iterable[SurveyRow]) -> dict[tuple[str, str], str]:
    """Which printed scores are the best and the second best of their benchmark."""
    values: dict[str, dict[float, list[str]]] = {}
    lower = set()
    for row in rows:
        benchmark, score = _printed(row, SurveyColumn.BENCHMARK), _printed(row, SurveyColumn.SCORE)
        if score:
            values.setdefault(benchmark, {}).setdefault(float(score), []).append(score)
        if row.direction == Direction.LOWER:
            lower.add(benchmark)
    return {
        (benchmark, score): mark
        for benchmark, found in values.items()
        for value, mark in zip(sorted(found, reverse=benchmark not in lower), (_BEST, _SECOND), strict=False)
        for score in found[value]
    }


def _score_matrix(page: Page, scores: Sequence[SurveyRow]) -> str:
    """A table of scores as it is printed: a row a model and backbone, a column a benchmark."""
    marks = _marks(scores)
    benchmarks = list(dict.fromkeys(_printed(row, SurveyColumn.BENCHMARK) for row in scores))
    lines: dict[tuple[str, str, int], dict[str, SurveyRow]] = {}
    for row in scores:
        name, backbone = _printed(row, SurveyColumn.NAME) or row.entry.name, _printed(row, SurveyColumn.LLM_BACKBONE)
        benchmark = _printed(row, SurveyColumn.BENCHMARK)
        # A second score under one head stands in a line of its own, so that none is lost.
        number = next(n for n in count() if benchmark not in lines.get((name, backbone, n), {}))
        lines.setdefault((name, backbone, number), {})[benchmark] = row
    rows = []
    for (name, backbone, _), cells in lines.items():
        entry = next(iter(cells.values())).entry
        shown = [_score(cells[b], marks) if b in cells else DASH for b in benchmarks]
        rows.append([_named(page, entry, name), text(backbone), *shown])
    if not rows:
        return ""
    tables = page.links(tuple(dict.fromkeys(row.kept_in for row in scores)))
    legend = (
        "Bold: the best score printed for the benchmark; italics: the second best. Marks after a score are the survey's own; "
        f"{tables} says of each what it means. The catalogue's words are the scores that the model's own paper prints for the "
        "same benchmark, each with the table that it stands in.\n\n"
    )
    right = range(2, len(benchmarks) + 2)
    columns = ["Model", "LLM backbone", *(text(b) for b in benchmarks)]
    return boxed("filterable unsorted", table(columns, rows, right)) + legend


def _printed(row: SurveyRow, column: SurveyColumn) -> str:
    return row.cells.get(column, _EMPTY).printed or ""


def _score(row: SurveyRow, marks: dict[tuple[str, str], str]) -> str:
    cell = row.cells.get(SurveyColumn.SCORE, _EMPTY)
    printed = text((cell.printed or "") + _printed(row, SurveyColumn.FLAG))
    mark = marks.get((_printed(row, SurveyColumn.BENCHMARK), cell.printed or ""))
    if mark is not None:
        tag = "strong" if mark == _BEST else "em"
        printed = f'<{tag} title="{mark} of the printed scores">{printed}</{tag}>'
    return _cell(printed, text(cell.own) if cell.own is not None else DASH, cell.correction)


def _groups(found: SurveyTable) -> str:
    """How many models each group has, by the survey and by the catalogue's rule."""
    survey: Counter[tuple[str, ...]] = Counter()
    own: Counter[tuple[str, ...]] = Counter()
    for row in found.rows:
        by_column = [row.cells[c] for c in _GROUPED]
        survey[_key(cell.printed for cell in by_column)] += 1
        own[_key(cell.own for cell in by_column)] += 1
    ordered = sorted({*survey, *own}, key=lambda key: (key[0] != "understanding", -survey[key], key))
    rows = [
        (
            capital(label(function)) or DASH,
            text(io) or DASH,
            label(design) or DASH,
            *(str(counted[function, io, design] or DASH) for counted in (survey, own)),
        )
        for function, io, design in ordered
    ]
    head_row = ("Function", "Input to output", "Design", "Models by the survey", "Models by the catalogue")
    return section("By group", "groups", table(head_row, rows, {3, 4}))


def _key(words: Iterable[str | None]) -> tuple[str, ...]:
    return tuple((word or "").replace(" → ", "->").replace(" ", "") for word in words)


def _corrections(page: Page, corrections: Iterable[CorrectionAnswer]) -> str:
    return table(
        ("Row", "Column", "Printed", "Primary source", "Evidence"),
        (
            (
                text(c.row) if c.row else page.link(c.entry),
                capital(label(c.column)),
                text(c.printed),
                text(c.found) + (f'<br><span class="why">{text(c.note)}</span>' if c.note is not None else ""),
                "<br>".join(f"{page.link(source)}, {text(locator)}" for source, locator in c.sources) or DASH,
            )
            for c in corrections
        ),
    )
