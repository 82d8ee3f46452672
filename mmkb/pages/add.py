"""The page on which a model is added: a form in the browser; without scripts, how to do it elsewhere."""

from __future__ import annotations

from typing import Final

from mmkb.pages.markup import head
from mmkb.pages.paths import Page

ADD_PATH: Final = "add/index.md"
_HERE: Final = Page(ADD_PATH)
_GUIDE: Final = "how-to/add-a-model.md"


def add_page() -> str:
    """Write the page.

    Returns:
        Markdown, to stand at :data:`ADD_PATH`.
    """
    described = head(
        "Add a model",
        "Describe a multimodal language model in a form, with the source of each fact, and propose its entry on GitHub.",
        hide=("navigation", "toc"),
        assets=("add",),
    )
    told = (
        "Read the paper and the repository, fill in what they say and where, and take the text of the entry to GitHub. Nothing "
        "is sent from this page: your draft stays in this browser until you copy, download or open it. What the sources do not "
        "tell is *not disclosed*, what the design does not have is *not applicable*, and what you did not look for is left "
        f"out. [The guide]({_HERE.to(_GUIDE)}) says how to read for facts.\n{{ .add-lead }}\n\n"
    )
    plain = (
        "The form needs JavaScript. Without it, an entry is begun in a checkout of the repository with "
        "`mmkb new model --hf OWNER/NAME --arxiv 2301.00001`; then `mmkb fmt` and `mmkb check`.\n\n"
        f"[The guide]({_HERE.to(_GUIDE)}) goes through it step by step; an existing file in `catalog/models` is the best "
        "pattern for a model without a checkpoint. Readings of surveys, corrections and "
        "verifications are written there, too: the form has no fields for them."
    )
    return f'{described}{told}<div id="add" class="add"></div>\n\n<div class="add-plain" markdown="1">\n\n{plain}\n\n</div>\n'
