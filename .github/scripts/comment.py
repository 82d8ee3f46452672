"""Make a comment of a report that a run of unknown code wrote: bounded, and nothing in it but words and code spans.

Our own reports hold the texts of entries in code spans, and outside of them only letters, digits and a few signs. A report
that holds more was not written by our code: what could link, mention, embed or close something is taken out of it.

Usage: comment.py REPORT COMMENT
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

MARK = "<!-- mmkb diff -->"
"""First line of the comment, by which a later run finds it."""
LONGEST = 60_000
"""Characters at most: GitHub takes 65,536."""
MOST_BYTES = 1_000_000

_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_STRANGE = re.compile(r"[^\w *|→…(),.;:'“”-]")


def tame(line: str) -> str:
    """A line with its code spans, and outside of them only what cannot do anything."""
    kept, at = [], 0
    for span in _SPAN.finditer(line):
        # In a table a bar ends the cell, and with it the code span: what follows would be read as Markdown.
        kept += [_words(line[at : span.start()]), span[0].replace("|", "¦")]
        at = span.end()
    return "".join([*kept, _words(line[at:])])


def _words(text: str) -> str:
    # GitHub makes a link of what begins with www., and of what holds a colon with two slashes.
    # And GH-1 it takes for an issue, which then tells of the comment.
    return re.sub(r"(?i)\bGH-(?=\d)", "GH ", re.sub(r"(?i)www\.", "www ", _STRANGE.sub("", text)))


def comment(report: str) -> str:
    """The comment for a report."""
    printable = "".join(c if c.isprintable() or c == "\n" else " " for c in report)
    kept, room = [MARK, "### What changes in the catalogue", ""], LONGEST
    for line in printable.split("\n"):
        tamed = tame(line)
        room -= len(tamed) + 1
        if room < 0:
            kept.append("\n… and more: `mmkb diff` tells it")
            break
        kept.append(tamed)
    return "\n".join(kept).rstrip() + "\n"


def main(words: list[str]) -> None:
    """Read the report and write the comment.

    Raises:
        SystemExit: If there is no report, or it is no plain file.
    """
    report, target = map(Path, words)
    if report.is_symlink() or not report.is_file():
        raise SystemExit(f"{report.name} is no file.")
    with report.open("rb") as file:
        raw = file.read(MOST_BYTES)
    target.write_text(comment(raw.decode("utf-8", "replace")), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
