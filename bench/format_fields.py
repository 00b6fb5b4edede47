"""Which field of the record each name of the formats' gold stands for, and when two values are the same."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from wirelake.markup.paragraphs import in_a_line
from wirelake.records import Article
from wirelake.statements.kinds import kind_of

FEEDS = ("atom", "rss2", "rss1-rdf")
# Formats of the manifest that wirelake reads, or refuses by name.
FORMATS = frozenset(
    {"newsml-g2", "newsml-1.2", "nitf", "vendor-xml", "anpa1312", "iptc7901"}
    | {"ap-media-api-json", "dpa-digitalwires-json", "plain-text-wire", *FEEDS}
    | {f"ninjs-{one}" for one in ("1.x", "1.4", "1.6", "2.1", "2.2", "3.0", "3.1")}
)
OFFICE = re.compile(r"[\w ]*\b(?:University|Association|Correspondent|Writer|Press|Eagle|Tribune)\b")
# Two words with capitals that no author, agency or office explains
LEFT = re.compile(r"(?<!, )(?<![\w-])(?!AP |Press |The )[A-ZÀ-Þ]\w+[ -](?:[A-Z]\. )?[A-ZÀ-Þ]\w+")
MAIL = re.compile(r"[A-Z][a-z]{2}, \d")  # Thu, 01 Jan 2004 19:48:21 GMT
Values = Callable[[list[Article]], list[Any]]


@dataclass(frozen=True, slots=True)
class Field:
    """``of``: what may answer to the gold, from the file's articles; ``same``: whether it does."""

    of: Values
    same: Callable[[Any, Any], bool]


def text(value: Any) -> str:
    """NFC, one case, single blanks."""
    return unicodedata.normalize("NFC", " ".join(str(value).split())).casefold()


def same_text(gold: Any, ours: Any) -> bool:
    return text(gold) == text(ours)


def same_lines(gold: Any, ours: Any) -> bool:
    """A list of terms or of bylines is one text, a term or a byline a line."""
    said = (
        [one.get("by") if isinstance(one, dict) else one for one in gold]
        if isinstance(gold, list)
        else [gold]
    )
    return same_text("\n".join(map(str, said)), ours) or same_text(", ".join(map(str, said)), ours)


def same_start(gold: Any, ours: Any) -> bool:
    """The gold keeps 400 characters of a notice."""
    return same_text(gold, ours) or (len(str(gold)) >= 400 and text(ours).startswith(text(gold)))


def same_place(gold: Any, ours: Any) -> bool:
    """As a dateline without the dash that parts it from the text."""
    return text(gold).rstrip(" -") == text(ours).rstrip(" -")


def same_people(gold: Any, article: Any) -> bool:
    """All names in the line are authors: without them, what leads to names, and the agency, it says nothing.

    A line of initials alone, of an agency's name, or of a sentence names nobody.
    """
    stated = gold if isinstance(gold, list) else [gold]
    said = " ".join(str(one.get("by")) if isinstance(one, dict) else str(one) for one in stated)
    left = said
    for author in article.authors:
        left = re.sub(re.escape(author.name), " ", left, flags=re.IGNORECASE)
    return not LEFT.search(OFFICE.sub(" ", left))


def same_beginning(gold: Any, ours: Any) -> bool:
    """The dateline's place begins it, behind an agency at most: ``Marsa Nour (QP) -``."""
    bare = re.sub(r"^\W*\([^)]*\)\W*", "", text(gold))
    return bare.startswith(text(ours)) and not bare[len(text(ours)) :][:1].isalpha()


def same_all(gold: Any, ours: Any) -> bool:
    """All of the gold's members are there."""
    members = gold.values() if isinstance(gold, dict) else gold if isinstance(gold, list) else [gold]
    said = [one.get("value") if isinstance(one, dict) else one for one in members]
    return {text(one) for one in said} <= {text(one) for one in ours}


def same_count(gold: Any, ours: Any) -> bool:
    return str(int(gold)) == str(ours)


def same_day(gold: Any, ours: Any) -> bool:
    return text(gold).strip("< ") == text(ours).strip("< ")


def same_code(gold: Any, ours: Any) -> bool:
    """As codes: ``stat:usable`` is usable, ``Usable`` too."""
    return text(gold).rpartition(":")[2] == text(ours).rpartition(":")[2]


def same_words(gold: Any, ours: Any) -> bool:
    """As the words that a reader sees: ``Example <b>Atom</b>`` is Example Atom, where that is markup."""
    return same_text(gold, ours) or same_text(in_a_line(str(gold)), ours)


