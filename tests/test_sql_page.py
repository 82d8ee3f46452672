"""The SQL page without a browser: its ready questions, its data, its words, and the libraries that the site serves."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

from mmkb.api import KnowledgeBase
from mmkb.exports import write_exports
from mmkb.pages.data import all_data
from mmkb.pages.libraries import SERVED, libraries_table
from mmkb.pages.ready import ReadyQuestion, ready_questions
from mmkb.pages.sqldata import DATA_PATH, MOST_ROWS
from mmkb.records import FOLDERS
from mmkb.site.npm import LOCK, MANIFESTS, NpmError, find_tools, install
from mmkb.site.vendor import bring_libraries
from mmkb.store import describe_tables, guarded
from mmkb.store.packing import packed
from tests.conftest import ROOT

READY = [question for topic in ready_questions() for question in topic.questions]


def named(question: ReadyQuestion) -> str:
    return question.title


@pytest.mark.parametrize("question", READY, ids=named)
def test_a_ready_question_can_be_asked(toy_kb: KnowledgeBase, question: ReadyQuestion) -> None:
    assert toy_kb.sql(question.sql).columns


@pytest.mark.catalogue
@pytest.mark.parametrize("question", READY, ids=named)
def test_a_ready_question_finds_something(real_kb: KnowledgeBase, question: ReadyQuestion) -> None:
    answer = real_kb.sql(question.sql, limit=MOST_ROWS)
    assert len(answer) > 0
    assert not answer.truncated


def test_ready_questions_are_questions() -> None:
    assert len(READY) >= 25
    assert len({question.title for question in READY}) == len({question.sql for question in READY}) == len(READY)
    for question in READY:
        assert question.title.endswith("?"), question.title
        assert question.sql.startswith(("SELECT", "WITH")), question.title
        assert ";" not in question.sql, question.title
        assert "--" not in question.sql, question.title
        assert max(map(len, question.sql.split("\n"))) <= 115, question.title


def data_of(kb: KnowledgeBase) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(dict(all_data(kb))[DATA_PATH])
    return read


def test_the_data_tell_every_table_and_column_with_its_description(toy_kb: KnowledgeBase) -> None:
    told = {table["name"]: table for table in data_of(toy_kb)["tables"]}
    described = describe_tables()
    assert list(told) == [table.name for table in described]
    for table in described:
        assert told[table.name]["about"] == table.description
        assert [column[:2] for column in told[table.name]["columns"]] == [[c.name, c.description] for c in table.columns]
    assert told["model"]["rows"] == 2
    assert "rows" not in told["model_scores"]
    assert ["paper_id", "source"] in [[column[0], *column[2:]] for column in told["model"]["columns"]]


def test_the_page_has_the_guards_of_the_package(toy_kb: KnowledgeBase) -> None:
    data = data_of(toy_kb)
    assert data["allowed"]["pragmas"] == sorted(guarded.PRAGMAS)
    assert data["allowed"]["virtual"] == list(guarded.VIRTUAL)
    assert data["allowed"]["refused"] == sorted(guarded.REFUSED_FUNCTIONS)
    assert data["limits"]["bytes"] == guarded.MOST_BYTES
    assert data["limits"]["altogether"] == guarded.MOST_ALTOGETHER
    assert data["limits"]["statement"] == guarded.LONGEST_STATEMENT
    assert data["folders"] == FOLDERS


def test_the_data_are_the_same_each_time(toy_kb: KnowledgeBase) -> None:
    assert dict(all_data(toy_kb)) == dict(all_data(toy_kb))


def test_the_packed_database_is_the_database(toy_database: Path, tmp_path: Path) -> None:
    with KnowledgeBase.from_file(toy_database) as kb:
        write_exports(kb, tmp_path / "files")
        assert data_of(kb)["packed"] == len(packed(toy_database))
    file = (tmp_path / "files" / "mmkb.sqlite.gz").read_bytes()
    assert file == packed(toy_database)
    assert gzip.decompress(file) == toy_database.read_bytes()
    assert "/mmkb.sqlite.gz" in json.loads((tmp_path / "files" / "openapi.json").read_text("utf-8"))["paths"]


def test_a_database_that_changed_is_packed_anew(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite"
    for content in (b"one", b"other"):
        file.write_bytes(content)
        assert gzip.decompress(packed(file)) == content


def test_the_page_says_without_scripts_what_can_be_asked_and_where(toy_pages: dict[str, str], toy_site: Path) -> None:
    page = toy_pages["sql.md"]
    assert "csp: " in page
    assert "assets: [sql]" in page
    twin = (toy_site / "sql.md").read_text("utf-8")
    for question in READY:
        assert f"#### {question.title}" in twin, question.title
        assert f"```sql\n{question.sql}\n```" in twin, question.title
    for word in ("sqlite3 mmkb.sqlite", "datasette --immutable", "DuckDB", "kb.sql(", "mmkb sql"):
        assert word in twin, word


# ---------------------------------------------------------------- libraries


def lock() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((ROOT / MANIFESTS / LOCK).read_text("utf-8"))
    return read


def test_the_lock_names_no_registry_and_a_checksum_of_every_package() -> None:
    for place, package in lock()["packages"].items():
        assert "resolved" not in package, place
        assert not place or package["integrity"].startswith("sha512-"), place


def test_packages_that_are_asked_for_have_one_exact_version() -> None:
    asked = json.loads((ROOT / MANIFESTS / "package.json").read_text("utf-8"))
    for name, version in {**asked["dependencies"], **asked["devDependencies"]}.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+(-[\w.]+)?", version), name
        assert lock()["packages"][f"node_modules/{name}"]["version"] == version


def test_every_library_that_is_not_for_tests_alone_is_served_and_told() -> None:
    used = {
        place.rpartition("node_modules/")[2]
        for place, package in lock()["packages"].items()
        if place and not package.get("dev")
    }  # fmt: skip
    assert used == {library.name for library in SERVED}
    told = libraries_table(lock())
    for library in SERVED:
        assert lock()["packages"][f"node_modules/{library.name}"]["version"] in told


def test_the_site_tells_its_libraries(toy_site: Path) -> None:
    about = (toy_site / "about.md").read_text("utf-8")
    assert "| [@sqlite.org/sqlite-wasm](https://github.com/sqlite/sqlite-wasm) | 3." in about
    assert "Checksum in the lock" in about
    assert not (toy_site / "npm").exists()


FAKE_NPM = """#!/bin/sh
echo asked >> "$MMKB_TEST_LOG"
echo "$@" >> "$MMKB_TEST_LOG"
for library in {libraries}; do mkdir -p "node_modules/$library/dist"; done
{more}
"""


class Fake:
    """A checkout with a lock, and an npm that does what a test says."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = folder / "checkout"
        self.log = folder / "log"
        self.programs = folder / "programs"
        manifests = self.root / MANIFESTS
        manifests.mkdir(parents=True)
        for path in (ROOT / MANIFESTS).rglob("*"):
            if path.is_file():
                (manifests / path.relative_to(ROOT / MANIFESTS)).parent.mkdir(exist_ok=True)
                (manifests / path.relative_to(ROOT / MANIFESTS)).write_bytes(path.read_bytes())
        self.programs.mkdir()
        monkeypatch.setenv("MMKB_TEST_LOG", str(self.log))
        monkeypatch.setenv("PATH", f"{self.programs}:/usr/bin:/bin")
        monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
        self.monkeypatch = monkeypatch

    def npm(self, more: str) -> None:
        for name in ("node", "npm"):
            path = self.programs / name
            path.write_text(FAKE_NPM.format(libraries=" ".join(library.name for library in SERVED), more=more), "utf-8")
            path.chmod(0o755)

    def without_npm(self) -> None:
        self.monkeypatch.setenv("PATH", str(self.programs))

    @property
    def files(self) -> str:
        """What a package manager does: the files of every library."""
        files = [(library.name, inside) for library in SERVED for inside, _ in library.files]
        return "\n".join(f'echo {name} > "node_modules/{name}/{inside}"' for name, inside in files)


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    return Fake(tmp_path, monkeypatch)


