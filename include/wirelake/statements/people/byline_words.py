"""The words around authors' names in bylines, as patterns. Part of ``names``.

All of them are matched without regard to case, whole words only, unless said otherwise.
"""

# What leads to a name and is no part of any, in whatever language the page is.
LEADING = (
    r"(?:written|posted|published|reported|compiled|edited|words|text|story|report|analysis|opinion|review)"
    r"(?: and \w+)? by",
    r"(?:\w+ ){0,3}by(?=:| )",
    r"(?-i:By(?=[A-Z]))",
    r"(?:author|reporter|writer|text|words|byline)s?\s*:",
    r"(?:ein(?:e)? )?(?:bericht|kommentar|analyse|interview|reportage|gastbeitrag|essay|kolumne"
    r"|text|artikel"
    r"|geschrieben|verfasst|veröffentlicht|erstellt) von",
    r"(?:autor(?:in|en|innen)?|redaktion|text)\s*:",
    r"(?:écrit|publié|rédigé|propos recueillis|texte|article|posté|proposé) par",
    r"(?:auteure?|rédact(?:eur|rice)|journaliste)s?\s*:",
    r"(?:escrito|publicado|redactado|texto|por redacción|elaborado|feito) por",
    r"(?:autora?|redacción|redactora?|periodista|texto|reportagem)\s*:",
    r"(?:a cura|scritto|pubblicato|articolo|testo) (?:di|da)",
    r"(?:autore|autrice|testo)\s*:",
    r"(?:geschreven|geplaatst) door",
    r"(?:auteur|tekst|redactie)\s*:",
    r"(?:skriven|skrevet|publicerad|tekst|text) (?:av|af)",
    r"(?:skribent|forfatter|journalist|av|af)\s*:",
    r"(?:kirjoittanut|kirjoittaja|teksti|toimittaja)\s*:",
    r"(?:tekst|autor|autorka|oprac|opracował|opracowała)\s*[.:]",
    r"(?:autor|autorka|text|napsal|napsala)\s*:",
    r"(?:szerző|írta)\s*:",
    r"(?:автор(?:ы)?|текст|журналист|корреспондент|фото и текст)\s*[:—–-]",
    r"(?:автор|текст)(?=\s+[А-ЯЁ])",
    r"(?:автор(?:и)?|текст)\s*:",
    r"(?:yazan|haber|muhabir|editör|kaynak)\s*:",
    r"(?:penulis|reporter|editor|oleh)\s*:",
    r"(?-i:oleh)(?=\s)",  # Oleh is a name
    r"(?:tác giả|theo)\s*:",
    r"(?:συντάκτης|του|της)\s*:",
    r"(?:بقلم|كتب|كتبت|الكاتب|إعداد|تقرير)(?!\w)\s*[:/]?",
    r"(?:מאת|כתב)(?!\w)\s*:?",
    r"(?:نویسنده|خبرنگار)(?!\w)\s*:?",
    r"(?:取材・文|取材・構成|文・写真|文|著者|筆者|執筆|作者|撰文|记者|記者|责任编辑|編輯|编辑"
    r"|来源)\s*[:：/／=＝]",
    r"(?:本报记者|本報記者|記者|记者)(?=\s|\S{2,4}$)",
    r"(?:글|기자)\s*[=:]",
)
# These may begin a name ("De Niro", "Von Trier"): they lead only where they are not all of two words.
LEADING_SMALL = r"von|par|por|di|da|de|door|av|af|od|ot|från|fra"

# Between two names.
AND = r"and|und|et|y|e|och|og|ve|i|и|та|en|ja|és|dan|a|και|و|&|\+|with|mit|avec|con"

