from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.wording import Names, Wording

NAMES = Names(
    "fig-?caption|(?:[a-z]+-)*caption(?:-?(?:text|block|wrap[a-z]*|container|inner|img))?|[a-z-]*(?:photo|image|img|picture|media)-?(?:credits?|source|container|wrapper|holder|box[a-z]*|info|copyright|description|by-?line)"
    "|credits?(?:-?line)?|attribution"
)
PICTURE = r"(?:file |handout |aerial |stock )?(?:photos?(?:graph)?s?|pictures?|images?|pics?|illustration|graphic|video|screenshot)"
SHAPE = Wording(
    en=rf"pictured\b.{{0,260}}$|[(\[]?{PICTURE}(?: (?:credits?|source))?\s*(?::|(?:courtesy(?: of)?|by|via|from)\b).{{1,100}}$|[(\[]?(?:image |photo )?credits?\s*:.{{1,100}}$"
    r"|.{3,260}(?:\((?:photo|image|picture|credit|ap|afp|reuters|getty)\b[^()]{0,80}\)|/getty images|\bgetty images|\bphotos? ©.{{0,60}}|/(?:AP|AFP|Reuters)|\bfile photo)\W*$",
    de=r"(?:foto|bild|illustration|grafik|archivbild|symbolbild)s?\s*[:©/].{1,100}$|.{3,240}\b(?:foto|bild|symbolfoto)\s*[:/].{2,60}$|.{3,200}(?:\bdpa/\w+|/picture alliance|picture alliance.{0,40})$",
    fr=r"(?:photos?|image|crédits?|illustration)\s*(?:[:©]|photo).{1,100}$|.{3,240}\((?:photo|crédit|©)[^()]{2,60}\)$",
    es=r"(?:fotos?|imagen|crédito)\s*[:©].{1,100}$|.{3,240}\((?:foto|crédito|imagen)\s*:[^()]{2,60}\)$",
    it=r"(?:foto|immagine|crediti)\s*[:©].{1,100}$|.{3,240}\((?:foto|crediti)\s*:?[^()]{2,60}\)$",
    pt=r"(?:fotos?|imagem|crédito)\s*[:©].{1,100}$|.{3,240}\((?:foto|crédito|imagem)\s*:[^()]{2,60}\)$",
    nl=r"(?:foto|beeld)\s*[:©].{1,100}$",
    sv=r"(?:foto|bild)\s*[:©].{1,80}$",
    no=r"(?:foto|bilde)\s*[:©].{1,80}$",
    da=r"(?:foto|billede)\s*[:©].{1,80}$",
    ru=r"(?:фото|изображение)\s*[:©].{1,80}$",
    tr=r"(?:fotoğraf|foto)\s*[:©].{1,80}$",
    ja=r"(?:写真|画像|撮影)\s*[:：＝=].{1,60}$|.{3,160}(?:（?(?:代表撮影|撮影|共同|ロイター|ＡＰ)）?)$",
    ko=r"(?:사진|이미지)\s*[:=].{1,60}$|.{3,160}(?:연합뉴스|뉴시스|로이터)\s?(?:제공|사진)?$",
    zh=r"(?:图|圖|图片|攝影|摄影|照片)\s*[:：／/].{1,60}$",
)
LONGEST = 300


def caption(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """Captions and credits of pictures: by the names of their elements, or by a credit at either end.

    ``Photo: Harbour Press``, ``The basin at dawn. (Photo by A. Warden)``. A sentence of the text that names a
    photograph, ``Photos of the basin were shown.``, has no such mark.
    """
    boxed = NAMES.of(spans)
    for place, span in enumerate(spans):
        if len(span.text) > LONGEST or span.role == "li":
            continue
        if place in boxed or SHAPE.match(span.text, article.language):
            yield Cut(start=span.start, end=span.end)
