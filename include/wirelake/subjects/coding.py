"""A record's subjects with their codes, and beside them the Media Topics that tables lead to.

Only codes are mapped, never words of a text: a subject that is stated by its name alone stays a name,
unless its source's YAML maps that name.
"""

from collections.abc import Iterator

from wirelake.config import SourceConfig
from wirelake.newscodes import anpa_categories, media_topics, subject_codes
from wirelake.records import Article, Subject, SubjectCode, with_changes
from wirelake.subjects.schemes import ANPA, IRIS, MEDIA_TOPIC, SUBJECT_CODE, code_of


def coded(article: Article, source: SourceConfig) -> Article:
    """The record with ``subject_codes``: what is stated in its order, then what it maps to, each once."""
    told = (_stated(one, article.source_format) for one in article.subjects_detail)
    stated = dict.fromkeys(one for one in told if one.code or one.iri or one.name)
    topics = {one.code for one in stated if one.scheme == MEDIA_TOPIC}
    mapped: dict[str, SubjectCode] = {}
    own = dict(source.subject_map)
    for one in stated:
        for topic in _topics(one, own):
            if topic not in topics:
                mapped.setdefault(topic, _topic(topic, one.role))
    return with_changes(article, subject_codes=(*stated, *mapped.values()))


def _stated(subject: Subject, source_format: str) -> SubjectCode:
    """The subject as it is stated; a code of IPTC's without a name has the name that IPTC gives it."""
    found = code_of(subject, source_format)
    name = subject.name if subject.name != found.code else None
    return SubjectCode(
        scheme=found.scheme,
        code=found.code,
        iri=found.iri,
        name=name or _name(found.scheme, found.code),
        role=subject.role,
    )


def _name(scheme: str | None, code: str | None) -> str | None:
    if scheme == MEDIA_TOPIC and (topic := media_topics().get(code or "")):
        return topic.name
    if scheme == SUBJECT_CODE and (known := subject_codes().get(code or "")):
        return known.name
    return None


def _topics(stated: SubjectCode, own: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """What the source's YAML says of the code, by its scheme or without, holds before the tables."""
    code = stated.code or ""
    for key in (f"{stated.scheme}:{code}", code) if code else (stated.name or "",):
        if key in own:
            yield from own[key]
            return
    if stated.scheme == SUBJECT_CODE and (known := subject_codes().get(code)):
        yield known.topic
    if stated.scheme == ANPA and (topic := anpa_categories().get(code.lower())):
        yield topic


def _topic(code: str, role: str | None) -> SubjectCode:
    return SubjectCode(
        scheme=MEDIA_TOPIC,
        code=code,
        iri=IRIS[MEDIA_TOPIC] + code,
        name=_name(MEDIA_TOPIC, code),
        role=role,
        origin="mapped",
    )
