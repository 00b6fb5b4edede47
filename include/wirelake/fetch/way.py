"""One try of one link: what it is asked for, how far it came, and the RawArticle that it ends as."""

from dataclasses import dataclass, field
from datetime import datetime

from wirelake.fetch.permission.rights import from_headers, strictest
from wirelake.fetch.transport.exchange import Answer, FailedError
from wirelake.legible import one_line
from wirelake.records import Kind, Link, RawArticle, Rights, Seen

# They belong to the connection or to its credentials, not to the article.
NOT_KEPT = frozenset({"set-cookie", "set-cookie2", "transfer-encoding", "connection", "keep-alive"})
# Of these, what had arrived is worth keeping; of a page that is too large or too slow it is not.
KEPT = frozenset({"truncated", "bad_encoding", "protocol"})


@dataclass(slots=True)
class Way:
    """From a link's address over its redirects to an answer."""

    link: Link
    kind: Kind
    seen: Seen | None
    policy: bool  # robots.txt or tdmrep.json themselves
    fetched_at: datetime  # of the last answer; until there is one, of the beginning
    left: float  # seconds for all its exchanges together; turns are waited for besides
    masked: bool = False  # where the answer repeats the credentials, it is kept with a mask in their place
    urls: list[str] = field(default_factory=list)
    ip: str | None = None
    conditional: bool = False  # the last request asked for a change only
    rights: Rights = field(default_factory=Rights)

    def ended(
        self,
        answer: Answer | None,
        body: bytes = b"",
        *,
        failure: str | None = None,
        detail: str | None = None,
        unchanged: Seen | None = None,
    ) -> RawArticle:
        """What came of it."""
        headers = answer.headers if answer else ()
        return RawArticle(
            link=self.link,
            kind=self.kind,
            fetched_at=self.fetched_at,
            body=body,
            status=answer.status if answer else None,
            headers=tuple((name, value) for name, value in headers if name.lower() not in NOT_KEPT),
            final_url=self.urls[-1] if answer else None,
            redirects=tuple(self.urls) if len(self.urls) > 1 else (),
            ip=self.ip,
            failure=failure,
            failure_detail=detail and one_line(detail),
            unchanged=unchanged,
            rights=strictest(self.rights, from_headers(headers)) if headers else self.rights,
        )

    def failed(self, failed: FailedError) -> RawArticle:
        """The failure that ended it; of robots.txt the part within its bound is kept."""
        kept = failed.failure in KEPT or (self.policy and failed.failure == "too_large")
        body = failed.body if kept else b""
        return self.ended(failed.answer, body, failure=failed.failure, detail=failed.detail)
