"""The files that are given away: whole, valid, the same each time, and read by the clients that people have."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import json
import re
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from mmkb.api import GRAPHS, KnowledgeBase
from mmkb.changes import Past, read_past
from mmkb.cli.main import mmkb as command
from mmkb.exports import ExportError, write_exports
from mmkb.exports.datasette import FACETS
from mmkb.exports.folder import SUMS, Folder
from mmkb.formulas import defused
from mmkb.pages.paths import SITE
from mmkb.records import FOLDERS
from mmkb.schemas import schema_texts
from mmkb.store import describe_tables
from tests.conftest import ROOT, knowledge_base_of
from tests.gitrepository import checkout_of_toy
from tests.toycatalogue import change, copy_of_toy

PROSE = ROOT / "site"


def export(database: Path, out: Path, prose: Path | None = None) -> Path:
    with KnowledgeBase.from_file(database) as kb:
        write_exports(kb, out, prose=prose, past=Past(()))
    return out


def files_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def toy_files(toy_database: Path, toy_prose: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the toy catalogue."""
    return export(toy_database, tmp_path_factory.mktemp("export") / "files", toy_prose)


@pytest.fixture(scope="module", params=["toy", "real"])
def files(request: pytest.FixtureRequest, toy_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the toy catalogue, then those of the real one."""
    if request.param == "toy":
        return toy_files
    folder = tmp_path_factory.mktemp("real")
    (folder / "catalog").symlink_to(ROOT / "catalog")
    done = CliRunner().invoke(command, ["--root", str(folder), "export", str(folder / "files")])
    assert done.exit_code == 0, done.output
    return folder / "files"


def loaded(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def tables_of(files: Path) -> Iterator[tuple[str, list[str], list[tuple[Any, ...]]]]:
    """Every table and view of the database of an export: name, columns, rows."""
    with closing(sqlite3.connect(files / "mmkb.sqlite")) as connection:
        for table in describe_tables():
            if table.kind != "search":
                cursor = connection.execute(f'SELECT * FROM "{table.name}"')
                yield table.name, [column[0] for column in cursor.description], cursor.fetchall()


# What is there


def test_every_kind_is_there_as_a_list_and_by_id(files: Path) -> None:
    index = loaded(files / "api/v1/index.json")
    with KnowledgeBase.from_file(files / "mmkb.sqlite") as kb:
        for kind, folder in FOLDERS.items():
            ids = sorted(i for (i,) in kb.store.rows("SELECT id FROM entry WHERE kind = ?", (kind,)))
            listed = loaded(files / "api/v1" / index["kinds"][kind]["list"])
            assert listed["count"] == len(listed["items"]) == index["kinds"][kind]["count"] == len(ids) > 0
            assert sorted(item["id"] for item in listed["items"]) == ids
            for item in listed["items"]:
                entry = loaded(files / "api/v1" / item["url"])
                assert (entry["kind"], entry["id"], entry["name"]) == (kind, item["id"], item["name"])
                assert entry["record"] == {k: v for k, v in kb.as_json(kind, item["id"]).items() if k != "entry"}
            assert sorted(p.stem for p in (files / "api/v1" / folder).glob("*.json")) == [Path(f"{i}.json").stem for i in ids]


def test_the_index_takes_versions_and_date_from_the_data(toy_files: Path, toy_kb: KnowledgeBase) -> None:
    index = loaded(toy_files / "api/v1/index.json")
    assert index["data_version"] == toy_kb.store.meta["data_version"]
    assert index["schema_version"] == int(toy_kb.store.meta["schema_version"])
    dates = [value for _, columns, rows in tables_of(toy_files) if "released" in columns
             for row in rows if (value := row[columns.index("released")])]  # fmt: skip
    assert index["generated_at"] == max(f"{date}-01-01"[:10] if len(date) < 10 else date for date in dates) + "T00:00:00Z"


def test_an_entry_tells_what_other_entries_say_of_it(toy_files: Path) -> None:
    vit = loaded(toy_files / "api/v1/components/toy-vit.json")
    assert {use["model"]["id"] for use in vit["uses"]} == {"toy-any", "toy-vlm"}
    model = loaded(toy_files / "api/v1/models/toy-vlm.json")
    assert model["summary"]["released"] == model["record"]["release"]["date"]
    assert {state["state"] for state in model["states"]} <= {"known", "not-disclosed", "not-applicable", "absent"}
    assert "arxiv-2301.00001" in model["sources"]
    assert {"kind": "component", "id": "toy-vit", "name": "Toy ViT"} in model["mentions"]


def test_every_table_of_a_survey_is_there_with_both_readings(toy_files: Path) -> None:
    tables = loaded(toy_files / "api/v1/index.json")["survey_tables"]
    assert {survey: list(places) for survey, places in tables.items()} == {"toy-survey": ["table-1", "table-2", "benchmarks"]}
    table = loaded(toy_files / "api/v1" / tables["toy-survey"]["table-1"])
    assert (table["survey"]["id"], table["place"], table["columns"][0]) == ("toy-survey", "Table 1", "name")
    cell = table["rows"][0]["cells"]["modality_encoder"]
    assert (cell["printed"], cell["own"], cell["correction"]["found"]) == ("ViT-B", "Toy ViT @336x336", "ViT-S/16")


def test_llms_txt_names_the_knowledge_pages(toy_files: Path) -> None:
    assert f"]({SITE}knowledge/glossary.md)" in (toy_files / "llms.txt").read_text("utf-8")


def test_the_schemas_are_those_of_the_checkout(toy_files: Path) -> None:
    assert {p.name: p.read_text("utf-8") for p in (toy_files / "schema").iterdir()} == schema_texts()


# The OpenAPI document


def pattern_of(path: str) -> re.Pattern[str]:
    parts = re.split(r"(\{\w+\})", path)
    return re.compile("".join(f"(?P<{part[1:-1]}>[^/]+)" if part.startswith("{") else re.escape(part) for part in parts))


def test_the_openapi_document_is_valid(files: Path) -> None:
    from openapi_spec_validator import OpenAPIV31SpecValidator, validate

    document = loaded(files / "openapi.json")
    validate(document, cls=OpenAPIV31SpecValidator)
    assert document["openapi"] == "3.1.0"


def test_the_openapi_document_describes_every_file_and_no_other(files: Path) -> None:
    paths = loaded(files / "openapi.json")["paths"]
    unused = set(paths)
    for file in files_of(files):
        found = [path for path in paths if pattern_of(path).fullmatch(f"/{file}")]
        assert len(found) == 1, (file, found)
        unused.discard(found[0])
        for parameter in paths[found[0]].get("parameters", ()):
            match = pattern_of(found[0]).fullmatch(f"/{file}")
            assert match is not None
            word = match[parameter["name"]]
            schema = parameter["schema"]
            assert word in schema.get("enum", [word])
            assert re.search(schema.get("pattern", ""), word)
    assert unused == set()


def test_every_json_file_fits_its_schema(files: Path) -> None:
    from jsonschema import Draft202012Validator

    document = loaded(files / "openapi.json")
    seen = 0
    for path, item in document["paths"].items():
        for content in item["get"]["responses"]["200"]["content"].values():
            if "schema" not in content:
                continue
            validator = Draft202012Validator({**content["schema"], "components": document["components"]})
            for file in files.rglob("*.json*"):
                name = f"/{file.relative_to(files).as_posix()}"
                if pattern_of(path).fullmatch(name):
                    seen += 1
                    assert [error.message for error in validator.iter_errors(loaded(file))] == [], name
    assert seen == len(list(files.rglob("*.json"))) + 1


@pytest.mark.parametrize(
    ("file", "path", "breaks"),
    [
        ("api/v1/models.json", "/api/v1/models.json", lambda data: data["items"][0].pop("input")),
        ("api/v1/models.json", "/api/v1/models.json", lambda data: data["items"][0].update(parameters=[1])),
        ("api/v1/models/toy-vlm.json", "/api/v1/models/{id}.json", lambda data: data["record"].update(colour="red")),
        ("api/v1/models/toy-vlm.json", "/api/v1/models/{id}.json", lambda data: data["scores"][0].update(value="high")),
        ("api/v1/graph/lineage.json", "/api/v1/graph/{graph}.json", lambda data: data["edges"][0].pop("source")),
    ],
)
def test_a_file_that_breaks_its_schema_is_found(toy_files: Path, file: str, path: str, breaks: Any) -> None:
    from jsonschema import Draft202012Validator

    document = loaded(toy_files / "openapi.json")
    schema = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    data = loaded(toy_files / file)
    breaks(data)
    assert not Draft202012Validator({**schema, "components": document["components"]}).is_valid(data)


# Clients


def test_pandas_reads_every_csv(files: Path) -> None:
    import pandas

    for name, columns, rows in tables_of(files):
        frame = pandas.read_csv(files / "csv" / f"{name}.csv", keep_default_na=False, dtype=str)
        assert list(frame.columns) == columns
        assert len(frame) == len(rows), name
    scores = pandas.read_csv(files / "csv/score.csv")
    assert scores["value"].dtype == "float64"


def test_duckdb_reads_every_parquet(files: Path) -> None:
    import duckdb

    with duckdb.connect() as connection:
        for name, columns, rows in tables_of(files):
            read = connection.execute(f"SELECT * FROM '{files}/parquet/{name}.parquet'")
            assert [column[0] for column in read.description or ()] == columns
            assert sorted(map(repr, read.fetchall())) == sorted(
                repr(row) for row in _as_declared(name, columns, rows)
            ), name  # fmt: skip


def _as_declared(name: str, columns: list[str], rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows of SQLite with the truth values and numbers that the columns are declared to hold."""
    types = {column.name: column.type for table in describe_tables() if table.name == name for column in table.columns}
    casts = [{"BOOLEAN": bool, "FLOAT": float}.get(types[column], lambda value: value) for column in columns]
    return [tuple(None if v is None else cast(v) for cast, v in zip(casts, row, strict=True)) for row in rows]


def test_networkx_reads_back_every_graph(files: Path) -> None:
    import networkx as nx

    with KnowledgeBase.from_file(files / "mmkb.sqlite") as kb:
        for name in GRAPHS:
            graph = kb.graph(name)
            multi = graph.is_multigraph()
            read = nx.read_graphml(files / f"api/v1/graph/{name}.graphml", force_multigraph=multi)
            listed = nx.node_link_graph(loaded(files / f"api/v1/graph/{name}.json"), name="node", edges="edges")
            for one in (read, listed):
                assert one.is_directed()
                assert list(one.nodes(data=True)) == list(graph.nodes(data=True))
                assert sorted(map(repr, _edges(one))) == sorted(map(repr, _edges(graph)))
            ids = re.findall(r'<edge [^>]*\bid="([^"]+)"', (files / f"api/v1/graph/{name}.graphml").read_text("utf-8"))
            assert len(ids) == len(set(ids)) == (graph.number_of_edges() if multi else 0)


def _edges(graph: Any) -> list[Any]:
    return [(a, b, sorted((k, v) for k, v in data.items() if k != "id")) for a, b, data in graph.edges(data=True)]


def test_a_bibtex_parser_reads_back_every_reference(files: Path) -> None:
    from bibtexparser.entrypoint import parse_file

    library = parse_file(str(files / "references.bib"))
    assert not library.failed_blocks
    sources = loaded(files / "api/v1/sources.json")["items"]
    assert len(library.entries) == len(sources)
    assert len({entry.key for entry in library.entries}) == len(sources)
    titles = {re.sub(r"[{}\\]", "", entry.fields_dict["title"].value) for entry in library.entries}
    plain = {s["name"] for s in sources if not re.search(r"[{}\\~^]", s["name"])}
    assert len(plain) > 2
    assert plain <= titles


@pytest.fixture(scope="module")
def shown(toy_files: Path) -> Any:
    """Asks Datasette, with the database and metadata file of the toy catalogue."""
    import asyncio
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from datasette.app import Datasette

        metadata = yaml.safe_load((toy_files / "datasette-metadata.yaml").read_text("utf-8"))

        def ask(path: str) -> tuple[int, Any]:
            async def answer() -> tuple[int, Any]:
                datasette = Datasette([], immutables=[str(toy_files / "mmkb.sqlite")], metadata=metadata)
                await datasette.invoke_startup()
                response = await datasette.client.get(path, follow_redirects=True)
                kind = response.headers.get("content-type", "")
                return response.status_code, response.json() if "json" in kind else response.text

            # In a thread of its own: a browser that another test drives keeps a loop running in this one.
            with warnings.catch_warnings(), ThreadPoolExecutor(1) as beside:
                warnings.simplefilter("ignore")
                return beside.submit(lambda: asyncio.run(answer())).result()

    return ask


def test_datasette_shows_what_a_row_points_to_by_its_name(shown: Any) -> None:
    status, data = shown("/mmkb/component_use.json?_labels=on&_shape=objects&_size=max")
    assert status == 200
    assert {"value": "toy-vit", "label": "Toy ViT"} in [row["component_id"] for row in data["rows"]]
    assert {"value": "toy-vlm", "label": "Toy-VLM"} in [row["model_id"] for row in data["rows"]]


def test_datasette_narrows_tables_down_by_our_facets(shown: Any) -> None:
    status, data = shown("/mmkb/model.json")
    assert status == 200
    assert set(data["facet_results"]) == {"access", "function", "design"}
    status, page = shown("/mmkb/model")
    assert status == 200
    assert "Weights licence" in page or "licence" in page.lower()


def test_datasette_cannot_write(shown: Any) -> None:
    status, data = shown("/mmkb.json?sql=delete+from+model")
    assert status == 400
    assert "SELECT" in str(data)


def test_facets_are_columns_and_labels_are_names(toy_files: Path) -> None:
    columns = {table.name: {column.name for column in table.columns} for table in describe_tables()}
    for table, wanted in FACETS.items():
        assert set(wanted) <= columns[table], table
    tables = yaml.safe_load((toy_files / "datasette-metadata.yaml").read_text("utf-8"))["databases"]["mmkb"]["tables"]
    for kind in FOLDERS:
        assert tables["results_table" if kind == "results" else kind]["label_column"] == "name"
    for name, table in tables.items():
        assert set(table["columns"]) <= columns[name]


def test_every_example_of_the_guide_runs(
    toy_files: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(toy_files)
    text = (PROSE / "how-to/use-the-files.md").read_text("utf-8")
    examples = re.findall(r'(?ms)^```python title="\w+"\n(.*?)^```$', text)
    assert len(examples) == 3
    for example in examples:
        exec(compile(example, "guide", "exec"), {})
        assert capsys.readouterr().out, example


def test_every_file_that_the_guide_names_is_there(tmp_path: Path, toy_database: Path, toy_prose: Path) -> None:
    with KnowledgeBase.from_file(toy_database) as kb:
        past = read_past(checkout_of_toy(tmp_path / "checkout"))
        assert isinstance(past, Past)
        write_exports(kb, tmp_path / "files", prose=toy_prose, past=past)
    text = (PROSE / "how-to/use-the-files.md").read_text("utf-8").partition("## What is stable")[0]
    named = re.findall(r"`([\w./-]+\.(?:json|jsonld|csv|parquet|sqlite|yaml|bib|txt|md|atom)|SHA256SUMS)`", text)
    assert len(named) >= 15
    for name in named:
        assert (tmp_path / "files" / name.replace("mm-llms", "toy-survey").replace("llava", "toy-vlm")).is_file(), name


# Safe


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "-a"])
def test_a_formula_is_defused(cell: str) -> None:
    assert defused(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-5.2", "+3", "1,234", "-1,234.5", "-3%", "a=b", "", None, -5, -1.5, "llava-1.5"])
def test_what_is_no_formula_stays(cell: Any) -> None:
    assert defused(cell) == cell


def test_a_name_that_is_a_formula_is_defused_in_csv_and_whole_elsewhere(tmp_path: Path) -> None:
    formula = '=HYPERLINK("https://example.org","x")'
    root = copy_of_toy(tmp_path)
    change(root, "organisations/toy-lab", "name: Toy Lab", f"name: '{formula}'")
    knowledge_base_of(root, tmp_path / "db.sqlite").close()
    out = export(tmp_path / "db.sqlite", tmp_path / "files")
    with (out / "csv/organisation.csv").open(encoding="utf-8", newline="") as file:
        assert f"'{formula}" in [row["name"] for row in csv.DictReader(file)]
    for path in (out / "csv").iterdir():
        with path.open(encoding="utf-8", newline="") as file:
            assert not [cell for row in csv.reader(file) for cell in row if cell.startswith(("=", "@"))], path
    assert formula in [item["name"] for item in loaded(out / "api/v1/organisations.json")["items"]]


@pytest.mark.parametrize(
    "path", ["../x", "a/../../x", "/etc/x", "a//b", "", ".", "..", "a/.hidden", "a\\b", "a\nb", "é", "a.", "x" * 200]
)
def test_no_path_leads_out_of_the_folder(tmp_path: Path, path: str) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(ExportError, match="cannot be the path of a file"):
        Folder(tmp_path / "in").write(path, "x")
    assert list(tmp_path.rglob("*")) == [tmp_path / "in"]


def test_a_link_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "in" / "way").symlink_to(tmp_path / "out")
    with pytest.raises(ExportError):
        Folder(tmp_path / "in").write("way/x", "x")
    assert not list((tmp_path / "out").iterdir())


