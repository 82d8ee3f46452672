"""Reference pages written from the code: the rules and the vocabulary."""

from __future__ import annotations

import re
from typing import Final

# Rules are declared where they are enforced: these rooms, and what they import, hold all of them.
import mmkb.check
import mmkb.fmt
import mmkb.load  # noqa: F401
from mmkb import vocab
from mmkb.pages.escape import paragraphs, text
from mmkb.pages.markup import boxed, head, heading, section, table
from mmkb.pages.paths import GLOSSARY_PATH, Page
from mmkb.pages.words import capital, counted, label
from mmkb.rules import RULES, Rule
from mmkb.vocab import Word

RULES_PATH: Final = "reference/rules.md"
VOCABULARY_PATH: Final = "reference/vocabulary.md"


def rules_page() -> str:
    """Write the page of the catalogue's rules.

    Returns:
        Markdown, to stand at :data:`RULES_PATH`.
    """
    rules = [RULES[code] for code in sorted(RULES)]
    told = (
        f"{counted(len(rules), 'rule')}. <code>mmkb check</code> prints every problem of every file in one run, each as "
        "<code>file&#58;line&#58;column&#58; severity code message (hint)</code>, with the line below, the place underlined, "
        "and the address of the rule on this page. An error keeps the catalogue from being built, a warning does not.\n\n"
    )
    described = head("Rules", "The rules of the catalogue: what each one means and how to mend what breaks it.")
    return described + told + "".join(map(_rule, rules))


def _rule(rule: Rule) -> str:
    severity = f'<span class="severity {rule.severity}">{rule.severity}</span>'
    return f"{heading(rule.code, rule.code)}{severity} {paragraphs(rule.meaning)}\n\n**To mend it:** {text(rule.mend)}\n\n"


def word_lists() -> list[type[Word]]:
    """The closed lists of the vocabulary, in the order of the code."""
    return [
        value for value in vars(vocab).values() if isinstance(value, type) and issubclass(value, Word) and value is not Word
    ]


def list_anchor(words: type[Word]) -> str:
    """Anchor of a list on the page of the vocabulary."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", words.__name__).lower()


def vocabulary_page() -> str:
    """Write the glossary.

    Returns:
        Markdown, to stand at :data:`VOCABULARY_PATH`.
    """
    parts = [
        head("Vocabulary", "The closed word lists of the catalogue, each word with its definition."),
        "The words that entries may use where a list is closed, each as it is written in an entry, with what it means. "
        f"Terms of the field beyond these lists stand in the [glossary]({Page(VOCABULARY_PATH).to(GLOSSARY_PATH)}).\n\n",
    ]
    for words in word_lists():
        title = capital(list_anchor(words).replace("-", " "))
        rows = [(f"<code>{text(word)}</code>", capital(label(word)), text(word.definition)) for word in words]
        introduction = paragraphs(words.__doc__ or "")
        body = f"{introduction}\n\n{boxed('glossary', table(('Word', 'Shown as', 'Meaning'), rows))}"
        parts.append(section(title, list_anchor(words), body))
    return "".join(parts)
