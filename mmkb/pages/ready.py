"""The ready questions of the SQL page, read from ``ready.sql``."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import Final

FILE: Final = "ready.sql"


@dataclass(frozen=True, slots=True)
class ReadyQuestion:
    """A question in words and in SQL.

    Attributes:
        title: The question.
        note: What a reader has to know of the answer; empty for nothing.
        sql: One SELECT.
    """

    title: str
    note: str
    sql: str


@dataclass(frozen=True, slots=True)
class Topic:
    """Questions about one thing.

    Attributes:
        name: What they are about.
        questions: The questions, in the order in which they are shown.
    """

    name: str
    questions: tuple[ReadyQuestion, ...]


def ready_questions() -> tuple[Topic, ...]:
    """Read the ready questions.

    Returns:
        The topics, in order.
    """
    written = resources.files("mmkb.pages").joinpath(FILE).read_text("utf-8")
    topics = []
    for part in written.split("\n-- ## ")[1:]:
        name, *questions = part.split("\n-- # ")
        topics.append(Topic(name.strip(), tuple(_question(question) for question in questions)))
    return tuple(topics)


def _question(written: str) -> ReadyQuestion:
    """A question with its comments and its statement."""
    title, *lines = written.strip().split("\n")
    notes = [line.removeprefix("-- ") for line in lines if line.startswith("-- ")]
    sql = "\n".join(line for line in lines if not line.startswith("-- "))
    return ReadyQuestion(title, " ".join(notes), sql.strip().removesuffix(";"))
