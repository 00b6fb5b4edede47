"""Cleaning rules, in the order in which they act. A rule's function name is its id, everywhere."""

from wirelake.rules.advertisement import advertisement
from wirelake.rules.author_note import author_note
from wirelake.rules.byline_line import byline_line
from wirelake.rules.caption import caption
from wirelake.rules.consent_prompt import consent_prompt
from wirelake.rules.contributors import contributors
from wirelake.rules.copyright_notice import copyright_notice
from wirelake.rules.credit_line import credit_line
from wirelake.rules.date_line import date_line
from wirelake.rules.dateline import dateline
from wirelake.rules.distributor import distributor
from wirelake.rules.editors_note import editors_note
from wirelake.rules.end_mark import end_mark
from wirelake.rules.excerpt_footer import excerpt_footer
from wirelake.rules.furniture import furniture
from wirelake.rules.kicker import kicker
from wirelake.rules.learned_furniture import learned_furniture
from wirelake.rules.legal_disclaimer import legal_disclaimer
from wirelake.rules.media_contact import media_contact
from wirelake.rules.not_for_publication import not_for_publication
from wirelake.rules.page_clock import page_clock
from wirelake.rules.reader_count import reader_count
from wirelake.rules.related_links import related_links
from wirelake.rules.repeated_headline import repeated_headline
from wirelake.rules.repeated_text import repeated_text
from wirelake.rules.separator import separator
from wirelake.rules.share_prompt import share_prompt
from wirelake.rules.source_line import source_line
from wirelake.rules.source_name import source_name
from wirelake.rules.source_version import source_version
from wirelake.rules.subscription_prompt import subscription_prompt
from wirelake.rules.topic_tags import topic_tags
from wirelake.rules.transcript import transcript
from wirelake.rules.wire_stamp import wire_stamp

RULES = (
    # What the page puts around and between the text
    page_clock,
    repeated_headline,
    wire_stamp,
    legal_disclaimer,
    furniture,
    repeated_text,
    source_version,  # before related_links: it may be one link
    excerpt_footer,  # before related_links, which takes the way to the rest for a way to others
    consent_prompt,
    advertisement,
    share_prompt,
    reader_count,
    subscription_prompt,
    related_links,
    caption,
    topic_tags,
    copyright_notice,
    learned_furniture,  # after these: what a line says becomes a field before a learned shape strips it
    source_name,  # known by its place, first or last: so after all that may stand around it
    # What the text opens and closes with
    kicker,
    transcript,
    not_for_publication,  # before media_contact: whom it names is nobody's contact
    media_contact,  # before end_mark, below which contacts may stand, and author_note, which takes addresses
    end_mark,
    source_line,  # before contributors, which takes any line of a source
    distributor,  # before byline_line, which takes a name that stands alone
    author_note,
    editors_note,
    separator,  # after end_mark: ### is one
    contributors,
    date_line,
    byline_line,
    credit_line,
    dateline,
)
