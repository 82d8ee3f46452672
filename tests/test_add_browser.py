"""Adding a model in the browser, from an empty form to files that mmkb check accepts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner

from mmkb.check import check_catalogue
from mmkb.cli.main import mmkb as command
from mmkb.fmt import canonical
from mmkb.load import Catalogue, load_catalogue, schema_line
from mmkb.pages.adddata import ADDED, LEFT_OUT
from mmkb.records import FOLDERS
from mmkb.yamltext import parse
from tests.conftest import ROOT
from tests.toycatalogue import TOY, copy_of_toy

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

MODULES = """async ([items, run]) => {
  const at = (name) => import(new URL(`../assets/js/add/${name}.js`, location.href).href);
  const [{ toYaml }, { Judge }, { plain }, { together }, { githubAddress }] =
    await Promise.all(["yaml", "judge", "plain", "together", "files"].map(at));
  const form = await (await fetch("form.json")).json();
  const judge = new Judge(form);
  const known = {
    yaml: ([kind, data]) => toYaml(kind, plain(data), form),
    judge: ([kind, data]) =>
      [...judge.entry(kind, plain(data)), ...[...together(judge, form, [{ kind, data: plain(data) }])][0]]
      .map(({ code, message }) => [code, message]),
    github: ([kind, id, text]) => githubAddress(form, kind, id, text),
  };
  return items.map(known[run]);
}"""

Open = Callable[..., "Page"]


@pytest.fixture
def visit(browser: Browser, toy_address: str) -> Iterator[Open]:
    """Open the page in a fresh browser; no error or message may come up until it is closed."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def opened(**options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{toy_address}add/")
        if options.get("java_script_enabled", True):
            page.locator(".add-status:not(:empty)").wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def entries_of(folder: Path) -> list[tuple[str, Any]]:
    """The data of every entry whose kind the form knows, without what it leaves out."""
    found = []
    for kind in ADDED:
        for path in sorted((folder / FOLDERS[kind]).glob("*.yaml")):
            data = parse(path.read_bytes()).data or {}
            found.append((kind, {key: value for key, value in data.items() if key not in LEFT_OUT}))
    return found


NASTY = [
    "yes", "No", "null", "~", "true", "1e-3", "2023", "2023-04-17", "2304.08485", "336x336", "1.2B", "0x10",
    "12_000", "1,000", "a: b", "a:", "a #b", "#a", "it's", 'say "x"', "- a", "-", "? a", "@you", "`a`", "%a",
    "&a", "*a", "!a", "|", ">", "[a]", "{a}", "a, b", "a]b", "what?", "https://a.example/b?c=d,e#f",
    "Über 10 %", "(a)", ":a", "a:b", "1:2", "0.5", "+1", ".5", "=", "<<", "---", "...", "é", "日本語",
    "one\n\ntwo: # three", "C:\\d", "7b", "8x1b", "1e5", "12e03", "0o7", "infinity", ".inf",
]  # fmt: skip


def held(page: Page, entries: list[tuple[str, Any]]) -> None:
    """What the form writes of entries is what they say, and mmkb fmt has nothing to mend in it."""
    texts = page.evaluate(MODULES, [[list(entry) for entry in entries], "yaml"])
    for (kind, data), text in zip(entries, texts, strict=True):
        assert parse(text.encode()).data == data, text
        assert canonical(kind, text.encode()).decode() == text


def test_the_text_is_canonical_and_says_what_was_entered(visit: Open) -> None:
    page = visit()
    words = [word for word in NASTY if "\n" not in word]
    cite = [{"source": "a", "locator": word} for word in words]
    nasty = [("model", {"id": "a", "name": word, "aliases": [word, *words], "note": f"{word}\n\n{word}"}) for word in words]
    nasty += [("model", {"id": "a", "note": word}) for word in NASTY]
    block = {"date": "2023-04", "event": "paper", "sources": cite}
    held(page, [*entries_of(TOY / "catalog"), *nasty, ("model", {"id": "b", "release": block})])


@pytest.mark.catalogue
def test_every_entry_of_the_catalogue_can_be_written_by_the_form(visit: Open) -> None:
    held(visit(), entries_of(ROOT / "catalog"))


def changed(data: Any, path: str, value: Any) -> Any:
    """A copy of an entry with something else at a place; None takes away."""
    data = json.loads(json.dumps(data))
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    inner = data
    for step in way:
        inner = inner[step]
    if value is None:
        del inner[last]
    else:
        inner[last] = value
    return data


