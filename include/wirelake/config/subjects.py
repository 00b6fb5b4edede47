"""What a source's own subject codes mean in IPTC's Media Topics."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StringConstraints

from wirelake.newscodes import EDITION, media_topics

PREFIX = "medtop:"
SUCH_AS = "write one such as medtop:04000000"


def _listed(value: Any) -> Any:
    """A mapping as pairs, as facts are frozen; one topic as a list of one."""
    if not isinstance(value, dict):
        return value
    return tuple((code, (topics,) if isinstance(topics, str) else topics) for code, topics in value.items())


def _topics(pairs: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((code, tuple(_digits(code, topic) for topic in topics)) for code, topics in pairs)


def _digits(code: str, topic: str) -> str:
    """The eight digits of a Media Topic in use."""
    digits = topic.removeprefix(PREFIX)
    known = media_topics().get(digits)
    if not re.fullmatch(r"\d{8}", digits) or known is None:
        raise ValueError(f"{code}: {topic!r} is no Media Topic of IPTC's edition {EDITION}: {SUCH_AS}")
    if known.retired:
        raise ValueError(f"{code}: IPTC retired {topic} ({known.name}) on {known.retired}: {SUCH_AS}")
    return digits


OwnCode = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Topic = Annotated[str, StringConstraints(max_length=100, strip_whitespace=True)]
SubjectMap = Annotated[
    tuple[tuple[OwnCode, tuple[Topic, ...]], ...], AfterValidator(_topics), BeforeValidator(_listed)
]
