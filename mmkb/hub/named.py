"""A model's entry without a checkpoint: what a person tells, with the paper or the code as its source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mmkb.hub.drafts import Draft, Drafts
from mmkb.hub.model import Given, code_of, paper_source, wanted_todo


def draft_named(tell: Callable[[str], dict[str, Any]], given: Given, drafts: Drafts) -> Draft | None:
    """Draft the entry of a model that has no checkpoint to read.

    Args:
        tell: Gives what a person tells of it, as the entry's data, by the id of the source in which that was read.
        given: Its paper and code.
        drafts: Where the drafts go.

    Returns:
        The model's draft, which is the last in ``drafts``; None if neither paper nor code gives a source.

    Raises:
        HubError: If an entry of its id is there already.
    """
    paper = paper_source(given, drafts)
    code = code_of(given.repository, drafts) if given.repository is not None else None
    source = paper or (code["sources"][0]["source"] if code is not None else None)
    if source is None:
        return None
    data = tell(source)
    if paper is not None:
        data["paper"] = paper
    if code is not None:
        data["availability"] = {"code": code, "sources": code["sources"]}
    draft = Draft("model", data, wanted_todo(data))
    draft.todo += [f"could not be reached: {one}" for one in given.unreached]
    drafts.add(draft)
    return draft
