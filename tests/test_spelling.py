"""What people write for licences, dates, ids and links is understood where there is no doubt, and only there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmkb.load import EntryFile, read_entry, schema_line
from mmkb.records.availability import SPDX
from mmkb.spelling import SPELLINGS, arxiv_id, doi, iso_date, licence, link, meaning, spelling_hint, spelt


@pytest.mark.parametrize(
    ("came", "meant"),
    [
        ("Apache 2.0", "Apache-2.0"), ("apache-2.0", "Apache-2.0"), ("Apache License, Version 2.0", "Apache-2.0"),
        ("Apache 2", "Apache-2.0"), ("Apache License v2.0", "Apache-2.0"), ("MIT License", "MIT"), ("the MIT licence", "MIT"),
        ("BSD 3-Clause", "BSD-3-Clause"), ('BSD 3-Clause "New"', None), ("CC BY-NC 4.0", "CC-BY-NC-4.0"),
        ("cc-by-nc-4.0", "CC-BY-NC-4.0"), ("CC BY 4.0", "CC-BY-4.0"), ("CC0", "CC0-1.0"), ("CC0 1.0 Universal", "CC0-1.0"),
        ("Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International", "CC-BY-NC-SA-4.0"),
        ("Creative Commons Attribution Non Commercial 4.0 International License", "CC-BY-NC-4.0"),
        ("Attribution 4.0 International", "CC-BY-4.0"), ("Llama 2 Community License", "LicenseRef-Llama-2"),
        ("Llama 2 Community License Agreement", "LicenseRef-Llama-2"), ("llama3.1", "LicenseRef-Llama-3.1"),
        ("Mozilla Public License 2.0", "MPL-2.0"), ("GPLv3+", "GPL-3.0-or-later"), ("MIT AND Apache 2.0", "MIT AND Apache-2.0"),
        ("licenseref-llama-2", "LicenseRef-Llama-2"), ("LicenseRef-Of-Ours", "LicenseRef-Of-Ours"),
        ("GPL-3.0", None), ("GPLv3", None), ("BSD", None), ("CC BY-NC", None), ("MIT and Apache 2.0", None),
        ("", None), ("Microsoft", None), ("not-disclosed", None), ("Apache 1.1", None), ("free", None),
    ],
)  # fmt: skip
def test_licences(came: str, meant: str | None) -> None:
    assert licence(came) == meant


@pytest.mark.parametrize("name", sorted(SPDX))
def test_spdx_ids_are_themselves_in_any_case_and_with_spaces(name: str) -> None:
    assert licence(name) == licence(name.lower()) == licence(name.replace("-", " ")) == name


@pytest.mark.parametrize(
    ("came", "meant"),
    [
        ("2024/04/26", "2024-04-26"), ("2024.04.26", "2024-04-26"), ("2024-4-6", "2024-04-06"), ("2024-4", "2024-04"),
        ("26 April 2024", "2024-04-26"), ("26th of April 2024", "2024-04-26"), ("26-Apr-2024", "2024-04-26"),
        ("April 26, 2024", "2024-04-26"), ("Apr. 26th 2024", "2024-04-26"), ("April 2024", "2024-04"), ("Sept 2023", "2023-09"),
        ("2024 April 26", "2024-04-26"), ("2024", "2024"), ("26/04/2024", "2024-04-26"), ("04/26/2024", "2024-04-26"),
        ("05/05/2024", "2024-05-05"), ("04/05/2024", None), ("4.5.2024", None), ("31 June 2024", None), ("2024-02-30", None),
        ("2024-13", None), ("2024-04/26", None), ("26 mai 2024", None), ("24-04-26", None), ("spring 2024", None), ("", None),
    ],
)  # fmt: skip
def test_dates_keep_their_precision_and_doubtful_ones_are_left(came: str, meant: str | None) -> None:
    assert iso_date(came) == meant


@pytest.mark.parametrize(
    ("came", "meant"),
    [
        ("https://arxiv.org/abs/2304.08485v2", "2304.08485"), ("http://www.arxiv.org/pdf/2304.08485.pdf", "2304.08485"),
        ("arxiv.org/abs/2304.08485#x", "2304.08485"), ("arXiv:2304.08485", "2304.08485"),
        ("arXiv:2304.08485v1 [cs.CV]", "2304.08485"), ("arXiv preprint arXiv:2304.08485", "2304.08485"),
        ("2304.08485v3", "2304.08485"), ("https://doi.org/10.48550/arXiv.2304.08485", "2304.08485"),
        ("https://huggingface.co/papers/2304.08485", "2304.08485"), ("cs/0112017", "cs/0112017"),
        ("https://arxiv.org/abs/math.gt/0309136", "math.GT/0309136"), ("10.1145/3", None), ("2304", None), ("LLaVA", None),
    ],
)  # fmt: skip
def test_arxiv_ids(came: str, meant: str | None) -> None:
    assert arxiv_id(came) == meant


@pytest.mark.parametrize(
    ("came", "meant"),
    [
        ("https://doi.org/10.18653/v1/2024.findings-acl.738", "10.18653/v1/2024.findings-acl.738"),
        ("http://dx.doi.org/10.1145/3", "10.1145/3"), ("doi:10.1145/3", "10.1145/3"), ("DOI: 10.1145/3", "10.1145/3"),
        ("https://doi.org/10.1002/%28SICI%291", "10.1002/(SICI)1"), ("10.1145/3", "10.1145/3"), ("10.1/3", None),
    ],
)  # fmt: skip
def test_dois(came: str, meant: str | None) -> None:
    assert doi(came) == meant


@pytest.mark.parametrize(
    ("came", "meant"),
    [
        ("http://huggingface.co/a/b/", "https://huggingface.co/a/b"), ("hf.co/a/b", "https://huggingface.co/a/b"),
        ("https://huggingface.co/a/b?library=transformers", "https://huggingface.co/a/b"),
        ("https://huggingface.co/models?search=llava", "https://huggingface.co/models?search=llava"),
        ("https://huggingface.co/a/b/?x=1#licence", "https://huggingface.co/a/b#licence"),
        ("http://github.com/a/b", "https://github.com/a/b"), ("github.com/a", "https://github.com/a"),
        ("http://example.org", None), ("https://example.org/?a=b", None), ("huggingface.com/a", None),
    ],
)  # fmt: skip
def test_links(came: str, meant: str | None) -> None:
    assert link(came) == meant


def test_hints_say_what_is_meant_or_between_what_there_is_a_choice() -> None:
    assert spelling_hint("licence", "Apache 2.0") == "write Apache-2.0; mmkb fmt does"
    assert spelling_hint("licence", "GPLv3") == "write GPL-3.0-only or GPL-3.0-or-later, whichever the files' own headers say"
    assert spelling_hint("date", "04/05/2024") == "write 2024-04-05 or 2024-05-04, whichever the source means"
    assert spelling_hint("date", "soon") == spelling_hint("link", "x") == ""


def test_check_tells_what_fmt_would_write() -> None:
    raw = (
        f"{schema_line('source')}\nid: a\nname: A\nkind: paper\nauthors: [B]\narxiv: arXiv:2304.08485v1\nreleased: 04/05/2024\n"
    )
    found = read_entry("source", "a.yaml", raw.encode())
    assert not isinstance(found, EntryFile)
    assert {problem.code: problem.hint for problem in found} == {
        "arxiv-form": "write 2304.08485; mmkb fmt does",
        "date-form": "write 2024-04-05 or 2024-05-04, whichever the source means",
    }


@given(st.sampled_from(sorted(SPELLINGS)), st.text(max_size=40) | st.from_regex(r"[0-9/. -]{4,12}|https?://hf\.co/\S{0,20}"))
def test_what_is_meant_means_itself_and_is_valid(form: str, text: str) -> None:
    meant = spelt(form, text)
    assert meant is None or (meaning(form, meant) == meant and spelt(form, meant) is None)
