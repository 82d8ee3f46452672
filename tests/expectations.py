"""What the bad entries expect: ``#! code`` on the offending line, or ``#! code @line`` anywhere."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

BAD = Path(__file__).parent / "bad"
_MARK = re.compile(rb"#! ([a-z, -]+?)(?: @(\d+))?\s*(?=#!|$)")


def expected(tree: Path) -> Counter[tuple[str, int, str]]:
    """File, line and code of every problem that the files below a ``catalog`` folder expect."""
    found: Counter[tuple[str, int, str]] = Counter()
    for path in sorted(tree.rglob("*")):
        if path.is_file():
            for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
                for codes, at in _MARK.findall(line):
                    for code in codes.decode().split(", "):
                        found[path.relative_to(tree.parent).as_posix(), int(at or number), code] += 1
    return found
