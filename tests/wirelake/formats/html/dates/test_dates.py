"""What a page states of its date for machines, and what it shows; each with its origin and its say."""

from typing import Any

import pytest
from trafilatura import load_html

from wirelake.formats.html.dates import dates
from wirelake.formats.html.head import Head
from wirelake.formats.html.headline import find_headline, headline
from wirelake.formats.html.sites import Site
from wirelake.records import DateCandidate

TITLE = "Basin opens to grain ships again"
STORY = "<p>The warden of the northern basin said that the pilots would work at night as well.</p>" * 6
HAS_A_SAY = 0.5


def found(body: str, head: str = "", lang: str = "en", title: str = TITLE) -> tuple[DateCandidate, ...]:
    tree: Any = load_html(
        f'<!doctype html><html lang="{lang}"><head><title>{title}</title>{head}</head>'
        f"<body>{body}</body></html>"
    )
    page = Head.read(tree)
    told, _ = headline(page, Site.of(page))
    return dates(page, find_headline(page, told))


def article(above: str = "", below: str = "", end: str = "") -> str:
    return f"{above}<article><h1>{TITLE}</h1>{below}{STORY}{end}</article>"


def heard(candidates: tuple[DateCandidate, ...]) -> list[tuple[str, str]]:
    return [(one.origin, one.value) for one in candidates if not one.refused and one.weight >= HAS_A_SAY]


@pytest.mark.parametrize(
    ("name", "stated", "value"),
    [
        ('property="article:published_time"', "2026-03-04T09:05:00+03:00", "2026-03-04T09:05:00+03:00"),
        ('name="article:published:time"', "2026-03-04", "2026-03-04"),
        ('name="Publish-Date"', "Dec 19th 2025", "2025-12-19"),
        ('name="parsely-pub-date"', "2026-03-04T06:05:00Z", "2026-03-04T06:05:00+00:00"),
        ('name="DC.date.issued"', "20260304", "2026-03-04"),
        ('itemprop="datePublished"', "2026-03-04T16:02:50CDT", "2026-03-04T16:02:50-05:00"),
        ('property="article:published_time"', "الأربعاء، 04 مارس 2026 - 12:09 م", "2026-03-04T12:09:00"),
        ('name="timestamp"', "1772615100", "2026-03-04T09:05:00+00:00"),
        ('name="timestamp"', "1772615100000", "2026-03-04T09:05:00+00:00"),
    ],
)
def test_meta_elements_by_all_their_names(name: str, stated: str, value: str) -> None:
    assert heard(found("", f'<meta {name} content="{stated}">')) == [("meta", value)]
    assert heard(found("", f'<meta {name} value="{stated}">')) == [("meta", value)]


@pytest.mark.parametrize(
    "stated", ["03/04/2026", "2026-03-04T06:30:00+25:00", "soon", "4 March", "2" * 500, "9" * 13, ""]
)
def test_what_no_machine_wrote_so_is_no_date(stated: str) -> None:
    assert not [
        one
        for one in found("", f'<meta name="pubdate" content="{stated}">', lang="en-GB")
        if one.value.startswith("2026") or one.precision == "day"
    ]


def test_the_telling_names_come_first() -> None:
    metas = "".join(
        f'<meta name="{name}" content="2026-03-0{day}">'
        for day, name in enumerate(("date", "modified", "pubdate", "article:published_time"), 1)
    )
    said = [(one.origin, one.value) for one in found("", metas)]
    assert said == [
        ("meta", "2026-03-04"),
        ("meta", "2026-03-03"),
        ("meta", "2026-03-01"),
        ("modified", "2026-03-02"),
    ]


def test_microdata_weighs_less_than_the_pages_own_meta() -> None:
    metas = '<meta itemprop="datePublished" content="2026-03-02"><meta name="pubdate" content="2026-03-04">'
    assert [(one.value, one.weight) for one in found("", metas)] == [
        ("2026-03-02", 0.85),
        ("2026-03-04", 0.9),
    ]


