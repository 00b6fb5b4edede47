"""The command that tells which articles are the same news text."""

from datetime import timedelta
from typing import Annotated

import typer

from wirelake import config, upkeep
from wirelake.commands.arguments import AsJson, known_sources
from wirelake.console.stories import show_stories
from wirelake.console.terminal import err, progress
from wirelake.errors import ConfigError

app = typer.Typer()


@app.command()
def stories(
    day: Annotated[
        str | None, typer.Option("--day", metavar="DAY", help="published day; the newest by default")
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--source", help="stories that an article of this source is in", autocompletion=known_sources
        ),
    ] = None,
    build: Annotated[
        tuple[str, str] | None,
        typer.Option("--build", metavar="FROM TO", help="build these published days, and show nothing"),
    ] = None,
    limit: Annotated[
        int,
        typer.Option("--limit", metavar="N", min=1, max=10_000, help="stories to show, the largest first"),
    ] = 20,
    as_json: AsJson = False,
) -> None:
    """Which articles are the same news text, whole or within a longer one, across sources.

    Builds what is missing of the day and of the six before it, and shows the stories of which an article came
    on that day and that have another. With --json all of them, each with its articles. docs/stories.md.
    """
    from wirelake.batches.lakes import lake
    from wirelake.stories import WINDOW
    from wirelake.upkeep.story_days import newest_day, stories_of

    if build and (day or source):
        raise ConfigError("stories: --build FROM TO stands alone: it shows nothing")
    store = lake()
    if build:
        first, last = map(config.parse_day, build)
        with progress("stories") as step:
            built = upkeep.build_stories(first, last, store=store, progress=step)
        err.print(f"{len(built)} days built, of {first} to {last}")
        return
    name = config.load_named(source).name if source else None
    shown = config.parse_day(day) if day else newest_day(store)
    if shown is not None:
        with progress("stories") as step:
            upkeep.build_stories(shown - timedelta(WINDOW - 1), shown, store=store, progress=step)
    found = stories_of(store, shown, name) if shown else []
    show_stories(found, shown, limit, as_json=as_json)
