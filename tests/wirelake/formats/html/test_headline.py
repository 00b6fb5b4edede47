"""The headline is what headings and titles agree on, without the site's name and whole in itself."""

import pytest
from lxml import html

from wirelake.formats.html.head import Head
from wirelake.formats.html.headline import find_headline, headline
from wirelake.formats.html.sites import Site
from wirelake.records import Candidate

PORT = "Port of Marsa Nour reopens"


def of(
    head: str = "", body: str = "", address: str = "https://harbourpress.example/1"
) -> tuple[str, tuple[Candidate, ...]]:
    tree = html.fromstring(f"<html><head>{head}</head><body>{body}<p>Text.</p></body></html>")
    read = Head.read(tree, address)
    return headline(read, Site.of(read))


def title(text: str) -> str:
    return f"<title>{text}</title>"


def og(text: str, name: str = "og:title") -> str:
    return f'<meta property="{name}" content="{text}">'


@pytest.mark.parametrize(
    "text",
    [
        f"{PORT} | Harbour Press",
        f"{PORT} - The Harbour Press",
        f"{PORT} – harbourpress.example",
        f"{PORT} » Harbour Press",
        f"{PORT} | News | Harbour Press",
        f"{PORT} | Some Paper",  # a bar, and little behind it
        f"{PORT}_News_Harbour Press",
        f"Harbour Press: {PORT}",
        f"Harbour Press | {PORT}",
        f"{PORT} &amp;#124; Harbour Press",
    ],
)
def test_the_sites_name_is_no_part_of_a_title(text: str) -> None:
    assert of(title(text))[0] == PORT


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (f"{PORT} - Times of Marsa", "https://timesofmarsa.example/1"),
        (f"{PORT} - Marsa Nour Gazette", "https://mng.example/1"),
        (f"{PORT} - Quaycast News", "https://www.quaycast.example/1"),
        ("港は四日に再開、穀物船が入港する - 波止場新聞", "https://quay.example/1"),
    ],
)
def test_the_hosts_name_tells_what_the_site_is_called(text: str, address: str) -> None:
    site = og("波止場新聞", "og:site_name") if "港" in text else ""
    assert of(title(text) + site, address=address)[0] in (PORT, "港は四日に再開、穀物船が入港する")


@pytest.mark.parametrize(
    "text",
    [
        "Port reopens – and nobody comes",
        "Budget row: Time to act",
        "Open again - a day at the port",
        "Interview | “We shall work through the night until the queue of ships is gone”",
        "Marsa Nour-Port Said ferry sails",
        "Why we wait — Letters from the quay",
    ],
)
@pytest.mark.parametrize("address", ["https://harbourpress.example/1", "https://time.example/1"])
def test_a_dash_that_belongs_to_the_headline_stays(text: str, address: str) -> None:
    assert of(title(text), address=address)[0] == text
    assert of(title(f"{text} | Harbour Press") + og(text), f"<h1>{text}</h1>", address)[0] == text


def test_what_a_heading_says_stays_whole_even_with_the_sites_name() -> None:
    said = "How we work - Harbour Press"
    assert of(title(said), f"<h1>{said}</h1>")[0] == said


def test_the_heading_teaches_what_the_suffix_is() -> None:
    assert of(title(f"{PORT} - Neueste Meldungen"), f"<h1>{PORT}</h1>")[0] == PORT
    korean = "항구가 다시 열렸다고 밝혔다"
    stated = f'<script type="application/ld+json">{{"@type":"Article","headline":"{korean}"}}</script>'
    assert of(stated + og(f"{korean}-정치") + title(f"{korean}-정치"))[0] == korean


@pytest.mark.parametrize(
    "logo",
    [
        "<h1>Harbour Press</h1>",
        '<h1 class="site-title">Everything from the quay</h1>',
        '<h1><a href="/">Everything from the quay</a></h1>',
        "<h1></h1>",
        '<h1 hidden>Menu</h1><h1 class="sr-only">Navigation</h1>',
    ],
)
def test_a_logo_is_no_headline(logo: str) -> None:
    assert of(title(f"{PORT} | Harbour Press"), f"{logo}<h1>{PORT}</h1>")[0] == PORT
    assert of(title(f"{PORT} | Harbour Press"), logo)[0] == PORT


@pytest.mark.parametrize("logo", ['<h1><a href="/"><img src="/l.png"></a></h1>', "<h1>Quay Notes</h1>", ""])
@pytest.mark.parametrize("text", [f"Quay Notes - {PORT}", f"{PORT} - Quay Notes", f"News: {PORT}"])
def test_without_an_h1_a_lesser_heading_that_is_a_part_of_the_title_is_the_headline(
    logo: str, text: str
) -> None:
    body = f"{logo}<h2>Latest</h2><h2 class='headline'>{PORT}</h2><h3>Crane falls across the channel</h3>"
    assert of(title(text) + og("Quay Notes", "og:site_name"), body)[0] == PORT
    if "Quay" not in logo:
        assert of(title(text), body.replace("h2", "h3"))[0] == PORT  # whose name is stated nowhere


