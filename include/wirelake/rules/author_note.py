from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.wording import Names, Wording

NAMES = Names(
    "(?:author|contributor|writer|profile|user)s?-?(?:bio|box|card|info|about|description|block|meta|new|profile)[a-z]*"
    "|about-?(?:the-?)?authors?[a-z-]*|bio(?:graphy)?(?:-?(?:text|box))?|saboxplugin[a-z-]*"
)
TRADE = (
    r"(?:(?:senior|staff|freelance|assistant|associate|managing|deputy|chief|contributing|investigative|national|news)\s+)*"
    r"(?:\w+\s+){0,3}?(?:editor|reporter|writer|correspondent|columnist|journalist|publisher|author|producer|fellow)"
)
# "Jane Doe is a senior editor at the Harbour Press, based in Oslo." "Reach the reporters on Twitter at …"
SHAPE = Wording(
    en=rf"about the authors?:?$|(?-i:[A-Z])[\w.’'-]+(?: (?-i:[A-Z])[\w.’'-]+){{1,3}},? (?:is|was|has been) (?:an?|the)? ?{TRADE}\b"
    r"|(?:you can )?(?:reach|contact|email|e-mail|follow)\b.{0,40}(?:\bat\b|\bon\b|@).{0,120}$|(?:twitter|e-?mail):\s*\S+$"
    r"|(?:have|do you have|got) an? (?:news )?(?:tip|story|question|issue|comment)\b.{0,240}$|.{0,60}\bget in touch\b.{0,160}$|.{0,80}\b(?:can|may) be reached at\b.{0,160}$|(?:on )?twitter\.com/\w+$|(?:latest|more|recent) (?:posts|articles|stories) (?:by|from)\b.{0,60}$",
    de=r"(?:über (?:den autor|die autorin|die autoren)|zur person|zum autor|zur autorin):?$"
    r"|(?:unser(?:e|er)? )?(?:korrespondent|redakteur|reporter|autor)(?:in)? \w+ \w+ (?:ist|berichtet|schreibt)\b",
    fr=r"(?:à propos de l[’']auteur|l[’']auteur|biographie)\b.{0,40}$",
    es=r"sobre (?:el autor|la autora|los autores):?$",
    it=r"(?:l[’']autore|sull[’']autore|biografia):?$",
    pt=r"sobre (?:o autor|a autora):?$",
)
MAIL = Wording(en=r"(?:e-?mail:?\s*)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+\.?|@\w{2,30}(?:\s*[,|]\s*@\w{2,30})*")
LOOK_AT = 6


def author_note(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """Who the authors are and how to reach them: a box by its name, or one of the last lines by its wording."""
    boxed = NAMES.of(spans)
    for place, span in enumerate(spans):
        late = place >= max(1, len(spans) - LOOK_AT)
        if (
            place in boxed
            or (late and SHAPE.match(span.text, article.language))
            or (late and MAIL.fullmatch(span.text, article.language))
        ):
            yield Cut(start=span.start, end=span.end)
