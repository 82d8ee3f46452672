"""Where things can be had, and under which licence."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema

from mmkb.records.base import Cited, Line, Link, OrGap
from mmkb.records.forms import Form, TextForm
from mmkb.rules import rule

BAD_LICENCE = rule(
    "licence-form",
    "A licence is an SPDX identifier, LicenseRef-NAME for one that SPDX does not list, or several joined by AND or OR.",
    "Write Apache-2.0, not 'Apache 2'; LicenseRef-LLaMA for the LLaMA licence; 'Apache-2.0 AND CC-BY-NC-4.0' for both.",
)
SPDX = frozenset(
    [
        "0BSD",
        "AFL-3.0",
        "AGPL-3.0-only",
        "AGPL-3.0-or-later",
        "Apache-2.0",
        "Artistic-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "BSD-3-Clause-Clear",
        "BSL-1.0",
        "CC-BY-2.0",
        "CC-BY-3.0",
        "CC-BY-4.0",
        "CC-BY-NC-2.0",
        "CC-BY-NC-3.0",
        "CC-BY-NC-4.0",
        "CC-BY-NC-ND-4.0",
        "CC-BY-NC-SA-3.0",
        "CC-BY-NC-SA-4.0",
        "CC-BY-ND-4.0",
        "CC-BY-SA-3.0",
        "CC-BY-SA-4.0",
        "CC-PDDC",
        "CC0-1.0",
        "CDLA-Permissive-1.0",
        "CDLA-Permissive-2.0",
        "ECL-2.0",
        "EPL-2.0",
        "EUPL-1.2",
        "GPL-2.0-only",
        "GPL-2.0-or-later",
        "GPL-3.0-only",
        "GPL-3.0-or-later",
        "ISC",
        "LGPL-2.1-only",
        "LGPL-3.0-only",
        "LGPL-3.0-or-later",
        "MIT",
        "MPL-2.0",
        "MS-PL",
        "NCSA",
        "ODC-By-1.0",
        "ODbL-1.0",
        "OFL-1.1",
        "PDDL-1.0",
        "PostgreSQL",
        "Unlicense",
        "WTFPL",
        "Zlib",
    ]
)
LICENCE_FORM = TextForm(
    BAD_LICENCE, re.compile(r"LicenseRef-[A-Za-z0-9.-]+", re.ASCII),
    "{came} is neither a known SPDX identifier nor LicenseRef-NAME",
)  # fmt: skip
"""The form of one licence that is not among :data:`SPDX`."""


def _licence(text: str) -> str:
    for word in re.split(r" (?:AND|OR) ", text):
        if word not in SPDX:
            LICENCE_FORM(word)
    return text


Licence = Annotated[
    str,
    AfterValidator(_licence),
    Form("licence"),
    WithJsonSchema(
        {"type": "string", "examples": ["Apache-2.0", "MIT", "CC-BY-NC-4.0", "LicenseRef-LLaMA", "Apache-2.0 AND CC-BY-NC-4.0"]}
    ),
]
"""An SPDX licence expression."""


class Artefact(Cited):
    """Code or weights that were released."""

    url: Link = Field(description="The official place.")
    licence: OrGap[Licence] | None = Field(default=None, description="Licence, as the official place states it.")
    note: Line | None = Field(default=None, description="What a reader must know about it.")
