"""The command figure."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from click.shell_completion import CompletionItem

from mmkb.cli.asking import asks
from mmkb.cli.completing import ids
from mmkb.cli.output import Listing, Look, emit, write

if TYPE_CHECKING:
    from mmkb.api import KnowledgeBase
    from mmkb.figures.figure import Figure

FORMATS: Final = ("svg", "png", "csv")


def _names(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Completes names of figures."""
    from mmkb.figures.registry import FIGURES

    del context, parameter
    return [CompletionItem(name, help=kind.title) for name, kind in FIGURES.items() if name.startswith(incomplete)]


def _list() -> None:
    """List the figures with the questions that they answer."""
    from mmkb.figures.registry import FIGURES

    rows = [(name, kind.title, kind.about.upper(), ", ".join(kind.widths)) for name, kind in FIGURES.items()]
    write(Listing(("figure", "question", "of", "widths"), rows, ("figure", "question", "of", "widths")), Look())


def _targets(figure: Figure, out: Path, form: str | None) -> list[Path]:
    """The files that are wanted: one that is named, or one for each format in a folder.

    Raises:
        click.UsageError: If the ending of a file and the format contradict each other.
    """
    ending = out.suffix.removeprefix(".").lower()
    if ending in FORMATS and not out.is_dir():
        if form not in (None, ending):
            raise click.UsageError(f"{out} ends in .{ending}, and the format is {form}; give one of them up.")
        return [out]
    out.mkdir(parents=True, exist_ok=True)
    return [out / f"{figure.file}.{one}" for one in ((form,) if form else FORMATS)]


def _save(figure: Figure, out: Path, form: str | None) -> None:
    for path in _targets(figure, out, form):
        figure.save(path)
        click.echo(f"wrote {path}", err=True)


@click.command()
@click.argument("name", required=False, shell_complete=_names)
@click.argument("entry", required=False, default="", shell_complete=ids("model"))
@click.option("--out", type=click.Path(path_type=Path), help="A folder, for all formats, or a file that ends in one of them.")
@click.option(
    "--style", type=click.Choice(("site", "paper")), default="site", show_default=True,
    help="paper: fixed colours on white, without links, for papers and slides.",
)  # fmt: skip
@click.option("--narrow", "width", flag_value="narrow", help="As for a telephone.")
@click.option("--poster", "width", flag_value="poster", help="As wide as it takes to see all at once.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="One format only; without --out it goes to standard output.")
@asks
def figure(
    kb: KnowledgeBase, name: str | None, entry: str, out: Path | None, style: str, width: str | None, form: str | None
) -> None:  # fmt: skip
    """Draw the figure NAME; without NAME, list the figures, or with --out draw all.

    A figure about one model takes the model as ENTRY. With --out it is written as SVG, as PNG (always in the colours of paper)
    and as CSV with its data; without, the SVG goes to standard output.
    """
    if name is None and out is None:
        _list()
        return
    from mmkb.figures.registry import FIGURES

    names = (name,) if name is not None else tuple(key for key, kind in FIGURES.items() if not kind.about)
    if name is None and out is not None and out.suffix.removeprefix(".") in FORMATS:
        raise click.UsageError("All figures go into a folder; --out names a file.")
    try:
        for one in names:
            drawn = kb.figure(one, entry, style=style, width=width or "wide")
            if out is not None:
                _save(drawn, out, form)
            elif form == "png":
                if sys.stdout.isatty():
                    raise click.UsageError("A picture is nothing for a terminal; write it to a file with --out.")
                sys.stdout.buffer.write(drawn.png())
            else:
                emit(drawn.content(form or "svg").decode())
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    except (ImportError, OSError) as error:
        raise click.ClickException(str(error)) from error
