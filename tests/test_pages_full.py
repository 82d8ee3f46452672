"""Pages of entries that state everything there is to state."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmkb.pages.benchmark import benchmark_page, results_page
from mmkb.pages.component import component_page
from mmkb.pages.dataset import dataset_page
from mmkb.pages.model import model_page
from mmkb.pages.organisation import organisation_page
from mmkb.pages.source import source_page
from mmkb.pages.survey import survey_page
from tests.conftest import Golden, knowledge_base_of
from tests.toycatalogue import change, copy_of_toy

MODEL = """\
# yaml-language-server: $schema=../../schema/model.schema.json
id: toy-full
name: Toy-Full
release: {date: 2023-07, event: weights, sources: [{source: arxiv-2301.00002, locator: a}]}
organisations: {state: not-disclosed, sources: [{source: arxiv-2301.00002, locator: title page}]}
paper: {state: not-applicable, note: never written, sources: [{source: arxiv-2301.00002, locator: b}]}
availability:
  access: open-weights
  project: https://toy.example.org/full
  demo: https://demo.example.org/full
  sources: [{source: arxiv-2301.00002, locator: c}]
modalities:
  input: [text, image, video, audio]
  output: [text, image]
  sources: [{source: arxiv-2301.00002, locator: d}]
architecture:
  design: end-to-end
  fusion: [early-fusion-discrete, cross-attention]
  encoders:
  - component: toy-vit
    modalities: [image, video]
    model_variants: [small]
    note: shared by frames
    resolution: [native]
    tiling: up to 4 tiles
    frames: 8
    sampling: 16 kHz
    tokens: {at_most: 1024, per: image, note: by size}
    layer: last layer
  - {component: toy-lm, variant: 1b, modalities: [audio], tokens: {per: second}}
  input_projectors:
  - {components: [linear], modalities: [image], takes: [toy-vit], parameters: 12M}
  backbones:
  - {component: toy-lm, variants: [8x1b], experts: 8}
  output_projectors:
  - {components: [linear], modalities: [image], takes: [toy-diffusion]}
  generators:
  - {component: toy-diffusion, modalities: [image], tokens: {count: 8, per: output}}
  note: one line on the whole
  sources: [{source: arxiv-2301.00002, locator: e}]
