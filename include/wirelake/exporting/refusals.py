"""Whether a wire's terms refuse what an export is for: to be trained with, or to be passed on.

Terms are sentences. What is known here are the words of refusal that wires and licences use in English; a
sentence without any of them refuses nothing, and allows nothing either.
"""

import re

USES = (
    r"redistribut\w*|re-?publi\w*|reproduc\w*|resale|resell\w*|sublicen\w*|transmi\w*|shar(?:e|ed|ing)|copied"
    r"|train\w*|machine learning|artificial intelligence|\bAI\b|language models?|LLMs?"
    r"|text and data mining|text & data mining|data mining|TDM\b|scrap(?:e|ed|ing)"
)
NO = r"no|not|without|never|nor|prohibit\w*|forbid\w*|forbidden|exclud\w*|refus\w*|reserved?"
REFUSING = (
    re.compile(rf"\b(?:{NO})\b[^.;]{{0,80}}?\b(?:{USES})", re.IGNORECASE),
    re.compile(
        rf"\b(?:{USES})[^.;]{{0,40}}?\b(?:prohibited|forbidden|reserved|not (?:allowed|permitted))",
        re.IGNORECASE,
    ),
    re.compile(r"\ball rights reserved\b", re.IGNORECASE),
    re.compile(r"\b(?:internal|personal|private)\b[^.;]{0,20}\buse only\b", re.IGNORECASE),
    re.compile(r"\bfor (?:internal|personal|private) use\b", re.IGNORECASE),
)
LOOKED_AT = 10_000  # characters


def refuses(terms: str | None) -> bool:
    """The terms say no to training, mining or passing on."""
    text = " ".join((terms or "")[:LOOKED_AT].split())
    return any(one.search(text) for one in REFUSING)
