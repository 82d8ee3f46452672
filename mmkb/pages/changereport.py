"""What a pull request changes, for its reviewer: as text, as Markdown for a comment, as plain data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from mmkb.changes import EntryChange, Fact, What
from mmkb.changes.change import Data
from mmkb.figures.effects import Effect
from mmkb.pages.changewords import Line, Names, fact_lines, small_words, value_words
from mmkb.pages.effectwords import effect_lines
from mmkb.pages.words import capital, counted
from mmkb.query.coverage import CoverageLine

_TOLD = (What.FACT, What.CORRECTION, What.READING)
_SOURCES = 3
"""Sources of a changed fact that readers are shown."""

LONGEST_COMMENT = 60_000
"""Characters of Markdown at most: a comment on GitHub takes 65,536."""


class Completeness(NamedTuple):
    """How far facts are known in two states; with the number of entries that today's records cannot hold."""

    before: tuple[CoverageLine, ...]
    after: tuple[CoverageLine, ...]
    left_out: tuple[int, int]


class Report(NamedTuple):
    """What changed between two states.

    Attributes:
        old: Name of the old state.
        new: Name of the new state.
        changes: The changed entries.
        data: Plain data of changed entries in the new state, by kind and id.
        names: Names of all entries.
        unread: Entries of which one state is no readable text.
        completeness: How far facts are known before and after; or why that cannot be told; None where nobody asked.
        effects: The figures and tables behind which rows differ; None where nobody asked, or it cannot be told.
    """

    old: str
    new: str
    changes: tuple[EntryChange, ...]
    data: Mapping[tuple[str, str], Data]
    names: Names
    unread: tuple[tuple[str, str], ...]
    completeness: Completeness | str | None
    effects: tuple[Effect, ...] | None = None


def as_text(report: Report) -> str:
    """The report for a terminal."""
    lines = [f"{report.old} → {report.new}: {_total(report)}"]
    for change in report.changes:
        lines += ["", f"{change.event} {change.kind} {change.id}: {change.name}"]
        lines += [f"  {words}" for words in _about(change, report)]
        for line in fact_lines(change, change.of(*_TOLD), report.names):
            lines.append(f"  {line.where}: {line.told}")
            lines += [f"      {cited}" for cited in _cited(line)]
        small = small_words((change._replace(facts=change.of(What.WORDING, What.SOURCES)),))
        lines += [f"  {small} changed"] if small else []
    lines += [f"\nno readable text in one of the states: {kind} {entry}" for kind, entry in report.unread]
    for told in (list(_completeness(report.completeness)), list(_effects(report.effects))):
        lines += ["", *told] if told else []
    return "\n".join([*lines, ""])


def _effects(found: tuple[Effect, ...] | None) -> Iterator[str]:
    """What happens to figures and tables."""
    if found is None:
        return
    yield "effects on figures and tables:" if found else "figures and tables: as before"
    for kind, name, words in effect_lines(found):
        yield f"  {kind} {name}: {words}" if name else f"  {kind}: {words}"


def _total(report: Report) -> str:
    counts: dict[str, int] = {}
    for change in report.changes:
        counts[change.event] = counts.get(change.event, 0) + 1
    told = [f"{counted(number, 'entry', 'entries')} {event}" for event, number in sorted(counts.items())]
    return ", ".join(told) or "no fact changed"


def _about(change: EntryChange, report: Report) -> Iterator[str]:
    """What is worth knowing of an entry that is new, gone or redirected."""
    if change.replaced_by is not None:
        yield f"in its place: {report.names.get((change.kind, change.replaced_by), change.replaced_by)}"
    if change.event == "removed":
        twins = [c.id for c in report.changes if (c.kind, c.event, c.name) == (change.kind, "added", change.name)]
        renamed = f"{twins[0]} has its name: " if twins else ""
        yield f"{renamed}ids never die; keep the entry, deprecated, if it was ever merged"
    data = report.data.get((change.kind, change.id))
    if change.event != "added" or data is None:
        return
    modalities = data.get("modalities")
    if change.kind == "model" and isinstance(modalities, dict):
        taken, given = (value_words("model", side, modalities.get(side), report.names) for side in ("input", "output"))
        yield f"{taken} → {given}"
    if data.get("description"):
        yield value_words(change.kind, "description", data["description"], report.names, 300)
    cited = dict.fromkeys(_sources(data))
    if cited:
        yield f"read in {', '.join(list(cited)[:8])}{f' and {len(cited) - 8} more' if len(cited) > 8 else ''}"


def _sources(data: Any) -> Iterator[str]:
    """Ids of the sources that an entry cites."""
    if isinstance(data, dict):
        if isinstance(data.get("source"), str):
            yield data["source"]
        for value in data.values():
            yield from _sources(value)
    elif isinstance(data, list):
        for value in data:
            yield from _sources(value)


def _cited(line: Line) -> list[str]:
    cited = list(dict.fromkeys(cite for fact in line.facts for cite in fact.sources))
    told = [f"{source}, {locator}" for source, locator in cited[:_SOURCES]]
    return [*told, f"and {len(cited) - _SOURCES} more"] if len(cited) > _SOURCES else told


