"""What a source's own subject codes mean in IPTC's Media Topics."""

from typing import Annotated, Any

from pydantic import BeforeValidator, StringConstraints

from wirelake.newscodes import EDITION, media_topics

PREFIX = "medtop:"
SUCH_AS = "write one such as medtop:04000000"


def _pairs(value: Any) -> Any:
    """A mapping as pairs, as facts are frozen; one topic as a list of one, each by its eight digits."""
    if not isinstance(value, dict):
        return value
    return tuple(
        (code, tuple(_digits(code, topic) for topic in topics) if isinstance(topics, list) else topics)
        for code, topics in ((code, [one] if isinstance(one, str) else one) for code, one in value.items())
    )


def _digits(code: Any, topic: Any) -> Any:
    """The digits of a Media Topic in use; what is no text is left to the type."""
    if not isinstance(topic, str):
        return topic
    digits = topic.strip().removeprefix(PREFIX)
    known = media_topics().get(digits)
    if known is None:
        raise ValueError(f"{topic!r} of {code!r} is no Media Topic of IPTC's edition {EDITION}: {SUCH_AS}")
    if known.retired:
        raise ValueError(
            f"{topic!r} of {code!r}: IPTC retired it ({known.name}) on {known.retired}: {SUCH_AS}"
        )
    return digits


OwnCode = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
SubjectMap = Annotated[tuple[tuple[OwnCode, tuple[str, ...]], ...], BeforeValidator(_pairs)]
