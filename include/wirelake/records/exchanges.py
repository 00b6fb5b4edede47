"""What was asked for and what came: links, and the bytes with their HTTP exchange."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

IMPORT = "import"  # the origin of what came out of an archive, and the mode of its run
DROPPED = frozenset({"drop_folder", "inbox", IMPORT})  # origins of what somebody left as a file
HIDDEN = "***"  # stands where credentials stood
USED_UP = (
    "quota_used_up"  # the failure of what the day's quota left to the next time: no record is made of it
)
GONE = "gone"  # the failure of a page that raw/ holds, and the signal of its article


class Kind(StrEnum):
    """What a captured exchange was made for."""

    ARTICLE = "article"  # may hold articles
    FEED = "feed"  # a feed that lists links, or a page of an API that does
    SITEMAP = "sitemap"  # a sitemap, or an index of them
    ARCHIVE_PAGE = "archive_page"  # a dated page that lists links
    LINK_PAGE = "link_page"  # a page, such as a front page, that lists links
    PAGE = "page"  # a later page of an article that begins on another
    INBOX = "inbox"  # the list of an inbox; only one that could not be had leaves a record


class Outcome(StrEnum):
    """How a captured exchange ended; every raw_ref has exactly one."""

    ARTICLE = "article"
    MEDIA = "media"
    PACKAGE = "package"
    DUPLICATE = "duplicate"
    REJECTION = "rejection"
    CONTROL = "control"
    NOT_CONTENT = "not_content"  # a list of links, a later page of an article, a try that was made good
    PASSED_OVER = "passed_over"  # a dropped file that is no item: a binary, an index without members


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An entry of a feed, a sitemap, a page, a drop folder or an inbox, with what it says of its article."""

    url: str  # http(s), drop:<source>/<day>/<file name>, or api:<source>/<id> of an item in a page
    origin: str  # the kind of discovery that found it: feed, sitemap, archive_page, …
    guid: str | None = None
    title: str | None = None
    published: str | None = None  # ISO 8601, as precise as the entry was
    updated: str | None = None  # likewise: when the entry says that its article changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What an earlier capture holds of a link: the validators for asking again, and its record."""

    raw_ref: str
    fetched_at: datetime
    payload_sha256: str
    etag: str | None = None
    last_modified: str | None = None

    @property
    def batch(self) -> str:
        """The batch whose record it is."""
        return self.raw_ref.partition("#")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What the publisher's machine-readable signals say; ``evidence`` names each with its place."""

    tdm_reservation: int | None = None
    tdm_policy: str | None = None
    robots_allowed: bool | None = None
    robots_meta: tuple[str, ...] = ()
    rsl_license: str | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawArticle:
    """The bytes as received (still content-encoded), with their HTTP exchange."""

    link: Link
    kind: Kind
    fetched_at: datetime
    body: bytes = b""
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    final_url: str | None = None
    redirects: tuple[str, ...] = ()  # every address of the way, the first and the last too, if it moved
    ip: str | None = None  # the address that answered
    failure: str | None = None  # the failure's class, such as http_404; None where bytes arrived
    failure_detail: str | None = None
    unchanged: Seen | None = None  # 304: what was received then is what stands there still
    follows: str | None = None  # the raw_ref of what the link showed before, where it shows that no more
    rights: Rights = Rights()
    raw_ref: str = ""  # <source>/<capture day>#<WARC-Record-ID>, once archived
    pages: tuple["RawArticle", ...] = ()  # the later ones of an article over several, in their order
    paid_text: bool = False  # the source's licence allows what its page says not to be free
    # SHA-256 of the bytes as received, once archived: a takedown may have left others of them.
    received_sha256: str = field(default="", compare=False)
    stood_sha256: str = field(default="", compare=False)  # of a page that is gone: of what stood there

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case."""
        return next((v for k, v in self.headers if k.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Http:
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    final_url: str | None = None
