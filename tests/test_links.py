"""Links are asked for politely, from a server on this machine; nothing here reaches the network."""

from __future__ import annotations

import http.server
import itertools
import json
import socket
import struct
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from mmkb.cli.main import mmkb as command
from mmkb.links import LinkRules, LinkRulesError, Manners, Outcome, Remembered, check_links, read_rules
from mmkb.links.outcome import Answer
from tests.conftest import serving
from tests.toycatalogue import change, copy_of_toy

FAST = Manners(pace=0.0, timeout=30.0, tries=3, patience=0.01, longest_wait=2.0, hosts=4)
HASTY = replace(FAST, timeout=0.4)


ALWAYS: dict[str, tuple[int, dict[str, str]]] = {
    "/gone": (410, {}),
    "/moved": (301, {"location": "/fine"}),
    "/for-now": (302, {"location": "/fine"}),
    "/for-now-then-for-good": (302, {"location": "/moved"}),
    "/moved-to-nothing": (308, {"location": "/missing"}),
    "/round": (301, {"location": "/round"}),
    "/refused": (403, {}),
    "/busy-for-long": (429, {"retry_after": "3600"}),
    "/fails": (500, {}),
}
"""What is answered whoever asks, and however often."""


class Log:
    """What the server was asked: method, host, path, moment, agent; and how many answers it was giving at once."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str, float, str]] = []
        self.at_once: dict[str, int] = {}
        self.most: dict[str, int] = {}
        self.most_of_all = 0
        self.lock = threading.Lock()
        self.several = threading.Event()

    def begins(self, host: str) -> None:
        with self.lock:
            self.at_once[host] = self.at_once.get(host, 0) + 1
            self.most[host] = max(self.most.get(host, 0), self.at_once[host])
            self.most_of_all = max(self.most_of_all, sum(self.at_once.values()))
            if self.most_of_all > 1:
                self.several.set()

    def ends(self, host: str) -> None:
        with self.lock:
            self.at_once[host] -= 1

    def of(self, path: str) -> list[str]:
        return [method for method, _, asked, _, _ in self.asked if asked == path]


def handler_of(log: Log) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

        def say(self, status: int, **headers: str) -> None:
            # Before the answer is out, since who has it may ask the next thing at once.
            log.ends(self.headers["host"])
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("content-length", "0")
            self.end_headers()

        def answer(self) -> None:
            host = self.headers["host"]
            log.asked.append((self.command, host, self.path, time.monotonic(), self.headers["user-agent"]))
            log.begins(host)
            times = len(log.of(self.path))
            if self.path in ALWAYS:
                status, headers = ALWAYS[self.path]
                self.say(status, **headers)
            elif self.path == "/no-head":
                self.say(405 if self.command == "HEAD" else 200)
            elif self.path == "/busy":
                self.say(429, retry_after="1") if times == 1 else self.say(200)
            elif self.path == "/fails-once":
                self.say(503 if times <= 2 else 200)
            elif self.path == "/slow":
                time.sleep(2)
                self.close_connection = True
            elif self.path == "/reset":
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.close_connection = True
            else:
                if self.path.startswith("/meanwhile"):
                    log.several.wait(30)
                    time.sleep(0.15)
                self.say(200 if self.path.startswith(("/fine", "/meanwhile")) else 404)

        do_HEAD = do_GET = answer  # noqa: N815

    return Handler


class ToThisMachine(httpx.AsyncHTTPTransport):
    """Carries questions to any host to the server on this machine, which is told for which host they are."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._port = int(address.rpartition(":")[2])

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        asked = request.url
        request.url = asked.copy_with(scheme="http", host="127.0.0.1", port=self._port)
        request.headers["host"] = asked.host
        try:
            return await super().handle_async_request(request)
        finally:
            request.url = asked


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def address(log: Log) -> Iterator[str]:
    with serving(handler_of(log)) as served:
        yield served


def asked(address: str, *paths: str, manners: Manners = FAST, rules: LinkRules | None = None) -> dict[str, Answer]:
    urls = [path if "://" in path else f"https://one.example{path}" for path in paths]
    return check_links(urls, rules or LinkRules(), manners, transport=ToThisMachine(address))


