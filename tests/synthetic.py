"""The made-up catalogues of the benchmarks, for tests that need many entries."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

from tests.conftest import ROOT


def _loaded() -> ModuleType:
    # Benchmarks are scripts that import each other as neighbours, no package.
    path = ROOT / "benchmarks" / "synthetic.py"
    spec = importlib.util.spec_from_file_location("synthetic", path)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules.setdefault("synthetic", importlib.util.module_from_spec(spec))
    spec.loader.exec_module(module)
    return module


_module = _loaded()
write_catalogue = _module.write_catalogue
write_scores = _module.write_scores
