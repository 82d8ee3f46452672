"""The real catalogue, through the same checks. A failure here is a fault of content, not of code."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

import mmkb
from mmkb.check import check_catalogue
from mmkb.cli.main import mmkb as command
from mmkb.fmt import canonical
from mmkb.fmt.already import surely_canonical
from mmkb.fmt.comments import comments
from mmkb.fmt.layout import laid_out
from mmkb.load import Catalogue, load_catalogue
from mmkb.pages.every import all_pages
from mmkb.records import FOLDERS, KINDS, Model, Survey
from mmkb.schemas import schema_of
from mmkb.store import build_store, describe_tables
from mmkb.yamltext import parse

pytestmark = pytest.mark.catalogue

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    found, problems = load_catalogue(ROOT / "catalog")
    assert [p.text() for p in problems] == []
    return found


def model(catalogue: Catalogue, entry: str) -> Model:
    record = catalogue.entries["model"][entry].record
    assert isinstance(record, Model)
    return record


def test_there_are_no_errors_and_no_warnings(catalogue: Catalogue) -> None:
    assert [p.text() for p in check_catalogue(catalogue)] == []


def test_every_entry_stands_in_its_canonical_text(catalogue: Catalogue) -> None:
    assert [e.file for e in catalogue if canonical(e.kind, e.raw) != e.raw] == [], "run mmkb fmt"


def test_what_a_look_takes_for_canonical_would_be_written_so(catalogue: Catalogue) -> None:
    some = [entry for number, entry in enumerate(catalogue) if number % 9 == 0]
    sure = [e for e in some if surely_canonical(e.kind, e.raw, parse(e.raw).data or {})]
    assert len(sure) > len(some) // 2
    assert [e.file for e in sure if laid_out(e.kind, e.raw) != e.raw] == []


def test_of_entries_in_disorder_twice_changes_nothing_more_and_no_comment_is_lost(catalogue: Catalogue) -> None:
    for number, entry in enumerate(catalogue):
        if number % 8:
            continue
        schema, *lines = entry.raw.decode().splitlines()
        blocks: list[list[str]] = []
        for line in lines:
            if line[0] not in " -":
                blocks.append([])
            blocks[-1].append(line)
        blocks.reverse()
        disordered = [schema, "# at the head"]
        for at, block in enumerate(blocks):
            folded = any(line.endswith(">-") for line in block)  # in there, a comment is text
            disordered += [f"# before {at}", *block, *([] if folded else [f"  # inside {at}"])]
        raw = "\n".join([*disordered, "# at the end", ""]).encode()
        assert parse(raw).data == parse(entry.raw).data
        text = canonical(entry.kind, raw)
        assert text != raw, entry.file
        assert canonical(entry.kind, text) == text, entry.file
        assert comments(text) == comments(raw), entry.file
        assert parse(text).data == parse(raw).data, entry.file


@pytest.mark.parametrize("kind", KINDS)
def test_entries_are_valid_by_their_json_schema(catalogue: Catalogue, kind: str) -> None:
    validator = jsonschema.Draft202012Validator(schema_of(kind))
    for path in sorted((ROOT / "catalog" / FOLDERS[kind]).glob("*.yaml")):
        assert [e.message for e in validator.iter_errors(parse(path.read_bytes()).data)] == [], path


def test_readings_are_printed_where_the_survey_has_such_columns(catalogue: Catalogue) -> None:
    columns = {
        (survey.id, place.id): set(place.columns)
        for survey in (entry.record for entry in catalogue.entries["survey"].values())
        if isinstance(survey, Survey)
        for place in survey.places
    }
    for entry in catalogue.entries["model"]:
        for reading in model(catalogue, entry).readings:
            assert set(reading.printed) <= columns[reading.survey, reading.place], entry


@pytest.fixture(scope="module")
def database(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("real") / "mmkb.sqlite"
    build_store(catalogue, path)
    return path


@pytest.fixture
def opened(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ``mmkb.open()`` give the real catalogue, as it does in a checkout after ``mmkb build``."""
    monkeypatch.setattr("mmkb.api.find_root", lambda start: None)
    monkeypatch.setattr("mmkb.api.packaged_database", lambda: database)


@pytest.mark.usefixtures("opened")
def test_the_example_of_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert len(example.splitlines()) <= 10
    exec(compile(example, "README.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "Video-LLaMA ['EVA-CLIP ViT-g/14', 'ImageBind']" in printed
    assert "'BLIP-2'" in printed
    assert "DiGraph" in printed


@pytest.mark.usefixtures("opened")
def test_the_example_at_the_door_is_true() -> None:
    result = doctest.testmod(mmkb)
    assert result.attempted > 0
    assert result.failed == 0


def test_the_readme_names_every_command() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in command.commands if f"`mmkb {name}" not in text] == []


def test_every_entry_has_a_page(database: Path, catalogue: Catalogue) -> None:
    with mmkb.open(database) as kb:
        pages = dict(all_pages(kb, describe_tables()))
    assert {f"{FOLDERS[entry.kind]}/{entry.id}.md" for entry in catalogue} <= set(pages)


def test_a_parser_of_pure_python_reads_the_same(catalogue: Catalogue) -> None:
    """The entries are for everyone's tools, and parsers differ where braces, quotes and question marks meet."""
    for entry in catalogue:
        flow = b"\n".join(line for line in entry.raw.split(b"\n") if b"{" in line)
        if b"?" in flow:
            assert yaml.load(entry.raw, Loader=yaml.BaseLoader) == yaml.load(entry.raw, Loader=yaml.CBaseLoader), entry.file
