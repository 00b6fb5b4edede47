from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.element_names import Names
from wirelake.rules.places import heads, prose
from wirelake.rules.wording import Wording, any_of

NAMES = Names(
    "advert…",
    "ads?-?(?:label|slot|unit|container|wrapper|inner|text|title|block|note|link)…",
    "plugin-ad(?:__[a-z]+)?",
    "affiliate…",
    "anzeige…",
    "td-a-rec…",
    "dfp…",
    weak=(
        "sponsor…",
        "commercial…",
    ),
)
LABEL = any_of(
    "advertise?ments?|ads?|advertising",
    "sponsored(?: content)?|promoted|paid (?:content|post)|partner content",
)
WAY_ON = r"(?:story|article|content|post) continue[sd] (?:below|after)"
SHAPE = Wording(
    longest=90,
    en=(
        LABEL,
        rf"{LABEL}\W+{WAY_ON}…",
        rf"{LABEL}\W+(?:continue reading|scroll to continue)…",
        rf"{WAY_ON}…",
        "(?:continue|keep) reading below",
        "scroll (?:down )?to continue…",
    ),
    de=(
        "anzeige|werbung|gesponsert|advertorial",
        "(?:nach der anzeige|(?:der artikel|es) geht nach der anzeige|lesen sie nach der anzeige)…",
    ),
    fr=("(?:passer la )?publicité", "contenu sponsorisé", "la suite après (?:la|cette) publicité"),
    es=("publicidad|anuncio", "contenido patrocinado"),
    it=("pubblicità|annuncio", "contenuto sponsorizzato"),
    pt=("publicidade|anúncio", "conteúdo patrocinado", "continua (?:após|depois d)a publicidade"),
    nl=("advertentie|reclame", "het artikel gaat verder onder de advertentie"),
    sv=("annons|reklam", "artikeln fortsätter efter annonsen"),
    no=("annonse|reklame|annonsørinnhold", "artikkelen fortsetter under annonsen"),
    da=("annonce|reklame", "artiklen fortsætter (?:efter|under) annoncen"),
    fi=("mainos", "juttu jatkuu mainoksen jälkeen"),
    pl=("reklama", "materiał sponsorowany", "dalsza część artykułu pod reklamą"),
    cs=("reklama|inzerce", "článek pokračuje pod reklamou"),
    tr=("reklam|ilan",),
    ru=("реклама", "на правах рекламы"),
    uk=("реклама", "на правах реклами"),
    ar=("إعلان|اعلان", "إعلانات"),
    he=("פרסומת", "תוכן ממומן"),
    fa=("تبلیغات|آگهی",),
    ja=("広告|PR|スポンサーリンク",),
    ko=("광고",),
    zh=("广告|廣告",),
    id=("iklan", "advertorial", "scroll (?:untuk|ke bawah untuk) (?:melanjutkan|membaca)…"),
    vi=("quảng cáo",),
)


def advertisement(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """Labels of advertisements, and what stands in an element that is named as one.

    ``Advertisement``, ``ANZEIGE``, ``Story continues below``.
    """
    boxed, told = NAMES.of(spans), prose(spans)
    for place, span in enumerate(spans):
        says = place not in told and SHAPE.says(span.text, article.language) and not heads(spans, place)
        if place in boxed or says:
            yield Cut(start=span.start, end=span.end)