def test_a_database_with_a_path_for_an_id_is_refused(toy_database: Path, tmp_path: Path) -> None:
    database = tmp_path / "db" / "evil.sqlite"
    database.parent.mkdir()
    database.write_bytes(toy_database.read_bytes())
    with closing(sqlite3.connect(database)) as connection, connection:
        for table, column in (("entry", "id"), ("organisation", "id"), ("entry_name", "entry_id")):
            connection.execute(f"UPDATE {table} SET {column} = '../../../evil' WHERE {column} = 'toy-lab'")
        connection.execute("""UPDATE entry SET document = replace(document, '"id":"toy-lab"', '"id":"../../../evil"')""")
    with (
        KnowledgeBase.from_file(database) as kb,
        pytest.raises(ExportError, match=r"'\.\./\.\./\.\./evil' is no entry of ours"),
    ):
        write_exports(kb, tmp_path / "out" / "files")
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.rglob("*evil.*json"))


# Whole, and the same


def test_the_same_data_give_the_same_bytes(toy_database: Path, toy_prose: Path, toy_files: Path, tmp_path: Path) -> None:
    again = files_of(export(toy_database, tmp_path / "again", toy_prose))
    assert again == files_of(toy_files)


def test_checksums_hold_for_every_file(toy_files: Path) -> None:
    lines = dict(line.split("  ")[::-1] for line in (toy_files / SUMS).read_text("utf-8").splitlines())
    assert lines == {path: hashlib.sha256(content).hexdigest() for path, content in files_of(toy_files).items() if path != SUMS}


