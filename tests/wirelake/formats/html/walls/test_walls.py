"""Pages that answer 200 without an article are refused for what they are; articles about such pages stay."""

from datetime import UTC, datetime

import pytest

from wirelake.extract import extract
from wirelake.records import Kind, Link, RawArticle, Rejection

FLASH = "The northern basin of Harbour Quay was opened to grain ships again on Tuesday morning."
STORY = f"{FLASH} The warden said that the pilots would work at night as well. " * 12
ADDRESS = "https://quay.example/news/basin-opens.html"
CONSENT_SCRIPT = '<script src="https://cdn.example/onetrust/otSDKStub.js"></script>'
BUTTONS = "<p>We and our 214 partners store data.</p><button>Accept all</button><button>Reject all</button>"
PAID = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":%s}</script>'


def page(title: str, body: str, head: str = "", h1: str | None = None) -> str:
    heading = f"<h1>{title if h1 is None else h1}</h1>"
    return (
        f"<!doctype html><html><head><title>{title} | Harbour Press</title>{head}</head>"
        f"<body><nav><a href='/'>Home</a></nav><article>{heading}{body}</article></body></html>"
    )


def reason(markup: str, final_url: str | None = None, asked: str = ADDRESS) -> str | None:
    found = extract(
        RawArticle(
            link=Link(url=asked, origin="feed"),
            kind=Kind.ARTICLE,
            fetched_at=datetime(2026, 3, 5, 12, tzinfo=UTC),
            body=markup.encode(),
            status=200,
            headers=(("content-type", "text/html; charset=utf-8"),),
            final_url=final_url,
            raw_ref="quay/2026-03-05#<urn:uuid:00000000-0000-4000-8000-000000000001>",
        )
    )
    return found.reason if isinstance(found, Rejection) else None


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "Error 404",
        "404 Not Found",
        "404 - Page not found",
        "Sorry | This page could not be found",
        "The page you requested was not found.",
        "Seite nicht gefunden",
        "Fehler 404: Seite nicht gefunden",
        "Page introuvable",
        "Página no encontrada",
        "Pagina non trovata",
        "Страница не найдена",
        "ページが見つかりませんでした",
    ],
)
def test_a_page_that_is_called_not_found_is_a_soft_404(title: str) -> None:
    assert reason(page(title, "<p>Try the search, or go back to our front page.</p>")) == "soft_404"
    assert reason(page(title, f"<p>{FLASH}</p>", h1="")) == "soft_404"


@pytest.mark.parametrize(
    "title",
    [
        "Page not found: why broken links cost publishers readers",
        "Why the 404 page became an art form",
        "Harbour's lost page of 1404 found",
        "Peugeot 404 returns to Harbour Quay",
        "Body not found after search of the northern basin",
    ],
)
def test_a_headline_about_pages_that_are_not_found_stays(title: str) -> None:
    assert reason(page(title, f"<p>{FLASH}</p>")) is None


def test_a_whole_story_is_an_article_whatever_it_is_called() -> None:
    assert reason(page("Page not found", f"<p>{STORY}</p>")) is None


def test_who_is_led_to_the_front_page_has_got_no_article() -> None:
    front = page("Harbour Press", f"<p>{STORY}</p>")
    assert reason(front, final_url="https://quay.example/") == "soft_404"
    assert reason(front, final_url="https://quay.example/en/") == "soft_404"
    assert reason(front, final_url="https://quay.example/?p=4711") is None
    assert reason(front, final_url="https://quay.example/news/basin-opens") is None
    assert reason(front, final_url="https://quay.example/", asked="https://quay.example/index.html") is None


def test_a_page_that_sends_its_reader_home_is_a_soft_404() -> None:
    away = '<meta http-equiv="refresh" content="0; url=/">'
    reload = '<meta http-equiv="refresh" content="300">'
    assert reason(page("Harbour Press", "<p>One moment, please.</p>", away)) == "soft_404"
    assert reason(page("Basin opens", f"<p>{STORY}</p>", away)) is None
    assert reason(page("Basin opens", f"<p>{FLASH}</p>", reload)) is None


@pytest.mark.parametrize("title", ["We value your privacy", "Before you continue to Harbour Press"])
def test_a_page_that_only_asks_for_consent_is_a_wall(title: str) -> None:
    assert reason(page(title, BUTTONS, CONSENT_SCRIPT)) == "consent_wall"


def test_a_consent_banner_does_not_make_a_wall() -> None:
    assert reason(page("Basin opens", f"<p>{FLASH}</p>{BUTTONS}", CONSENT_SCRIPT)) is None
    about = "<p>The board ruled that a button to reject all must stand beside the one to accept all.</p>"
    assert reason(page("Your privacy: what the ruling on banners means", about, CONSENT_SCRIPT)) is None


@pytest.mark.parametrize(
    "prompt",
    [
        "Subscribe to continue reading.",
        "To continue reading this article, please log in.",
        "This article is available exclusively to our subscribers.",
        "Dieser Artikel ist nur für Abonnenten.",
        "Il vous reste 78 % de cet article à lire.",
        "Contenido exclusivo para suscriptores.",
        "この記事は会員限定です。残り1,204文字",
    ],
)
def test_a_stub_that_ends_in_the_paywall_is_refused(prompt: str) -> None:
    assert reason(page("Basin opens", f"<p>{FLASH}</p><p>{prompt}</p>")) == "paywall"
    assert reason(page("Basin opens", f"<p>{STORY}</p><p>{STORY}</p><p>{prompt}</p>")) is None


def test_a_stub_that_says_that_it_is_paid_for_is_refused() -> None:
    aside = "</article><aside>Already a subscriber? Log in</aside>"
    stub = f"<p>{FLASH}</p>{aside}"
    assert reason(page("Basin opens", stub, PAID % "false")) == "paywall"
    assert reason(page("Basin opens", stub, PAID % '"False"')) == "paywall"
    assert reason(page("Basin opens", stub, PAID % "true")) is None
    assert reason(page("Basin opens", f"<p>{FLASH}</p>", PAID % "false")) is None
    assert reason(page("Basin opens", f"<p>{STORY}</p>{aside}", PAID % "false")) is None


def test_an_article_about_paywalls_stays() -> None:
    about = (
        "<p>Readers of Harbour Press met a new notice on Tuesday: subscribe to continue reading, it said, "
        "wherever they went on the paper's pages, and many of them wrote to the editors about it.</p>"
        "<p>The publisher said that the notice had been shown by mistake and would be taken away.</p>"
    )
    assert reason(page("Paper's paywall shuts out its own readers", about)) is None


def test_a_shell_that_needs_scripts_is_named() -> None:
    shell = "<div id=root></div><noscript>You need to enable JavaScript to run this app.</noscript>"
    assert reason(page("Harbour Press", shell, h1="")) == "script_required"
    assert reason(page("Basin opens", f"<p>{STORY}</p>{shell}")) is None
