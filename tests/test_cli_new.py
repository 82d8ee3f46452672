"""The command new: entries begun from checkpoints, papers and by hand, with and without a network."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mmkb.cli.main import mmkb as command
from tests.checkpoints import CARD, COMMIT, INTERNVL3_1B, LLAVA_NEXT, TOY_CONFIG, checkpoint, safetensors
from tests.hubclient import offline_toy, put_hub

ROOT = Path(__file__).parent.parent
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2304.08485v2</id>
<published>2023-04-17T17:59:25Z</published><title>Visual
 Instruction Tuning</title><author><name>Haotian Liu</name></author><author><name>Chunyuan Li</name></author></entry></feed>"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A toy checkout, which is the working directory, on a machine without a network."""
    return offline_toy(tmp_path / "checkout", monkeypatch)


def run(*words: str, stdin: str = "") -> Result:
    return CliRunner().invoke(command, list(words), input=stdin, catch_exceptions=False)


def codes() -> set[str]:
    """The codes of everything that check tells."""
    return {problem["code"] for problem in json.loads(run("check", "--format", "json").stdout)}


def files(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted((root / "catalog").rglob("*")) if p.is_file()}


def test_a_folder_becomes_a_model_its_source_and_what_the_catalogue_lacks(root: Path, tmp_path: Path) -> None:
    folder = checkpoint(tmp_path / "ck", TOY_CONFIG, CARD)
    safetensors(folder / "model.safetensors", a=("BF16", [1_100_000_000]))
    before = files(root)
    result = run("new", "model", "--hf", str(folder), "--of", f"toy-lab/toy-new-1b@{COMMIT}")
    assert result.exit_code == 0, result.output
    made = {name: raw.decode() for name, raw in files(root).items() if name not in before}
    assert set(made) == {
        "catalog/sources/hf-toy-lab-toy-new-1b.yaml", "catalog/sources/package-transformers.yaml",
        "catalog/components/mlp.yaml", "catalog/components/clip-vit-b-16.yaml",
        "catalog/components/toy-new-1b-llm.yaml", "catalog/models/toy-new-1b.yaml",
    }  # fmt: skip
    assert result.stdout.splitlines() == [f"wrote {name}" for name in _in_order(result.stdout, made)]
    assert {name: files(root)[name] for name in before} == before
    model = made["catalog/models/toy-new-1b.yaml"]
    assert "organisations:\n  members: [toy-lab]\n" in model
    assert "    licence: LicenseRef-Llama-2\n" in model
    assert "parameters:\n    printed: 1,100,000,000\n    value: 1100000000\n" in model
    assert f"version: {COMMIT}\n" in made["catalog/sources/hf-toy-lab-toy-new-1b.yaml"]
    for told in (
        "# - release: the first public day of paper or weights, with the event\n",
        "# - lineage: the card says that it was made from lmsys/vicuna-7b-v1.5 (finetune; README.md: base_model)\n",
        "# - training.stages: the card names the dataset toy/toy-captions (dataset toy-captions; README.md: datasets)\n",
        "# - training.stages: the card names the dataset other/unknown-set (not found in the catalogue; README.md: datasets)\n",
        "# - the card gives the languages en, no (README.md: language); no field holds them\n",
        "# - paper: the card's tags name arXiv 2301.00001\n",
    ):
        assert told in model
        assert told[4:-1] in result.stderr
    assert codes() == {"fact-absent"}
    assert run("fmt", "--check").exit_code == 0


def _in_order(stdout: str, made: dict[str, str]) -> list[str]:
    return sorted(made, key=lambda name: stdout.index(f"wrote {name}\n"))


def test_every_fact_has_its_place(root: Path, tmp_path: Path) -> None:
    folder = checkpoint(tmp_path / "ck", TOY_CONFIG)
    assert run("new", "model", "--hf", str(folder), "--of", "a/toy-new", "--id", "new").exit_code == 0
    model = (root / "catalog/models/new.yaml").read_text("utf-8")
    assert (
        "locator: 'config.json: vision_config.model_type, vision_config.hidden_size, vision_config.num_hidden_layers, "
        "vision_config.patch_size, vision_config.image_size, vision_feature_layer'"
    ) in model
    assert "{source: package-transformers, locator: 'models/llava/modeling_llava.py: LlavaMultiModalProjector'}" in model
    assert "tokens: {count: 196, per: image}\n    note: activation gelu\n" in model
    assert "note: 'Special tokens: image_token_index 32000'" in model


