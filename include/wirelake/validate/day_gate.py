"""The gate: whether a day as a whole is fit to be published."""

from collections import Counter

from wirelake.config import Gate
from wirelake.config.choice import NOT_WANTED


def gate(articles: int, rejections: list[str], *, facts: Gate, usual: bool) -> str | None:
    """Why this day is not fit to be published, or None.

    Args:
        articles: versions that passed.
        rejections: the first reason of each rejection. What the source's rules leave out is no fault of the
            day, and no article of it either.
        usual: this source usually has articles.
    """
    faults = [reason for reason in rejections if reason not in NOT_WANTED]
    total = articles + len(faults)
    counted = ", ".join(f"{n} {reason}" for reason, n in Counter(rejections).most_common(5))
    if articles == 0 and usual and not facts.allow_empty:
        return f"no article, where this source usually has some ({counted or 'nothing arrived'})"
    if total >= facts.min_articles_for_share and len(faults) > facts.max_rejected_share * total:
        return f"{len(faults)} of {total} rejected ({counted}), more than {facts.max_rejected_share:.0%}"
    return None
