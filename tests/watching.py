"""What goes wrong on a page while a test has it open in a browser."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page, Request, Response

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

    def opened(dialog: Dialog) -> None:
        wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("console", lambda message: wrong.append(f"console {message.type}: {message.text}"))
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("dialog", opened)
    page.on("request", asked)
    page.on("response", answered)
    page.on("requestfailed", lambda request: wrong.append(f"failed: {request.url} {request.failure}"))
    return wrong


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