ITEM = "<div itemscope itemtype='https://schema.org/NewsArticle'>{}</div>"


@pytest.mark.parametrize(
    ("markup", "value"),
    [
        (
            '<p itemprop="datePublished" content="2026-03-04T08:00:00-05:00">Two days ago</p>',
            "2026-03-04T08:00:00-05:00",
        ),
        ('<b itemprop="datePublished" datetime="2026-03-04">Wed</b>', "2026-03-04"),
        ('<span itemprop="dateCreated" content="2026-03-04 08:00"></span>', "2026-03-04T08:00:00"),
    ],
)
def test_any_element_may_state_the_date(markup: str, value: str) -> None:
    assert heard(found(article(below=ITEM.format(markup)))) == [("microdata", value)]


CLOCK = '<meta itemprop="datePublished" content="2026-11-20T10:11:12Z">'
DATELINE = "<p>MARSA NOUR, March 4, 2026 (QP) -- The basin is open, the warden of the port said.</p>"


@pytest.mark.parametrize(
    ("head", "below", "value"),
    [
        ('<meta name="date" content="2026-03-04">', "", ("meta", "2026-03-04")),
        ("", DATELINE, ("dateline", "2026-03-04")),
        ("", "", ("meta", "2026-11-20T10:11:12+00:00")),  # nothing else is stated
        ("", DATELINE.replace("March 4", "November 19"), ("meta", "2026-11-20T10:11:12+00:00")),
    ],
)
def test_microdata_that_is_the_pages_clock_has_no_say(head: str, below: str, value: tuple[str, str]) -> None:
    assert heard(found(article(below=f"{ITEM.format(CLOCK)}{below}"), head))[0] == value


def test_a_day_that_is_also_the_last_changes_is_the_publications() -> None:
    lines = "<p>Updated: 04 March 2026, 11:05</p><p>Published: 04 March 2026, 09:05</p>"
    assert ("written", "2026-03-04T09:05:00") in heard(found(article(below=lines)))
    days = "<p>Updated: 4 March 2026</p><p>Published: 4 March 2026</p>"
    assert heard(found(article(below=days))) == [("written", "2026-03-04")]


def test_json_ld_states_publication_creation_and_change() -> None:
    ld = '<script type="application/ld+json">{"@type":"NewsArticle",%s}</script>'
    both = found(
        "", ld % '"datePublished":["2026-03-04"],"dateModified":"2026-03-05","dateCreated":"2026-03-01"'
    )
    assert [(one.origin, one.value) for one in both] == [
        ("json_ld", "2026-03-04"),
        ("modified", "2026-03-05"),
    ]
    assert heard(found("", ld % '"dateCreated":"2026-03-01"')) == [("json_ld", "2026-03-01")]
    assert heard(found("", ld % '"dateModified":"2026-03-05"')) == []


