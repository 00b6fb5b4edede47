"""One source's facts."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from wirelake.config.choice import Choice
from wirelake.config.days import NAME
from wirelake.config.discovery import Discovery, Inbox
from wirelake.config.discovery.mail import MailFacts
from wirelake.config.discovery.pages import PagesFacts
from wirelake.config.fields import (
    ConnectionId,
    Cron,
    Facts,
    FormatName,
    HttpUrl,
    IdExpression,
    Length,
    Text,
    Until,
    Zone,
)
from wirelake.config.layouts import MAX_LAYOUTS, LearnedLayout
from wirelake.config.learned import LearnedFurniture
from wirelake.config.subjects import SubjectMap

__all__ = ["NAME", "ExpectFacts", "FetchFacts", "Gate", "RightsFacts", "SourceConfig"]

LanguageTag = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,20}$")]
# Pairs, as facts are frozen; written as a mapping.
LanguageMap = Annotated[
    tuple[tuple[LanguageCode, LanguageTag], ...],
    BeforeValidator(lambda value: tuple(value.items()) if isinstance(value, dict) else value),
]
ParameterName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,63}$")]
HeaderName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9-]{0,63}$")]
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
CollectionName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
SourceKind = Literal["agency", "distributor", "publisher", "broadcaster", "authority", "organisation"]
UNKNOWN_LICENCE = "unknown: ask the wire before publishing"
# Left to others: a browser asks only the web's ports as well, and a wire's feed is no mail server.
PORTS = (80, 443, 8000, 8080, 8443)


class OAuth2Facts(Facts):
    """Where a client's id and secret, the login and password of the connection, are changed for a token."""

    token_url: HttpUrl
    scope: Text | None = Field(default=None, max_length=500, description="as the wire names it")
    client: Literal["basic", "body"] = Field(
        default="basic", description="where the id and secret stand: in the Authorization header, or the body"
    )


class FetchFacts(Facts):
    """How this source's hosts are to be treated."""

    requests_per_second: float = Field(default=1.0, gt=0, le=100, description="to one registrable domain")
    requests_per_day: int | None = Field(
        default=None, ge=1, le=10_000_000, description="the wire's quota, counted in the source's zone"
    )
    timeout_seconds: float = Field(default=30.0, gt=0, le=300, description="for one exchange, as a whole")
    max_bytes: int = Field(default=5_000_000, gt=0, le=50_000_000)
    lanes: int = Field(default=30, ge=1, le=60, description="hosts that are asked at the same time")
    ports: tuple[Annotated[int, Field(ge=1, le=65535)], ...] = Field(default=PORTS, min_length=1)
    allow_loopback: bool = Field(default=False, description="for the demo and tests: this machine itself")
    connection: ConnectionId | None = Field(default=None, description="the Airflow connection's id")
    auth: Literal["basic", "bearer", "header", "query", "cookies", "oauth2"] = "basic"
    auth_header: HeaderName = Field(default="X-Api-Key", description="where auth is header")
    auth_parameter: ParameterName = Field(default="api_key", description="where auth is query")
    oauth2: OAuth2Facts | None = Field(default=None, description="where auth is oauth2: how to get a token")

    @model_validator(mode="after")
    def _oauth2_whole(self) -> "FetchFacts":
        if (self.auth == "oauth2") != (self.oauth2 is not None):
            raise ValueError("auth: oauth2 and oauth2: {token_url: …} go together: write both, or neither")
        if self.oauth2 and not self.allow_loopback and not self.oauth2.token_url.startswith("https:"):
            raise ValueError(
                f"oauth2.token_url: {self.oauth2.token_url}: a secret goes there: write https://"
            )
        return self

    @model_validator(mode="after")
    def _auth_of_a_connection(self) -> "FetchFacts":
        stated = (self.auth, self.auth_header, self.auth_parameter)
        if self.connection is None and stated != ("basic", "X-Api-Key", "api_key"):
            raise ValueError("auth says how a connection is used: name it in connection, or delete auth")
        return self


class RightsFacts(Facts):
    """What a publisher's reservation means here: ``respect`` it, or ``record`` it where a licence allows.

    ``paid_text``, which a page holds and says not to be free, is ``withheld``, or ``licensed`` by a licence.
    """

    robots: Literal["respect", "record"] = "respect"
    reservation: Literal["respect", "record"] = "respect"
    paid_text: Literal["withheld", "licensed"] = "withheld"


class Gate(Facts):
    """When a day is not fit to be published."""

    allow_empty: bool = False
    max_rejected_share: float = Field(default=0.5, ge=0, le=1)
    min_articles_for_share: int = Field(default=5, ge=1)


class ExpectFacts(Facts):
    """What this source's articles are expected to be, beyond what is expected of every article."""

    languages: tuple[LanguageTag, ...] = Field(
        default=(), max_length=50, description="the languages that it writes; a region is not looked at"
    )
    min_words: int | None = Field(
        default=None, ge=1, le=10_000, description="an article has so many at least"
    )
    required: tuple[Literal["authors", "description", "language"], ...] = Field(
        default=(), description="fields that each article has"
    )


