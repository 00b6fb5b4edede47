"""The words by which people say what a date is: of the publication, or of the last change."""

import re

# "Published March 4, 2026", "Veröffentlicht am 4. März", "4日公開": beginnings of words
PUBLISHED = re.compile(
    r"publi[sczké]|posted|veröffentlich|erschienen|erstellt|geplaatst|gepubliceerd|udgivet|julkaist|yayın|opublik"
    r"|objavljen|közzé|опублик|δημοσι|نشر|פורסם|公開|掲載|配信|发布|發布|发表|입력|등록|게시|created|issued",
    re.IGNORECASE,
)
# "Updated", "Stand:", "Mis à jour le", "最終更新"
MODIFIED = re.compile(
    r"updated|modif|last (?:edit|chang|review)|revised|aktualis|geändert|bearbeitet|\bstand\b|mise? à jour"
    r"|a[ck]?tuali|aggiornat|bijgewerkt|gewijzigd|opdateret|oppdatert|uppdater|ändrad|päivitet|güncel|zaktual"
    r"|обновл|измен|ενημ|تحديث|עודכן|עדכון|更新|수정|업데이트",
    re.IGNORECASE,
)
