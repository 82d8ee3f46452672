"""How far the successor of mkdocs and its theme is from building the site: told at the end of a run, and never a failure.

It builds the toy's pages from the same Markdown and the same mkdocs.yml. What it makes of the theme's templates is told, and
what differs in the pages' content.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from importlib.metadata import version
from pathlib import Path

from tests.conftest import _missing
from tests.dom import Node, nodes

_CUSTOM = re.compile(r"(?m)^ *custom_dir:.*\n")
_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_MOST = 12


def successor_build(checkout: Path, work: Path, *, own_theme: bool) -> tuple[Path, str]:
    """What the successor makes of a checkout whose pages are written, and the last line that it says."""
    work.mkdir()
    settings = (checkout / "mkdocs.yml").read_text("utf-8")
    (work / "mkdocs.yml").write_text(_CUSTOM.sub("", settings) if own_theme else settings, "utf-8")
    shutil.copytree(checkout / "build" / "docs", work / "build" / "docs")
    shutil.copytree(checkout / "site" / "overrides", work / "site" / "overrides")
    # Whatever it would fetch is not to be had.
    environment = {
        **os.environ,
        **dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9"),
    }
    command = [sys.executable, "-m", "zensical", "build", "-f", str(work / "mkdocs.yml")]
    run = subprocess.run(command, cwd=work, capture_output=True, text=True, env=environment, check=False, timeout=300)
    told = [line for line in _COLOUR.sub("", run.stdout + run.stderr).splitlines() if line.strip()]
    return work / "build" / "site", told[-1].strip() if run.returncode != 0 and told else "no fault"


def articles(site: Path) -> dict[str, list[Node]]:
    """The content of every page, without what the themes put before it: the target of a skip link, the way back."""
    found = {}
    for path in sorted(site.rglob("index.html")):
        name = path.relative_to(site).as_posix()
        article = re.search(r"(?s)<article\b[^>]*>(.*?)</article>", path.read_text("utf-8"))
        if article is not None:
            text = re.sub(r'<a id="__skip"[^>]*></a>|<p class="crumb">.*?</p>', "", article[1])
            found[name] = nodes(text, f"https://example.org/{name}")
    return found


def differences(ours: list[Node], theirs: list[Node]) -> Iterator[tuple[str, str]]:
    """Every difference between two contents: its kind, and the thing itself."""
    for what, i, j, k, m in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        for one, other in zip(ours[i:j], theirs[k:m], strict=False):
            yield _difference(one, other)
        for word, rest in (("without", ours[i + m - k : j]), ("also has", theirs[k + j - i : m])):
            for node in rest:
                yield f"{word} {_named(node)}", str(node)


def _difference(one: Node, other: Node) -> tuple[str, str]:
    if one[:2] == other[:2] and one[0] == "start":
        before, after = dict(one[2]), dict(other[2])  # type: ignore[call-overload]
        names = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
        told = ", ".join(f"{name} {before.get(name)!r} is {after.get(name)!r}" for name in names)
        return f"{', '.join(names)} of <{one[1]}>", told
    return f"{_named(other)} for {_named(one)}", f"{one[1:]} is {other[1:]}"


def _named(node: Node) -> str:
    return "text" if node[0] == "text" else f"<{node[1]}>" if node[0] == "start" else f"</{node[1]}>"


def report(ours: dict[str, list[Node]], theirs: dict[str, list[Node]]) -> list[str]:
    """The differences of all pages by kind, those of most pages first, each with one place."""
    kinds: dict[str, dict[str, str]] = defaultdict(dict)
    same = 0
    for name in sorted(set(ours) & set(theirs)):
        same += ours[name] == theirs[name]
        for kind, example in differences(ours[name], theirs[name]):
            kinds[kind].setdefault(name, example)
    told = [f"{same} of {len(ours)} pages have the same content; {len(set(ours) - set(theirs))} are not made"]
    ranked = sorted(kinds.items(), key=lambda kind: (-len(kind[1]), kind[0]))
    for kind, pages in ranked[:_MOST]:
        page, example = next(iter(pages.items()))
        told.append(f"{len(pages)} pages: {kind}; in {page}: {example[:160]}")
    if len(ranked) > _MOST:
        told.append(f"and {len(ranked) - _MOST} kinds more")
    return told


def test_what_the_successor_makes_of_the_site_is_told(
    toy_site: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    if importlib.util.find_spec("zensical") is None:
        _missing("zensical")
    ours = articles(toy_site)
    assert len(ours) > 80
    told = []
    for own_theme, words in ((False, "with our templates"), (True, "with its own templates")):
        site, said = successor_build(toy_site.parent.parent, tmp_path / words.replace(" ", "-"), own_theme=own_theme)
        theirs = articles(site) if site.is_dir() else {}
        told.append(f"zensical {version('zensical')} {words}: {len(theirs)} of {len(ours)} pages; {said[:300]}")
        if set(theirs) >= set(ours):
            break
    assert theirs, "\n".join(told)
    record_property("told", "\n".join([*told, *report(ours, theirs)]))


def test_a_difference_is_told_with_its_kind_and_place() -> None:
    ours = {"a": nodes('<p>One <a href="x">x</a></p>'), "b": nodes("<p>Two</p>"), "c": nodes("<p>Three</p>")}
    theirs = {"a": nodes('<p>One <a href="y">x</a></p>'), "b": nodes("<p>Two</p><hr>")}
    told = report(ours, theirs)
    assert told[0] == "0 of 3 pages have the same content; 1 are not made"
    assert told[1] == "1 pages: also has <hr>; in b: ('start', 'hr', ())"
    assert told[2] == "1 pages: href of <a>; in a: href 'https://example.org/x' is 'https://example.org/y'"
