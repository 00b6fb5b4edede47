"""Whose code it is: the scheme of a subject by IPTC's short name, its code without prefix, and its IRI."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from wirelake.newscodes import media_topics, subject_codes
from wirelake.records import Subject

MEDIA_TOPIC, SUBJECT_CODE, ANPA = "medtop", "subj", "a1312cat"
# By the short names of IPTC's catalogue; an IRI is that of the scheme with the code behind it.
IRIS = {
    MEDIA_TOPIC: "http://cv.iptc.org/newscodes/mediatopic/",
    SUBJECT_CODE: "http://cv.iptc.org/newscodes/subjectcode/",
    ANPA: "http://cvx.iptc.org/anpa1312-category/",
    "iso3166-1a2": "http://cvx.iptc.org/iso3166-1a2/",
    "iso3166-1a3": "http://cvx.iptc.org/iso3166-1a3/",
    "iso3166-2": "http://cvx.iptc.org/iso3166-2/",
}
SHAPES = {MEDIA_TOPIC: r"\d{8}", SUBJECT_CODE: r"\d{8}", ANPA: r"[a-z]"}
NAMES = {
    "mediatopic": MEDIA_TOPIC,
    "mediatopics": MEDIA_TOPIC,
    "anpa_category": ANPA,
    **{one: one for one in IRIS},
}
# "IptcSubjectCodes", "urn:newsml:iptc.org:20000402:topicset.iptc-subjectcode:1"
OF_SUBJECTS = re.compile(
    r"iptc-?subject-?codes?|urn:newsml:iptc\.org:\d{8}:topicset\.iptc-subjectcode(?::\d+)?"
)
IPTC = "iptc"  # NITF's word for who keeps the codes: both of Media Topics and of Subject NewsCodes
# Their DTDs say that a code of which nothing else is said is IPTC's.
IPTCS_OWN = frozenset({"nitf", "newsml_1"})
QCODES = frozenset({"newsml_g2", "digitalwires"})  # formats whose codes are written as scheme:code
QCODE = re.compile(r"([^\s:/]{1,60}):(\S+)")


@dataclass(frozen=True, slots=True)
class Code:
    """Whose code, which, and the IRI that names it for good; what is not known is None."""

    scheme: str | None
    code: str | None
    iri: str | None


def code_of(subject: Subject, source_format: str) -> Code:
    """The code of a stated subject or place; codes of schemes that are not known stay as they are."""
    scheme, code = subject.scheme or None, subject.qcode or None
    found = QCODE.fullmatch(code or "")
    if found and (source_format in QCODES or known(found[1]) or found[1] == scheme):
        scheme, code = found.groups()
    if code is None and (named := _named_by(subject.uri)):
        scheme, code = named
    own = known(scheme) if scheme else None
    is_iptcs = scheme.lower() == IPTC if scheme else source_format in IPTCS_OWN
    if own is None and code and is_iptcs:
        own = _by_table(code)
    if own in (MEDIA_TOPIC, SUBJECT_CODE) and code is None and re.fullmatch(r"\d{8}", subject.name or ""):
        code = subject.name  # <category domain="http://cv.iptc.org/newscodes/mediatopic/">20000002</category>
    scheme = own or scheme
    return Code(scheme, code, subject.uri or _iri(scheme, code))


def known(scheme: str) -> str | None:
    """IPTC's short name of a scheme that is stated by its name or IRI, or None."""
    word = scheme.strip().lower()
    if word in NAMES:
        return NAMES[word]
    if OF_SUBJECTS.fullmatch(word):
        return SUBJECT_CODE
    bare = word.replace("https://", "http://", 1).rstrip("/")
    return next((name for name, iri in IRIS.items() if iri == f"{bare}/"), None)


def _named_by(uri: str | None) -> tuple[str, str] | None:
    """Scheme and code of an IRI of a known scheme: ``http://cv.iptc.org/newscodes/mediatopic/20000002``."""
    base, _, code = (uri or "").rpartition("/")
    scheme = known(base) if base and code else None
    return (scheme, code) if scheme else None


def _by_table(code: str) -> str | None:
    """``tobject.subject.refnum`` holds either; the seventeen codes that both have mean the same."""
    if code in subject_codes():
        return SUBJECT_CODE
    return MEDIA_TOPIC if code in media_topics() else None


def _iri(scheme: str | None, code: str | None) -> str | None:
    if not (scheme and code):
        return None
    if scheme in IRIS:
        written = code.lower() if scheme == ANPA else code
        return IRIS[scheme] + quote(written) if re.fullmatch(SHAPES.get(scheme, r"[\w-]+"), written) else None
    # ninjs states the scheme by its IRI, which the code goes on: "http://cv.ap.org/id/"
    is_iri = scheme.lower().startswith(("http://", "https://")) and scheme.endswith(("/", "#", "="))
    return scheme + quote(code) if is_iri else None
