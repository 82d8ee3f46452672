"""The issue form for a new model, as GitHub writes it down once it is filled in: what was said, or all that is wrong with it.

The text is by anybody. Each answer is taken for one line of text, or for words of the vocabulary, and for nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from mmkb.hub.checkpoint import parse_repository
from mmkb.hub.errors import HubError
from mmkb.hub.kinds import slug
from mmkb.hub.papers import arxiv_id
from mmkb.hub.repository import source_of_address
from mmkb.problems import did_you_mean
from mmkb.records.base import SLUG_PATTERN
from mmkb.vocab import Design, Modality, ReleaseEvent, Word

T = TypeVar("T")
LABELS: Final = (
    "Name", "Id", "What it does", "Paper", "BibTeX", "Checkpoint", "Code", "Released", "What was released that day",
    "Where the day is written", "Takes in", "Gives out", "Design", "Where that is written", "Anything else",
)  # fmt: skip
"""The labels of the form's fields, as ``.github/ISSUE_TEMPLATE/new-model.yml`` gives them."""

MOST: Final = 100_000
"""Characters of an issue that are read."""

_NOTHING: Final = "_No response_"
_DATE: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_HEADING: Final = re.compile(r"^### (.+?)\s*$", re.MULTILINE)


class FormError(HubError):
    """A form is not filled in as it must be.

    Attributes:
        problems: All that is wrong, a sentence each.
    """

    def __init__(self, problems: Iterable[str]) -> None:
        """Take the problems."""
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True, slots=True)
class Filled:
    """What a filled-in form says; what it does not say is empty.

    Attributes:
        id: Id of the model.
        name: Its name.
        description: What it does.
        arxiv: arXiv id of its paper.
        bibtex: BibTeX of its paper.
        checkpoint: Repository of the hub.
        code: Address of the repository of its code.
        date: The first public day, as precise as it is known.
        event: What was released that day.
        date_place: Where that is written.
        inputs: What it takes in.
        outputs: What it gives out.
        design: How it is built.
        place: Where modalities and design are written.
    """

    id: str
    name: str
    description: str
    arxiv: str
    bibtex: str
    checkpoint: str
    code: str
    date: str
    event: str
    date_place: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    design: str
    place: str


def body_of(raw: str) -> str:
    """The text of the issue in a file that holds it, or in one in which GitHub tells an event.

    Raises:
        FormError: If an event is about no issue.
    """
    try:
        event = json.loads(raw)
    except ValueError:
        return raw[:MOST]
    issue = event.get("issue") if isinstance(event, dict) else None
    body = issue.get("body") if isinstance(issue, dict) else None
    if not isinstance(body, str):
        raise FormError(["The event is about no issue with a text."])
    return body[:MOST]


def answers_of(body: str) -> dict[str, str]:
    """The answers of a form by the labels of its fields; a field without an answer is left out.

    Raises:
        FormError: If a label stands there twice, or none does.
    """
    body = body.replace("\r\n", "\n")
    found = [match for match in _HEADING.finditer(body) if match[1] in LABELS]
    if not found:
        raise FormError(["The issue is not a filled-in form for a new model: none of its headings is there."])
    twice = sorted({match[1] for match in found if sum(other[1] == match[1] for other in found) > 1})
    if twice:
        raise FormError(f"The heading “{label}” stands there more than once; which answer counts?" for label in twice)
    ends = [match.start() for match in found[1:]] + [len(body)]
    texts = {match[1]: body[match.end() : end].strip() for match, end in zip(found, ends, strict=True)}
    return {label: text for label, text in texts.items() if text and text != _NOTHING}


def filled_of(answers: Mapping[str, str]) -> Filled:
    """What the answers of a form say.

    Raises:
        FormError: If something is missing or cannot be; it holds all problems.
    """
    problems: list[str] = []

    def line(label: str, longest: int = 300) -> str:
        text = answers.get(label, "")
        said = " ".join("".join(c if c.isprintable() else " " for c in text).split())
        if len(said) > longest:
            problems.append(f"{label}: {len(said)} characters; at most {longest} fit.")
        return said[:longest]

    def read(label: str, reader: Callable[[str], T], empty: T) -> T:
        said = line(label)
        try:
            return reader(said) if said else empty
        except HubError as error:
            problems.append(f"{label}: {error}")
            return empty

    def words(label: str, vocabulary: type[Word]) -> tuple[str, ...]:
        possible = [str(word) for word in vocabulary]
        said = [word.strip() for word in line(label).split(",") if word.strip()]
        for word in said:
            if word not in possible:
                hint = did_you_mean(word, possible)
                problems.append(f"{label}: {word!r} is no such word{f'; {hint}' if hint else '.'}")
        return tuple(dict.fromkeys(said))

    needed = ("Name", "Takes in", "Gives out", "Design", "Where that is written")
    problems += [f"{label}: is missing." for label in needed if label not in answers]
    name = line("Name", 100)
    entry = line("Id", 100) or slug(name)
    if name and not (len(entry) <= 80 and re.fullmatch(SLUG_PATTERN, entry)):
        problems.append(f"Id: {entry!r} is no id; lower-case letters, digits, - and . make one, such as my-model-7b.")
    date, event = line("Released"), words("What was released that day", ReleaseEvent)
    if date and not _DATE.fullmatch(date):
        problems.append(f"Released: {date!r} is no date; write 2024-05-31, 2024-05 or 2024.")
    if date and not (event and "Where the day is written" in answers):
        problems.append("Released: say also what was released that day, and where the day is written.")
    if not any(label in answers for label in ("Paper", "BibTeX", "Code", "Checkpoint")):
        problems.append("Paper, BibTeX, Code, Checkpoint: one of them is needed, since every fact needs a source.")
    design = words("Design", Design)
    found = Filled(
        id=entry, name=name, description=line("What it does", 400),
        arxiv=read("Paper", arxiv_id, ""), bibtex=_block(answers.get("BibTeX", "")),
        checkpoint=read("Checkpoint", lambda said: "@".join(filter(None, parse_repository(said))), ""),
        code=read("Code", lambda said: source_of_address(said)[1], ""),
        date=date, event=event[0] if event else "", date_place=line("Where the day is written"),
        inputs=words("Takes in", Modality), outputs=words("Gives out", Modality),
        design=design[0] if design else "", place=line("Where that is written"),
    )  # fmt: skip
    if problems:
        raise FormError(problems)
    return found


def _block(text: str) -> str:
    """A text without the fence that GitHub puts around a field that is shown as code."""
    fenced = re.fullmatch(r"```\w*\n(.*?)\n?```", text, re.DOTALL)
    return fenced[1] if fenced is not None else text


def data_of(filled: Filled, source: str) -> dict[str, Any]:
    """What a form says as the data of an entry, each fact with the source in which it was read.

    Args:
        filled: The form.
        source: Id of the source.
    """

    def cited(place: str) -> list[dict[str, str]]:
        return [{"source": source, "locator": place}]

    data: dict[str, Any] = {"id": filled.id, "name": filled.name}
    if filled.description:
        data["description"] = filled.description
    if filled.date:
        data["release"] = {"date": filled.date, "event": filled.event, "sources": cited(filled.date_place)}
    data["modalities"] = {"input": list(filled.inputs), "output": list(filled.outputs), "sources": cited(filled.place)}
    data["architecture"] = {"design": filled.design, "sources": cited(filled.place)}
    return data
