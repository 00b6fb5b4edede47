"""Segments as they come: when one is published, what stands there after an error, what is left out."""

import io
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator
from tests.wirelake.quay import BATCH, NOON, contents, failed, page, received

from wirelake import archive
from wirelake.archive.capture import SEGMENT_RECORDS, SEGMENT_SECONDS
from wirelake.errors import FetchError
from wirelake.lake.exchanges import read_index
from wirelake.records import Kind, Link, RawArticle, Rights, Seen
from wirelake.storage import Store

RUN = "20260302T120000Z-0a1b2c3d"
LATER = NOON + timedelta(hours=2)
FEED = Link(url="https://quay.example/feed", origin="source")


def names(store: Store) -> list[str]:
    return [path.rpartition("/")[2].removeprefix(RUN) for path in contents(store, "raw")]


def both(*numbers: int) -> list[str]:
    return [f"-{number:04}{end}" for number in numbers for end in (".index.parquet", ".warc.gz")]


def feed(body: bytes, **fields: Any) -> RawArticle:
    return received(0, body, link=FEED, kind=Kind.FEED, **fields)


def test_a_segment_is_published_when_it_is_full_and_at_the_end(store: Store, tmp_path: Path) -> None:
    seen: list[int] = []

    def exchanges() -> Iterator[RawArticle]:
        for number in range(SEGMENT_RECORDS + 3):
            seen.append(
                len(read_index(store, BATCH)) if number in (SEGMENT_RECORDS - 1, SEGMENT_RECORDS) else 0
            )
            yield received(number, page(number))

    assert archive.archive(store, BATCH, exchanges(), RUN, spool=tmp_path / "spool") == SEGMENT_RECORDS + 3
    assert seen[-4:-2] == [0, SEGMENT_RECORDS]
    assert names(store) == both(1, 2)
    assert list((tmp_path / "spool").iterdir()) == []


def test_a_segment_is_published_when_it_is_old_as_the_next_exchange_comes(store: Store) -> None:
    now = 0.0

    def exchanges() -> Iterator[RawArticle]:
        nonlocal now
        for number, pause in enumerate((0, SEGMENT_SECONDS - 1, 1, SEGMENT_SECONDS - 1)):
            now += pause
            yield received(number, page(number))

    assert archive.archive(store, BATCH, exchanges(), RUN, clock=lambda: now) == 4
    sizes = [
        sum(row["warc_file"].endswith(f"-{n:04}.warc.gz") for row in read_index(store, BATCH)) for n in (1, 2)
    ]
    assert sizes == [2, 2]


