"""Run a command that writes files from others, and fail if what lies in a folder is not what it writes.

Usage: guard.py FOLDER -- COMMAND...
"""

from __future__ import annotations

import shlex
import subprocess
import sys


def main(words: list[str]) -> int:
    """Run the command; gives 0 if nothing in the folder changed, and 1 after it told what to do otherwise."""
    folder, dashes, *command = words
    if dashes != "--" or not command:
        raise SystemExit(__doc__)
    ran = subprocess.run(command, check=False)
    status = ["git", "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", folder]
    listed = subprocess.run(status, check=True, capture_output=True, text=True).stdout
    changed = [line[3:] for line in listed.split("\0") if line]
    for path in changed:
        print(
            f"::error file={_plain(path)},title=Generated file::This file is written by a command and not by hand. "
            f"Undo the edit, or change what it is written from, then run: {shlex.join(command)}"
        )
    if ran.returncode != 0 and not changed:
        print(f"::error title=Generated files::The command failed: {shlex.join(command)}")
    return 1 if changed or ran.returncode != 0 else 0


def _plain(path: str) -> str:
    """A path as an annotation takes it."""
    for sign, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C")):
        path = path.replace(sign, code)
    return path


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
