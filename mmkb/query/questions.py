"""All named questions to the database."""

from __future__ import annotations

from mmkb.query.across import Across
from mmkb.query.lists import Lists
from mmkb.query.nearby import Nearby
from mmkb.query.singles import Singles


class Questions(Lists, Singles, Across, Nearby):
    """Named questions about the catalogue, answered from its database, which is only ever read.

    Usable as a context manager; :func:`mmkb.open` gives one that can draw graphs, too.
    """
