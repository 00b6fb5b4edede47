from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.places import opening
from wirelake.rules.wording import Wording

SHAPE = Wording(
    longest=140,
    en=(
        "the following (?:information|text|notes?) (?:is|are) not (?:intended |meant )?for publication",
        "not for publication",
        "notes? to editors,? not for publication",
    ),
    de=(
        "(?:die )?(?:folgenden?|nachfolgenden?) (?:informationen|angaben|hinweise|zeilen) sind nicht zur "
        "veröffentlichung(?: bestimmt)?",
        "nicht zur veröffentlichung(?: bestimmt)?",
    ),
    fr=("les informations (?:suivantes|ci-dessous) ne sont pas destinées à (?:la )?publication",),
    es=("la siguiente información no (?:es|está destinada) para (?:su )?publicación",),
    sv=("följande uppgifter är inte avsedda för publicering",),
    no=("følgende opplysninger er ikke for publisering",),
)


def not_for_publication(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """A wire's note pad for editors below the text, from the line on that says so: nobody else may see it.

    ``* * * * The following information is not intended for publication``, then names, numbers, working hours.
    Under the headline ``Note to editors, not for publication`` all of it is one.
    """
    told = (
        at for at in range(opening(spans) + 1, len(spans)) if SHAPE.says(spans[at].text, article.language)
    )
    first = 0 if SHAPE.says(article.headline, article.language) else next(told, len(spans))
    for span in spans[first:]:
        yield Cut(start=span.start, end=span.end)
