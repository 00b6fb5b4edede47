"""What a slugline says of leads, writethrus, adds and takes."""

import pytest

from wirelake.evidence.leads import Lead, lead_of
from wirelake.evidence.references import slug_key

SAID = {
    "BC-EU--Ship-Fire, 1st Ld-Writethru": Lead("writethru", 1),
    "EU--Ship-Fire 3rdLd-Writethru": Lead("writethru", 3),
    "BC-EU--Ship-Fire, 12th Ld - Writethru": Lead("writethru", 12),
    "Ship-Fire-Writethru": Lead("writethru", 1),
    "BC-EU--Ship-Fire, 2nd Ld": Lead("lead", 2),
    "Harbour/Fire 1ST LEAD": Lead("lead", 1),
    "Ship-Fire, 1st Add": Lead("add", 1),
    "Ship-Fire, 2nd Sub": Lead("sub", 2),
    "Ship-Fire 2nd Take": Lead("take", 2),
    "Ship-Fire, Take 3": Lead("take", 3),
}
NOTHING = ["BC-EU--Ship-Fire", "Lead-Prices", "Heat-Take-Two", "Add-Ons", "1st-Quarter", "", None]


@pytest.mark.parametrize("slugline", SAID)
def test_what_is_said(slugline: str) -> None:
    assert lead_of(slugline) == SAID[slugline]
    assert slug_key(slugline) in ("eushipfire", "shipfire", "harbourfire")


@pytest.mark.parametrize("slugline", NOTHING)
def test_what_says_nothing(slugline: str | None) -> None:
    assert lead_of(slugline) is None
