"""Pages in a browser: one of every kind, and what goes wrong on it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mmkb.records import FOLDERS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, Response

_POLICY = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`))"""


def watched(page: Page, address: str) -> list[str]:
    """What goes wrong on a page from now on: console messages, errors, requests that leave this machine or fail."""
    wrong: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith((address, "data:", f"blob:{address}")):
            wrong.append(f"request: {request.url}")

    def answered(response: Response) -> None:
        if response.status >= 400:
            wrong.append(f"{response.status}: {response.url}")

    def said(message: ConsoleMessage) -> None:
        # The browser's hints on speed, which no reader sees.
        if "subtree hidden by content-visibility" not in message.text:
            wrong.append(f"console {message.type}: {message.text}")

    def failed(request: Request) -> None:
        # What a page still loads when it is left is given up.
        if "ERR_ABORTED" not in str(request.failure):
            wrong.append(f"failed: {request.url} {request.failure}")

    def opened(dialog: Dialog) -> None:
        wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("console", said)
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("dialog", opened)
    page.on("request", asked)
    page.on("response", answered)
    page.on("requestfailed", failed)
    return wrong


def address_of(page: Page) -> str:
    """The address at which a page is now; of one that a script writes, the ``url`` of Playwright's page tells later."""
    address: str = page.evaluate("location.href")
    return address


@contextlib.contextmanager
def guarded(browser: Browser, address: str, **settings: Any) -> Iterator[tuple[Page, list[str]]]:
    """A page in a browser of its own, and what goes wrong in it, what the page's policy stops included.

    Args:
        browser: The browser.
        address: The address of the site.
        settings: Settings of the browser's context, such as ``color_scheme``.
    """
    context = browser.new_context(**settings)
    context.add_init_script(_POLICY)
    page = context.new_page()
    yield page, watched(page, address)
    context.close()


def kinds_of_pages(site: Path) -> list[str]:
    """One page of every kind of a site, the largest, and the page for what is not found; as addresses below the site's.

    Pages of entries are of the kind of their folder, figures of the kind of their drawing, all others of a kind of their own.

    Args:
        site: The built site.
    """
    found: dict[str, tuple[int, str]] = {}
    for file in sorted(site.rglob("index.html")):
        text = file.read_text("utf-8")
        path = file.parent.relative_to(site).as_posix()
        folder, _, rest = path.partition("/")
        drawing = re.search(r'class="mmkb-figure mmkb-([a-z-]+)', text)
        if folder == "figures" and rest:
            kind = f"figures {drawing[1] if drawing else rest}"
        elif folder in (*FOLDERS.values(), "how-to", "knowledge") and rest:
            kind = f"{folder} {rest.count('/')}"
        else:
            kind = path
        if 'http-equiv="refresh"' not in text:
            found[kind] = max(found.get(kind, (0, "")), (len(text), "" if path == "." else f"{path}/"))
    return [*sorted(path for _, path in found.values()), "there/is/no/such/page/"]
