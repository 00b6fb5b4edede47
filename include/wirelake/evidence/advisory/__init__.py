"""A kill in prose: a message that asks editors not to use an article, and names it.

    BULLETIN KILL
    KILL BC-EU--Ship-Fire, 2nd Ld
    Eds: Please kill the story Ship-Fire, V9991. A kill is mandatory. Make certain the story is not used.

Two signs make one: a line in the form of such a message, and a sentence that asks for it. News of kills,
withdrawals and retractions has one of them at most, and is longer.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from wirelake.evidence.advisory.words import ENGLISH, REPLACES, REPORTED, WORDINGS, Wording
from wirelake.evidence.prefixes import signalling
from wirelake.evidence.references import guids, named, names_anything
from wirelake.records import AltId, Article

LONGEST = 300  # words of a message
SURE_LENGTH = 120  # words of a message that addresses no editor
SURE = 2  # sentences that ask for it where no line has the form of a message
WORDS_BESIDE_A_NOTE = 12  # the same where a note to editors alone asks: a snap is short, and is news
OTHER_WORDS = 60  # words that are neither form nor request, of a message which only addresses editors
HEAD = 3  # lines in which the form stands
LINE = 2_000  # characters of a line that are read
QUOTATION = re.compile(r"[\"“„«][^\"“”„«»\n]{1,300}[\"”“»]")
QUOTED = "“a quotation of words”"  # what stands for any
# "… U.S. Port …" ends no sentence
SENTENCE = re.compile(r"(?<=[^\W\d_][^\W\d_][.!?])\s+|(?<=[)\d][.!?])\s+(?=\D)")
# What a structured item says of another by the name of their relation: rel="irel:cancels"
KILLS = re.compile(
    r"(?:is)?-?(?:cancel|kill|withdraw|retract|revoke|annul|eliminate)(?:s|l?ation|ion|al)?(?:-?of)?",
    re.IGNORECASE,
)
DELETES = re.compile(r"(?:delete|kill|cancel|withdraw|retract|revoke)[\w ]*", re.IGNORECASE)
BEFORE = re.compile(
    r"(?:is)?-?previous-?version", re.IGNORECASE
)  # of a canceled item, what it stands for now


def advised(article: Article) -> Article:
    """The article as a control record with the signal ``kill`` and ``refers_to``, if it is a kill.

    What is canceled by its own status tells so itself; only the items that it names as its targets are added.
    """
    if targets := tuple(_targets(article)):
        article = replace(signalling(article, ("kill",)), refers_to=targets)
    if article.pub_status == "canceled" or article.record_kind == "control":
        return article
    lines = _lines(article)
    if sum(len(line.split()) for line in lines) > LONGEST:
        return article
    bare = [QUOTATION.sub(QUOTED, line) for line in lines]
    heads = _heads(article, bare)
    notes = {
        QUOTATION.sub(QUOTED, line.strip()) for one in article.ed_notes for line in one.text.splitlines()
    }
    if not any(_is_kill(wording, heads, bare, notes) for wording in WORDINGS):
        return article
    opening = next((rest for line in _heads(article, lines) if (rest := _opening(line))), "")
    found = named(lines, article, opening)
    if not _is_message(article.headline):
        found = (*found, AltId(role="headline", value=article.headline)) if article.headline else found
    return replace(
        signalling(article, ("kill",)),
        record_kind="control",
        refers_to=tuple(dict.fromkeys((*article.refers_to, *found))),
    )


def _lines(article: Article) -> list[str]:
    """All that the message says: headline, notes to editors, text. A page's own furniture is not read."""
    of_page = [article.body_text, *(one.text for one in article.removed if one.rule == "editors_note")]
    texts = of_page if article.source_format == "html" else [article.extracted_text]
    notes = [note.text for note in article.ed_notes]
    keywords = [text for name, text in article.extra if name == "keyword_line"]
    said = "\n".join([article.headline, article.description or "", *keywords, *notes, *texts])
    return list(dict.fromkeys(line.strip()[:LINE] for line in said.splitlines() if line.strip()))


