"""Licences as people, hubs and repositories write them: the one table of their names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from mmkb.records.availability import SPDX

_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "0BSD": ("BSD Zero Clause", "Zero-Clause BSD"),
    "AFL-3.0": ("Academic Free License 3.0",),
    "AGPL-3.0-only": ("AGPL-3.0 only", "AGPLv3 only"),
    "AGPL-3.0-or-later": ("AGPL-3.0+", "AGPLv3+", "AGPLv3 or later"),
    "Apache-2.0": ("Apache 2", "Apache2", "Apache2.0", "Apache Software 2.0", "ASL 2.0", "Apache v2"),
    "Artistic-2.0": (),
    "BSD-2-Clause": ("BSD 2", "2-Clause BSD", "Simplified BSD", "FreeBSD"),
    "BSD-3-Clause": ("BSD 3", "3-Clause BSD", "New BSD", "Modified BSD", "Revised BSD"),
    "BSD-3-Clause-Clear": ("BSD Clear", "Clear BSD"),
    "BSL-1.0": ("Boost 1.0", "Boost Software 1.0"),
    "CC0-1.0": ("CC0", "CC 0", "CC Zero 1.0", "CC0 1.0 Universal", "Creative Commons Zero v1.0 Universal"),
    "CDLA-Permissive-1.0": ("Community Data License Agreement Permissive 1.0",),
    "CDLA-Permissive-2.0": ("Community Data License Agreement Permissive 2.0",),
    "EUPL-1.2": ("European Union Public License 1.2",),
    "GPL-2.0-only": ("GPL-2.0 only", "GPLv2 only"),
    "GPL-2.0-or-later": ("GPL-2.0+", "GPLv2+", "GPLv2 or later"),
    "GPL-3.0-only": ("GPL-3.0 only", "GPLv3 only"),
    "GPL-3.0-or-later": ("GPL-3.0+", "GPLv3+", "GPLv3 or later"),
    "LGPL-3.0-or-later": ("LGPL-3.0+", "LGPLv3+", "LGPLv3 or later"),
    "MIT": ("Expat", "MIT/Expat", "MIT Open Source"),
    "MPL-2.0": ("Mozilla Public 2.0", "MPL 2", "MPLv2"),
    "MS-PL": ("Microsoft Public",),
    "ODC-By-1.0": ("ODC-By", "Open Data Commons Attribution 1.0"),
    "ODbL-1.0": ("ODbL", "Open Database 1.0", "Open Data Commons Open Database 1.0"),
    "OFL-1.1": ("SIL Open Font 1.1",),
    "PDDL-1.0": ("PDDL", "Open Data Commons Public Domain Dedication and License 1.0"),
    "LicenseRef-BigCode-OpenRAIL-M": ("bigcode-openrail-m",),
    "LicenseRef-BigScience-OpenRAIL-M": ("bigscience-openrail-m",),
    "LicenseRef-BigScience-RAIL-1.0": ("bigscience-bloom-rail-1.0", "BigScience RAIL 1.0"),
    "LicenseRef-CreativeML-OpenRAIL-M": ("creativeml-openrail-m", "CreativeML Open RAIL-M"),
    "LicenseRef-CreativeML-OpenRAIL-plus-plus-M": ("openrail++", "CreativeML OpenRAIL++-M", "CreativeML Open RAIL++-M"),
    "LicenseRef-DeepSeek": ("deepseek-license", "DeepSeek Model", "deepseek"),
    "LicenseRef-Gemma": ("gemma", "Gemma Terms of Use"),
    "LicenseRef-Llama-2": ("llama2", "Llama 2", "Llama 2 Community", "Meta Llama 2 Community"),
    "LicenseRef-Llama-3": ("llama3", "Llama 3", "Llama 3 Community", "Meta Llama 3 Community"),
    "LicenseRef-Llama-3.1": ("llama3.1", "Llama 3.1", "Llama 3.1 Community", "Meta Llama 3.1 Community"),
    "LicenseRef-Llama-3.2": ("llama3.2", "Llama 3.2", "Llama 3.2 Community", "Meta Llama 3.2 Community"),
    "LicenseRef-Llama-3.3": ("llama3.3", "Llama 3.3", "Llama 3.3 Community", "Meta Llama 3.3 Community"),
    "LicenseRef-Llama-4": ("llama4", "Llama 4", "Llama 4 Community", "Meta Llama 4 Community"),
    "LicenseRef-LLaMA": ("LLaMA Non-Commercial",),
    "LicenseRef-OpenRAIL": ("openrail", "OpenRAIL"),
    "LicenseRef-Qwen": ("Qwen",),
    "Unlicense": ("The Unlicense",),
    "Zlib": ("zlib/libpng",),
}
"""Names by licence, beside its own id; the words licence, version, the and agreement do not tell names apart."""

_ELEMENTS: Final = {"BY": "Attribution", "NC": "NonCommercial", "SA": "ShareAlike", "ND": "NoDerivatives"}
_UNDECIDED: Final = {"gpl": ("2.0", "3.0"), "agpl": ("3.0",), "lgpl": ("3.0",)}
"""Licences of which a version alone leaves open whether later ones may be taken."""


def _folded(name: str) -> str:
    """A name without what does not tell names apart: case, hyphens, filling words."""
    words = re.sub(r"[^a-z0-9.+]+", " ", name.lower().replace("licence", "license")).split()
    words = [re.sub(r"^(?:v|ver\.?)(?=\d)", "", word).rstrip(".") for word in words]
    filling = ("the", "license", "license.", "licensed", "agreement", "version", "v", "under")
    return " ".join(word for word in words if word and word not in filling)


def _commons(licence: str) -> Iterator[str]:
    """The long names of a licence of Creative Commons."""
    _, *elements, version = licence.split("-")
    long = [_ELEMENTS[element] for element in elements]
    apart = [re.sub(r"(?<=[a-z])(?=[A-Z])", " ", word) for word in long]
    for words in (long, apart):
        for place in ("", " International" if version == "4.0" else " Unported"):
            yield f"Creative Commons {' '.join(words)} {version}{place}"
            yield f"{' '.join(words)} {version}{place}"
    yield f"{' '.join(elements)} {version}" if len(elements) > 1 else f"CC{' '.join(elements)} {version}"


def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for licence in sorted({*SPDX, *_NAMES}):
        names = [licence, *_NAMES.get(licence, ())]
        if re.fullmatch(r"CC-BY[A-Z-]*-\d\.\d", licence):
            names += _commons(licence)
        for name in names:
            if table.setdefault(_folded(name), licence) != licence:
                raise ValueError(f"{name!r} would be both {table[_folded(name)]} and {licence}")
    return table


_TABLE: Final[Mapping[str, str]] = MappingProxyType(_table())


def licence(text: str) -> str | None:
    """A licence, or several joined by AND or OR, as an SPDX expression of the catalogue; None if a name is not known."""
    words = re.split(r" +(AND|OR) +", text)
    known = [word if i % 2 else word if _own(word) else _TABLE.get(_folded(word)) for i, word in enumerate(words)]
    return " ".join(map(str, known)) if all(known) else None


def _own(name: str) -> bool:
    """Whether a name is in the catalogue's own form."""
    return name in SPDX or re.fullmatch(r"LicenseRef-[A-Za-z0-9.-]+", name, re.ASCII) is not None


def licence_hint(text: str) -> str:
    """For a licence that leaves open whether later versions hold: both of its ids, as a hint; else nothing."""
    match = re.fullmatch(r"(?:gnu )?(a|l)?gpl ?v?(\d)(?:\.0)?", _folded(text))
    name = f"{(match[1] or '')}gpl" if match is not None else ""
    if match is None or f"{match[2]}.0" not in _UNDECIDED[name]:
        return ""
    stem = f"{name.upper()}-{match[2]}.0"
    return f"write {stem}-only or {stem}-or-later, whichever the files' own headers say"