def test_packages_are_installed_once_for_each_lock_and_run_no_scripts(fake: Fake) -> None:
    fake.npm("")
    kept = install(fake.root)
    assert install(fake.root) == kept
    assert (kept / "node_modules" / SERVED[0].name).is_dir()
    asked = fake.log.read_text("utf-8").split("\n")
    assert asked.count("asked") == 1
    assert asked[1] == "ci --ignore-scripts --no-progress --omit=dev"
    assert install(fake.root, development=True) != kept
    (fake.root / MANIFESTS / LOCK).write_text(json.dumps(lock() | {"name": "other"}), "utf-8")
    assert install(fake.root) != kept
    assert fake.log.read_text("utf-8").split("\n").count("asked") == 3
    assert not [path.name for path in kept.parent.iterdir() if path.name.startswith(".")]


def test_without_npm_the_site_is_told_to_lack_sql(fake: Fake) -> None:
    fake.without_npm()
    with pytest.raises(NpmError, match=r"pip install 'mmkb\[node\]'"):
        find_tools()
    told: list[str] = []
    assert not bring_libraries(fake.root, fake.root / "docs", told.append)
    (sentence,) = told
    assert sentence.startswith("The SQL page was built without SQLite: There is no npm")
    assert not (fake.root / "docs").exists()