class SourceConfig(Facts):
    """One wire service: one YAML, one Dag."""

    name: str
    title: Text
    description: Text
    homepage: HttpUrl
    terms_url: HttpUrl | None = None
    country: CountryCode | None = Field(default=None, description="where it is seated, such as KW")
    kind: SourceKind | None = None
    collections: tuple[CollectionName, ...] = Field(
        default=(), max_length=50, description="of your own, by which readers choose sources"
    )
    licence: Text = UNKNOWN_LICENCE
    licence_until: Until | None = Field(
        default=None,
        description="the last day of the licence, in the source's zone, or the instant of its end",
    )
    contact: Text
    retention_days: int | None = Field(default=None, ge=1)
    erase_after_days: int = Field(
        default=7, ge=0, le=3650, description="from the withdrawal of an article to the erasure of its bytes"
    )
    enabled: bool = True
    timezone: Zone = "UTC"
    language: LanguageTag | None = None
    language_map: LanguageMap = Field(
        default=(), max_length=50, description="codes of the wire's own, such as {gb: en-GB}"
    )
    subject_map: SubjectMap = Field(
        default=(), max_length=2000, description="the wire's own subject codes: {POL: medtop:11000000}"
    )
    start: date = date(2000, 1, 1)
    poll: Cron | None = Field(default=None, description="between the daily runs, such as '*/15 * * * *'")
    recheck_hours: tuple[Annotated[int, Field(ge=1, le=720)], ...] = Field(
        default=(), max_length=10, description="ages at which an article's page is asked for again"
    )
    cadence: Length | None = Field(
        default=None,
        description="the longest time in which something new usually comes, such as 6h, 1d or 2w",
    )
    owner: Text | None = Field(
        default=None, max_length=200, description="whom its alarms concern: a team, or an address of mail"
    )
    severity: Literal["info", "warning", "critical"] = "warning"
    gone: Literal["keep", "withdraw"] = Field(
        default="keep", description="what becomes of an article whose page a re-check finds gone"
    )
    discover: tuple[Discovery, ...] = Field(min_length=1)
    format: FormatName | None = Field(
        default=None, description="of its articles; by their content if left out"
    )
    identity: tuple[Literal["wire", "guid", "url"], ...] = ("wire", "guid", "url")
    wire_id_in_url: IdExpression | None = None
    drop_query: tuple[Text, ...] = ()
    provider: Text | None = None
    furniture: tuple[Text, ...] = ()
    learned: tuple[LearnedFurniture, ...] = Field(default=(), description="from <name>.learned.yaml alone")
    layouts: tuple[LearnedLayout, ...] = Field(
        default=(), max_length=MAX_LAYOUTS, description="from <name>.learned.yaml alone"
    )
    fetch: FetchFacts = FetchFacts()
    rights: RightsFacts = RightsFacts()
    gate: Gate = Gate()
    expect: ExpectFacts = ExpectFacts()
    mail: MailFacts = MailFacts()
    pages: PagesFacts | None = Field(
        default=None, description="where articles stand on several pages: which link leads to the next"
    )
    keep: Choice = Field(
        default=Choice(), description="of each field it names, one rule fits a wanted article"
    )
    drop: Choice = Field(default=Choice(), description="an article that one of these rules fits is left out")

    @model_validator(mode="after")
    def _identity_once(self) -> "SourceConfig":
        if not self.identity or len(set(self.identity)) != len(self.identity):
            raise ValueError("identity: name each of wire, guid, url at most once, and at least one")
        return self

    @model_validator(mode="after")
    def _one_inbox(self) -> "SourceConfig":
        if sum(isinstance(part, Inbox) for part in self.discover) > 1:
            raise ValueError("discover: name one inbox at most: two may hold files of one name")
        return self

    @model_validator(mode="after")
    def _paid_text_by_a_licence(self) -> "SourceConfig":
        if self.rights.paid_text == "licensed" and self.licence == UNKNOWN_LICENCE:
            raise ValueError("rights.paid_text is licensed: name in licence the licence that allows it")
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def inbox(self) -> Inbox | None:
        """Where its agency leaves files, unless that is switched off."""
        return next((part for part in self.discover if isinstance(part, Inbox) and part.enabled), None)

    @property
    def licence_ends(self) -> datetime | None:
        """From when on its articles may not be read any more; a day ends in the source's zone."""
        until = self.licence_until
        if until is None or isinstance(until, datetime):
            return until and until.astimezone(UTC)
        after = datetime.combine(until + timedelta(days=1), datetime.min.time(), self.zone)
        return after.astimezone(UTC)

    def open_days(self, now: datetime) -> tuple[date, date]:
        """Yesterday and today in the source's zone: the days that a feed without ``{day}`` can show.

        The scheduled run of a day starts when that day has just ended, so yesterday still counts.
        """
        today = now.astimezone(self.zone).date()
        return today - timedelta(days=1), today