def test_the_site_carries_the_same_files(toy_site: Path, toy_files: Path) -> None:
    mine = files_of(toy_files)
    of_history = {"feeds/changed-entries.atom", "feeds/corrections.atom"}
    for path, content in mine.items():
        if path not in (SUMS, "openapi.json", "llms.txt", "news/index.md", *of_history):
            assert (toy_site / path).read_bytes() == content, path
    site = (toy_site / SUMS).read_text("utf-8").splitlines()
    assert {line[66:] for line in site} >= set(mine) - {SUMS, *of_history}


def test_an_export_takes_the_place_of_an_earlier_one_as_a_whole(toy_database: Path, tmp_path: Path) -> None:
    out = export(toy_database, tmp_path / "files")
    whole = files_of(out)
    (out / "llms.txt").unlink()
    assert files_of(export(toy_database, out)) == whole
    assert [path.name for path in tmp_path.iterdir()] == ["files"]


def test_a_folder_with_anything_else_is_left_alone(toy_database: Path, tmp_path: Path) -> None:
    out = export(toy_database, tmp_path / "files")
    (out / "mine.txt").write_text("mine")
    before = files_of(out)
    with pytest.raises(ExportError, match=r"holds something that no export wrote, such as mine\.txt"):
        export(toy_database, out)
    assert files_of(out) == before


def test_an_export_that_fails_leaves_the_earlier_one(
    toy_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = export(toy_database, tmp_path / "files")
    before = files_of(out)

    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mmkb.exports.write.llms_text", full)
    with pytest.raises(OSError, match="No space"):
        export(toy_database, out)
    assert files_of(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["files"]


def test_without_pyarrow_the_rest_is_written_and_it_is_said(
    toy_kb: KnowledgeBase, toy_prose: Path, toy_files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *a: None if name == "pyarrow" else find(name, *a))
    told: list[str] = []
    write_exports(toy_kb, tmp_path / "files", prose=toy_prose, past=Past(()), tell=told.append)
    assert told == ["Parquet was left out: writing it needs pyarrow. Install it with: pip install 'mmkb[export]'"]
    mine, all_of_them = files_of(tmp_path / "files"), files_of(toy_files)
    assert set(mine) == {path for path in all_of_them if not path.startswith("parquet/")}
    assert not [path for path in loaded(tmp_path / "files/openapi.json")["paths"] if "parquet" in path]
