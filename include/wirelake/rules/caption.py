from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.element_names import Names
from wirelake.rules.places import prose
from wirelake.rules.wording import NAME, NAMES_ONLY, Wording

NAMES = Names(
    "fig-?caption",
    "…caption(?:-?(?:text|block|wrap|wrapper|container|inner|img))?",
    "…(?:photo|image|img|picture|media)-?(?:credits?|source|container|wrapper|holder|copyright|description)",
    "…(?:photo|image|img|picture|media)-?(?:box…|info|by-?line)",
    "credits?(?:-?line)?",
    "attribution",
)
KIND = "(?:file |handout |aerial |stock )?"
PICTURE = rf"{KIND}(?:photos?(?:graph)?s?|pictures?|images?|pics?|illustration|graphic|video|screenshot)"
CREDIT = "(?:photo|image|picture|credit|ap|afp|reuters|getty)"
BY_AGENCY = r"/\s?(?=(?-i:[A-Z]{2,}|dpa|afp)\b)"  # "Foto/DPA", not "Foto/Video"
SHAPE = Wording(
    longest=300,
    en=(
        r"pictured\b.{0,40}\b(?:left|right|front|back|cent(?:re|er))\b…",
        r"pictured(?:\s*[:,]| (?:here|above|below|left|right|from left|is|are)\b)…",
        # "Photo: Harbour Press", "Photo credit: A. Warden", "File photo by A. Warden"
        rf"{PICTURE}(?: (?:credits?|source))?\s*(?::|courtesy\b).{{1,100}}",
        rf"{PICTURE} (?:by|via|from) (?:(?:the )?{NAMES_ONLY}|@.{{1,60}}|screen[^.]{{1,80}})",
        rf"(?:image |photo )?credits?\s*:\s*(?:{NAME}|[@©]|www\.|https?:|i(?-i:[A-Z])).{{0,100}}",
        r"(?:ap|afp|reuters) (?:photo|image|file)\s*/.{2,60}",  # "AP Photo/N. Quayside"
        # "3/12", a picture's place in a gallery; "8/10" is as likely a verdict
        r"\d{1,3} ?(?:of|/(?! ?(?:5|10|20|100)\b)) ?\d{1,3}",
        # "The basin at dawn. (Photo by A. Warden)"
        rf".{{3,260}}\({CREDIT}\b[^()]{{0,80}}\)",
        r".{3,260}(?:/|\b)getty images",
        r".{3,260}\bphotos? ©.{0,60}",
        ".{3,260}/(?:ap|afp|reuters)",
        r".{3,260}\bfile photo",
    ),
    de=(
        rf"(?:foto|bild|illustration|grafik|archivbild|symbolbild)s?\s*(?:[:©]|{BY_AGENCY}).{{1,100}}",
        rf".{{3,240}}\b(?:foto|bild|symbolfoto)\s*(?::|{BY_AGENCY}).{{2,60}}",
        r".{3,200}\bdpa/\w+",
        ".{3,200}picture alliance.{0,40}",
    ),
    fr=(
        r"(?:photos?|image|crédits?|illustration)\s*(?:[:©]|photo).{1,100}",
        r".{3,240}\((?:photo|crédit|©)[^()]{2,60}\)",
    ),
    es=(
        r"(?:fotos?|imagen|crédito)\s*[:©].{1,100}",
        r".{3,240}\((?:foto|crédito|imagen)\s*:[^()]{2,60}\)",
    ),
    it=(r"(?:foto|immagine|crediti)\s*[:©].{1,100}", r".{3,240}\((?:foto|crediti)\s*:?[^()]{2,60}\)"),
    pt=(
        r"(?:fotos?|imagem|crédito)\s*[:©].{1,100}",
        r".{3,240}\((?:foto|crédito|imagem)\s*:[^()]{2,60}\)",
    ),
    nl=(r"(?:foto|beeld)\s*[:©].{1,100}", r".{3,240}\((?:foto|beeld)\s*:[^()]{2,60}\)"),
    sv=(r"(?:foto|bild)\s*[:©].{1,80}", r".{3,240}\bfoto:.{2,60}"),
    no=(r"(?:foto|bilde)\s*[:©].{1,80}", r".{3,240}\bfoto:.{2,60}"),
    da=(r"(?:foto|billede)\s*[:©].{1,80}", r".{3,240}\bfoto:.{2,60}"),
    fi=(r"kuva\s*[:©].{1,80}", r".{3,240}\bkuva:.{2,60}"),
    pl=(r"fot\.\s?.{1,80}", r"(?:foto|zdjęcie)\s*[:©].{1,80}", r".{3,240}[/(]\s*fot\..{2,60}"),
    bg=(r"снимк[аи]\s*[:©].{1,80}",),
    cs=(r"(?:foto|autor fotografie)\s*[:©].{1,80}",),
    ru=(r"(?:фото|изображение)\s*[:©].{1,80}",),
    uk=(r"(?:фото|зображення)\s*[:©].{1,80}",),
    tr=(r"(?:fotoğraf|foto)\s*[:©].{1,80}",),
    ar=(r"(?:صورة|الصورة|تصوير)\s*:.{1,80}",),
    he=(r"(?:צילום)\s*:.{1,80}",),
    fa=(r"(?:عکس)\s*:.{1,80}",),
    ja=(r"(?:写真|画像|撮影)\s*[:：＝=].{1,60}", r".{3,160}(?:代表撮影|撮影|共同|ロイター|ＡＰ)(?!\W*。)"),
    ko=(r"(?:사진|이미지)\s*[:=].{1,60}", r".{3,160}(?:연합뉴스|뉴시스|로이터)\s?(?:제공|사진)?"),
    zh=(r"(?:图|圖|图片|圖片|攝影|摄影|照片)\s*[:：／/].{1,60}",),
    id=(r"(?:foto|gambar)\s*[:©].{1,80}", r".{3,240}\((?:foto|dok)[:.][^()]{2,60}\)"),
    vi=(r"(?:ảnh)\s*:.{1,80}", r".{3,240}\(ảnh:[^()]{2,60}\)"),
)


def caption(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """Captions and credits of pictures: by the names of their elements, or by a credit at either end.

    ``Photo: Harbour Press``, ``The basin at dawn. (Photo by A. Warden)``. A sentence of the text that names a
    photograph, ``Photos of the basin were shown.``, has no such mark; an attribution in a quote is its own.
    """
    boxed, told = NAMES.of(spans), prose(spans)
    for place, span in enumerate(spans):
        if len(span.text) > SHAPE.longest or span.role == "li":
            continue
        if (place in boxed and span.role != "quote") or (
            place not in told and SHAPE.says(span.text, article.language)
        ):
            yield Cut(start=span.start, end=span.end)
