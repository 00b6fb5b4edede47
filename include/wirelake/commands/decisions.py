"""The commands by which an operator decides about articles: takedown, restore, hold, release, review."""

import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from wirelake import config, obligations
from wirelake.batches.lakes import lake, utc_now
from wirelake.commands.arguments import AsJson, SourceOrAll
from wirelake.commands.days import FAILED
from wirelake.commands.plans import apply_plan, named_in, write_plan
from wirelake.console.tables import Cell, print_rows
from wirelake.console.terminal import err, out, print_json, progress, say_wrong
from wirelake.errors import ConfigError, MissingError
from wirelake.legible import legible

if TYPE_CHECKING:
    from wirelake.lake.decisions.manifests import Manifest
    from wirelake.obligations import Verification

app = typer.Typer()
ArticleId = Annotated[str, typer.Argument(help="such as menafn:1110448168")]
Reason = Annotated[str, typer.Option("--reason", help="why, for those who ask later; no text of the article")]
SHOWN = 20


@app.command()
def takedown(
    articles: Annotated[
        list[str] | None,
        typer.Argument(metavar="ARTICLE_ID|URL", help="an id or address, or several; with --verify a source"),
    ] = None,
    reason: Annotated[
        str, typer.Option("--reason", help="why, for those who ask later; no text of the article")
    ] = "",
    file: Annotated[
        Path | None, typer.Option("--file", help="a CSV with a column article_id or url, else its first")
    ] = None,
    source: Annotated[str, typer.Option("--source", help="with --all: the source's articles")] = "",
    whole: Annotated[bool, typer.Option("--all", help="all articles of --source")] = False,
    plan: Annotated[
        Path | None, typer.Option("--plan", help="write down here what it would touch, and change nothing")
    ] = None,
    apply: Annotated[
        Path | None, typer.Option("--apply", help="do what this file planned, if nothing changed since")
    ] = None,
    advisory: Annotated[
        str,
        typer.Option(
            "--advisory", metavar="RAW_REF", help="the advisory that asks for it, of `wirelake review`"
        ),
    ] = "",
    erase: Annotated[
        bool, typer.Option("--erase", help="its bytes at once too: nothing can be restored then")
    ] = False,
    in_advance: Annotated[
        bool, typer.Option("--in-advance", help="nobody knows the article yet: reject it when it comes")
    ] = False,
    requester: Annotated[str, typer.Option("--requester", help="who asked for it; no reader sees it")] = "",
    basis: Annotated[str, typer.Option("--basis", help="by which law; no reader sees it")] = "",
    ticket: Annotated[
        str, typer.Option("--ticket", help="the number of the request; no reader sees it")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="do not ask on a terminal")] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="prove it instead: search the lake for the text; changes nothing")
    ] = False,
) -> None:
    """Take an article out of all tables; its bytes leave raw/ after the source's erase_after_days.

    A rebuild does not bring it back, and a later capture is rejected as taken_down; until the bytes are gone
    `wirelake restore` does. Repeat it to complete one that was interrupted. Out of its reach: versions and
    backups of the bucket, readers' copies.

    Exit code 1: nobody knows the article, and --in-advance was not said; --verify found some of the text,
    something that it cannot read, a takedown that is not finished, or nothing to look for.
    """
    from wirelake.lake.decisions.requests import Request

    request = Request(requester=requester, basis=basis, ticket=ticket)
    if apply:
        raise typer.Exit(apply_plan(apply, erase=erase, request=request))
    named = [*(articles or ()), *(named_in(file) if file else ())]
    if bool(source) != whole or not (named or whole):
        raise ConfigError("name an article, --file, or --source with --all")
    if plan:
        write_plan(plan, named, reason, source)
        return
    if whole or len(named) > 1:
        raise ConfigError("of more than one article a plan comes first: --plan FILE, then --apply FILE")
    article = named[0]
    if verify:
        raise typer.Exit(_verify(article))
    article = _only(article, reason) if "://" in article else _meant(article)
    if sys.stdin.isatty() and not yes:
        typer.confirm(legible(f"take {_named(article)} out of all tables?"), abort=True)
    began = utc_now()
    with progress(article) as step:
        manifest = obligations.take_down(
            article,
            reason,
            erase=erase,
            advisory=advisory,
            in_advance=in_advance,
            request=request,
            progress=step,
        )
    _say(manifest, began)


