"""Libraries of others, brought from the npm registry into the folder of pages when the site is built."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from mmkb.pages.libraries import SERVED, Library
from mmkb.site.npm import LOCK, MANIFESTS, NpmError, install

VENDOR: Final = "assets/vendor"
_LICENCES: Final = "licences"


def bring_libraries(root: Path, docs: Path, tell: Callable[[str], object] | None = None) -> bool:
    """Copy the files of each library that the site serves, and its licence, to ``assets/vendor``.

    Args:
        root: The checkout.
        docs: The folder of pages.
        tell: Called with one sentence if the libraries cannot be had; the site is whole without them, but for the SQL page,
            which then says so.

    Returns:
        Whether they are there.

    Raises:
        OSError: If a file cannot be copied.
    """
    try:
        packages = install(root) / "node_modules"
        for library in SERVED:
            _copy(library, packages / library.name, docs / VENDOR / library.folder, root / MANIFESTS)
    except NpmError as error:
        if tell is not None:
            tell(f"The SQL page was built without SQLite: {error}.")
        return False
    return True


def _copy(library: Library, package: Path, folder: Path, manifests: Path) -> None:
    """Copy the files of a library and its licences.

    Raises:
        NpmError: If the package does not have a file any more, or tells no licence.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for inside, name in library.files:
        if not (package / inside).is_file():
            raise NpmError(f"{library.name} has no {inside} any more")
        shutil.copyfile(package / inside, folder / name)
    texts = [path for path in sorted(package.iterdir()) if path.name.upper().startswith(("LICEN", "COPYING", "NOTICE"))]
    if not texts:
        # Some packages name their licence and do not carry its text, which has to go with what is served.
        locked = json.loads((manifests / LOCK).read_text("utf-8"))["packages"][f"node_modules/{library.name}"]
        texts = [manifests / _LICENCES / f"{locked['license']}.txt"]
    for path in texts:
        if not path.is_file():
            raise NpmError(f"the text of the licence of {library.name} is missing: put it at {path}")
        shutil.copyfile(path, folder / (path.name if path.suffix else f"{path.name}.txt"))