SAID = [
    {"says": "one", "sources": [{"source": "github-toy-vlm", "locator": "x"}]},
    {"says": "two", "sources": [{"source": "arxiv-2301.00001", "locator": "x"}]},
]
"""What two sources say of one fact."""


def differ(**other: Any) -> list[dict[str, Any]]:
    return [{"about": "architecture.encoders", "readings": SAID, "follows": "github-toy-vlm", "reason": "newer", **other}]


READ = [{"source": "github-toy-vlm", "locator": "x"}]
GAP = {"state": "not-disclosed", "note": "x"}
MISTAKES: list[tuple[str, str, Any]] = [
    ("model", "name", None), ("model", "modalities", None), ("model", "architecture.design", None), ("model", "id", "Toy VLM"),
    ("model", "name", "x" * 301), ("model", "release.date", "5 January"), ("model", "release.date", "2023-02-30"),
    ("model", "release.date", "1900"), ("model", "release.event", "party"), ("model", "release.event", None),
    ("model", "availability.code.licence", "Apache 2"), ("model", "availability.project", "http://toy.example.org"),
    ("model", "architecture.encoders.0.resolution.0", "336"), ("model", "architecture.encoders.0.frames", "many"),
    ("model", "architecture.encoders.0.frames", -1), ("model", "variants.0.parameters", "about a billion"),
    ("model", "variants.0.parameters", "0"), ("model", "architecture.encoders.0.component", "toy-vitt"),
    ("model", "architecture.encoders.0.component", "toy-lm"), ("model", "architecture.encoders.0.component", None),
    ("model", "organisations.members.0", "nobody"), ("model", "paper", "arxiv-1"), ("model", "release.sources", None),
    ("model", "availability.sources", None), ("model", "lineage.sources", None),
    ("model", "release.sources.0.source", "doi-toy-survey"), ("model", "release.sources.0.locator", None),
    ("model", "architecture.generators", [{"component": "toy-diffusion", "modalities": ["image"]}]),
    ("model", "architecture.encoders.0.modalities", ["audio"]), ("model", "architecture.encoders.0.modalities", ["text"]),
    ("model", "architecture.backbones.0.variants.0", "70b"), ("model", "architecture.backbones.0.model_variants", ["9b"]),
    ("model", "variants.0.backbone.component", "toy-chat"), ("model", "variants.1.id", "1b"), ("model", "variants.0.id", None),
    ("model", "architecture.input_projectors.0.takes", ["toy-lm"]), ("model", "architecture.design", "tool-using"),
    ("model", "architecture.encoders", GAP), ("model", "training.stages.0.parts.0.component", "toy-chat"),
    ("model", "training.stages.0.parts.0.tuning", "peft"), ("model", "training.stages.1.parts.3.method", None),
    ("model", "training.stages.0.parts.2.component", "toy-resampler"), ("model", "training.stages.1.scale_unit", None),
    ("model", "training.stages.0.datasets.0.unit", None), ("model", "training.stages.0.batch_size", "32 or so"),
    ("model", "lineage", [{"relation": "extends"}]),
    ("model", "lineage", [{"relation": "extends", "model": "toy-vlm", "sources": READ}]),
    ("model", "lineage", [{"relation": "extends", "model": "toy-any", "work": "arxiv-2301.00001", "sources": READ}]),
    ("model", "availability.weights", None), ("model", "availability.access", "closed"),
    ("source", "arxiv", "https://arxiv.org/abs/2301.00001"), ("source", "arxiv", None), ("source", "authors", None),
    ("source", "kind", None), ("source", "doi", "doi.org/10.1/x"),
    ("component", "kinds", ["encoder", "encoder"]), ("component", "kinds", ["projector"]), ("component", "sources", None),
    ("component", "derived_from", ["toy-vit"]), ("component", "encoder.patch", "16"),
    ("dataset", "purposes", None), ("dataset", "members", ["toy-captions"]), ("dataset", "amounts.0.unit", None),
    ("model", "release.sources.0.locator", "the paper"), ("model", "release.sources.0.locator", "see above"),
    ("model", "release.sources.0.locator", "https://toy.example.org/paper"), ("model", "release.sources.0.locator", "?"),
    ("model", "training.stages.1.name", "Alignment"), ("model", "variants.0.parameters", "7"),
    ("model", "modalities.output", ["text", "image"]), ("component", "parameters", "304"),
    ("source", "url", "https://arxiv.org/abs/2304.08485v2"),
    ("model", "disagreements", differ(about="architecture.encoder")), ("model", "disagreements", differ(about="No")),
    ("model", "disagreements", differ(follows="doi-toy-survey")), ("model", "disagreements", differ(readings=SAID[:1])),
    ("model", "disagreements", differ(readings=[SAID[0], {"says": "two"}])),
    ("organisation", "kind", "firm"), ("organisation", "parent", "toy-lab"), ("organisation", "sources", None),
]  # fmt: skip
CHANGED = {
    "model": "toy-vlm", "source": "arxiv-2301.00001", "component": "toy-vit", "dataset": "toy-captions",
    "organisation": "toy-lab",
}  # fmt: skip
ELSEWHERE = frozenset({"unused-entry", "fact-absent", "id-not-file-name"})
"""What the page tells in another way, gives to other entries, or cannot meet: it makes the file name from the id."""


