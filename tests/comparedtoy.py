"""The toy catalogue with more to compare: a third model, an old one, scores that two models share, names that are traps."""

from __future__ import annotations

from pathlib import Path

from tests.toycatalogue import change, copy_of_toy

TRAP = r"=HYPERLINK(\"x\")|a_b*c`d<b>e</b>&f%g$h#i{j}~k^l--m[n]\\o"
"""A name (in double quotes of YAML) that means something in Markdown, LaTeX, CSV, spreadsheets and HTML."""
TRAP_NAME = r'=HYPERLINK("x")|a_b*c`d<b>e</b>&f%g$h#i{j}~k^l--m[n]\o'
"""The same name as text."""

_SCORES = """# yaml-language-server: $schema=../../schema/results.schema.json
id: toy-any-table-3
name: Toy-Any, Table 3
table: {source: arxiv-2301.00002, locator: Table 3}
measured_by: [toy-lab]
scores:
- {model: toy-vlm, variant: 1b, benchmark: toyqa, split: test, score: '60.0', shots: 0}
- {model: toy-any, variant: first, benchmark: toyqa, split: test, score: '65.0', shots: 0}
- {model: toy-any, variant: first, benchmark: toyqa, split: test, score: '66.0', shots: 4}
- {model: toy-third, benchmark: toyqa, split: test, score: '64.0', shots: 0}
- {model: toy-third, benchmark: toyqb, score: '5.0'}
"""
_BENCHMARK = """# yaml-language-server: $schema=../../schema/benchmark.schema.json
id: toyqb
name: ToyQB
task: visual question answering
modalities: [image, text]
metrics:
- {id: accuracy, name: Accuracy, unit: percent, maximum: 100}
sources:
- {source: arxiv-2301.00001, locator: section 6}
"""


def compared_toy(folder: Path) -> Path:
    """A copy of the toy checkout with ``toy-third``, the old ``toy-old`` in whose place ``toy-vlm`` stands, and scores.

    ``toy-lab`` is called by :data:`TRAP_NAME`.
    """
    root = copy_of_toy(folder)
    catalog = root / "catalog"
    written = (catalog / "models" / "toy-any.yaml").read_text("utf-8")
    third = written.replace("id: toy-any\nname: Toy-Any\n", "id: toy-third\nname: Toy-Third\naliases: [The Third]\n")
    third = third[: third.index("disagreements:")]
    (catalog / "models" / "toy-third.yaml").write_text(third, "utf-8")
    old = third.replace("id: toy-third", "id: toy-old").replace("name: Toy-Third\naliases: [The Third]\n", "name: Toy-Old\n")
    gone = "release:\n  date: 2022-01-01\n"
    old = old.replace("release:\n  date: 2023-06-01\n", "deprecated: {replaced_by: toy-vlm, reason: one thing}\n" + gone)
    (catalog / "models" / "toy-old.yaml").write_text(old, "utf-8")
    (catalog / "results" / "toy-any-table-3.yaml").write_text(_SCORES, "utf-8")
    (catalog / "benchmarks" / "toyqb.yaml").write_text(_BENCHMARK, "utf-8")
    change(root, "organisations/toy-lab", "name: Toy Lab", f'name: "{TRAP}"')
    return root
