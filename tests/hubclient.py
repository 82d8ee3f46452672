"""A machine without a network, and a client of the hub that answers from a folder."""

from __future__ import annotations

import sys
import types
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.checkpoints import COMMIT
from tests.toycatalogue import copy_of_toy


def offline_toy(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A toy checkout, which becomes the working directory, on a machine without a network."""
    root = copy_of_toy(folder)
    monkeypatch.chdir(root)

    def offline(*_: object, **__: object) -> Any:
        raise urllib.error.URLError("no network")

    monkeypatch.setattr(urllib.request, "urlopen", offline)
    return root


def put_hub(monkeypatch: pytest.MonkeyPatch, folder: Path, failure: Exception | None = None) -> None:
    """Put a client of the hub in place that answers from a folder."""
    client = types.ModuleType("huggingface_hub")

    class HfApi:
        def model_info(self, repository: str, **_: object) -> object:
            if failure is not None:
                raise failure
            siblings = [types.SimpleNamespace(rfilename=path.name, size=path.stat().st_size) for path in folder.iterdir()]
            counted = types.SimpleNamespace(parameters={"BF16": 1_234_000_000})
            return types.SimpleNamespace(sha=COMMIT, siblings=siblings, safetensors=counted)

    vars(client).update(
        HfApi=HfApi, hf_hub_download=lambda repository, name, revision: str(folder / name),
        try_to_load_from_cache=lambda repository, name, revision: None,
    )  # fmt: skip
    monkeypatch.setitem(sys.modules, "huggingface_hub", client)
