"""Articles, an embargo and an advisory of coastal, put into a lake by the pipeline."""

from datetime import UTC, date, datetime, timedelta

from tests.wirelake.obligations.quaynews import drop, wire_item, with_advisory
from tests.wirelake.quay import frozen, run_of

from wirelake import pipeline
from wirelake.config import Batch
from wirelake.lake.streams import read
from wirelake.storage import LocalStore

DAY = Batch("coastal", date(2026, 3, 2))
AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
ADVISORY = "coastal:advisory"
HOSTILE = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"> Quay"
HELD = "Nobody may read of the seven anchors yet."
PAGE = """<html lang="en"><head><title>{title}</title><meta property="og:title" content="{title}">
<meta name="twitter:title" content="Another thing entirely">
<meta property="article:published_time" content="2026-03-02T10:00:00Z"></head><body><article>
<h1>{title}</h1>
<p>The berths of Holm were dredged by night, the harbour board said on Monday after its meeting.</p>
<p>A second barge is awaited in Holm next week, and nobody at the board would say what it may bring.</p>
<p>Share this article</p><p>© 2026 Quay Press. All rights reserved.</p></article></body></html>"""


def fill(store: LocalStore) -> None:
    """A page whose headline is markup, an article, one under embargo, and an advisory."""
    title = HOSTILE.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    store.write(f"drop/coastal/{DAY.day}/page.html", PAGE.format(title=title).encode())
    drop(store, DAY, "plain", wire_item(1))
    until = (datetime.now(UTC) + timedelta(days=3)).isoformat()
    drop(store, DAY, "held", wire_item(3) | {"embargoed": until, "body_text": f"{HELD} {HELD}"})
    pipeline.fetch_batch(run_of(DAY, "run"), store=store, clock=frozen(AT))
    pipeline.extract_batch(run_of(DAY), store=store, clock=frozen(AT))
    pipeline.validate_batch(run_of(DAY), store=store, clock=frozen(AT))
    with_advisory(store, DAY, AT, slugline="Mill-Fire")
    pipeline.write_batch(run_of(DAY), store=store, clock=frozen(AT))


def ids(store: LocalStore) -> dict[str, str]:
    """The ids of the articles by what they are: page, plain, held."""
    columns = ["article_id", "source_format", "embargoed_until", "record_kind"]
    rows = read("history", source="coastal", lake=store.uri, columns=columns).to_pylist()
    mine = [row for row in rows if row["record_kind"] == "article"]
    return {
        "held" if row["embargoed_until"] else "page" if row["source_format"] == "html" else "plain": row[
            "article_id"
        ]
        for row in mine
    }


def readable(store: LocalStore) -> set[str]:
    """The ids that readers find."""
    return {*read("articles", lake=store.uri, columns=["article_id"])["article_id"].to_pylist()}
