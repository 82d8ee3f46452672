"""Telling what came of asking for links: as text, as JSON, as Markdown for an issue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from mmkb.links.outcome import MEANING, Answer, Outcome
from mmkb.links.wanted import Place

Found = Mapping[str, Answer]
Places = Mapping[str, Sequence[Place]]
QUIET = frozenset({Outcome.FINE, Outcome.SUPPRESSED})
"""What is counted and not listed."""


def _of(found: Found, outcome: Outcome) -> list[tuple[str, Answer]]:
    return [(url, answer) for url, answer in found.items() if answer.outcome is outcome]


def counts(found: Found) -> str:
    """Numbers of links by outcome, in one line."""
    by = Counter(answer.outcome for answer in found.values())
    told = ", ".join(f"{by[outcome]} {outcome}" for outcome in Outcome if by[outcome])
    return f"{len(found)} links: {told}" if found else "no links"


def as_text(found: Found, places: Places) -> str:
    """A line for each place of a link that is not simply there, worst first."""
    lines = []
    for outcome in Outcome:
        for url, answer in _of(found, outcome) if outcome not in QUIET else []:
            told = f"{answer.detail}; now at {answer.location}" if answer.location else answer.detail
            lines += [f"{p.file}:{p.line}:{p.column}: {outcome} {url} ({told})" for p in places[url]]
    return "".join(f"{line}\n" for line in lines)


def as_data(found: Found, places: Places) -> dict[str, Any]:
    """Everything, for programs."""
    by = Counter(str(answer.outcome) for answer in found.values())
    return {
        "counts": {str(outcome): by[outcome] for outcome in Outcome},
        "links": [
            {
                "url": url, "outcome": str(answer.outcome), "detail": answer.detail, "location": answer.location,
                "places": [place._asdict() for place in places[url]],
            }
            for url, answer in found.items()
        ],
    }  # fmt: skip


def _code(words: str) -> str:
    return f"`{words.replace('`', '%60')}`"


def as_markdown(found: Found, places: Places) -> str:
    """A report for an issue: links by outcome, worst first, with what to do."""
    parts = ["# Links of the catalogue", f"{counts(found)}."]
    for outcome in Outcome:
        listed = _of(found, outcome)
        if not listed or outcome in QUIET:
            continue
        parts.append(f"## {str(outcome).capitalize()} ({len(listed)})\n\n{MEANING[outcome].capitalize()}.")
        lines = []
        for url, answer in listed:
            told = f"{answer.detail}, now at {_code(answer.location)}" if answer.location else answer.detail
            where = ", ".join(_code(f"{p.file}:{p.line}") for p in places[url])
            lines.append(f"- {_code(url)} ({told}): {where}")
        parts.append("\n".join(lines))
    reasons = Counter(answer.detail for _, answer in _of(found, Outcome.SUPPRESSED))
    if reasons:
        lines = [f"- {number}: {reason}" for reason, number in sorted(reasons.items())]
        parts.append(f"## Suppressed\n\n{MEANING[Outcome.SUPPRESSED].capitalize()}.\n\n" + "\n".join(lines))
    return "\n\n".join(parts) + "\n"