def _heads(article: Article, lines: list[str]) -> list[str]:
    """The lines in which the form of a message may stand."""
    apart = [article.headline_prefix or "", article.slugline or ""]
    notes = {note.text.strip()[:LINE] for note in article.ed_notes}
    return [*apart, *lines[: HEAD + 1], *(line for line in lines[HEAD + 1 :] if line in notes)]


def _is_kill(wording: Wording, heads: list[str], lines: list[str], notes: set[str]) -> bool:
    asking = [line for line in lines if _asked(wording, line)]
    if any(wording.opens.match(line) for line in heads):
        # "KILL BC-EU--Ship-Fire, V9991" alone asks for it and names it
        return bool(asking) or (wording is ENGLISH and _opens_and_names(heads))
    if not asking or any(REPLACES.search(line) for line in lines):
        return False
    if any(wording.addresses.match(line) for line in heads):
        most = OTHER_WORDS if any(line not in notes for line in asking) else WORDS_BESIDE_A_NOTE
        return _words(line for line in lines[1:] if line not in asking) <= most
    if _words(lines) > SURE_LENGTH:
        return False
    # "Achtung! …" warns whom it may of what it may
    if any(wording.alerts.match(line) for line in heads) and names_anything(lines, headlines=True):
        return any(_asked(wording, line, of_text=True) for line in lines)
    # AP's kills go out under the story's own headline, too: "Please kill the story … A kill is mandatory."
    asked = sum(_asked(wording, line) for line in lines)
    return asked >= SURE and any(_asked(wording, line) for line in heads)


def _opens_and_names(heads: list[str]) -> bool:
    found = (ENGLISH.opens.match(line) for line in heads)
    return any(names_anything([one.string[one.end() :]]) for one in found if one)


def _words(lines: Iterable[str]) -> int:
    return sum(len(line.split()) for line in lines)


def _asked(wording: Wording, line: str, *, of_text: bool = False) -> int:
    """How many sentences ask for it or say that it is done, in the desk's own words.

    With ``of_text`` a sentence has to call the text by what it is; a number alone may be a product's.
    """
    return sum(_asks(wording, one, of_text) for one in _own_sentences(line))


@lru_cache(maxsize=256)  # each language's wording asks for those of each line
def _own_sentences(line: str) -> tuple[str, ...]:
    """The sentences that report nobody's words."""
    return tuple(one for one in SENTENCE.split(line) if not REPORTED.search(one))


def _asks(wording: Wording, sentence: str, of_text: bool) -> bool:
    if wording.asks.search(sentence):
        return True
    if not wording.calls.search(sentence):
        return False
    if wording.text.search(sentence):
        return True
    return not of_text and names_anything([sentence], headlines=True)


def _opening(line: str) -> str:
    """What follows the words that open a message: "WITHDRAWN: Port reopens after fire"."""
    found = next((one for wording in WORDINGS if (one := wording.opens.match(line))), None)
    return line[found.end() :] if found else ""


def _is_message(headline: str) -> bool:
    """Whether a headline is of the message, and not of the article that it is about."""
    return any(
        one.match(headline)
        for wording in WORDINGS
        for one in (wording.opens, wording.addresses, wording.alerts)
    )


def _targets(article: Article) -> Iterator[AltId]:
    """The items that a structured one names as those that it cancels, by a relation or by an instruction."""
    own = {alt.value for alt in article.alt_ids}
    # NewsML 1: <Instruction FormalName="Delete"/> in an update without text, which has the item's own id
    if article.record_kind == "control" and DELETES.fullmatch(dict(article.extra).get("instruction", "")):
        yield from (alt for alt in article.alt_ids if alt.role == "guid")
    for related in article.associations:
        value = related.uri or related.href
        if not value or not _is_target(related.rel, article.pub_status):
            continue
        if value.startswith(("http://", "https://")):
            yield AltId(role="url", value=value)
        elif not any(value == one or value.startswith(f"{one}:") for one in own):
            yield from (AltId(role="guid", value=said) for said in guids(value))


def _is_target(rel: str, pub_status: str) -> bool:
    relation = re.split("[:/#]", rel)[-1]
    if pub_status == "canceled" and BEFORE.fullmatch(relation):
        return True
    return KILLS.fullmatch(relation) is not None
