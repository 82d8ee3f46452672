"""Puts the database of the catalogue into the wheel, so that the package answers outside a checkout."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Builds ``mmkb.sqlite`` from ``catalog/`` while a wheel is built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the database and add it to the wheel.

        Raises:
            RuntimeError: If the catalogue has errors.
        """
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root))
        from mmkb.check import check_catalogue
        from mmkb.load import load_catalogue
        from mmkb.store import build_store
        from mmkb.vocab import Severity

        catalogue, problems = load_catalogue(root / "catalog")
        errors = [p.text() for p in [*problems, *check_catalogue(catalogue)] if p.severity is Severity.ERROR]
        if errors:
            raise RuntimeError("the catalogue has errors:\n" + "\n".join(errors))
        out = root / "build" / "package" / "mmkb.sqlite"
        out.parent.mkdir(parents=True, exist_ok=True)
        build_store(catalogue, out)
        build_data["force_include"][str(out)] = "mmkb/mmkb.sqlite"
