"""Commands that make things: build, site, serve."""

from __future__ import annotations

import http.server
import os
import sys
from pathlib import Path

import click

from mmkb.cli.checkout import Checkout, the_checkout
from mmkb.cli.judging import build_database
from mmkb.cli.progress import Progress
from mmkb.cli.report import count_words, report
from mmkb.store import StoreError

_OUT = click.Path(path_type=Path)


def _build(checkout: Checkout, out: Path, url: str | None) -> None:
    """Build the database of a checkout; report problems and stop if there are errors."""
    errors = build_database(checkout, out, url)
    if errors:
        report(errors, "text")
        click.echo(f"nothing was built: {count_words(errors)}", err=True)
        sys.exit(1)


@click.command()
@click.option("--out", type=_OUT, help="The file; by default build/mmkb.sqlite in the checkout.")
@click.pass_obj
def build(root: Path | None, out: Path | None) -> None:
    """Build the database from the entries.

    The file is built aside and moved into place in one step. MMKB_DATABASE_URL may name another database, as SQLAlchemy
    writes addresses; then that one is filled instead.
    """
    checkout = the_checkout(root)
    url = os.environ.get("MMKB_DATABASE_URL") or None
    target = out or checkout.database
    if out is not None and out.is_dir():
        raise click.UsageError(f"{out} is a folder; --out takes a file.")
    try:
        _build(checkout, target, url)
    except (StoreError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo("filled the database of MMKB_DATABASE_URL" if url else f"built {checkout.shown(target)}")


def _site(checkout: Checkout, out: Path) -> None:
    # The site draws figures; commands that do not are spared the loading of what draws them.
    from mmkb.site import SiteError, build_site

    _build(checkout, checkout.database, None)
    notes: list[str] = []
    try:
        with Progress("writing pages") as progress:
            pages = build_site(checkout.root, checkout.database, out, progress, notes.append)
    except (SiteError, StoreError, OSError) as error:
        raise click.ClickException(str(error)) from error
    for note in notes:
        click.echo(note, err=True)
    click.echo(f"built {checkout.shown(out)} ({pages:,} pages)")


@click.command()
@click.option("--out", type=_OUT, help="The folder; by default build/site in the checkout.")
@click.pass_obj
def site(root: Path | None, out: Path | None) -> None:
    """Build the site: the database, the pages, and mkdocs over them."""
    checkout = the_checkout(root)
    if out is not None and out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / "sitemap.xml").exists())):
        raise click.UsageError(f"{out} holds something else than a site; --out takes a new or empty folder, or a site.")
    _site(checkout, out or checkout.build / "site")


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port; 0: any that is free.")
@click.option("--no-build", is_flag=True, help="Serve the site that was built last.")
@click.pass_obj
def serve(root: Path | None, port: int, no_build: bool) -> None:
    """Build the site and serve it on this machine, until stopped."""
    checkout = the_checkout(root)
    folder = checkout.build / "site"
    if not no_build:
        _site(checkout, folder)
    elif not (folder / "index.html").exists():
        raise click.UsageError("There is no site yet. Run mmkb site, or mmkb serve without --no-build.")
    from mmkb.site.serving import handler_of, place_of

    place = place_of(folder)
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler_of(folder, place))
    except OSError as error:
        raise click.ClickException(f"port {port} cannot be used: {error.strerror}. Name another with --port.") from error
    with server:
        click.echo(f"serving http://127.0.0.1:{server.server_address[1]}{place} (stop with Ctrl-C)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("")
