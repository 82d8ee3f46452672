"""What is new: what the last commits changed in the catalogue, and how much changed before them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from mmkb.changes import Commit, EntryChange, Fact, Past, What, months
from mmkb.pages.changewords import Names, fact_lines, small_words
from mmkb.pages.escape import text
from mmkb.pages.markup import boxed, head, heading, section, table
from mmkb.pages.paths import COMMITS, NEWS_PATH, Page, entry_path, list_path
from mmkb.pages.words import capital, counted, label, way
from mmkb.query.answers import ModelSummary, Named
from mmkb.query.printing import cut
from mmkb.records import FOLDERS

_COMMITS: Final = 60
"""Newest commits that the page tells one by one."""

_LINES: Final = 500
"""Lines on facts that the page holds about; older commits are then told by their numbers."""

_OF_COMMIT, _OF_ENTRY, _NAMED = 60, 6, 40
"""Lines on facts of one commit and of one entry, and entries named of one kind, before the rest is counted."""

_OPEN: Final = 10
"""Lines that stand open; longer groups are folded."""

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day_words(moment: str) -> str:
    """The day, or the month, of a moment: ``24 November 2026``."""
    year, month, *day = moment[:10].split("-")
    return f"{int(day[0])} {_MONTHS[int(month) - 1]} {year}" if day else f"{_MONTHS[int(month) - 1]} {year}"


def commit_link(commit: Commit) -> str:
    """A link to a commit where it is shown, as Markdown."""
    return f"[{commit.id[:7]}]({COMMITS}/{commit.id})"


def news_page(past: Past | str, models: Sequence[ModelSummary], names: Names) -> str:
    """Write the page on what changed.

    Args:
        past: The history of the catalogue; or why it cannot be told.
        models: All models.
        names: Names of all entries, by kind and id.

    Returns:
        Markdown, to stand at ``news/index.md``.
    """
    described = head(
        "What is new", "What was added to the catalogue, changed and corrected, newest first.", hide=("navigation",)
    )
    page = Page(NEWS_PATH)
    if isinstance(past, str):
        why = boxed("admonition note", f'<p class="admonition-title">No history</p>\n\n{text(past)}')
        return f"{described}{why}{_feeds(page, ('new-models',))}"
    news = _News(page, {model.id: model for model in models}, names)
    told = (
        "What was added to the catalogue, changed and corrected, newest first, by the commits that did it. Every entry's own "
        "page ends with its history.\n\n"
    )
    shown, rest = past.commits[:_COMMITS], past.commits[_COMMITS:]
    days = "".join(news.day(day, list(commits)) for day, commits in groupby(shown, lambda commit: commit.moment[:10]))
    return f"{described}{told}{_feeds(page)}{days}{_earlier(rest)}"


def _feeds(page: Page, names: Sequence[str] = ("new-models", "changed-entries", "corrections")) -> str:
    links = ", ".join(f'<a href="{page.href("index.md")}feeds/{name}.atom">{label(name)}</a>' for name in names)
    return f"Atom feeds: {links}.\n{{ .feeds }}\n\n"


def _earlier(commits: Sequence[Commit]) -> str:
    """What happened before the commits that are told one by one."""
    rows = [
        (
            day_words(month.month),
            f"{month.commits:,}",
            *(f"{month.events.get(e, 0):,}" for e in ("added", "changed", "removed")),
        )
        for month in months(commits)
    ]
    columns = ("Month", "Commits", "Entries added", "changed", "removed")
    return section("Earlier", "earlier", table(columns, rows, right=range(1, 5)))


class _News:
    """Writes what commits did, with the names and pages of today."""

    def __init__(self, page: Page, models: Mapping[str, ModelSummary], names: Names) -> None:
        self._page = page
        self._models = models
        self._names = names
        self._left = _LINES

    def day(self, day: str, commits: Sequence[Commit]) -> str:
        """What happened on a day."""
        return heading(day_words(day), f"d-{day}") + "".join(map(self._commit, commits))

    def _commit(self, commit: Commit) -> str:
        about = (
            f"**{text(commit.message)}**<br>{commit.moment[11:16]} UTC, {commit_link(commit)}: {numbers(commit.entries)}\n\n"
        )
        by_event: dict[str, list[EntryChange]] = {}
        for change in commit.entries:
            by_event.setdefault(change.event, []).append(change)
        added = by_event.get("added", [])
        parts = [
            _folded(self._new_models(change for change in added if change.kind == "model"), "new model"),
            self._new_others(added),
            *(_folded(self._gone(by_event.get(event, ()), event), f"{event} entry") for event in ("deprecated", "removed")),
            self._places(commit, (What.FACT,), "changed fact"),
            self._places(commit, (What.CORRECTION,), "correction to a survey", "corrections to surveys"),
        ]
        small = small_words(commit.entries)
        also = f"Also changed: {small}.\n{{ .hint }}\n\n" if small else ""
        return f'<div class="commit" markdown="1">\n\n{about}{"".join(parts)}{also}</div>\n\n'

    def _link(self, change: EntryChange) -> str:
        if (change.kind, change.id) in self._names:
            return self._page.link(Named(change.kind, change.id, self._names[change.kind, change.id]))
        return text(change.name)

    def _new_models(self, added: Iterable[EntryChange]) -> list[str]:
        lines = []
        for change in added:
            model = self._models.get(change.id)
            lines.append(self._link(change) + (f": {way(model.input, model.output)}" if model is not None else ""))
        return lines

    def _new_others(self, added: Sequence[EntryChange]) -> str:
        lines, number = [], sum(change.kind != "model" for change in added)
        for kind, folder in FOLDERS.items():
            found = [change for change in added if change.kind == kind != "model"]
            if found:
                words = counted(len(found), f"new {kind}") if kind != "results" else counted(len(found), "new results table")
                # Names of these two kinds hold commas themselves.
                shown = ("; " if kind in ("results", "source") else ", ").join(map(self._link, found[:_NAMED]))
                all_of = f"[all {folder if kind != 'results' else 'results tables'}]({self._page.to(list_path(kind))})"
                more = f", and {len(found) - _NAMED:,} more ({all_of})" if len(found) > _NAMED else ""
                lines.append(f"{words}: {shown}{more}")
        other = "other new entry" if number < len(added) else "new entry"
        return _folded(lines, other, None, number, number // 3)

    def _gone(self, changes: Iterable[EntryChange], event: str) -> list[str]:
        lines = []
        for change in changes:
            new = (change.kind, change.replaced_by or "")
            instead = self._page.link_to(*new, self._names[new]) if new in self._names else ""
            why = next((f.new.get("reason", "") for f in change.facts if f.path == ("deprecated",)), "")
            told = f": {text(why)}" if event == "deprecated" and why else ""
            lines.append(f"{self._link(change)} ({change.kind}){told}{f'. In its place: {instead}' if instead else ''}")
        return lines

    def _places(self, commit: Commit, what: tuple[What, ...], one: str, many: str | None = None) -> str:
        """The changed places of a commit that hold one of some things, by entry."""
        number = sum(len(_beside_event(change, what)) for change in commit.entries)
        lines: list[str] = []
        spent = told = 0
        for change in commit.entries:
            facts = _beside_event(change, what)
            if not facts or spent >= min(_OF_COMMIT, self._left):
                continue
            found, more = entry_lines(self._page, change, facts, self._names, _OF_ENTRY)
            lines.append("<br>".join([f"{self._link(change)} ({change.kind})", *found, *([more] if more else [])]))
            spent += len(found)
            told += len(facts)
        self._left -= spent
        if number > told:
            more = counted(number - told, one, many) if told else counted(number, one, many)
            lines.append(f"{more}{' more' if told else ''}: see {commit_link(commit)} or the pages of the entries")
        return _folded(lines, one, many, number, spent)


def _beside_event(change: EntryChange, what: tuple[What, ...]) -> tuple[Fact, ...]:
    """The changed places of an entry, without what its deprecation already tells."""
    return tuple(fact for fact in change.of(*what) if fact.path[0] != "deprecated")


def entry_lines(page: Page, change: EntryChange, facts: Sequence[Fact], names: Names, most: int) -> tuple[list[str], str]:
    """Changed places of an entry, escaped, one a line, with the sources of what stands there now.

    Args:
        page: The page that they will stand on.
        change: The change of the entry.
        facts: The places.
        names: Names of all entries.
        most: Lines at most.

    Returns:
        The lines, and a line that counts what is left out; empty where nothing is.
    """
    lines = fact_lines(change, facts, names)
    shown = []
    for line in lines[:most]:
        cited = _sources(page, line.facts[0], names)
        shown.append(f'<b class="where">{text(line.where)}</b>: {text(line.told)}{cited}')
    left = sum(len(line.facts) for line in lines[most:])
    return shown, f"and {left:,} more" if left else ""


def _sources(page: Page, fact: Fact, names: Names) -> str:
    """The sources of a changed fact, each by its place in it."""
    known = [(source, where) for source, where in fact.sources if ("source", source) in names]
    if not known:
        return ""
    source, where = known[0]
    more = f" and {len(known) - 1} more" if len(known) > 1 else ""
    return f' <span class="why">([{text(cut(where, 40))}]({page.to(entry_path("source", source))}){more})</span>'


def numbers(changes: Sequence[EntryChange]) -> str:
    """How many entries were added, changed, deprecated and removed, in words."""
    counts = {
        event: sum(change.event == event for change in changes) for event in ("added", "changed", "deprecated", "removed")
    }
    told = [f"{counted(number, 'entry', 'entries')} {event}" for event, number in counts.items() if number]
    return ", ".join(told)


def _folded(lines: Sequence[str], one: str, many: str | None = None, number: int | None = None, weight: int = 0) -> str:
    """Lines as a list under their number, folded where there are many."""
    if not lines:
        return ""
    words = many or (f"{one.removesuffix('y')}ies" if one.endswith("entry") else None)
    title = counted(number or len(lines), one, words)
    if max(len(lines), weight) <= _OPEN:
        return f"{capital(title)}:\n\n{_list(lines)}"
    return f'<details class="more" markdown="1"><summary>{capital(title)}</summary>\n\n{_list(lines)}</details>\n\n'


def _list(lines: Iterable[str]) -> str:
    return "".join(f"- {line}\n" for line in lines) + "\n"


def entry_history(page: Page, past: Past, kind: str, entry_id: str, names: Names) -> str:
    """The section on what changed in an entry, and when.

    Args:
        page: Page of the entry.
        past: The history of the catalogue.
        kind: Kind of the entry.
        entry_id: Its id.
        names: Names of all entries.

    Returns:
        Markdown; nothing where the history knows nothing of the entry.
    """
    found = past.entry_history(kind, entry_id)
    if not found:
        return ""
    lines = "".join(f"- {line}\n" for commit, change in found for line in _told(page, commit, change, names))
    times = counted(len(found), "commit")
    summary = f"{times} since {day_words(found[-1][0].moment)}" if len(found) > 1 else f"{day_words(found[0][0].moment)}"
    names_told = ", ".join(text(name) for name in past.contributors(kind, entry_id))
    credit = f"Contributors: {names_told}.\n\n" if names_told else ""
    folded = f'<details class="more" markdown="1"><summary>{summary}</summary>\n\n{lines}\n</details>\n\n'
    return section("History", "history", f"{credit}{folded}")


def _told(page: Page, commit: Commit, change: EntryChange, names: Names) -> Iterator[str]:
    """What a commit did to an entry."""
    facts, more = entry_lines(page, change, change.of(What.FACT, What.CORRECTION), names, 30)
    small = small_words((change,))
    parts = [*facts, *([more] if more else []), *([f"changed: {small}"] if small else [])]
    about = f"{day_words(commit.moment)}, {commit_link(commit)}, {change.event}: {text(commit.message)}"
    yield "<br>".join([about, *parts])
