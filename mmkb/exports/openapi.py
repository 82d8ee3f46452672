"""The OpenAPI document: every file of an export by its path, and the schema of all that is JSON."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from mmkb.exports.data import Schema, Schemas, own_fields, record_schemas
from mmkb.exports.feeds import CHANGED_ENTRIES, CORRECTIONS, NEW_MODELS
from mmkb.exports.folder import SUMS
from mmkb.exports.jsonapi import ANSWERS, API_VERSION, GRAPHS, ROOT, SUMMARIES
from mmkb.figures.files import poster_of
from mmkb.figures.registry import FIGURES
from mmkb.pages.jsonld import LICENCE
from mmkb.query.surveytables import SurveyTable
from mmkb.records import FOLDERS
from mmkb.records.base import SLUG_PATTERN

OPENAPI_PATH: Final = "openapi.json"

_TEXT: Final[Schema] = {"type": "string"}
_COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
_MOMENT: Final[Schema] = {"type": "string", "format": "date-time"}

_ONE_FILE: Final = {
    "mmkb.sqlite": ("The database: tables, views and full-text search.", "application/vnd.sqlite3"),
    "mmkb.sqlite.gz": ("The database, gzipped.", "application/gzip"),
    "datasette-metadata.yaml": ("Metadata with which Datasette shows the database.", "application/yaml"),
    "references.bib": ("Every source in BibTeX.", "application/x-bibtex"),
    "llms.txt": ("What there is, for language models.", "text/plain"),
    NEW_MODELS: ("Feed of new models.", "application/atom+xml"),
    CHANGED_ENTRIES: ("Feed of changed entries.", "application/atom+xml"),
    CORRECTIONS: ("Feed of corrections to surveys.", "application/atom+xml"),
    SUMS: ("SHA-256 of every file.", "text/plain"),
}


def openapi(schemas: Mapping[str, Schema], tables: Sequence[str], files: Collection[str]) -> dict[str, Any]:
    """Write the OpenAPI document of an export.

    Args:
        schemas: JSON Schema of the entries of each kind.
        tables: Names of the tables and views.
        files: Paths of all other files of the export.

    Returns:
        An OpenAPI 3.1 document whose paths match every one of the files, itself included.
    """
    kept = Schemas()
    paths: dict[str, Any] = {f"/{ROOT}/index.json": _get("index", "Versions, counts and paths.", _json(_index(kept)))}
    for kind, folder in FOLDERS.items():
        record = record_schemas(kept, kind, schemas[kind])
        paths[f"/{ROOT}/{folder}.json"] = _get(f"list-{folder}", f"All entries of the kind {kind}.", _json(_list(kept, kind)))
        paths[f"/{ROOT}/{folder}/{{id}}.json"] = _get(
            f"get-{kind}", f"One entry of the kind {kind}.", _json(_entry(kept, kind, record)), [_slug("id", "Its id.")]
        )
    if any(path.startswith(f"{ROOT}/{FOLDERS['survey']}/") and path.count("/") == 4 for path in files):
        paths[f"/{ROOT}/{FOLDERS['survey']}/{{id}}/{{place}}.json"] = _get(
            "get-survey-table",
            "A table, figure or page of a survey: its words, the catalogue's and the corrections.",
            _json(kept.of(SurveyTable)),
            [_slug("id", "Id of the survey."), _slug("place", "Id of the table, figure or page.")],
        )
    graph = [_words("graph", "Name of the graph.", GRAPHS)]
    paths[f"/{ROOT}/graph/{{graph}}.json"] = _get("graph", "A graph as nodes and edges.", _json(_graph(kept)), graph)
    paths[f"/{ROOT}/graph/{{graph}}.graphml"] = _get("graphml", "A graph as GraphML.", "application/graphml+xml", graph)
    paths[f"/{OPENAPI_PATH}"] = _get("openapi", "This document.", _json({"type": "object"}))
    paths["/dataset.jsonld"] = _get(
        "dataset", "The whole as a schema.org Dataset.", {"application/ld+json": {"schema": _linked(kept)}}
    )
    paths["/schema/{kind}.schema.json"] = _get(
        "schema", "JSON Schema of an entry.", _json({"type": "object"}), [_words("kind", "Kind of the entry.", FOLDERS)]
    )
    for form, media in (("csv", "text/csv"), ("parquet", "application/vnd.apache.parquet")):
        if any(path.startswith(f"{form}/") for path in files):
            table = [_words("table", "Name of the table or view.", tables)]
            paths[f"/{form}/{{table}}.{form}"] = _get(form, f"A table or view as {form.upper()}.", media, table)
    for form, media in (("svg", "image/svg+xml"), ("png", "image/png"), ("csv", "text/csv")):
        if any(path.startswith("figures/") and path.endswith(f".{form}") for path in files):
            names = [name for name, kind in FIGURES.items() if not kind.about]
            if form == "svg":
                names += [poster_of(name) for name in names if "poster" in FIGURES[name].widths]
            figure = [_words("figure", "Name of the figure.", names)]
            paths[f"/figures/{{figure}}.{form}"] = _get(f"figure-{form}", f"A figure as {form.upper()}.", media, figure)
    for path, (summary, media) in _ONE_FILE.items():
        if path in files or path == SUMS:
            name = path.rpartition("/")[2].replace(".", "-").lower()
            paths[f"/{path}"] = _get(f"file-{name}", summary, media)
    for folder in sorted({path.rpartition("/")[0] for path in files if path.endswith(".md")}):
        paths[f"/{folder}/{{page}}.md" if folder else "/{page}.md"] = _get(
            f"page-{folder.replace('/', '-') or 'top'}",
            "A page of the site in Markdown.",
            "text/markdown",
            [{"name": "page", "in": "path", "required": True, "description": "Name of the page.", "schema": _TEXT}],
        )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "mmkb",
            "version": API_VERSION,
            "summary": "The knowledge base of multimodal large language models, as files",
            "license": {"name": LICENCE, "identifier": LICENCE},
        },
        "servers": [{"url": ".", "description": "The folder that this document lies in."}],
        "paths": paths,
        "components": {"schemas": dict(sorted(kept.named.items()))},
    }


def _get(name: str, summary: str, content: str | dict[str, Any], parameters: Iterable[Schema] = ()) -> dict[str, Any]:
    """A path that can be read; ``content`` by media type, or the media type alone."""
    given = list(parameters)
    body = {content: {}} if isinstance(content, str) else content
    responses: dict[str, Any] = {"200": {"description": summary, "content": body}}
    if given:
        responses["404"] = {"description": "There is no such file."}
    operation = {"operationId": name, "summary": summary, "responses": responses}
    return {"get": operation, **({"parameters": given} if given else {})}


def _json(schema: Schema) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _slug(name: str, description: str) -> Schema:
    schema = {"type": "string", "pattern": SLUG_PATTERN}
    return {"name": name, "in": "path", "required": True, "description": description, "schema": schema}


def _words(name: str, description: str, words: Iterable[str]) -> Schema:
    schema = {"type": "string", "enum": list(words)}
    return {"name": name, "in": "path", "required": True, "description": description, "schema": schema}


def _object(**properties: Schema) -> Schema:
    """An object with all of these."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def _index(kept: Schemas) -> Schema:
    kind = _object(count=_COUNT, list=_TEXT, entry=_TEXT)
    counts = {"type": "object", "additionalProperties": _COUNT}
    return kept.put(
        "Index",
        _object(
            api_version={**_TEXT, "pattern": r"^1\.\d+\.\d+$", "description": "Version of the API."},
            schema_version={"type": "integer", "description": "Version of the tables of the database."},
            data_version={**_TEXT, "pattern": "^[0-9a-f]{64}$", "description": "Changes whenever an entry changes."},
            mmkb_version={**_TEXT, "description": "The mmkb that built the database."},
            generated_at={**_MOMENT, "description": "The newest date in the catalogue; not the time of writing."},
            license=_TEXT,
            openapi=_TEXT,
            counts=_object(citations=_COUNT, scores=_COUNT, corrections=_COUNT, states=counts),
            kinds={**_object(**dict.fromkeys(FOLDERS, kind)), "additionalProperties": kind},
            survey_tables={
                "type": "object",
                "additionalProperties": {"type": "object", "additionalProperties": _TEXT},
                "description": "Paths of the tables, figures and pages, by survey and by id there.",
            },
            graphs={"type": "object", "additionalProperties": _object(json=_TEXT, graphml=_TEXT)},
        ),
    )


