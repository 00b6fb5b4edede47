"""By what an article is known: an id that one payload alone gives.

A page says by ``rel="canonical"`` at which address it wants to be known. Many say it of all pages alike:
``<link rel="canonical" href="https://quay.example/">``, left over from a template. By its own form such an
address is none of an article's: it leads to the root, to a section above the page, or to another site.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from wirelake.addresses import canonicalise, registrable_domain
from wirelake.config import SourceConfig
from wirelake.evidence.identity.counted import counted
from wirelake.records import AltId, Article

PAGE = "html"  # feeds and wires' items state an address of their own on purpose, on whatever host
# The same article in another form: /2026/03/quay-opens/amp/ and /story/4711/print
FORMS = re.compile(r"(?:/(?:amp|print|m|mobile|embed|full|all|single|comments?|page|\d{1,2}|index\.\w+))+/?")
FORM = re.compile(
    r"/(?:amp|print|m|mobile|embed|full|all|single)/?(?=$|\?)"
)  # not /2: it may be another story
FORM_HOST = re.compile(r"(?:www|m|mobile|amp)\.")
FORM_QUERIES = ("amp", "outputType", "output", "print")
OF_A_STORY = re.compile(r"[^/]*(?:-[^/-]+){2}[^/]*|[^/]*\d{5}[^/]*")  # a section is a word or two, or a year
NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)  # of a link, of which the names alone count
SHARED = "canonical_shared"  # the flag of pages that name one address, and are not one article


def identify(article: Article, source: SourceConfig) -> str:
    """source, colon, and the first available of wire id, guid and hash of the canonical URL.

    The order is the source's. A guid that counts versions names all of them as it named the first. A dropped
    file without any of them goes by its name in the drop folder.
    """
    by_role = roles(article)
    if first := counted(by_role.get("guid"), article, source):
        by_role["guid"] = first.guid
    stated = own_address(article)
    return id_of(by_role, stated, stated and canonicalise(stated, source.drop_query), source)


def identify_link(url: str, source: SourceConfig, guid: str | None = None) -> str:
    """As ``identify``, of an article of which a list says no more than this."""
    link = Article(
        source=source.name,
        raw_ref="",
        raw_sha256="",
        source_format="",
        first_seen_at=NO_TIME,
        headline="",
        body_text="",
        url=url,
        alt_ids=(AltId(role="guid", value=guid),) if guid else (),
    )
    return identify(link, source)


def id_of(by_role: dict[str, str], stated: str | None, url: str | None, source: SourceConfig) -> str:
    """The id of these names: ``stated`` is the address as it is, ``url`` what stands for its spellings."""
    if "wire" not in by_role and source.wire_id_in_url and stated:
        found = re.search(source.wire_id_in_url, stated)
        if found:
            by_role = {**by_role, "wire": found.group(1)}
    for role in source.identity:
        value = short(url) if role == "url" and url else by_role.get(role)
        if value:
            return f"{source.name}:{_id_safe(value)}"
    fallback = by_role.get("wire") or by_role.get("guid") or (url and short(url)) or by_role.get("file", "")
    return f"{source.name}:{_id_safe(fallback)}"


def roles(article: Article) -> dict[str, str]:
    """The first of its ids in each role."""
    return {alt.role: alt.value for alt in reversed(article.alt_ids)}


def own_address(article: Article) -> str | None:
    """The address that names the article: the canonical one, unless its form refuses it, else the fetched."""
    stated, fetched = article.canonical_url, article.url
    if article.source_format != PAGE or not stated:
        return stated or fetched
    if SHARED in article.quality_flags:
        return fetched
    return stated if not fetched or _may_be(stated, article) else fetched


def by_fetched(article: Article, source: SourceConfig) -> str:
    """The id that the article has by the address where it was fetched, whatever it calls canonical."""
    return identify(replace(article, canonical_url=None), source)


def of_address(url: str, source: SourceConfig) -> str:
    """The id of a page that nothing but its address names."""
    return f"{source.name}:{short(canonicalise(url, source.drop_query) or '')}"


def page_of(url: str, source: SourceConfig) -> str:
    """The address of the page of which this is a form: of ``https://m.quay.example/opens/amp/?amp=1`` what
    ``https://quay.example/opens`` is."""
    written = canonicalise(url, (*source.drop_query, *FORM_QUERIES)) or url
    host, slash, path = written.partition("://")[2].partition("/")
    return f"{FORM_HOST.sub('', host)}{slash}{FORM.sub('', path).rstrip('/')}"


def ruled(id_: str, article: Article, source: SourceConfig, shared: Mapping[str, str]) -> str:
    """``id_``, which ``identify`` makes of it, unless its canonical address is that of others.

    ``shared`` is as in ``Aliases``. Where the page's own address made the id of another, which named it as
    its canonical one and was seen first, its id is a hash of that.
    """
    if id_ not in shared or article.source_format != PAGE:
        return id_
    own = by_fetched(article, source)
    if not article.url or own != of_address(article.url, source) or shared.get(own, "") in ("", own):
        return own
    return f"{source.name}:{short(own)}"


def short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _may_be(stated: str, article: Article) -> bool:
    try:
        named = urlsplit(stated)
        sought = [urlsplit(one) for one in (article.url, article.http.final_url) if one]
    except ValueError:  # http://[broken
        return False
    if not any(_is_one_site(named.netloc, one.netloc) for one in sought):
        return False
    path = named.path.rstrip("/")
    if any((one.path.rstrip("/"), one.query) == (path, named.query) for one in sought):
        return True  # the page itself, be it a site's front
    return bool(named.query) or (path != "" and not any(_is_section(path, one.path) for one in sought))


def _is_one_site(host: str, other: str) -> bool:
    """One owner has both; a name without a public suffix has its subdomains."""
    mine, its = registrable_domain(host), registrable_domain(other)
    return mine == its or mine.endswith(f".{its}") or its.endswith(f".{mine}")


def _is_section(path: str, page: str) -> bool:
    """The page lies below the path, as an article of its own."""
    if not page.startswith(f"{path}/") or OF_A_STORY.fullmatch(path.rpartition("/")[2]):
        return False
    return not FORMS.fullmatch(page[len(path) :])


def _id_safe(value: str) -> str:
    """The value itself where it is plain, else its hash: ids go into paths, URLs and SQL."""
    return value if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", value) else short(value)
