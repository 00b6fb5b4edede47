"""A paragraph's shape: the paragraph with everything masked that changes from article to article.

``Updated on 4 March 2026 at 10:15`` and ``Updated on 12 May 2026 at 9:40`` are both
``updated on <date> at <time>``. The learner of furniture and the rule that applies it both call ``shape``,
so what was learned is what is cut.

A shape stands in files that people have reviewed, so it must mean the same next year. Months therefore
stand here and do not come from a library, whose next edition of the CLDR would change shapes in silence.
"""

import re
import unicodedata
from functools import cache

MAX_CHARACTERS = 1_500  # furniture is shorter, and what is longer is not looked at
# Thai, Lao, Burmese, Khmer, kana and Han: no blanks between words.
SCRIPTS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
UNSPACED = re.compile(f"[{SCRIPTS}]")
# Upper bytes of UTF-16 that no character of theirs has: bytes are looked through far faster than text.
OTHERS = bytes(
    one for one in range(0x100) if not UNSPACED.search("".join(map(chr, range(one << 8, one + 1 << 8))))
)
# Case folded; a month counts as one only beside a number: "the march", "it may" stay.
MONTHS = """
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sept sep oct nov dec
    januar februar märz mai juni juli oktober dezember jänner
    janvier février mars avril juin juillet août septembre octobre novembre décembre
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    janeiro fevereiro março maio junho julho setembro outubro novembro dezembro
    gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
    januari februari maart mei augustus
    ocak şubat nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
    января февраля марта апреля мая июня июля августа сентября октября ноября декабря
    يناير فبراير مارس أبريل ابريل مايو يونيو يوليو أغسطس اغسطس سبتمبر أكتوبر اكتوبر نوفمبر ديسمبر
"""
WEEKDAYS = """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
    lundi mardi mercredi jeudi vendredi samedi dimanche
    lunes martes miércoles jueves viernes sábado domingo
    segunda-feira terça-feira quarta-feira quinta-feira sexta-feira
    lunedì martedì mercoledì giovedì venerdì sabato domenica
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
    pazartesi salı çarşamba perşembe cuma cumartesi pazar
    понедельник вторник среда четверг пятница суббота воскресенье
    الاثنين الإثنين الثلاثاء الأربعاء الاربعاء الخميس الجمعة السبت الأحد الاحد
"""
CURRENCIES = "usd|eur|gbp|jpy|chf|cny|inr|aed|sar|kwd|qar|bhd|omr|egp|us\\$|[$€£¥₹₽]"
MASK = re.compile(r"<(?:url|email|date|time|price|n)>")
WORD = re.compile(rf"[{SCRIPTS}]|[^\W\d_{SCRIPTS}]+")
VARIES = re.compile(r"[\d@]|://|www\.")  # without one of these nothing is masked


def shape(text: str) -> str:
    """The paragraph with case folded, blanks collapsed, and digits, dates, times, e-mail addresses, URLs and
    prices masked. Masking a shape again changes nothing, but for characters that no wire sends."""
    folded = unicodedata.normalize("NFC", " ".join(text.split()).casefold())
    if not VARIES.search(folded):
        return folded
    return _variable().sub(lambda found: f"<{found.lastgroup}>", folded)


def words(shaped: str) -> list[str]:
    """The fixed words of a shape, in their order; in scripts without blanks each character is one."""
    return WORD.findall(MASK.sub(" ", shaped))


def masks(shaped: str) -> int:
    """How many places of the shape are masked."""
    return len(MASK.findall(shaped))


def hosts(text: str) -> set[str]:
    """The hosts to which the paragraph's URLs and e-mail addresses lead, without ``www.``; case folded."""
    folded = " ".join(text.split()).casefold()
    found = (one.group() for one in _variable().finditer(folded) if one.lastgroup in ("url", "email"))
    starts = (re.split(r"[/?#]", one.partition("//")[2] or one)[0] for one in found)
    return {one.rpartition("@")[2].partition(":")[0].removeprefix("www.") for one in starts}


@cache
def _variable() -> re.Pattern[str]:
    months, weekdays = (
        "|".join(sorted(map(re.escape, names.split()), key=len, reverse=True)) for names in (MONTHS, WEEKDAYS)
    )
    number = r"\d+(?:[.,:/]\d+)*"
    day = r"\d{1,2}(?:st|nd|rd|th|er|º|\.)?"
    kinds = {
        "url": r"(?:https?://|www\.)[^\s<>]*[^\s<>.,;:!?)\]’”\"']",
        "email": r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}",
        "date": (
            rf"\b(?:(?:{weekdays})\b\.?,?\s)?(?:"
            r"\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b|\b\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})\b"
            rf"|\b{day}\s(?:de\s|of\s)?(?:{months})\b\.?(?:,?\s(?:de\s)?\d{{4}}\b)?"
            rf"|\b(?:{months})\b\.?\s(?:\d{{4}}\b|{day}(?!\w)(?:,?\s\d{{4}}\b)?))"
        ),
        "time": r"\b\d{1,2}[:h]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\b\.?)?(?!\w)|\b\d{1,2}\s?[ap]\.?m\b\.?",
        "price": rf"(?:\b(?=[a-z])|(?<!\w))(?:{CURRENCIES})\s?{number}|{number}\s?(?:{CURRENCIES})(?!\w)",
        "n": number,
    }
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in kinds.items()))


def may_be_unspaced(text: str) -> bool:
    """Whether the text may hold characters of a script that parts no words by blanks; cheap to ask."""
    if text.isascii():
        return False
    return bool(text.encode("utf-16-le", "surrogatepass")[1::2].translate(None, OTHERS))
