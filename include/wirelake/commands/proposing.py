"""The command that proposes a source's YAML."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from wirelake import config, proposals
from wirelake.commands.days import NOTHING, end
from wirelake.config.settings import CONTACT
from wirelake.console.tables import print_rows
from wirelake.console.terminal import out
from wirelake.errors import ConfigError

if TYPE_CHECKING:
    from wirelake.proposals.found import Proposal

app = typer.Typer()
LISTS = {"list": "kind", "address": "url", "links": "listed", "taken": "matched"}


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="what the source is to be called: 2 to 40 of a-z, 0-9 and _")],
    url: Annotated[str, typer.Argument(help="the site's front page, or the page of its news")],
    contact: Annotated[
        str,
        typer.Option(
            "--contact",
            envvar=CONTACT,
            help="your address, in each request's User-Agent; contact of wirelake.toml",
        ),
    ],
    folder: Annotated[
        Path | None,
        typer.Option(
            "--folder", metavar="FOLDER", help="where to write it; the first of WIRELAKE_SOURCES by default"
        ),
    ] = None,
    allow_loopback: Annotated[
        bool, typer.Option("--allow-loopback", help="for practice: this machine itself may be asked")
    ] = False,
) -> None:
    """Look at a site, and write a source's YAML with what was found: for you to read, correct and switch on.

    At most twelve pages are asked for, one a second, under the site's robots.txt: the page itself, the feeds
    that it names, the sitemaps of its robots.txt, pages of a day. Nothing is overwritten.

    Exit code 4: it was written, but no list of articles was found. 1: the page did not come.
    """
    path = _free(name, folder or config.source_folders()[0])
    found = proposals.explore(name, url, contact=contact, allow_loopback=allow_loopback)
    text = proposals.yaml_of(found)
    _check(name, text)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror}; name another --folder") from error
    _show(found, path)
    end(0 if any(one.matched for one in found.lists) else NOTHING)


def _free(name: str, folder: Path) -> Path:
    """Where the YAML is to stand.

    Raises:
        ConfigError: no name of a source, or a file of that name is there.
    """
    if not config.NAME.fullmatch(name) or name in config.RESERVED or name.endswith(config.POLL):
        raise ConfigError(
            f"no name of a new source: {name!r}; write 2 to 40 of a-z, 0-9 and _, a letter first"
        )
    known = config.source_files()
    there = known.get(name) or next((one for one in folder.glob(f"{name}.y*ml")), None)
    if there:
        raise ConfigError(f"{there}: it is there already, and nothing is overwritten: choose another name")
    return folder / f"{name}.yaml"


def _check(name: str, text: str) -> None:
    """Raises: ConfigError: the proposal is none that ``wirelake check`` accepts."""
    with TemporaryDirectory() as place:
        path = Path(place, f"{name}.yaml")
        path.write_text(text, encoding="utf-8")
        config.load_source(path)


def _show(found: "Proposal", path: Path) -> None:
    for one in found.asked:
        out.print(f"asked  {escape(one.url)}: {escape(one.told)}", highlight=False)
    print_rows(
        [{name: getattr(one, name) for name in LISTS.values()} for one in found.lists], LISTS, as_json=False
    )
    if not any(one.matched for one in found.lists):
        out.print("[yellow]No list of articles was found: name one yourself, under discover.[/yellow]")
    out.print(f"zone   {found.zone}: {escape(found.zone_why)}", highlight=False)
    out.print(f"wrote  {escape(str(path))}, switched off", highlight=False)
    if path.parent not in [one.absolute() for one in config.source_folders()] + [*config.source_folders()]:
        folders = os.pathsep.join([str(path.parent), *map(str, config.source_folders())])
        out.print(f"next:  export WIRELAKE_SOURCES={escape(folders)}", highlight=False)
    out.print(f"next:  wirelake check {found.name}; wirelake discover {found.name}", highlight=False)
