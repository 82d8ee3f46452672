"""The explorer in a browser: time of a keystroke and of a choice, time until it is there, and bytes, at several sizes.

Models are drawn from those of the real catalogue, each column by itself, which packs worse than any catalogue that people
write; names are made of syllables, every id and alias its own. Run from a checkout with a built site:

    python benchmarks/explore.py build/site
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mmkb.site.serving import handler_of
from tests.conftest import CHROMIUM, serving

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page, Response

SIZES = (155, 10_000)
TYPED = ("llava", "qwen 7b", "clip video", "ka", "laion vicuna stanford")
SYLLABLES = [
    first + last for first in ("b", "ch", "d", "fl", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v") for last in "aeio"
]

KEYSTROKE = """async (text) => {
  const box = document.querySelector("#explore-search");
  const told = [];
  for (let i = 0; i <= text.length; i++) {
    box.value = text.slice(0, i === text.length ? 0 : i + 1);
    const start = performance.now();
    box.dispatchEvent(new Event("input"));
    document.body.offsetHeight;
    const answered = performance.now() - start;
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    told.push([answered, performance.now() - start]);
  }
  return told;
}"""
CHOICE = """async () => {
  const told = [];
  for (const box of [...document.querySelectorAll(".facet li input")].slice(0, 14)) {
    for (let i = 0; i < 2; i++) {
      const start = performance.now();
      box.click();
      document.body.offsetHeight;
      told.push(performance.now() - start);
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    }
  }
  return told;
}"""


def _name(dice: random.Random) -> str:
    parts = "".join(dice.choices(SYLLABLES, k=dice.randint(2, 4))).capitalize()
    return f"{parts}-{dice.choice(['VL', 'Chat', 'Omni', '7B', '1.5', '2', 'V2', 'GPT', 'Video'])}"


def synthetic(real: dict[str, Any], size: int) -> dict[str, Any]:
    """The data of a made catalogue of some size, each fact drawn from those of the real one."""
    dice = random.Random(size)
    rows = range(size)
    made = {**real, "ids": {}, "names": [_name(dice) for _ in rows]}
    made["aliases"] = [_name(dice) if dice.random() < 0.4 else 0 for _ in rows]
    days = sorted((f"{dice.randint(2022, 2027)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}" for _ in rows), reverse=True)
    made["released_on"] = days
    made["built_on"] = [dice.randint(i + 1, size) if i + 1 < size and dice.random() < 0.6 else 0 for i in rows]
    made["columns"] = {
        name: {**column, "rows": dice.choices(column["rows"], k=size)} if isinstance(column, dict) else column
        for name, column in real["columns"].items()
    }
    return made


def _searched(site: Path, made: dict[str, Any]) -> str:
    """The index of a site's search with the models of a made catalogue for those of the real one."""
    index: dict[str, Any] = json.loads((site / "search" / "search_index.json").read_text("utf-8"))
    told = [
        {"location": f"models/{name.lower()}-{i}/", "title": name, "text": f"Model. {alias}" if alias else "Model"}
        for i, (name, alias) in enumerate(zip(made["names"], made["aliases"], strict=True))
    ]
    kept = [entry for entry in index["docs"] if not entry["location"].startswith("models/")]
    return json.dumps({**index, "docs": [*kept, *told]}, ensure_ascii=False, separators=(",", ":"))


@contextmanager
def _served(site: Path, data: str, index: str) -> Iterator[str]:
    """The explorer of a built site with other data and another index of the search, on this machine."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for part in ("assets", "explore", "search"):
            shutil.copytree(site / part, copy / part)
        (copy / "explore" / "models.json").write_text(data, "utf-8")
        (copy / "search" / "search_index.json").write_text(index, "utf-8")
        with serving(handler_of(copy, "/")) as address:
            yield f"{address}/"


def _bytes(page: Page, address: str) -> tuple[int, int]:
    """Bytes of a first visit and of the index that comes when somebody is about to search, packed as a server would."""
    got: list[Response] = []
    page.on("response", lambda answer: got.append(answer))
    page.goto(f"{address}explore/")
    page.locator(".explore.ready").wait_for()
    page.wait_for_load_state("networkidle")
    first = sum(len(gzip.compress(answer.body())) for answer in got if answer.ok)
    with page.expect_response("**/search/search_index.json") as index:
        page.locator(".md-search__input").focus()
    return first, len(gzip.compress(index.value.body()))


def _worked(client: CDPSession) -> float:
    """Seconds for which the page kept the processor busy so far."""
    metrics = {metric["name"]: float(metric["value"]) for metric in client.send("Performance.getMetrics")["metrics"]}
    return metrics["TaskDuration"]


def _of_size(site: Path, real: dict[str, Any], size: int) -> None:
    from playwright.sync_api import sync_playwright

    made = synthetic(real, size) if size != len(real["names"]) else real
    data = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    columns = {name: value for name, value in made.items() if name != "tables"}
    packed = len(gzip.compress(json.dumps(columns, ensure_ascii=False, separators=(",", ":")).encode()))
    print(f"{size} models")
    print(f"  models.json {len(gzip.compress(data.encode())) / 1000:.1f} KB gzip, {packed / size:.1f} B a model but for tables")
    with _served(site, data, _searched(site, made)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(60_000)
        first, index = _bytes(page, address)
        print(f"  first visit {first / 1000:.0f} KB gzip; the index of the search, when it is used, {index / 1000:.0f} KB more")
        starts = []
        for _ in range(3):
            page.goto(f"{address}explore/")
            page.locator(".explore.ready").wait_for()
            starts.append(page.evaluate("performance.now()"))
        print(f"  there after {statistics.median(starts):.0f} ms")
        # The processor's time of the page alone, whatever else the machine does meanwhile.
        client = page.context.new_cdp_session(page)
        client.send("Performance.enable", {"timeDomain": "threadTicks"})
        before = _worked(client)
        told = [pair for text in TYPED for pair in page.evaluate(KEYSTROKE, text)]
        print(f"  keystroke, with all rows drawn: {1000 * (_worked(client) - before) / len(told):.1f} ms of the processor")
        for what, times in (("answered", [a for a, _ in told]), ("with all rows drawn", [b for _, b in told])):
            print(f"  keystroke {what}: median {statistics.median(times):.1f} ms, worst {max(times):.1f} ms of {len(times)}")
        times = page.evaluate(CHOICE)
        print(f"  choice answered: median {statistics.median(times):.1f} ms, worst {max(times):.1f} ms of {len(times)}")
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path, nargs="?", default=Path("build/site"), help="a built site")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    given = parser.parse_args()
    real: dict[str, Any] = json.loads((given.site / "explore" / "models.json").read_text("utf-8"))
    for size in given.sizes:
        _of_size(given.site, real, size)


if __name__ == "__main__":
    main()
