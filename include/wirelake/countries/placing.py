"""A record's places with their countries. A country is what its wire states, never what a town suggests."""

from wirelake.countries.datelines import named_by
from wirelake.countries.names import by_code, by_name
from wirelake.records import Article, PlaceCode, Subject, with_changes
from wirelake.subjects.schemes import code_of

ISO = frozenset({"iso3166-1a2", "iso3166-1a3", "iso3166-2"})


def placed(article: Article) -> Article:
    """The record with ``place_codes``, each once, and with ``dateline_country``."""
    told = (_place(one, article) for one in article.places)
    found = dict.fromkeys(one for one in told if one.code or one.iri or _is_name(one.name))
    return with_changes(article, place_codes=tuple(found), dateline_country=_of_dateline(article))


def _is_name(stated: str | None) -> bool:
    """NewsML 1 lists a place's latitude among its names: ``48.85341``."""
    return any(map(str.isalpha, stated or ""))


def _of_dateline(article: Article) -> str | None:
    if stated := article.dateline_country:
        return by_code(stated) or by_name(stated, article.language)
    place = article.dateline_place
    return named_by(place, article.dateline_text, article.language) if place else None


def _place(place: Subject, article: Article) -> PlaceCode:
    found = code_of(place, article.source_format)
    return PlaceCode(
        scheme=found.scheme,
        code=found.code,
        iri=found.iri,
        name=place.name if place.name != found.code else None,
        role=place.role,
        country=_country(place, found.scheme, found.code, article.language),
    )


def _country(place: Subject, scheme: str | None, code: str | None, language: str | None) -> str | None:
    """By what stands beside it, its own code in ISO 3166, or its name: ``Peine, Deutschland``, ``Malta``."""
    if place.country and (stated := by_code(place.country) or by_name(place.country, language)):
        return stated
    if scheme in ISO and code and (own := by_code(code)):
        return own
    return named_by(place.name, None, language) if place.name else None
