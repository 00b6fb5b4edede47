"""The commands for what is cited: rows put down under a name, their citation, and what became of them."""

import sys
from collections import Counter
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from wirelake.commands.arguments import AsJson, known_sources
from wirelake.commands.days import CHANGES, NOTHING
from wirelake.console.tables import Cell, print_rows
from wirelake.console.terminal import out, print_json, say_wrong
from wirelake.errors import ConfigError, MissingError

if TYPE_CHECKING:
    from wirelake.lake.freezes.frozen import Freeze

app = typer.Typer()
Name = Annotated[str, typer.Argument(help="a freeze's name, as in `wirelake freezes`")]
SHOWN = 20


class CitationForm(StrEnum):
    """How a citation is written."""

    TEXT = "text"
    BIBTEX = "bibtex"
    CSL = "csl"


@app.command()
def freeze(
    name: Annotated[str, typer.Argument(help="under which it is cited, such as port-strikes-2026")],
    query: Annotated[
        str | None,
        typer.Argument(help="that yields row_id, as of `wirelake sql`; - reads it from standard input"),
    ] = None,
    source: Annotated[
        str | None, typer.Option(help="without QUERY: of this source alone", autocompletion=known_sources)
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help="without QUERY: the first published date")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="DAY", help="without QUERY: the last published date")
    ] = None,
    title: Annotated[str, typer.Option(help="what a citation calls it; its name by default")] = "",
    author: Annotated[
        list[str] | None, typer.Option(help="whom a citation names as its author; may be repeated")
    ] = None,
) -> None:
    """Put down which rows a piece of work rests on: once, under a name, without any text.

    `wirelake freeze port-strikes "SELECT row_id FROM articles WHERE headline ILIKE '%strike%'"`. Without a
    QUERY: the articles that may be read now. It keeps ids, digests, the query, its time, and the versions of
    rules and code. Then `wirelake cite NAME` prints the citation, and `wirelake cite NAME --verify` says what
    became of the rows.
    """
    from wirelake.batches.lakes import lake
    from wirelake.config import parse_day
    from wirelake.console.citations import as_text
    from wirelake.lake.freezes.freezing import Wish, articles_query
    from wirelake.lake.freezes.freezing import freeze as put
    from wirelake.ruleset import code_digest

    if query is not None and (source or first or last):
        raise ConfigError("name a QUERY, or --source, --from and --to: the query can say all of it")
    asked = sys.stdin.read() if query == "-" else query
    if asked is None:
        asked = articles_query(source, parse_day(first) if first else None, parse_day(last) if last else None)
    wish = Wish(name=name, query=asked, title=title, authors=tuple(author or ()))
    head = put(lake(), wish, code=code_digest(), now=datetime.now(UTC))
    out.print(escape(as_text(head)))


@app.command()
def cite(
    name: Name,
    form: Annotated[CitationForm, typer.Option("--format", help="text, bibtex or csl")] = CitationForm.TEXT,
    verify: Annotated[
        bool, typer.Option("--verify", help="say instead what became of its rows since; changes nothing")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="with --verify: one JSON object")] = False,
) -> None:
    """Print the citation of a freeze, with its digest.

    With --verify, each row that does not stand as it was frozen: correction, update, recleaned, kill,
    takedown, erased, gone, removed or lost. docs/citing.md explains them.

    Exit code 4: no freeze is named so; 5: with --verify, rows do not stand as they were frozen; 1: the
    freeze is damaged.
    """
    from wirelake.batches.lakes import lake
    from wirelake.console.citations import as_bibtex, as_csl, as_text
    from wirelake.lake.freezes import frozen

    if as_json and not verify:
        raise ConfigError("--json: it belongs to --verify; a citation as JSON is --format csl")
    try:
        found = frozen.read(lake(), name)
    except MissingError as error:
        say_wrong(str(error))
        raise typer.Exit(NOTHING) from None
    if verify:
        raise typer.Exit(_verify(found, as_json=as_json))
    if form is CitationForm.CSL:
        print_json(as_csl(found.head), indent=2)
    else:
        out.print(escape((as_bibtex if form is CitationForm.BIBTEX else as_text)(found.head)))


@app.command()
def freezes(as_json: AsJson = False) -> None:
    """List the freezes of the lake."""
    from wirelake.batches.lakes import lake
    from wirelake.lake.freezes import frozen

    store = lake()
    heads = [frozen.read(store, name).head.model_dump(mode="json") for name in frozen.names(store)]
    columns: dict[str, Cell] = {
        "name": "name",
        "title": "title",
        "frozen": "frozen_at",
        "rows": "rows",
        "sources": lambda one: ", ".join(one["rulesets"]),
        "published": lambda one: f"{one['first_day']} to {one['last_day']}" if one["first_day"] else "",
    }
    print_rows(heads, columns, as_json=as_json, empty="no freeze: wirelake freeze NAME QUERY makes one")


def _verify(found: "Freeze", *, as_json: bool) -> int:
    from wirelake.batches.lakes import lake
    from wirelake.lake.freezes.standing import Standing, standings

    counts: Counter[str] = Counter()
    changed = []
    for row, standing in standings(lake(), found):
        counts[standing] += 1
        if standing is not Standing.STANDS:
            told = {name: row[name] for name in ("row_id", "article_id", "version")}
            changed.append(told | {"standing": standing.value})
    if as_json:
        head = found.head
        told = {"name": head.name, "digest": head.digest, "rows": head.rows, "standings": counts}
        print_json(told | {"changed": changed}, indent=2)
    else:
        said = ", ".join(f"{count:,} {word}" for word, count in sorted(counts.items()))
        out.print(escape(f"{found.head.name}: {found.head.rows:,} rows: {said}"))
        for one in changed[:SHOWN]:
            out.print(escape(f"{one['standing']}: {one['article_id']} version {one['version']}"))
        if len(changed) > SHOWN:
            out.print(f"the first {SHOWN} of {len(changed):,}; --json names all")
    return CHANGES if changed else 0
