"""The page of an article: its text with what was taken out, why its fields are so, what it must not show."""

import gzip
from datetime import timedelta
from pathlib import Path

import pytest
from tests.wirelake.obligations.quaynews import (
    CORRECTED,
    FIRST,
    KILLED,
    LATE,
    NEXT,
    SECOND,
    WORDS,
    drop,
    news,
    replay,
    run,
    sent,
    take_down,
    text,
    wire_item,
)
from tests.wirelake.quay import BATCH, DAY, NOON, capture

from wirelake.desk import ArticlePage, read_article
from wirelake.errors import ConfigError
from wirelake.lake import layout
from wirelake.lake.decisions.events import Cause, Event, What, record
from wirelake.lake.streams import read
from wirelake.records import Link
from wirelake.storage import Store

pytestmark = pytest.mark.usefixtures("sources")
HOSTILE = '<script>document.title="owned"</script>\u202ekcolb'
HTML = f"""<html lang="en"><head><title>Crane 7 turns green</title>
<meta property="og:title" content="Crane 7 turns green">
<meta name="twitter:title" content="Another thing entirely">
<meta property="article:published_time" content="{DAY}T10:00:00Z"></head><body><article>
<h1>Crane 7 turns green</h1>
<p>The berths of Holm were dredged by night, the harbour board said on Monday after its meeting.</p>
<p>A second barge is awaited in Holm next week, and nobody at the board would say what it may bring.</p>
<p>Share this article</p><p>© 2026 Quay Press. All rights reserved.</p>
</article></body></html>"""


def page(store: Store, article_id: str = KILLED, *, may_edit: bool = False, **asked: int) -> ArticlePage:
    return read_article(store, article_id.partition(":")[0], article_id, may_edit=may_edit, now=LATE, **asked)


def two_days(store: Store) -> None:
    capture(store, BATCH, [sent(1), sent(2)])
    at = NOON + timedelta(days=1)
    capture(store, NEXT, [sent(2, news(2, f"{FIRST} {CORRECTED}"), at)], at)
    replay(store, BATCH, NEXT)


def html_page(store: Store) -> str:
    """Capture and build a page of markup; its id."""
    link = Link(url="https://quay.example/7", origin="feed", title="Crane 7 turns green")
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    capture(store, BATCH, [sent(7, HTML.encode(), link=link, headers=headers)])
    replay(store, BATCH)
    (found,) = read("articles", lake=store.uri, columns=["article_id"]).to_pylist()
    return str(found["article_id"])


def test_the_text_is_the_extracted_one_with_what_was_taken_out_where_it_stood(store: Store) -> None:
    two_days(store)
    shown = page(store, "quay:1000001")
    (row,) = read("history", lake=store.uri, start=DAY, end=DAY).filter(_is("quay:1000001")).to_pylist()
    assert "".join(one.text for one in shown.text.pieces) == row["extracted_text"]
    stayed = "".join(one.text for one in shown.text.pieces if not one.removed)
    assert "QUAY02032026" not in stayed
    assert [(one.rule, one.text) for one in shown.text.removed] == [
        (one["rule"], one["text"]) for one in row["removed"]
    ]
    assert "\n".join(one.text for one in shown.text.paragraphs) == row["body_text"]
    assert shown.command == "wirelake show quay:1000001"


def _is(article_id: str) -> object:
    import pyarrow.compute as pc

    return pc.field("article_id") == article_id


def test_a_rule_is_told_in_the_docs_words_and_how_often_it_acts(store: Store) -> None:
    two_days(store)
    shown = page(store)
    (stamp,) = [one for one in shown.rules if one.id == "wire_stamp"]
    assert stamp.takes_out == "a transmission stamp, as a line or at the end of one"
    assert "`wire_id`" in stamp.field
    assert (stamp.records, shown.looked.records) == (3, 3)
    assert (shown.looked.first, shown.looked.last) == (BATCH.day, NEXT.day)


def test_a_field_tells_what_spoke_for_it_and_why_the_others_lost(store: Store) -> None:
    shown = page(store, html_page(store))
    fields = {one.name: one for one in shown.fields}
    headline = fields["headline"]
    assert headline.value == "Crane 7 turns green"
    outcomes = {one.origin: one.outcome for one in headline.candidates}
    assert outcomes["h1"] == "chosen"
    assert outcomes["og_title"] == "agrees"
    assert outcomes["twitter_title"] == "lost"
    (lost,) = [one for one in headline.candidates if one.outcome == "lost"]
    assert lost.why.startswith("it says otherwise, 0.50 against ")
    published = fields["published"]
    assert published.candidates[0].outcome == "chosen"
    assert published.value.startswith(f"{DAY} 10:00")
    assert fields["copyright_notice"].why == "the rule copyright_notice lifted it out of the text"


def test_versions_show_the_words_that_changed(store: Store) -> None:
    two_days(store)
    newest, first = page(store).versions
    assert (newest.seq, newest.stands, first.seq, first.stands) == (2, True, 1, False)
    assert newest.changed == ("text",)
    (line,) = [one for one in newest.lines if one.changes]
    gone, new = (
        "".join(one.text for one in line.changes if one.kind in ("same", kind)) for kind in ("gone", "new")
    )
    assert (gone, new) == (f"{FIRST} {SECOND}", f"{FIRST} {CORRECTED}")
    assert first.lines == ()
    older = page(store, seq=1)
    assert older.seq == 1
    assert SECOND in older.text.paragraphs[0].text


