"""The command that makes entries of a filled-in issue form: from-issue."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mmkb.cli.checkout import the_checkout

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("from-issue")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--answer", type=FILE, help="A file for the answer to the one who wrote the issue, as Markdown.")
@click.option("--output", type=FILE, help="A file to which id=ID is added once entries were written, as workflows read it.")
@click.pass_obj
def from_issue(root: Path | None, file: Path, answer: Path | None, output: Path | None) -> None:
    """Begin a model's entry from a filled-in "new model" form.

    FILE holds the text of the issue, or is the file in which GitHub tells a workflow its event. What is wrong with the form is
    told all at once, and then nothing is written. Nothing of the text is run, and nothing is ever overwritten.
    """
    # Commands that do not need these are spared the loading.
    from mmkb.cli.beginning import write_entries
    from mmkb.hub.drafts import Drafts
    from mmkb.hub.errors import HubError
    from mmkb.hub.fromissue import draft_of_form
    from mmkb.hub.issueform import FormError, answers_of, body_of, filled_of
    from mmkb.hub.writing import judge_drafts, todo_of
    from mmkb.load import load_catalogue
    from mmkb.pages.issueanswer import acceptance, refusal

    checkout = the_checkout(root)
    try:
        filled = filled_of(answers_of(body_of(file.read_text("utf-8", "replace"))))
        drafts = Drafts(load_catalogue(checkout.catalog)[0])
        draft = draft_of_form(filled, drafts)
        texts, _ = judge_drafts(drafts)
        write_entries(checkout, texts)
    except HubError as error:
        if answer is not None:
            problems = error.problems if isinstance(error, FormError) else [line for line in str(error).splitlines() if line]
            answer.write_text(refusal(problems), "utf-8")
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
    if answer is not None:
        answer.write_text(acceptance(draft.id, [f"catalog/{name}" for name in texts], todo_of(drafts.made)), "utf-8")
    if output is not None:
        with output.open("a", encoding="utf-8") as file_of_outputs:
            file_of_outputs.write(f"id={draft.id}\n")