def outcome(address: str, path: str, **options: Any) -> Answer:
    (answer,) = asked(address, path, **options).values()
    return answer


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/fine", Outcome.FINE),
        ("/missing", Outcome.BROKEN),
        ("/gone", Outcome.BROKEN),
        ("/moved", Outcome.MOVED),
        ("/for-now", Outcome.FINE),
        ("/for-now-then-for-good", Outcome.FINE),
        ("/moved-to-nothing", Outcome.BROKEN),
        ("/round", Outcome.BROKEN),
        ("/no-head", Outcome.FINE),
        ("/refused", Outcome.REFUSED),
        ("/busy-for-long", Outcome.REFUSED),
        ("/fails", Outcome.UNREACHABLE),
        ("/reset", Outcome.UNREACHABLE),
    ],
)
def test_what_a_host_answers_has_one_outcome(address: str, path: str, wanted: Outcome) -> None:
    assert outcome(address, path).outcome is wanted


def test_a_host_that_takes_too_long_is_not_waited_for(address: str) -> None:
    answer = outcome(address, "/slow", manners=HASTY)
    assert (answer.outcome, answer.detail) == (Outcome.UNREACHABLE, "no answer within 0.4 seconds")


def test_a_link_that_moved_for_good_tells_where_to(address: str) -> None:
    assert outcome(address, "/moved").location == "https://one.example/fine"
    assert outcome(address, "/for-now").location == ""


def test_head_is_asked_first_and_get_only_where_it_is_refused(address: str, log: Log) -> None:
    asked(address, "/fine", "/no-head", "/missing")
    assert log.of("/fine") == ["HEAD"]
    assert log.of("/no-head") == ["HEAD", "GET"]
    assert log.of("/missing") == ["HEAD", "GET"]


def test_the_catalogue_says_who_asks(address: str, log: Log) -> None:
    asked(address, "/fine")
    assert "mmkb" in log.asked[0][4]
    assert "https://github.com/mmkb/mmkb" in log.asked[0][4]


def test_retry_after_is_followed(address: str, log: Log) -> None:
    assert outcome(address, "/busy").outcome is Outcome.FINE
    first, second = (moment for _, _, path, moment, _ in log.asked if path == "/busy")
    assert second - first >= 1.0


def test_a_host_that_asks_for_too_long_a_wait_is_left_alone(address: str, log: Log) -> None:
    outcome(address, "/busy-for-long")
    assert len(log.of("/busy-for-long")) == 1


def test_an_error_of_the_host_is_tried_again_and_later_each_time(address: str, log: Log) -> None:
    assert outcome(address, "/fails-once").outcome is Outcome.FINE
    outcome(address, "/fails", manners=replace(FAST, patience=0.1))
    heads = [moment for method, _, path, moment, _ in log.asked if path == "/fails" and method == "HEAD"]
    assert len(heads) == 3
    assert heads[1] - heads[0] >= 0.1
    assert heads[2] - heads[1] >= 0.2


def test_a_host_is_asked_one_thing_at_a_time_at_its_pace(address: str, log: Log) -> None:
    asked(address, "/fine1", "/fine2", "/fine3", manners=replace(FAST, pace=0.2))
    moments = [moment for *_, moment, _ in log.asked]
    assert all(later - earlier >= 0.2 for earlier, later in itertools.pairwise(moments))


def test_several_hosts_are_asked_at_once_and_no_more_than_allowed(address: str, log: Log) -> None:
    urls = [f"https://{host}.example/meanwhile" for host in "abcdef"] + [f"https://a.example/meanwhile?{i}" for i in range(2)]
    asked(address, *urls, manners=replace(FAST, hosts=3))
    assert set(log.most.values()) == {1}
    assert 2 <= log.most_of_all <= 3


def test_suppressed_hosts_and_those_below_them_are_not_asked(address: str, log: Log) -> None:
    rules = LinkRules({"one.example": "only for people"})
    answers = asked(address, "/fine", "https://sub.one.example/fine", "https://another-one.example/fine", rules=rules)
    assert [answer.outcome for answer in answers.values()] == [Outcome.FINE, Outcome.SUPPRESSED, Outcome.SUPPRESSED]
    assert answers["https://one.example/fine"].detail == "only for people"
    assert [host for _, host, *_ in log.asked] == ["another-one.example"]


def test_a_resolver_that_leads_elsewhere_is_fine_and_not_followed(address: str, log: Log) -> None:
    rules = LinkRules(resolvers={"one.example": "it leads"})
    assert outcome(address, "/moved", rules=rules).outcome is Outcome.FINE
    assert outcome(address, "/missing", rules=rules).outcome is Outcome.BROKEN
    assert log.of("/fine") == []


