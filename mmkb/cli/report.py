"""Speaking problems: as text, as JSON, as annotations for GitHub."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Final

import click

from mmkb.cli.excerpt import Excerpts
from mmkb.problems import Problem
from mmkb.vocab import Severity

FORMATS = ("text", "json", "github")
MOST_EXCERPTS: Final = 50
"""Problems that are shown with what they are about."""
MOST: Final = 1000
"""Problems that are shown at all, as text."""


def count_words(problems: Sequence[Problem]) -> str:
    """How many errors and warnings there are, in words."""
    errors = sum(p.severity is Severity.ERROR for p in problems)
    warnings = len(problems) - errors
    return f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}"


def rule_page(code: str) -> str:
    """Address of what the documentation says on a rule."""
    from mmkb.pages.paths import SITE, built  # what a catalogue without fault does not need
    from mmkb.pages.reference import RULES_PATH

    return f"{SITE}{built(RULES_PATH)}#{code}"


def _speak(problem: Problem, excerpts: Excerpts | None) -> None:
    """Print one problem: its line, and where excerpts are wanted what it is about and the page of its rule."""
    colour = "red" if problem.severity is Severity.ERROR else "yellow"
    place, _, rest = problem.text().partition(f": {problem.severity} ")
    click.echo(f"{click.style(place, bold=True)}: {click.style(str(problem.severity), fg=colour)} {rest}")
    if excerpts is None:
        return
    found = excerpts.of(problem)
    gutter = " " * (len(found[0]) if found is not None else 1)
    if found is not None:
        number, line, marks = found
        click.echo(f"  {click.style(f'{number} |', dim=True)} {line}")
        click.echo(f"  {click.style(f'{gutter} |', dim=True)} {click.style(marks, fg=colour, bold=True)}")
    click.echo(f"  {click.style(f'{gutter} = {rule_page(problem.code)}', dim=True)}")


def _speak_all(problems: Sequence[Problem]) -> None:
    excerpts = Excerpts()
    for number, problem in enumerate(problems[:MOST]):
        _speak(problem, excerpts if number < MOST_EXCERPTS else None)
    if len(problems) > MOST:
        rest = Counter(problem.code for problem in problems[MOST:])
        codes = ", ".join(f"{count:,} {code}" for code, count in rest.most_common())
        click.echo(
            f"... and {rest.total():,} more: {codes}. Name files or folders to see theirs; --format json tells them all."
        )  # fmt: skip


def report(problems: Sequence[Problem], form: str) -> None:
    """Print problems to standard output in one of :data:`FORMATS`.

    Text shows with each problem the line that it is about, the offending part underlined, and the page of its rule; of
    more than :data:`MOST_EXCERPTS` problems the later ones are one line each, and those beyond :data:`MOST` are counted.
    """
    if form == "json":
        click.echo(json.dumps([p.as_dict() for p in problems], indent=1, ensure_ascii=False))
    elif form == "github":
        for problem in problems:
            click.echo(problem.github())
    else:
        _speak_all(problems)
