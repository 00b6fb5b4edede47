"""Tags of languages as BCP 47 writes them: ``en-US`` for a wire's ``en_us``, ``en`` for ``EN``, ``eng``."""

import re
from collections.abc import Mapping
from functools import lru_cache

from babel import Locale
from babel.core import get_global

# Language, perhaps script, perhaps region; what follows (variants, extensions) is kept in lower case.
TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?(?P<rest>(?:-[a-z0-9]{1,8})*)",
    re.IGNORECASE,
)


def canonical_tag(stated: str, mapped: Mapping[str, str] | None = None) -> str | None:
    """The tag in BCP 47's canonical case; None for what names no language.

    Args:
        mapped: a source's own codes, in lower case, and the tags that they mean: ``{"gb": "en-GB"}``. Without
            it ``gb`` is a country and no language.
    """
    written = stated.strip().replace("_", "-")
    if mapped and (own := mapped.get(written.lower())):
        written = own
    found = TAG.fullmatch(written)
    language = found and _language(found["language"].lower())
    if not found or not language:
        return None
    script, region, rest = found["script"], found["region"], found["rest"]
    parts = (language, script and script.title(), region and region.upper())
    return "-".join(filter(None, parts)) + (rest or "").lower()


@lru_cache(maxsize=256)
def _language(code: str) -> str | None:
    """The shortest code in use: ``eng`` is en, ``iw`` is he. What would add a script or region stays."""
    known = Locale("en").languages
    short = get_global("language_aliases").get(code, code)
    code = short if short.isalpha() and short.islower() else code
    return code if code in known or code in get_global("language_aliases") else None
