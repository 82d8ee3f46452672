"""``python -m mmkb``."""

from mmkb.cli import main

main()
