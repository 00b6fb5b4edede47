"""What asks a reader for something or declares a right, by language; and what only sounds like it."""

import pytest

from wirelake.learn.prompts import PROMPTS, prompts
from wirelake.shapes import shape

ASKS = {
    "en": [
        "Sign up for Low Water, our letter.",
        "SHARE THIS",
        "Print",
        "© 2026 Strait Herald",
        "Last updated: 4 March 2026",
        "Page 1 of 3",
        "4 min read",
        "More from Strait Herald",
        "The views expressed are the author's own.",
    ],
    "de": ["Jetzt teilen", "Alle Rechte vorbehalten.", "Lesen Sie auch: Der Kran"],
    "fr": ["Abonnez-vous à notre lettre", "Tous droits réservés"],
    "es": ["Suscríbete al boletín", "Leer más"],
    "pt": ["Leia também: o guindaste", "Assine já"],
    "it": ["Riproduzione riservata", "Leggi anche: la gru"],
    "nl": ["Meld je aan voor de brief", "Lees ook: de kraan"],
    "tr": ["Bizi takip edin"],
    "ru": ["Читайте также: кран", "Подпишитесь на нас"],
    "ar": ["اقرأ أيضًا: الرافعة", "جميع الحقوق محفوظة"],
    "zh": ["版权所有 不得转载"],
    "ja": ["続きを読む"],
}
TELLS = [
    "She shares the prize with two pilots.",
    "Read the full statement below",
    "He signed up forty men in a day.",
    "The ministry updated its forecast of the tide.",
    "Print works in Tarrowmouth stood still for a week.",
    "The council follows us in this, the keeper said.",
    "He added:",
]


def test_every_language_is_tried() -> None:
    assert ASKS.keys() == PROMPTS.keys()


@pytest.mark.parametrize(("language", "text"), [(name, text) for name in ASKS for text in ASKS[name]])
def test_it_asks_in_its_language_and_where_none_is_known(language: str, text: str) -> None:
    assert prompts(shape(text), language)
    assert prompts(shape(text), f"{language.upper()}-x-strait")
    assert prompts(shape(text), None)
    assert prompts(shape(text), "tlh")


@pytest.mark.parametrize("text", TELLS)
def test_it_only_tells(text: str) -> None:
    assert not prompts(shape(text), "en")
    assert not prompts(shape(text), None)


def test_english_asks_everywhere_and_others_at_home() -> None:
    assert prompts("share this story", "de")
    assert not prompts("jetzt teilen", "fr")