PENGUIN = """@article{penguin, title={Penguin-VL}, author={Zhang, Boqiang and Ke, Lei}, year={2026}}"""


def test_a_model_without_a_checkpoint_begins_with_its_name_and_its_paper_or_code(root: Path, tmp_path: Path) -> None:
    (tmp_path / "paper.bib").write_text(PENGUIN)
    result = run(
        "new", "model", "--name", "Penguin-VL", "--arxiv", "2603.06569", "--bibtex", str(tmp_path / "paper.bib"),
        "--repo", "https://github.com/tencent-ailab/Penguin-VL", "--input", "text", "--input", "image", "--output", "text",
        "--design", "end-to-end", "--locator", "section 3",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    text = (root / "catalog/models/penguin-vl.yaml").read_text("utf-8")
    assert "# - training.stages: each stage with its kind, parts (trained or frozen), datasets and amounts\n" in text
    assert "input: [text, image]\n  output: [text]\n  sources:\n  - {source: arxiv-2603.06569, locator: section 3}\n" in text
    assert "url: https://arxiv.org/abs/2603.06569" in (root / "catalog/sources/arxiv-2603.06569.yaml").read_text("utf-8")
    assert codes() == {"fact-absent"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            (),
            "Give --hf PATH_OR_ID; or, without a checkpoint, --name and one of --arxiv ID, --bibtex FILE, --repo PATH_OR_URL.",
        ),
        (("--name", "A"), "Give --hf PATH_OR_ID; or, without a checkpoint, --name and one of"),
        (("--name", "A", "--arxiv", "2603.06569", "--input", "text"), "Give --output, --design, --locator."),
        (("--hf", "a/b", "--design", "end-to-end"), "A checkpoint tells modalities and design itself"),
    ],
)
def test_what_a_model_cannot_begin_without_is_told(root: Path, words: tuple[str, ...], told: str) -> None:
    result = run("new", "model", *words)
    assert (result.exit_code, told in result.stderr) == (2, True), result.stderr


def test_a_paper_that_nobody_can_reach_is_no_source(root: Path) -> None:
    facts = ("--input", "text", "--output", "text", "--design", "end-to-end", "--locator", "section 3")
    result = run("new", "model", "--name", "A", "--arxiv", "2603.06569", *facts)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: arxiv.org could not be reached for 2603.06569")


@pytest.mark.catalogue
def test_a_checkpoint_begins_a_model_in_the_real_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    folder = checkpoint(tmp_path / "ck", TOY_CONFIG)
    result = run("new", "model", "--hf", str(folder), "--of", f"maker/toy-new-1b@{COMMIT}", "--dry-run")
    assert result.exit_code == 0, result.output
    assert "# catalog/models/toy-new-1b.yaml" in result.stdout
    assert "# catalog/sources/package-transformers.yaml" not in result.stdout


def test_a_source_whose_id_another_one_has_gets_a_number(root: Path, tmp_path: Path) -> None:
    assert run("new", "source", "--url", "https://github.com/a/b.git", "--id", "hf-maker-m").exit_code == 0
    folder = checkpoint(tmp_path / "ck", TOY_CONFIG)
    result = run("new", "model", "--hf", str(folder), "--of", "maker/m")
    assert result.exit_code == 0, result.output
    assert "hf-maker-m-2.yaml: id: the source hf-maker-m is another one (catalog/sources/hf-maker-m.yaml)" in result.stderr


