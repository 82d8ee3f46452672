"""Colours that everyone can tell apart, and lettering that fits."""

from __future__ import annotations

import itertools
import math
import string

import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath

from mmkb.figures.lettering import escape, shorten, width, wrap
from mmkb.figures.style import (
    BACKGROUND,
    CHART_COLOURS,
    FUNCTION_COLOURS,
    MODALITY_COLOURS,
    ROLE_COLOURS,
    SOFT,
    STATE_COLOURS,
    TONES,
    TUNING_COLOURS,
    variables,
)
from mmkb.vocab import Function, Modality

Triple = tuple[float, float, float]

# Machado, Oliveira, Fernandes 2009, severity 1.0.
SIGHT: dict[str, tuple[Triple, Triple, Triple]] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
TOGETHER = ["text", "image", "video", "audio", "point-cloud", "depth", "thermal", "imu"]


def linear(colour: str) -> Triple:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return red, green, blue


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def seen(colour: str, sight: str) -> Triple:
    """A colour in CIE Lab, as it is seen."""
    light = linear(colour)
    r, g, b = (min(1.0, max(0.0, sum(f * c for f, c in zip(row, light, strict=True)))) for row in SIGHT[sight])
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    )
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: Triple, other: Triple) -> float:
    return math.dist(one, other)


def test_every_modality_has_a_colour() -> None:
    assert set(MODALITY_COLOURS) == set(Modality)


@pytest.mark.parametrize("word", sorted(set(TONES) - {"paper", "soft", "line"}))
def test_every_colour_stands_out_from_both_backgrounds(word: str) -> None:
    assert contrast(TONES[word].light, BACKGROUND.light) >= 3
    assert contrast(TONES[word].dark, BACKGROUND.dark) >= 3


MEETING: dict[str, tuple[list[str], float]] = {
    "modalities": (TOGETHER, 16),
    "functions": ([*FUNCTION_COLOURS], 18),
    "tunings": ([*TUNING_COLOURS], 18),
    "roles": ([*ROLE_COLOURS], 13),
    "states": ([*STATE_COLOURS], 13),
    "charts": ([*CHART_COLOURS], 15),
}
"""Words whose colours meet, and how far they are apart at least; a difference of 2 is just seen."""


@pytest.mark.parametrize("what", MEETING)
@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_that_meet_keep_apart_for_every_sight(what: str, sight: str, scheme: str) -> None:
    words, least = MEETING[what]
    colours = {word: seen(getattr(TONES[word], scheme), sight) for word in words}
    for one, other in itertools.combinations(words, 2):
        assert distance(colours[one], colours[other]) >= least, (one, other)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_two_functions_keep_apart_in_grey(scheme: str) -> None:
    one, other = (getattr(FUNCTION_COLOURS[word], scheme) for word in (Function.UNDERSTANDING, Function.GENERATION))
    assert contrast(one, other) >= 1.6


@pytest.mark.parametrize("word", sorted({*STATE_COLOURS, *TUNING_COLOURS}))
def test_what_is_written_in_a_colour_can_be_read(word: str) -> None:
    for ground in (BACKGROUND, SOFT):
        assert contrast(TONES[word].light, ground.light) >= 4.5
        assert contrast(TONES[word].dark, ground.dark) >= 4.5


def test_a_style_sheet_holds_the_colours_asked_for_and_no_others() -> None:
    sheet = variables(["image", "audio"])
    assert sheet.count("--mm-image:") == sheet.count("--mm-audio:") == 3
    assert "--mm-video" not in sheet


@pytest.mark.parametrize("bold", [False, True])
def test_measured_widths_are_never_too_narrow(bold: bool) -> None:
    font = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal", size=12)
    for text in (
        string.ascii_letters,
        string.digits,
        "CLIP ViT-L/14 @ 336px",
        "Perceiver Resampler",
        "Linear layer",
        "MM-LLMs  155",
    ):
        real, _, _ = TextToPath().get_text_width_height_descent(text, font, ismath=False)
        assert width(text, 12, bold=bold) >= 0.985 * real
        assert width(text, 12, bold=bold) <= 1.2 * real


def test_wide_characters_count_as_wide_and_marks_as_nothing() -> None:
    assert width("悟道", 10) > width("ab", 10)
    assert width("e\u0301", 10) == width("e", 10)


def test_a_text_is_broken_at_spaces_and_a_long_word_at_hyphens_then_slashes() -> None:
    assert wrap("Perceiver Resampler", 80, 12, lines=2) == ("Perceiver", "Resampler")
    assert wrap("EVA-CLIP ViT-g/14", 80, 12, lines=2) == ("EVA-CLIP", "ViT-g/14")
    assert wrap("a-very-long-hyphenated-name", 80, 12, lines=3) == ("a-very-long-", "hyphenated-", "name")
    assert wrap("", 80, 12, lines=2) == ()


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    lines = wrap("one two three four five six seven eight", 60, 12, lines=2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(width(line, 12) <= 60 for line in lines)
    assert shorten("short", 100, 12) == "short"


def test_what_xml_does_not_allow_is_replaced() -> None:
    assert escape('<a href="x">&\x00</a>') == "&lt;a href=&quot;x&quot;&gt;&amp;\ufffd&lt;/a&gt;"
