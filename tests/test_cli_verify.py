"""The command verify: an entry compared with its checkpoint, and noted in the entry where they agree."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mmkb.cli.main import mmkb as command
from mmkb.load import load_catalogue
from mmkb.pages.verified import verified
from mmkb.records import Model
from tests.checkpoints import CARD, COMMIT, LLAVA_15_HF, LLAVA_NEXT, TOY_CONFIG, checkpoint, safetensors
from tests.toycatalogue import change, copy_of_toy

OTHER = "f" * 40


def run(*words: str) -> Result:
    return CliRunner().invoke(command, list(words), catch_exceptions=False)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A toy checkout with a model that was begun from its checkpoint."""
    folder = copy_of_toy(tmp_path / "checkout")
    monkeypatch.chdir(folder)
    made = checkpoint(tmp_path / "ck", TOY_CONFIG, CARD)
    safetensors(made / "model.safetensors", a=("BF16", [1_100_000_000]))
    assert run("new", "model", "--hf", str(made), "--of", "a/toy-new").exit_code == 0
    return folder


def compare(root: Path, config: dict[str, Any] | None = None, *more: str) -> Result:
    folder = root.parent / "ck"
    if config is not None:
        checkpoint(folder, config)
    return run("verify", "toy-new", "--hf", str(folder), "--of", f"a/toy-new@{COMMIT}", *more)


def outcomes(result: Result) -> dict[str, tuple[str, str, str, int]]:
    """By fact: outcome, the entry's words, the checkpoint's words, the line of the entry."""
    told = json.loads(result.stdout)
    return {c["fact"]: (c["outcome"], c["entry"], c["checkpoint"], c["line"]) for c in told["comparisons"]}


def test_an_entry_begun_from_a_checkpoint_agrees_with_it(root: Path) -> None:
    result = compare(root)
    assert result.exit_code == 0, result.output
    assert "disagrees " not in result.stdout
    assert result.stderr.startswith("0 disagrees, ")
    told = json.loads(compare(root, None, "--format", "json").stdout)
    assert told["verified"] == ["architecture", "parameters", "licence"]
    assert (told["repository"], told["revision"]) == ("a/toy-new", COMMIT)


@pytest.mark.parametrize(
    ("path", "value", "fact", "entry", "checkpoint_says"),
    [
        ("vision_config.hidden_size", 1024, "encoder width", "768", "1024"),
        ("vision_config.num_hidden_layers", 24, "encoder layers", "12", "24"),
        ("vision_config.patch_size", 14, "encoder patch", "16", "14"),
        ("vision_config.image_size", 336, "resolution", "224x224", "336x336"),
        ("vision_config.model_type", "siglip_vision_model", "encoder family", "clip-vit-b-16", "siglip_vision_model"),
        ("text_config.model_type", "opt", "language model family", "toy-new-llm", "opt"),
        ("image_seq_length", 576, "tokens", "196", "576"),
        ("video_token_id", 7, "input modality video", "image, text", "video"),
    ],
)
def test_every_difference_is_shown_with_both_sides(
    root: Path, path: str, value: Any, fact: str, entry: str, checkpoint_says: str
) -> None:
    for slug, family in (("siglip", "siglip"), ("opt", "opt")):
        kind = "llm" if slug == "opt" else "encoder"
        (root / f"catalog/components/{slug}.yaml").write_text(
            "# yaml-language-server: $schema=../../schema/component.schema.json\n"
            f"id: {slug}\nname: {slug}\nkinds: [{kind}]\nfamily: {family}\n"
            "sources:\n- {source: arxiv-2301.00001, locator: section 1}\n"
        )
    config = json.loads(json.dumps(TOY_CONFIG))
    *outer, last = path.split(".")
    block = config
    for step in outer:
        block = block[step]
    block[last] = value
    result = compare(root, config, "--format", "json")
    assert result.exit_code == 1
    found = outcomes(result)
    assert found[fact][:3] == ("disagrees", entry, checkpoint_says)
    lines = (root / "catalog/models/toy-new.yaml").read_text("utf-8").splitlines()
    assert any(word in lines[found[fact][3] - 1] for word in (*entry.split(", "), "backbones", "component"))
    assert "architecture" not in json.loads(result.stdout)["verified"]


