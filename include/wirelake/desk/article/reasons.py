"""In words why a field is what it is: how it was made, why a candidate was chosen, lost or was refused."""

from wirelake.legible import one_line

MADE = {
    "dateline_country": "from the place that the dateline names",
    "word_count": "counted in the cleaned text",
    "quality_flags": "warnings that hold for it: docs/lake.md",
    "extractor": "the engine that found the text",
    "source_format": "the format that was read",
    "rights_reserved": "the page's and the site's signals: column rights",
    "version": "the wire's; where it states none, the payload's digest",
}
WHY_CHOSEN = {
    "language": "the first statement that the text does not contradict",
    "authors": "of the weightiest place that names people",
    "description": "of the first place that states one",
}
WHY_LOST = {
    "language": "another was stated before it, or the text says otherwise",
    "authors": "a weightier place names people",
    "description": "another place comes first",
}
WHY_REFUSED = {
    "site_name": "it only says what the site is called",
    "placeholder": "it names nobody",
    "agency": "no person, where a person is named",
    "organisation": "no person, where a person is named",
    "alternative": "an alternative headline",
    "elsewhere": "the byline of another article",
    "not_a_name": "it is no person's name",
    "address": "it is an address",
    "role": "it is a role, and no name",
    "login": "a login, initials or a code",
    "contradicts_text": "the text is in another language",
    "respelled": "the same, spelled otherwise",
    "no_language": "it is no language",
    "too_short": "the text is too short to tell",
    "unsure": "the text does not tell surely",
    "implausible_date": "no such day is plausible",
    "published_in_future": "it lay in the future when the article was first seen",
    "not_the_month_of_its_address": "its address says another month",
    "page_clock_above_headline": "the page's clock: when it was looked at, not when it was published",
    "page_clock_in_microdata": "the page's clock: when it was looked at, not when it was published",
}


def refusal(word: str) -> str:
    """Why a candidate has no say: the word that history/ holds, and what it means."""
    return f"refused ({one_line(word)})" + (f": {WHY_REFUSED[word]}" if word in WHY_REFUSED else "")
