"""What stands in the lists of the page: embargoes, takedowns, holds, advisories."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Embargo:
    """An article that readers do not see yet.

    Attributes:
        source: the source.
        article_id: its id.
        until: None: no end that can be read.
        left: of the time until then, in words.
        command: that releases it.
        may_act: the user may release it.
    """

    source: str
    article_id: str
    until: datetime | None
    left: str
    command: str
    may_act: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Takedown:
    """A killed or taken-down article, by its manifest; of one that nobody has begun by its event.

    Attributes:
        source: the source.
        article_id: its id.
        at: when.
        by: the name of who decided it, where the desk knows that; else which wire or operator, in words.
        reason: why.
        state: finished, bytes_stand, unfinished or revoked.
        left: in words, what is left to do or who holds it; "" where nothing is.
        objects: rewritten, redacted or deleted.
        prints: sentences that a proof looks for.
        withdrawn_at: since when no table shows it.
        erased_at: since when its bytes are gone.
        command: that proves it, or completes it.
    """

    source: str
    article_id: str
    at: datetime
    by: str
    reason: str
    state: str
    left: str
    objects: int
    prints: int
    withdrawn_at: datetime | None
    erased_at: datetime | None
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """An article whose bytes an operator keeps in raw/, whoever takes it down.

    Attributes:
        source: the source.
        article_id: its id.
        since: since when.
        by: who decided.
        reason: why.
        command: that lifts it.
    """

    source: str
    article_id: str
    since: datetime
    by: str
    reason: str
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Advisory:
    """A message of the wire's that waits for somebody, or a writethru in doubt about what it replaces.

    Attributes:
        source: the source.
        raw_ref: of its bytes.
        article_id: its own; by it several in one payload are told apart.
        received: when it was received.
        is_writethru: it kills nothing: it can be closed, and not bound.
        names: what it names the article by: role, value.
        command: that closes it.
        may_act: the user may bind or close it.
    """

    source: str
    raw_ref: str
    article_id: str
    received: datetime
    is_writethru: bool
    names: tuple[tuple[str, str], ...]
    command: str
    may_act: bool = False
