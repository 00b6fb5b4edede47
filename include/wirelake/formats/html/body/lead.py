"""The lead of an article where it stands above the text, in an element of its own."""

import re
from itertools import islice

from wirelake.formats.html.body.blocks import Block, named, role
from wirelake.formats.html.body.surroundings import is_likely

# <div class="article__lead">, <p class="intro">: the first paragraph of a text. A deck says in other words
# what the text says; it is no part of it, and stays where the extractor leaves it.
CALLED = re.compile(
    r"(?<![a-z])(?:lead|lede|lead-?text|intro|chapeau|chapo|vorspann|entradilla|ingress|manchet)(?![a-z])"
)
OTHERS = re.compile(
    r"caption|photo|image|author|byline|bio(?![a-z])|newsletter|promo|share|social|cookie|consent|related|recommend"
    r"|comment|advert|banner|modal|paywall|subscri|gallery|video|audio|card|teaser|de[c]?k(?![a-z])|sub-?(?:head|title)"
    r"|description|summary|excerpt|abstract"
)
LEVELS = 3
MOST = 3  # paragraphs between the headline and the text
UNLINKED = 0.2


def take_lead(page: list[Block]) -> None:
    """Choose the paragraphs between the headline and the text whose element is called a lead."""
    first = next((at for at, one in enumerate(page) if one.chosen and role(one) != "h" and is_likely(one)), 0)
    heading = max((at for at, one in enumerate(page[:first]) if one.holder.tag == "h1"), default=None)
    if heading is None:
        return
    known = "\n".join(one.key for one in page if one.chosen)
    leads = [one for one in page[heading + 1 : first] if _is_lead(one) and one.key not in known]
    for one in leads if len(leads) <= MOST else ():
        one.chosen = True


def _is_lead(block: Block) -> bool:
    if block.chosen or not is_likely(block) or block.linked > UNLINKED:
        return False
    names = " ".join(named(one) for one in (block.inmost, *islice(block.inmost.iterancestors(), LEVELS - 1)))
    return bool(CALLED.search(names)) and not OTHERS.search(names)