def told_by_check(root: Path, kind: str, data: Any) -> set[tuple[str, str]]:
    """Codes and messages of what mmkb check says of an entry in the toy catalogue."""
    path = root / "catalog" / FOLDERS[kind] / f"{CHANGED[kind]}.yaml"
    path.write_text(f"{schema_line(kind)}\n{json.dumps(data)}\n", "utf-8")
    catalogue, problems = load_catalogue(root / "catalog")
    # Entries that were read without fault stand beside the faulty one, as in the check.
    found = [*problems, *check_catalogue(Catalogue(catalogue.entries, catalogue.faulty))]
    name = f"catalog/{FOLDERS[kind]}/{CHANGED[kind]}.yaml"
    return {(p.code, p.message) for p in found if p.file == name and p.code not in ELSEWHERE}


def test_mistakes_are_told_in_the_words_of_the_check(visit: Open, tmp_path: Path) -> None:
    page = visit()
    entries = dict(entries_by_id())
    cases = [(kind, path, changed(entries[kind, CHANGED[kind]], path, value)) for kind, path, value in MISTAKES]
    told = page.evaluate(MODULES, [[[kind, data] for kind, _, data in cases], "judge"])
    differing: list[tuple[str, str, Any, Any]] = []
    for i, ((kind, path, data), mine) in enumerate(zip(cases, told, strict=True)):
        root = tmp_path / str(i)
        root.mkdir()
        wanted = told_by_check(copy_of_toy(root), kind, data)
        here = {(code, message) for code, message in mine if code not in {"id-taken", *ELSEWHERE}}
        # The check tells rules over several fields only of entries whose fields are right by themselves.
        if not wanted <= here:
            differing.append((kind, path, wanted, here))
        if not wanted:
            differing.append((kind, path, "the check accepts it", here))
    assert differing == [], json.dumps(differing, default=sorted, indent=1)


def entries_by_id() -> Iterator[tuple[tuple[str, str], Any]]:
    for kind, data in entries_of(TOY / "catalog"):
        yield (kind, data["id"]), data


def group(page: Page, legend: str, within: Locator | None = None) -> Locator:
    """The fieldset with a legend, the first there is."""
    return (within or page.locator("#add")).locator("fieldset").filter(
        has=page.locator("xpath=./legend").get_by_text(legend, exact=True)
    ).first  # fmt: skip


def cite(page: Page, box: Locator, source: str, locator: str) -> None:
    sources = box.locator("> fieldset.add-sources, > .add-value > fieldset.add-sources").last
    sources.get_by_role("button", name="Add source").click()
    sources.get_by_label("Source needed").last.fill(source)
    sources.get_by_label("Locator needed").last.fill(locator)


def known(page: Page, legend: str, state: str = "known") -> Locator:
    box = group(page, legend)
    box.locator("> .add-state").select_option(state)
    return box