@app.command()
def restore(article_id: ArticleId, reason: Reason) -> None:
    """Revoke an article's takedown, or that a writethru took its place: it stands again as it stood.

    Not once its bytes are erased.
    """
    began = utc_now()
    article_id = _meant(article_id)
    if obligations.is_replaced(article_id):
        event = obligations.keep(article_id, reason)
        done = f"restored{_already(event.at, began)}"
        out.print(f"{escape(article_id)}: {done}; it stands beside the writethru")
        return
    manifest = obligations.restore(article_id, reason)
    done = f"restored{_already(manifest.revoked_at, began)}"
    out.print(f"{escape(article_id)}: {done}; what tables showed of it they show again")


@app.command()
def hold(
    article_id: ArticleId,
    reason: Reason,
    lift: Annotated[bool, typer.Option("--lift", help="end the hold")] = False,
) -> None:
    """Keep an article's bytes in raw/ whoever takes it down, until the hold is lifted."""
    began = utc_now()
    article_id = _meant(article_id)
    event = obligations.hold(article_id, reason, lift=lift)
    what = "the hold is lifted" if lift else f"held since {event.at:%Y-%m-%d %H:%M}Z"
    out.print(f"{escape(article_id)}: {what}{_already(event.at, began)}")


@app.command()
def release(article_id: ArticleId, reason: Reason) -> None:
    """End an article's embargo now, of the versions that are known by now."""
    began = utc_now()
    article_id = _meant(article_id)
    done = obligations.release(article_id, reason)
    what = "it stands in articles/ now" if done.changes.after else "nothing of it may be read all the same"
    out.print(f"{escape(article_id)}: released{_already(done.event.at, began)}; {what}")


@app.command()
def review(
    source: SourceOrAll = None,
    close: Annotated[
        str, typer.Option("--close", metavar="RAW_REF", help="this advisory needs no more care")
    ] = "",
    reason: Annotated[str, typer.Option("--reason", help="why it needs none")] = "",
    as_json: AsJson = False,
) -> None:
    """The kill advisories that name no known article, and what embargoes hold until when.

    Take the article down, or close the advisory; `wirelake release` ends an embargo.
    """
    if close:
        stood = obligations.close_advisory(close, reason)
        out.print(f"{escape(close)}: closed" + (f" already: {escape(stood.closed)}" if stood.closed else ""))
        return
    names = [config.load_named(source).name] if source else sorted(config.source_files())
    waiting = [one for name in names for one in obligations.open_advisories(name)]
    held = [f"{name}: {told}" for name in names for told in obligations.under_embargo(name)]
    if as_json:
        print_json({"advisories": [one.model_dump(mode="json") for one in waiting], "held": held}, indent=2)
        return
    for told in held:
        out.print(escape(told))
    times = Counter(one.raw_ref for one in waiting)
    columns: dict[str, Cell] = {
        "received": lambda one: f"{one['first_seen_at']:%Y-%m-%d %H:%M}Z",
        # A payload may hold several.
        "advisory": lambda one: one["raw_ref"] if times[one["raw_ref"]] == 1 else one["article_id"],
        "names": lambda one: "; ".join(f"{role} {value}" for role, value in one["refers_to"]) or "nothing",
    }
    rows = [one.model_dump() for one in waiting]
    print_rows(rows, columns, as_json=False, empty="no advisory waits")
    if waiting:
        out.print(
            "wirelake takedown ARTICLE_ID --reason … --advisory RAW_REF, or wirelake review --close RAW_REF"
        )


def _only(url: str, reason: str) -> str:
    """The id of the one article at the address."""
    ids = [one.article_id for one in obligations.plan([url], reason).targets]
    if len(ids) > 1:
        raise ConfigError(f"{len(ids)} articles are at {url}: name one of them, {', '.join(ids[:SHOWN])}")
    return ids[0]


