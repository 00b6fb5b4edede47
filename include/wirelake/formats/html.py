"""HTML: trafilatura finds the text, our own reading of the head finds the evidence.

The page is parsed once. The only importer of trafilatura and htmldate.
"""

import unicodedata
from collections.abc import Iterator
from copy import deepcopy
from functools import lru_cache
from importlib.metadata import version
from typing import Any

from htmldate import find_date
from trafilatura import bare_extraction, load_html
from trafilatura.metadata import extract_author
from trafilatura.settings import use_config

from wirelake.errors import ParseError
from wirelake.evidence import page_clock
from wirelake.formats import begin, bounds, date_candidate, payload, walls
from wirelake.formats.encoding import Decoded, decode
from wirelake.formats.html_head import Head, people, plain
from wirelake.records import Article, DateCandidate, RawArticle

OLDEST = "1990-01-01"


def parse(raw: RawArticle) -> list[Article]:
    """The article of a page.

    Raises:
        ParseError: not_html where the bytes hold no document, too_large, too_many_tags,
            too_many_attributes or too_deep for what is beyond the bounds; soft_404, consent_wall,
            paywall or script_required for what is no article; extractor_failed where the extractor
            broke on it.
    """
    page = decode(payload(raw, bounds.MAX_PAGE_BYTES), raw.header("content-type"), markup=True)
    bounds.check_markup(page.text)
    walls.check_way(raw)
    try:
        return [_article(raw, page)]
    except (ParseError, MemoryError):
        raise
    except Exception as error:  # whatever a page provokes in the parser is this page's failure alone
        raise ParseError("extractor_failed", f"{type(error).__name__}: {error}"[:300]) from error


def _article(raw: RawArticle, page: Decoded) -> Article:
    tree = load_html(page.text)
    if tree is None:
        raise ParseError("not_html", "no document could be parsed from the bytes")
    head = Head.read(tree)
    headline = head.headline()
    dates = (*head.dates(), *_visible_dates(tree, headline))
    if not raw.link.published and not any(one.weight and not one.refused for one in dates):
        dates = (*dates, *_written_date(tree, headline))
    authors = tuple(head.authors()) or tuple(people((extract_author(tree) or "").split("; "), set()))
    address = raw.final_url or raw.link.url
    facts: dict[str, Any] = {
        "description": head.description(),
        "canonical_url": head.canonical_url(address),
        "language": head.language(),
        "subjects": tuple(head.subjects()),
        "rights": head.rights(),
    }
    text = _body(tree)  # trafilatura changes the tree
    if walls.size(text) < walls.SHORT:
        walls.check_page(load_html(page.text), address, text, [head.thing])
    return begin(
        raw,
        "html",
        headline=headline,
        authors=authors,
        date_candidates=dates,
        quality_flags=page.flags,
        extracted_text=text,
        extractor="trafilatura",
        extractor_version=_trafilatura_version(),
        **facts,
    )


def _body(tree: Any) -> str:
    document: Any = bare_extraction(
        tree, with_metadata=False, include_comments=False, config=_settings(), date_extraction_params={}
    )
    text = unicodedata.normalize("NFC", document.text) if document and document.text else ""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


@lru_cache(maxsize=1)
def _settings() -> Any:
    settings = use_config()
    # Short wire flashes are articles: the expectations judge length, not the extractor.
    settings.set("DEFAULT", "MIN_EXTRACTED_SIZE", "25")
    return settings


@lru_cache(maxsize=1)
def _trafilatura_version() -> str:
    return version("trafilatura")


def _heading(tree: Any, headline: str) -> Any:
    """The heading that holds the headline; a page's first h1 is often its logo."""
    headings = list(tree.iter("h1"))
    same = (one for one in headings if plain(" ".join(one.itertext())) == headline)
    return next(same, headings[0] if headings else None)


def _visible_dates(tree: Any, headline: str) -> Iterator[DateCandidate]:
    """Clocks above the headline, refused, and <time> elements; the first ones only."""
    heading = _heading(tree, headline)
    if heading is not None:
        for element in tree.iter():
            if element is heading:
                break
            for text in (element.text if isinstance(element.tag, str) else None, element.tail):
                if text and (clock := page_clock(text)):
                    yield clock
    times = [one for one in tree.iter("time") if one.get("datetime") and not page_clock(one.text or "")]
    # An article's own time stands inside it; times of related links come later.
    for order, one in enumerate(times[:3]):
        if found := date_candidate(one.get("datetime"), "visible_time", 0.7 if order == 0 else 0.3):
            yield found


def _written_date(tree: Any, headline: str) -> Iterator[DateCandidate]:
    """The day that is written below the headline where a date is to be expected, found by htmldate.

    It takes a page's clock for the article's date, so it sees neither clocks nor what stands above.
    """
    copy = deepcopy(tree)
    heading = _heading(copy, headline)
    above = [] if heading is None else _before(copy, heading)
    for element in [*above, *(one for one in copy.iter() if page_clock(one.text or ""))]:
        element.text = None
        element.attrib.clear()
    written = find_date(copy, extensive_search=False, original_date=True, min_date=OLDEST)
    if found := date_candidate(written, "written", 0.55):
        yield found


def _before(tree: Any, heading: Any) -> list[Any]:
    inside = set(heading.iterancestors())
    found = []
    for element in tree.iter("*"):
        if element is heading:
            break
        if element not in inside:
            found.append(element)
    return found