def test_from_an_empty_form_to_files_that_the_check_accepts(visit: Open, tmp_path: Path) -> None:
    page = visit()
    paper = "arxiv-2402.00001"
    page.get_by_label("Name needed").fill("New VLM 2")
    page.get_by_role("button", name="New source").click()
    source = group(page, "New source")
    source.get_by_label("arXiv id").fill("2402.00001")
    source.get_by_label("Name needed").fill("New VLM 2: a model")
    source.get_by_role("button", name="Add author").click()
    source.get_by_label("author 1", exact=True).fill("Ada Example")
    known(page, "Paper").get_by_label("Paper", exact=True).fill(paper)
    release = known(page, "Release")
    release.get_by_label("Date needed").fill("2024-02-03")
    release.get_by_label("Event needed").select_option("paper")
    cite(page, release, paper, "arXiv date of v1")
    makers = known(page, "Organisations")
    makers.get_by_label("organisation 1", exact=True).fill("toy-lab")
    cite(page, makers, paper, "title page")
    available = group(page, "Availability")
    known(page, "Access").locator(".add-value select").select_option("closed")
    for name in ("Code", "Weights"):
        known(page, name, "not-disclosed")
    cite(page, available, paper, "section 1")
    modalities = group(page, "Modalities")
    for box, words in (("Input", ("text", "image")), ("Output", ("text",))):
        for word in words:
            group(page, box, modalities).get_by_label(word, exact=True).check()
    cite(page, modalities, paper, "section 3")
    known(page, "Design").locator(".add-value select").select_option("end-to-end")
    known(page, "Fusion").get_by_label("prompt tokens").check()
    encoders = known(page, "Encoders")
    encoders.get_by_role("button", name="Add encoder").click()
    encoders.get_by_label("Component needed").fill("new-vit")
    group(page, "Modalities", encoders).get_by_label("image", exact=True).check()
    projectors = known(page, "Input projectors")
    projectors.get_by_role("button", name="Add input projector").click()
    projectors.get_by_label("component 1", exact=True).fill("linear")
    backbones = known(page, "Backbones")
    backbones.get_by_role("button", name="Add language model").click()
    backbones.get_by_label("Component needed").fill("toy-lm")
    for name in ("Output projectors", "Generators"):
        known(page, name, "not-applicable")
    cite(page, group(page, "Architecture"), paper, "section 3")
    training = known(page, "Training")
    known(page, "Stages", "not-disclosed")
    cite(page, training, paper, "section 4")
    lineage = known(page, "Lineage", "not-applicable")
    cite(page, lineage, paper, "section 2")
    describe = page.get_by_role("button", name="Describe new-vit as a new component")
    describe.click()
    part = group(page, "New component")
    assert part.get_by_label("Id needed").input_value() == "new-vit"
    assert part.get_by_label("encoder", exact=True).is_checked()
    part.get_by_label("Name needed").fill("New ViT")
    part.get_by_label("Locator needed").last.fill("section 3.1")
    page.locator(".add-status", has_text="mmkb check will accept this. 19 of 19 wanted facts are answered.").wait_for()
    root = copy_of_toy(tmp_path)
    files = dict(
        zip(page.locator(".add-file").all_inner_texts(), page.locator(".add-files code").all_inner_texts(), strict=True)
    )
    assert sorted(files) == [
        "catalog/components/new-vit.yaml", "catalog/models/new-vlm-2.yaml", f"catalog/sources/{paper}.yaml"
    ]  # fmt: skip
    for name, text in files.items():
        (root / name).write_text(text, "utf-8")
    check = CliRunner().invoke(command, ["--root", str(root), "check"])
    assert check.exit_code == 0, check.output
    fmt = CliRunner().invoke(command, ["--root", str(root), "fmt", "--check"])
    assert fmt.exit_code == 0, fmt.output
    for link, (name, text) in zip(page.locator(".add-open").all(), files.items(), strict=True):
        asked = urlsplit(link.get_attribute("href") or "")
        folder, _, file = name.rpartition("/")
        assert (asked.netloc, asked.path) == ("github.com", f"/mmkb/mmkb/new/main/{folder}")
        assert {key: value[0] for key, value in parse_qs(asked.query).items()} == {"filename": file, "value": text}
    page.get_by_label("Your branch, for the other files").fill("ada:patch-1")
    page.locator(f'.add-open[href^="https://github.com/ada/mmkb/new/patch-1/catalog/sources?filename={paper}.yaml"]').wait_for()


def test_a_mistake_is_shown_beside_its_field_as_one_types(visit: Open) -> None:
    page = visit()
    release = known(page, "Release")
    date = release.get_by_label("Date needed")
    date.press_sequentially("5 May")
    told = "release.date: '5 May' is not a date of the form YYYY-MM-DD, YYYY-MM or YYYY"
    release.locator(".add-told", has_text=told).wait_for()
    assert date.get_attribute("aria-invalid") == "true"
    described = (date.get_attribute("aria-describedby") or "").split()
    assert any(told in page.locator(f"#{one}").inner_text() for one in described)
    page.locator(".add-problems").get_by_role("button", name=told).click()
    assert date.evaluate("(field) => field === document.activeElement")
    date.fill("2024-05")
    release.locator(".add-told", has_text=told).wait_for(state="hidden")
    assert date.get_attribute("aria-invalid") is None


