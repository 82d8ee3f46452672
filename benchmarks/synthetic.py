"""Synthetic catalogues: many model entries of about 2.5 KB that refer to a few hundred shared entries."""

from __future__ import annotations

from pathlib import Path

from mmkb.load import schema_line

SHARED = 50
"""Number of encoders, language models, datasets, organisations and sources each."""

BENCHMARKS = 20
"""Number of benchmarks, where scores are asked for."""

MODEL = """{head}
id: model-{n}
name: Model {n}
aliases: [M{n}]
description: The synthetic model number {n}, which answers questions about pictures.
release:
  date: 2023-0{month}-05
  event: paper
organisations:
  members: [organisation-{a}, organisation-{b}]
  sources:
  - {{source: source-{a}, locator: title page}}
paper: source-{a}
availability:
  access: open-weights
  code:
    url: https://example.org/code/{n}
    licence: Apache-2.0
    sources:
    - {{source: source-{b}, locator: LICENSE}}
  weights:
    url: https://example.org/weights/{n}
    licence: not-disclosed
  sources:
  - {{source: source-{b}, locator: README.md}}
modalities:
  input: [text, image]
  output: [text, bounding-box]
  sources:
  - {{source: source-{a}, locator: section 3}}
architecture:
  design: end-to-end
  fusion: [prompt-tokens]
  encoders:
  - component: encoder-{a}
    modalities: [image]
    resolution: [336x336]
    tokens: {{count: 576, per: image}}
    sources:
    - {{source: source-{a}, locator: section 3.1}}
  input_projectors:
  - components: [projector]
    modalities: [image]
  backbones:
  - component: llm-{b}
    variants: [7b, 13b]
  output_projectors: not-applicable
  generators: not-applicable
  sources:
  - {{source: source-{a}, locator: section 3}}
variants:
- id: 7b
  name: Model {n} 7B
  backbone: {{component: llm-{b}, variant: 7b}}
  parameters: 7.1B
  sources:
  - {{source: source-{a}, locator: Table 1}}
training:
  stages:
  - name: Alignment
    kind: pre-training
    parts:
    - {{role: encoder, component: encoder-{a}, tuning: frozen}}
    - {{role: input-projector, component: projector, tuning: trained}}
    - {{role: backbone, component: llm-{b}, tuning: frozen}}
    datasets:
    - {{dataset: dataset-{a}, amount: 595K, unit: image-text-pairs}}
    batch_size: 256
  - name: Tuning
    kind: instruction-tuning
    parts:
    - {{role: encoder, component: encoder-{a}, tuning: frozen}}
    - {{role: input-projector, component: projector, tuning: trained}}
    - {{role: backbone, component: llm-{b}, tuning: peft, method: lora}}
    datasets:
    - {{dataset: dataset-{b}, amount: not-disclosed}}
  sources:
  - {{source: source-{a}, locator: section 4}}
lineage: {lineage}
"""


def _write(folder: Path, kind: str, entry: str, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{entry}.yaml").write_text(f"{schema_line(kind)}\nid: {entry}\n{text}", "utf-8")


BENCHMARK = """name: Benchmark {i}
task: visual question answering
modalities: [image]
metrics:
- {{id: accuracy, name: Accuracy, unit: percent, maximum: 100}}
splits:
- {{id: val, name: validation}}
- {{id: test, name: test}}
sources:
- {{source: source-{i}, locator: section 1}}
"""


def write_scores(catalog: Path, size: int) -> None:
    """Write scores of every model on two of some benchmarks, in tables of a hundred, and parents of language models."""
    for i in range(BENCHMARKS):
        _write(catalog / "benchmarks", "benchmark", f"benchmark-{i}", BENCHMARK.format(i=i))
    for i in range(1, SHARED):
        path = catalog / "components" / f"llm-{i}.yaml"
        parent = f"derived_from: [llm-{i // 2}]\n"
        path.write_text(path.read_text("utf-8").replace("variants:\n", f"{parent}variants:\n"), "utf-8")
    for first in range(0, size, 100):
        lines = [
            f"- {{model: model-{n}, variant: 7b, benchmark: benchmark-{(n + j) % BENCHMARKS}, split: {split}, "
            f"score: '{30 + (n * 37 + j * 11) % 600 / 10:.1f}', flags: [{flag}]}}\n"
            for n in range(first, min(first + 100, size))
            for j, (split, flag) in enumerate((("val", "zero-shot"), ("test", "fine-tuned")))
        ]
        table = f"name: Table {first}\ntable: {{source: source-{first // 100 % SHARED}, locator: Table 1}}\nscores:\n"
        _write(catalog / "results", "results", f"table-{first}", table + "".join(lines))


def write_catalogue(root: Path, size: int) -> Path:
    """Write a catalogue of ``size`` models below ``root`` and give its folder."""
    catalog = root / "catalog"
    cited = "sources:\n- {{source: source-{0}, locator: section 1}}\n"
    for i in range(SHARED):
        own = cited.format(i)
        _write(
            catalog / "sources",
            "source",
            f"source-{i}",
            f"name: Source {i}\nkind: website\nurl: https://example.org/source/{i}\n",
        )
        _write(
            catalog / "organisations", "organisation", f"organisation-{i}", f"name: Organisation {i}\nkind: university\n{own}"
        )
        _write(catalog / "components", "component", f"encoder-{i}", f"name: Encoder {i}\nkinds: [encoder]\nfamily: clip\n{own}")
        variants = "variants:\n- {id: 7b, name: 7B, parameters: 7B}\n- {id: 13b, name: 13B, parameters: 13B}\n"
        _write(catalog / "components", "component", f"llm-{i}", f"name: LLM {i}\nkinds: [llm]\nfamily: llama\n{variants}{own}")
        _write(
            catalog / "datasets", "dataset", f"dataset-{i}", f"name: Dataset {i}\npurposes: [task]\nmodalities: [image]\n{own}"
        )
    _write(catalog / "components", "component", "projector", f"name: Projector\nkinds: [projector]\n{cited.format(0)}")
    (catalog / "models").mkdir(parents=True, exist_ok=True)
    for n in range(size):
        a, b = n % SHARED, (n * 7 + 3) % SHARED
        lineage = "{state: not-applicable, sources: [{source: source-0, locator: all}]}"
        if n:
            lineage = f"\n- {{relation: extends, model: model-{n // 2}, sources: [{{source: source-{a}, locator: section 2}}]}}"
        text = MODEL.format(head=schema_line("model"), n=n, a=a, b=b, month=n * 9 // size + 1, lineage=lineage)
        text = text.replace("  event: paper\n", f"  event: paper\n  sources:\n  - {{source: source-{a}, locator: date}}\n")
        (catalog / "models" / f"model-{n}.yaml").write_text(text, "utf-8")
    return catalog


def change_one(catalog: Path) -> None:
    """Change one entry, so that it is another content at each call."""
    path = catalog / "models" / "model-1.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("description: The", "description: The very"), "utf-8")
