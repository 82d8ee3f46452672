"""What pages tell machines: JSON-LD with the words of schema.org, every address in full."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, Final

from mmkb.citing import address
from mmkb.pages.escape import is_link
from mmkb.pages.paths import REPOSITORY, built, entry_path, list_path
from mmkb.pages.words import label
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
from mmkb.records import FOLDERS, Entry, Source
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


def catalogue_jsonld(counts: Counts, data_version: str, newest: str, site: str) -> Data:
    """The catalogue as a whole: a Dataset with its downloads, to stand on the first page.

    Args:
        counts: How much there is.
        data_version: Version of the data.
        newest: The newest day that the catalogue bears.
        site: Where the site is published, with a slash at its end.
    """
    models, sources = counts.entries.get("model", 0), counts.entries.get("source", 0)
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": site,
        "name": "mmkb",
        "alternateName": "The open knowledge base of multimodal large language models",
        "description": "The knowledge base of multimodal large language models, taken apart into linked components: "
        f"{models:,} models, {counts.facts:,} citations of {sources:,} sources, {counts.scores:,} scores.",
        "url": site,
        "sameAs": REPOSITORY,
        "license": LICENCE_URL,
        "isAccessibleForFree": True,
        "version": data_version,
        "dateModified": newest,
        "keywords": ["multimodal large language models", "MM-LLM", "vision-language models", "model architecture"],
        "creator": {"@type": "Organization", "name": "mmkb", "url": REPOSITORY},
        "distribution": [
            {"@type": "DataDownload", "contentUrl": f"{site}{path}", "encodingFormat": media} for path, media in DOWNLOADS
        ],
    }  # fmt: skip


def entry_jsonld(kind: str, answer: EntryAnswer[Any], site: str) -> Data:
    """An entry and the way to it from the first page, to stand on its page.

    Args:
        kind: Kind of the entry.
        answer: Everything about it.
        site: Where the site is published, with a slash at its end.
    """
    places = _Places(site)
    record: Entry = answer.record
    here = places.entry(kind, answer.id)
    data: Data = {"@type": "CreativeWork", "@id": here, "name": record.name, "url": here}
    if record.aliases:
        data["alternateName"] = list(record.aliases)
    particular = _particular(places, answer)
    data["description"] = record.description or particular.pop("description", None)
    told = {**data, **particular}
    entry = {key: value for key, value in told.items() if value not in (None, [], "")}
    return {"@context": CONTEXT, "@graph": [entry, _way(places, kind, record.name, here)]}


class _Places:
    """The addresses of pages, in full."""

    def __init__(self, site: str) -> None:
        self.site = site

    def entry(self, kind: str, entry_id: str) -> str:
        """The address of the page of an entry."""
        return self.site + built(entry_path(kind, entry_id))

    def named(self, type_: str, entry: Named) -> Data:
        """An entry by its name and page."""
        address = self.entry(entry.kind, entry.id)
        return {"@type": type_, "@id": address, "name": entry.name, "url": address}


def _way(places: _Places, kind: str, name: str, here: str) -> Data:
    """The pages above an entry, from the first page on."""
    listed = "Results tables" if kind == "results" else FOLDERS[kind].capitalize()
    steps = (("mmkb", places.site), (listed, places.site + built(list_path(kind))), (name, here))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": i, "item": {"@type": "WebPage", "@id": address, "name": words}}
            for i, (words, address) in enumerate(steps, 1)
        ],
    }  # fmt: skip


def _particular(places: _Places, answer: EntryAnswer[Any]) -> Data:
    """What is particular to a kind."""
    match answer:
        case ModelAnswer():
            return _model(places, answer)
        case ComponentAnswer():
            return _component(places, answer)
        case DatasetAnswer():
            return _dataset(places, answer)
        case BenchmarkAnswer(record=benchmark):
            return {
                "@type": "Dataset",
                "datePublished": benchmark.released,
                "about": {"@type": "Thing", "name": benchmark.task},
                "description": f"A benchmark of multimodal large language models: {benchmark.task}.",
                "sameAs": benchmark.url,
                "citation": _paper(places, answer, benchmark.paper),
            }
        case OrganisationAnswer(record=organisation):
            parent = answer.named("organisation", organisation.parent) if organisation.parent is not None else None
            return {
                "@type": "Organization",
                "sameAs": organisation.url,
                "parentOrganization": _organisations(places, [parent])[0] if parent is not None else None,
            }
        case SourceAnswer(record=source):
            return {
                "@type": _type_of(source),
                "author": [{"@type": "Person", "name": name} for name in source.authors],
                "datePublished": source.released,
                "sameAs": address(source),
                "identifier": [
                    f"{scheme}:{value}" for scheme, value in (("doi", source.doi), ("arXiv", source.arxiv)) if value
                ],
            }  # fmt: skip
        case ResultsAnswer(record=table):
            return {
                "@type": "Dataset",
                "description": f"Scores of multimodal large language models, read in {table.table.locator} of "
                f"{answer.named('source', table.table.source).name}.",
                "license": LICENCE_URL,
                "isBasedOn": _paper(places, answer, table.table.source),
            }
        case SurveyAnswer(record=survey):
            return {"datePublished": survey.released, "citation": _paper(places, answer, survey.paper)}
        case _:
            raise TypeError(f"no JSON-LD for {type(answer).__name__}")


def _model(places: _Places, answer: ModelAnswer) -> Data:
    summary, record = answer.summary, answer.record
    given = record.availability
    parts = {part for some in (summary.encoders, summary.backbones, summary.generators) for part in some}
    return {
        "@type": "SoftwareApplication",
        "applicationCategory": "multimodal large language model",
        "datePublished": summary.released,
        "creator": _organisations(places, summary.organisations),
        "citation": _paper(places, answer, record.paper),
        "isBasedOn": [
            places.named("CreativeWork" if part.kind == "source" else "SoftwareApplication", part)
            for part in sorted({*parts, *(line.parent for line in answer.lineage)})
        ],
        **(_artefact(given.weights) if given is not None else {}),
    }


def _component(places: _Places, answer: ComponentAnswer) -> Data:
    record = answer.record
    return {
        "@type": "SoftwareApplication",
        "applicationCategory": ", ".join(str(kind) for kind in record.kinds),
        "datePublished": record.released,
        "creator": _makers(places, answer, record.organisations),
        "citation": _paper(places, answer, record.paper),
        **_artefact(record.weights),
    }


def _dataset(places: _Places, answer: DatasetAnswer) -> Data:
    record = answer.record
    purposes = " and ".join(label(purpose) for purpose in record.purposes)
    return {
        "@type": "Dataset",
        "description": f"A dataset for {purposes} of multimodal large language models.",
        "datePublished": record.released,
        "creator": _makers(places, answer, record.organisations),
        "citation": _paper(places, answer, record.paper),
        **_artefact(record.access),
    }


def _artefact(artefact: Artefact | Gap | None) -> Data:
    """Address and licence of what can be had."""
    if not isinstance(artefact, Artefact):
        return {}
    licence = artefact.licence
    return {
        "sameAs": artefact.url if is_link(artefact.url) else None,
        "license": None if licence is None or isinstance(licence, Gap) else _licence(str(licence)),
    }


def _licence(expression: str) -> str | Data:
    """A licence by its address, where SPDX has a page of it, or by its name."""
    if re.fullmatch(r"[A-Za-z0-9.+-]+", expression) and not expression.startswith(("LicenseRef-", "DocumentRef-")):
        return f"https://spdx.org/licenses/{expression}.html"
    return {"@type": "CreativeWork", "name": expression.removeprefix("LicenseRef-")}


def _type_of(source: Source | None) -> str:
    return _SOURCE_TYPES.get(source.kind, "WebPage") if source is not None else "CreativeWork"


def _makers(places: _Places, answer: EntryAnswer[Any], made: tuple[str, ...] | Gap | None) -> list[Data]:
    if made is None or isinstance(made, Gap):
        return []
    return _organisations(places, [answer.named("organisation", one) for one in made])


def _organisations(places: _Places, made: Iterable[Named]) -> list[Data]:
    return [places.named("Organization", one) for one in made]


def _paper(places: _Places, answer: EntryAnswer[Any], paper: str | Gap | None) -> Data | None:
    if not isinstance(paper, str):
        return None
    source = answer.sources.get(paper)
    data = {
        **places.named(_type_of(source), answer.named("source", paper)),
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
