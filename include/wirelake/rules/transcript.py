import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.places import is_sentence, is_text, opening
from wirelake.rules.wording import Wording

HEADING = Wording(
    longest=160,
    en=(
        r"(?:read (?:the|a) |see the )?(?:full |complete |edited |rush |interview )?transcript"
        r"(?: (?:below|of\b.{2,100}))?",
    ),
    de=(r"(?:das |vollständiges )?(?:(?:interview-?)?transkript|wortlaut)(?: (?:zum|der|des)\b.{2,100})?",),
    fr=(r"(?:la )?(?:transcription|retranscription)(?: (?:de|du|complète)\b.{0,100})?",),
    es=(r"(?:la )?transcripción(?: (?:de|del|completa)\b.{0,100})?",),
    it=(r"(?:la )?trascrizione(?: (?:di|del|completa)\b.{0,100})?",),
    pt=(r"(?:a )?transcrição(?: (?:de|do|da|completa)\b.{0,100})?",),
    nl=(r"(?:het )?transcript(?: van\b.{2,100})?",),
)
ANNOUNCED = Wording(
    longest=160, en=(r"(?:below|here|the following) is (?:the|a|an) (?:\w+ ){0,3}transcript.{0,100}",)
)
# "NORA QUAYSIDE:", "A. Warden, host:", "Q:"; and "[MUSIC]"
SPEAKER = re.compile(
    r"(?:[^\W\d_]{1,2}|[^\W\d_a-zß-öø-ÿ][\w.'’-]*(?:[ ,]{1,2}[\w.'’()-]+){0,5}): ?"
    r"|\[[^\]]{2,40}\]|\([A-Z ]{2,40}\)"
)
SPOKEN = 0.5  # of what follows is said by somebody who is named
FEWEST = 3
STORY = 400  # characters of text above it: else the transcript is the article


def transcript(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """The transcript of a broadcast below its story, with its heading: a text of another kind.

    ``Transcript``, then ``NORA QUAYSIDE: The crane came down …`` on most lines, to the next heading. Where
    there is no story above it, the transcript is the article.
    """
    for place in range(opening(spans) + 1, len(spans)):
        if not _heads(spans[place].text, article.language):
            continue
        below = list(takewhile(lambda one: one.role != "h", spans[place + 1 :]))
        spoken = sum(SPEAKER.match(one.text) is not None for one in below)
        story = sum(len(one.text) for one in spans[:place] if is_text(one))
        if len(below) >= FEWEST and spoken >= SPOKEN * len(below) and story >= STORY:
            for span in (spans[place], *below):
                yield Cut(start=span.start, end=span.end)
            return


def _heads(text: str, language: str | None) -> bool:
    heading = HEADING.says(text, language) and not is_sentence(text)
    return heading or ANNOUNCED.says(text, language)
