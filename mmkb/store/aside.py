"""Files built aside and moved into place in one step."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_SUFFIX = ".building"


def _lock(fd: int, *, wait: bool) -> None:
    """Lock an open file, or raise OSError; on Windows an open file cannot be deleted anyway."""
    if sys.platform != "win32":
        fcntl.flock(fd, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)


def _clean(out: Path) -> None:
    """Remove what earlier builds left behind when they were killed; files of builds under way are locked and stay."""
    for left in sorted(out.parent.glob(f".{glob.escape(out.name)}.*{_SUFFIX}")):
        with suppress(OSError), left.open("rb") as file:
            _lock(file.fileno(), wait=False)
            left.unlink()


def _claim(out: Path) -> tuple[int, Path]:
    """Make and lock an empty file beside ``out``."""
    number = 0
    while True:
        number += 1
        path = out.parent / f".{out.name}.{os.getpid()}-{number}{_SUFFIX}"
        try:
            fd = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666)
        except FileExistsError:
            continue
        _lock(fd, wait=True)
        with suppress(FileNotFoundError):
            if os.fstat(fd).st_ino == path.stat().st_ino:
                return fd, path
        os.close(fd)  # Another build cleaned it away before it was locked.


@contextmanager
def built_aside(out: Path) -> Iterator[Path]:
    """Give a path to build at; what stands there afterwards takes the place of ``out`` in one step.

    Until then, and for good where the block raises or the process is killed, ``out`` stays as it is.

    Args:
        out: The file to put into place; its folder exists.

    Yields:
        Path of an empty file in the same folder.
    """
    _clean(out)
    fd, path = _claim(out)
    try:
        yield path
        os.fsync(fd)
        if sys.platform == "win32":
            os.close(fd)
        path.replace(out)
        _sync_folder(out.parent)
    finally:
        with suppress(OSError):
            os.close(fd)
        path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Have the move written to disk, where the system can do that."""
    with suppress(OSError):
        fd = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)
