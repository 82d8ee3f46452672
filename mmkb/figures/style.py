"""Colours and style sheets that all figures share: a modality has one colour everywhere.

The colours of the eight modalities that meet in one figure (ImageBind's six, text and point clouds), of roles, of states
and of charts keep apart for readers who see no red, no green or no blue, and all stand out from white and from the site's
dark background. Names, signs, shapes or strokes beside them say the same, so that nothing needs colours; the two functions
of models, which are dots alone in some figures, differ in lightness as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from mmkb.vocab import Function, Modality, Role, State, Tuning


class Tone(NamedTuple):
    """One colour on a light and on a dark background."""

    light: str
    dark: str


_REGION = Tone("#b03a8c", "#ee92d6")

MODALITY_COLOURS: Final[dict[str, Tone]] = {
    Modality.TEXT: Tone("#56626f", "#98a1b3"),
    Modality.IMAGE: Tone("#1c69c4", "#5fa7f5"),
    Modality.VIDEO: Tone("#44207f", "#9466ff"),
    Modality.AUDIO: Tone("#bf6c00", "#f58b3c"),
    Modality.SPEECH: Tone("#8d5a1f", "#f5c08a"),
    Modality.MUSIC: Tone("#a3501f", "#e8946a"),
    Modality.POINT_CLOUD: Tone("#5e916d", "#79f0ae"),
    Modality.DEPTH: Tone("#0b97b6", "#b4f3f8"),
    Modality.THERMAL: Tone("#7a1228", "#d9585c"),
    Modality.IMU: Tone("#5f5405", "#efe65c"),
    Modality.TACTILE: Tone("#7c5b50", "#cfa898"),
    Modality.MOLECULE: Tone("#4a7023", "#a9d37c"),
    Modality.BOUNDING_BOX: _REGION,
    Modality.POINT: _REGION,
    Modality.MASK: _REGION,
    Modality.RETRIEVED_IMAGE: Tone("#1c69c4", "#5fa7f5"),
    Modality.ACTION: Tone("#39475c", "#c3d0e4"),
}
"""The colour of each modality."""

FUNCTION_COLOURS: Final[dict[str, Tone]] = {
    Function.UNDERSTANDING: Tone("#00493f", "#80eedd"),
    Function.GENERATION: Tone("#c04a10", "#ee8b54"),
    "not-known": Tone("#8a8f98", "#777d88"),
}
"""The colour of each function, that of models whose function is not known included."""

TUNING_COLOURS: Final[dict[str, Tone]] = {
    Tuning.TRAINED: Tone("#c8410b", "#ff8f57"),
    Tuning.FROZEN: Tone("#2076b3", "#7cc0f2"),
}
"""The colours of weights that are updated and of weights that are kept."""

ROLE_COLOURS: Final[dict[str, Tone]] = {
    Role.ENCODER: Tone("#1c69c4", "#82b9f7"),
    Role.INPUT_PROJECTOR: Tone("#1e7b5f", "#77dbbc"),
    Role.BACKBONE: Tone("#44306f", "#a888c7"),
    Role.OUTPUT_PROJECTOR: Tone("#9b6539", "#f0ca97"),
    Role.GENERATOR: Tone("#b3420f", "#fa9669"),
    Role.EXPERT: Tone("#55616e", "#a4b0bf"),
}
"""The colour of each role of a component."""

STATE_COLOURS: Final[dict[str, Tone]] = {
    "known": Tone("#0a815a", "#7ddba2"),
    State.NOT_DISCLOSED: Tone("#9a5b00", "#f0b45c"),
    State.NOT_APPLICABLE: Tone("#5b6675", "#a7b1bd"),
    "absent": Tone("#783933", "#c58c8e"),
}
"""The colour of each state of knowledge; text is written in it."""

CHART_COLOURS: Final[dict[str, Tone]] = {
    "main": Tone("#1c69c4", "#4b9aef"),
    "second": Tone("#c04a10", "#ff9a62"),
    "third": Tone("#00665b", "#4fc3b4"),
    "fourth": Tone("#733293", "#d7a9f2"),
    "quiet": Tone("#767d88", "#798695"),
}
"""The colours of charts: what is counted, and what is told apart from it; shapes or words beside them say the same."""

BACKGROUND: Final = Tone("#ffffff", "#1e2129")
"""The page backgrounds that the colours are made for (the dark one is the site theme's *slate*)."""

SOFT: Final = Tone("#f4f6f8", "#262a34")
"""The ground of what is set off a little: tiles, marks, the row below the pointer."""

TONES: Final[dict[str, Tone]] = {
    **{
        str(word): tone
        for words in (MODALITY_COLOURS, FUNCTION_COLOURS, TUNING_COLOURS, ROLE_COLOURS, STATE_COLOURS, CHART_COLOURS)
        for word, tone in words.items()
    },
    "paper": BACKGROUND,
    "soft": SOFT,
    "line": Tone("#d9dee3", "#3a404c"),
}
"""Every colour by its word, the page's own (``paper``, ``soft``, ``line``) included; that of a word is ``--mm-WORD``."""

FONT: Final = 'var(--md-text-font-family,system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif)'
"""Font families of all figures, as CSS writes them."""


def variables(words: Iterable[str]) -> str:
    """The style sheet that gives a figure its colours, for light and dark.

    An inline figure follows the colour scheme of the site's theme; a figure that stands alone, as an image or in a tab of
    its own, follows the reader's preference.

    Args:
        words: The words whose colours the figure uses; each is a key of :data:`TONES`.
    """
    used = [word for word in TONES if word in set(words)]
    light = ";".join(f"--mm-{word}:{TONES[word].light}" for word in used)
    dark = ";".join(f"--mm-{word}:{TONES[word].dark}" for word in used)
    return (
        f"svg.mmkb-figure{{{light}}}"
        f"[data-md-color-scheme=slate] svg.mmkb-figure{{{dark}}}"
        f"svg.mmkb-figure:root{{color:#1f2328;color-scheme:light dark}}"
        f"@media (prefers-color-scheme:dark){{svg.mmkb-figure:root{{color:#e3e6ea;{dark}}}}}"
    )


BASE: Final = (
    f"svg.mmkb-figure text{{font-family:{FONT};fill:currentColor}}"
    "svg.mmkb-figure a{color:inherit;text-decoration:none}"
    "svg.mmkb-figure a:hover text,svg.mmkb-figure a:focus-visible text{text-decoration:underline}"
)
"""The rules that all figures share."""


class StyleSheet(NamedTuple):
    """The style sheet of one kind of drawing.

    Attributes:
        name: The drawing's class is ``mmkb-NAME``.
        rules: Rules of CSS, their selectors written below ``&``, which becomes that class: ``& .label{font-size:11px}``.
            Colours are ``currentColor`` and ``var(--mm-WORD)``.
        colours: The words of :data:`TONES` that these rules name.
        each: Rules for a word of which a drawing has some and others not, ``WORD`` standing for it.
        words: The words that a drawing may have, in the order of their rules; each is a key of :data:`TONES`.
    """

    name: str
    rules: str
    colours: tuple[str, ...] = ()
    each: str = ""
    words: tuple[str, ...] = ()

    def scoped(self, used: Iterable[str]) -> str:
        """The rules for drawings of this kind, without the colours.

        Args:
            used: The words that are drawn.
        """
        drawn = set(used)
        more = "".join(self.each.replace("WORD", word) for word in self.words if word in drawn)
        return (self.rules + more).replace("&", f"svg.mmkb-{self.name}")

    def alone(self, used: Iterable[str]) -> str:
        """All that a drawing which stands alone needs, its colours included.

        Args:
            used: The words that are drawn.
        """
        drawn = tuple(used)
        return BASE + self.scoped(drawn) + variables((*self.colours, *drawn))


LARGEST: Final = 1.12
"""How much larger than its own size a figure becomes where there is room; beyond it is coarse."""

SMALLEST: Final = 0.84
"""How much smaller than its own size it becomes where there is none; below it is too small to read."""


def sized(drawn: float) -> str:
    """The style of a figure that carries its own: as wide as its place allows.

    A place that is narrower than the least width has to scroll (``overflow-x: auto``).

    Args:
        drawn: The figure's own width in pixels, at which type has its nominal size.
    """
    return f"width:100%;max-width:min(100%,{drawn * LARGEST:.0f}px);min-width:{drawn * SMALLEST:.0f}px;height:auto"
