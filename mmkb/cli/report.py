"""Speaking problems: as text, as JSON, as annotations for GitHub."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from mmkb.problems import Problem
from mmkb.vocab import Severity

FORMATS = ("text", "json", "github")


def count_words(problems: Sequence[Problem]) -> str:
    """How many errors and warnings there are, in words."""
    errors = sum(p.severity is Severity.ERROR for p in problems)
    warnings = len(problems) - errors
    return f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}"


def report(problems: Sequence[Problem], form: str) -> None:
    """Print problems to standard output in one of :data:`FORMATS`."""
    if form == "json":
        click.echo(json.dumps([p.as_dict() for p in problems], indent=1, ensure_ascii=False))
        return
    for problem in problems:
        if form == "github":
            click.echo(problem.github())
        else:
            colour = "red" if problem.severity is Severity.ERROR else "yellow"
            place, _, rest = problem.text().partition(f": {problem.severity} ")
            click.echo(f"{click.style(place, bold=True)}: {click.style(str(problem.severity), fg=colour)} {rest}")