def _completeness(found: Completeness | str | None) -> Iterator[str]:
    """How far facts are known before and after, where that differs."""
    if found is None:
        return
    if isinstance(found, str):
        yield f"completeness: {found}"
        return
    for name, number in zip(("before", "after"), found.left_out, strict=True):
        if number:
            yield f"of the state {name}, {counted(number, 'entry', 'entries')} do not fit today's schema and are not counted"
    rows = list(rows_of(found))
    yield "completeness:" if rows else "completeness: as before"
    for fact, *numbers in rows:
        told = [
            f"{word} {before} → {after}" if before != after else f"{word} {after}"
            for word, (before, after) in zip(("known", "not disclosed", "not applicable", "absent"), numbers, strict=True)
        ]
        yield f"  {fact}: {', '.join(told)}"


def rows_of(found: Completeness) -> Iterator[tuple[Any, ...]]:
    """The facts of which the numbers differ, the wanted ones in sum first: name, and before and after for each state."""

    def numbers(line: CoverageLine) -> tuple[int, int, int, int]:
        return line.known, line.not_disclosed, line.not_applicable, line.absent

    sums = []
    for lines in (found.before, found.after):
        sums.append(tuple(map(sum, zip(*(numbers(line) for line in lines if line.wanted), strict=True))) or (0,) * 4)
    rows = [("all wanted facts", *zip(*sums, strict=True))]
    before = {(line.fact, line.of): numbers(line) for line in found.before}
    for line in found.after:
        rows.append(
            (f"{line.fact} (by {line.of})", *zip(before.get((line.fact, line.of), (0,) * 4), numbers(line), strict=True))
        )
    yield from (row for row in rows if any(old != new for old, new in row[1:]))


def as_data(report: Report) -> str:
    """The report for programs, as JSON."""
    entries = [
        {
            "kind": change.kind,
            "id": change.id,
            "name": change.name,
            "event": change.event,
            **({"replaced_by": change.replaced_by} if change.replaced_by is not None else {}),
            "facts": [_fact(change, fact, report.names) for fact in change.facts],
        }
        for change in report.changes
    ]
    found = report.completeness
    told: Any = {"reason": found} if found is not None else None
    if isinstance(found, Completeness):
        told = {
            name: {"left_out": left, "facts": [_coverage(line) for line in lines]}
            for name, lines, left in zip(("before", "after"), (found.before, found.after), found.left_out, strict=True)
        }
    whole = {
        "old": report.old, "new": report.new, "entries": entries,
        "unread": [{"kind": kind, "id": entry} for kind, entry in report.unread], "completeness": told,
        "effects": None if report.effects is None else [effect._asdict() for effect in report.effects],
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _fact(change: EntryChange, fact: Fact, names: Names) -> dict[str, Any]:
    (line,) = fact_lines(change, (fact,), names)
    return {
        "what": str(fact.what), "path": fact.dotted(), "where": line.where, "old": fact.old, "new": fact.new,
        "sources": [{"source": source, "locator": locator} for source, locator in fact.sources],
    }  # fmt: skip


def _coverage(line: CoverageLine) -> dict[str, Any]:
    return {name: getattr(line, name) for name in CoverageLine.__slots__}


def as_markdown(report: Report) -> str:
    """The report as a comment on a pull request; the texts of entries stand in code, where nothing is read into them."""
    lines = [f"**{capital(_total(report))}** ({code_span(report.old)} → {code_span(report.new)})", ""]
    for change in report.changes:
        lines.append(f"- {capital(change.event)} {change.kind} {code_span(change.id)}: {code_span(change.name)}")
        lines += [f"  - {code_span(words)}" for words in _about(change, report)]
        for told in fact_lines(change, change.of(*_TOLD), report.names):
            cited = "; ".join(_cited(told))
            lines.append(f"  - {code_span(told.where)}: {code_span(told.told)}{f' ({code_span(cited)})' if cited else ''}")
        small = small_words((change._replace(facts=change.of(What.WORDING, What.SOURCES)),))
        lines += [f"  - {small} changed"] if small else []
    lines += [f"- No readable text in one of the states: {kind} {code_span(entry)}" for kind, entry in report.unread]
    end = []
    for table in (list(_coverage_table(report.completeness)), list(_effects_table(report.effects))):
        end += ["", *table] if table else []
    room, kept = LONGEST_COMMENT - sum(len(line) + 1 for line in end) - 100, list[str]()
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            kept.append(f"- … and {len(lines) - len(kept):,} lines more: `mmkb diff` tells them")
            break
        kept.append(line)
    return "\n".join([*kept, *end, ""])


def _coverage_table(found: Completeness | str | None) -> Iterator[str]:
    if found is None:
        return
    if isinstance(found, str):
        yield f"Completeness: {code_span(found)}"
        return
    rows = list(rows_of(found))
    yield "Completeness, where it changed:" if rows else "Completeness as before."
    if rows:
        yield ""
        yield "| Fact | Known | Not disclosed | Not applicable | Absent |"
        yield "| --- | --- | --- | --- | --- |"
        for fact, *numbers in rows:
            cells = [f"{old:,} → {new:,}" if old != new else f"{new:,}" for old, new in numbers]
            yield f"| {' | '.join([fact, *cells])} |"


def _effects_table(found: tuple[Effect, ...] | None) -> Iterator[str]:
    if found is None:
        return
    yield "Effects on figures and tables:" if found else "Figures and tables as before."
    if found:
        yield ""
        yield "| What | Name | Rows |"
        yield "| --- | --- | --- |"
        yield from (f"| {kind} | {code_span(name) if name else '…'} | {words} |" for kind, name, words in effect_lines(found))


def code_span(words: str) -> str:
    """A text as a code span of one line, whatever it holds."""
    line = " ".join(words.split()).replace("|", "¦")
    fence = "`"
    while fence in line:
        fence += "`"
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{pad}{line or ' '}{pad}{fence}"
