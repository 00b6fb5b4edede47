"""The sources that ship: each says what it may, is off until someone tried it, and has a sample."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from wirelake.config import SourceConfig, load_source
from wirelake.discover import discover
from wirelake.evidence import identify
from wirelake.records import Article, Kind, Link, RawArticle
from wirelake.storage import LocalStore

ROOT = Path(__file__).parents[2]
SHIPPED = sorted((ROOT / "include" / "wirelake" / "sources").glob("*.yaml"))
SAMPLES = ROOT / "tests" / "samples"
TRIED = {"menafn"}  # its drop folder was: it is on
NOON = datetime(2026, 3, 4, 23, tzinfo=UTC)
NEW = [path for path in SHIPPED if path.stem not in TRIED]


def addresses(source: SourceConfig) -> list[str]:
    """The addresses under which its samples came."""
    told = (json.loads(path.read_text("utf-8")) for path in (SAMPLES / source.name).glob("*/exchange.json"))
    return [facts["url"] for facts in told]


def listed(source: SourceConfig, url: str) -> bool:
    """Where parts of its discovery pick among links, one of them picks this one."""
    patterns = [getattr(part, "link_pattern", None) for part in source.discover]
    chosen = [one for one in patterns if one]
    return not chosen or any(re.search(one, url) for one in chosen)


def article(source: SourceConfig, url: str) -> Article:
    """As a page under that address would begin."""
    seen = datetime(2026, 3, 5, tzinfo=UTC)
    return Article(
        source=source.name, raw_ref="", raw_sha256="", source_format="html", first_seen_at=seen, url=url
    )


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_source_is_off_states_its_terms_and_has_a_sample(path: Path) -> None:
    source = load_source(path)
    assert source.enabled is (source.name in TRIED)
    assert source.terms_url and source.terms_url.startswith("https://")
    assert source.licence != SourceConfig.model_fields["licence"].default
    assert source.language and source.provider
    assert list((SAMPLES / source.name).glob("*/article.json")), f"write tests/samples/{source.name}/…"


@pytest.mark.parametrize("path", NEW, ids=lambda path: path.stem)
def test_its_patterns_fit_the_addresses_of_its_samples(path: Path) -> None:
    source = load_source(path)
    urls = addresses(source)
    assert urls
    for url in urls:
        assert listed(source, url)
        if source.wire_id_in_url:
            found = re.search(source.wire_id_in_url, url)
            assert found and identify(article(source, url), source) == f"{source.name}:{found[1]}"


class Lists:
    """What a wire serves to find its articles, in its shape: ``samples/<source>/lists/served.json``."""

    def __init__(self, source: SourceConfig) -> None:
        self.folder = SAMPLES / source.name / "lists"
        self.served = json.loads((self.folder / "served.json").read_text("utf-8"))
        self.asked: set[str] = set()

    def get(self, link: Link, kind: Kind) -> RawArticle:
        """As a fetcher would; an address that the wire does not have fails the test."""
        self.asked.add(link.url)
        body = (self.folder / self.served[link.url]).read_bytes()
        return RawArticle(link=link, kind=kind, fetched_at=NOON, body=body, status=200)


@pytest.mark.parametrize("path", NEW, ids=lambda path: path.stem)
def test_what_the_wire_lists_leads_to_its_sample_alone(path: Path, tmp_path: Path) -> None:
    facts = load_source(path).model_dump()
    parts = [part | {"enabled": True} for part in facts["discover"]]
    source = SourceConfig.model_validate(facts | {"discover": parts})
    lists = Lists(source)
    found = discover(source, date(2026, 3, 4), get=lists.get, store=LocalStore(tmp_path), now=NOON)
    assert lists.asked == set(lists.served)
    assert not found.lost
    assert not found.reach
    if source.discover[0].kind == "feed" and source.discover[0].full_text:
        assert [one.kind for one in found.exchanges] == [Kind.ARTICLE]
        assert not found.links
    else:
        assert [link.url for link in found.links] == addresses(source)
        assert found.links[0].title


@pytest.mark.parametrize("path", NEW, ids=lambda path: path.stem)
def test_it_says_that_nobody_tried_it(path: Path) -> None:
    first = path.read_text("utf-8").splitlines()[0]
    assert first.startswith("# Not tried live.")


def test_ten_wires_and_more_ship_and_use_every_kind_of_address() -> None:
    sources = [load_source(path) for path in SHIPPED]
    assert len(sources) >= 11
    kinds = {part.kind for source in sources for part in source.discover}
    assert kinds == {"feed", "sitemap", "archive_page", "link_page", "drop_folder", "warc"}