@pytest.mark.parametrize(
    ("line", "lang", "value"),
    [
        ("<p>4 March 2026</p>", "en", "2026-03-04"),
        ("<div>By Noor Marsh | March 4, 2026 9:05 AM ET</div>", "en", "2026-03-04T09:05:00-05:00"),
        ("<span>Mittwoch, 04.03.2026, 09:05 Uhr</span>", "de", "2026-03-04T09:05:00"),
        ("<p>Publié le 4 mars 2026 à 9h05</p>", "fr", "2026-03-04T09:05:00"),
        ("<p>٤ مارس ٢٠٢٦</p>", "ar", "2026-03-04"),
        ("<p>2026年3月4日 9時05分 公開</p>", "ja", "2026-03-04T09:05:00"),
        ("<p>令和8年3月4日</p>", "ja", "2026-03-04"),
        ("<div><span>4</span> <span>March</span> <span>2026</span></div>", "en", "2026-03-04"),
        ("<p>Mar 04, 2026 12:00 ET from Copperline Ferries</p>", "en", "2026-03-04T12:00:00-05:00"),
        ("<p>Published: 04 Mar 2026, 10:15 | Reads: 348</p>", "en", "2026-03-04T10:15:00"),
        ("<p>12:02 PM ET | March 4, 2026</p>", "en", "2026-03-04T12:02:00-05:00"),
        ("<dl><dt>Released</dt><dd>4 March 2026</dd></dl>", "en", "2026-03-04"),
        ("<p>04-Mar-26</p>", "en", "2026-03-04"),
        ('<p class="article-caption"><span>04/Mar/2026</span></p>', "en", "2026-03-04"),
        ('<div class="caption">4 March 2026</div>', "en", "2026-03-04"),
        ("<p>Tue Mar 28 08:00:00 CEST 2023</p>", "en", "2023-03-28T08:00:00+02:00"),
        ("<p>Noor Marsh<br>Quay Gazette<br>4 March 2026</p>", "en", "2026-03-04"),
    ],
)
def test_a_date_beside_the_byline(line: str, lang: str, value: str) -> None:
    assert heard(found(article(below=line), lang=lang)) == [("written", value)]


@pytest.mark.parametrize(
    "line",
    [
        "<p>The basin was closed on 4 March 2026, when a crane fell across the channel in a storm.</p>",
        "<p>The next fair is on <b>4 March 2026</b> at the quay, the one after it is in the town hall.</p>",
        "<figure><figcaption>The crane, 4 March 2026</figcaption></figure>",
        '<figure><p class="caption">4 March 2026</p></figure>',
        "<p>The next fair is on 4 March 2026 at the quay.</p>",
        "<ul>" + "<li><a href=/1>Crane falls</a> 2 March 2026</li>" * 2 + "</ul>",
        '<div class="related"><p>4 March 2026</p></div>',
        "<nav>4 March 2026</nav>",
        "<p>03/04/2026</p>",
        "<script>var day = '4 March 2026'</script>",
        "<!-- 4 March 2026 -->",
    ],
)
def test_a_date_of_something_else_has_no_say(line: str) -> None:
    assert heard(found(article(below=line))) == []


@pytest.mark.parametrize(
    ("above", "heard_there"),
    [
        ("<div>Tuesday, 02 January 2024 12:17 GMT</div>", []),
        ("<div>Dienstag, 2. Januar 2024, 12:17 Uhr</div>", []),
        ("<div>2 January 2024</div>", []),
        ('<div><time datetime="2024-01-02">2 January 2024</time></div>', []),
        ("<div><time datetime='2024-01-02T12:17'>Tuesday, 02 January 2024 12:17</time></div>", []),
        ('<p class="published-date">Wednesday, 4 March 2026</p>', ["2026-03-04"]),
        ('<time datetime="2026-03-04T09:05">9:05</time>', ["2026-03-04T09:05:00"]),
    ],
)
def test_a_banner_above_the_headline_has_no_say(above: str, heard_there: list[str]) -> None:
    assert [value for _, value in heard(found(article(above=above)))] == heard_there


def test_a_kicker_in_the_headlines_own_header_has_one() -> None:
    kicker = f"<article><header><p>Shipping | 4 March 2026</p><h1>{TITLE}</h1></header>{STORY}</article>"
    assert heard(found(kicker)) == [("written", "2026-03-04")]
    assert heard(found(kicker.replace("4 March", "Wednesday, 4 March"))) == []


def test_clocks_are_kept_as_refused() -> None:
    clock = "<div><span>Tuesday, 02 January 2024 12:17 GMT</span></div>"
    (kept,) = found(article(above=clock))
    assert (kept.origin, kept.refused) == ("page_clock", "page_clock_above_headline")
    assert heard(found(article(below=clock))) == [("written", "2024-01-02T12:17:00+00:00")]
    logo = f"<h1>Quay Wire</h1>{clock}<div>{TITLE}</div>{STORY}"  # which headline it stands below is not sure
    assert heard(found(logo)) == []


