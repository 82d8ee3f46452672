"""What pages tell machines: JSON-LD with the words of schema.org, links as seen from the page."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from mmkb.citing import address
from mmkb.pages.escape import is_link
from mmkb.pages.paths import REPOSITORY, Page, entry_path
from mmkb.query.answers import (
    BenchmarkAnswer,
    ComponentAnswer,
    Counts,
    DatasetAnswer,
    EntryAnswer,
    ModelAnswer,
    Named,
    OrganisationAnswer,
    ResultsAnswer,
    SourceAnswer,
    SurveyAnswer,
)
from mmkb.records import Entry
from mmkb.records.availability import Artefact
from mmkb.records.base import Gap
from mmkb.vocab import SourceKind

CONTEXT: Final = "https://schema.org"
LICENCE: Final = "CC0-1.0"
"""Licence of the data, as SPDX names it."""

LICENCE_URL: Final = "https://creativecommons.org/publicdomain/zero/1.0/"

Data = dict[str, Any]

DOWNLOADS: Final = (
    ("mmkb.sqlite", "application/vnd.sqlite3"),
    ("api/v1/index.json", "application/json"),
    ("references.bib", "application/x-bibtex"),
)
"""The files that hold the whole."""

_SOURCE_TYPES: Final = {
    SourceKind.PAPER: "ScholarlyArticle",
    SourceKind.REPOSITORY: "SoftwareSourceCode",
    SourceKind.PACKAGE: "SoftwareSourceCode",
    SourceKind.BLOG: "BlogPosting",
}


def catalogue_jsonld(counts: Counts, data_version: str, newest: str) -> Data:
    """The catalogue as a whole: a Dataset with its downloads, to stand on the first page.

    Args:
        counts: How much there is.
        data_version: Version of the data.
        newest: The newest day that the catalogue bears.
    """
    models, sources = counts.entries.get("model", 0), counts.entries.get("source", 0)
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "name": "mmkb",
        "description": "The knowledge base of multimodal large language models, taken apart into linked components: "
        f"{models:,} models, {counts.facts:,} citations of {sources:,} sources, {counts.scores:,} scores.",
        "url": "./",
        "sameAs": REPOSITORY,
        "license": LICENCE_URL,
        "isAccessibleForFree": True,
        "version": data_version,
        "dateModified": newest,
        "keywords": ["multimodal large language models", "MM-LLM", "vision-language models", "model architecture"],
        "creator": {"@type": "Organization", "name": "mmkb", "url": REPOSITORY},
        "distribution": [
            {"@type": "DataDownload", "contentUrl": path, "encodingFormat": media} for path, media in DOWNLOADS
        ],
    }  # fmt: skip


def entry_jsonld(kind: str, answer: EntryAnswer[Any]) -> Data:
    """An entry, to stand on its page.

    Args:
        kind: Kind of the entry.
        answer: Everything about it.
    """
    page = Page(entry_path(kind, answer.id))
    record: Entry = answer.record
    data: Data = {"@context": CONTEXT, "@type": "CreativeWork", "name": record.name, "url": "./"}
    if record.aliases:
        data["alternateName"] = list(record.aliases)
    if record.description is not None:
        data["description"] = record.description
    return {**data, **{key: value for key, value in _particular(page, answer).items() if value not in (None, [], "")}}


def _particular(page: Page, answer: EntryAnswer[Any]) -> Data:
    """What is particular to a kind."""
    match answer:
        case ModelAnswer():
            return _model(page, answer)
        case ComponentAnswer():
            return _component(page, answer)
        case DatasetAnswer():
            return _dataset(page, answer)
        case BenchmarkAnswer(record=benchmark):
            return {
                "@type": "Dataset",
                "datePublished": benchmark.released,
                "about": benchmark.task,
                "sameAs": benchmark.url,
                "citation": _paper(page, answer, benchmark.paper),
            }
        case OrganisationAnswer(record=organisation):
            parent = answer.named("organisation", organisation.parent) if organisation.parent is not None else None
            return {
                "@type": "Organization",
                "sameAs": organisation.url,
                "parentOrganization": _organisations(page, [parent])[0] if parent is not None else None,
            }
        case SourceAnswer(record=source):
            return {
                "@type": _SOURCE_TYPES.get(source.kind, "WebPage"),
                "author": [{"@type": "Person", "name": name} for name in source.authors],
                "datePublished": source.released,
                "sameAs": address(source),
                "identifier": [
                    f"{scheme}:{value}" for scheme, value in (("doi", source.doi), ("arXiv", source.arxiv)) if value
                ],
            }  # fmt: skip
        case ResultsAnswer(record=table):
            return {"@type": "Dataset", "isBasedOn": _paper(page, answer, table.table.source)}
        case SurveyAnswer(record=survey):
            return {"datePublished": survey.released, "citation": _paper(page, answer, survey.paper)}
        case _:
            raise TypeError(f"no JSON-LD for {type(answer).__name__}")


def _model(page: Page, answer: ModelAnswer) -> Data:
    summary, record = answer.summary, answer.record
    given = record.availability
    parts = {part for some in (summary.encoders, summary.backbones, summary.generators) for part in some}
    return {
        "@type": "SoftwareApplication",
        "applicationCategory": "multimodal large language model",
        "datePublished": summary.released,
        "creator": _organisations(page, summary.organisations),
        "citation": _paper(page, answer, record.paper),
        "isBasedOn": [
            {"@type": "CreativeWork", "name": part.name, "url": page.entry_href(part.kind, part.id)}
            for part in sorted({*parts, *(line.parent for line in answer.lineage)})
        ],
        **(_artefact(given.weights) if given is not None else {}),
    }


def _component(page: Page, answer: ComponentAnswer) -> Data:
    record = answer.record
    return {
        "@type": "SoftwareApplication",
        "applicationCategory": ", ".join(str(kind) for kind in record.kinds),
        "datePublished": record.released,
        "creator": _makers(page, answer, record.organisations),
        "citation": _paper(page, answer, record.paper),
        **_artefact(record.weights),
    }


def _dataset(page: Page, answer: DatasetAnswer) -> Data:
    record = answer.record
    return {
        "@type": "Dataset",
        "datePublished": record.released,
        "creator": _makers(page, answer, record.organisations),
        "citation": _paper(page, answer, record.paper),
        **_artefact(record.access),
    }


def _artefact(artefact: Artefact | Gap | None) -> Data:
    """Address and licence of what can be had."""
    if not isinstance(artefact, Artefact):
        return {}
    licence = artefact.licence
    return {
        "sameAs": artefact.url if is_link(artefact.url) else None,
        "license": None if licence is None or isinstance(licence, Gap) else str(licence),
    }


def _makers(page: Page, answer: EntryAnswer[Any], made: tuple[str, ...] | Gap | None) -> list[Data]:
    if made is None or isinstance(made, Gap):
        return []
    return _organisations(page, [answer.named("organisation", one) for one in made])


def _organisations(page: Page, made: Iterable[Named]) -> list[Data]:
    return [{"@type": "Organization", "name": one.name, "url": page.entry_href("organisation", one.id)} for one in made]


def _paper(page: Page, answer: EntryAnswer[Any], paper: str | Gap | None) -> Data | None:
    if not isinstance(paper, str):
        return None
    source = answer.sources.get(paper)
    data = {
        "@type": "CreativeWork",
        "name": answer.named("source", paper).name,
        "url": page.entry_href("source", paper),
        "sameAs": address(source) if source is not None else None,
    }
    return {key: value for key, value in data.items() if value is not None}


_IN_A_SCRIPT: Final = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "'": "\\u0027"})


def with_jsonld(markdown: str, data: Data) -> str:
    """A page with JSON-LD in its front matter, where the theme's template takes it from.

    Args:
        markdown: The page, beginning with its front matter.
        data: What to tell.

    Returns:
        The page; what it tells is one line of ASCII in which nothing can end the script that it will stand in.
    """
    text = json.dumps(data, separators=(",", ":")).translate(_IN_A_SCRIPT)
    return f"---\njsonld: {json.dumps(text)}\n{markdown.removeprefix('---').lstrip(chr(10))}"
