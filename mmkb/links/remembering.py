"""What came of asking, kept between runs, so that a host is not asked again for what it said last week."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from mmkb.links.outcome import FAILURES, Answer, Outcome

_VERSION = 1


class Remembered:
    """A file of answers; one that cannot be read counts as empty."""

    def __init__(self, path: Path) -> None:
        """Read the file.

        Args:
            path: Where it lies, or shall lie.
        """
        self._path = path
        self._kept: dict[str, Answer] = {}
        try:
            data = json.loads(path.read_text("utf-8"))
            if data["version"] == _VERSION:
                self._kept = {
                    url: Answer(Outcome(outcome), str(detail), str(location), float(asked))
                    for url, (outcome, detail, location, asked) in data["answers"].items()
                }
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            self._kept = {}

    def fresh(self, url: str, since: float) -> Answer | None:
        """The answer for a link, if it was asked for at ``since`` or later and it was not a failure."""
        kept = self._kept.get(url)
        return kept if kept is not None and kept.asked >= since and kept.outcome not in FAILURES else None

    def keep(self, answers: Mapping[str, Answer]) -> None:
        """Add answers and write the file, in one step; links that were not asked for are left out.

        Raises:
            OSError: If it cannot be written.
        """
        self._kept |= {url: answer for url, answer in answers.items() if answer.asked}
        rows = {url: [str(a.outcome), a.detail, a.location, a.asked] for url, a in sorted(self._kept.items())}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        aside = self._path.with_name(f".{self._path.name}.new")
        aside.write_text(json.dumps({"version": _VERSION, "answers": rows}, ensure_ascii=False, indent=0), "utf-8")
        aside.replace(self._path)
