"""Text of entries is shown as it came: no Markdown, no HTML, no extension reads anything into it."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import markdown  # type: ignore[import-untyped]
import pytest
import yaml

from mmkb.pages.escape import external, front_matter, is_link, paragraphs, preformatted, text

EXTENSIONS = [
    "admonition", "attr_list", "md_in_html", "tables", "toc", "def_list", "abbr", "footnotes", "smarty",
    "pymdownx.highlight", "pymdownx.superfences", "pymdownx.details", "pymdownx.tilde", "pymdownx.caret", "pymdownx.mark",
    "pymdownx.tasklist", "pymdownx.inlinehilite", "pymdownx.keys", "pymdownx.magiclink", "pymdownx.tabbed",
    "pymdownx.arithmatex", "pymdownx.critic", "pymdownx.blocks.admonition",
]  # fmt: skip

HOSTILE = [
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "[x][y]",
    "[y]: https://evil.example",
    "<https://evil.example>",
    "https://evil.example/path",
    "<user@evil.example>",
    "user@evil.example",
    "`code` and ``more``",
    "```\nfence\n```",
    "~~~\nfence\n~~~",
    "*stars* **strong** _under_ __score__",
    "~~gone~~ ^up^ ==mark== ++ctrl++ {++add++}",
    "a | b | c",
    "|---|---|",
    "{{ page.title }} {% raw %}",
    "{: .class onclick=alert(1) }",
    "{ #id }",
    ":smile: :material-home:",
    "# heading",
    "heading\n=======",
    "- item",
    "+ item",
    "1. item",
    "1) item",
    "* item",
    "> quote",
    "---",
    "***",
    "    indented code",
    "!!! note",
    "??? note",
    "/// note",
    '=== "Tab"',
    "[TOC]",
    "[^1]",
    "[^1]: note",
    "*[abbr]: title",
    "term\n: definition",
    "[ ] task",
    "&amp; &lt; &#60; &copy;",
    "AT&T",
    "back\\slash \\* \\\\",
    "$x^2$ \\(y\\) \\[z\\]",
    "quotes \" and '",
    "<!-- comment -->",
    "<?php ?>",
    "<![CDATA[x]]>",
    "dollar $ at @ percent %",
    "ends with two spaces  ",
    "Q-Former × ViT-L/14@336, 北京 – é",
    "C# & C++",
    "0.5 < x > 0.1",
]


class Shown(HTMLParser):
    """The text that a browser shows, and the tags that it meets."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def shown(rendered: str) -> Shown:
    parser = Shown()
    parser.feed(rendered)
    parser.close()
    return parser


def flat(value: str) -> str:
    return re.sub(r"\s+", " ", value).strip()


def render(source: str) -> Shown:
    return shown(markdown.markdown(source, extensions=EXTENSIONS))


@pytest.mark.parametrize("value", HOSTILE)
def test_a_text_in_a_paragraph_is_shown_as_it_came(value: str) -> None:
    page = render(text(value))
    assert flat(page.text) == flat(value)
    assert page.tags == ["p"]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_text_in_a_heading_is_shown_as_it_came(value: str) -> None:
    page = render(f"# {text(value)}")
    assert flat(page.text) == flat(value)
    assert page.tags == ["h1"]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_text_in_a_table_stays_in_its_cell(value: str) -> None:
    page = render(f"| a | b |\n| --- | --- |\n| {text(value)} | end |\n")
    assert page.tags == ["table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"]
    assert flat(page.text) == flat(f"a b {value} end")


@pytest.mark.parametrize("value", HOSTILE)
def test_a_text_in_a_list_is_shown_as_it_came(value: str) -> None:
    page = render(f"- {text(value)}\n- end")
    assert page.tags == ["ul", "li", "li"]
    assert flat(page.text) == flat(f"{value} end")


@pytest.mark.parametrize("value", HOSTILE)
def test_a_text_as_the_label_of_a_link_stays_inside(value: str) -> None:
    page = render(f"see [{text(value)}](other.md) there")
    assert page.tags == ["p", "a"]
    assert flat(page.text) == flat(f"see {value} there")


