"""The commands that show an article: one of the lake, or what some bytes would make."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from wirelake import config, pipeline
from wirelake.batches.lakes import lake
from wirelake.commands.arguments import AsJson, connection_of, known_sources
from wirelake.console import (
    print_json,
    show_record,
    show_records,
    show_versions,
)
from wirelake.console.terminal import out
from wirelake.errors import ConfigError, MissingError

if TYPE_CHECKING:
    from wirelake.lake.decisions.events import Events

app = typer.Typer()


@app.command()
def preview(
    path_or_url: Annotated[str, typer.Argument(help="a file, or a page's address")],
    source: Annotated[
        str,
        typer.Option("--source", help="the source whose facts and rules apply", autocompletion=known_sources),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="print a JSON list, an object a record")] = False,
    as_lines: Annotated[bool, typer.Option("--lines", help="print a JSON object a line")] = False,
) -> None:
    """The records that would be made of a file or page, and why. Writes nothing."""
    facts = config.load_named(source)
    raw = pipeline.raw_of(path_or_url, facts, connection_of(source))
    records = pipeline.preview(facts, raw)
    if as_json:
        print_json(records, indent=2)
    elif as_lines:
        for record in records:
            print_json(record)
    else:
        show_records(records)


@app.command()
def show(
    article_id: Annotated[str, typer.Argument(help="such as menafn:1110448168")], as_json: AsJson = False
) -> None:
    """One article of the lake, with its versions and its evidence."""
    from wirelake.lake import whereabouts
    from wirelake.lake.aliases import read_aliases
    from wirelake.lake.decisions.events import read_events
    from wirelake.lake.versions import versions

    source = article_id.partition(":")[0]
    if not config.NAME.fullmatch(source):
        raise ConfigError(f"no article's id: {article_id!r}; write it as menafn:1110448168")
    store = lake()
    aliases = read_aliases(store, source)
    named, article_id = article_id, aliases.meant(article_id)
    rows = whereabouts.seen(store, source, [article_id], renew=False)
    if not len(rows) and article_id in aliases.merged:
        article_id = aliases.merged[article_id]
        rows = whereabouts.seen(store, source, [article_id], renew=False)
    if not len(rows):
        raise MissingError(f"no article {named!r} in {store.uri}; `wirelake why {named}` may say more")
    if article_id != named and not as_json:
        out.print(f"{escape(named)} is an alias of {escape(article_id)}")
    current = whereabouts.standing(store, source, article_id, rows).to_pylist()
    events = read_events(store, source)
    (sights,) = versions(rows.to_pylist(), events)
    timeline = [sight.as_row() for sight in sights]
    standing = current[0]["version_seq"] if current else None
    if as_json:
        bound = [*_bound(events, article_id)]
        print_json({"article_id": article_id, "standing": standing, "bound": bound, "versions": timeline}, 2)
        return
    show_versions(article_id, timeline, standing)
    for line in _bound(events, article_id):
        out.print(escape(line))
    show_record(timeline[-1])


def _bound(events: "Events", article_id: str) -> Iterator[str]:
    """What a writethru made of it, and whose piece it is."""
    for one in events.every:
        other, _, _ = (one.message or "").rpartition(" ")
        if one.what == "replacement" and article_id in (one.article_id, other):
            way = ("replaced by", other) if one.article_id == article_id else ("replaces", one.article_id)
            revoked = ", which was revoked" if one.name in events.revoked else ""
            yield f"{way[0]} {way[1]} at {one.at:%Y-%m-%d %H:%M}Z: {one.reason}{revoked}"
        elif one.what == "continuation" and one.article_id == article_id:
            yield f"continues {other}: {one.reason}"
