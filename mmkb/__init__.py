"""mmkb: the open knowledge base of multimodal large language models."""

from __future__ import annotations

__version__ = "0.1.0"
