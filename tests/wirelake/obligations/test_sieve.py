"""The sieve lets through every text in which a print is found, and hardly any other."""

import pytest

from wirelake.obligations.proof.sieve import Sieve
from wirelake.sentences import Prints, Sentences, letters

SAID = "The harbour’s seventh crane turned green on Tuesday, said Pilot Müller-Smith."
TEXTS = {
    "plain": f"Before. {SAID} After.",
    "folded": "THE HARBOUR'S SEVENTH CRANE TURNED GREEN ON TUESDAY, SAID PILOT MÜLLER-SMITH",
    "escaped": "<p>The harbour&#8217;s <b>seventh</b> crane turned green on\n"
    "Tuesday, said Pilot M&uuml;ller-Smith</p>",
    "json": r'{"text": "The harbour’s seventh crane turned green on Tuesday, said Pilot Müller-Smith"}',
    "nothing": "",
    "another": "The harbour’s sixth crane turned blue on Monday. " * 50,
    "its beginning": "The harbour’s seventh crane turned grey.",
    "in a word": "xThe harbour’s seventh crane turned green on Tuesday, said Pilot Müller-Smith.",
    "greek": "Ο γερανός του λιμανιού έγινε πράσινος.",
}


def prints(*sentences: str) -> Prints:
    return Sentences({letters(one): one for one in sentences}).prints()


@pytest.mark.parametrize("at_once", [1, len(TEXTS)])
def test_what_holds_a_print_comes_through(at_once: int) -> None:
    said = prints(SAID, "Crane 5 is out of order until further notice.")
    texts = [*TEXTS.values()]
    passed = []
    for first in range(0, len(texts), at_once):
        passed += Sieve(said.prints).lets_through(texts[first : first + at_once])
    found = [bool(said.found_in(text)) for text in texts]
    assert found == [True, True, True, True, False, False, False, False, False]
    assert all(one for one, is_found in zip(passed, found, strict=True) if is_found)
    stopped = dict(zip(TEXTS, passed, strict=True))
    assert not stopped["nothing"] and not stopped["another"] and not stopped["in a word"]


def test_where_nothing_is_looked_for_nothing_comes_through() -> None:
    assert Sieve([]).lets_through([*TEXTS.values()]) == [False] * len(TEXTS)
