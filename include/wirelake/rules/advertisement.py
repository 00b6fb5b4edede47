from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.wording import Names, Wording

NAMES = Names(
    "advert[a-z-]*|ads?-?(?:label|slot|unit|container|wrapper|inner|text|title|block|note|link)[a-z_-]*|plugin-ad(?:__[a-z]+)?"
    "|sponsor[a-z-]*|affiliate[a-z-]*|anzeige[a-z-]*|td-a-rec[a-z_-]*|dfp[a-z-]*|commercial[a-z-]*"
)
SHAPE = Wording(
    en=r"(?:-+\s*)?(?:advertis(?:e)?ments?|ads?|advertising|sponsored(?: content)?|promoted|paid (?:content|post)|partner content)(?:\W+(?:story continues below|continue reading|scroll to continue|article continues below).{0,40})?\W*$"
    r"|(?:story|article|content|post) continues (?:below|after)\b.{0,40}$|(?:continue|keep) reading below\W*$|scroll (?:down )?to continue\b.{0,40}$",
    de=r"(?:anzeige|werbung|gesponsert|advertorial)\W*$|(?:nach der anzeige|der artikel geht nach der anzeige|lesen sie nach der anzeige)\b.{0,40}$",
    fr=r"(?:(?:passer la )?publicité|contenu sponsorisé|la suite après (?:la|cette) publicité)\W*$",
    es=r"(?:publicidad|anuncio|contenido patrocinado)\W*$",
    it=r"(?:pubblicità|annuncio|contenuto sponsorizzato)\W*$",
    pt=r"(?:publicidade|anúncio|conteúdo patrocinado|continua (?:após|depois d)a publicidade)\W*$",
    nl=r"(?:advertentie|reclame)\W*$",
    sv=r"(?:annons|reklam)\W*$",
    no=r"(?:annonse|reklame|annonsørinnhold)\W*$",
    da=r"(?:annonce|reklame)\W*$",
    pl=r"(?:reklama|materiał sponsorowany)\W*$",
    tr=r"(?:reklam|ilan)\W*$",
    ru=r"(?:реклама|на правах рекламы)\W*$",
    cs=r"(?:reklama|inzerce)\W*$",
    ar=r"(?:إعلان|اعلان)\W*$",
    ja=r"(?:広告|PR|スポンサーリンク)\W*$",
    ko=r"(?:광고)\W*$",
    zh=r"(?:广告|廣告)\W*$",
)


def advertisement(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """Labels of advertisements, and what stands in an element that is named as one.

    ``Advertisement``, ``ANZEIGE``, ``Story continues below``.
    """
    boxed = NAMES.of(spans)
    for place, span in enumerate(spans):
        if place in boxed or SHAPE.match(span.text, article.language):
            yield Cut(start=span.start, end=span.end)