# Behind a name: from here on it is no longer a byline.
MONTHS = (
    r"jan(?:uary|uar|vier|\.)?|feb(?:ruary|ruar|\.)?|f[ée]vrier|mar(?:ch|s|zo|\.)?|märz|apr(?:il"
    r"|ile|\.)?|avril"
    r"|may|mai|mayo|maggio|jun(?:e|i|io|\.)?|juin|jul(?:y|i|io|\.)?|juillet|aug(?:ust|\.)?|août|agosto"
    r"|sep(?:t(?:ember|\.)?|\.)?|septiembre|septembre|oct(?:ober|ubre|obre|\.)?|okt(?:ober|\.)?"
    r"|nov(?:ember|embre|iembre|\.)?|dec(?:ember|\.)?|d[eé]cembre|dez(?:ember|\.)?|diciembre"
    r"|dicembre|enero|gennaio"
)
STOPS = (
    r"(?:last )?(?:updated|modified|published|posted|created|edited) ?(?:on|at|:|\d|$|by|\b)",
    r"view (?:author|profile|all|bio|\w+ archive)|see (?:full|all|more)|more (?:stories|posts"
    r"|articles|by|from|about)",
    r"follow(?: us| me| on|ing)?\b|subscribe|share|read more|get (?:author|email)|contact"
    r"|e-?mail\b|log ?in|sign (?:in|up)",
    r"about the author|all posts|show (?:more|all)|click|comments?\b|\d+ comments|views?\b"
    r"|min(?:ute)?s? read",
    r"lesedauer|lesezeit|aktualisiert|veröffentlicht|zuletzt|stand\s*:|folgen|anmelden"
    r"|artikel merken|teilen|uhr\b",
    r"publié|mis à jour|temps de lecture|suivre|partager|s'abonner",
    r"publicado|actualizado|atualizado|tiempo de lectura|seguir|compartir",
    r"pubblicato|aggiornato|tempo di lettura|segui|condividi",
    r"gepubliceerd|laatst|leestijd|publicerad|uppdaterad|publisert|oppdatert|publiceret|opdateret"
    r"|julkaistu",
    r"опубликовано|обновлено|подписаться|время чтения|güncelle\w*|yayın\w*|takip",
    r"更新|公開|発表|掲載|发布|發布|入力|수정|입력|구독",
    r"(?:foto|photo|image|bild|picture|photograph|graphic|video)s?\s*(?::|by|von|courtesy|credit)"
    r"|getty images|shutterstock",
    rf"(?:{MONTHS})\s+\d{{1,4}}|\d{{1,2}}(?:st|nd|rd|th|\.)?\s+(?:{MONTHS})",
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[.,]\s",
    r"\d{1,2}[:.h]\d{2}|\d{4}-\d{2}|\d{1,2}[./]\d{1,2}|\d{4}年|\d+ (?:min|hours?|days?|stunden|minuten)",
)

# What a person is: a part of such words after a name is the role; alone it is nobody.
ROLES = (
    r"(?:staff |senior |chief |deputy |managing |executive |associate |assistant |contributing "
    r"|political |special"
    r" |foreign |guest |former |digital |news |freelance |multi\w+ )*"
    r"(?:writers?|reporters?|editors?|correspondents?|columnists?|contributors?|producers?"
    r"|journalists?|authors?"
    r"|photographers?|critics?|analysts?|directors?|fellows?|interns?|bureau chief|anchor|presenter|blogger"
    r"|professors?|president|founder|researcher|lecturer|staff|translator|specialist|strategist|economist)",
    r"\w*(?:redakteur|korrespondent|reporter|journalist|autor|volontär|chefredakteur|herausgeber|kolumnist"
    r"|praktikant|mitarbeiter|professor)(?:in|innen|en|s)?",
    r"(?:grand )?(?:journaliste|rédact(?:eur|rice)|correspondante?|reporter|envoyée? spéciale?"
    r"|chroniqueu(?:r|se)|auteure?)s?",
    r"(?:redactora?|periodista|corresponsal|colaboradora?|columnista|enviad[oa] especial"
    r"|jornalista|repórter|editora?)",
    r"(?:giornalista|redattore|redattrice|inviat[oa]|corrispondente|redacteur|verslaggever|hoofdredacteur"
    r"|journalist\w*|reporter\w*|toimittaja|dziennikarz|dziennikarka|novinář|újságíró|muhabiri?"
    r"|yazarı?|wartawan|jurnalis)",
    r"(?:корреспондент|редактор|журналист|обозреватель|автор|кореспондент|оглядач)\w*",
    r"(?:스포츠|인턴|선임|객원)?\s?(?:기자|특파원|논설위원)|記者|编辑|編集|編集委員|論説委員"
    r"|特派员|特派員|监制|主笔",
)

# Roles that are written onto the name: 山田波止記者, 김부두기자. 経済部記者 and 主任記者 name nobody.
GLUED_ROLES = r"[記记]者|特派[員员]|(?:인턴|선임|전문|객원|수석)?\s?(?:기자|특파원)"
NAMELESS = r"本[報报社紙]|主任|編集|编辑|特約|特约|인턴|선임|전문|객원|수석|스포츠"
DEPARTMENT_ENDS = "部局社室班報报紙부팀국"

# Nobody's name: what content systems write where they know nobody.
PLACEHOLDERS = (
    r"(?:(?:web|site|super|sys|cms|wp|news)[ _-]?)?admin(?:istrator)?(?:[ _-]?user)?\d*|webmaster|web ?editor"
    r"|system(?:[ _-]user)?|cms(?:[ _-]?user)?|import(?:er|ed)?(?:[ _-]user)?"
    r"|(?:super|default|api|feed|test)[ _-]?user"
    # A day, or a programme
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day(?: (?:morning|afternoon|evening|night))?"
    r"|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend"
    r"|(?:[^\W\d_]+ ){1,3}(?:edition|newscast|bulletin|podcast)"
    r"|root|user\d*|guest|anonymous|unknown|none|null"
    r"|undefined|default|test"
    r"|authors?|autor|auteur|n/?a|red",
)