def test_nothing_is_overwritten_and_nothing_half_written(root: Path, tmp_path: Path) -> None:
    folder = checkpoint(tmp_path / "ck", TOY_CONFIG)
    before = files(root)
    result = run("new", "model", "--hf", str(folder), "--of", "a/b", "--id", "toy-vlm")
    assert result.exit_code == 1
    assert "There is a model toy-vlm already (catalog/models/toy-vlm.yaml), which is never overwritten" in result.stderr
    assert files(root) == before
    (root / "catalog/models/blocked.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    result = run("new", "model", "--hf", str(folder), "--of", "a/b", "--id", "blocked")
    assert result.exit_code == 1
    assert result.stderr.endswith("Nothing was written.\n") or "already" in result.stderr
    (root / "catalog/models/blocked.yaml").unlink()
    assert files(root) == before
    assert not (tmp_path / "elsewhere.yaml").exists()


def test_a_folder_that_cannot_be_written_leaves_nothing_behind(root: Path, tmp_path: Path) -> None:
    folder = checkpoint(tmp_path / "ck", TOY_CONFIG)
    before = files(root)
    models = root / "catalog/models"
    models.rename(root / "catalog/.models")
    models.write_text("a file where a folder should be")
    result = run("new", "model", "--hf", str(folder), "--of", "a/b")
    assert result.exit_code == 1
    assert "Nothing was written." in result.stderr
    models.unlink()
    (root / "catalog/.models").rename(models)
    assert files(root) == before


def test_a_dry_run_prints_and_writes_nothing(root: Path, tmp_path: Path) -> None:
    before = files(root)
    result = run("new", "model", "--hf", str(checkpoint(tmp_path / "ck", TOY_CONFIG)), "--of", "a/b", "--dry-run")
    assert result.exit_code == 0
    assert "# catalog/models/b.yaml\n# yaml-language-server: $schema=../../schema/model.schema.json\n" in result.stdout
    assert files(root) == before


def test_a_folder_of_unknown_origin_asks_for_it(root: Path, tmp_path: Path) -> None:
    folder = checkpoint(tmp_path / "ck", TOY_CONFIG)
    result = run("new", "model", "--hf", str(folder))
    assert result.exit_code == 1
    assert result.stderr == (
        f"Error: It is not known which repository {folder} is a copy of, so that nobody could find the source again: "
        "add --of OWNER/NAME, or OWNER/NAME@COMMIT.\n"
    )
    assert run("new", "model").exit_code == 2


def test_a_model_whose_weights_the_catalogue_has_is_to_be_verified(root: Path, tmp_path: Path) -> None:
    folder = checkpoint(tmp_path / "ck", TOY_CONFIG)
    assert run("new", "model", "--hf", str(checkpoint(folder, TOY_CONFIG, CARD)), "--of", "a/one").exit_code == 0
    result = run("new", "model", "--hf", str(folder), "--of", "a/one", "--id", "two")
    assert result.exit_code == 1
    assert "The catalogue has a model with these weights: one (catalog/models/one.yaml)" in result.stderr


def test_names_that_are_left_over_from_larger_models_are_not_followed(root: Path, tmp_path: Path) -> None:
    large = "components/internvit-6b"
    (root / f"catalog/{large}.yaml").write_text(
        "# yaml-language-server: $schema=../../schema/component.schema.json\nid: internvit-6b\nname: InternViT-6B\n"
        "aliases: [InternViT-6B-448px-V1-5]\nkinds: [encoder]\nfamily: internvit\nmodalities: [image]\n"
        "encoder: {width: 3200, layers: 45}\nsources:\n- {source: arxiv-2301.00001, locator: section 1}\n"
    )
    folder = checkpoint(tmp_path / "ck", INTERNVL3_1B)
    assert run("new", "model", "--hf", str(folder), "--of", "OpenGVLab/InternVL3-1B").exit_code == 0
    model = (root / "catalog/models/internvl3-1b.yaml").read_text("utf-8")
    assert "component: internvit-vision-encoder" in model
    assert "resolution: [448x448]" in model
    assert "- components: [pixel-shuffle, mlp]" in model


def test_without_a_network_the_model_is_written_and_the_paper_is_left_to_do(root: Path, tmp_path: Path) -> None:
    folder = checkpoint(tmp_path / "ck", LLAVA_NEXT)
    result = run("new", "model", "--hf", str(folder), "--of", "a/b", "--arxiv", "https://arxiv.org/abs/2304.08485v2")
    assert result.exit_code == 0
    told = "arxiv.org could not be reached for 2304.08485 (no network). Give title and authors with --bibtex FILE instead."
    assert f"could not be reached: {told}" in result.stderr
    assert "\npaper:" not in (root / "catalog/models/b.yaml").read_text("utf-8")
    known = run("new", "model", "--hf", str(folder), "--of", "a/c", "--arxiv", "2301.00001")
    assert known.exit_code == 0
    assert "\npaper: arxiv-2301.00001\n" in (root / "catalog/models/c.yaml").read_text("utf-8")
    result = run("new", "source", "--arxiv", "2304.08485")
    assert (result.exit_code, result.stderr) == (1, f"Error: {told}\n")
    assert "'23.1' is no arXiv id; write it as 2304.08485." in run("new", "source", "--arxiv", "23.1").stderr


def test_arxiv_fills_a_source(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(urllib.request, "urlopen", lambda *_, **__: io.BytesIO(ATOM))
    folder = checkpoint(tmp_path / "ck", LLAVA_NEXT)
    assert run("new", "model", "--hf", str(folder), "--of", "a/b", "--arxiv", "2304.08485").exit_code == 0
    assert (root / "catalog/sources/arxiv-2304.08485.yaml").read_text("utf-8").split("\n", 1)[1] == (
        "id: arxiv-2304.08485\nname: Visual Instruction Tuning\nkind: paper\nauthors: [Haotian Liu, Chunyuan Li]\n"
        "released: '2023-04-17'\narxiv: '2304.08485'\nversion: v2\nurl: https://arxiv.org/abs/2304.08485\n"
    )
    again = run("new", "source", "--arxiv", "2304.08485")
    assert (again.exit_code, again.stderr) == (1, "Error: There is a source of arXiv 2304.08485 already: arxiv-2304.08485.\n")
    monkeypatch.setattr(urllib.request, "urlopen", lambda *_, **__: io.BytesIO(b"<feed/>"))
    assert "arXiv has no paper 2399.99999" not in run("new", "source", "--arxiv", "2312.99999").stdout
    assert "arXiv has no paper 2312.99999. Is the id right?" in run("new", "source", "--arxiv", "2312.99999").stderr


BIBTEX = """@inproceedings{li2023blip,
  title = {{BLIP-2}: Bootstrapping Language-Image Pre-training},
  author = {Li, Junnan and Li, Dongxu and M{\\"u}ller, Anna},
  booktitle = {ICML}, year = {2023}, month = jul, doi = {10.1000/blip.2}
}
"""


def test_bibtex_fills_a_source(root: Path) -> None:
    result = run("new", "source", "--bibtex", "-", "--id", "doi-blip-2", stdin=BIBTEX)
    assert result.exit_code == 0, result.output
    text = (root / "catalog/sources/doi-blip-2.yaml").read_text("utf-8")
    assert "name: 'BLIP-2: Bootstrapping Language-Image Pre-training'\n" in text
    assert "authors: [Junnan Li, Dongxu Li, Anna Müller]\n" in text
    assert "released: 2023-07\nvenue: ICML\ndoi: 10.1000/blip.2\n" in text
    result = run("new", "source", "--bibtex", "-", stdin="@article{a, title={T}}")
    assert (result.exit_code, result.stderr) == (1, "Error: The BibTeX entry has no title or no author.\n")
    result = run("new", "source", "--bibtex", "-", stdin="nothing")
    assert (result.exit_code, result.stderr) == (1, "Error: The BibTeX holds 0 entries; give exactly one.\n")
    result = run("new", "source", "--bibtex", "-", stdin="@article{a, title={T}, author={A B}}")
    assert "Nobody could find the source again" in result.stderr


def test_addresses_become_sources(root: Path) -> None:
    assert run("new", "source", "--url", "git@github.com:Maker/Some.Model.git").exit_code == 0
    text = (root / "catalog/sources/github-maker-some.model.yaml").read_text("utf-8")
    assert "name: Maker/Some.Model repository\nkind: repository\nurl: https://github.com/Maker/Some.Model\n" in text
    card = ("--url", "https://huggingface.co/maker/model", "--kind", "model-card", "--name", "maker/model model card")
    assert run("new", "source", *card).exit_code == 0
    assert (root / "catalog/sources/hf-maker-model.yaml").is_file()
    assert "There is a source of it already: hf-maker-model." in run("new", "source", *card).stderr
    assert "'nowhere' is no address of a repository" in run("new", "source", "--url", "nowhere").stderr
    assert run("new", "source").exit_code == 2
    assert run("new", "source", "--url", "https://a.org/x", "--kind", "blog").exit_code == 2


def test_the_other_kinds_begin_with_what_they_cannot_do_without(root: Path) -> None:
    cited = ("--source", "arxiv-2301.00001", "--locator", "section 2")
    done = [
        run("new", "component", "--name", "New Tower", "--kind", "encoder", *cited),
        run("new", "dataset", "--name", "New Set", "--purpose", "pre-training", "--modality", "image", *cited),
        run(
            "new", "benchmark", "--name", "New Bench", "--task", "answer", "--modality", "image",
            "--metric", "Exact match:percent", *cited,
        ),
        run("new", "organisation", "--name", "New Lab", "--kind", "institute", *cited),
    ]  # fmt: skip
    assert [result.exit_code for result in done] == [0, 0, 0, 0], [result.output for result in done]
    assert codes() == {"unused-entry"}
    assert run("fmt", "--check").exit_code == 0
    assert (
        "- id: exact-match\n  name: Exact match\n  unit: percent\n" in (root / "catalog/benchmarks/new-bench.yaml").read_text()
    )
    for words, told in (
        (("component", "--name", "X", "--kind", "llm"), "Every fact has a source: give --source ID and --locator TEXT."),
        (("dataset", "--name", "X", *cited), "Give --purpose, --modality."),
        (("organisation", "--name", "X", "--kind", "lab", *cited), "'lab' is not one of"),
        (
            ("benchmark", "--name", "X", "--task", "t", "--modality", "image", "--metric", "a", *cited),
            "'a' is no metric; write NAME:UNIT, with one of the units percent, points, ratio, cider, distance.",
        ),
    ):
        result = run("new", *words)
        assert result.exit_code == 2
        assert told in result.stderr
    result = run("new", "organisation", "--name", "Y", "--kind", "company", "--source", "nothing", "--locator", "p")
    assert result.exit_code == 1
    assert "There is no source nothing. Make it: mmkb new source --arxiv ID, --bibtex FILE or --url ADDRESS." in result.stderr


def test_a_component_is_begun_from_its_checkpoint(root: Path, tmp_path: Path) -> None:
    config = {"model_type": "qwen2", "hidden_size": 896, "num_hidden_layers": 24, "max_position_embeddings": 32768}
    folder = checkpoint(tmp_path / "ck", config, "---\nlicense: apache-2.0\n---\n")
    safetensors(folder / "model.safetensors", a=("BF16", [494_032_768]))
    result = run("new", "component", "--kind", "llm", "--hf", str(folder), "--of", f"Qwen/Qwen2-0.5B@{COMMIT}")
    assert result.exit_code == 0, result.output
    text = (root / "catalog/components/qwen2-0.5b.yaml").read_text("utf-8")
    assert "family: qwen\nmodalities: [text]\nparameters:\n  printed: 494,032,768\n  value: 494032768\n" in text
    assert "llm:\n  context_length: 32768\n" in text
    assert "licence: Apache-2.0\n" in text
    assert codes() == {"unused-entry"}
    assert run("new", "component", "--kind", "projector", "--hf", str(folder), "--of", "a/b").exit_code == 2


def test_a_clone_gives_address_commit_and_licence(root: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    (clone / ".git" / "refs" / "heads").mkdir(parents=True)
    (clone / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (clone / ".git" / "refs" / "heads" / "main").write_text(f"{COMMIT}\n")
    (clone / ".git" / "config").write_text('[remote "origin"]\n\turl = git@github.com:maker/code.git\n')
    (clone / "LICENSE").write_text(
        "MIT License\nPermission is hereby granted, free of charge, to any person obtaining a copy\n"
    )
    folder = checkpoint(tmp_path / "ck", TOY_CONFIG)
    assert run("new", "model", "--hf", str(folder), "--of", "a/b", "--repo", str(clone)).exit_code == 0
    model = (root / "catalog/models/b.yaml").read_text("utf-8")
    assert "    url: https://github.com/maker/code\n    licence: MIT\n" in model
    assert f"version: {COMMIT}\n" in (root / "catalog/sources/github-maker-code.yaml").read_text("utf-8")
    result = run("new", "model", "--hf", str(folder), "--of", "a/c", "--repo", "https://github.com/maker/other")
    assert "the licence of https://github.com/maker/other was not looked up" in result.stderr
    result = run("new", "model", "--hf", str(folder), "--of", "a/d", "--repo", str(tmp_path))
    assert "is no clone with a remote named origin; give the repository's address instead." in result.stderr


def test_the_hub_is_asked_for_a_repository(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = checkpoint(tmp_path / "ck", TOY_CONFIG, CARD)
    safetensors(folder / "model.safetensors", a=("BF16", [1]))
    put_hub(monkeypatch, folder)
    assert run("new", "model", "--hf", "maker/new-model").exit_code == 0
    model = (root / "catalog/models/new-model.yaml").read_text("utf-8")
    assert "  access: open-weights\n" in model
    assert "printed: 1,234,000,000\n" in model
    assert f"version: {COMMIT}\n" in (root / "catalog/sources/hf-maker-new-model.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ConnectError", "huggingface.co could not be reached for maker/m (ConnectError). Without a network, give a folder"),
        ("RepositoryNotFoundError", "The hub has no repository or revision maker/m, or it is private. Is it spelt rightly?"),
        ("GatedRepoError", "maker/m asks for leave first; accept its terms on the hub and log in with hf auth login."),
    ],
)
def test_what_the_hub_refuses_is_told(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, told: str
) -> None:
    put_hub(monkeypatch, tmp_path, type(name, (Exception,), {})("..."))
    result = run("new", "model", "--hf", "maker/m")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: {told}")


def test_without_the_client_the_extra_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    result = run("new", "model", "--hf", "maker/m")
    assert result.exit_code == 1
    assert "which is not installed: pip install 'mmkb[hub]'" in result.stderr


def test_the_client_is_loaded_only_to_ask_the_hub(root: Path, tmp_path: Path) -> None:
    folder = checkpoint(tmp_path / "ck", TOY_CONFIG)
    code = (
        "import sys; from mmkb.cli.main import mmkb; "
        f"mmkb(['new', 'model', '--hf', {str(folder)!r}, '--of', 'a/b', '--dry-run'], standalone_mode=False); "
        "assert not {'huggingface_hub', 'transformers', 'bibtexparser'} & set(sys.modules)"
    )
    subprocess.run(
        [sys.executable, "-c", code], check=True, cwd=root, capture_output=True, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )


GUIDE = (ROOT / "site" / "how-to" / "add-a-model.md").read_text("utf-8")
LINES = re.findall(r"(?m)^\$ mmkb ((?:new|verify) .+)$", re.sub(r"\\\n +", "", GUIDE))


def test_the_lines_of_the_guide_do_what_it_says(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = checkpoint(root / "my-model-7b", TOY_CONFIG, CARD)
    safetensors(folder / "model.safetensors", a=("BF16", [7_000_000_000]))
    (root / "paper.bib").write_text(BIBTEX, "utf-8")
    put_hub(monkeypatch, checkpoint(tmp_path / "hub", TOY_CONFIG))
    monkeypatch.setattr(urllib.request, "urlopen", lambda *_, **__: io.BytesIO(ATOM))
    assert len(LINES) == 13
    for line in LINES:
        if "--id my-model" in line:
            (root / "catalog/models/my-model-7b.yaml").unlink()  # the same weights are no second model
        result = run(*shlex.split(line))
        assert result.exit_code == 0, (line, result.output)
    for folder_name, entry in (("models", "my-model"), ("sources", "arxiv-2304.08485"), ("benchmarks", "new-bench")):
        assert (root / "catalog" / folder_name / f"{entry}.yaml").is_file()
    assert "  by: '@you'\n" in (root / "catalog/models/my-model.yaml").read_text("utf-8")
    assert codes() <= {"fact-absent", "unused-entry"}
    assert run("fmt", "--check").exit_code == 0


def test_editors_complete_a_new_id_at_once_where_they_have_the_list(root: Path) -> None:
    words = ("--kind", "institute", "--source", "arxiv-2301.00001", "--locator", "title page")
    assert "schema" not in run("new", "organisation", "--name", "One lab", *words).stdout
    assert run("schema").exit_code == 0
    assert run("new", "organisation", "--name", "Other lab", *words).stdout.endswith("wrote schema/ids.schema.json\n")
    assert '"other-lab"' in (root / "schema" / "ids.schema.json").read_text("utf-8")
    assert run("schema", "--check").exit_code == 0
