"""Answers to issues, as Markdown in which nothing that anybody wrote is read as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from mmkb.pages.changereport import code_span


def refusal(problems: Sequence[str]) -> str:
    """The answer to a form of which no entry can be made, as Markdown.

    Args:
        problems: All that is wrong, a sentence each.
    """
    lines = [f"- {code_span(problem)}" for problem in problems]
    told = "No draft could be made of this form yet. Edit the issue; then a maintainer gives it the label again."
    return "\n".join([told, "", *lines, ""])


def acceptance(entry: str, files: Sequence[str], todo: Sequence[str]) -> str:
    """The answer to a form of which entries were made, as Markdown.

    Args:
        entry: Id of the model.
        files: The files that were written.
        todo: What is left to do, in words.
    """
    lines = [f"A draft of the model {code_span(entry)} was made of the form:", "", *(f"- {code_span(one)}" for one in files)]
    if todo:
        lines += ["", "What is left to do, also on top of each file:", "", *(f"- [ ] {code_span(one)}" for one in todo)]
    lines += ["", "Whoever completes it marks the pull request as ready; then it is checked and reviewed."]
    return "\n".join([*lines, ""])