@pytest.mark.parametrize(
    ("line", "published", "changed"),
    [
        ("Published 4 March 2026 | Updated 5 March 2026", "2026-03-04", "2026-03-05"),
        ("Updated: 5 March 2026. Posted: 4 March 2026", "2026-03-04", "2026-03-05"),
        ("4 March 2026 (last modified 5 March 2026)", "2026-03-04", "2026-03-05"),
        ("Stand: 5. März 2026", None, "2026-03-05"),
        ("2026年3月4日 公開 2026年3月5日 更新", "2026-03-04", "2026-03-05"),
        ("Опубликовано 4 марта 2026, обновлено 5 марта 2026", "2026-03-04", "2026-03-05"),
    ],
)
def test_a_change_is_told_from_a_publication(line: str, published: str | None, changed: str) -> None:
    candidates = found(article(below=f"<p>{line}</p>"))
    assert [one.value for one in candidates if one.origin == "modified"] == [changed]
    assert heard(candidates) == ([("written", published)] if published else [])


def test_the_class_of_a_time_tells_too() -> None:
    times = (
        '<time class="updated" datetime="2026-03-05T08:00Z"></time>'
        '<time class="entry-date published" datetime="2026-03-04T06:05Z"></time>'
    )
    candidates = found(article(below=times))
    assert heard(candidates) == [("visible_time", "2026-03-04T06:05:00+00:00")]
    assert [one.value for one in candidates if one.origin == "modified"] == ["2026-03-05T08:00:00+00:00"]


def test_times_of_other_articles_have_no_say() -> None:
    teasers = "".join(f'<li><time datetime="2026-02-0{day}">x</time></li>' for day in range(1, 8))
    far = STORY * 4 + f"<ul>{teasers}</ul>"
    near = '<time datetime="2026-03-04T06:05Z"></time>'
    assert heard(found(article(below=near, end=far))) == [("visible_time", "2026-03-04T06:05:00+00:00")]
    assert heard(found(article(end=far))) == []
    alone = STORY * 4 + near
    assert heard(found(article(end=alone))) == [("visible_time", "2026-03-04T06:05:00+00:00")]


def test_the_end_of_an_article_may_state_its_date() -> None:
    end = STORY * 4 + "<p>This article was posted: Wednesday, March 4, 2026 at 5:29 am</p>"
    assert heard(found(article(end=end))) == [("written", "2026-03-04T05:29:00")]
    assert heard(found(article(end=STORY * 4 + "<p>Wednesday, March 4, 2026</p>"))) == []


def test_a_dateline_states_its_day() -> None:
    line = "<p>RAJAPUR, Dec 20, 2025 (QNS) - The port of Rajapur was opened to grain ships again.</p>"
    assert heard(found(article(below=line + STORY))) == [("dateline", "2025-12-20")]
    prose = line.replace("RAJAPUR,", "The warden said on").replace("(QNS) -", "that")
    assert heard(found(article(below=prose))) == []


def test_a_title_may_state_the_day() -> None:
    for title in (f"{TITLE} | Quay Wire | 04.03.2026", f"04.03.2026 - {TITLE}"):
        assert heard(found(article(), title=title)) == [("written", "2026-03-04")]
    assert heard(found(article(), title=f"{TITLE} | Forecast for 04.03.2026")) == []


def test_a_page_of_many_dates_is_read_in_bounds() -> None:
    menu = "".join(f"<li>{day % 28 + 1} January 2024 {day}</li>" for day in range(5000))
    (one,) = found(article(above=f"<ul>{menu}</ul>", below="<p>4 March 2026</p>"))
    assert one.value == "2026-03-04"
    assert len(found(article(below=f"<ul>{menu}</ul>"))) < 20
