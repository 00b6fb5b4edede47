"""Cards of other stories: boxes of one kind, each with a linked headline and an excerpt."""

import re
from collections import defaultdict
from itertools import islice, takewhile
from typing import Any

from wirelake.formats.html.body.blocks import Block, named, role
from wirelake.formats.html.body.surroundings import is_likely

LABEL = re.compile(
    r"(?:the )?(?:more|latest|recent|related|other|top|next|also|recommended|read|see also|you may|you might"
    r"|in other|mehr|weitere|aktuelle|neueste|auch|autres|à lire|dernières|más|otras|últimas|altre|leggi"
    r"|ultime|mais|meer|lees|mer|flere|więcej|další|ещё|другие|関連|最新|相关|관련|المزيد|أخبار)\b",
    re.IGNORECASE,
)
LABEL_LENGTH = 60
OTHERS = re.compile(
    r"(?<![a-z])(?:related|recent|latest|more|others?|recommended|recommendations|also|next|teasers?|news-?list|side-?bar"
    r"|widget|most-?read|popular|trending)(?![a-z])"
)
FEWEST = 3  # of a kind: fewer may be chapters
LINKED = 0.9
TITLE = 15  # characters of a headline
MOST_PARAGRAPHS = 3  # of a card
LEVELS = 3  # from the headline to the card
MOST = 200  # headlines of a page


def leave_cards(page: list[Block]) -> None:
    """Leave out the paragraphs of such cards, if the page has text besides.

    Where it has little, the cards may be its chapters: then their heading or their elements' names have to
    say that they are others. A release of one paragraph is less than the five excerpts below it. Where the
    extractor chose those alone, the text is what stands above them, below the headline.
    """
    cards = _cards(page)
    if not cards:
        return
    places = [
        at for at, one in enumerate(page) if any(up in cards for up in islice(one.element.iterancestors(), 8))
    ]
    inside = frozenset(places)
    text = [one for at, one in enumerate(page) if one.chosen and is_likely(one) and at not in inside]
    much = sum(len(one.text) for one in text) >= sum(len(page[at].text) for at in places if page[at].chosen)
    if not much and not _are_others(page, places[0]):
        return
    if not text:
        heading = max((at for at in range(places[0]) if page[at].holder.tag == "h1"), default=places[0])
        text = [one for one in page[heading : places[0]] if is_likely(one)]
        for one in text:
            one.chosen = True
    for at in places if text else ():
        page[at].chosen = False


def _are_others(page: list[Block], first: int) -> bool:
    """``Recent news`` above them, or ``<div class="related-list">`` around them."""
    above = page[first - 1] if first else None
    if above is not None and len(above.text) <= LABEL_LENGTH and LABEL.match(above.text):
        return True
    around = islice(page[first].holder.iterancestors(), LEVELS + 1)
    return any(OTHERS.search(named(one)) for one in around)


def _cards(page: list[Block]) -> set[Any]:
    kinds: defaultdict[tuple[Any, str, str | None], list[Any]] = defaultdict(list)
    headlines = [one for one in page if one.linked >= LINKED and len(one.text) >= TITLE and role(one) == "h"]
    for one in headlines[:MOST]:
        card = _card(one.holder)
        if card is not None and card.getparent() is not None:
            kinds[card.getparent(), card.tag, card.get("class")].append(card)
    return {card for found in kinds.values() if len(set(found)) >= FEWEST for card in found}


def _card(heading: Any) -> Any:
    """The box of a linked headline: the nearest that has another one of its kind beside it."""
    box = heading
    for up in islice(heading.iterancestors(), LEVELS):
        box = up
        beside = [*islice(up.itersiblings(), 2), *islice(up.itersiblings(preceding=True), 2)]
        if any(one.tag == up.tag and one.get("class") == up.get("class") for one in beside):
            paragraphs = list(takewhile(lambda at: at[0] <= MOST_PARAGRAPHS, enumerate(up.iter("p"))))
            has_one_heading = sum(1 for _ in islice(up.iter("h1", "h2", "h3", "h4", "h5"), 2)) == 1
            return box if has_one_heading and len(paragraphs) <= MOST_PARAGRAPHS else None
    return None
