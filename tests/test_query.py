"""Questions to the toy catalogue and their answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import networkx
import pytest

import mmkb
from mmkb.api import KnowledgeBase, open_knowledge_base
from mmkb.load import load_catalogue
from mmkb.query import FilterError, NotFoundError
from mmkb.query.answers import Named
from mmkb.records.model import Release
from mmkb.store import StoreError, build_store
from tests.conftest import knowledge_base_of
from tests.toycatalogue import TOY, change, copy_of_toy


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    path = tmp_path_factory.mktemp("store") / "toy.sqlite"
    build_store(load_catalogue(TOY / "catalog")[0], path)
    with mmkb.open(path) as opened:
        yield opened


def names(kb: KnowledgeBase, **filters: object) -> list[str]:
    return [model.id for model in kb.models(**filters)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ["toy-vlm", "toy-any"]),
        ({"input": "audio"}, ["toy-any"]),
        ({"input": ["text", "image"]}, ["toy-vlm", "toy-any"]),
        ({"output": {"image", "mask"}}, ["toy-any"]),
        ({"output": {"bounding-box", "mask"}}, []),
        ({"encoder": "toy-vit"}, ["toy-vlm", "toy-any"]),
        ({"encoder": "vit"}, ["toy-vlm", "toy-any"]),
        ({"encoder": "viT-ToY"}, ["toy-vlm", "toy-any"]),
        ({"encoder": "toy-lm"}, []),
        ({"connector": "resampler"}, ["toy-vlm"]),
        ({"connector": ["linear", "toy-resampler"]}, ["toy-vlm"]),
        ({"llm": "toy-chat"}, ["toy-any"]),
        ({"llm": "toy-lm"}, ["toy-vlm", "toy-any"]),
        ({"generator": "latent-diffusion"}, ["toy-any"]),
        ({"component": "toy-detector"}, ["toy-any"]),
        ({"fusion": "tools"}, ["toy-any"]),
        ({"function": "generation"}, ["toy-any"]),
        ({"design": "tool-using"}, []),
        ({"access": "open-weights"}, ["toy-vlm"]),
        ({"organisation": "toy-lab"}, ["toy-vlm", "toy-any"]),
        ({"organisation": "toy-university"}, ["toy-vlm", "toy-any"]),
        ({"organisation": "TU"}, ["toy-vlm", "toy-any"]),
        ({"dataset": "toy-instruct"}, ["toy-vlm"]),
        ({"trained": "input_projector"}, ["toy-vlm"]),
        ({"trained": ["input-projector", "backbone"]}, ["toy-vlm"]),
        ({"trained": "encoder"}, []),
        ({"stage": "instruction-tuning"}, ["toy-vlm"]),
        ({"stage": "preference-tuning"}, []),
        ({"released": "2023"}, ["toy-vlm", "toy-any"]),
        ({"released": "2023-06"}, ["toy-any"]),
        ({"released": "<2023-06"}, ["toy-vlm"]),
        ({"released": [">=2023-01-05", "<=2023-05"]}, ["toy-vlm"]),
        ({"released": ">2023"}, []),
        ({"parameters": "1.2B"}, ["toy-vlm"]),
        ({"parameters": ["> 1B", "<=1.2b"]}, ["toy-vlm"]),
        ({"parameters": "1B..2B"}, ["toy-vlm"]),
        ({"parameters": "<1200M"}, []),
        ({"licence": "MIT"}, []),
        ({"code_licence": "Apache-2.0"}, ["toy-vlm"]),
        ({"built_on": "toy-vlm"}, ["toy-any"]),
        ({"built_on": "toy-any"}, []),
        ({"gap": "weights-licence:not-disclosed"}, ["toy-vlm", "toy-any"]),
        ({"gap": ["training-stages:not-disclosed", "access:not-disclosed"]}, ["toy-any"]),
        ({"gap": "generators:not-applicable"}, ["toy-vlm"]),
        ({"input": "image", "encoder": "vit", "released": ">2023-01", "llm": "toy-chat"}, ["toy-any"]),
    ],
)
def test_filters_find_the_models_for_which_all_of_them_hold(
    kb: KnowledgeBase, filters: dict[str, object], found: list[str]
) -> None:
    assert names(kb, **filters) == found


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"input": "vidio"}, "no modality 'vidio'; did you mean video or audio?"),
        ({"encoder": "toy-vitt"}, "no component or family 'toy-vitt'; did you mean toy-vit"),
        ({"organisation": "toy-lap"}, "did you mean toy-lab?"),
        ({"dataset": "toy-caption"}, "did you mean toy-captions?"),
        ({"function": "both"}, "possible: generation, understanding"),
        ({"fusion": "tool"}, "did you mean tools?"),
        ({"stage": "tuning"}, "no stage kind 'tuning'"),
        ({"trained": "head"}, "no role 'head'"),
        ({"access": "open"}, "no access 'open'"),
        ({"built_on": "toy-vml"}, "no model 'toy-vml'; did you mean toy-vlm?"),
        ({"gap": "weights:undisclosed"}, "no gap 'weights:undisclosed'; did you mean weights:not-disclosed"),
    ],
)
def test_unknown_words_are_answered_with_what_was_possible(kb: KnowledgeBase, filters: dict[str, object], message: str) -> None:
    with pytest.raises(NotFoundError) as error:
        names(kb, **filters)
    assert message in str(error.value)


@pytest.mark.parametrize("word", ["big", "7 B B", "..3B", ">=", "1e9", "-3B"])
def test_a_number_of_parameters_that_is_none_is_refused(kb: KnowledgeBase, word: str) -> None:
    with pytest.raises(FilterError, match="is no number of parameters such as 7B"):
        names(kb, parameters=word)


def test_a_date_that_is_none_is_refused(kb: KnowledgeBase) -> None:
    with pytest.raises(FilterError, match="'June' is no date"):
        kb.models(released="June")


def test_a_model_is_answered_with_all_that_is_around_it(kb: KnowledgeBase) -> None:
    answer = kb.model("toy-vlm")
    assert answer.id == "toy-vlm"
    assert answer.name == "Toy-VLM"
    assert isinstance(answer.record.release, Release)
    assert answer.summary.backbones == (Named("component", "toy-lm", "Toy LM"),)
    assert answer.summary.parameters == (1_200_000_000, 1_200_000_000)
    assert answer.named("component", "toy-vit") == Named("component", "toy-vit", "Toy ViT")
    assert answer.named("component", "stranger").name == "stranger"
    assert set(answer.sources) == {"arxiv-2301.00001", "github-toy-vlm"}
    assert [line.child.id for line in answer.descendants] == ["toy-any"]
    assert [(s.printed, s.variant, s.metric) for s in answer.scores] == [
        ("61.50", "Toy-VLM-1B", "Accuracy"),
        ("70.0", "Toy-VLM-8x1B", "Accuracy"),
        ("1201", "Toy-VLM-1B", "Points"),
    ]
    assert {s.fact: s.state for s in answer.states}["weights licence"] == "not-disclosed"
    assert [s.path for s in answer.states][-3:] == [
        "training.stages.1.kind",
        "training.stages.1.parts",
        "training.stages.1.datasets",
    ]


def test_an_answer_cannot_be_changed(kb: KnowledgeBase) -> None:
    answer = kb.model("toy-vlm")
    with pytest.raises(AttributeError):
        answer.scores = ()  # type: ignore[misc]
    with pytest.raises(ValueError, match="frozen"):
        answer.record.name = "x"  # type: ignore[misc]


@pytest.mark.parametrize("name", ["toy-vlm", "Toy-VLM", "TOYVLM 1"])
def test_a_model_goes_by_id_name_and_alias(kb: KnowledgeBase, name: str) -> None:
    assert kb.model(name).id == "toy-vlm"


def test_a_component_knows_who_uses_it_and_beside_what(kb: KnowledgeBase) -> None:
    uses = kb.component("toy-vit").uses
    assert [(use.model.id, use.role, use.resolution, use.tokens) for use in uses] == [
        ("toy-vlm", "encoder", ("336x336",), 441),
        ("toy-any", "encoder", ("224x224",), None),
    ]
    assert ("backbone", Named("component", "toy-lm", "Toy LM")) in uses[0].beside
    assert kb.component("toy-lm").uses[0].variants == ("Toy LM 1B", "Toy LM 8x1B")
    assert [c.id for c in kb.component("toy-lm").derived] == ["toy-chat"]
    assert [d.id for d in kb.component("toy-chat").wrote] == ["toy-instruct"]


def test_components_are_listed_by_kind_and_family(kb: KnowledgeBase) -> None:
    assert [c.id for c in kb.components(kind="llm")] == ["toy-chat", "toy-lm"]
    assert [(c.id, c.models) for c in kb.components(family="vit")] == [("toy-vit", 2)]
    assert kb.components(kind="llm")[1].parameters == (1_100_000_000, 8_000_000_000)
    with pytest.raises(NotFoundError):
        kb.components(kind="vision")
    with pytest.raises(NotFoundError):
        kb.components(family="clip")


def test_a_dataset_knows_who_trains_on_it(kb: KnowledgeBase) -> None:
    captions = kb.dataset("toy-captions")
    assert [(use.user.id, use.stage, use.kind, use.amount) for use in captions.uses] == [
        ("toy-vlm", "Alignment", "pre-training", "1.5K"),
        ("toy-diffusion", None, None, "2K"),
    ]
    assert [d.id for d in captions.made_into] == ["toy-instruct"]
    assert [(d.id, d.models, d.amounts) for d in kb.datasets()] == [
        ("toy-captions", 1, (("1.5K", "image-text-pairs"),)),
        ("toy-instruct", 1, (("about 300", "dialogues"),)),
    ]


def test_other_kinds_are_answered_too(kb: KnowledgeBase) -> None:
    assert [s.printed for s in kb.benchmark("toyqa").scores] == ["61.50", "70.0", "1201"]
    assert [s.printed for s in kb.results("toy-vlm-table-2").scores] == ["61.50", "70.0", "1201"]
    assert kb.benchmark("toyqa").scores[2].flags == ("zero-shot",)
    assert [m.id for m in kb.organisation("toy-lab").models] == ["toy-vlm", "toy-any"]
    assert [o.id for o in kb.organisation("toy-university").parts] == ["toy-lab"]
    assert kb.organisation("toy-lab").components[0].id == "toy-diffusion"
    facts = kb.source("github-toy-vlm").facts
    assert [(fact.path, fact.locator) for fact in facts] == [("availability", "README.md"), ("availability.code", "LICENSE")]
    survey = kb.survey("toy-survey")
    assert survey.readings == {"Table 1": 1, "Table 2": 2, "Website, benchmarks": 1}
    assert survey.corrections == kb.corrections()
    assert [(c.entry.id, c.printed, c.found, c.sources[0][1]) for c in kb.corrections()] == [
        ("toyqa", "Toy University", "Toy University and Toy Lab", "section 6"),
        ("toy-vlm", "ViT-B", "ViT-S/16", "section 3.1"),
        ("toy-survey-table-2", "71.0", "70.0", "Table 2"),
    ]
    assert [(line.child.id, line.relation, line.parent.id) for line in kb.lineage()] == [("toy-any", "extends", "toy-vlm")]


def test_what_a_surveys_table_prints_is_ranked_nowhere_and_shown_there(kb: KnowledgeBase) -> None:
    ranked = [s.score.printed for group in kb.leaderboard("toyqa").groups for s in group.scores]
    assert sorted(ranked) == ["1201", "61.50", "70.0"]
    assert {s.table.id for s in kb.benchmark("toyqa").scores} == {"toy-vlm-table-2"}
    assert {s.table.id for s in kb.model("toy-vlm").scores} == {"toy-vlm-table-2"}
    assert [s.printed for s in kb.results("toy-survey-table-2").scores] == ["61.5", "71.0"]


def test_lists_of_the_other_kinds_count_who_mentions_them(kb: KnowledgeBase) -> None:
    assert [(b.id, b.detail, b.mentions) for b in kb.benchmarks()] == [("toyqa", "visual question answering", 2)]
    assert [o.id for o in kb.organisations()] == ["toy-lab", "toy-university"]
    assert {s.id: s.detail for s in kb.sources()}["github-toy-vlm"] == "repository"
    assert [r.id for r in kb.results_tables()] == ["toy-survey-table-2", "toy-vlm-table-2"]
    assert [s.id for s in kb.surveys()] == ["toy-survey"]


@pytest.mark.parametrize("kind", ["model", "component", "dataset", "benchmark", "organisation", "source", "results", "survey"])
def test_an_unknown_entry_is_answered_with_what_was_probably_meant(kb: KnowledgeBase, kind: str) -> None:
    with pytest.raises(NotFoundError, match=f"no {kind} 'toy-vlmm'"):
        getattr(kb, kind)("toy-vlmm")
    with pytest.raises(NotFoundError, match=f"no {kind} 'nothing'"):
        kb.as_json(kind, "nothing")


def test_text_search_finds_names_aliases_and_descriptions(kb: KnowledgeBase) -> None:
    assert kb.search("answers pictures")[0].entry == Named("model", "toy-vlm", "Toy-VLM")
    assert kb.search("ToyVLM")[0].entry.id == "toy-vlm"
    assert kb.search("nothing of the kind") == ()
    assert kb.search('"') == ()
    assert len(kb.search("toy", limit=2)) == 2


def test_coverage_counts_each_fact_by_its_state(kb: KnowledgeBase) -> None:
    lines = {(line.fact, line.of): line for line in kb.coverage()}
    assert all(line.total == 2 for line in lines.values() if line.wanted and line.of == "model")
    assert dict(kb.states()) == {
        line.fact: {
            state: number
            for state, number in (
                ("known", line.known),
                ("not-disclosed", line.not_disclosed),
                ("not-applicable", line.not_applicable),
                ("absent", line.absent),
            )
            if number
        }
        for line in lines.values()
        if line.wanted
    }
    parameters = lines["parameters", "variant of a model"]
    assert (parameters.wanted, parameters.known, parameters.not_disclosed, parameters.absent) == (False, 1, 1, 1)
    resolution = lines["image resolution", "encoder of images"]
    assert (resolution.known, resolution.absent) == (2, 0)
    tokens = lines["visual tokens", "model with an encoder of images"]
    assert (tokens.known, tokens.absent) == (1, 1)
    tuning, amounts = lines["tuning of parts", "part of a stage"], lines["amounts of data", "dataset of a stage"]
    assert (tuning.known, tuning.not_disclosed, amounts.known, amounts.not_disclosed) == (8, 0, 1, 1)


def test_coverage_of_one_model_counts_only_its_own_facts(kb: KnowledgeBase) -> None:
    one = {line.fact: line for line in kb.coverage("toy-vlm")}
    assert one["encoders"].total == 1
    assert one["stage kind"].total == len(kb.model("toy-vlm").record.training.stages)  # type: ignore[union-attr, arg-type]
    with pytest.raises(NotFoundError, match="no model 'toy'"):
        kb.coverage("toy")


def test_counts_are_those_of_the_catalogue(kb: KnowledgeBase) -> None:
    counts = kb.counts()
    assert counts.entries == {
        kind: len(entries) for kind, entries in sorted(load_catalogue(TOY / "catalog")[0].entries.items())
    }
    assert counts.scores == 3, "those of a survey's table are repeated, not measured"
    assert counts.corrections == 3
    assert counts.states["not-disclosed"] == sum(states.get("not-disclosed", 0) for states in kb.states().values())
    assert kb.states()["encoders"] == {"known": 2}


def test_graphs_are_networkx_graphs(kb: KnowledgeBase) -> None:
    taxonomy = kb.graph("taxonomy")
    assert isinstance(taxonomy, networkx.DiGraph)
    assert {data["id"] for _, data in taxonomy.nodes(data=True) if data["kind"] == "model"} == {"toy-vlm", "toy-any"}
    assert kb.graph("lineage").number_of_edges() == 1
    assert kb.graph("components").number_of_nodes() > 2
    with pytest.raises(NotFoundError, match="possible: components, datasets, lineage, taxonomy"):
        kb.graph("everything")


def test_a_database_is_found_in_the_checkout_around(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = copy_of_toy(tmp_path)
    monkeypatch.chdir(root / "catalog" / "models")
    with pytest.raises(StoreError, match="Run mmkb build"):
        mmkb.open()
    build_store(load_catalogue(root / "catalog")[0], root / "build" / "mmkb.sqlite")
    with mmkb.open() as kb:
        assert len(kb.models()) == 2
    with open_knowledge_base(root=root) as kb:
        assert len(kb.models()) == 2


def test_outside_a_checkout_the_installed_database_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("mmkb.api.packaged_database", lambda: None)
    with pytest.raises(StoreError, match="installed without a database"):
        mmkb.open()
    packaged = tmp_path / "packaged.sqlite"
    build_store(load_catalogue(TOY / "catalog")[0], packaged)
    monkeypatch.setattr("mmkb.api.packaged_database", lambda: packaged)
    with mmkb.open() as kb:
        assert kb.model("toy-any").id == "toy-any"


def test_a_deprecated_entry_says_so(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    change(root, "benchmarks/toyqa", "task: visual", "deprecated: {reason: gone}\ntask: visual")
    build_store(load_catalogue(root / "catalog")[0], tmp_path / "x.sqlite")
    with mmkb.open(tmp_path / "x.sqlite") as kb:
        deprecated = kb.benchmark("toyqa").record.deprecated
    assert deprecated is not None
    assert deprecated.reason == "gone"


def test_names_are_found_whatever_the_case_of_any_letter(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    change(root, "organisations/toy-lab", "name: Toy Lab", "name: Tøy Läb")
    with knowledge_base_of(root, tmp_path / "db.sqlite") as kb:
        assert kb.organisation("TØY LÄB").id == "toy-lab"
        assert [entry.id for entry in kb.find("tøy LÄB")] == ["toy-lab"]
        with pytest.raises(NotFoundError, match="no organisation 'TØY LÄBB'"):
            kb.organisation("TØY LÄBB")


def test_of_one_id_the_model_comes_first(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    text = (root / "catalog/components/toy-detector.yaml").read_text("utf-8")
    (root / "catalog/components/toy-vlm.yaml").write_text(
        text.replace("id: toy-detector", "id: toy-vlm").replace("name: Toy Detector", "name: Toy-VLM"), "utf-8"
    )
    with knowledge_base_of(root, tmp_path / "db.sqlite") as kb:
        assert [(entry.kind, entry.id) for entry in kb.find("toy-vlm")] == [("model", "toy-vlm"), ("component", "toy-vlm")]


def test_a_maker_is_found_through_all_that_it_is_part_of(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    text = (root / "catalog/organisations/toy-university.yaml").read_text("utf-8")
    whole = text.replace("id: toy-university", "id: toy-union").replace("name: Toy University", "name: Toy Union")
    whole = whole.replace("aliases: [TU]\n", "")
    (root / "catalog/organisations/toy-union.yaml").write_text(whole, "utf-8")
    change(root, "organisations/toy-university", "name: Toy University\n", "name: Toy University\nparent: toy-union\n")
    with knowledge_base_of(root, tmp_path / "db.sqlite") as kb:
        for word in ("toy-union", "TOY UNION", "toy-university", "toy-lab"):
            assert "toy-any" in [model.id for model in kb.models(organisation=word)], word


@pytest.mark.parametrize(
    ("entry", "old", "new", "fact", "known"),
    [
        ("models/toy-vlm", "{dataset: toy-instruct, amount: not-disclosed}", "{dataset: toy-instruct}", "amounts of data", 2),
        ("models/toy-any", "resolution: [224x224]", "resolution: [224x224], tokens: {at_most: 9, per: image}",
         "visual tokens", 2),
        ("models/toy-any", "takes: [toy-vit]}", "takes: [toy-vit], tokens: {count: 32, per: image}}", "visual tokens", 2),
        ("models/toy-any", "  - {component: toy-vit, modalities: [image], resolution: [224x224]}",
         "  - {component: toy-vit, modalities: [audio]}\n  - {component: toy-vit, modalities: [image]}", "image resolution", 1),
    ],
)  # fmt: skip
def test_details_are_counted_where_they_apply(tmp_path: Path, entry: str, old: str, new: str, fact: str, known: int) -> None:
    root = copy_of_toy(tmp_path)
    change(root, entry, old, new)
    with knowledge_base_of(root, root / "odd.sqlite") as built:
        (line,) = (line for line in built.coverage() if line.fact == fact)
    assert line.known == known


def test_an_entry_of_just_this_id_is_found_before_one_that_is_called_so(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    change(root, "models/toy-vlm", "aliases: [ToyVLM 1]", "aliases: [ToyVLM 1, toy-lm]")
    with knowledge_base_of(root, root / "odd.sqlite") as built:
        assert [(found.kind, found.id) for found in built.find("toy-lm")] == [("component", "toy-lm"), ("model", "toy-vlm")]


def test_components_and_organisations_are_found_whatever_the_case_of_any_letter(tmp_path: Path) -> None:
    root = copy_of_toy(tmp_path)
    change(root, "components/toy-vit", "name: Toy ViT\n", "name: ÉVA Straße\n")
    change(root, "organisations/toy-lab", "name: Toy Lab\n", "name: Ökolabor\n")
    with knowledge_base_of(root, root / "odd.sqlite") as built:
        assert len(built.models(encoder="éva STRASSE")) == 2
        assert len(built.models(organisation="öKOLABOR")) == 2
