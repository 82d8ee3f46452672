"""Fetching from the hub: the small files of a repository, by its own client, which is asked only for repositories."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from mmkb.hub.errors import HubError
from mmkb.hub.jsonfile import MAX_JSON
from mmkb.hub.tensors import INDEX, weights_of

FILES: Final = ("config.json", "preprocessor_config.json", "processor_config.json", "README.md", INDEX)


@dataclass(slots=True)
class Fetched:
    """What was fetched of a repository.

    Attributes:
        folder: Where the files lie.
        revision: The commit that they are of.
        weights: The file or files of the repository that hold weights; empty where there are none.
        parameters: Number of parameters; None where it is not known.
        parameters_at: Where it was read, or why it is not known.
        unreached: What could not be reached, in words.
    """

    folder: Path
    revision: str
    weights: str = ""
    parameters: int | None = None
    parameters_at: str = ""
    unreached: list[str] = field(default_factory=list)


def _client() -> Any:
    try:
        import huggingface_hub
    except ImportError:
        raise HubError(
            "Reading from the hub needs huggingface_hub, which is not installed: pip install 'mmkb[hub]', or in a checkout: "
            "make check. "
            "A folder with the checkpoint's files needs nothing: --hf FOLDER."
        ) from None
    return huggingface_hub


def _why(repository: str, error: Exception) -> HubError:
    """What a failure of the client means for the one who asked."""
    name = type(error).__name__
    if name in ("RepositoryNotFoundError", "RevisionNotFoundError"):
        return HubError(f"The hub has no repository or revision {repository}, or it is private. Is it spelt rightly?")
    if name in ("GatedRepoError", "DisabledRepoError"):
        return HubError(f"{repository} asks for leave first; accept its terms on the hub and log in with hf auth login.")
    if name == "EntryNotFoundError":
        return HubError(f"{repository} has no config.json: it is no checkpoint of transformers.")
    return HubError(
        f"huggingface.co could not be reached for {repository} ({name}). Without a network, give a folder with the "
        "checkpoint's config.json: --hf FOLDER --of OWNER/NAME."
    )


def fetch(repository: str, revision: str = "") -> Fetched:
    """Fetch the small files of a repository into the client's own cache.

    Args:
        repository: OWNER/NAME.
        revision: A commit, branch or tag; empty for the main branch.

    Raises:
        HubError: If the repository cannot be read.
    """
    client = _client()
    try:
        info = client.HfApi().model_info(repository, revision=revision or None, files_metadata=True, timeout=30)
    except Exception as error:  # the client passes on whatever its transport raises
        kept = client.try_to_load_from_cache(repository, "config.json", revision=revision or None)
        why = _why(repository, error)
        if not isinstance(kept, str) or "could not be reached" not in str(why):
            raise why from error
        folder = Path(kept).parent
        told = f"{why} Read from the cache of earlier downloads."
        return Fetched(folder, folder.name, parameters_at="the hub was not asked", unreached=[told])
    sizes = {one.rfilename: one.size or 0 for one in info.siblings or ()}
    wanted = [name for name in FILES if name in sizes and sizes[name] <= 20 * MAX_JSON]
    if "config.json" not in wanted:
        raise HubError(f"{repository} has no config.json: it is no checkpoint of transformers.")
    try:
        paths = [client.hf_hub_download(repository, name, revision=info.sha) for name in wanted]
    except Exception as error:
        raise _why(repository, error) from error
    fetched = Fetched(Path(paths[0]).parent, str(info.sha), weights_of(sizes))
    counted = getattr(info, "safetensors", None)
    by_type = dict(getattr(counted, "parameters", None) or {})
    if not by_type:
        fetched.parameters_at = "the hub knows of no safetensors files"
    elif set(by_type) <= {"F64", "F32", "F16", "BF16", "F8_E4M3", "F8_E5M2"}:
        fetched.parameters = sum(int(number) for number in by_type.values())
        fetched.parameters_at = "headers of the safetensors files, summed by the hub"
    else:
        fetched.parameters_at = "the weights are packed (quantised), so that their shapes do not count parameters"
    return fetched
