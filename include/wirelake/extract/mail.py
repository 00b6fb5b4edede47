"""Which parts of a message of mail hold news, and what its headers say of the articles in them.

An attachment is read as if it lay by itself where the message does. The text of the message is read where no
attachment is an item, or as the source's YAML says. What is passed over is named, with what it is.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime

from wirelake.config import MailFacts
from wirelake.evidence.published import HAS_A_SAY
from wirelake.payloads import payload
from wirelake.payloads.mail import Mail, Part, is_message, opened, piece, subject_of
from wirelake.payloads.no_items import by_content, by_name
from wirelake.records import Article, DateCandidate, RawArticle, with_changes
from wirelake.statements.candidates import candidate

TEXT = ("text/plain", "text/html")
MEDIA = ("image/", "video/", "audio/")
# What clients and servers of mail add, by the media type.
ADDED = {
    "application/pgp-signature": "signature",
    "application/pkcs7-signature": "signature",
    "application/x-pkcs7-signature": "signature",
    "application/pgp-keys": "signature",
    "text/vcard": "address_card",
    "text/x-vcard": "address_card",
    "text/calendar": "calendar",
    "application/ms-tnef": "mail_client_data",
    "message/delivery-status": "report",
    "message/disposition-notification": "report",
    "text/rfc822-headers": "report",
}
KINDS = {"image/": "picture", "video/": "video", "audio/": "audio"}
EVIDENCE = 0.3  # below what has a say: it stands among the dates that were found, and decides nothing
YEARS = range(1970, 2200)
ORIGIN = "mail"
CUT = "transmission_cut"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One part that is read: its bytes, and what its message states."""

    raw: RawArticle
    mail: Mail
    is_body: bool
    may_be_cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What is read of a message, and what is passed over: the part's place below the message → what it is."""

    pieces: tuple[Piece, ...]
    passed_over: tuple[tuple[str, str], ...]


def pieces_of(raw: RawArticle, facts: MailFacts) -> Opened:
    """The message's parts, chosen by what they are.

    Raises:
        ParseError: as ``mail.opened``.
    """
    mail = opened(payload(raw))
    bodies = [part for part in mail.parts if _is_body(part)]
    passed = {part.place: kind for part in mail.parts if part not in bodies and (kind := _no_item(part))}
    attached = [part for part in mail.parts if part not in bodies and part.place not in passed]
    text = _text(bodies) if facts.body == "always" or (facts.body == "alone" and not attached) else []
    text = [] if mail.is_report else text
    for part in bodies:
        if part not in text:
            passed[part.place] = _unread(mail, part, text)
    last = mail.parts[-1] if mail.parts and mail.is_cut else None
    return Opened(
        pieces=tuple(
            Piece(raw=piece(raw, mail, part), mail=mail, is_body=part in text, may_be_cut=part is last)
            for part in mail.parts
            if part in text or part in attached
        ),
        passed_over=tuple((place, kind) for place, kind in passed.items()),
    )


def told(article: Article, one: Piece, facts: MailFacts) -> Article:
    """The article with what the headers of its message say: as evidence, and as the headline of its text."""
    mail = one.mail
    stated = (
        ("message_id", mail.message_id),
        ("date", mail.date),
        ("from", mail.sender),
        ("subject", mail.subject),
    )
    candidates, headline = list(article.candidates), article.headline
    if mail.sender:
        candidates.append(candidate("authors", mail.sender, ORIGIN, 0.0, "sender_of_the_mail"))
    if one.is_body and (subject := subject_of(mail.subject)):
        heads = article.source_format == "text" or not headline
        why = None if heads else "the_text_has_its_own"
        candidates.append(candidate("headline", subject, ORIGIN, 1.0, why))
        headline = subject if heads else headline
    flags = (*article.quality_flags, CUT) if one.may_be_cut and CUT not in article.quality_flags else ()
    return with_changes(
        article,
        headline=headline,
        candidates=tuple(candidates),
        date_candidates=(*article.date_candidates, *_dates(mail, facts)),
        extra=(*article.extra, *((f"mail_{name}", value) for name, value in stated if value)),
        is_truncated=article.is_truncated or one.may_be_cut,
        quality_flags=flags or article.quality_flags,
    )


def _is_body(part: Part) -> bool:
    return part.media_type in TEXT and not part.is_attached


def _text(bodies: list[Part]) -> list[Part]:
    """Of each text one rendition: the plain one, unless it is empty."""
    filled = [part for part in bodies if part.body.strip()]
    by_group: dict[str, list[Part]] = {}
    for part in filled:
        by_group.setdefault(part.group or part.number, []).append(part)
    return [min(group, key=lambda part: part.media_type != "text/plain") for group in by_group.values()]


def _unread(mail: Mail, part: Part, text: list[Part]) -> str:
    if not part.body.strip():
        return "empty"
    if mail.is_report:
        return "report"
    return "other_rendition" if any(one.group and one.group == part.group for one in text) else "mail_text"


def _no_item(part: Part) -> str | None:
    if not part.body:
        return "empty"
    if kind := ADDED.get(part.media_type) or by_name(part.name) or by_content(part.body):
        return kind
    if is_message(part.body):
        return "mail_in_a_file"
    return next((KINDS[one] for one in MEDIA if part.media_type.startswith(one)), None)


def _dates(mail: Mail, facts: MailFacts) -> Iterator[DateCandidate]:
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        moment = parsedate_to_datetime(mail.date)
        if moment.year in YEARS:
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)  # "-0000": it is UTC
            yield DateCandidate(
                value=moment.isoformat(),
                raw=mail.date[:100],
                origin=ORIGIN,
                precision="instant",
                weight=HAS_A_SAY if facts.date == "published" else EVIDENCE,
            )
