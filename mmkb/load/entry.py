"""Entry files: one file in, the entry or all its problems out."""

from __future__ import annotations

from dataclasses import dataclass, field

from pydantic import ValidationError

from mmkb.cache import Cache, content_key
from mmkb.digest import Digest, digest, from_plain, to_plain
from mmkb.load.telling import record_problems, shown
from mmkb.locator import Locator
from mmkb.problems import Problem, entry_id
from mmkb.records import KINDS, Entry
from mmkb.rules import RULES, rule
from mmkb.yamltext import Position, parse

ID_NOT_FILE_NAME = rule("id-not-file-name", "The id of an entry is the name of its file.", "Rename the file, or mend the id.")
SCHEMA_LINE = rule(
    "schema-line",
    "The first line of an entry names its JSON Schema, so that editors complete and check while people type.",
    "Run mmkb fmt, or write the line by hand.",
)


@dataclass(slots=True)
class EntryFile:
    """One file of the catalogue that could be read.

    Attributes:
        kind: Kind of the entry.
        id: Its id.
        file: Path of the file, as problems name it.
        raw: The bytes of the file.
        key: What tells this content from all others.
        digest: What checks across entries need to know.
    """

    kind: str
    id: str
    file: str
    raw: bytes
    key: bytes
    digest: Digest
    _record: Entry | None = field(default=None, repr=False)

    @property
    def record(self) -> Entry:
        """The checked record; read again from the bytes where only the digest was kept."""
        if self._record is None:
            data = parse(self.raw).data
            self._record = KINDS[self.kind].model_validate(data)
        return self._record


def schema_line(kind: str) -> str:
    """The first line of every entry of a kind."""
    return f"# yaml-language-server: $schema=../../schema/{kind}.schema.json"


def read_entry(kind: str, file: str, raw: bytes, cache: Cache | None = None) -> EntryFile | list[Problem]:
    """Read one entry.

    Args:
        kind: Kind of the entry, by its folder.
        file: Path of the file, as problems shall name it.
        raw: Its bytes.
        cache: Where the digests of entries without fault are kept.

    Returns:
        The entry, or everything that is wrong with it by itself.
    """
    key = content_key(kind, entry_id(file), raw)
    kept = cache.get("digest", key) if cache is not None else None
    if kept is not None:
        return EntryFile(kind, entry_id(file), file, raw, key, from_plain(kept))
    parsed = parse(raw)
    if parsed.data is None:
        return [
            Problem(file, *p.position, p.code, p.message, RULES[p.code].mend, RULES[p.code].severity, *p.end)
            for p in parsed.problems
        ]
    found: list[Problem] = []
    if raw.split(b"\n", 1)[0].rstrip() != schema_line(kind).encode():
        found.append(
            Problem(file, 1, 1, SCHEMA_LINE.code, "the first line does not name the schema", f"write {schema_line(kind)}")
        )
    record = None
    try:
        record = KINDS[kind].model_validate(parsed.data)
    except ValidationError as error:
        found += record_problems(kind, file, raw, parsed.data, error)
    wanted = entry_id(file)
    if parsed.data.get("id") not in (wanted, None):
        locator = Locator(raw)
        place: Position = locator.value(("id",))
        found.append(
            Problem(
                file,
                *place,
                ID_NOT_FILE_NAME.code,
                f"the id {shown(parsed.data['id'])} is not the file name {wanted!r}",
                ID_NOT_FILE_NAME.mend,
                ID_NOT_FILE_NAME.severity,
                *locator.end(place),
            )
        )
    if record is None or found:
        return found
    taken = digest(record)
    if cache is not None:
        cache.put("digest", key, to_plain(taken))
    return EntryFile(kind, record.id, file, raw, key, taken, record)
