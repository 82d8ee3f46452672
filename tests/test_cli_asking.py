"""The commands that ask: what they print in each format, what they say of wrong words, and how they behave in pipes."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mmkb.api import KnowledgeBase
from mmkb.cli.main import COMMANDS
from mmkb.cli.main import mmkb as command
from mmkb.cli.output import FORMATS
from tests.conftest import knowledge_base_of
from tests.toycatalogue import copy_of_toy

LISTING = {
    "query": [], "search": ["toy"], "compare": ["toy-vlm", "toy-any"], "leaderboard": ["toyqa"], "lineage": ["toy-any"],
    "used-by": ["toy-vit"], "timeline": [], "sources": ["toy-vlm"], "gaps": [], "stats": [], "sql": ["SELECT id FROM model"],
    "coverage": [], "survey-table": ["toy-survey"], "corrections": [],
}  # fmt: skip
"""Commands that print tables, and what they are asked here."""


@pytest.fixture
def ask(toy_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs a command on the toy database, outside any checkout."""
    monkeypatch.chdir(tmp_path)

    def run(name: str, *words: str, stdin: str | None = None) -> Result:
        given = [name, "--db", str(toy_database), *words]
        return CliRunner().invoke(command, given, catch_exceptions=False, input=stdin)

    return run


def data(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.mark.parametrize("name", LISTING)
@pytest.mark.parametrize("form", FORMATS)
def test_every_list_comes_in_every_format(ask: Any, name: str, form: str) -> None:
    result = ask(name, *LISTING[name], "--format", form)
    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout.endswith("\n")
    assert "\x1b" not in result.stdout
    if form == "json":
        assert json.loads(result.stdout)
    if form in ("csv", "tsv"):
        rows = list(csv.reader(io.StringIO(result.stdout), delimiter="," if form == "csv" else "\t"))
        assert len(rows) > 1
        assert {len(row) for row in rows} == {len(rows[0])}


@pytest.mark.parametrize("name", sorted(set(LISTING) - {"stats", "compare"}))
def test_csv_has_the_same_columns_whether_or_not_anything_is_found(ask: Any, name: str) -> None:
    nothing = {
        "query": ["--input", "tactile"], "search": ["zebra"], "lineage": ["toy-vlm"], "used-by": ["toy-chat"],
        "sql": ["SELECT id FROM model WHERE 0"], "gaps": ["--state", "absent"],
        "sources": ["toy-vlm", "training.stages.0.kind"],
    }  # fmt: skip
    full = ask(name, *LISTING[name], "--format", "csv").stdout.splitlines()[0]
    assert ask(name, *nothing.get(name, LISTING[name]), "--format", "csv").stdout.splitlines()[0] == full


def test_query_takes_every_filter_of_the_python_call() -> None:
    import inspect

    context = command.make_context("mmkb", ["query"], resilient_parsing=True)
    query = command.get_command(context, "query")
    assert query is not None
    wanted = set(inspect.signature(KnowledgeBase.models).parameters) - {"self"}
    assert wanted <= {parameter.name for parameter in query.params}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ([], ["toy-vlm", "toy-any"]),
        (["--input", "audio"], ["toy-any"]),
        (["-i", "image", "-i", "text", "-o", "bounding-box"], ["toy-vlm"]),
        (["--encoder", "toy-vit", "--llm", "toy-chat"], ["toy-any"]),
        (["--llm", "toy-lm"], ["toy-vlm", "toy-any"]),
        (["--llm", "Toy LM"], ["toy-vlm"]),
        (["--llm", "Toy LM", "--derived"], ["toy-vlm", "toy-any"]),
        (["--connector", "toy-resampler"], ["toy-vlm"]),
        (["--generator", "toy-diffusion"], ["toy-any"]),
        (["--component", "toy-detector"], ["toy-any"]),
        (["--fusion", "tools"], ["toy-any"]),
        (["--function", "understanding"], ["toy-vlm"]),
        (["--design", "tool-using"], []),
        (["--access", "open-weights"], ["toy-vlm"]),
        (["--open-weights"], ["toy-vlm"]),
        (["--no-open-weights"], []),
        (["--organisation", "toy-university"], ["toy-vlm", "toy-any"]),
        (["--dataset", "toy-instruct"], ["toy-vlm"]),
        (["--trained", "backbone"], ["toy-vlm"]),
        (["--stage", "pre-training", "--stage", "instruction-tuning"], ["toy-vlm"]),
        (["--released", ">=2023-02", "--released", "<2024"], ["toy-any"]),
        (["--text", "pictures"], ["toy-vlm"]),
        (["--sort", "-released"], ["toy-any", "toy-vlm"]),
        (["--sort", "design,name", "--limit", "1"], ["toy-any"]),
        (["--limit", "1"], ["toy-vlm"]),
    ],
)
def test_query_filters_sorts_and_limits(ask: Any, words: list[str], found: list[str]) -> None:
    assert ask("query", *words, "--format", "tsv", "--no-header", "--columns", "id").stdout.split() == found


