"""All families of multimodal models that the catalogue can read a checkpoint of, by ``model_type``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from mmkb.hub.families_sound import SOUND
from mmkb.hub.families_vision import VISION
from mmkb.hub.family import Family

TRANSFORMERS: Final = "5.23.0"
"""The version of ``transformers`` in which the families were read."""

FAMILIES: Final[Mapping[str, Family]] = MappingProxyType({family.model_type: family for family in (*VISION, *SOUND)})
"""The families by ``model_type``."""
