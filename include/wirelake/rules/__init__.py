"""Cleaning rules, in the order in which they act. A rule's function name is its id, everywhere."""

from wirelake.rules.credit_line import credit_line
from wirelake.rules.dateline import dateline
from wirelake.rules.editors_note import editors_note
from wirelake.rules.end_mark import end_mark
from wirelake.rules.furniture import furniture
from wirelake.rules.learned_furniture import learned_furniture
from wirelake.rules.legal_disclaimer import legal_disclaimer
from wirelake.rules.page_clock import page_clock
from wirelake.rules.repeated_headline import repeated_headline
from wirelake.rules.source_name import source_name
from wirelake.rules.wire_stamp import wire_stamp

RULES = (
    page_clock,
    repeated_headline,
    wire_stamp,
    legal_disclaimer,
    furniture,
    learned_furniture,
    source_name,
    editors_note,
    end_mark,
    credit_line,
    dateline,
)
