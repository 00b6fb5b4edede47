"""The commands that propose sources' YAML."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from wirelake import config, proposals
from wirelake.commands.days import NOTHING, end
from wirelake.config.settings import CONTACT
from wirelake.console.tables import Cell, print_rows
from wirelake.console.terminal import out
from wirelake.errors import ConfigError

if TYPE_CHECKING:
    from wirelake.proposals.found import Proposal

app = typer.Typer()
CONTACT_OPTION = Annotated[
    str,
    typer.Option(
        "--contact",
        envvar=CONTACT,
        help="your address, in each request's User-Agent; contact of wirelake.toml",
    ),
]
FOLDER_OPTION = Annotated[
    Path | None,
    typer.Option(
        "--folder", metavar="FOLDER", help="where to write it; the first of WIRELAKE_SOURCES by default"
    ),
]
FEEDS: dict[str, Cell] = {
    "source": "name",
    "title": "title",
    "feed": "url",
    "written": lambda row: row["path"] or "known already",
}
LISTS = {"list": "kind", "address": "url", "links": "listed", "taken": "matched"}


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="what the source is to be called: 2 to 40 of a-z, 0-9 and _")],
    url: Annotated[str, typer.Argument(help="the site's front page, or the page of its news")],
    contact: CONTACT_OPTION,
    folder: FOLDER_OPTION = None,
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
    _write(found, path)
    _show(found, path)
    end(0 if any(one.matched for one in found.lists) else NOTHING)


@app.command(name="import-opml")
def import_opml(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="the list of feeds that a reader of feeds exports")
    ],
    contact: CONTACT_OPTION,
    folder: FOLDER_OPTION = None,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Write a source's YAML for each feed of an OPML file, switched off. No address is asked.

    Feeds that a source has already are left out, and nothing is overwritten. Each title makes a name.
    """
    place = folder or config.source_folders()[0]
    known = {part.url: name for name, part in _known_feeds()}
    taken = {*config.source_files(), *(one.stem for one in place.glob("*.y*ml"))}
    rows: list[dict[str, str | None]] = []
    for found in proposals.feeds_of(file, contact, taken):
        (feed,) = found.lists
        path = None if feed.url in known else place / f"{found.name}.yaml"
        if path:
            _write(found, path)
        name = known.get(feed.url, found.name)
        rows.append(
            {"name": name, "title": found.title, "url": feed.url, "path": str(path) if path else None}
        )
    print_rows(rows, FEEDS, as_json=as_json)


def _known_feeds() -> Iterator[tuple[str, Any]]:
    for name in config.source_files():
        with suppress(ConfigError):  # check says what is wrong with it
            yield from ((name, part) for part in config.load_named(name).discover if part.kind == "feed")


def _write(found: "Proposal", path: Path) -> None:
    text = proposals.yaml_of(found)
    _check(found.name, text)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror}; name another --folder") from error


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