@pytest.mark.parametrize(
    "body",
    [
        "<h2>Latest notes</h2>",  # the smaller part: the section
        "<h2>Port of Marsa</h2>",  # no part at a separator
        f"<h1>{PORT} - Latest notes</h1><h2>{PORT}</h2>",  # the h1 says more
    ],
)
def test_a_lesser_heading_that_is_less_than_the_headline_has_no_say(body: str) -> None:
    assert of(title(f"{PORT} - Latest notes"), body)[0] == f"{PORT} - Latest notes"


def test_a_blogs_name_above_its_posts_is_no_headline() -> None:
    assert of(title(f"{PORT} - Quay Notes"), "<h1>Quay Notes</h1>", "https://b.example/1")[0] == PORT


def test_the_heading_beats_a_title_for_search_engines() -> None:
    assert of(title("Port news: Marsa Nour basin open"), f"<h1>{PORT}</h1>")[0] == PORT


def test_three_others_that_agree_outvote_the_heading() -> None:
    full = f"After the crane: {PORT}"
    stated = f'<script type="application/ld+json">{{"@type":"Article","headline":"{full}"}}</script>'
    assert of(stated + og(full) + title(full), f"<h1>{PORT}</h1>")[0] == full


@pytest.mark.parametrize(
    "h1",
    [
        f"<h1><span>Harbour</span><span>{PORT}</span></h1>",
        f"<h1>{PORT}<p>Eleven ships are waiting at anchor.</p></h1>",
        f"<h1>{PORT}<span class='share-count'>12</span><span class='sr-only'>Print this</span></h1>",
        f"<h1>{PORT}<style>.x{{}}</style><button>Save</button></h1>",
        "<h1>Port of Marsa\u00adNour reopens</h1>".replace("\u00ad", " <wbr>"),
    ],
)
def test_what_else_stands_in_the_heading_is_left_out(h1: str) -> None:
    assert of(og(PORT) + title(f"{PORT} | Harbour Press"), h1)[0] == PORT


def test_a_campaign_in_the_only_heading_has_nothing_in_common_with_the_titles() -> None:
    assert of(og(PORT) + title(PORT), "<h1>A message to our readers:</h1>")[0] == PORT


def test_all_places_are_kept_with_why_they_lost() -> None:
    _, found = of(
        og("Harbour Press") + title(f"{PORT} | Harbour Press"), f"<h1>Harbour Press</h1><h1>{PORT}</h1>"
    )
    assert [(one.origin, one.value, one.refused) for one in found] == [
        ("h1", "Harbour Press", "site_name"),
        ("h1", PORT, None),
        ("og_title", "Harbour Press", "site_name"),
        ("title", PORT, None),
    ]
    assert all((one.weight == 0) == bool(one.refused) for one in found)


def test_what_follows_a_colon_is_the_headlines_own() -> None:
    _, found = of(og(f"{PORT}: eleven ships wait"), f"<h1>{PORT}</h1>")
    assert [one.value for one in found] == [PORT, f"{PORT}: eleven ships wait"]


def test_no_title_is_no_headline() -> None:
    assert of() == ("", ())


def test_headings_and_their_lengths_are_bounded() -> None:
    text, found = of(body="<h1>" + "x" * 10_000 + "</h1>" + "<h1>y</h1>" * 500)
    assert len(found) < 20
    assert all(len(one.value) <= 300 for one in found)
    assert len(text) == 600


def heading(body: str, said: str = PORT, head: str = "") -> tuple[str | None, bool]:
    """The text of the heading that is found, and whether it is sure."""
    tree = html.fromstring(f"<html><head>{head}</head><body>{body}<p>Text.</p></body></html>")
    found = find_headline(Head.read(tree), said)
    assert found.heading is None or found.around[0] is found.heading.getparent()
    return None if found.heading is None else found.heading.text_content(), found.sure


def test_the_heading_is_found_among_lesser_ones_too() -> None:
    assert heading(f"<h1>Harbour Press</h1><h2>{PORT}!</h2>") == (f"{PORT}!", True)
    assert heading(f"<h1>Harbour Press</h1><h3>{PORT}</h3>", head=title(PORT)) == (PORT, True)


def test_the_heading_may_say_less_or_more_than_the_title() -> None:
    more = f"{PORT}: eleven ships wait"
    assert heading(f"<h1>Harbour Press</h1><h1>{more}</h1>") == (more, True)
    assert heading(f"<h1>Harbour Press</h1><h1>{PORT}</h1>", more) == (PORT, True)


def test_a_sub_heading_that_takes_up_some_words_is_no_headline() -> None:
    asked = "Who waits for grain ships? The port of Marsa Nour and its long queue at anchor"
    body = "<h1>The queue at anchor</h1><h3>Who waits for grain ships?</h3>"
    assert heading(body, asked) == ("The queue at anchor", False)


def test_without_a_match_the_first_h1_stands_for_the_headline() -> None:
    assert heading(f"<h1>Harbour Press</h1><h2>{PORT}</h2>", "Another") == ("Harbour Press", False)
    assert heading(f"<h1>Press</h1><h1>{PORT}</h1>", "Port") == (PORT, False)
    assert heading("<h2>More</h2>") == (None, False)


def test_a_logo_that_was_taken_for_the_headline_is_not_sure() -> None:
    logo = "Everything from the quay"
    assert heading(f"<h1>{logo}</h1>", logo) == (logo, True)
    assert heading(f"<h1>{logo}</h1>", logo, head=title(PORT)) == (logo, False)