def _meant(named: str) -> str:
    """The id that the article goes by; said where this is an alias of it."""
    _, article_id = obligations.meant(named, lake())
    if article_id != named:
        out.print(f"{escape(named)} is an alias of {escape(article_id)}")
    return article_id


def _named(article_id: str) -> str:
    """The id, and its newest headline in history/: a person is asked about that."""
    from wirelake.lake import whereabouts
    from wirelake.lake.reading import picked

    source = obligations.checked_source(article_id)
    wanted = picked("history", ["article_id", "headline", "first_seen_at"])
    rows = whereabouts.seen(lake(), source, [article_id], wanted=wanted, renew=False)
    newest = max(rows.to_pylist(), key=lambda row: row["first_seen_at"], default=None)
    return f"{article_id} ({newest['headline']})" if newest else f"{article_id}, which no table shows,"


def _already(at: datetime | None, began: datetime) -> str:
    """What a command says of what was decided before it began: it has completed what was left, if any."""
    return f" already, at {at:%Y-%m-%d %H:%M}Z" if at and at < began else ""


def _say(manifest: "Manifest", began: datetime) -> None:
    raw = [one for one in manifest.objects if one.path.startswith("raw/")]
    out.print(
        f"{escape(manifest.article_id)}: taken down{_already(manifest.begun_at, began)}; "
        f"{len(manifest.sights)} sights withdrawn, "
        f"{len(raw)} records of raw/ redacted, {len(manifest.objects) - len(raw)} other objects rewritten"
    )
    if not manifest.sights:
        err.print("the lake holds nothing of it; what comes later will be rejected as taken_down")
    for copy in manifest.copies[:SHOWN]:
        out.print(f"says {copy.sentences} of {copy.of} sentences too: {escape(copy.article_id)}")
    for left in manifest.unreached:
        say_wrong(left)
    if manifest.erased_at is None:
        out.print(f"its bytes stand in raw/: {escape(obligations.waits_for(manifest))}")


def _verify(article: str) -> int:
    """Print what was searched and found for one article, or every one of a source."""
    if config.NAME.fullmatch(article):
        manifests = obligations.manifests(config.load_named(article).name)
    else:
        article = _meant(article)
        manifests = [
            one for one in obligations.manifests(article.partition(":")[0]) if one.article_id == article
        ]
    if not manifests:
        raise MissingError(f"no takedown of {article} is known")
    with progress(article) as step:
        proofs = obligations.verify_all(manifests, progress=step)
    return max(map(_proof, proofs))


def _proof(found: "Verification") -> int:
    manifest = found.manifest
    searched = ", ".join(f"{count} {kind}" for kind, count in found.searched.items())
    out.print(f"{escape(manifest.article_id)}: searched {searched or 'nothing'}")
    if manifest.done_at is None:
        waits = obligations.waits_for(manifest) if manifest.withdrawn_at else "repeat the takedown"
        say_wrong(f"not finished: {waits}")
    for where in found.left[:SHOWN]:
        say_wrong(f"holds some of the text: {where}")
    for where in found.unread[:SHOWN]:
        say_wrong(f"not proven, as it cannot be read: {where}")
    for where in found.copies[:SHOWN]:
        out.print(f"another article says some of it: {escape(where)}")
    for where in found.unreached[:SHOWN]:
        err.print(escape(where))
    if not manifest.prints:
        told = "nothing of its text is known: there was nothing to look for"
        if found.is_foretold:
            err.print(told)
        else:
            say_wrong(f"{told}, so this proves nothing; a takedown with --in-advance says it is meant so")
    elif found.is_proven:
        seconds = (manifest.done_at - manifest.at).total_seconds() if manifest.done_at else 0
        out.print(
            f"none of its {len(manifest.prints)} sentences is left; done {seconds:.0f} s after the kill"
        )
    return 0 if found.is_proven else FAILED