@pytest.mark.parametrize("value", HOSTILE)
def test_a_text_in_an_attribute_stays_inside(value: str) -> None:
    rendered = markdown.markdown(f'before <span title="{text(value)}">inside</span> after', extensions=EXTENSIONS)
    match = re.fullmatch(r'<p>before <span title="([^"]*)">inside</span> after</p>', rendered)
    assert match is not None
    assert flat(html.unescape(match[1])) == flat(value)


@pytest.mark.parametrize("value", HOSTILE)
def test_a_text_in_raw_html_is_shown_as_it_came(value: str) -> None:
    page = render(f"<div>\n<b>{text(value)}</b>\n</div>")
    assert page.tags == ["div", "b"]
    assert flat(page.text) == flat(value)


@pytest.mark.parametrize("value", HOSTILE)
def test_front_matter_gives_back_text_that_is_harmless_in_html(value: str) -> None:
    block = front_matter({"title": value, "description": "d"})
    data = yaml.safe_load(block.strip().removesuffix("---"))
    assert set(data) == {"title", "description"}
    assert flat(html.unescape(data["title"])) == flat(value)
    assert not set('<>"') & set(data["title"])


def test_preformatted_text_keeps_its_lines_and_spaces() -> None:
    value = "@misc{a,\n  title = {<b>*x*</b>},\n\n  note = {1 \\& 2},\n}"
    page = render(f"<pre><code>{preformatted(value)}</code></pre>")
    assert page.text.strip() == value
    assert page.tags == ["pre", "code"]


def test_paragraphs_keep_their_break_and_no_other() -> None:
    page = render(paragraphs("one\ntwo\n\n# three\n\n   \n\n    four"))
    assert page.tags == ["p", "p", "p"]
    assert flat(page.text) == "one two # three four"


@pytest.mark.parametrize("steering", ["\u202e", "\u2066", "\u200f", "\x02", "\x03", "\x1b", "\x00", "\ufeff", "\u2028x"])
def test_characters_that_steer_are_made_visible(steering: str) -> None:
    assert steering[0] not in text(f"a{steering}b")


def test_a_placeholder_of_the_renderer_cannot_be_forged() -> None:
    page = render(f"<b>real</b> {text(chr(2) + 'wzxhzdk:0' + chr(3))}")
    assert page.tags == ["p", "b"]
    assert page.text.count("real") == 1


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "http://plain.example.org", "//example.org", "https://user@example.org/", "https://a b.example/",
        "https://example.org/ x", "data:text/html,x", "https://", "https://localhost/", "/models/", " https://example.org",
        "https://example.org/\n", "HTTPS://EXAMPLE.ORG", "https://exa\u043cple.org/",
    ],
)  # fmt: skip
def test_only_plain_https_addresses_become_links(url: str) -> None:
    assert not is_link(url)
    assert "<a " not in external(url)
    assert render(external(url, "label")).tags == ["p"]


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org", "https://example.org/a_b*c*d|e(f)g[h]?x=1&y=2#z", 'https://example.org/"onclick=alert(1)',
        "https://example.org/<script>", "https://example.org/`a`", "https://example.org:8080/~user/%7B%7D",
    ],
)  # fmt: skip
def test_an_address_with_signs_of_markup_is_linked_whole(url: str) -> None:
    assert is_link(url)
    rendered = markdown.markdown(f"| a |\n| --- |\n| {external(url, 'label')} |", extensions=EXTENSIONS)
    page = shown(rendered)
    assert page.tags == ["table", "thead", "tr", "th", "tbody", "tr", "td", "a"]
    match = re.search(r'href="([^"]*)"', rendered)
    assert match is not None
    assert html.unescape(match[1]) == url


def test_text_without_signs_is_left_readable() -> None:
    assert text("Linear layer, 336x336 (v1.5): 2,048") == "Linear layer, 336x336 (v1.5)&#58; 2,048"
    assert text("1.5K") == "1.5K"
    assert text("12. of May") == "12&#46; of May"
