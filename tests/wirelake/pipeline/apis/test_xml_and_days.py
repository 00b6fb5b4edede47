"""An API whose pages are XML, and one that is asked for a day: from the list to the article."""

from datetime import date, timedelta
from pathlib import Path

from tests.wirelake.pipeline.apis.agency import NITF, Agency
from tests.wirelake.pipeline.apis.captures import BATCH, cursor, ids, poll
from tests.wirelake.quay import DAY

from wirelake.config import Batch
from wirelake.lake.exchanges import read_index
from wirelake.lake.reading import read_days
from wirelake.storage import LocalStore

YAML = """
title: Pier
description: An invented wire of the tests.
homepage: https://pier.example/
contact: https://pier.example/desk
identity: [guid]
language: en
poll: "*/15 * * * *"
discover:
  - kind: api
    url: {url}{path}
    items: /p:list/p:entry
    {following}
    rendition: p:text/@href
    guid: p:id
    title: p:title
    updated: p:version
    namespaces: {{p: "urn:pier:list"}}
fetch: {{allow_loopback: true, ports: [{port}], requests_per_second: 100}}
"""
PAGE = '<list xmlns="urn:pier:list">{entries}{after}</list>'
ENTRY = (
    "<entry><id>pier{number:04}</id><title>Crane {number}</title><version>{version}</version>"
    '<text href="/content/{number}.nitf?ver={version}"/></entry>'
)
SIZE = 2


class XmlAgency:
    """The agency's answers as XML; ``days`` and ``versions`` are those of its items, by number."""

    def __init__(self, agency: Agency, folder: Path, *, dated: bool) -> None:
        self.agency, self.dated = agency, dated
        self.days: dict[int, date] = {}
        self.versions: dict[int, int] = {}
        path = "/days/{day}" if dated else "/list"
        following = (
            "next: /p:list/p:next/@href" if dated else "cursor: /p:list/@last\n    cursor_parameter: after"
        )
        facts = YAML.format(url=agency.url, port=agency.port, path=path, following=following)
        (folder / "pier.yaml").write_text(facts, encoding="utf-8")
        agency.answer = self.answer  # type: ignore[method-assign]

    def publish(self, number: int, day: date = DAY, version: int = 1) -> None:
        self.days[number], self.versions[number] = day, version

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[str, bytes] | None:
        if path.endswith(".nitf"):
            number, version = int(path.split("/")[2].removesuffix(".nitf")), query["ver"][0]
            title, text = (
                f"Crane {number} turns green in the old harbour",
                f"It was painted by shift {version}.",
            )
            day = f"{self.days[number]:%Y%m%d}"
            return "text/xml", NITF.format(title=title, id=f"pier{number:04}", text=text, day=day).encode()
        start = int(query.get("after", ["0"])[0])
        mine = [n for n, day in self.days.items() if not self.dated or path == f"/days/{day}"]
        some = mine[start : start + SIZE]
        entries = "".join(ENTRY.format(number=n, version=self.versions[n]) for n in some)
        if self.dated:
            more = f'<next href="{path}?after={start + SIZE}"/>' if start + SIZE < len(mine) else ""
            return "application/xml", PAGE.format(entries=entries, after=more).encode()
        page = PAGE.format(entries=entries, after="").replace("<list", f'<list last="{start + len(some)}"', 1)
        return "application/xml", page.encode()


def test_pages_of_xml_are_followed_by_their_cursor_and_their_texts_are_fetched_once(
    agency: Agency, lake_of_it: LocalStore, tmp_path: Path
) -> None:
    wire = XmlAgency(agency, tmp_path / "sources", dated=False)
    for number in range(3):
        wire.publish(number)
    poll(lake_of_it)
    assert ids(lake_of_it) == [f"pier:pier{number:04}" for number in range(3)]
    assert cursor(lake_of_it).endswith("after=3")
    wire.publish(3)
    poll(lake_of_it, 15)
    assert len(ids(lake_of_it)) == 4
    assert agency.asked["/content/0.nitf"] == 1
    titles = {row["link_title"] for row in read_index(lake_of_it, BATCH) if row["kind"] == "article"}
    assert titles == {f"Crane {number}" for number in range(4)}


def test_an_api_that_is_asked_for_a_day_reaches_back_and_keeps_a_cursor_a_day(
    agency: Agency, lake_of_it: LocalStore, tmp_path: Path
) -> None:
    wire, past = XmlAgency(agency, tmp_path / "sources", dated=True), DAY - timedelta(days=30)
    for number in range(3):
        wire.publish(number, past)
    wire.publish(3)
    poll(lake_of_it)
    assert ids(lake_of_it) == ["pier:pier0003"]
    poll(lake_of_it, batch=Batch("pier", past))
    assert len(ids(lake_of_it)) == 4
    rows = read_days(lake_of_it, "history", past, past, source="pier").to_pylist()
    assert {row["published_date"] for row in rows} == {past}
    assert agency.asked[f"/days/{past}?after=2"] == 1
    assert poll(lake_of_it, 15, batch=Batch("pier", past)).new == 0
