"""Which terms say no."""

import pytest

from wirelake.config.source import UNKNOWN_LICENCE
from wirelake.exporting.refusals import refuses


@pytest.mark.parametrize(
    "terms",
    [
        "Not for redistribution.",
        "All rights reserved.",
        "May not be published, broadcast, rewritten or redistributed without permission.",
        "No use for the training of artificial intelligence.",
        "Text and data mining is prohibited.",
        "TDM reserved",
        "For internal use only",
        "Provided for personal use.",
        "Reproduction without consent is strictly forbidden",
        "You must never scrape it.",
    ],
)
def test_a_refusal(terms: str) -> None:
    assert refuses(terms)


@pytest.mark.parametrize(
    "terms",
    [
        None,
        "",
        UNKNOWN_LICENCE,
        "Credit the agency.",
        "CC BY 4.0: share and adapt, with credit.",
        "Free to redistribute. No charge is made.",
        "May be used for training language models.",
        "The demo's own texts, under this project's licence.",
        "No embargo. Republish with a link.",
    ],
)
def test_no_refusal(terms: str | None) -> None:
    assert not refuses(terms)
