"""The page on which models are set side by side; its script does the work, from the files of :mod:`mmkb.pages.comparedata`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from mmkb.pages.escape import text
from mmkb.pages.markup import head
from mmkb.pages.paths import COMPARE_PATH, Page, list_path
from mmkb.query import Questions
from mmkb.query.answers import Named

_EXAMPLES: Final = 3


def compare_page(kb: Questions) -> str:
    """Write the page.

    Args:
        kb: The knowledge base.

    Returns:
        Markdown, to stand at :data:`~mmkb.pages.paths.COMPARE_PATH`.
    """
    page = Page(COMPARE_PATH)
    examples = list(_examples(kb))
    shown = "".join(f"<li>{_example(models)}</li>" for models in examples)
    named = " ".join(model.id for model in examples[0]) if examples else "MODEL MODEL"
    return (
        head(
            "Compare",
            "Two to six models side by side, with their differences.",
            hide=("navigation", "toc"),
            assets=("compare",),
        )
        + "Two to six models side by side: what they are built of, how they were trained, on which data, what they take and "
        "give, and how they scored. Each fact has the mark of its source, and each gap is called what it is.\n{ .lead }\n\n"
        + '<div class="compare-app" data-search-exclude>\n'
        + (f'<div class="compare-start"><p>For example:</p><ul>{shown}</ul></div>\n' if shown else "")
        + "<noscript><p>Setting models side by side on this page needs JavaScript. Without it, the same comparison is printed "
        f"by the command <code>mmkb compare {text(named)}</code> (with <code>--scores</code> for the scores, <code>--format "
        f'csv</code> for a spreadsheet); all models stand in <a href="{page.href(list_path("model"))}">a list</a>, and each '
        "has a page of its own with the same facts.</p></noscript>\n</div>\n"
    )


def _example(models: tuple[Named, ...]) -> str:
    query = ",".join(model.id for model in models)
    return f'<a href="?m={text(query)}">{", ".join(text(model.name) for model in models)}</a>'


def _examples(kb: Questions) -> Iterator[tuple[Named, ...]]:
    """The models that most others were built on, each with the first two of those."""
    old = {entry for (entry,) in kb.store.rows("SELECT id FROM entry WHERE kind = 'model' AND deprecated IS NOT NULL")}
    lines = [line for line in kb.lineage() if line.parent.kind == "model" and not old & {line.parent.id, line.child.id}]
    counts = Counter(line.parent for line in lines)
    for parent, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0].id))[:_EXAMPLES]:
        children = dict.fromkeys(line.child for line in lines if line.parent == parent)
        yield (parent, *list(children)[:2])
