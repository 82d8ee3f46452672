"""Sources as they are cited."""

from __future__ import annotations

import pytest

from mmkb.citing import address, authors, bibtex, bibtex_key, latex, own_address, version
from mmkb.pages.citing import reference
from mmkb.pages.footnotes import Footnotes
from mmkb.pages.paths import Page
from mmkb.query.answers import Named
from mmkb.records import Source
from mmkb.records.base import Citation, Cited


def source(**fields: object) -> Source:
    plain = {"id": "s", "name": "The Title", "kind": "paper", "authors": ["Ada Block"], "arxiv": "2301.00001"}
    return Source.model_validate(plain | fields)


def test_the_entry_of_a_paper_has_all_that_is_known() -> None:
    made = source(name="Toy & Co: 100% of_it", released="2023-01-05", venue="ToyConf 2023", doi="10.1234/a_b", version="v2")
    assert bibtex(made) == (
        "@misc{block2023toy,\n"
        r"  title         = {{Toy \& Co: 100\% of\_it}}," + "\n"
        "  author        = {Ada Block},\n"
        "  year          = {2023},\n"
        "  month         = {1},\n"
        "  howpublished  = {ToyConf 2023},\n"
        "  eprint        = {2301.00001},\n"
        "  archivePrefix = {arXiv},\n"
        r"  doi           = {10.1234/a\_b}," + "\n"
        "  url           = {https://doi.org/10.1234/a_b},\n"
        "  note          = {Read at version v2},\n"
        "}"
    )


@pytest.mark.parametrize(
    ("plain", "escaped"),
    [
        ("50% & more", r"50\% \& more"), ("a_b#c$d", r"a\_b\#c\$d"), ("{x}", r"\{x\}"),
        ("a~b^c", r"a\textasciitilde{}b\textasciicircum{}c"),
        ("\\input{x}", r"\textbackslash{}input\{x\}"), ("two\n lines", "two lines"), ("Müller, 北京", "Müller, 北京"),
    ],
)  # fmt: skip
def test_signs_that_latex_reads_are_escaped(plain: str, escaped: str) -> None:
    assert latex(plain) == escaped


def test_braces_in_a_title_cannot_end_the_field() -> None:
    made = bibtex(source(name="A } , evil = {x", url="https://example.org/{a}"))
    assert made.replace(r"\{", "").replace(r"\}", "").count("{") == made.replace(r"\{", "").replace(r"\}", "").count("}")
    assert "evil = {x" not in made
    assert "%7Ba%7D" in bibtex(source(arxiv=None, url="https://example.org/{a}"))


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"released": "2023", "name": "On the Toys of X"}, "block2023toys"),
        ({"authors": ["José Müller-Łódź"], "name": "GPT-4: A Toy"}, "mullerodz" + "gpt"),
        ({"authors": ["王 小明"], "name": "X"}, "s"),
        ({"authors": [], "kind": "blog"}, "s"),
        ({"name": "北京"}, "block"),
    ],
)
def test_the_key_is_family_name_year_and_first_word(fields: dict[str, object], key: str) -> None:
    assert bibtex_key(source(**fields)) == key


def test_names_that_bibtex_would_take_apart_are_kept_whole() -> None:
    made = bibtex(source(authors=["Ada Block, Jr.", "Salt and Pepper", "Bo Brick"]))
    assert "author        = {{Ada Block, Jr.} and {Salt and Pepper} and Bo Brick}" in made


def test_many_authors_become_the_first_and_others() -> None:
    assert authors(source(authors=["A", "B", "C"])) == "A, B, C"
    assert authors(source(authors=["A", "B", "C", "D"])) == "A et al."


def test_an_address_comes_from_what_is_known() -> None:
    assert address(source(url="https://example.org/x")) == "https://example.org/x"
    assert address(source(arxiv=None, doi="10.1234/x")) == "https://doi.org/10.1234/x"
    assert address(source()) == "https://arxiv.org/abs/2301.00001"


def test_the_address_of_an_id_is_not_shown_twice() -> None:
    assert own_address(source(url="https://arxiv.org/abs/2301.00001")) is None
    assert own_address(source(url="https://example.org/")) == "https://example.org/"
    assert own_address(source(arxiv=None, url="https://arxiv.org/abs/2301.00001")) == "https://arxiv.org/abs/2301.00001"
    assert reference(source(url="https://arxiv.org/abs/2301.00001")).count("<a ") == 1


def test_a_commit_is_cut_short_and_a_version_is_not() -> None:
    assert version(source(version="0123456789abcdef0123456789abcdef01234567")) == "0123456789ab"
    assert version(source(version="v12 of the 0123456789abcdef card")) == "v12 of the 0123456789abcdef card"
    assert version(source()) is None


def test_a_reference_says_what_the_source_is() -> None:
    shown = reference(source(kind="model-card", authors=[], arxiv=None, url="https://example.org/card", released="2023-05"))
    assert shown.startswith("model card, 2023, <a ")
    assert reference(source(venue="ToyConf 2023", released="2023-02", version="v1")).endswith("version read&#58; v1")


def block(*places: tuple[str, str]) -> Cited:
    return Cited(sources=tuple(Citation(source=s, locator=place) for s, place in places))


def test_the_innermost_block_with_sources_is_cited() -> None:
    notes = Footnotes(Page("models/x.md"), {"s": source()})
    assert '<a href="#source-1a">1a</a>' in notes.cite(block(("s", "outer")), block(("s", "inner")), block(), None)
    assert '<a href="#source-1b">1b</a>' in notes.cite(block(("s", "outer")), block())
    assert notes.cite(block(), None) == ""
    (line,) = notes.section()
    assert '<span class="locator" id="source-1a"><b>1a</b> inner</span>' in line
    assert '<span class="locator" id="source-1b"><b>1b</b> outer</span>' in line


def test_sources_are_numbered_as_they_come_and_places_lettered() -> None:
    notes = Footnotes(Page("models/x.md"), {"s": source()})
    marks = "".join(notes.cite(block((name, f"place {i}"))) for name in ("s", "t") for i in range(28))
    assert ">1a</a>" in marks
    assert ">1z</a>" in marks
    assert ">1aa</a>" in marks
    assert ">2ab</a>" in marks
    assert notes.cite(block(("s", "place 27"), ("s", "place 27"), ("t", "place 0"))).count("<a ") == 2
    lines = notes.section()
    assert [line[:2] for line in lines] == ["1.", "2."]
    assert "[t](../sources/t.md)<br>" in lines[1]


def test_a_source_without_its_record_is_listed_by_its_name() -> None:
    notes = Footnotes(Page("models/x.md"), {})
    notes.cite_place(Named("source", "u", "Another *Title*"), "Table 1")
    assert notes.section()[0].startswith('1. <span id="source-1"></span>[Another &#42;Title&#42;](../sources/u.md)<br>')