def test_an_id_that_is_taken_is_told_with_the_way_to_its_page(visit: Open) -> None:
    page = visit()
    page.get_by_label("Name needed").fill("Toy-VLM")
    assert page.get_by_label("Id needed").input_value() == "toy-vlm"
    problem = page.locator(".add-problems li", has_text="the model 'toy-vlm' is there already")
    assert problem.get_by_role("link").get_attribute("href") == "../models/toy-vlm/"


def test_the_draft_stays_and_can_be_cleared_and_brought_back(visit: Open) -> None:
    page = visit()
    page.get_by_label("Name needed").fill("Kept")
    page.locator(".add-files code", has_text="name: Kept").wait_for()
    page.wait_for_function("localStorage.getItem('mmkb.add')?.includes('Kept')")
    page.reload()
    page.locator(".add-said", has_text="Your draft of last time is back.").wait_for()
    assert page.get_by_label("Name needed").input_value() == "Kept"
    page.get_by_role("button", name="Clear the draft").click()
    assert page.get_by_label("Name needed").input_value() == ""
    assert page.evaluate("localStorage.getItem('mmkb.add')") is None
    page.get_by_role("button", name="Undo").click()
    assert page.get_by_label("Name needed").input_value() == "Kept"


def test_what_was_typed_a_moment_ago_is_downloaded_and_kept(visit: Open) -> None:
    page = visit()
    page.get_by_label("Name needed").fill("First")
    page.locator(".add-files code", has_text="name: First").wait_for()
    typed_and = """([text, act]) => {
      const field = [...document.querySelectorAll("#add input")].find((one) => one.value.startsWith("First"));
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      if (act) [...document.querySelectorAll("#add button")].find((one) => one.textContent === act).click();
      else location.reload();
    }"""
    with page.expect_download() as begun:
        page.evaluate(typed_and, ["First of all", "Download"])
    assert "name: First of all\n" in Path(begun.value.path()).read_text("utf-8")
    with page.expect_navigation():
        page.evaluate(typed_and, ["First and last", ""])
    page.locator(".add-said", has_text="Your draft of last time is back.").wait_for()
    assert page.get_by_label("Name needed").input_value() == "First and last"


def test_a_text_too_long_for_an_address_is_copied_instead(visit: Open) -> None:
    page = visit()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.context.route("https://github.com/**", lambda route: route.fulfill(body="GitHub"))
    short, long = page.evaluate(MODULES, [[["model", "a", "x" * 100], ["model", "a", "é" * 1400]], "github"])
    assert short["whole"]
    assert not long["whole"]
    assert long["address"] == "https://github.com/mmkb/mmkb/new/main/catalog/models?filename=a.yaml"
    page.get_by_label("Name needed").fill("Long")
    page.get_by_label("Description", exact=True).fill("é" * 1400)
    link = page.get_by_role("link", name="Copy, and open GitHub")
    link.wait_for()
    with page.context.expect_page() as opened:
        link.click()
    opened.value.close()
    page.locator(".add-said", has_text="catalog/models/long.yaml copied.").wait_for()
    page.bring_to_front()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator(".add-files code").inner_text()


