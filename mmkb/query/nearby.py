"""Questions for what is near a model: models like it, and where its scores stand."""

from __future__ import annotations

from mmkb.kept import Shared
from mmkb.query import naming, standing
from mmkb.query.asking import Asking
from mmkb.query.errors import FilterError
from mmkb.query.rows import Rows
from mmkb.query.similar import Likeness, SimilarModel
from mmkb.query.standing import Standing


class Nearby(Asking):
    """Questions for what is near a model."""

    _likeness: Shared[Likeness] | None = None

    def similar(self, name: str, limit: int = 6) -> Rows[SimilarModel]:
        """The models that are most like a model, each with the reason.

        What counts is what both are built of and in which role, what they were trained on, lineage, modalities and fusion; a
        rare part counts more than a common one. Models that share no component, dataset or line of lineage are not named.

        Args:
            name: The model, by id or name.
            limit: How many at most.

        Raises:
            NotFoundError: If there is no such model; the message says what was probably meant.
            FilterError: If ``limit`` is below 0.

        Example:
            >>> kb.similar("llava", 1)[0].reason.split("; ")[1]
            'same encoder CLIP ViT-L/14 and LLM Vicuna'
        """
        if limit < 0:
            raise FilterError(f"a limit of {limit} models cannot be kept")
        model = naming.known(self.store, "model", name)
        if self._likeness is None:
            # The database is only ever read, so what was read of it once holds.
            self._likeness = Shared(self.store, lambda: Likeness(self.store))
        return self._rows(SimilarModel, self._likeness.get().of(model, limit))

    def standings(self, name: str) -> Rows[Standing]:
        """Where the scores of a model stand among those that they can be compared with.

        Args:
            name: The model, by id or name.

        Returns:
            Of every group of comparable scores with scores of other models too, the model's best, by benchmark.

        Raises:
            NotFoundError: If there is no such model; the message says what was probably meant.

        Example:
            >>> all(standing.rank <= standing.of for standing in kb.standings("llava-1.5"))
            True
        """
        model = naming.known(self.store, "model", name)
        return self._rows(Standing, standing.standings_of(self.store, model))
