"""Papers of entries, and places where their facts are written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from mmkb.citing import address, bibliography
from mmkb.query import naming
from mmkb.query.answers import Named
from mmkb.query.errors import NotFoundError
from mmkb.query.rowtypes import CitedSource
from mmkb.records import Source
from mmkb.records.facts import FACTS
from mmkb.store import Store

_PAPERS: Final[dict[str, str]] = {
    "model": "SELECT id, paper_id FROM model WHERE id IN (SELECT value FROM json_each(?))",
    "component": "SELECT id, paper_id FROM component WHERE id IN (SELECT value FROM json_each(?))",
    "dataset": "SELECT id, paper_id FROM dataset WHERE id IN (SELECT value FROM json_each(?))",
    "benchmark": "SELECT id, paper_id FROM benchmark WHERE id IN (SELECT value FROM json_each(?))",
    "survey": "SELECT id, paper_id FROM survey WHERE id IN (SELECT value FROM json_each(?))",
    "results": "SELECT id, source_id FROM results_table WHERE id IN (SELECT value FROM json_each(?))",
    "source": "SELECT id, id FROM source WHERE id IN (SELECT value FROM json_each(?))",
}
"""How the paper of an entry is found, by kind; the source of a results table stands for it."""


def paper_ids(store: Store, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Ids of the papers of entries, by kind and id of the entry; those without one are left out."""
    by_kind: dict[str, set[str]] = {}
    for kind, entry in wanted:
        by_kind.setdefault(kind, set()).add(entry)
    return {
        (kind, entry): paper
        for kind, ids in by_kind.items()
        if kind in _PAPERS
        for entry, paper in store.rows(_PAPERS[kind], (json.dumps(sorted(ids)),))
        if paper is not None
    }


def source_records(store: Store, ids: Iterable[str]) -> list[Source]:
    """Records of sources, by id."""
    rows = store.rows(
        "SELECT document FROM entry WHERE kind = 'source' AND id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(sorted(set(ids))),),
    )
    return [Source.model_validate_json(text) for (text,) in rows]


def papers_bibtex(store: Store, wanted: Iterable[tuple[str, str]]) -> str:
    """The BibTeX of the papers of entries, each once."""
    return bibliography(source_records(store, paper_ids(store, wanted).values()))


def sources_named(store: Store, names: Iterable[str]) -> list[Source]:
    """The papers of entries, or the sources themselves, by id or name; a model before an entry of another kind.

    Raises:
        NotFoundError: If there is no such entry, or it has no paper.
    """
    wanted: list[str] = []
    for name in names:
        found = sorted(naming.find(store, name), key=lambda entry: entry.kind != "model")
        if not found:
            raise no_entry(store, name)
        papers = paper_ids(store, ((entry.kind, entry.id) for entry in found))
        paper = next((papers[entry.kind, entry.id] for entry in found if (entry.kind, entry.id) in papers), None)
        if paper is None:
            raise NotFoundError("paper of", name, ())
        wanted.append(paper)
    return source_records(store, wanted)


def no_entry(store: Store, name: str) -> NotFoundError:
    """What to raise for a name that no entry goes by."""
    names = store.rows("SELECT name FROM entry_name UNION SELECT id FROM entry")
    return NotFoundError("entry", name, [word for (word,) in names])


_CITATIONS: Final = """
SELECT c.path, s.id, s.name, c.locator FROM citation AS c JOIN source AS s ON s.id = c.source_id
WHERE c.kind = ? AND c.entry_id = ?
"""


def _paths(data: Any, above: str = "") -> Iterator[str]:
    """The dotted paths of all that stands in an entry."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        path = f"{above}.{key}" if above else str(key)
        yield path
        yield from _paths(value, path)


def _place(path: str) -> tuple[tuple[int, int | str], ...]:
    return tuple((1, int(step)) if step.isdigit() else (0, step) for step in path.split("."))


def cited_sources(store: Store, entry: Named, fact: str) -> tuple[CitedSource, ...]:
    """The places where a fact of an entry is written.

    These are the citations of the block of that name and of the blocks in it; where the block has none of its own, those of
    the nearest block around it as well, for they hold for it too.

    Args:
        store: The database.
        entry: The entry.
        fact: A path in the entry, such as ``architecture.encoders.0``, or a fact wanted of models, such as ``weights
            licence``; empty: the whole entry.

    Raises:
        NotFoundError: If the entry has no such block.
    """
    path = ".".join(map(str, FACTS[fact])) if entry.kind == "model" and fact in FACTS else fact
    ((document,),) = store.rows("SELECT document FROM entry WHERE kind = ? AND id = ?", (entry.kind, entry.id))
    known = set(_paths(json.loads(document)))
    if path and path not in known and fact not in FACTS:
        top = {one for one in known if one.count(".") < 2 and not one.rpartition(".")[2].isdigit()}
        raise NotFoundError(f"fact of {entry.id}", fact, top)
    rows = store.rows(_CITATIONS, (entry.kind, entry.id))
    wanted = [row for row in rows if not path or row[0] == path or row[0].startswith(f"{path}.")]
    if path and not any(row[0] == path for row in wanted):
        around = path
        while around:
            around = around.rpartition(".")[0]
            above = [row for row in rows if row[0] == around]
            if above:
                wanted += above
                break
    where = {source.id: address(source) for source in source_records(store, (row[1] for row in wanted))}
    return tuple(
        CitedSource(path, Named("source", source, name), locator, where[source])
        for path, source, name, locator in sorted(wanted, key=lambda row: (_place(row[0]), row[1], row[3]))
    )