def test_type_ahead_offers_components_of_the_role_and_their_variants(visit: Open) -> None:
    page = visit()
    backbones = known(page, "Backbones")
    backbones.get_by_role("button", name="Add language model").click()
    part = backbones.get_by_label("Component needed")
    offered = "(field) => [...field.list.options].map(({ value }) => value)"
    assert part.evaluate(offered) == ["toy-chat", "toy-lm"]
    part.fill("toy-lm")
    backbones.get_by_role("button", name="Add variant").click()
    variant = backbones.get_by_label("variant 1", exact=True)
    variant.focus()
    assert variant.evaluate(offered) == ["1b", "8x1b"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_screen_holds_it_and_every_control_has_a_name(visit: Open, scheme: str) -> None:
    page = visit(viewport={"width": 360, "height": 800}, color_scheme=scheme)
    encoders = known(page, "Encoders")
    encoders.get_by_role("button", name="Add encoder").click()
    cite(page, known(page, "Release"), "arxiv-2301.00001", "section 1")
    page.get_by_role("button", name="New component").click()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    nameless = """() => [...document.querySelectorAll("#add :is(input, select, textarea)")]
      .filter((field) => field.checkVisibility() && !field.labels.length && !field.ariaLabel).map((field) => field.outerHTML)"""
    assert page.evaluate(nameless) == []
    small = """() => [...document.querySelectorAll("#add :is(input[type=text], select, button, summary)")]
      .filter((field) => field.checkVisibility() && !field.closest(".add-problems"))
      .filter((field) => field.getBoundingClientRect().height < 44)
      .map((field) => field.outerHTML)"""
    assert page.evaluate(small) == []


def test_without_scripts_it_says_how_else(visit: Open) -> None:
    page = visit(java_script_enabled=False)
    assert page.get_by_text("mmkb new model --hf").is_visible()


def test_parts_of_a_stage_and_authors_are_taken_over_at_once(visit: Open) -> None:
    page = visit()
    encoders = known(page, "Encoders")
    encoders.get_by_role("button", name="Add encoder").click()
    encoders.get_by_label("Component needed").fill("toy-vit")
    projectors = known(page, "Input projectors")
    projectors.get_by_role("button", name="Add input projector").click()
    projectors.get_by_label("component 1", exact=True).fill("linear")
    known(page, "Training")
    known(page, "Stages").get_by_role("button", name="Add stage").click()
    parts = known(page, "Parts")
    for _ in range(2):
        parts.get_by_role("button", name="Add every part of the architecture").click()
    fields = parts.get_by_label("Component needed")
    assert [field.input_value() for field in fields.all()] == ["toy-vit", "linear"]
    assert parts.get_by_label("Role needed").last.input_value() == "input-projector"
    page.get_by_role("button", name="New source", exact=True).click()
    page.get_by_role("button", name="Add author").click()
    page.get_by_label("author 1", exact=True).evaluate(
        """(field) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text", "Ada Example, Bo Example, and Cy Example");
          field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }"""
    )
    names = [page.get_by_label(f"author {i}", exact=True).input_value() for i in (1, 2, 3)]
    assert names == ["Ada Example", "Bo Example", "Cy Example"]


def test_a_new_citation_suggests_the_last_source_and_lets_it_be_typed_over(visit: Open) -> None:
    page = visit()
    cite(page, known(page, "Release"), "arxiv-2301.00001", "section 1")
    makers = known(page, "Organisations")
    makers.get_by_role("button", name="Add source").click()
    source = makers.get_by_label("Source needed")
    assert source.input_value() == "arxiv-2301.00001"
    assert source.evaluate("(field) => field === document.activeElement")
    page.keyboard.type("github-toy-vlm")
    assert source.input_value() == "github-toy-vlm"


def test_two_sources_that_disagree_are_told_with_the_one_that_is_followed(visit: Open) -> None:
    page = visit()
    page.get_by_label("Name needed").fill("Torn")
    group(page, "Input", group(page, "Modalities")).get_by_label("text", exact=True).check()
    page.get_by_role("button", name="Add disagreement").click()
    torn = group(page, "Disagreement 1")
    about = torn.get_by_label("About needed")
    page.locator('#add-list-about option[value="modalities"]').wait_for(state="attached")
    about.fill("modalities.output")
    torn.locator(".add-told", has_text="the entry has nothing at modalities.output").wait_for()
    about.fill("modalities.input")
    for i, (says, source) in enumerate((("text", "arxiv-2301.00001"), ("text and images", "github-toy-vlm")), 1):
        torn.get_by_role("button", name="Add reading").click()
        reading = group(page, f"Reading {i}", torn)
        reading.get_by_label("Says needed").fill(says)
        cite(page, reading, source, f"section {i}")
    torn.get_by_label("Follows needed").fill("arxiv-2301.00001")
    torn.get_by_label("Reason needed").fill("the paper is newer")
    text = page.locator(".add-files code", has_text="reason: the paper is newer")
    text.wait_for()
    written: Any = parse(text.inner_text().encode()).data
    assert written["disagreements"] == [
        {
            "about": "modalities.input",
            "readings": [
                {"says": "text", "sources": [{"source": "arxiv-2301.00001", "locator": "section 1"}]},
                {"says": "text and images", "sources": [{"source": "github-toy-vlm", "locator": "section 2"}]},
            ],
            "follows": "arxiv-2301.00001",
            "reason": "the paper is newer",
        }
    ]
