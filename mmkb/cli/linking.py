"""The command ``links``: the catalogue's links, checked politely."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from mmkb.cli.checkout import the_checkout
from mmkb.cli.output import as_json
from mmkb.cli.progress import Progress
from mmkb.cli.spans import Span
from mmkb.load import load_catalogue

FORMATS = ("text", "json", "markdown")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How to write it.")
@click.option("--host", "hosts", multiple=True, metavar="HOST", help="Only links to this host; may be given several times.")
@click.option(
    "--max-age", type=Span(), default="7d", show_default=True, help="Ask again for what was there, if asked longer ago."
)
@click.option("--pace", type=click.FloatRange(0.0), default=1.0, show_default=True, help="Seconds between questions to a host.")
@click.option("--timeout", type=click.FloatRange(0.1), default=20.0, show_default=True, help="Seconds to wait for an answer.")
@click.option("--tries", type=click.IntRange(1, 10), default=3, show_default=True, help="Tries before a link is unreachable.")
@click.option("--concurrency", type=click.IntRange(1, 64), default=8, show_default=True, help="Hosts asked at the same time.")
@click.option("--list", "only_list", is_flag=True, help="Print the links, and ask for none.")
@click.pass_obj
def links(
    root: Path | None, paths: tuple[Path, ...], form: str, hosts: tuple[str, ...], max_age: int, pace: float, timeout: float,
    tries: int, concurrency: int, only_list: bool,
) -> None:  # fmt: skip
    """Ask for the links of all entries, or of those in PATHS, as politely as a program can.

    HEAD first, GET where that is refused; a host is asked one thing at a time and not faster than --pace; errors are tried
    again, later each time, and Retry-After is followed. Hosts that links.yaml lists as suppressed are not asked. What was
    there is kept in build/links.json for --max-age.

    Exit code: 0 every link is there, moved or refused to programs; 1 some are broken or unreachable.
    """
    try:
        from mmkb.links import LinkRulesError, Manners, Remembered, check_links, read_rules, wanted_links
        from mmkb.links.telling import as_data, as_markdown, as_text, counts
    except ModuleNotFoundError as error:
        if error.name != "httpx":
            raise
        raise click.ClickException("Links are asked for with httpx: pip install 'mmkb[links]'") from None
    checkout = the_checkout(root)
    catalogue, _ = load_catalogue(checkout.catalog, shown=checkout.shown(checkout.catalog))
    places = wanted_links(catalogue)
    if paths:
        folders = [path.resolve() for path in paths]
        places = {
            url: kept for url, there in places.items()
            if (kept := [p for p in there if any(Path(p.file).resolve().is_relative_to(f) for f in folders)])
        }  # fmt: skip
    if hosts:
        places = {url: there for url, there in places.items() if url.split("/")[2] in hosts}
    if only_list:
        click.echo("".join(f"{url}\n" for url in places), nl=False)
        return
    try:
        rules = read_rules(checkout.root / "links.yaml")
    except LinkRulesError as error:
        raise click.ClickException(str(error)) from None
    remembered = Remembered(checkout.build / "links.json")
    since = time.time() - max_age * 86_400
    known = {url: answer for url in places if (answer := remembered.fresh(url, since)) is not None}
    manners = Manners(pace=pace, timeout=timeout, tries=tries, hosts=concurrency)
    with Progress("asking for links") as progress:
        asked = check_links([url for url in places if url not in known], rules, manners, progress)
    remembered.keep(asked)
    found = dict(sorted({**known, **asked}.items()))
    if form == "json":
        click.echo(as_json(as_data(found, places)))
    else:
        click.echo({"text": as_text, "markdown": as_markdown}[form](found, places), nl=False)
    click.echo(f"{counts(found)}; {len(known)} from build/links.json", err=True)
    sys.exit(1 if any(answer.outcome in ("broken", "unreachable") for answer in found.values()) else 0)