def same_moment(gold: Any, ours: Any) -> bool:
    """As instants; a local time as the local time that was stated."""
    try:
        stated = parsedate_to_datetime(gold) if MAIL.match(str(gold)) else datetime.fromisoformat(str(gold))
        found = ours if isinstance(ours, datetime) else datetime.fromisoformat(str(ours))
    except ValueError:
        return same_text(gold, ours)
    if stated.tzinfo is None or found.tzinfo is None:
        return stated.replace(tzinfo=None) == found.replace(tzinfo=None)
    return stated.astimezone(UTC) == found.astimezone(UTC)


def word_count(value: str) -> int:
    """Words as the gold counts them: runs of letters, digits and underscores."""
    return len(re.findall(r"\w+", value))


def _each(*names: str) -> Values:
    return lambda articles: [found for name in names if (found := getattr(articles[0], name)) is not None]


def _ids(articles: list[Article]) -> list[Any]:
    one = articles[0]
    values = [alt.value for alt in one.alt_ids if alt.role != "file"]
    # An id of a feed's that only repeats the link is the URL alone.
    address = [one.url] if one.source_format == "rss" and one.url else []
    return [*values, *(f"{value}:{one.version}" for value in values), *address]


def _extra(*names: str) -> Values:
    return lambda articles: [value for name, value in articles[0].extra if name in names]


def _moments(field: str, *origins: str) -> Values:
    def of(articles: list[Article]) -> list[Any]:
        one = articles[0]
        stated = [date.value for date in one.date_candidates if date.origin in origins]
        return [value for value in (getattr(one, field), *stated, *_extra(*origins)(articles)) if value]

    return of


def _status(articles: list[Article]) -> list[Any]:
    # PA's "embargoed" is withheld or, with an end, usable until then; either is signalled.
    return [articles[0].pub_status, *articles[0].signals]


def _subjects(articles: list[Article]) -> list[Any]:
    one = articles[0]
    kinds = (one.subjects_detail, one.places, one.people, one.organisations, one.instruments)
    return [sum(subject.role != "located" for kind in kinds for subject in kind)]


def _located(articles: list[Article]) -> list[Any]:
    places = [one for one in articles[0].places if one.role == "located"]
    return [articles[0].located, *(one.name for one in places), *(one.qcode for one in places)]


def _linked(articles: list[Article]) -> list[Any]:
    one = articles[0]
    links = [value for name, value in one.extra if name.startswith("link_")]
    return [one.url, one.canonical_url, *(shown.href for shown in one.associations), *links]


def _kept(articles: list[Article]) -> list[Any]:
    whole = [value for _, value in articles[0].extra]
    return [*whole, *(one for value in whole for one in value.split("; "))]


def _credited(articles: list[Article]) -> list[Any]:
    """Authors, and logins with their role: ``rau (creator)``."""
    aside = dict(articles[0].extra).get("contributors", "").split("; ")
    return [*(one.name for one in articles[0].authors), *(one.rpartition(" (")[0] or one for one in aside)]


def _dateline(articles: list[Article]) -> list[Any]:
    one = articles[0]
    # What is a machine's time is no dateline, and kept apart.
    return [*_each("dateline_text", "dateline_place", "located")(articles), dict(one.extra).get("dateline")]


def _tagged(articles: list[Article]) -> list[Any]:
    return [value for one in articles[0].subjects_detail for value in (one.name, one.qcode, one.scheme)]