def test_a_disagreement_as_text_has_line_words_and_locator(root: Path) -> None:
    config = TOY_CONFIG | {"image_seq_length": 576}
    result = compare(root, config)
    lines = (root / "catalog/models/toy-new.yaml").read_text("utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "tokens: {count: 196" in text)
    assert result.stdout.splitlines()[0] == (
        f"disagrees    tokens: catalog/models/toy-new.yaml:{line}:13: 196 | checkpoint 576 (config.json: image_seq_length)"
    )


@pytest.mark.parametrize(
    ("printed", "outcome"), [("1.1B", "agrees"), ("1B", "agrees"), ("1.3B", "disagrees"), ("2B", "disagrees")]
)
def test_parameters_are_compared_to_the_digits_that_are_printed(root: Path, printed: str, outcome: str) -> None:
    text = "  parameters:\n    printed: 1,100,000,000\n    value: 1100000000\n"
    change(root, "models/toy-new", text, f"  parameters: {printed}\n")
    assert outcomes(compare(root, None, "--format", "json"))["parameters"][0] == outcome


def test_a_licence_that_differs_is_shown(root: Path) -> None:
    change(root, "models/toy-new", "licence: LicenseRef-Llama-2", "licence: MIT")
    found = outcomes(compare(root, None, "--format", "json"))
    assert found["licence of the weights"][:3] == ("disagrees", "MIT", "LicenseRef-Llama-2")


def test_what_only_one_side_tells_is_not_compared(root: Path) -> None:
    (root.parent / "ck" / "README.md").unlink()
    (root.parent / "ck" / "model.safetensors").unlink()
    found = outcomes(compare(root, None, "--format", "json"))
    assert found["parameters"][0] == found["licence of the weights"][0] == "not compared"


def test_writing_notes_what_agrees_and_keeps_comments(root: Path) -> None:
    path = root / "catalog/models/toy-new.yaml"
    change(root, "models/toy-new", "architecture:\n", "architecture:  # read twice\n")
    before = path.read_text("utf-8")
    result = compare(root, None, "--write", "--by", "@reader")
    assert result.exit_code == 0, result.output
    after = path.read_text("utf-8")
    added = after.replace(before, "")
    assert added.startswith("verified:\n- what: [architecture, parameters, licence]\n  repository: a/toy-new\n")
    assert f"  revision: {COMMIT}\n" in added
    assert "  by: '@reader'\n" in added
    assert run("fmt", "--check").exit_code == 0
    codes = {problem["code"] for problem in json.loads(run("check", "--format", "json").stdout)}
    assert codes == {"fact-absent"}
    again = run("verify", "toy-new", "--hf", str(root.parent / "ck"), "--of", f"a/toy-new@{OTHER}", "--write", "--by", "B")
    assert again.exit_code == 0
    renewed = path.read_text("utf-8")
    assert renewed.count("repository: a/toy-new") == 1
    assert OTHER in renewed
    assert COMMIT not in renewed
    assert "architecture:  # read twice\n" in renewed
    assert "# - release: the first public day" in renewed


def test_the_page_says_what_was_verified(root: Path) -> None:
    assert compare(root, None, "--write", "--by", "Ann <b>").exit_code == 0
    catalogue, _ = load_catalogue(root / "catalog")
    record = catalogue.entries["model"]["toy-new"].record
    assert isinstance(record, Model)
    ((name, line),) = verified(record)
    assert name == "Verified"
    plain = html.unescape(re.sub(r"<[^>]*>", "", line))
    assert plain.startswith(
        "architecture, parameters and licence verified against config.json, the safetensors headers and README.md of "
        f"a/toy-new@{COMMIT[:12]}, 20"
    )
    assert plain.endswith(", by Ann <b>")
    assert f"https://huggingface.co/a/toy-new/tree/{COMMIT}" in html.unescape(line)
    assert "<b>" not in line


def test_writing_needs_a_commit_a_name_and_something_that_agrees(root: Path) -> None:
    folder = str(root.parent / "ck")
    before = (root / "catalog/models/toy-new.yaml").read_bytes()
    result = run("verify", "toy-new", "--hf", folder, "--of", "a/toy-new", "--write", "--by", "A")
    assert result.exit_code == 1
    assert "It is not known which commit of which repository was compared: add --of OWNER/NAME@COMMIT." in result.stderr
    assert run("verify", "toy-new", "--hf", folder, "--write").exit_code == 2
    config = TOY_CONFIG | {"image_seq_length": 576}
    (root.parent / "ck" / "README.md").unlink()
    (root.parent / "ck" / "model.safetensors").unlink()
    result = compare(root, config, "--write", "--by", "A")
    assert result.exit_code == 1
    assert "Nothing was noted: no part of the entry agrees as a whole." in result.stderr
    assert (root / "catalog/models/toy-new.yaml").read_bytes() == before


def test_wrong_words_are_told(root: Path) -> None:
    folder = str(root.parent / "ck")
    result = run("verify", "toy-nwe", "--hf", folder)
    assert result.exit_code == 2
    assert "no model 'toy-nwe'; did you mean toy-new" in result.stderr
    assert run("verify", "toy-new").exit_code == 2
    result = run("verify", "toy-new", "--hf", folder, "--variant", "9b")
    assert result.exit_code == 1
    assert "toy-new has no variant '9b'; it has: 1.1b." in result.stderr
    assert run("verify", "toy-new", "--hf", str(root)).exit_code == 1


def test_a_design_without_encoder_is_compared_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = copy_of_toy(tmp_path / "checkout")
    monkeypatch.chdir(root)
    config = {"model_type": "fuyu", "patch_size": 30, "text_config": {"model_type": "persimmon", "hidden_size": 4096}}
    folder = checkpoint(tmp_path / "ck", config)
    assert run("new", "model", "--hf", str(folder), "--of", "a/raw").exit_code == 0
    result = run("verify", "raw", "--hf", str(folder), "--of", "a/raw", "--format", "json")
    assert outcomes(result)["encoder"][:3] == ("agrees", "not-applicable", "none (raw patches)")
    assert json.loads(result.stdout)["verified"] == ["architecture"]


ROOT = Path(__file__).parent.parent


@pytest.mark.catalogue
@pytest.mark.parametrize(
    ("entry", "config", "repository", "language_model"),
    [
        ("llava-1.5", LLAVA_15_HF, "llava-hf/llava-1.5-7b-hf", "language model"),
        ("llava-next", LLAVA_NEXT, "liuhaotian/llava-v1.6-vicuna-7b", "language model family"),
    ],
)
def test_published_configurations_agree_with_the_catalogue(
    tmp_path: Path, entry: str, config: dict[str, Any], repository: str, language_model: str
) -> None:
    folder = checkpoint(tmp_path / "ck", config)
    result = run("--root", str(ROOT), "verify", entry, "--hf", str(folder), "--of", repository, "--format", "json")
    found = outcomes(result)
    assert [fact for fact, (outcome, *_) in found.items() if outcome == "disagrees"] == []
    assert {"input projector", language_model} <= {fact for fact, (outcome, *_) in found.items() if outcome == "agrees"}
    assert json.loads(result.stdout)["verified"] == ["architecture"]
