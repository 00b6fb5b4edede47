"""What a message of mail is read as: which of its parts, within which bounds, and what its headers decide."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest

from wirelake.bounded.reading import cleaned, read
from wirelake.config import SourceConfig
from wirelake.excision import readable
from wirelake.payloads import mail
from wirelake.records import Extract, Kind, Link, RawArticle, Rejection

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BASIN = "The new basin of the harbour was opened on Monday, after two years of work and of waiting."
CRANE = "The crane at the quay was painted green on Monday – nobody had asked for it, said the master."
PNG = b"\x89PNG\r\n\x1a\n0000"


def message(
    subject: str = "Basin opens", text: str = f"{BASIN}\n\n{CRANE}\n", **headers: str
) -> EmailMessage:
    one = EmailMessage(policy=SMTP)
    given = {"From": "Quay Desk <desk@quay.example>", "Date": "Mon, 02 Mar 2026 09:14:00 +0300"}
    for name, value in (given | {"Subject": subject, "Message-ID": "<1@quay.example>"} | headers).items():
        one[name] = value
    one.set_content(text)
    return one


def source(**facts: Any) -> SourceConfig:
    given = {
        "name": "quay",
        "title": "Quay",
        "description": "An invented wire.",
        "homepage": "https://quay.example/",
        "contact": "desk@paper.example",
        "language": "en",
        "discover": [{"kind": "drop_folder", "prefix": "drop/quay/{day}"}],
        "mail": facts,
    }
    return SourceConfig.model_validate(given)


def raw(body: bytes | EmailMessage, origin: str = "inbox") -> RawArticle:
    data = body if isinstance(body, bytes) else body.as_bytes()
    link = Link(url="drop:quay/2026-03-02/1.eml", origin=origin)
    return RawArticle(
        link=link, kind=Kind.ARTICLE, fetched_at=NOON, body=data, raw_ref="quay/2026-03-02#<urn:uuid:1>"
    )


def reasons(found: Extract) -> list[str]:
    return [one.reason for one in found.rejections]


def test_the_text_is_read_where_no_attachment_is_an_item() -> None:
    one = message("Re: [quay] Basin öffnet wieder", f"HAMBURG, March 2 (Quay) - {BASIN}\n\n{CRANE}\n")
    one.add_alternative(f"<html><body><p>{BASIN}</p></body></html>", subtype="html")
    one.add_attachment(PNG, maintype="image", subtype="png", filename="logo.png")
    found = read(source(date="published"), raw(one))
    (article,) = found.articles
    assert article.headline == "Basin öffnet wieder"
    assert article.body_text == f"{BASIN}\n{CRANE}"
    assert (article.date_source, article.published_at) == ("mail", datetime(2026, 3, 2, 6, 14, tzinfo=UTC))
    assert dict(found.passed_over) == {"1.2": "other_rendition", "2/logo.png": "picture"}


def test_headers_decide_neither_date_nor_author() -> None:
    (article,) = read(source(), raw(message())).articles
    assert (article.published_date, article.authors, article.byline) == (None, (), None)
    assert [(one.origin, one.weight) for one in article.date_candidates] == [("mail", 0.3)]
    assert ("authors", "sender_of_the_mail") in [(one.field, one.refused) for one in article.candidates]


@pytest.mark.parametrize(("body", "texts"), [("alone", 0), ("always", 1), ("never", 0)])
def test_the_yaml_says_when_the_text_is_read(body: str, texts: int) -> None:
    one = message()
    one.add_attachment(f"Crane turns green\n\n{CRANE}\n", filename="crane.txt")
    found = read(source(body=body), raw(one))
    assert len(found.articles) == 1 + texts
    assert ("1", "mail_text") in found.passed_over or texts


def test_an_article_is_known_by_its_message_and_its_place() -> None:
    first, again = (read(source(), raw(body)).articles[0] for body in (message(), message(Received="by mx")))
    other = read(source(), raw(message(**{"Message-ID": "<2@quay.example>"}))).articles[0]
    assert (first.article_id, first.version) == (again.article_id, again.version)
    assert other.article_id != first.article_id


def test_only_what_was_dropped_is_mail() -> None:
    data = message().as_bytes()
    assert mail.is_mail(raw(data))
    assert not mail.is_mail(raw(data, "feed"))
    assert not mail.is_message(b"From: the harbour\nto the sea\n\nMessage-ID: none\n")
    assert not mail.is_message(b"From: the harbour\nDate: Monday\n\nIt opened.\n")
    assert mail.is_message(b"From desk Mon Mar  2\n" + data)


def test_a_message_that_stops_in_between_says_so() -> None:
    one = message()
    one.add_attachment(f"Crane turns green\n\n{CRANE}\n{BASIN}\n", filename="crane.txt", cte="8bit")
    data = one.as_bytes()
    (article,) = read(source(), raw(data[: data.index(b"two years")])).articles
    assert article.is_truncated
    assert "transmission_cut" in article.quality_flags


def nested(depth: int) -> bytes:
    head = b"From: a@b.example\r\nMessage-ID: <1@b.example>\r\n"
    parts = [
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (at, at) for at in range(depth)
    ]
    return head + b"".join(parts) + b"Content-Type: text/plain\r\n\r\nBasin opens\r\n"


def flat(count: int) -> bytes:
    head = (
        b"From: a@b.example\r\nMessage-ID: <1@b.example>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    )
    return head + b"--b\r\nContent-Type: text/plain\r\n\r\nBasin\r\n" * count + b"--b--\r\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (nested(12), "too_deep"),
        (nested(5_000), "too_many_parts"),
        (flat(101), "too_many_parts"),
        (b"X-Long: " + b"x" * 70_000 + b"\r\n" + message().as_bytes(), "header_too_long"),
        (b"X-Many: x\r\n" * 600 + message().as_bytes(), "header_too_long"),
        (
            b"Content-Type: text/plain; " + b"a=b; " * 3_000 + b"\r\n" + message().as_bytes(),
            "header_too_long",
        ),
    ],
)
def test_a_message_beyond_bounds_is_rejected_whole(data: bytes, reason: str) -> None:
    assert reasons(read(source(), raw(data))) == [reason]


@pytest.mark.parametrize(
    "head",
    [
        b"Subject: =?utf-8?b?////?= =?nocharset?q?x?= =?utf-8?b?a?=\r\n",
        b"Subject: \xff\xfe raw\r\n",
        b"Date: Mon, 99 Foo 99999 25:61:61 +9999\r\n",
        b"Date: Fri, 31 Dec 9999 23:00:00 -1200\r\n",
        b"Content-Type: text/plain; charset*=utf-8''%ff; name*0*=x''%zz; name*1=..%2f\r\n",
        b"Content-Disposition: attachment; filename*=nocharset'en'%ff%00..%2f..%2fetc\r\n",
        b"Content-Transfer-Encoding: base64\r\n",
        b"Content-Transfer-Encoding: x-uuencode\r\n",
        b"Content-Type: multipart/mixed\r\n",
        b"Content-Type: message/rfc822\r\n",
        b"Content-Type: message/partial; number=1; total=2; id=x\r\n",
    ],
)
def test_a_broken_message_is_an_outcome_and_no_error(head: bytes) -> None:
    data = head + b"From: a@b.example\r\nMessage-ID: <1@b.example>\r\n\r\nBasin opens\n\n" + BASIN.encode()
    found = read(source(), raw(data))
    assert found.articles or found.rejections or found.no_item
    outcome = cleaned(source(), raw(data))
    assert isinstance(outcome, Rejection) or outcome
    assert "/.." not in str([one.alt_ids for one in found.articles])


def test_what_is_encoded_is_searched_and_cut_and_the_rest_stays() -> None:
    one = message("Basin opens", "See attached.")
    for name, text in (("basin", BASIN), ("crane", CRANE)):
        one.add_attachment(text.encode("utf-16"), maintype="text", subtype="plain", filename=f"{name}.txt")
    one.add_attachment(f"{CRANE}\r\n{CRANE}\n", filename="mixed.txt", cte="8bit")
    data = one.as_bytes()
    assert BASIN.encode() not in data
    assert BASIN in readable(data)
    left = mail.changed(
        data, lambda part: b"" if part.name == "basin.txt" else part.body, "Basin opens".__eq__
    )
    assert BASIN not in readable(left)
    assert "Basin opens" not in readable(left)
    stood, stands = mail.opened(data), mail.opened(left)
    assert [part.body for part in stands.parts] == [
        b"" if part.name == "basin.txt" else part.body for part in stood.parts
    ]
    assert mail.changed(data, lambda part: part.body, lambda _: False) == data