def test_its_places_hold_it(store: Store) -> None:
    two_days(store)
    places = page(store).places
    assert {one.what for one in places} == {"article", "history", "bytes"}
    for one in places:
        assert store.read(one.path), one
    (newest, *_) = [one for one in places if one.what == "bytes"]
    answer = store.read(newest.path)
    assert answer
    offset, length = int(newest.detail.rpartition(" ")[2]), int(newest.detail.split(", ")[-1].split()[0])
    record = gzip.decompress(answer[0][offset : offset + length])
    assert newest.detail.split()[1].strip(",").encode() in record
    assert CORRECTED.encode() in record


@pytest.mark.parametrize("may_edit", [False, True])
def test_of_a_killed_article_no_word_is_left(store: Store, may_edit: bool) -> None:
    two_days(store)
    take_down(store, erase=False)
    shown = page(store, may_edit=may_edit)
    assert (shown.verdict, shown.is_dead, shown.seq) == ("taken_down", True, None)
    assert not any(word in repr(shown) for word in WORDS)
    assert shown.tombstone
    assert shown.tombstone.reason == "by order"
    assert shown.tombstone.waits_for.startswith("they are erased by the source's first run after ")
    assert shown.tombstone.objects
    assert shown.deeds[0].what == "taken down"
    (step,) = shown.next
    assert (step.command, step.note) == (f"wirelake restore {KILLED} --reason …", "only if that was wrong")


def test_of_a_takedown_that_is_decided_and_not_carried_out_no_word_is_shown(store: Store) -> None:
    two_days(store)
    decided = Event(what=What.TAKEDOWN, article_id=KILLED, at=LATE, cause=Cause.OPERATOR, reason="by order")
    record(store, decided)
    shown = page(store, may_edit=True)
    assert shown.is_dead
    assert not any(word in repr(shown) for word in WORDS)


def test_of_an_article_that_its_wire_cancels_no_word_is_left_before_the_bytes_are_gone(store: Store) -> None:
    drop(store, BATCH, "a", wire_item(2))
    run(store, BATCH, NOON)
    drop(store, NEXT, "b", wire_item(2, status="canceled", version="2"))
    run(store, NEXT, NOON + timedelta(days=1))
    (row,) = read("history", lake=store.uri, start=DAY, end=DAY).to_pylist()
    shown = page(store, row["article_id"], may_edit=True)
    assert shown.is_dead
    assert not any(word in repr(shown) for word in WORDS)


def test_what_an_embargo_holds_is_for_those_who_may_edit(store: Store) -> None:
    until = (LATE + timedelta(days=2)).isoformat()
    drop(store, BATCH, "a", wire_item(2) | {"embargoed": until})
    run(store, BATCH, NOON)
    (row,) = read("history", lake=store.uri).to_pylist()
    shown = page(store, row["article_id"])
    assert (shown.verdict, shown.is_held, shown.seq) == ("embargoed", True, None)
    assert not any(word in repr(shown) for word in WORDS)
    assert "2026-03-07T12:00Z" in shown.told
    assert shown.deeds[0].what == "not before 2026-03-07 12:00Z (embargo)"
    editors = page(store, row["article_id"], may_edit=True)
    assert (editors.is_held, editors.is_privileged) == (False, True)
    assert editors.text.paragraphs[0].text == text(2)


def test_a_held_version_takes_the_older_ones_from_readers_too(store: Store) -> None:
    drop(store, BATCH, "a", wire_item(2))
    run(store, BATCH, NOON)
    until = (LATE + timedelta(days=2)).isoformat()
    drop(store, NEXT, "b", wire_item(2, version="2") | {"embargoed": until})
    run(store, NEXT, NOON + timedelta(days=1))
    (row, *_) = read("history", lake=store.uri).to_pylist()
    shown = page(store, row["article_id"], seq=1)
    assert len(shown.versions) == 2
    assert not any(word in repr(shown) for word in WORDS)


def test_markup_and_what_a_terminal_would_obey_are_text(store: Store) -> None:
    capture(store, BATCH, [sent(5, news(5).replace(b"Crane 5 turns green", HOSTILE.encode()))])
    replay(store, BATCH)
    (row,) = read("articles", lake=store.uri).to_pylist()
    shown = page(store, row["article_id"])
    assert shown.headline.startswith("<script>")
    assert "\u202e" not in repr(shown)


def test_what_nobody_knows_is_told_and_what_is_no_id_refused(store: Store) -> None:
    two_days(store)
    shown = page(store, "quay:999")
    assert (shown.verdict, shown.seq, shown.command) == ("never_captured", None, "wirelake why quay:999")
    for source, named in (("quay", "pier:1"), ("quay", "quay:../../etc"), ("quay", "quay:")):
        with pytest.raises(ConfigError):
            read_article(store, source, named)


def test_a_damaged_index_is_told_and_the_rest_is_shown(store: Store) -> None:
    two_days(store)
    for one in store.objects(layout.raw(NEXT)):
        if one.path.endswith(".index.parquet"):
            store.write(one.path, b"rotten")
            broken = one.path
    shown = page(store)
    assert shown.text.pieces
    assert shown.places == ()
    (told,) = shown.troubles
    assert broken in told
    assert "wirelake verify quay 2026-03-03 --repair" in told


def test_nothing_is_written(store: Store, sources: Path) -> None:
    two_days(store)
    take_down(store, "quay:1000001", erase=False)
    before = {one.path: one.etag for one in store.objects("")}
    for id_ in (KILLED, "quay:1000001", "quay:999"):
        page(store, id_, may_edit=True)
    assert {one.path: one.etag for one in store.objects("")} == before
    assert sources.exists()
