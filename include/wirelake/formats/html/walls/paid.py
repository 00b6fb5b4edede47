"""Pages that say that they are not free to read: what of them stays, and how the record says so."""

from wirelake.errors import ParseError
from wirelake.formats.html.body import Text
from wirelake.formats.html.head.access import Access

PAYWALLED, STATED = "paywalled", "text_from_json_ld"
PART = 1_200  # characters below which a text that must be paid for is taken for the beginning of one
PARAGRAPH = 60  # characters of what tells something


def check(found: Text, access: Access) -> None:
    """Refuse a page that shows no paragraph to those who have not paid.

    Raises:
        ParseError: paywall.
    """
    telling = any(span.role != "h" and len(span.text) >= PARAGRAPH for span in found.spans)
    if access.paid and not access.open and found.withheld and not telling:
        raise ParseError("paywall", "isAccessibleForFree is false and no paragraph of the text is shown")


def is_part(found: Text, access: Access, size: int) -> bool:
    """Whether the text is a part of one: the page keeps the rest, or so little is shown of what is sold."""
    return not access.open and (found.withheld or (size < PART and not found.whole))


def flags(found: Text, access: Access) -> tuple[str, ...]:
    """paywalled: the page says that it, or a section of it, is not free; text_from_json_ld: its text stands
    nowhere but in what it states for machines."""
    return (*((PAYWALLED,) if access.paid else ()), *((STATED,) if found.stated else ()))
