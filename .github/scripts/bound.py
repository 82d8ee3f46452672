"""Cut a report of our own to what an issue can hold, at the end of a line.

Usage: bound.py REPORT BODY
"""

from __future__ import annotations

import sys
from pathlib import Path

LONGEST = 60_000
"""Characters at most: GitHub takes 65,536."""


def bounded(report: str) -> str:
    """The report, or as many of its first lines as fit, with a word on the rest."""
    if len(report) <= LONGEST:
        return report
    lines = report[:LONGEST].split("\n")[:-1]
    return "\n".join([*lines, "", f"… and {report.count(chr(10)) - len(lines):,} lines more, in the artefact of the run.", ""])


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(bounded(Path(sys.argv[1]).read_text("utf-8")), "utf-8")
