"""Full-text search, as only SQLite understands it (FTS5)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

SEARCH_DESCRIPTION: Final = (
    "Full-text index of all entries (SQLite FTS5: SELECT kind, id FROM search WHERE search MATCH 'clip'); letters with and "
    "without accents are the same."
)
SEARCH_COLUMNS: Final[dict[str, str]] = {
    "kind": "Kind of the entry; not searched.",
    "id": "Id of the entry.",
    "name": "Its name.",
    "aliases": "Its other names.",
    "description": "What it is.",
    "more": "Names of what belongs to it: components, organisations, authors.",
}
_WEIGHTS: Final = "0.0, 8.0, 10.0, 8.0, 2.0, 1.0"

FILL_SEARCH: Final = (
    "CREATE VIRTUAL TABLE main.search USING fts5(kind UNINDEXED, id, name, aliases, description, more, "
    "tokenize = 'unicode61 remove_diacritics 2')",
    """
    INSERT INTO search (kind, id, name, aliases, description, more)
    WITH belongs (kind, id, text) AS (
        SELECT 'model', u.model_id, c.name FROM component_use u JOIN component c ON c.id = u.component_id
        UNION SELECT 'model', x.model_id, o.name FROM model_organisation x JOIN organisation o ON o.id = x.organisation_id
        UNION SELECT 'model', model_id, name FROM model_variant
        UNION SELECT 'component', x.component_id, o.name FROM component_organisation x
              JOIN organisation o ON o.id = x.organisation_id
        UNION SELECT 'component', component_id, name FROM component_variant
        UNION SELECT 'dataset', x.dataset_id, o.name FROM dataset_organisation x JOIN organisation o ON o.id = x.organisation_id
        UNION SELECT 'benchmark', id, task FROM benchmark
        UNION SELECT 'source', source_id, name FROM source_author
    ),
    more (kind, id, text) AS (
        SELECT kind, id, group_concat(text, ' ') FROM (SELECT * FROM belongs ORDER BY kind, id, text) GROUP BY kind, id
    ),
    other (kind, id, text) AS (
        SELECT kind, entry_id, group_concat(name, ' ')
        FROM (SELECT * FROM entry_name WHERE position > 0 ORDER BY kind, entry_id, position) GROUP BY kind, entry_id
    )
    SELECT e.kind, e.id, e.name, other.text, e.description, more.text
    FROM entry e LEFT JOIN other ON other.kind = e.kind AND other.id = e.id
         LEFT JOIN more ON more.kind = e.kind AND more.id = e.id
    ORDER BY e.kind, e.id
    """,
    "INSERT INTO search (search) VALUES ('optimize')",
)


def words_of(text: str) -> list[str]:
    """The words of a text, in lower case, as they are searched for."""
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).lower())


def match(words: Iterable[str]) -> str:
    """The FTS5 query for entries that hold words beginning with all of ``words``."""
    return " ".join(f'"{word}"*' for word in words)


def _plain(column: str) -> str:
    return f"lower(replace(replace({column}, '-', ' '), '.', ' '))"


SEARCH: Final = f"""
SELECT s.kind, s.id, s.name, s.description, bm25(search, {_WEIGHTS})
FROM search s WHERE search MATCH :match
ORDER BY {_plain("s.id")} <> :words AND {_plain("s.name")} <> :words, bm25(search, {_WEIGHTS}), s.kind, s.id LIMIT :limit
"""
"""Finds entries, best first: kind, id, name, description, rank."""
