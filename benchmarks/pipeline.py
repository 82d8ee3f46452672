"""How long check and build take, as ratios to a floor measured in the same run.

The floor is what any such pipeline must do: read the files, parse them with PyYAML's C parser, validate them as the same
Pydantic records, and insert the same rows with ``executemany`` into the same tables.

    python benchmarks/pipeline.py [--sizes 500 10000] [--runs 3]

Every figure is the best of the runs, each in a process of its own, without the start of the interpreter and imports.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).parent))
from synthetic import change_one, write_catalogue

from mmkb.cli.checkout import Checkout
from mmkb.cli.judging import build_database, judge
from mmkb.records import FOLDERS, KINDS

GOALS = {"check": 1.5, "build": 2.0, "check again": 0.2, "build again": 0.2}
"""Largest ratio: of the first check and build to the floor, of the second ones to the first."""


class PlainLoader(yaml.CSafeLoader):
    """PyYAML's C loader, dates and yes and no left as text, so that the records accept what it gives."""


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":bool"))]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def floor(root: Path) -> Callable[[], None]:
    """The floor, its rows and tables taken from the database built before."""
    with closing(sqlite3.connect(Checkout(root).database)) as built:
        made = built.execute(
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('table', 'index') "
            "AND name NOT LIKE 'search%' AND name NOT LIKE 'sqlite%' ORDER BY type DESC, name"
        ).fetchall()
        tables = [name for name, sql in made if sql.upper().startswith("CREATE TABLE")]
        rows = {name: built.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}

    def work() -> None:
        for kind, folder in FOLDERS.items():
            for path in sorted((root / "catalog" / folder).glob("*.yaml")):
                KINDS[kind].model_validate(yaml.load(path.read_bytes(), PlainLoader))
        (root / "floor.sqlite").unlink(missing_ok=True)
        with closing(sqlite3.connect(root / "floor.sqlite")) as file:
            for _, sql in made:
                file.execute(sql)
            for name, lines in rows.items():
                if lines:
                    file.executemany(f'INSERT INTO "{name}" VALUES({", ".join("?" * len(lines[0]))})', lines)
            file.commit()

    return work


def check(root: Path) -> Callable[[], None]:
    """What mmkb check does."""

    def work() -> None:
        problems = judge(Checkout(root))[1]
        if problems:
            raise SystemExit("\n".join(problem.text() for problem in problems[:5]))

    return work


def build(root: Path) -> Callable[[], None]:
    """What mmkb build does."""
    import mmkb.store.build
    import mmkb.store.layout  # noqa: F401 - what is loaded only to build is not timed

    def work() -> None:
        checkout = Checkout(root)
        errors = build_database(checkout, checkout.database)
        if errors:
            raise SystemExit("\n".join(problem.text() for problem in errors[:5]))

    return work


WORK: dict[str, Callable[[Path], Callable[[], None]]] = {"floor": floor, "check": check, "build": build}


def measured(what: str, root: Path) -> dict[str, float]:
    """Time one piece of work in a process of its own: seconds, and the most memory in MB."""
    out = subprocess.run(
        [sys.executable, __file__, "--work", what, str(root)], check=True, capture_output=True, text=True
    ).stdout
    found: dict[str, float] = json.loads(out)
    return found


def _fresh(root: Path, what: str) -> dict[str, float]:
    Checkout(root).cache.unlink(missing_ok=True)
    if what == "build":
        Checkout(root).database.unlink(missing_ok=True)
    return measured(what, root)


def _again(root: Path, what: str) -> dict[str, float]:
    measured(what, root)
    change_one(root / "catalog")
    return measured(what, root)


def _best(runs: list[dict[str, float]]) -> dict[str, float]:
    return {"seconds": min(run["seconds"] for run in runs), "memory": max(run["memory"] for run in runs)}


def figures(root: Path, runs: int) -> dict[str, dict[str, float]]:
    """All figures of one catalogue: the pieces of work take turns, so that each run meets the same machine."""
    found: dict[str, list[dict[str, float]]] = {}
    for _ in range(runs):
        found.setdefault("check", []).append(_fresh(root, "check"))
        found.setdefault("check again", []).append(_again(root, "check"))
        found.setdefault("build", []).append(_fresh(root, "build"))
        found.setdefault("floor", []).append(measured("floor", root))
        found.setdefault("build again", []).append(_again(root, "build"))
    return {what: _best(runs) for what, runs in found.items()}


def report(size: int, found: dict[str, dict[str, float]], weight: float) -> bool:
    """Print the figures of one size; tell whether all goals are met."""
    base = found["floor"]["seconds"]
    print(f"{size:,} models of {weight:,.0f} bytes: floor {base:.2f} s, {base / size * 1e6:,.0f} us a model")
    met = True
    for what in ("check", "build", "check again", "build again"):
        first = what.removesuffix(" again")
        ratio = found[what]["seconds"] / (base if what == first else found[first]["seconds"])
        met = met and ratio <= GOALS[what]
        to = "the floor" if what == first else f"the first {first}"
        print(
            f"  {what:<12} {found[what]['seconds']:7.2f} s  {found[what]['seconds'] / size * 1e6:7,.0f} us a model  "
            f"{ratio:5.2f} of {to} (goal {GOALS[what]})  {found[what]['memory']:6.0f} MB"
        )
    return met


def _work(what: str, root: Path) -> dict[str, Any]:
    work = WORK[what](root)
    if what == "floor":
        gc.disable()
    begun = time.perf_counter()
    work()
    seconds = time.perf_counter() - begun
    return {"seconds": seconds, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[500, 10_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--work", nargs=2, metavar=("WHAT", "FOLDER"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        print(json.dumps(_work(given.work[0], Path(given.work[1]))))
        return
    met = True
    for size in given.sizes:
        with tempfile.TemporaryDirectory() as folder:
            catalog = write_catalogue(Path(folder), size)
            weight = sum(path.stat().st_size for path in (catalog / "models").iterdir()) / size
            met = report(size, figures(Path(folder), given.runs), weight) and met
    print("all goals are met" if met else "not all goals are met")


if __name__ == "__main__":
    main()
