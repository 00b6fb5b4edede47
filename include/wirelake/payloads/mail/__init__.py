"""Messages of mail (RFC 5322 with MIME): what they state, and each part that is no container, decoded.

Read by the standard library's ``email``, within bounds: it is asked for no header before its length is known,
and builds no tree before the containers are counted.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from email.base64mime import body_encode
from email.errors import CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect
from email.generator import BytesGenerator
from email.message import Message
from email.policy import compat32
from hashlib import sha256
from io import BytesIO
from urllib.parse import quote

from wirelake.payloads.mail.parts import MBOX, Part, decoded, leaves, parsed, shown
from wirelake.records import DROPPED, RawArticle

__all__ = ["Mail", "Part", "changed", "is_mail", "is_message", "opened", "piece", "said", "subject_of"]

LOOK_AT = 262_144  # more than headers may have, so that too many of them are told as that
FIELD = re.compile(rb"([!-9;-~]{1,80})[ \t]*+:[^\n]*+\n?(?:[ \t][^\n]*+\n?)*+")
TRACES = frozenset({b"message-id", b"received", b"mime-version", b"return-path", b"delivered-to"})
CUT = (CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect)
# "Re: ", "[desk] ", "WG: "
ADDED = re.compile(r"(?:(?:re|fwd?|aw|wg|tr|rv|sv)\s*+:\s*+|\[[^\[\]]{1,40}\]\s*+)+", re.IGNORECASE)
MASK = "[removed]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A message. ``is_cut``: its end has not arrived, so its last part may be less than was sent.

    ``is_report`` says that a machine answers: that it was not delivered, that nobody is in the office.
    """

    message_id: str
    date: str
    sender: str
    subject: str
    is_report: bool
    is_cut: bool
    parts: tuple[Part, ...]


def is_message(data: bytes) -> bool:
    """It begins with headers of mail: From, and one that only what was sent has."""
    head = data[:LOOK_AT]
    at = mark.end() if (mark := MBOX.match(head)) else 0
    names: set[bytes] = set()
    while found := FIELD.match(head, at):
        names.add(found[1].lower())
        at = found.end()
    ended = head[at : at + 2].startswith((b"\n", b"\r\n")) or at == len(head)
    return ended and b"from" in names and not TRACES.isdisjoint(names)


def is_mail(raw: RawArticle) -> bool:
    """Somebody left a message as a file; what the web answers is none, whatever it looks like."""
    return raw.link.origin in DROPPED and raw.failure is None and is_message(raw.body)


def opened(data: bytes) -> Mail:
    """The message.

    Raises:
        ParseError: too_large, too_deep, too_many_parts, or header_too_long.
    """
    message = parsed(data)
    found = list(leaves(message))
    return Mail(
        message_id=shown(message, "message-id").strip("<> "),
        date=shown(message, "date"),
        sender=shown(message, "from"),
        subject=shown(message, "subject"),
        is_report=message.get_content_type() == "multipart/report"
        or shown(message, "auto-submitted").lower().startswith("auto-replied"),
        is_cut=any(isinstance(defect, CUT) for one in message.walk() for defect in one.defects),
        parts=tuple(part for part, _ in found),
    )


def subject_of(stated: str) -> str:
    """A subject without what those who answer, pass on and distribute mail put before it."""
    found = ADDED.match(stated)
    return (stated[found.end() :] if found else stated).strip()


def piece(raw: RawArticle, mail: Mail, part: Part) -> RawArticle:
    """The part as if it lay by itself where its message does; by its Message-ID it has a name that stays."""
    same = [one for one in mail.parts if one.name == part.name]
    own = part.name if part.name and len(same) == 1 else part.number
    guid = f"mid:{quote(mail.message_id)}/{quote(own)}" if mail.message_id else None
    link = replace(raw.link, url=f"{raw.link.url}/{part.place}", guid=guid)
    digest = sha256(part.body).hexdigest()
    headers = (("Content-Type", part.content_type),)
    return replace(raw, link=link, body=part.body, headers=headers, received_sha256=digest)


def changed(data: bytes, new: Callable[[Part], bytes], is_said: Callable[[str], bool]) -> bytes:
    """The message with ``new`` bytes in its parts, and without the headers of which ``is_said`` is true.

    Returns the same bytes where nothing is another. What stands between its parts goes with a change; the
    bytes of parts that stay are what they were.

    Raises:
        ParseError: as ``opened``.
    """
    message = parsed(data)
    found = [(part, leaf, new(part)) for part, leaf in leaves(message)]
    said = [
        (one, name)
        for one in message.walk()
        for name, value in one.raw_items()
        if is_said(decoded(str(value)))
    ]
    if not said and all(body == part.body for part, _, body in found):
        return data
    for one, name in said:
        one.replace_header(name, MASK)
    for one in message.walk():
        one.preamble = one.epilogue = None
    for part, leaf, body in found:
        if body != part.body:
            _put(leaf, body)
    written = _written(message)
    for (_, leaf, body), (stands, _) in zip(found, leaves(parsed(written)), strict=True):
        if stands.body != body:  # its line ends are others by now
            _put(leaf, body)
    return _written(message)


def said(data: bytes) -> Iterator[tuple[bytes, str | None]]:
    """What the message says, to be searched: its headers, and each part, with the type that is stated of it.

    Raises:
        ParseError: as ``opened``.
    """
    message = parsed(data)
    told = "\n".join(decoded(str(value)) for one in message.walk() for _, value in one.raw_items())
    between = "\n".join(filter(None, (one for each in message.walk() for one in _between(each))))
    yield f"{told}\n{between}".encode("utf-8", "replace"), "text/plain; charset=utf-8"
    yield from ((part.body, part.content_type) for part, _ in leaves(message))


def _between(message: "Message[str, str]") -> tuple[str | None, str | None]:
    return message.preamble, message.epilogue


def _put(leaf: "Message[str, str]", body: bytes) -> None:
    del leaf["content-transfer-encoding"]
    leaf.set_payload(body_encode(body) if body else "")
    if body:
        leaf["Content-Transfer-Encoding"] = "base64"


def _written(message: "Message[str, str]") -> bytes:
    out = BytesIO()
    BytesGenerator(out, mangle_from_=False, maxheaderlen=0, policy=compat32).flatten(message)
    return out.getvalue()
