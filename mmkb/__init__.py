"""mmkb: the open knowledge base of multimodal large language models.

>>> import mmkb
>>> kb = mmkb.open()
>>> [model.name for model in kb.models(encoder="imagebind", released="2023-05")]
['PandaGPT', 'Video-LLaMA']
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from mmkb.version import __version__

if TYPE_CHECKING:
    from mmkb.api import KnowledgeBase

__all__ = ["KnowledgeBase", "__version__", "open"]


def open(path: str | os.PathLike[str] | None = None) -> KnowledgeBase:
    """Open the knowledge base.

    Args:
        path: A database file that ``mmkb build`` wrote. By default that of the checkout around the working directory, and
            outside a checkout the one that the package was installed with.

    Returns:
        The knowledge base; it reads and never writes.

    Raises:
        StoreError: If there is no database, or it is none of this version of mmkb; the message says what to do.
    """
    from mmkb.api import open_knowledge_base

    return open_knowledge_base(path)


def __getattr__(name: str) -> Any:
    """Give ``KnowledgeBase`` when asked for, so that importing mmkb stays cheap."""
    if name == "KnowledgeBase":
        from mmkb.api import KnowledgeBase

        return KnowledgeBase
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
