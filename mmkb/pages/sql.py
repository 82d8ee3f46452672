"""The SQL page: the database asked in the browser; without scripts, how to ask it elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mmkb.pages.escape import preformatted, text
from mmkb.pages.markup import head, heading, section
from mmkb.pages.paths import Page
from mmkb.pages.ready import ReadyQuestion, Topic
from mmkb.pages.tables import TABLES_PATH

SQL_PATH: Final = "sql.md"

_HERE: Final = Page(SQL_PATH)
_FILES: Final = "how-to/use-the-files.md"
_PYTHON: Final = "how-to/use-python.md"
_SHELL: Final = "how-to/use-the-shell.md"


def sql_page(topics: Sequence[Topic]) -> str:
    """Write the SQL page.

    The style sheet hides what stands between the place of the script and the last section where scripts run.

    Args:
        topics: The ready questions.

    Returns:
        Markdown, to stand at :data:`SQL_PATH`.
    """
    described = head(
        "SQL", "Ask the database of multimodal language models in SQL, in the browser: nothing is sent anywhere.",
        hide=("navigation", "toc"), assets=("sql",), csp="wasm",
    )  # fmt: skip
    told = (
        "The whole catalogue is one SQLite database. Ask it here: your browser fetches the file with your first question and "
        "answers it itself, and nothing that you ask leaves this page. It can only be read. "
        f"[The tables]({_HERE.to(TABLES_PATH)}) are described column by column.\n\n"
        '<div id="sql-page" class="sql"></div>\n\n'
        '<p class="hint">Asking on this page needs JavaScript. The questions below can be asked of the file with any of the '
        "programs that are named at the end.</p>\n\n"
    )
    ready = section("Ready questions", "ready-questions", "".join(_topic(i, topic) for i, topic in enumerate(topics, 1)))
    return described + told + ready + section("Ask it elsewhere", "elsewhere", _elsewhere())


def _topic(number: int, topic: Topic) -> str:
    questions = (_question(f"ready-{number}-{i}", question) for i, question in enumerate(topic.questions, 1))
    return heading(topic.name, f"ready-{number}", 3) + "".join(questions)


def _question(anchor: str, question: ReadyQuestion) -> str:
    note = f"{text(question.note)}\n\n" if question.note else ""
    # An empty line would end the block for Markdown.
    sql = preformatted("\n".join(line for line in question.sql.split("\n") if line.strip()))
    return f'{heading(question.title, anchor, 4)}{note}<pre class="sql"><code>{sql}</code></pre>\n\n'


def _elsewhere() -> str:
    file = '<a href="../mmkb.sqlite" download>mmkb.sqlite</a>'
    packed = '<a href="../mmkb.sqlite.gz" download>gzipped</a>'
    asked = '"SELECT count(*) FROM model"'
    parquet = "SELECT count(*) FROM 'parquet/model.parquet'"
    rows = (
        f"- The file: {file}, or {packed}; [Use the files]({_HERE.to(_FILES)}) tells of CSV, Parquet and the JSON API as well.",
        f"- With SQLite: {_code('sqlite3 mmkb.sqlite ' + asked)}",
        f"- With mmkb: {_code('mmkb sql ' + asked)} [in a shell]({_HERE.to(_SHELL)}), {_code('kb.sql(' + asked + ')')} "
        f"[in Python]({_HERE.to(_PYTHON)})",
        f"- With Datasette: {_code('datasette --immutable mmkb.sqlite --metadata datasette-metadata.yaml')}",
        f"- With DuckDB, from the tables as files: {_code(parquet)}",
    )
    return "\n".join(rows) + "\n"


def _code(words: str) -> str:
    return f"<code>{text(words)}</code>"