def test_a_segment_does_not_read_what_the_others_of_its_run_hold(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    segments, now, asked = 12, 0.0, []
    read = store.read

    def told(path: str, **more: Any) -> Any:
        asked.append(path)
        return read(path, **more)

    def exchanges() -> Iterator[RawArticle]:
        nonlocal now
        for number in range(segments):
            now += SEGMENT_SECONDS
            yield received(number, page(number, text=" ".join(map(str, range(number * 9)))))

    monkeypatch.setattr(store, "read", told)
    archive.archive(store, BATCH, exchanges(), RUN, clock=lambda: now)
    assert max(Counter(path for path in asked if path.startswith("raw/")).values()) == 1
    assert len(names(store)) == 2 * segments


@pytest.mark.parametrize("error", [FetchError("the host went down"), KeyboardInterrupt()], ids=repr)
def test_what_came_before_an_error_is_kept_and_the_error_goes_on(store: Store, error: BaseException) -> None:
    def exchanges() -> Iterator[RawArticle]:
        yield received(1, page(1))
        yield received(2, page(2))
        raise error

    with pytest.raises(type(error)):
        archive.archive(store, BATCH, exchanges(), RUN)
    assert [raw.body for raw in archive.read_batch(store, BATCH)] == [page(1), page(2)]


def test_a_retry_goes_on_with_the_next_number_and_knows_what_the_run_has(store: Store) -> None:
    archive.archive(store, BATCH, [received(1, page(1)), failed(2)], RUN)
    archive.archive(store, BATCH, [received(5, page(5))], "20260302T110000Z-ffffffff")
    have = archive.captured(store, BATCH, RUN)
    assert {url[-1]: row["failure"] for url, row in have.items()} == {"1": None, "2": "timeout"}
    assert archive.read_row(store, BATCH, have["https://quay.example/1"]).body == page(1)
    assert archive.archive(store, BATCH, [received(2, page(2)), received(3, page(3))], RUN) == 2
    assert sorted(url[-1] for url in archive.captured(store, BATCH, RUN)) == ["1", "2", "3"]
    assert [name for name in names(store) if name.startswith("-")] == both(1, 2)


def test_what_lists_links_and_brings_nothing_new_writes_nothing(store: Store) -> None:
    assert archive.archive(store, BATCH, [feed(b"<rss/>"), feed(b"<rss/>", at=LATER)], RUN) == 1
    stood = contents(store, "raw")
    sight = archive.seen(store, BATCH.source, BATCH.day)[FEED.url]
    same = [
        feed(b"<rss/>", at=LATER),
        feed(b"", status=304, unchanged=sight.seen, at=LATER),
        feed(
            b"", status=304, unchanged=Seen(raw_ref="quay/2026-03-01#x", fetched_at=NOON, payload_sha256="0")
        ),
    ]
    assert archive.archive(store, BATCH, same, "20260302T140000Z-11111111") == 0
    assert contents(store, "raw") == stood


def test_an_unchanged_article_is_a_revisit_that_others_read(store: Store) -> None:
    archive.archive(store, BATCH, [received(1, page(1), headers=(("ETag", '"one"'),))], RUN)
    sight = archive.seen(store, BATCH.source, BATCH.day)["https://quay.example/1"]
    assert (sight.seen.etag, sight.looks) == ('"one"', (NOON,))
    unchanged = received(1, b"", status=304, unchanged=sight.seen, at=LATER)
    assert archive.archive(store, BATCH, [unchanged], "20260302T140000Z-11111111") == 0
    first, second = read_index(store, BATCH)
    assert (second["record_type"], second["refers_to"]) == ("revisit", first["record_id"])
    assert (second["payload_sha256"], second["status"], second["etag"]) == (
        first["payload_sha256"],
        304,
        '"one"',
    )
    assert [raw.fetched_at for raw in archive.read_batch(store, BATCH)] == [NOON]
    (record,) = [
        record
        for data in contents(store, "raw").values()
        if data.startswith(b"\x1f\x8b")
        for record in ArchiveIterator(io.BytesIO(data), verify_digests=True)
        if record.headers["WARC-Type"] == "revisit"
    ]
    assert record.headers["WARC-Profile"].endswith("server-not-modified")
    assert record.headers["WARC-Refers-To"] == first["record_id"]
    sight = archive.seen(store, BATCH.source, BATCH.day)["https://quay.example/1"]
    assert (sight.first_at, sight.looks) == (NOON, (NOON, LATER))
    assert sight.seen.raw_ref == f"{BATCH}#{first['record_id']}"


@pytest.mark.parametrize(
    ("name", "value", "charset"),
    [
        ("Content-Type", "text/html\x85; charset=\xff", "\xff"),
        ("Content-Type", "text/html; charset*0*=utf-8''%zz; charset*=x", None),
        ("Content-Type", "text/html; charset = 'UTF-8'; x=y", "utf-8"),
        ("Link", "<https://quay.example/>; rel=caf\xe9; \x85x", None),
        ("\xc9tat", "caf\xe9", None),
        ("X", "\u20ac; a foreign file's, and half a character: \ud800", None),
    ],
)
def test_no_header_keeps_a_capture_from_being_archived(
    store: Store, name: str, value: str, charset: str | None
) -> None:
    sent = received(1, page(1), headers=((name, value),))
    assert archive.archive(store, BATCH, [sent, received(2, page(2))], RUN) == 2
    assert read_index(store, BATCH)[0]["charset"] == charset
    read = next(archive.read_batch(store, BATCH))
    assert read.failure is None
    if "\ud800" not in value:
        assert read.headers == sent.headers


def test_text_that_no_file_can_hold_is_mended(store: Store) -> None:
    link = Link(url="https://quay.example/1", origin="feed", title="half \ud800")
    rights = Rights(evidence=("half \udc00",))
    sent = received(1, failure="protocol", failure_detail="half \ud800", link=link, rights=rights)
    archive.archive(store, BATCH, [sent], RUN)
    (row,) = read_index(store, BATCH)
    assert (row["link_title"], row["rights_evidence"]) == ("half ?", ["half ?"])


def test_every_fact_of_an_exchange_comes_back(store: Store) -> None:
    link = Link(
        url="https://quay.example/1?utm_source=feed&id=7",
        origin="feed",
        guid="g",
        title="Ähren",
        published="2026-03-02",
        updated="2026-03-02T11:00:00+00:00",
    )
    rights = Rights(
        tdm_reservation=1,
        tdm_policy="https://quay.example/policy",
        robots_allowed=True,
        robots_meta=("noarchive", "noai"),
        rsl_license="https://quay.example/licence",
        evidence=("header tdm-reservation: 1",),
    )
    sent = received(
        1,
        page(1),
        link=link,
        rights=rights,
        ip="127.0.0.9",
        final_url="https://quay.example/one",
        redirects=(link.url, "https://quay.example/one"),
        headers=(
            ("Content-Type", 'Text/HTML; charset="UTF-8"'),
            ("ETag", 'W/"1"'),
            ("Last-Modified", "Mon, 02 Mar 2026 11:00:00 GMT"),
        ),
    )
    archive.archive(store, BATCH, [sent], RUN)
    (row,) = read_index(store, BATCH)
    expected = {
        "canonical_url": "https://quay.example/1?id=7",
        "host": "quay.example",
        "charset": "utf-8",
        "media_type": "text/html",
        "etag": 'W/"1"',
        "last_modified": "Mon, 02 Mar 2026 11:00:00 GMT",
        "robots_meta": ["noarchive", "noai"],
        "ip": "127.0.0.9",
    }
    assert {name: row[name] for name in expected} == expected
    data = contents(store, "raw")[row["warc_file"]]
    assert (row["offset"], row["length"]) == (0, len(data))
    (kept,) = archive.read_batch(store, BATCH)
    for field in (
        "link",
        "rights",
        "ip",
        "redirects",
        "final_url",
        "headers",
        "status",
        "body",
        "fetched_at",
    ):
        assert getattr(kept, field) == getattr(sent, field), field
