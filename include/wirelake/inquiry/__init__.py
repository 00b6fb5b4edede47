"""Where an article is, or why it is not where a reader looks for it, and what was kept out; reads alone."""

from typing import TYPE_CHECKING

from wirelake.faces import lazily

if TYPE_CHECKING:
    from wirelake.inquiry.answers import Answer, Verdict
    from wirelake.inquiry.asking import why
    from wirelake.inquiry.refusals import Refusals, find_refusals

__all__ = ["Answer", "Refusals", "Verdict", "find_refusals", "why"]

__getattr__ = lazily(
    __name__,
    {"answers": ("Answer", "Verdict"), "asking": ("why",), "refusals": ("Refusals", "find_refusals")},
)