# A newsroom, not a person, but the author where nobody else is named.
DESKS = (
    r"(?:the )?(?:online|news ?|web ?|editorial|sports? ?)?(?:desk|newsroom|staff|team|editors?|editorial)"
    r"|(?:(?:la|die|our|from) )?(?:redaktion|rédaction|redacción|redazione|redactie|redakcja"
    r"|редакция)|(?:\w+ )?staff (?:writer|reporter)s?"
    r"|online|news|nachrichten|agenc(?:ies|ias|es)|agências|agenzie|agenturen|agency reports?"
    r"|wire (?:services?|reports)"
    r"|news (?:services?|agencies)"
    r"|from (?:staff|wire) .*"
    r"|本[報报社紙](?:記者|记者)",
)

# Behind an agency's letters: "dpa/lno", "AP Sports", "PA political staff"; not "Hina Spitsand"
DEPARTMENT = (
    r"(?:[/-]\w+| (?-i:[a-zß-ÿ]\w+)| (?:business|economics?|political|news|sports?|tv|video|photos?|data"
    r"|foreign|staff|team|reporters?|writers?|correspondents?|editors?|desk|newsroom|bureau)(?!\w))"
)
# Who supplies: no person, but the author where nobody else is named.
AGENCIES = (
    r"(?:dpa|afp|ap|apa|ansa|efe|epd|kna|sid|upi|pa|pti|ani|ians|tass|anp|ntb|tt|stt|ritzau|belga"
    r"|keystone-sda|ats|sda|kuna"
    r"|wam|spa|qna|bss|aap|cp|bloomberg|reuters|xinhua|kyodo|jiji|yonhap|interfax|anadolu|sputnik"
    r"|tnn|nzme|lusa|cna"
    r"|europa press|notimex|antara|bernama|mti|ctk|čtk|pap|tasr|agerpres|sita|hina|tanjug|cnn|bbc"
    r"|npr|afx|dj|dow jones|(?:the )?associated press|agence france-?presse|(?:the )?press association)"
    rf"(?:{DEPARTMENT}){{0,3}}",
    r"deutsche presse-?agentur|anadolu ajansı"
    r"|canadian press|press trust of india|时事通信|時事通信|共同通信|新华社|新華社|연합뉴스"
    r"|ロイター|риа новости|тасс|[أا] ?ف ?ب|رويترز|وام|واس|كونا|قنا",
)

# A part that ends in one of these is a body: "Harbour News Service", "Quay University".
BODIES = (
    r"(?:news|press|times|herald|journal|tribune|gazette|magazine|media|tv|television|radio"
    r"|agency|agentur|institute"
    r"|university|foundation|center|centre|association|council|committee|inc|ltd|gmbh|group"
    r"|company|zeitung|nachrichten"
    r"|redaktion|staff|team|desk|network|service|bureau|online|today|observer|chronicle|ajansı"
    r"|haber|presse|agenzia"
    r"|agencia|images|studios?|department|ministry|office|school|society|union|party|blog|wire"
    r"|newsroom|services)"
)

# Sections, buttons and the like, which stand where names do.
NOT_NAMES = (
    r"the|politics?|health|business|sports?|world|opinion|culture|technology|tech|science"
    r"|entertainment|lifestyle|hardware"
    r"|national|international|local|home|menu|search|login|register|newsletter|advertisement"
    r"|anzeige|new|click|here"
    r"|download|app|free|best|live|watch|video|photos?|gallery|credits?|copyright|rights|reserved"
    r"|privacy|cookies?"
    r"|facebook|twitter|instagram|linkedin|whatsapp|telegram|youtube|print|save|bookmark|related"
    r"|trending|latest|breaking"
    r"|wirtschaft|politik|kultur|panorama|unternehmen|startseite|mehr|weitere|artikel|profil"
    r"|summary|posts?|editor'?s"
    r"|minutes?|minuten|uhr|today|yesterday|gestern|heute|ago|story|stories|articles?|more|about"
    r"|from|with|this|that|what|how|why"
    r"|image|text|size|listen|audio|tags?|topics?|updated|published|exclusive|premium|plus|abo|subscribers?"
)
# After a comma these belong to the name before: "Smith, Jr.", "Quay, M.D."
SUFFIXES = (
    r"(?:jr|sr|ii|iii|iv|m\.?d|ph\.?\s?d|esq|cpp|psp|mba|rn|cpa|j\.?d|dds|obe|mbe|dr|m\.?a|b\.?a|ret)\.?"
)
# Small words inside names.
PARTICLES = (
    "de|da|do|dos|das|du|del|della|di|von|van|vom|zu|zur|der|den|ter|ten|het|la|le|las|los|bin|ibn|bint|al|el|abu|y|e|i|af|av"
    "|und|of|st|ben|ould|ul|ur|d'|'t|op|in"
)
