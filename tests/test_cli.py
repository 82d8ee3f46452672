"""The command line: words in, one function called, the exit code set; bad input never gives a traceback."""

from __future__ import annotations

import http.server
import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import mmkb
from mmkb.cli.main import mmkb as command
from mmkb.cli.progress import Progress
from mmkb.load import load_catalogue
from mmkb.site.serving import handler_of
from tests.expectations import BAD, expected
from tests.toycatalogue import change, copy_of_toy


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A toy checkout, which is the working directory."""
    copy_of_toy(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MMKB_DATABASE_URL", raising=False)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(command, list(words), catch_exceptions=False)


def test_a_clean_catalogue_exits_with_0(root: Path) -> None:
    result = run("check")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "21 entries without fault; 0 errors, 0 warnings" in result.stderr


def heads(output: str) -> list[str]:
    """The lines that name a problem, without what is shown of its place."""
    return [line for line in output.splitlines() if not line.startswith("  ")]


def test_every_problem_is_one_line_with_its_place_and_the_exit_is_1(root: Path) -> None:
    change(root, "models/toy-vlm", "tuning: peft, method: lora", "tuning: peft")
    change(root, "organisations/toy-lab", "kind: institute", "kind: lab")
    result = run("check")
    assert result.exit_code == 1
    lines = heads(result.stdout)
    text = (root / "catalog/models/toy-vlm.yaml").read_text("utf-8").splitlines()
    line = next(number for number, line in enumerate(text, 1) if "tuning: peft" in line)
    column = text[line - 1].index("peft") + 1
    where = "training.stages.1.parts.3.tuning"
    assert lines[0].startswith(f"catalog/models/toy-vlm.yaml:{line}:{column}: error peft-without-method {where}: ")
    assert lines[1].startswith("catalog/organisations/toy-lab.yaml:4:7: error not-in-vocabulary kind: 'lab' is none of the ")
    assert len(lines) == 2
    assert result.stderr.endswith("2 errors, 0 warnings\n")


def test_a_folder_of_bad_entries_is_told_in_one_run() -> None:
    result = run("check", str(BAD / "alone" / "catalog"))
    assert result.exit_code == 1
    assert len(heads(result.stdout)) == sum(expected(BAD / "alone" / "catalog").values())
    assert "Traceback" not in result.output


def test_warnings_alone_exit_with_1_too(root: Path) -> None:
    change(root, "models/toy-vlm", "  fusion: [prompt-tokens]\n", "")
    result = run("check")
    assert result.exit_code == 1
    assert "warning fact-absent architecture.fusion is absent" in result.stdout


def test_paths_narrow_what_is_told(root: Path) -> None:
    change(root, "organisations/toy-lab", "kind: institute", "kind: lab")
    assert run("check", "catalog/models").exit_code == 0
    assert run("check", "catalog/organisations/toy-lab.yaml").exit_code == 1
    assert run("check", "catalog/nothing.yaml").exit_code == 2


def test_json_and_github_tell_the_same_as_text(root: Path) -> None:
    change(root, "organisations/toy-lab", "kind: institute", "kind: lab")
    (found,) = json.loads(run("check", "--format", "json").stdout)
    assert (found["file"], found["line"], found["column"], found["code"], found["severity"]) == (
        "catalog/organisations/toy-lab.yaml", 4, 7, "not-in-vocabulary", "error",
    )  # fmt: skip
    annotation = run("check", "--format", "github").stdout
    assert annotation.startswith(
        "::error file=catalog/organisations/toy-lab.yaml,line=4,col=7,endLine=4,endColumn=10,title=not-in-vocabulary::kind: "
    )


def test_paths_in_annotations_are_those_of_the_repository(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(root, "organisations/toy-lab", "kind: institute", "kind: lab")
    monkeypatch.chdir(root / "catalog" / "models")
    assert run("check").stdout.startswith("../organisations/toy-lab.yaml:4:7:")
    assert "file=catalog/organisations/toy-lab.yaml," in run("check", "--format", "github").stdout


def test_a_second_check_after_a_change_tells_the_change(root: Path) -> None:
    assert run("check").exit_code == 0
    path = change(root, "components/toy-lm", "released: '2022'", "released: '2024'")
    assert "descent-backwards" in run("check").stdout
    path.write_text(path.read_text("utf-8").replace("'2024'", "'2022'"), "utf-8")
    assert run("check").exit_code == 0


def test_outside_a_checkout_wrong_use_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for words in (["check"], ["fmt"], ["schema"], ["build"], ["site"], ["serve"]):
        result = run(*words)
        assert result.exit_code == 2
        assert "Go into a checkout of mmkb, or name one with --root." in result.output


def test_fmt_mends_and_check_only_tells(root: Path) -> None:
    assert run("fmt", "--check").exit_code == 0
    path = change(
        root, "organisations/toy-lab", "kind: institute\nparent: toy-university\n", "parent: toy-university\nkind: institute\n"
    )
    before = path.read_bytes()
    result = run("fmt", "--check")
    assert result.exit_code == 1
    assert "catalog/organisations/toy-lab.yaml:4:1: error not-canonical" in result.stdout
    assert path.read_bytes() == before
    assert run("fmt").stdout == "mended catalog/organisations/toy-lab.yaml\n"
    assert run("fmt", "--check", "catalog/organisations").exit_code == 0


def test_schemas_are_written_and_checked(root: Path) -> None:
    assert run("schema", "--check").exit_code == 1
    assert "wrote model.schema.json" in run("schema").stdout
    assert run("schema", "--check").exit_code == 0


def test_build_writes_the_same_bytes_twice(root: Path) -> None:
    assert run("build").stdout == "built build/mmkb.sqlite\n"
    first = (root / "build" / "mmkb.sqlite").read_bytes()
    assert run("build", "--out", "other/place.sqlite").exit_code == 0
    assert (root / "other" / "place.sqlite").read_bytes() == first
    (root / "build" / "cache.sqlite").unlink()
    assert run("build").exit_code == 0
    assert (root / "build" / "mmkb.sqlite").read_bytes() == first


def test_build_of_a_faulty_catalogue_leaves_the_old_database_whole(root: Path) -> None:
    run("build")
    first = (root / "build" / "mmkb.sqlite").read_bytes()
    change(root, "organisations/toy-lab", "kind: institute", "kind: lab")
    result = run("build")
    assert result.exit_code == 1
    assert "not-in-vocabulary" in result.stdout
    assert "nothing was built: 1 error, 0 warnings" in result.stderr
    assert (root / "build" / "mmkb.sqlite").read_bytes() == first


def test_build_refuses_a_folder_and_a_file_that_is_no_database(root: Path) -> None:
    assert run("build", "--out", "catalog").exit_code == 2
    (root / "letter.txt").write_text("dear reader")
    result = run("build", "--out", "letter.txt")
    assert result.exit_code == 1
    assert (root / "letter.txt").read_text() == "dear reader"


def test_another_database_is_filled_when_its_address_is_given(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MMKB_DATABASE_URL", f"sqlite:///{root}/by-address.sqlite")
    assert run("build").exit_code == 0
    with mmkb.open(root / "by-address.sqlite") as kb:
        assert len(kb.models()) == 2
    monkeypatch.setenv("MMKB_DATABASE_URL", "no address")
    assert run("build").exit_code == 1


def test_show_gives_the_whole_entry_as_text_and_json(root: Path) -> None:
    run("build")
    text = run("show", "toy-vlm").stdout
    assert text.startswith("Toy-VLM (model toy-vlm)\n")
    assert "licence: not disclosed" in text
    assert "parameters: 1.2B" in text
    assert "built on it: Toy-Any (extends)" in text
    assert "scores: 3 on 1 benchmarks" in text
    entry = json.loads(run("show", "toy-vlm", "--json").stdout)
    assert entry["entry"] == "model"
    assert entry["architecture"]["encoders"][0]["component"] == "toy-vit"
    assert list(entry)[:4] == ["entry", "id", "name", "aliases"]


@pytest.mark.parametrize("kind", ["component", "dataset", "benchmark", "results", "organisation", "source", "survey", "model"])
def test_show_can_show_entries_of_every_kind(root: Path, kind: str) -> None:
    run("build")
    for entry in load_catalogue(root / "catalog")[0].entries[kind].values():
        assert run("show", entry.id, "--kind", kind).stdout.startswith(f"{entry.record.name} ({kind} {entry.id})")


def test_show_tells_what_was_probably_meant(root: Path) -> None:
    assert "Run mmkb build" in run("show", "toy-vlm").output
    run("build")
    result = run("show", "toy-vln")
    assert result.exit_code == 2
    assert "Nothing is called 'toy-vln'; did you mean toy-vlm" in result.output
    several = run("show", "A Survey of Toys")
    assert several.exit_code == 2
    assert "--kind source" in several.output
    assert "--kind survey" in several.output
    assert run("show", "A Survey of Toys", "--kind", "survey").exit_code == 0


def test_the_version_is_told() -> None:
    assert run("--version").stdout == f"mmkb, version {mmkb.__version__}\n"


def test_site_refuses_a_folder_that_holds_something_else(root: Path) -> None:
    result = run("site", "--out", "catalog")
    assert result.exit_code == 2
    assert (root / "catalog" / "models").is_dir()


def test_site_without_settings_says_where_it_is_built(root: Path) -> None:
    result = run("site")
    assert result.exit_code == 1
    assert "mkdocs.yml" in result.output


def test_serve_without_a_site_or_a_free_port_is_told(root: Path) -> None:
    assert "There is no site yet" in run("serve", "--no-build").output
    (root / "build" / "site").mkdir(parents=True)
    (root / "build" / "site" / "index.html").write_text("<p>hello</p>")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = run("serve", "--no-build", "--port", str(taken.getsockname()[1]))
    assert result.exit_code == 1
    assert "Name another with --port." in result.output


def test_serve_serves_until_it_is_stopped(root: Path) -> None:
    (root / "build" / "site").mkdir(parents=True)
    (root / "build" / "site" / "index.html").write_text("<p>hello</p>")
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    words = [sys.executable, "-m", "mmkb", "serve", "--no-build", "--port", "0"]
    with subprocess.Popen(words, cwd=root, stdout=subprocess.PIPE, text=True, env=environment) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split()[1]
            with urllib.request.urlopen(address, timeout=60) as page:
                assert page.read() == b"<p>hello</p>"
        finally:
            server.terminate()
            server.wait(60)


def test_a_reader_who_leaves_in_the_middle_of_a_page_is_no_fault_of_the_server(tmp_path: Path) -> None:
    faults = []

    class Server(http.server.ThreadingHTTPServer):
        daemon_threads = False

        def handle_error(self, request: object, client_address: object) -> None:
            faults.append(sys.exception())

    with (tmp_path / "large.bin").open("wb") as large:
        large.truncate(64_000_000)
    server = Server(("127.0.0.1", 0), handler_of(tmp_path, "/"))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    with socket.create_connection(("127.0.0.1", server.server_port)) as reader:
        reader.sendall(b"GET /large.bin HTTP/1.0\r\n\r\n")
        assert reader.recv(12) == b"HTTP/1.0 200"
    server.shutdown()
    thread.join()
    server.server_close()
    assert faults == []


def test_a_name_that_the_terminal_cannot_print_gives_no_traceback(root: Path) -> None:
    change(root, "organisations/toy-lab", "name: Toy Lab", "name: Toy Läb 实验室")
    words = [sys.executable, "-m", "mmkb"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    assert subprocess.run([*words, "build"], cwd=root, check=False, env=environment).returncode == 0
    shown = subprocess.run([*words, "show", "toy-lab"], cwd=root, check=False, env=environment, capture_output=True, text=True)
    assert shown.returncode == 0
    assert shown.stdout.startswith("Toy L")


def test_progress_is_shown_only_on_a_terminal_and_after_a_second(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Progress("reading") as progress:
        progress(100)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    now = time.monotonic()
    monkeypatch.setattr("mmkb.cli.progress.time.monotonic", lambda: now)
    with Progress("reading") as progress:
        progress(100)
        assert capsys.readouterr().err == ""
        monkeypatch.setattr("mmkb.cli.progress.time.monotonic", lambda: now + 5)
        progress(1200)
        assert capsys.readouterr().err == "\rreading ... 1,200"
    assert capsys.readouterr().err == f"\r{' ' * 17}\r"