FIRST = ("firstcreated", "date.issue")
VERSION = ("version_created", "this_revision_created", "versioncreated", "date.issue")
FIELDS: dict[str, Field] = {
    "id": Field(_ids, same_text),
    "version": Field(_each("version"), same_text),
    "prev_version": Field(_extra("previous_revision"), same_text),
    "headline": Field(_each("headline"), same_text),
    "title": Field(_extra("title"), same_text),
    "pubstatus": Field(_status, same_code),
    "itemtype": Field(_extra("newsitemtype"), same_text),
    "type": Field(_each("type"), same_text),
    "item class": Field(_each("type"), same_text),
    "kind": Field(lambda articles: [kind_of(articles[0])], same_text),
    "urgency": Field(_each("urgency"), same_text),
    "slugline": Field(_each("slugline"), same_text),
    "dateline": Field(_dateline, same_place),
    "located": Field(_located, same_text),
    "byline": Field(_each("byline"), same_lines),
    "authors": Field(lambda articles: [articles[0]], same_people),
    "dateline_place": Field(_each("dateline_place"), same_beginning),
    "creditline": Field(_each("credit_line"), same_text),
    "copyright_notice": Field(_each("copyright_notice", "copyright_holder"), same_start),
    "copyright_holder": Field(_each("copyright_holder", "copyright_notice"), same_text),
    "usage_terms": Field(
        _each("usage_terms"),
        lambda gold, ours: same_lines(gold, ours) or (isinstance(gold, str) and same_start(gold, ours)),
    ),
    "provider": Field(_each("provider", "provider_id"), same_text),
    "distributor": Field(_each("provider"), same_text),
    "language": Field(_each("language"), same_text),
    "first_created": Field(_moments("first_created", *FIRST), same_moment),
    "version_created": Field(_moments("version_created", *VERSION), same_moment),
    "content_created": Field(_extra("contentcreated"), same_moment),
    "issued": Field(_moments("version_created", "date.issue"), same_moment),
    "released": Field(_moments("embargoed_until", "date.release"), same_moment),
    "expires": Field(_moments("expires", "date.expire"), same_moment),
    "embargo": Field(_moments("embargoed_until", "embargoed"), same_moment),
    "ednote": Field(lambda articles: [note.text for note in articles[0].ed_notes], same_text),
    "signal": Field(lambda articles: list(articles[0].signals), same_text),
    "n_subjects": Field(_subjects, same_text),
    "n_items": Field(lambda articles: [len(articles)], same_text),
    "body_words": Field(lambda articles: [word_count(one.extracted_text) for one in articles], same_text),
    "word_count": Field(_each("word_count_stated"), same_text),
    "description": Field(_each("description"), same_text),
    "signals": Field(lambda articles: [articles[0].signals], same_all),
    "altids": Field(lambda articles: [[one.value for one in articles[0].alt_ids]], same_all),
    "word_count_field": Field(_each("word_count_stated"), same_count),
    "priority": Field(_extra("priority"), same_text),
    "category": Field(_extra("category"), same_text),
    "service": Field(_extra("service"), same_text),
    "sequence": Field(_extra("sequence"), same_text),
    "selector": Field(_extra("selector"), same_text),
    "cycle": Field(_extra("cycle"), same_text),
    "date_md": Field(_extra("day"), same_text),
    "optional": Field(_extra("options"), same_text),
    "credit": Field(_each("credit_line"), same_text),
    # Of feeds, and of what feedparser's own cases expect of them.
    "feed_title": Field(_extra("feed_title"), same_words),
    "published": Field(lambda articles: [date.value for date in articles[0].date_candidates], same_moment),
    "created": Field(_each("first_created"), same_moment),
    "words": Field(_each("extracted_text", "description"), same_words),
    "rights": Field(_each("copyright_notice"), same_words),
    "link": Field(_linked, same_text),
    "author": Field(_credited, same_text),
    "feed_category": Field(_tagged, same_text),
    "feed_provider": Field(_each("provider"), same_words),
    "kept": Field(_kept, same_text),
    "transmission_stamp": Field(_extra("trailer"), same_day),
}

# Names of upstream tests, which are of ninjs, by ours.
UPSTREAM = {
    "guid": "id",
    "uri": "id",
    "public_identifier": "id",
    "item_id": "id",
    "firstcreated": "first_created",
    "versioncreated": "version_created",
    "credit_line": "creditline",
    "usageterms": "usage_terms",
    "copyrightholder": "copyright_holder",
    "copyright_line": "copyright_notice",
    "embargoed": "embargo",
    "provider_id": "provider",
    "abstract": "description",
    "description_text": "description",
}
ONE_KEY = re.compile(
    r"(?:str\()?(?:self\.)?(?:items?|articles)(?:\[0\])?(?:\.get\('(?P<got>\w+)'\)|\['(?P<held>\w+)'\])(?:\.isoformat\(\))?\)?"
)


def asserted(asserts: list[dict[str, Any]]) -> Iterator[tuple[str, Any]]:
    """What upstream tests assert of an item's plain values, by the name that FIELDS has for them."""
    for one in asserts:
        found = ONE_KEY.fullmatch(one["expr"])
        if found and one["kind"] == "assertEqual" and not isinstance(one["value"], dict | list):
            key = found["got"] or found["held"]
            yield UPSTREAM.get(key, key), one["value"]
