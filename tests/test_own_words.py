"""What the catalogue says in place of each column that a survey prints."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from mmkb.api import KnowledgeBase
from mmkb.query.ownwords import own_words
from mmkb.vocab import SurveyColumn
from tests.conftest import knowledge_base_of
from tests.toycatalogue import change, copy_of_toy

VLM = {
    "name": "Toy-VLM",
    "date": "2023-01-05",
    "venue": "ToyConf 2023",
    "paper_title": "Toy-VLM: Seeing with Blocks",
    "paper_url": "https://arxiv.org/abs/2301.00001",
    "project_url": "https://toy.example.org",
    "affiliation": "Toy University & Toy Lab",
    "function": "understanding",
    "design": "end-to-end",
    "io": "I+T → T",
    "qualifier": "box",
    "modality_encoder": "Toy ViT @336x336",
    "input_projector": "Toy Resampler + Linear layer",
    "llm_backbone": "Toy LM (1b, 8x1b)",
    "output_projector": "none",
    "modality_generator": "none",
    "pt_scale": "not stated as a whole",
    "it_scale": "300 dialogues",
}
ANY = {
    "name": "Toy-Any",
    "date": "2023-06-01",
    "paper_title": "Toy-Any: Anything to Anything",
    "paper_url": "https://arxiv.org/abs/2301.00002",
    "project_url": "not disclosed",
    "affiliation": "Toy Lab",
    "function": "generation",
    "design": "end-to-end",
    "io": "Many → I+T",
    "qualifier": "mask",
    "modality_encoder": "image: Toy ViT @224x224",
    "input_projector": "image: Linear layer",
    "llm_backbone": "Toy Chat",
    "output_projector": "image: Toy Resampler",
    "modality_generator": "image: Toy Diffusion @512x512",
    "pt_scale": "not disclosed",
    "it_scale": "not disclosed",
}
CAPTIONS = {
    "name": "Toy Captions",
    "date": "2022-11",
    "project_url": "https://data.example.org/toy-captions",
    "affiliation": "Toy Lab",
    "x_modality": "image",
    "n_x_text_pairs": "1.5K image text pairs",
    "method": "automatic",
}
INSTRUCT = {
    "name": "Toy Instruct",
    "project_url": "not disclosed",
    "x_modality": "image",
    "type": "SFT",
    "source": "Toy Captions",
    "method": "model-generated",
    "instances": "about 300 dialogues",
}
SURVEY = {
    "name": "A Survey of Toys",
    "date": "2023-12-01",
    "paper_title": "A Survey of Toys",
    "paper_url": "https://doi.org/10.1234/toys.2023",
}


def said(kb: KnowledgeBase, kind: str, entry: str) -> dict[str, str]:
    answer = getattr(kb, kind)(entry)
    found = {str(column): own_words(answer, column) for column in SurveyColumn}
    assert {type(words) for words in found.values()} <= {str, type(None)}
    return {column: words for column, words in found.items() if words is not None}


@pytest.mark.parametrize(
    ("kind", "entry", "words"),
    [
        ("model", "toy-vlm", VLM),
        ("model", "toy-any", ANY),
        ("dataset", "toy-captions", CAPTIONS),
        ("dataset", "toy-instruct", INSTRUCT),
        ("benchmark", "toyqa", {"name": "ToyQA"}),
        ("survey", "toy-survey", SURVEY),
        ("source", "arxiv-2301.00001", {}),
    ],
)
def test_an_entry_is_summed_up_column_by_column(toy_kb: KnowledgeBase, kind: str, entry: str, words: Mapping[str, str]) -> None:
    assert said(toy_kb, kind, entry) == words


@pytest.mark.parametrize(
    ("entry", "old", "new", "column", "words"),
    [
        ("models/toy-any", "input: [text, image, audio]", "input: [text, image]", "modality_encoder", "Toy ViT @224x224"),
        ("models/toy-any", ", image, mask]", ", image]", "modality_generator", "Toy Diffusion @512x512"),
        ("models/toy-any", ", image, mask]", ", image]", "output_projector", "Toy Resampler"),
        ("models/toy-any", "{component: toy-chat}", "{component: toy-chat}\n  - {component: toy-lm}", "llm_backbone",
         "Toy Chat; Toy LM"),
        ("models/toy-vlm", "kind: instruction-tuning", "kind: preference-tuning", "it_scale", "no such stage"),
        ("datasets/toy-captions", "unit: image-text-pairs", "unit: images", "n_x", "1.5K images"),
        ("datasets/toy-captions", "unit: image-text-pairs", "unit: texts", "n_text", "1.5K texts"),
        ("datasets/toy-captions", "unit: image-text-pairs}", "unit: images, note: big}", "iva_scale", "1.5K images (big)"),
        ("datasets/toy-instruct", "[instruction-tuning]", "[instruction-tuning, preference-tuning]", "type", "SFT, RLHF"),
        ("surveys/toy-survey", "paper: doi-toy-survey", "paper: doi-toy-survey\nwebsite: github-toy-vlm", "project_url",
         "https://github.com/toy/toy-vlm"),
    ],
)  # fmt: skip
def test_what_an_entry_says_otherwise_is_summed_up_otherwise(
    tmp_path: Path, entry: str, old: str, new: str, column: str, words: str
) -> None:
    root = copy_of_toy(tmp_path)
    change(root, entry, old, new)
    folder, name = entry.split("/")
    with knowledge_base_of(root, root / "odd.sqlite") as kb:
        assert said(kb, folder.removesuffix("s"), name)[column] == words
