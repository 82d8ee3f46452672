"""``llms.txt``: what there is and where, in the form that language models are given."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Mapping
from typing import Final

from mmkb.pages.paths import entry_path, list_path
from mmkb.query import Questions
from mmkb.records import FOLDERS

_FILES: Final = (
    ("api/v1/index.json", "the JSON API: every kind as a list and by id, and the graphs"),
    ("openapi.json", "describes the JSON API and every other file"),
    ("mmkb.sqlite", "the database, for SQL"),
    ("references.bib", "every source in BibTeX"),
)
_NO_LINKS: Final = str.maketrans({"[": "(", "]": ")", "\n": " "})


def llms_text(kb: Questions, titles: Mapping[str, str], files: Collection[str], site: str) -> str:
    """Write ``llms.txt``: a title, a summary, and lists of links to Markdown and data.

    Args:
        kb: The knowledge base.
        titles: The title of the Markdown twin of every page, by path.
        files: Paths of all files that are there.
        site: Where the site is published, with a slash at its end.
    """
    counts = kb.counts()
    lines = [
        "# mmkb",
        "",
        "> The knowledge base of multimodal large language models, taken apart into linked components. Every fact names the "
        "place where it is written; a gap is called not disclosed, not applicable or absent (nobody has looked yet).",
        "",
        f"This is {site}. It holds {counts.entries.get('model', 0):,} models. "
        "Every page of the site has a Markdown twin beside it: models/NAME/ has models/NAME.md, and a list such as models/ has "
        "models/index.md.",
        "",
        "## Models",
        "",
    ]
    for model in kb.models(sort="-released"):
        what = _first_sentence(model.description or model.released)
        lines.append(_line(site, model.name, entry_path("model", model.id), what))
    lines += ["", "## Lists", ""]
    for kind, folder in FOLDERS.items():
        lines.append(_line(site, folder.capitalize(), list_path(kind), f"{counts.entries.get(kind, 0):,} of them"))
    others = [
        path for path in titles if path.count("/") == 0 or posixpath.dirname(path) in ("how-to", "knowledge", "reference")
    ]
    lines += ["", "## Guides and overviews", ""]
    lines += [_line(site, titles[path], path, "") for path in sorted(others)]
    lines += ["", "## Data", ""]
    lines += [_line(site, path, path, what) for path, what in _FILES if path in files]
    return "\n".join(lines) + "\n"


def _line(site: str, name: str, path: str, what: str) -> str:
    words = " ".join(what.split())
    return f"- [{name.translate(_NO_LINKS)}]({site}{path})" + (f": {words}" if words else "")


def _first_sentence(text: str | None) -> str:
    return re.split(r"(?<=[.;:])\s", text or "", maxsplit=1)[0].rstrip(";:")


def title_of(markdown: str) -> str:
    """The title of a page: its first line, which is a heading."""
    return markdown.partition("\n")[0].removeprefix("# ")
