from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.element_names import Names
from wirelake.rules.places import closing, key, prose
from wirelake.rules.wording import Wording, any_of, at_start

NAMES = Names(
    "(?:author|contributor|writer|profile|user)s?-?(?:bio|box|card|info|about|description|block|meta|new|profile)[a-z]*",
    "about-?(?:the-?)?authors?…",
    "bio(?:graphy)?(?:-?(?:text|box))?",
    "saboxplugin…",
)
NAMED = r"(?-i:[A-Z])[\w.'-]*(?: (?-i:[A-Z])[\w.'-]+){1,3}"
RANK = any_of(
    "senior|staff|freelance|assistant|associate|managing|deputy|chief|contributing|investigative|national|news"
)
TRADE = "(?:editor|reporter|writer|correspondent|columnist|journalist|publisher|author|producer|fellow)"
SITE = "(?:twitter|facebook|instagram|linkedin|mastodon|threads|bluesky|x)"
MAIL = r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
SHAPE = Wording(
    longest=450,
    en=(
        "about the authors?:?",
        # "Reach the reporters on Twitter at @harbour", "Follow Jane Doe on Bluesky"
        rf"(?:you can )?(?:reach|contact|e-?mail|follow)…(?:{SITE}|@)…",
        rf"(?:you can )?(?:reach|contact|e-?mail) \S+(?: \S+){{0,3}} at {MAIL}…",
        r"(?:twitter|e-?mail):\s*\S+",
        r"(?:on )?twitter\.com/\w+",
        # "Have a news tip? Get in touch …"
        "(?:have|do you have|got) an? (?:news )?(?:tip|story|question|issue|comment)…",
        rf"{at_start('get in touch')}…",
        r".{0,60}\bget in touch(?: with)? (?:(?-i:us)|me|our|the (?:author|newsroom|desk))\b.{0,200}",
        rf".{{0,80}}\b(?:can|may) be reached at (?:{MAIL}|@)…",
        "(?:latest|more|recent) (?:posts|articles|stories) (?:by|from)…",
        rf"(?:e-?mail:?\s*)?{MAIL}",
        r"@\w{2,30}(?:\s*[,|]\s*@\w{2,30}){0,8}",
    ),
    de=(
        "über (?:den autor|die autorin|die autor(?:inn)?en)",
        "zur person|zum autor|zur autorin",
        r"(?:unsere? )?(?:korrespondent|redakteur|reporter|autor)(?:in)? \w+ \w+ (?:ist|berichtet|schreibt)…",
    ),
    fr=("à propos de l'auteure?", "l'auteure?", "biographie"),
    es=("sobre (?:el autor|la autora|los autores)",),
    it=("l'autore|l'autrice|sull'autore", "biografia"),
    pt=("sobre (?:o autor|a autora|os autores)",),
    nl=("over de auteurs?",),
    sv=("om författaren",),
    no=("om forfatteren",),
    da=("om forfatteren",),
    pl=("o autorze|o autorce|o autorach",),
    ru=("об авторе|об авторах",),
    ja=("著者プロフィール|執筆者プロフィール|筆者プロフィール",),
    zh=("作者简介|作者簡介|关于作者|關於作者",),
)
# "Jane Doe is a senior editor at the Harbour Press, based in Oslo." Of an author that is a note; of anybody
# else it is one only below the text, of which an obituary may be the last paragraph.
PERSON = Wording(
    longest=450,
    en=(
        rf"{NAMED},? (?:is|was|has been) (?:an?|the)? ?(?:{RANK}\s+)*(?:\w+\s+){{0,3}}{TRADE}…",
        r".{0,80}\b(?:can|may) be reached at…",
    ),
)
LOOK_AT = 6


def author_note(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """Who the authors are and how to reach them: a box by its name, one of the last lines by its wording."""
    boxed, told = NAMES.of(spans), prose(spans)
    last, below = max(1, len(spans) - LOOK_AT), closing(spans)
    names = [key(author.name) for author in article.authors]
    for place, span in enumerate(spans):
        if place in boxed:
            yield Cut(start=span.start, end=span.end)
        elif place >= last and place not in told:
            of_author = place >= below or any(name in key(span.text) for name in names)
            shapes = (SHAPE, PERSON) if of_author else (SHAPE,)
            if any(shape.says(span.text, article.language) for shape in shapes):
                yield Cut(start=span.start, end=span.end)