def _list(kept: Schemas, kind: str) -> Schema:
    """The list of a kind: its rows, each with the path of its entry beside the list."""
    item = {"allOf": [kept.of(SUMMARIES[kind]), _object(url=_TEXT)]}
    return kept.put(
        f"{kind}-list", _object(kind={"const": kind}, count=_COUNT, items={"type": "array", "items": item})
    )  # fmt: skip


def _entry(kept: Schemas, kind: str, record: Schema) -> Schema:
    """An entry, as its answer has it."""
    answer = ANSWERS[kind]
    fields = kept.fields(answer, own_fields(answer))
    source = {"$ref": "#/components/schemas/source-record"}
    return kept.put(
        f"{kind}-entry",
        _object(
            kind={"const": kind},
            id=_TEXT,
            name=_TEXT,
            record=record,
            **fields,
            mentions={"type": "array", "items": _object(kind=_TEXT, id=_TEXT, name=_TEXT)},
            sources={"type": "object", "additionalProperties": source},
        ),
    )


def _graph(kept: Schemas) -> Schema:
    node = {**_object(node=_TEXT, kind=_TEXT, id=_TEXT, label=_TEXT), "additionalProperties": {"type": ["string", "integer"]}}
    edge = {**_object(source=_TEXT, target=_TEXT), "additionalProperties": {"type": ["string", "integer"]}}
    return kept.put(
        "Graph",
        _object(
            directed={"const": True},
            multigraph={"type": "boolean"},
            graph={"type": "object"},
            nodes={"type": "array", "items": node},
            edges={"type": "array", "items": edge},
        ),
    )


def _linked(kept: Schemas) -> Schema:
    named = {"@context": {"const": "https://schema.org"}, "@type": {"const": "Dataset"}, "name": _TEXT, "description": _TEXT}
    return kept.put("Dataset-jsonld", {"type": "object", "properties": named, "required": list(named)})
