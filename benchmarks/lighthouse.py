"""What Lighthouse says of the built site on a telephone: home, the explorer and the page of a model.

The site is served on this machine as hosts of static sites do it: packed, over connections that are kept, with word of how
long files keep. Lighthouse comes from npm (``site/npm``), the browser is the system's Chromium.

    python benchmarks/lighthouse.py [--site build/site] [--runs 3] [--goal 95] [PAGE ...]

Of several runs the median counts. Simulated throttling (a slow telephone on a slow net) is Lighthouse's own, so that figures of
different machines are near each other.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from http import HTTPStatus
from pathlib import Path
from typing import Any

from mmkb.site.npm import find_tools, install
from mmkb.site.serving import place_of

ROOT = Path(__file__).parent.parent
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAGES = ("", "explore/", "models/llava-1.5/")
PACKED = (".html", ".css", ".js", ".json", ".svg", ".xml", ".wasm", ".md")


class Host(http.server.SimpleHTTPRequestHandler):
    """Serves a site below a path, packed."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, place: str, **kwargs: Any) -> None:
        self._place = place
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        """Answer with a file, or with nothing where there is none."""
        asked = self.path.partition("?")[0]
        file = Path(self.translate_path(f"/{asked.removeprefix(self._place)}"))
        file = file / "index.html" if file.is_dir() else file
        if not asked.startswith(self._place) or not file.is_file():
            self.send_response(HTTPStatus.NOT_FOUND)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = file.read_bytes()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Cache-Control", "public, max-age=600")
        if file.suffix in PACKED and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, 6, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


def judged(address: str, chromium: str) -> dict[str, Any]:
    """Lighthouse's report on a page."""
    folder = install(ROOT, development=True)
    with tempfile.TemporaryDirectory() as kept:
        out = Path(kept) / "report.json"
        command = [
            *find_tools().node, str(folder / "node_modules" / "lighthouse" / "cli" / "index.js"), address, "--quiet",
            "--output=json", f"--output-path={out}", f"--only-categories={','.join(CATEGORIES)}",
            "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage",
        ]  # fmt: skip
        subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": chromium}, stdout=subprocess.DEVNULL)
        report: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return report


def told(report: dict[str, Any]) -> list[str]:
    """What costs points, and the figures of loading."""
    audits = report["audits"]
    lost = sorted(
        {
            ref["id"]
            for name in CATEGORIES
            for ref in report["categories"][name]["auditRefs"]
            if ref["weight"] and (audits[ref["id"]]["score"] or 0) < 0.9 and audits[ref["id"]]["score"] is not None
        }
    )
    names = (
        "first-contentful-paint",
        "largest-contentful-paint",
        "total-blocking-time",
        "cumulative-layout-shift",
        "speed-index",
    )
    figures = ", ".join(f"{name} {audits[name].get('displayValue', '')}" for name in names)
    return [f"  {figures}", *(f"  costs points: {one} {audits[one].get('displayValue', '')}" for one in lost)]


def main() -> int:
    """Judge pages; gives 1 if one of them misses the goal."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="*", default=PAGES, metavar="PAGE")
    parser.add_argument("--site", type=Path, default=ROOT / "build" / "site")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--goal", type=int, default=95)
    asked = parser.parse_args()
    chromium = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
    if chromium is None or not (asked.site / "index.html").is_file():
        parser.error(
            "there is no Chromium" if chromium is None else f"there is no site in {asked.site}: build it with mmkb site"
        )
    place, missed = place_of(asked.site), 0
    handler = functools.partial(Host, directory=str(asked.site), place=place)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for page in asked.pages:
            reports = [judged(f"http://127.0.0.1:{server.server_port}{place}{page}", chromium) for _ in range(asked.runs)]
            scores = {c: statistics.median(round(100 * r["categories"][c]["score"]) for r in reports) for c in CATEGORIES}
            missed += sum(score < asked.goal for score in scores.values())
            print(f"{page or 'home'}: " + ", ".join(f"{name} {score:.0f}" for name, score in scores.items()))
            print("\n".join(told(reports[-1])), flush=True)
        server.shutdown()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
