"""The whole path of a contribution, in a repository made for it: the worked example of the guide, and ten mistakes."""

from __future__ import annotations

import io
import re
import shlex
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from mmkb.api import KnowledgeBase
from mmkb.cli.main import mmkb as command
from mmkb.pages.every import all_pages
from mmkb.store import describe_tables
from tests.checkpoints import LLAVA_15_HF, checkpoint
from tests.gitrepository import commit, git
from tests.test_workflows import script
from tests.toycatalogue import copy_of_toy

GUIDE = Path(__file__).parent.parent / "site" / "how-to" / "worked-example.md"
BLOCK = re.compile(r'^```(console|yaml)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)
PAPERS = {
    "2310.03744": ("v2", "2023-10-05", "Improved Baselines with Visual Instruction Tuning", "Haotian Liu"),
    "2304.08485": ("v2", "2023-04-17", "Visual Instruction Tuning", "Haotian Liu"),
}


def atom(request: urllib.request.Request, **_: object) -> io.BytesIO:
    """What arXiv answers for a paper."""
    given = request.full_url.rpartition("=")[2]
    version, day, title, author = PAPERS[given]
    text = (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/{given}{version}</id>'
        f"<published>{day}T17:59:25Z</published><title>{title}</title><author><name>{author}</name></author></entry></feed>"
    )
    return io.BytesIO(text.encode())


class Step(NamedTuple):
    """A command and what it prints; or a file and what stands in it."""

    words: str
    told: str


def told_steps(text: str) -> Iterator[Step]:
    """The steps of a guide."""
    for kind, title, body in BLOCK.findall(text):
        if kind == "yaml":
            yield Step(f"write {title}", body)
            continue
        for one in re.split(r"(?m)^\$ ", body)[1:]:
            words, _, told = re.sub(r"\\\n +", "", one).partition("\n")
            yield Step(words, told)


def fits(told: str, printed: str) -> bool:
    """Whether what was printed is what is told; a line … stands for any lines."""
    parts = [re.escape(part) for part in re.split(r"(?m)^…\n", told)]
    return re.fullmatch("(?:.*\n)*?".join(parts), printed) is not None


def perform(root: Path, step: Step) -> str:
    """Do a step; gives what it prints."""
    words = shlex.split(step.words)
    if words[0] == "write":
        (root / words[1]).write_text(step.told, "utf-8")
        return step.told
    if words[0] == "mmkb":
        return CliRunner().invoke(command, words[1:], catch_exceptions=False).output
    if words[0] == "git":
        said = git(root, *words[1:])
        return f"{said}\n" if said else ""
    return subprocess.run(words, cwd=root, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a small catalogue, and the published configuration of a checkpoint beside it."""
    root = copy_of_toy(tmp_path_factory.mktemp("path") / "checkout")
    (root / ".gitignore").write_text("build/\nllava-1.5-7b-hf/\n", "utf-8")
    git(root, "init", "-q", "-b", "main")
    commit(root, "The catalogue as it is")
    checkpoint(root / "llava-1.5-7b-hf", LLAVA_15_HF)
    return root


@pytest.fixture
def root(beginning: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = Path(shutil.copytree(beginning, tmp_path / "checkout"))
    monkeypatch.chdir(folder)
    monkeypatch.setattr(urllib.request, "urlopen", atom)
    return folder


def test_the_worked_example_prints_what_it_says(root: Path) -> None:
    steps = list(told_steps(GUIDE.read_text("utf-8")))
    assert sum(step.words.startswith("mmkb ") for step in steps) >= 12
    for step in steps:
        printed = perform(root, step)
        assert fits(step.told, printed), f"{step.words}\n{printed}"


@pytest.fixture(scope="module")
def finished(beginning: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository at the end of the worked example."""
    folder = Path(shutil.copytree(beginning, tmp_path_factory.mktemp("finished") / "checkout"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(urllib.request, "urlopen", atom)
        for step in told_steps(GUIDE.read_text("utf-8")):
            perform(folder, step)
    return folder


def mmkb(root: Path, *words: str) -> str:
    return CliRunner().invoke(command, ["--root", str(root), *words], catch_exceptions=False).stdout


def test_the_branch_holds_canonical_entries_and_nothing_else(finished: Path) -> None:
    assert git(finished, "status", "--porcelain") == ""
    changed = git(finished, "diff", "--name-status", "main...HEAD").splitlines()
    assert len(changed) == 13
    assert all(re.fullmatch(r"A\tcatalog/[a-z]+/[a-z0-9.-]+\.yaml", line) for line in changed)
    assert CliRunner().invoke(command, ["--root", str(finished), "fmt", "--check"]).exit_code == 0


def test_its_comment_tells_entries_completeness_and_effects(finished: Path) -> None:
    told = mmkb(finished, "diff", "main...HEAD", "--format", "markdown")
    assert "- Added model `llava-1.5`: `LLaVA-1.5`\n" in told
    assert "| encoders (by model) | 2 → 3 | 0 | 0 | 0 |\n" in told
    assert "| figure | `taxonomy` | " in told
    head, _, rest = script("comment").comment(told).partition("\n\n")
    assert head == "<!-- mmkb diff -->\n### What changes in the catalogue"
    assert rest == told


def test_the_page_shows_what_was_written_with_its_sources(finished: Path) -> None:
    with KnowledgeBase.from_file(finished / "build" / "mmkb.sqlite") as kb:
        page = dict(all_pages(kb, describe_tables(), drawings=False))["models/llava-1.5.md"]
    for words in ("2023-10-05", "[CLIP ViT-L/14](", "[Multi-layer perceptron](", "[Vicuna](", "[LCS-558K]("):
        assert words in page, words
    assert "README.md&#58; Release (10/5)" in page


class Mistake(NamedTuple):
    """A mistake in an entry of the finished branch, and the lines in which check tells of it.

    Attributes:
        entry: The entry.
        old: What stands there, as often as it does.
        new: What stands there by mistake.
        told: The lines of problems, word for word, after the path of the file.
    """

    entry: str
    old: str
    new: str
    told: tuple[str, ...]


MODEL, RESULTS = "models/llava-1.5", "results/toy-vlm-table-2"
MISTAKES = {
    "a key that is none": Mistake(
        MODEL, "    layer: vision", "    layers: vision",
        (":42:5: error unknown-key architecture.encoders.0.layers: the key 'layers' is not known here (did you mean layer?)",),
    ),
    "a component that is none": Mistake(
        MODEL, "component: vicuna", "component: vicunna",
        (
            ":54:16: error unresolved-reference no component has the id 'vicunna' (did you mean vicuna?)",
            ":69:35: error unresolved-reference no component has the id 'vicunna' (did you mean vicuna?)",
            ":79:35: error unresolved-reference no component has the id 'vicunna' (did you mean vicuna?)",
        ),
    ),
    "a fact without a source": Mistake(
        MODEL, "  sources:\n  - {source: arxiv-2310.03744, locator: sections 1 and 3}\n", "",
        (
            ":87:3: error fact-without-source lineage.0: no source here or around "
            "(Add sources: [{source: ..., locator: ...}] to the block, naming what was read.)",
        ),
    ),
    "a date that is none": Mistake(
        MODEL, "date: 2023-10-05", "date: 2023-13-05",
        (
            ":6:9: error date-form release.date: '2023-13-05' is not a day, month or year between 1950 and 2100 "
            "(Write the date as text, such as 2023-04-17, 2023-04 or '2023' (a bare year needs quotes).)",
        ),
    ),
    "a key twice": Mistake(
        MODEL, "name: LLaVA-1.5\n", "name: LLaVA-1.5\nname: LLaVA 1.5\n",
        (
            ":4:1: error yaml-duplicate-key the key 'name' stands in this block a second time "
            "(Remove or rename the second one.)",
        ),
    ),
    "a tab": Mistake(
        MODEL, "  members: [", "\tmembers: [", (":11:1: error yaml-tab a tab (Indent with two spaces.)",),
    ),
    "an indent that fits nothing": Mistake(
        MODEL, "  fusion: [", "   fusion: [",
        (
            ":36:10: error yaml-syntax mapping values are not allowed in this context "
            "(Mend the syntax at the place named; often it is an indent or a quote.)",
        ),
    ),
    "a modality that is none": Mistake(
        MODEL, "input: [text, image,", "input: [text, picture,",
        (
            ":30:17: error not-in-vocabulary modalities.input.1: 'picture' is none of the words possible (possible: action, "
            "audio, bounding-box, depth, image, imu, mask, molecule, music, point, point-cloud, retrieved-image, speech, "
            "tactile, text, thermal, video)",
        ),
    ),
    "an id that is not the name of the file": Mistake(
        MODEL, "id: llava-1.5\n", "id: llava-15\n",
        (":2:5: error id-not-file-name the id 'llava-15' is not the file name 'llava-1.5' (Rename the file, or mend the id.)",),
    ),
    "a variant that does not exist": Mistake(
        MODEL, "  - component: vicuna\n", "  - component: vicuna\n    variants: [7b]\n",
        (
            ":55:16: error unresolved-detail component 'vicuna' has no '7b' among its variants "
            "(Correct the id, or add it to the other entry.)",
        ),
    ),
    "a score out of range": Mistake(
        RESULTS, "'61.50'", "'615.0'",
        (
            ":7:71: error score-out-of-range 615 on 'toyqa', whose scores go from 0 to 100 "
            "(Look the score up again: it may be of another metric, split or unit.)",
        ),
    ),
    "a source that is none": Mistake(
        MODEL, "paper: arxiv-2310.03744", "paper: arxiv-2310.03745",
        (
            ":14:8: error unresolved-reference no source has the id 'arxiv-2310.03745' "
            "(did you mean arxiv-2310.03744 or arxiv-2304.08485 or arxiv-2301.00002?)",
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=list(MISTAKES))
def test_a_mistake_is_answered_word_for_word(finished: Path, monkeypatch: pytest.MonkeyPatch, mistake: Mistake) -> None:
    monkeypatch.chdir(finished)
    path = finished / "catalog" / f"{mistake.entry}.yaml"
    good = path.read_text("utf-8")
    assert mistake.old in good
    try:
        path.write_text(good.replace(mistake.old, mistake.new), "utf-8")
        result = CliRunner().invoke(command, ["check"], catch_exceptions=False)
    finally:
        path.write_text(good, "utf-8")
    assert result.exit_code == 1
    lines = [
        line for line in result.stdout.splitlines() if line.startswith("catalog/") and ": warning unused-entry" not in line
    ]
    assert lines == [f"catalog/{mistake.entry}.yaml{told}" for told in mistake.told]
    built = CliRunner().invoke(command, ["check", "--format", "github"], catch_exceptions=False)
    assert (built.exit_code, built.output) == (0, "")
