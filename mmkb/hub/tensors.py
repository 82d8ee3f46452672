"""Parameters of a checkpoint: the sum of the shapes that the headers of its safetensors files give."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from mmkb.hub.errors import HubError
from mmkb.hub.jsonfile import MAX_JSON, parse_object, read_object, size_of, whole

MAX_HEADER: Final = 100_000_000
"""Bytes of a header, the limit of the format itself."""
INDEX: Final = "model.safetensors.index.json"
_WEIGHTS: Final = (".safetensors", ".bin", ".pt", ".pth")
_STATES: Final = ("optimizer", "scheduler", "training_args", "rng_state")
_PACKED: Final = frozenset({"I8", "U8", "I16", "U16", "I32", "U32", "I64", "U64", "BOOL", "F4", "F6_E2M3", "F6_E3M2"})
"""Types in which a number may hold several weights, or none: their shapes do not count parameters."""


def count(tensors: Mapping[str, Any]) -> int | str:
    """Sum the shapes of the tensors in a header.

    Returns:
        The number of parameters, or why it cannot be told.
    """
    total, packed = 0, 0
    for name, tensor in tensors.items():
        if name == "__metadata__":
            continue
        shape = tensor.get("shape") if isinstance(tensor, dict) else None
        if not isinstance(shape, list) or not all(type(side) is int and 0 <= side < 2**40 for side in shape):
            return f"the header gives no shape for {name[:80]!r}"
        size = math.prod(shape)
        if tensor.get("dtype") in _PACKED:
            packed += size
        else:
            total += size
    if packed > 100_000 + total // 1000:  # a few positions and masks are no weights
        return "the weights are packed (quantised), so that their shapes do not count parameters"
    return total if 0 < total < 2**63 else "the headers hold no weights"


def _header(path: Path) -> dict[str, Any]:
    size = size_of(path)
    if size is None:
        raise HubError(f"{path.name} is missing")
    with path.open("rb") as file:
        start = file.read(8)
        length = int.from_bytes(start, "little")
        if len(start) < 8 or not 2 <= length <= min(MAX_HEADER, size - 8):
            raise HubError(f"{path.name} is no safetensors file, or cut short")
        raw = file.read(length)
    return parse_object(raw, path.name)


def _shards(index: Mapping[str, Any]) -> list[str]:
    """The names of the files of an index; none that leads out of its folder."""
    names = index.get("weight_map")
    files = sorted({str(name) for name in names.values()}) if isinstance(names, dict) else []
    return [name for name in files if Path(name).name == name and name.endswith(".safetensors")]


def _from_shards(folder: Path, names: Iterable[str]) -> int | str:
    merged: dict[str, Any] = {}
    for name in names:
        try:
            merged.update(_header(folder / name))
        except (HubError, OSError, json.JSONDecodeError) as error:
            return str(error).rstrip(".")
    return count(merged)


def parameters(folder: Path) -> tuple[int | None, str]:
    """Count the parameters of a checkpoint in a folder.

    Args:
        folder: The folder.

    Returns:
        The number with the place where it was read, or None with the reason why it is not known.

    Raises:
        HubError: If the index cannot be read.
    """
    index = read_object(folder / INDEX, 20 * MAX_JSON)
    if index is not None:
        names = _shards(index)
        found = _from_shards(folder, names) if names else "the index names no files"
        if isinstance(found, int):
            return found, f"headers of {len(names)} safetensors files: sum of the shapes"
        metadata = index.get("metadata")
        stated = whole_of(metadata, "total_parameters")
        if stated is not None:
            return stated, f"{INDEX}: metadata.total_parameters"
        size = whole_of(metadata, "total_size")
        told = f"; {INDEX} gives metadata.total_size {size:,}, which counts bytes" if size else ""
        return None, f"{found}{told}"
    single = folder / "model.safetensors"
    if size_of(single) is None:
        return None, "there is no safetensors file or index"
    found = _from_shards(folder, [single.name])
    return (found, "model.safetensors: sum of the shapes") if isinstance(found, int) else (None, found)


def weights_of(names: Iterable[str]) -> str:
    """Which of some files hold weights, as a locator: ``model-*.safetensors``; empty for none."""
    found = sorted({name for name in names if name.endswith(_WEIGHTS) and not name.startswith(_STATES)})
    if len(found) <= 1:
        return found[0] if found else ""
    endings = sorted({name.rsplit(".", 1)[-1] for name in found})
    return f"{len(found)} files with weights (*.{', *.'.join(endings)})"


def whole_of(data: object, key: str) -> int | None:
    """A positive whole number below 2**63 under a key of an object."""
    value = data.get(key) if isinstance(data, dict) else None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if type(value) is int and 0 < value < 2**63 else whole(value)