variants:
- id: small
  name: Toy-Full-S
  backbone: not-disclosed
  parameters: 8B
  active_parameters: 2B
  weights: {url: https://huggingface.co/toy/full, note: in shards}
  released: 2023-08-01
  note: the small one
  sources: [{source: arxiv-2301.00002, locator: f}]
training:
  note: Three stages.
  stages:
  - name: One
    kind: pre-training
    model_variants: [small]
    parts:
    - {role: encoder, component: toy-vit, tuning: partial, modalities: [image], note: the last block}
    - {role: backbone, component: toy-lm, tuning: not-disclosed, note: not told}
    datasets: []
    scale: not-disclosed
    steps: 10K
    epochs: '1'
    batch_size: 64
    learning_rate: '2e-5'
    resolution: [224x224]
    compute: not-disclosed
    objective: next token
    note: The first.
  - name: Two
    kind: not-disclosed
    parts: {state: not-disclosed, note: no word on it}
    datasets: {state: not-disclosed, note: in-house}
    scale: 1.5M
    scale_unit: image-text-pairs
    compute: {hardware: 8 x Toy GPU}
  - name: Three
    kind: preference-tuning
    parts:
    - {role: backbone, component: toy-lm, tuning: peft, method: qlora}
    datasets:
    - {dataset: toy-instruct, note: a part of it}
    - {dataset: toy-captions, amount: 2K, unit: samples}
  - name: Four
    kind: task-tuning
  sources: [{source: arxiv-2301.00002, locator: g}]
lineage:
- {relation: initialised-from, model: toy-vlm, note: weights, sources: [{source: arxiv-2301.00002, locator: h}]}
- {relation: distilled-from, component: toy-chat, sources: [{source: arxiv-2301.00002, locator: h}]}
- {relation: same-recipe, work: doi-toy-survey, sources: [{source: arxiv-2301.00002, locator: h}]}
note: |
  First paragraph.

  Second paragraph.
"""

COMPONENT = """\
# yaml-language-server: $schema=../../schema/component.schema.json
id: toy-full
name: Toy Full
kinds: [encoder, llm]
family: toy
modalities: [image, text]
derived_from: [toy-lm]
organisations: not-disclosed
released: 2023-02
paper: arxiv-2301.00002
parameters: 9B
active_parameters: 3B
encoder: {architecture: ViT, features: discrete, codebook: 8192}
llm: {architecture: prefix-decoder, context_length: 4096, experts: 16, instruction_tuned: true}
variants:
- id: v
  name: Variant
  parameters: 1B
  active_parameters: 500M
  resolution: [224x224]
  derived_from: toy-vit
  weights: {url: https://huggingface.co/toy/v, licence: MIT}
  note: small
trained_on: {state: not-disclosed, note: web data}
code: {url: https://github.com/toy/full}
weights: not-applicable
note: A note.
sources: [{source: arxiv-2301.00002, locator: whole paper}]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_of_toy(tmp_path)


def test_a_model_that_states_everything_has_it_all_on_its_page(root: Path, golden: Golden) -> None:
    (root / "catalog" / "models" / "toy-full.yaml").write_text(MODEL, "utf-8")
    with knowledge_base_of(root, root / "db.sqlite") as kb:
        page = model_page(kb.model("toy-full"))
        parent = model_page(kb.model("toy-vlm"))
        component = component_page(kb.component("toy-vit"))
    golden("pages/models/toy-full.md", page)
    for told in (
        "native resolution", "tiling: up to 4 tiles", "8 frames", "16 kHz", "at most 1,024 tokens per image (by size)",
        "tokens per second", "8 experts in a layer", "only in Toy-Full-S", "to [Toy Diffusion]", "from [Toy ViT]",
        "the last block", "not told", "no word on it", "in-house", 'title="10,000">10K', "1.5M</span> image-text pairs",
        "8 x Toy GPU", "QLoRA", "distilled from", "A Survey of Toys", "First paragraph.\n\nSecond paragraph.", "in shards",
        "never written", "by variant, see [variants](#variants)",
    ):  # fmt: skip
        assert told in page, told
    assert "initialised | [Toy-Full](toy-full.md)" in parent
    assert "[Toy-Full](../models/toy-full.md)" in component


def test_a_component_that_states_everything_has_it_all_on_its_page(root: Path, golden: Golden) -> None:
    (root / "catalog" / "components" / "toy-full.yaml").write_text(COMPONENT, "utf-8")
    with knowledge_base_of(root, root / "db.sqlite") as kb:
        page = component_page(kb.component("toy-full"))
    golden("pages/components/toy-full.md", page)
    for told in (
        "Encoder and LLM used by 0 models", "8,192 codes", "4,096 tokens", "16", "| Instruction-tuned | yes", "prefix decoder",
        "3B", "(<span title=\"500,000,000\">500M</span> active)", "[Toy ViT](toy-vit.md)", "web data", "discrete",
        "No model of the catalogue uses it.",
    ):  # fmt: skip
        assert told in page, told


def test_what_is_seldom_stated_has_its_place_too(root: Path) -> None:
    change(
        root,
        "datasets/toy-instruct",
        "access:",
        "members: [toy-captions]\nin_house: true\nreleased: '2022'\npaper: arxiv-2301.00001\naccess:",
    )
    change(root, "datasets/toy-captions", "unit: image-text-pairs}", "unit: image-text-pairs, note: first version}")
    change(
        root, "benchmarks/toyqa", "splits:", "released: 2022-10\npaper: arxiv-2301.00001\nurl: https://qa.example.org\nsplits:"
    )
    change(root, "results/toy-vlm-table-2", "scores:", "setting: greedy decoding\nscores:")
    change(root, "organisations/toy-lab", "url:", "country: Toyland\nurl:")
    change(root, "sources/github-toy-vlm", "version:", "path: docs/paper.pdf\nversion:")
    change(root, "surveys/toy-survey", "places:", "website: github-toy-vlm\nplaces:")
    with knowledge_base_of(root, root / "db.sqlite") as kb:
        dataset = dataset_page(kb.dataset("toy-instruct"))
        assert "| Joins | [Toy Captions](toy-captions.md)" in dataset
        assert "its makers keep it to themselves" in dataset
        assert "first version" in dataset_page(kb.dataset("toy-captions"))
        benchmark = benchmark_page(kb.benchmark("toyqa"), kb.leaderboard("toyqa"))
        assert "2022-10" in benchmark
        assert ">qa.example.org</a>" in benchmark
        assert "## How to cite" in benchmark
        assert "greedy decoding" in results_page(kb.results("toy-vlm-table-2"))
        assert "Toyland" in organisation_page(kb.organisation("toy-lab"))
        assert "<code>docs/paper.pdf</code>" in source_page(kb.source("github-toy-vlm"))
        assert "| Website | [toy/toy-vlm repository]" in survey_page(kb.survey("toy-survey"))