def test_what_npm_says_when_it_fails_is_told(fake: Fake) -> None:
    fake.npm("echo 'npm error code ENOTFOUND' >&2; echo 'npm error request to the registry failed' >&2; exit 1")
    told: list[str] = []
    assert not bring_libraries(fake.root, fake.root / "docs", told.append)
    assert "npm could not install the packages of site/npm: " in told[0]
    assert "registry failed" in told[0]
    assert list((fake.root / "build" / "npm").iterdir()) == []


def test_a_package_without_a_checksum_is_refused_before_npm_is_asked(fake: Fake) -> None:
    fake.npm("")
    broken = lock()
    del broken["packages"][f"node_modules/{SERVED[0].name}"]["integrity"]
    (fake.root / MANIFESTS / LOCK).write_text(json.dumps(broken), "utf-8")
    with pytest.raises(NpmError, match=f"no checksum of {SERVED[0].name}"):
        install(fake.root)
    assert not fake.log.exists()


def test_a_checkout_without_a_lock_says_so(fake: Fake) -> None:
    (fake.root / MANIFESTS / LOCK).unlink()
    with pytest.raises(NpmError, match=r"package-lock\.json is missing"):
        install(fake.root)


def test_files_come_with_the_text_of_their_licence(fake: Fake) -> None:
    fake.npm(fake.files)
    docs = fake.root / "docs"
    assert bring_libraries(fake.root, docs)
    folder = docs / "assets" / "vendor" / SERVED[0].folder
    assert sorted(path.name for path in folder.iterdir()) == ["Apache-2.0.txt", "sqlite3.js", "sqlite3.wasm"]
    assert (folder / "sqlite3.js").read_text("utf-8") == f"{SERVED[0].name}\n"


def test_the_licence_that_a_package_carries_goes_before_ours(fake: Fake) -> None:
    fake.npm(fake.files + f"\necho own > node_modules/{SERVED[0].name}/LICENSE")
    assert bring_libraries(fake.root, fake.root / "docs")
    folder = fake.root / "docs" / "assets" / "vendor" / SERVED[0].folder
    assert (folder / "LICENSE.txt").read_text("utf-8") == "own\n"
    assert not (folder / "Apache-2.0.txt").exists()


@pytest.mark.parametrize(("lost", "says"), [("files", "has no dist/index.mjs any more"), ("licence", "put it at")])
def test_what_a_package_lacks_is_told(fake: Fake, lost: str, says: str) -> None:
    fake.npm(fake.files if lost == "licence" else "")
    if lost == "licence":
        (fake.root / MANIFESTS / "licences" / "Apache-2.0.txt").unlink()
    told: list[str] = []
    assert not bring_libraries(fake.root, fake.root / "docs", told.append)
    assert says in told[0]
