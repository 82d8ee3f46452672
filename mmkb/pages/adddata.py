"""What the page of adding a model reads in the browser: the fields of entries, the rules' words, and what there is to name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from mmkb.check.references import KIND_OF_ROLE
from mmkb.load import schema_line
from mmkb.query import Questions
from mmkb.records import FOLDERS, KINDS
from mmkb.records.architecture import SEEN, SLOTS
from mmkb.records.availability import SPDX
from mmkb.records.base import SLUG_PATTERN, Cited, Entry, Record
from mmkb.records.component import FEWEST
from mmkb.records.facts import FACTS, STAGE_FACTS
from mmkb.records.fields import FORMS, Shape, records_in, shapes_of
from mmkb.records.forms import NO_DAY
from mmkb.rules import RULES
from mmkb.vocab import MEDIA, WRITTEN_AS_TEXT, State, Word

FORM_PATH: Final = "add/form.json"
ADDED: Final = ("model", "source", "component", "dataset", "organisation")
"""Kinds of entries that the page can write."""
LEFT_OUT: Final = frozenset({"readings", "corrections", "verified", "last_verified", "deprecated", "survey"})
"""Keys of entries that are written by hand or by other commands."""
GROUPS: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("Names", "What its makers call it.", ("name", "id", "aliases", "description")),
    ("Paper", "The paper or report that introduces it.", ("paper",)),
    ("Release and makers", "", ("release", "organisations")),
    ("Links and licences", "", ("availability",)),
    ("Modalities", "", ("modalities",)),
    (
        "Architecture",
        "The parts by their role. Name a component of the catalogue; if it has none, write a new id and describe it below.",
        ("architecture",),
    ),
    ("Variants", "Leave this out where there is only one.", ("variants",)),
    ("Training", "The stages in order, with what each one trains, freezes and reads.", ("training",)),
    ("Lineage", "What it was built on, beyond its parts.", ("lineage",)),
    (
        "Disagreements",
        "Where two primary sources differ: what each of them says, which one this entry follows, and why. Else leave this out.",
        ("disagreements",),
    ),
    ("Note", "", ("note",)),
)  # fmt: skip
"""The form of a model as people think of one: title, what it is about, keys."""
_FIRST: Final[dict[str, tuple[str, ...]]] = {
    "EncoderUse": ("component", "variant", "modalities", "resolution"),
    "ProjectorUse": ("components", "modalities"),
    "BackboneUse": ("component", "variants"),
    "GeneratorUse": ("component", "variant", "modalities"),
    "SingleUse": ("component", "modalities"),
    "StagePart": ("role", "component", "tuning", "method"),
    "Stage": ("name", "kind", "parts", "datasets"),
    "DatasetUse": ("dataset", "amount", "unit"),
    "ModelVariant": ("id", "name", "backbone", "parameters"),
    "Artefact": ("url", "licence"),
    "LineageEdge": ("relation", "model", "component", "work"),
    "Source": ("arxiv", "kind", "name", "authors", "released", "url", "id"),
    "Component": ("name", "id", "kinds", "family", "modalities", "paper", "parameters"),
    "Dataset": ("name", "id", "purposes", "modalities", "paper"),
    "Organisation": ("name", "id", "kind", "country", "url"),
}
"""Keys of blocks that are asked for first; the others are folded away. A block that is not here shows all."""

_HERE: Final = {"id-taken": ["Take another id, or correct the entry that is there.", "error"]}
"""What the page alone has to forbid: a new file cannot have the name of one that is there."""


def _field(shape: Shape, record: type[Record], words: dict[str, type[Word]]) -> dict[str, Any]:
    if shape.words is not None:
        words[shape.words.__name__] = shape.words
    field = record.model_fields[shape.key]
    first = _FIRST.get(record.__name__, ())
    told: dict[str, Any] = {
        "key": shape.key, "about": field.description, "form": shape.form, "need": shape.need, "many": shape.many,
        "least": shape.least, "gap": shape.gap, "words": shape.words and shape.words.__name__,
        "block": shape.block and shape.block.__name__, "ref": shape.ref, "of": shape.of,
        "examples": field.examples and [str(one) for one in field.examples],
        "later": bool(first) and shape.key not in first,
    }  # fmt: skip
    return {key: value for key, value in told.items() if value}


def _blocks(words: dict[str, type[Word]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for kind in ADDED:
        for record in records_in(KINDS[kind]):
            shapes = [shape for shape in shapes_of(record) if not (issubclass(record, Entry) and shape.key in LEFT_OUT)]
            first = {key: i for i, key in enumerate(_FIRST.get(record.__name__, ()))}
            found[record.__name__] = {
                "order": [shape.key for shape in shapes],
                "cited": issubclass(record, Cited),
                "fields": [
                    _field(shape, record, words) for shape in sorted(shapes, key=lambda s: first.get(s.key, len(first)))
                ],
            }
    return {name: block for name, block in found.items() if name in _used(found)}


def _used(blocks: dict[str, Any]) -> set[str]:
    """Names of the blocks that the kinds still reach."""
    waiting = [KINDS[kind].__name__ for kind in ADDED]
    seen = set(waiting)
    while waiting:
        inner = {field["block"] for field in blocks[waiting.pop()]["fields"] if "block" in field} - seen
        seen |= inner
        waiting += sorted(inner)
    return seen


def _named(kb: Questions) -> dict[str, list[Any]]:
    """What can be named: id and name of every entry in use, and of components kinds and variants, of sources arXiv ids."""
    surveys = {one for survey in kb.surveys() for r in [kb.survey(survey.id).record] for one in (r.paper, r.website)}
    rows = kb.store.rows(
        "SELECT kind, id, name, document FROM entry WHERE deprecated IS NULL AND kind IN "
        f"({', '.join('?' * len(ADDED))}) ORDER BY kind, id",
        ADDED,
    )
    found: dict[str, list[Any]] = {kind: [] for kind in ADDED}
    for kind, entry, name, document in rows:
        data = json.loads(document) if kind in ("component", "source") else {}
        one: list[Any] = [entry, name]
        if kind == "component":
            one += [data["kinds"], [variant["id"] for variant in data.get("variants", ())]]
        elif kind == "source":
            one += [data.get("arxiv", ""), entry in surveys]
        found[kind].append(one)
    return found


def add_data(kb: Questions) -> Iterator[tuple[str, str]]:
    """Write what the page of adding a model reads.

    Args:
        kb: The knowledge base.

    Yields:
        Path below the folder of pages, and JSON.
    """
    words: dict[str, type[Word]] = {}
    blocks = _blocks(words)
    data = {
        "kinds": {
            kind: {"block": KINDS[kind].__name__, "folder": FOLDERS[kind], "schema": schema_line(kind)} for kind in ADDED
        },
        "folders": FOLDERS,
        "groups": GROUPS,
        "blocks": blocks,
        "words": {name: [[str(word), word.definition] for word in of] for name, of in words.items()},
        "states": [[str(word), word.definition] for word in State],
        "forms": {
            name: {"pattern": form.pattern.pattern, "message": form.message, "code": form.rule.code}
            for name, form in FORMS.items()
        },
        "noDay": NO_DAY,
        "slug": SLUG_PATTERN,
        "spdx": sorted(SPDX),
        "rules": {code: [rule.mend, str(rule.severity)] for code, rule in RULES.items()} | _HERE,
        "facts": [".".join(map(str, path)) for path in FACTS.values()],
        "stageFacts": list(STAGE_FACTS.values()),
        "slots": {slot: [str(role), str(KIND_OF_ROLE.get(role, ""))] for slot, role in SLOTS.items()},
        "fewest": FEWEST,
        "media": sorted(MEDIA),
        "asText": sorted(WRITTEN_AS_TEXT),
        "seen": sorted(SEEN),
        "named": _named(kb),
    }
    yield FORM_PATH, json.dumps(data, ensure_ascii=False, separators=(",", ":"))
