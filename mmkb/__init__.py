"""mmkb: the open knowledge base of multimodal large language models.

>>> import mmkb
>>> kb = mmkb.open()
>>> [model.name for model in kb.models(encoder="imagebind", released="2023-05")]
['PandaGPT', 'Video-LLaMA']
"""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING, Any, Final

from mmkb.version import __version__

if TYPE_CHECKING:
    from mmkb.api import KnowledgeBase
    from mmkb.query import FilterError, NotFoundError, SqlError
    from mmkb.store import StoreError

__all__ = ["FilterError", "KnowledgeBase", "NotFoundError", "SqlError", "StoreError", "__version__", "open"]

_LATER: Final = {
    "FilterError": "mmkb.query",
    "KnowledgeBase": "mmkb.api",
    "NotFoundError": "mmkb.query",
    "SqlError": "mmkb.query",
    "StoreError": "mmkb.store",
}
"""What is loaded when it is asked for, so that importing mmkb stays cheap."""


def open(path: str | os.PathLike[str] | None = None) -> KnowledgeBase:
    """Open the knowledge base.

    Args:
        path: A database that ``mmkb build`` wrote, by path or address (``file:``, or ``https:``, which is fetched and kept
            until the knowledge base is closed), or a folder: one that holds ``mmkb.sqlite``, or a checkout. By default the
            database of the checkout around the working directory, and outside a checkout the one that the package was
            installed with.

    Returns:
        The knowledge base; it reads and never writes.

    Raises:
        StoreError: If there is no database, or it is none of this version of mmkb; the message says what to do.

    Example:
        >>> with open() as kb:
        ...     kb.model("llava").name
        'LLaVA'
    """
    from mmkb.api import open_knowledge_base

    return open_knowledge_base(path)


def __getattr__(name: str) -> Any:
    """Load what is asked for."""
    if name in _LATER:
        return getattr(importlib.import_module(_LATER[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
