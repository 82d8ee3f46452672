"""Verifications: which parts of an entry were compared with the files of a checkpoint, and agreed."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from mmkb.records.base import Line, PartialDate, Record
from mmkb.rules import rule
from mmkb.vocab import Verifiable

BAD_REVISION = rule(
    "revision-form",
    "A verification names the commit that was compared: all 40 hexadecimal digits of its id, for a branch or tag may move.",
    "Write the commit's id; mmkb verify --write does, and the repository's page of commits on the hub shows it.",
)
_COMMIT = re.compile(r"[0-9a-f]{40}", re.ASCII)


def _revision(text: str) -> str:
    if _COMMIT.fullmatch(text) is None:
        raise PydanticCustomError(BAD_REVISION.code, "{message}", {"message": f"{text!r} is not the id of a commit"})
    return text


Revision = Annotated[
    str, AfterValidator(_revision), WithJsonSchema({"type": "string", "pattern": "^[0-9a-f]{40}$"})
]  # fmt: skip
"""The id of a commit."""
Repository = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=200)
]
"""A repository on the Hugging Face hub."""


class Verification(Record):
    """A comparison of the entry with the files of a checkpoint, in which they agreed."""

    what: tuple[Verifiable, ...] = Field(min_length=1, description="What was compared and agreed.")
    repository: Repository = Field(
        description="The repository on the Hugging Face hub.", examples=["llava-hf/llava-1.5-7b-hf"]
    )  # fmt: skip
    revision: Revision = Field(description="The commit whose files were compared.")
    date: PartialDate = Field(description="When.")
    by: Line = Field(description="Who: a name, or an account on GitHub.", examples=["@octocat"])
