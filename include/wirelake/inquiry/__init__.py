"""Where an article is, or why it is not where a reader looks for it; reads alone."""

from typing import TYPE_CHECKING

from wirelake.faces import lazily

if TYPE_CHECKING:
    from wirelake.inquiry.answers import Answer, Verdict
    from wirelake.inquiry.asking import DAYS, why

__all__ = ["DAYS", "Answer", "Verdict", "why"]

__getattr__ = lazily(__name__, {"answers": ("Answer", "Verdict"), "asking": ("DAYS", "why")})