def test_every_host_in_the_file_has_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "links.yaml"
    assert read_rules(path) == LinkRules()
    path.write_text("suppressed:\n- {host: a.example, reason: asks for a login}\n", "utf-8")
    assert read_rules(path).reason("www.a.example") == "asks for a login"
    for text, told in (
        ("suppressed:\n- {host: a.example}\n", "reason: why"),
        ("suppressed:\n- a.example\n", "reason: why"),
        ("supressed: []\n", "the key 'supressed' is not known"),
        ("suppressed:\n- {host: a.example, reason: x}\n- {host: a.example, reason: y}\n", "stands twice"),
        ("suppressed: [\n", "links.yaml:"),
    ):
        path.write_text(text, "utf-8")
        with pytest.raises(LinkRulesError, match=told):
            read_rules(path)


def test_the_projects_own_file_can_be_read() -> None:
    assert all(read_rules(Path(__file__).parents[1] / "links.yaml").suppressed.values())


def test_answers_are_kept_for_their_age_and_failures_are_not(tmp_path: Path) -> None:
    path = tmp_path / "build" / "links.json"
    kept = Remembered(path)
    kept.keep({"a": Answer(Outcome.FINE, "200", "", 1000.0), "b": Answer(Outcome.BROKEN, "404", "", 1000.0)})
    again = Remembered(path)
    assert again.fresh("a", 1000.0) == Answer(Outcome.FINE, "200", "", 1000.0)
    assert again.fresh("a", 1001.0) is None
    assert again.fresh("b", 0.0) is None
    path.write_text("{", "utf-8")
    assert Remembered(path).fresh("a", 0.0) is None


@pytest.fixture
def checkout(tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the toy whose links lead to the server on this machine."""
    root = copy_of_toy(tmp_path)
    change(root, "models/toy-vlm", "url: https://huggingface.co/toy/toy-vlm", "url: https://huggingface.co/moved")
    change(root, "models/toy-vlm", "project: https://toy.example.org", "project: https://toy.example.org/missing")
    (root / "links.yaml").write_text(
        "suppressed:\n- {host: github.com, reason: is asked elsewhere}\nresolvers: []\n", "utf-8"
    )  # fmt: skip

    def here(urls: Any, rules: LinkRules, manners: Manners, tick: Any) -> dict[str, Answer]:
        return check_links(urls, rules, manners, tick, ToThisMachine(address))

    monkeypatch.setattr("mmkb.links.check_links", here)
    return root


def run(root: Path, *words: str) -> Any:
    given = ["--root", str(root), "links", "--pace", "0", "--timeout", "30", "--tries", "1", *words]
    return CliRunner().invoke(command, given, catch_exceptions=False)


def test_the_command_names_file_line_and_column_of_what_is_broken(checkout: Path) -> None:
    result = run(checkout)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert any(
        "models/toy-vlm.yaml:26:12: broken https://toy.example.org/missing (404)" in line for line in lines
    ), result.stdout  # fmt: skip
    assert any("moved https://huggingface.co/moved (200; now at https://huggingface.co/fine)" in line for line in lines)
    assert not any("github.com" in line for line in lines)


def test_the_command_tells_the_same_as_json_and_markdown(checkout: Path) -> None:
    told = json.loads(run(checkout, "--format", "json").stdout)
    assert told["counts"]["moved"] == 1
    assert {link["url"]: link["outcome"] for link in told["links"]}["https://toy.example.org/missing"] == "broken"
    written = run(checkout, "--format", "markdown").stdout
    assert "## Broken (" in written
    assert "- `https://huggingface.co/moved` (200, now at `https://huggingface.co/fine`): `" in written
    assert "is asked elsewhere" in written


def test_what_was_there_is_not_asked_again_until_it_is_old(checkout: Path, log: Log) -> None:
    run(checkout)
    before = len(log.of("/moved"))
    run(checkout)
    assert len(log.of("/moved")) == before
    assert len(log.of("/missing")) > 1
    run(checkout, "--max-age", "0d")
    assert len(log.of("/moved")) > before


def test_one_host_or_file_can_be_asked_for_alone(checkout: Path, log: Log) -> None:
    run(checkout, "--host", "huggingface.co")
    assert {host for _, host, *_ in log.asked} == {"huggingface.co"}
    listed = run(checkout, "--list", str(checkout / "catalog/models/toy-vlm.yaml")).stdout.splitlines()
    assert "https://toy.example.org/missing" in listed
    assert not any("arxiv.org" in line for line in listed)


def test_a_wrong_span_says_what_is_possible(checkout: Path) -> None:
    result = run(checkout, "--max-age", "week")
    assert result.exit_code == 2
    assert "write 30d, 6w, 3m or 1y" in result.output