def test_finding_nothing_is_an_answer(ask: Any) -> None:
    result = ask("query", "--input", "tactile")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "nothing found\n")
    assert data(ask("query", "--input", "tactile", "--format", "json")) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["query", "--llm", "toy-lmm"], "no component or family 'toy-lmm'; did you mean toy-lm"),
        (["query", "--input", "imag"], "no modality 'imag'; did you mean image"),
        (["query", "--released", "yesterday"], "'yesterday' is no date"),
        (["query", "--sort", "relased"], "did you mean released?"),
        (["query", "--columns", "idd"], "no column 'idd'; did you mean id"),
        (["query", "--limit", "0"], "--limit"),
        (["query", "--format", "xml"], "xml"),
        (["compare", "toy-vlm"], "comparing takes two models or more"),
        (["compare", "toy-vlm", "toy-vln"], "did you mean toy-vlm"),
        (["leaderboard", "toyqaa"], "did you mean toyqa"),
        (["leaderboard", "toyqa", "--metric", "bleu"], "no metric 'bleu'"),
        (["lineage", "toy-vln"], "did you mean toy-vlm"),
        (["used-by", "toy-vitt"], "did you mean toy-vit"),
        (["sources", "toy-vlm", "architectur"], "did you mean architecture"),
        (["gaps", "--state", "abset"], "no state of a gap 'abset'"),
        (["show", "toy-vln"], "did you mean toy-vlm"),
        (["cite", "toy-vln"], "did you mean toy-vlm"),
        (["graph", "linage"], "lineage"),
        (["graph", "lineage", "toy-vln"], "did you mean toy-vlm"),
        (["graph", "taxonomy", "toy-vlm"], "of the whole catalogue"),
        (["graph", "architecture"], "architecture takes a MODEL"),
        (["graph", "architecture", "toy-vlm", "--format", "dot"], "--format svg"),
        (["sql", "DELETE FROM model"], "Only reading is allowed"),
        (["sql", "SELECT 1; SELECT 2"], "one statement"),
        (["sql", "SELECT nix FROM model"], "no such column"),
    ],
)
def test_wrong_words_exit_with_2_and_say_what_was_possible(ask: Any, words: list[str], told: str) -> None:
    result = ask(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert told in result.stderr
    assert "Traceback" not in result.stderr


def test_a_mistyped_command_is_told_what_was_meant() -> None:
    result = CliRunner().invoke(command, ["qurey"])
    assert result.exit_code == 2
    assert "no command 'qurey'; did you mean query?" in result.stderr
    assert "mmkb --help lists the commands" in CliRunner().invoke(command, ["zzz"]).stderr


def test_a_database_that_is_none_exits_with_1(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("dear reader")
    result = CliRunner().invoke(command, ["query", "--db", str(path)])
    assert result.exit_code == 1
    assert "is no database of mmkb" in result.stderr
    assert CliRunner().invoke(command, ["query", "--db", str(tmp_path / "nothing")]).exit_code == 2


def test_compare_marks_what_differs(ask: Any) -> None:
    rows = {row["fact"]: row for row in data(ask("compare", "toy-vlm", "toy-any", "--format", "json"))}
    assert rows["function"] == {"differs": True, "fact": "function", "toy-vlm": "understanding", "toy-any": "generation"}
    assert rows["design"]["differs"] is False
    table = ask("compare", "toy-vlm", "toy-any").stdout.splitlines()
    assert next(line for line in table if " function " in line).startswith("* ")
    assert next(line for line in table if " design " in line).startswith("  ")
    only = data(ask("compare", "toy-vlm", "toy-any", "--differences", "--format", "json"))
    assert {row["differs"] for row in only} == {True}


def test_search_finds_entries_of_every_kind(ask: Any) -> None:
    rows = data(ask("search", "toy", "--limit", "50", "--format", "json"))
    assert {"model", "component", "organisation", "source"} <= {row["kind"] for row in rows}
    assert data(ask("search", "blocks", "--format", "json"))[0]["kind"] == "source"
    assert len(data(ask("search", "toy", "--limit", "2", "--format", "json"))) == 2


def test_the_leaderboard_ranks_in_groups_only(ask: Any) -> None:
    rows = data(ask("leaderboard", "toyqa", "--format", "json"))
    assert [(row["group"], row["rank"], row["printed"]) for row in rows] == [(1, 1, "70.0"), (1, 2, "61.50"), (2, 1, "1201")]
    text = ask("leaderboard", "ToyQA").stdout
    assert "scores of different groups cannot be compared" in text
    assert len(data(ask("leaderboard", "toyqa", "--split", "test", "--format", "json"))) == 2


def test_one_table_answers_lineage_uses_sources_and_time(ask: Any) -> None:
    assert data(ask("lineage", "toy-vlm", "--format", "json"))[0]["distance"] == 1
    assert [row["model"]["id"] for row in data(ask("used-by", "toy-vit", "--format", "json"))] == ["toy-vlm", "toy-any"]
    assert data(ask("used-by", "toy-captions", "--format", "json"))[0]["user"]["id"] == "toy-vlm"
    (first, *_) = data(ask("sources", "toy-vlm", "architecture", "--format", "json"))
    assert (first["source"]["id"], first["locator"]) == ("arxiv-2301.00001", "section 3")
    assert [row["released"] for row in data(ask("timeline", "--format", "json"))] == ["2023-01-05", "2023-06-01"]


def test_gaps_are_told_of_all_models_or_of_one(ask: Any) -> None:
    rows = data(ask("gaps", "--format", "json"))
    assert {row["model"]["id"] for row in rows} == {"toy-any", "toy-vlm"}
    assert {row["state"] for row in rows} == {"not-disclosed"}
    assert [row["fact"] for row in data(ask("gaps", "toy-vlm", "--format", "json"))] == ["weights licence"]
    assert len(data(ask("gaps", "--limit", "2", "--format", "json"))) == 2


def test_stats_tell_how_much_and_of_which_version(ask: Any, toy_kb: KnowledgeBase) -> None:
    found = data(ask("stats", "--format", "json"))
    assert found["entries"]["model"] == 2
    assert found["data_version"] == toy_kb.store.meta["data_version"]
    lines = ask("stats", "--format", "tsv").stdout.splitlines()
    assert "entries\tmodel\t2" in lines
    assert f"data version\t\t{found['data_version']}" in lines


def test_sql_takes_values_and_standard_input_and_says_when_there_is_more(ask: Any) -> None:
    assert ask("sql", "SELECT id FROM model WHERE id = ?", "toy-vlm", "--format", "tsv").stdout == "id\ntoy-vlm\n"
    assert data(ask("sql", "-", "--format", "json", stdin="SELECT 1 AS one")) == [{"one": 1}]
    result = ask("sql", "SELECT id FROM model ORDER BY id", "--limit", "1", "--format", "csv")
    assert (result.exit_code, result.stdout) == (0, "id\ntoy-any\n")
    assert result.stderr == "there are more rows than 1; --limit shows more\n"


def test_sql_stops_when_its_time_is_over(ask: Any) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    result = ask("sql", endless, "--seconds", "0.2")
    assert result.exit_code == 2
    assert "longer than 0.2 seconds" in result.stderr


def test_cite_writes_bibtex_and_apa(ask: Any) -> None:
    text = ask("cite", "toy-vlm", "toy-survey", "Toy-VLM").stdout
    assert text.count("@misc{") == 2
    assert text.startswith("@misc{block2023toy,\n")
    assert ask("cite", "toy-survey", "toy-vlm", "--style", "apa").stdout.splitlines() == [
        "Block, A., & Brick, B. (2023). Toy-VLM: Seeing with Blocks. ToyConf 2023. https://arxiv.org/abs/2301.00001",
        "Dice, D. (2023). A Survey of Toys. https://doi.org/10.1234/toys.2023",
    ]


def test_show_reads_the_database_that_is_named(ask: Any) -> None:
    assert ask("show", "toy-vlm").stdout.startswith("Toy-VLM (model toy-vlm)\n")
    assert data(ask("show", "toy-vlm", "--json"))["id"] == "toy-vlm"


def test_every_command_has_help() -> None:
    listed = CliRunner().invoke(command, ["--help"]).stdout
    for name in COMMANDS:
        assert f"\n  {name} " in listed
        result = CliRunner().invoke(command, [name, "--help"])
        assert result.exit_code == 0
        assert result.stdout.startswith(f"Usage: mmkb {name}")


def shell(toy_database: Path, words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What a shell gets of a command line; in it ``mmkb`` is the command and ``$DB`` the toy database."""
    script = f'mmkb() {{ "{sys.executable}" -W error -m mmkb "$@"; }}\nset -o pipefail\n{words}'
    return subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, check=False, timeout=300,
        env={**os.environ, "DB": str(toy_database), **environment},
    )  # fmt: skip


def test_a_reader_who_leaves_early_is_no_error_to_be_told(toy_database: Path) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT * FROM n LIMIT 200000"
    done = shell(toy_database, f'mmkb sql "{endless}" --limit 200000 --seconds 60 --format tsv --db "$DB" | head -2')
    assert done.stdout == "i\n1\n"
    assert done.stderr == ""


def test_ids_go_from_one_command_to_the_next(toy_database: Path) -> None:
    done = shell(
        toy_database,
        'mmkb query --db "$DB" --format tsv --no-header --columns id | xargs "$PY" -m mmkb compare --db "$DB" --format tsv',
        PY=sys.executable,
    )
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == "differs\tfact\ttoy-vlm\ttoy-any"


def test_a_terminal_that_knows_ascii_only_gets_an_answer(toy_database: Path) -> None:
    done = shell(toy_database, 'mmkb sql "SELECT \'ä→\' AS x" --db "$DB"', PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0
    assert done.stdout.splitlines()[2] in ("ä→", "\\xe4\\u2192")
    assert done.stderr == ""


def lines(ask: Any, *words: str) -> list[str]:
    result = ask(*words, "--format", "csv")
    assert result.exit_code == 0, result.output
    return list(result.stdout.splitlines())


def test_a_surveys_table_is_rebuilt_in_the_shell(ask: Any) -> None:
    assert lines(ask, "survey-table", "toy-survey") == [
        "place,name,rows",
        "table-1,Table 1,1",
        "table-2,Table 2,2",
        'benchmarks,"Website, benchmarks",1',
    ]
    printed = lines(ask, "survey-table", "toy-survey", "table-1")
    assert printed == ["entry,name,modality_encoder,llm_backbone", "toy-vlm,ToyVLM,ViT-B,Toy LM"]
    own = lines(ask, "survey-table", "toy-survey", "table-1", "--reading", "catalogue")
    assert own[1] == 'toy-vlm,Toy-VLM,Toy ViT @336x336,"Toy LM (1b, 8x1b)"'
    both = lines(ask, "survey-table", "toy-survey", "table-1", "--reading", "both")
    assert both[0] == "row,entry,column,printed,own,found"
    assert "1,toy-vlm,modality_encoder,ViT-B,Toy ViT @336x336,ViT-S/16" in both


def test_corrections_are_listed_by_kind_and_place(ask: Any) -> None:
    assert len(lines(ask, "corrections")) == 4
    one = lines(ask, "corrections", "--kind", "wrong", "--place", "table 2", "--columns", "entry,found")
    assert one == ["entry,found", "toy-survey-table-2,70.0"]
    assert lines(ask, "corrections", "--kind", "spelling", "--columns", "entry") == ["entry"]


def test_a_kind_or_place_that_is_none_is_answered_with_what_there_is(ask: Any) -> None:
    assert "did you mean wrong?" in ask("corrections", "--kind", "wrongly").stderr
    assert "Website, benchmarks" in ask("corrections", "--place", "figure 9").stderr
    assert "table-1" in ask("survey-table", "toy-survey", "figure-9").stderr


def test_of_one_id_the_model_is_shown_and_the_others_are_told(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    text = (root / "catalog" / "components" / "linear.yaml").read_text("utf-8")
    name = next(line for line in text.splitlines() if line.startswith("name: "))
    part = text.replace("id: linear\n", "id: toy-vlm\n").replace(name, "name: Toy-VLM as a part")
    (root / "catalog" / "components" / "toy-vlm.yaml").write_text(part, "utf-8")
    database = root / "odd.sqlite"
    knowledge_base_of(root, database).close()
    shown = CliRunner().invoke(command, ["show", "--db", str(database), "toy-vlm"], catch_exceptions=False)
    assert shown.stdout.startswith("Toy-VLM (model toy-vlm)\n")
    assert shown.stdout.endswith("\nalso a component: mmkb show toy-vlm --kind component\n")
    one = CliRunner().invoke(command, ["show", "--db", str(database), "toy-vlm", "--kind", "component"], catch_exceptions=False)
    assert "also a" not in one.stdout
