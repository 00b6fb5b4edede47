"""Names of charsets, as the WHATWG's Encoding Standard means them.

ISO-8859-1 is windows-1252 there, and UTF-7 is nothing.
"""

import codecs

import webencodings

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32be"),
    (codecs.BOM_UTF16_LE, "utf-16le"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
)
# Not in the standard, but in old archives, and harmless where nothing runs as a script.
UTF_32 = {"utf-32": "utf-32be", "utf-32be": "utf-32be", "utf-32le": "utf-32le"}
# What the standard names so, Python names otherwise or reads more narrowly.
CODECS = {"gbk": "gb18030", "utf-32be": "utf-32-be", "utf-32le": "utf-32-le"}


def label(name: str) -> str | None:
    """The charset that a label stands for; None for none, such as UTF-7."""
    if found := UTF_32.get(name.strip().lower().replace("_", "-").replace("32-", "32")):
        return found
    known = webencodings.lookup(name)
    return known.name if known else None


def codec(charset: str) -> str:
    """Python's codec for a charset that ``label`` gave."""
    known = webencodings.lookup(charset)
    return CODECS.get(charset) or (known.codec_info.name if known else charset)


def bom(data: bytes) -> tuple[str, int] | None:
    """The charset that a byte order mark states, and the mark's length."""
    return next(((charset, len(mark)) for mark, charset in BOMS if data.startswith(mark)), None)
