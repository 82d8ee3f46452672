"""Asking for links: HEAD, then GET where that is not answered; one host is asked one thing at a time, and not too fast."""

from __future__ import annotations

import asyncio
import email.utils
import ssl
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import httpx

from mmkb.links.manners import LinkRules
from mmkb.links.outcome import Answer, Outcome
from mmkb.version import __version__

USER_AGENT: Final = f"mmkb-links/{__version__} (+https://github.com/mmkb/mmkb; checks the links of a catalogue)"
_REFUSED: Final = frozenset({401, 403, 405, 406, 407, 418, 429, 451, 999})
_AGAIN: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_FOR_GOOD: Final = frozenset({301, 308})
_HOPS: Final = 8


@dataclass(frozen=True, slots=True)
class Manners:
    """How links are asked for.

    Attributes:
        pace: Seconds between the ends and beginnings of two questions to one host.
        timeout: Seconds to wait for an answer.
        tries: How often a link is asked for that is not answered or answered with an error of the host.
        patience: Seconds to wait before the second try; doubled before each further one.
        longest_wait: Most seconds that a host's ``Retry-After`` is followed; a longer one ends the tries.
        hosts: Hosts that are asked at the same time.
    """

    pace: float = 1.0
    timeout: float = 20.0
    tries: int = 3
    patience: float = 2.0
    longest_wait: float = 60.0
    hosts: int = 8


class _Host:
    """One host: asked one question at a time, at its pace."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.free = 0.0


class _Asker:
    def __init__(self, client: httpx.AsyncClient, rules: LinkRules, manners: Manners) -> None:
        self._client, self._rules, self._manners = client, rules, manners
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)

    async def _once(self, method: str, url: str) -> httpx.Response:
        """One question, when the host may be asked; what is answered is not read further than its head."""
        host = self._hosts[urlsplit(url).netloc]
        async with host.lock:
            await asyncio.sleep(max(0.0, host.free - time.monotonic()))
            try:
                async with self._client.stream(method, url) as response:
                    return response
            finally:
                host.free = time.monotonic() + self._manners.pace

    async def _head_then_get(self, url: str) -> httpx.Response:
        try:
            response = await self._once("HEAD", url)
        except httpx.RemoteProtocolError:
            return await self._once("GET", url)  # some servers hang up on HEAD
        if response.status_code < 400 or response.status_code == 429:
            return response
        return await self._once("GET", url)

    async def _patiently(self, url: str) -> httpx.Response:
        """The answer of the last try."""
        wait = self._manners.patience
        for left in reversed(range(self._manners.tries)):
            try:
                response = await self._head_then_get(url)
            except httpx.TransportError:
                if not left:
                    raise
                await asyncio.sleep(wait)
            else:
                asked = _retry_after(response.headers.get("retry-after", ""))
                if response.status_code not in _AGAIN or not left or (asked or 0) > self._manners.longest_wait:
                    return response
                await asyncio.sleep(wait if asked is None else asked)
            wait *= 2
        raise AssertionError("a link is asked for at least once")

    async def _followed(self, url: str) -> Answer:
        here, moved, for_good = url, "", True
        for _ in range(_HOPS):
            response = await self._patiently(here)
            location = response.headers.get("location", "")
            if not response.is_redirect or not location:
                return _judged(response.status_code, moved)
            if urlsplit(here).hostname in self._rules.resolvers:
                return Answer(Outcome.FINE, f"leads to {response.url.join(location)}")
            for_good = for_good and response.status_code in _FOR_GOOD
            here = str(response.url.join(location))
            if urlsplit(here).scheme not in ("http", "https"):
                return Answer(Outcome.BROKEN, f"redirected to {here}")
            if for_good:
                moved = here
            if self._rules.reason(urlsplit(here).hostname or ""):
                return Answer(Outcome.MOVED if moved else Outcome.FINE, "redirected to a host that is not asked", moved)
        return Answer(Outcome.BROKEN, f"more than {_HOPS} redirects")

    async def ask(self, url: str) -> Answer:
        """What comes of one link."""
        reason = self._rules.reason(urlsplit(url).hostname or "")
        if reason:
            return Answer(Outcome.SUPPRESSED, reason)
        try:
            answer = await self._followed(url)
        except httpx.TimeoutException:
            answer = Answer(Outcome.UNREACHABLE, f"no answer within {self._manners.timeout:g} seconds")
        except httpx.InvalidURL as error:
            answer = Answer(Outcome.BROKEN, f"redirected to no address: {error}")
        except httpx.TransportError as error:
            answer = Answer(Outcome.UNREACHABLE, str(error) or type(error).__name__)
        return Answer(answer.outcome, answer.detail, answer.location, time.time())


def _judged(status: int, moved: str) -> Answer:
    words = str(status)
    if status < 400:
        return Answer(Outcome.MOVED, words, moved) if moved else Answer(Outcome.FINE, words)
    if status in _REFUSED:
        return Answer(Outcome.REFUSED, words)
    return Answer(Outcome.UNREACHABLE if status >= 500 or status in _AGAIN else Outcome.BROKEN, words)


def _retry_after(value: str) -> float | None:
    """Seconds that a host asks to wait, from a number or a date."""
    if value.isdecimal():
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None


async def _all(
    urls: Iterable[str],
    rules: LinkRules,
    manners: Manners,
    tick: Callable[[int], object],
    transport: httpx.AsyncBaseTransport | None,
) -> dict[str, Answer]:
    by_host: defaultdict[str, list[str]] = defaultdict(list)
    for url in urls:
        by_host[urlsplit(url).netloc].append(url)
    found: dict[str, Answer] = {}
    at_once = asyncio.Semaphore(manners.hosts)
    headers = {"user-agent": USER_AGENT, "accept": "*/*"}
    verify = ssl.create_default_context()
    async with httpx.AsyncClient(timeout=manners.timeout, headers=headers, transport=transport, verify=verify) as client:
        asker = _Asker(client, rules, manners)

        async def of_host(links: list[str]) -> None:
            async with at_once:
                for url in links:
                    found[url] = await asker.ask(url)
                    tick(len(found))

        await asyncio.gather(*(of_host(links) for links in by_host.values()))
    return dict(sorted(found.items()))


def check_links(
    urls: Iterable[str],
    rules: LinkRules,
    manners: Manners | None = None,
    tick: Callable[[int], object] = lambda _: None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> dict[str, Answer]:
    """Ask for links.

    Args:
        urls: Their addresses.
        rules: Hosts that are not asked or only lead elsewhere.
        manners: How they are asked.
        tick: Called with the number of links that are done.
        transport: What carries the questions; by default the network.

    Returns:
        What came of each, by address in alphabetical order.
    """
    # A notebook runs a loop in the thread that asks; a loop of our own needs a thread of its own.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(_all(urls, rules, manners or Manners(), tick, transport))).result()
