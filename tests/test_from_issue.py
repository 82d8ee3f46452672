"""A filled-in form for a new model becomes entries, or an answer with everything that is wrong with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from mmkb.cli.main import mmkb as command
from mmkb.hub.issueform import LABELS, FormError, answers_of, filled_of
from mmkb.vocab import Design, Modality, ReleaseEvent
from mmkb.yamltext import parse
from tests.checkpoints import CARD, TOY_CONFIG, checkpoint, safetensors
from tests.hubclient import offline_toy, put_hub

FORM = Path(__file__).parent.parent / ".github" / "ISSUE_TEMPLATE" / "new-model.yml"
ANSWERS = {
    "Name": "Toy-Next", "Id": "_No response_", "What it does": "Answers questions about pictures.", "Paper": "2301.00001",
    "BibTeX": "```bibtex\n\n```", "Checkpoint": "_No response_", "Code": "https://github.com/toy/toy-next",
    "Released": "2024-05-31", "What was released that day": "paper", "Where the day is written": "arXiv date of v1",
    "Takes in": "text, image", "Gives out": "text", "Design": "end-to-end", "Where that is written": "section 3",
    "Anything else": "Its encoder is in\nsection 3.1.",
}  # fmt: skip


def issue(**changed: str) -> str:
    """The text of an issue, as GitHub writes a filled-in form."""
    answers = ANSWERS | {label.replace("_", " "): text for label, text in changed.items()}
    return "".join(f"### {label}\n\n{text}\n\n" for label, text in answers.items())


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return offline_toy(tmp_path / "checkout", monkeypatch)


def run(folder: Path, text: str) -> tuple[Result, str]:
    """The command on an issue; gives also the answer."""
    (folder / "issue.md").write_text(text, "utf-8")
    words = ["from-issue", str(folder / "issue.md"), "--answer", str(folder / "answer.md"), "--output", str(folder / "out")]
    result = CliRunner().invoke(command, words, catch_exceptions=False)
    return result, (folder / "answer.md").read_text("utf-8")


def refused(text: str) -> tuple[str, ...]:
    with pytest.raises(FormError) as told:
        filled_of(answers_of(text))
    return told.value.problems


def test_the_form_asks_for_what_is_read() -> None:
    fields = [field for field in yaml.safe_load(FORM.read_text("utf-8"))["body"] if field["type"] != "markdown"]
    assert tuple(field["attributes"]["label"] for field in fields) == LABELS
    options = {field["attributes"]["label"]: field["attributes"].get("options") for field in fields}
    assert options["Takes in"] == options["Gives out"] == [str(word) for word in Modality]
    assert options["Design"] == [str(word) for word in Design]
    assert options["What was released that day"] == [str(word) for word in ReleaseEvent]


def test_a_form_becomes_an_entry_that_check_accepts(root: Path) -> None:
    result, answer = run(root, issue())
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "wrote catalog/sources/github-toy-toy-next.yaml\nwrote catalog/models/toy-next.yaml\n"
    text = (root / "catalog/models/toy-next.yaml").read_text("utf-8")
    assert "name: Toy-Next\ndescription: Answers questions about pictures.\n" in text
    assert (parse(text.encode()).data or {})["release"] == {
        "date": "2024-05-31", "event": "paper", "sources": [{"source": "arxiv-2301.00001", "locator": "arXiv date of v1"}],
    }  # fmt: skip
    assert "  input: [text, image]\n  output: [text]\n" in text
    assert "    url: https://github.com/toy/toy-next\n" in text
    assert "# - architecture.encoders: which encoders it has\n" in text
    assert (root / "out").read_text("utf-8") == "id=toy-next\n"
    assert answer.startswith("A draft of the model `toy-next` was made of the form:\n\n- `catalog/sources/github-toy-toy-next")
    assert "- [ ] `catalog/models/toy-next.yaml: lineage: what it was built on, or not-applicable`\n" in answer
    checked = CliRunner().invoke(command, ["check", "--format", "json"])
    # The form gives another day than that of the paper it names.
    told = {problem["code"] for problem in json.loads(checked.stdout)}
    assert told == {"fact-absent", "release-against-paper"}
    assert CliRunner().invoke(command, ["fmt", "--check"]).exit_code == 0
    again, answer = run(root, issue())
    assert again.exit_code == 1
    assert "- `There is a model toy-next already (catalog/models/toy-next.yaml), which is never overwritten; " in answer


def test_an_event_of_a_workflow_is_read_as_well(root: Path) -> None:
    event = {
        "action": "labeled",
        "label": {"name": "draft wanted"},
        "issue": {"number": 7, "body": issue().replace("\n", "\r\n")},
    }
    assert run(root, json.dumps(event))[0].exit_code == 0
    result, answer = run(root, json.dumps({"action": "labeled", "issue": {"body": None}}))
    assert result.exit_code == 1
    assert "- `The event is about no issue with a text.`" in answer


def test_the_checkpoint_that_a_form_names_is_read(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = checkpoint(tmp_path / "ck", TOY_CONFIG, CARD)
    safetensors(folder / "model.safetensors", a=("BF16", [1]))
    put_hub(monkeypatch, folder)
    result, _ = run(root, issue(Checkpoint="https://huggingface.co/maker/new-model", Gives_out="text, image"))
    assert result.exit_code == 0, result.output
    text = (root / "catalog/models/toy-next.yaml").read_text("utf-8")
    assert "name: Toy-Next\n" in text
    assert (parse(text.encode()).data or {})["release"]["date"] == "2024-05-31"
    assert "  - component: clip-vit-b-16\n" in text
    assert "modalities.output: the form says text, image (section 3), the checkpoint text" in text.replace("\n#   ", " ")


def test_a_folder_of_the_machine_is_no_checkpoint(root: Path) -> None:
    result, answer = run(root, issue(Checkpoint="catalog/models"))
    assert result.exit_code == 1
    assert "- `Checkpoint: 'catalog/models' is no repository of the hub.`" in answer
    assert not (root / "catalog/models/toy-next.yaml").exists()


def test_all_problems_are_told_at_once() -> None:
    told = refused(
        issue(
            Name="_No response_", Id="Toy Next", Paper="somewhere", Checkpoint="../../etc", Code="javascript:alert(1)",
            Released="May 2024", Takes_in="text, vidoe", Design="_No response_",
        )
    )  # fmt: skip
    assert told == (
        "Name: is missing.",
        "Design: is missing.",
        "Released: 'May 2024' is no date; write 2024-05-31, 2024-05 or 2024.",
        "Paper: 'somewhere' is no arXiv id; write it as 2304.08485.",
        "Checkpoint: '../../etc' is no repository of the hub; write OWNER/NAME or OWNER/NAME@REVISION.",
        "Code: 'javascript:alert(1)' is no address of a repository; write https://github.com/OWNER/NAME.",
        "Takes in: 'vidoe' is no such word; did you mean video?",
    )


@pytest.mark.parametrize("entry", ["../../x", "a;b", "$(id)", "a\nb", "-x", "x" * 81])
def test_what_is_no_id_names_no_branch_and_no_file(entry: str) -> None:
    assert any(problem.startswith("Id: ") for problem in refused(issue(Id=entry)))


def test_a_form_needs_a_source_and_each_heading_once() -> None:
    (told,) = refused(issue(Paper="_No response_", BibTeX="_No response_", Code="_No response_"))
    assert told == "Paper, BibTeX, Code, Checkpoint: one of them is needed, since every fact needs a source."
    assert refused(issue(Anything_else="### Name\n\nOther")) == (
        "The heading “Name” stands there more than once; which answer counts?",
    )
    assert refused("Please add GPT.") == ("The issue is not a filled-in form for a new model: none of its headings is there.",)
    assert refused(issue(Released="2024", Where_the_day_is_written="_No response_")) == (
        "Released: say also what was released that day, and where the day is written.",
    )


def test_a_paper_that_cannot_be_reached_is_told(root: Path) -> None:
    result, answer = run(root, issue(Paper="2401.99999", Code="_No response_"))
    assert result.exit_code == 1
    assert "- `arxiv.org could not be reached for 2401.99999 (no network)." in answer
    assert "- `No source of the facts could be made: fill in BibTeX, or the address of the code.`" in answer
    bibtex = (
        "```bibtex\n@article{a, title={A Next Model}, author={Doe, Jane}, year={2024}, url={https://toy.example.org/a}}\n```"
    )
    result, _ = run(root, issue(Paper="_No response_", BibTeX=bibtex, Code="_No response_"))
    assert result.exit_code == 0, result.output
    assert "paper: web-a-next-model\n" in (root / "catalog/models/toy-next.yaml").read_text("utf-8")


def test_nothing_of_an_issue_is_read_as_markdown(root: Path) -> None:
    nasty = "`` @someone ![x](https://evil.example/x.png) <img src=x> closes #1 ::set-output"
    _, answer = run(root, issue(Name=nasty, Id="toy-nasty", Released=nasty, Design=nasty))
    for line in answer.splitlines():
        outside = "".join(line.split("```")[::2])
        assert not set("@!<#") & set(outside), line
