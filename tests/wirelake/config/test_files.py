"""What an operator can write wrongly, and what wirelake says to it: file, field, value and cure."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from wirelake import config
from wirelake.config import Batch, Feed, load_named, load_source, parse_day, source_files
from wirelake.errors import ConfigError

GOOD = """
title: Quay Wire
description: An invented wire of the tests.
homepage: https://quay.example/
contact: the tests
discover:
  - kind: feed
    url: https://quay.example/{day}.xml
"""
FEED = "discover:\n  - kind: feed\n    url: https://quay.example/{day}.xml\n"


def write(folder: Path, text: str, name: str = "quay.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def complaint(path: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        load_source(path)
    return str(caught.value)


def test_the_shipped_sources_load() -> None:
    for name, path in source_files().items():
        assert load_source(path).name == name


def test_what_is_left_out_has_a_default(tmp_path: Path) -> None:
    source = load_source(write(tmp_path, GOOD))
    assert (source.name, source.timezone, source.enabled) == ("quay", "UTC", True)
    assert source.identity == ("wire", "guid", "url")
    assert source.format is None


@pytest.mark.parametrize("name", ["text", "html", "ninjs"])
def test_a_format_is_a_module_that_reads_articles(tmp_path: Path, name: str) -> None:
    assert load_source(write(tmp_path, GOOD + f"format: {name}\n")).format == name


def test_paid_text_is_licensed_where_a_licence_is_named(tmp_path: Path) -> None:
    licensed = GOOD + "licence: the publisher's of 2026, archive included\nrights:\n  paid_text: licensed\n"
    assert load_source(write(tmp_path, licensed)).rights.paid_text == "licensed"
    assert load_source(write(tmp_path, GOOD)).rights.paid_text == "withheld"


DISCOVER = "discover:\n  - kind: "
BROKEN = {
    "unknown field": (GOOD + "titel: x\n", "9: titel: 'x': no such field: did you mean title?"),
    "unknown field inside": (GOOD + "    every: day\n", "9: discover.0.feed.every: 'day': no such field"),
    "missing field": (
        GOOD.replace("title: Quay Wire\n", ""),
        ": title: this field is required: add 'title: …'",
    ),
    "missing field of a list": (
        GOOD.replace("    url: https://quay.example/{day}.xml\n", ""),
        ":7: discover.0.feed.url: this field is required",
    ),
    "empty text": (GOOD.replace("Quay Wire", "' '"), "title: ' ': "),
    "no discovery": (GOOD.replace(FEED, "discover: []\n"), "discover: []: "),
    "unknown field that is like none": (
        GOOD + "xyz: 1\n",
        "no such field: delete the line, or write one of title, ",
    ),
    "misspelt in a block": (
        GOOD + "fetch:\n  lane: 3\n",
        ":10: fetch.lane: 3: no such field: did you mean lanes?",
    ),
    "misspelt kind": (
        GOOD.replace("kind: feed", "kind: feeds"),
        ":7: discover.0: 'feeds': ",
        "did you mean feed?",
    ),
    "unknown kind": (
        GOOD.replace("kind: feed", "kind: telex"),
        "write kind: feed, sitemap, archive_page, link_page, api, drop_folder, inbox or warc",
    ),
    "no kind": (
        GOOD.replace("kind: feed\n    url", "url"),
        "write kind: feed, sitemap, archive_page, link_page, api, drop_folder, inbox or warc",
    ),
    "not a number": (GOOD + "fetch:\n  requests_per_second: fast\n", "fetch.requests_per_second: 'fast': "),
    "too fast": (GOOD + "fetch:\n  requests_per_second: .inf\n", "fetch.requests_per_second: inf: "),
    "ports are a number": (GOOD + "fetch:\n  ports: 80\n", "fetch.ports: 80: write a list, such as [1, 2]"),
    "no port": (GOOD + "fetch:\n  ports: []\n", "fetch.ports: []: write at least one"),
    "auth of nothing": (GOOD + "fetch:\n  auth: bearer\n", "fetch: ", "name it in connection"),
    "rights are a word": (GOOD + "rights: record\n", "rights: 'record': write its fields below it"),
    "paid text without a licence": (
        GOOD + "rights:\n  paid_text: licensed\n",
        "rights.paid_text is licensed: name in licence the licence that allows it",
    ),
    "paid text by no such word": (GOOD + "rights:\n  paid_text: all\n", "rights.paid_text: 'all': "),
    "poll is a number": (GOOD + "poll: 15\n", "poll: 15: write text, in quotes"),
    "poll never comes": (GOOD + 'poll: "0 0 30 2 *"\n', "poll: '0 0 30 2 *': no such moment ever comes"),
    "not a share": (GOOD + "gate:\n  max_rejected_share: 50\n", "gate.max_rejected_share: 50: "),
    "identity twice": (GOOD + "identity: [wire, wire]\n", "name each of wire, guid, url at most once"),
    "identity unknown": (GOOD + "identity: [slug]\n", "identity.0: 'slug': "),
    "identity empty": (GOOD + "identity: []\n", "at least one"),
    "no format": (GOOD + "format: nitf_9\n", "format: 'nitf_9': no such format: there are anpa, ap_media, "),
    "a module is no format": (GOOD + "format: encoding\n", "format: 'encoding': no such format"),
    "no topic": (
        GOOD + "subject_map: {POL: 'medtop:99999999'}\n",
        "subject_map: {'POL': 'medtop:99999999'}: 'medtop:99999999' of 'POL' is no Media Topic of",
        "write one such as medtop:04000000",
    ),
    "a retired topic": (
        GOOD + "subject_map:\n  WAR: [medtop:16000000, medtop:20000064]\n",
        "'medtop:20000064' of 'WAR': IPTC retired it (war crime action) on 2016-04-05: write one such as",
    ),
    "a topic by its name": (GOOD + "subject_map: {POL: politics}\n", "'politics' of 'POL' is no Media Topic"),
    "a code that is a number": (GOOD + "subject_map: {15: medtop:15000000}\n", "15: write text, in quotes"),
    "a topic that is a number": (GOOD + "subject_map: {S: [15000000]}\n", "15000000: write text, in quotes"),
    "a map that is a list": (GOOD + "subject_map: [POL]\n", "subject_map.0: 'POL': write "),
    "a map of nothing": (GOOD + "subject_map: {POL: }\n", "subject_map.0.1: None: write a list"),
    "bad language": (GOOD + "language: English!\n", "language: 'English!': "),
    "bad date": (GOOD + "start: yesterday\n", "start: 'yesterday': "),
    "bad zone": (GOOD + "timezone: Kuwait City\n", "timezone: 'Kuwait City': name a zone"),
    "misspelt zone": (GOOD + "timezone: Europe/Olso\n", ":9: timezone: 'Europe/Olso': ", "mean Europe/Oslo?"),
    "zone is a path": (GOOD + "timezone: ../etc/passwd\n", "timezone: '../etc/passwd': name a zone"),
    "bad expression": (GOOD + "wire_id_in_url: 'a(b'\n", "wire_id_in_url: 'a(b': not a regular expression"),
    "no group": (GOOD + "wire_id_in_url: abc\n", "wire_id_in_url: 'abc': write exactly one (group)"),
    "huge repeat": (GOOD + "wire_id_in_url: '(a{9999999999999})'\n", "not a regular expression"),
    "deep expression": (GOOD + f"wire_id_in_url: '{'(' * 5000}'\n", "not a regular expression"),
    "page without a date": (
        GOOD.replace(FEED, f"{DISCOVER}archive_page\n    url: https://quay.example/\n    link_pattern: x\n"),
        "discover.0.archive_page.url: 'https://quay.example/': write {day}",
    ),
    "page with a bad pattern": (
        GOOD.replace(
            FEED, f"{DISCOVER}archive_page\n    url: https://q.example/{{day}}\n    link_pattern: '['\n"
        ),
        "discover.0.archive_page.link_pattern: '[': not a regular expression",
    ),
    "placeholder unknown": (GOOD.replace("{day}", "{Day}"), "no such placeholder {Day}: there are {day}"),
    "name given": (GOOD + "name: quay\n", "name: 'quay': leave it out"),
    "a list": ("- a\n- b\n", "write fields at the top level"),
    "a word": ("hello\n", "write fields at the top level"),
    "nothing": ("", "write fields at the top level"),
    "not YAML": ("title: [unclosed\n", "not YAML: "),
    "tabs": ("title:\n\t- x\n", "not YAML: "),
    "bad timestamp": (GOOD + "start: 2025-99-99\n", "start: '2025-99-99': "),
    "bad tag": (GOOD + "enabled: !!bool maybe\n", "not YAML: "),
    "python tag": (GOOD + "title2: !!python/object/apply:os.system ['true']\n", "not YAML: "),
    "number too long": (GOOD + f"retention_days: {'9' * 5000}\n", "not YAML: "),
    "two documents": (GOOD + "---\ntitle: x\n", "not YAML: "),
    "twice": (GOOD + "title: Another\n", ":9: not YAML: 'title' stands twice: delete one"),
    "deep": ("[" * 20_000, "not YAML: "),
    "number as a field": (GOOD + "5: x\n", "5"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_named_with_field_value_and_cure(tmp_path: Path, case: str) -> None:
    text, *expected = BROKEN[case]
    path = write(tmp_path, text)
    said = complaint(path)
    assert said.startswith(f"{path}:")
    for part in expected:
        assert part in said
    assert len(said) < 1000


@pytest.mark.parametrize(
    "url",
    [
        "quay.example",
        "ftp://quay.example/",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://user:secret@quay.example/",
        "https://quay.example/a b",
        "https://",
        "http://[broken",
        "http://quay.example:99999/",
        "http://:80/",
        "[1, 2]",
    ],
)
def test_a_bad_address_is_refused(tmp_path: Path, url: str) -> None:
    said = complaint(write(tmp_path, GOOD.replace("https://quay.example/{day}.xml", url)))
    assert "discover.0.feed.url: " in said


@pytest.mark.parametrize(
    "prefix",
    [
        "/etc/{day}",
        "../{day}",
        "drop/../../{day}",
        "drop/./{day}",
        "drop/quay",
        "drop\\\\{day}",
        "drop\\0/{day}",
        "drop/{day}/{hour}",
        "",
    ],
)
def test_a_prefix_stays_within_the_lake(tmp_path: Path, prefix: str) -> None:
    folder = f'discover:\n  - kind: drop_folder\n    prefix: "{prefix}"\n'
    assert "discover.0.drop_folder.prefix: " in complaint(write(tmp_path, GOOD.replace(FEED, folder)))


@pytest.mark.parametrize("name", ["Quay.yaml", "q.yaml", "1quay.yaml", "quay-wire.yaml", f"{'q' * 41}.yaml"])
def test_the_files_name_is_the_sources_name(tmp_path: Path, name: str) -> None:
    assert "the file's name is the source's name" in complaint(write(tmp_path, GOOD, name))


def test_every_complaint_of_a_file_is_said_at_once(tmp_path: Path) -> None:
    said = complaint(
        write(tmp_path, GOOD.replace("title: Quay Wire", "titel: Quay Wire") + "timezone: Nowhere\n")
    )
    first, second = said.splitlines()  # that title is missing is no mistake of its own
    assert "quay.yaml:2: titel: 'Quay Wire': no such field: did you mean title?" in first
    assert "quay.yaml:9: timezone: 'Nowhere': " in second


def test_a_list_whose_one_entry_is_wrong_is_not_called_empty_too(tmp_path: Path) -> None:
    said = complaint(write(tmp_path, GOOD.replace("url: https", "url: gopher")))
    assert [line.split(": ")[1] for line in said.splitlines()] == ["discover.0.feed.url"]


def test_aliases_are_refused_before_they_grow(tmp_path: Path) -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 7)
    )
    assert "aliases (*name) are not used here" in complaint(write(tmp_path, GOOD + bomb))


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    assert "larger than 256000 bytes" in complaint(write(tmp_path, GOOD + "#" * 300_000))


def test_a_long_value_is_shortened(tmp_path: Path) -> None:
    said = complaint(write(tmp_path, GOOD + f"retention_days: '{'a' * 50_000}'\n"))
    assert len(said) < 500


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "quay.yaml").mkdir()
    assert "cannot be read: Is a directory" in complaint(tmp_path / "quay.yaml")
    assert "cannot be read: No such file" in complaint(tmp_path / "gone.yaml")
    (tmp_path / "latin.yaml").write_bytes("title: Café\n".encode("latin-1"))
    assert "not YAML: " in complaint(tmp_path / "latin.yaml")
    assert "a source is a .yaml file" in complaint(write(tmp_path, GOOD, "quay.yaaml"))


def test_the_first_folder_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine, theirs = tmp_path / "mine", tmp_path / "theirs"
    for folder in (mine, theirs):
        folder.mkdir()
    first = write(mine, GOOD)
    write(theirs, GOOD.replace("Quay Wire", "Another"))
    other = write(theirs, GOOD, "mole.yml")
    write(theirs, GOOD, ".#quay.yaml")
    write(theirs, "nothing", "notes.txt")
    monkeypatch.setenv("WIRELAKE_SOURCES", os.pathsep.join([str(mine), "", str(theirs)]))
    assert source_files() == {"mole": other, "quay": first}
    assert load_named("quay").title == "Quay Wire"
    with pytest.raises(ConfigError, match="no source 'menafn'; known: mole, quay"):
        load_named("menafn")


def test_without_folders_of_its_own_the_package_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WIRELAKE_SOURCES", raising=False)
    assert "menafn" in source_files()


def test_a_feed_is_dated_by_day_or_by_its_parts() -> None:
    urls = {"{day}": True, "{year}/{month}/{date}": True, "{year}/{month}": False, "latest": False}
    for part, dated in urls.items():
        assert Feed(kind="feed", url=f"https://quay.example/{part}").dated is dated


HOSTILE = [
    "",
    "2025-12-7",
    "2025-12-07 ",
    "2025-12-07\n",
    "2025-02-30",
    "0000-01-01",
    "../../etc",
    "20251207",
]


@pytest.mark.parametrize("text", [*HOSTILE, "２０２５-12-07", "٢٠٢٥-١٢-٠٧", "2025-12-07/..", "2025-W49-7"])
def test_a_day_is_a_day_and_nothing_else(text: str) -> None:
    with pytest.raises(ConfigError, match="write it as 2025-12-07"):
        parse_day(text)
    with pytest.raises(ConfigError):
        Batch.parse(f"quay/{text}")


@pytest.mark.parametrize("name", ["", "Quay", "..", "quay/../x", "q", "quay\n", "qu ay", "x" * 41])
def test_a_batch_is_a_source_and_a_day(name: str) -> None:
    with pytest.raises(ConfigError):
        Batch.parse(f"{name}/2025-12-07")


def test_a_batch_reads_as_it_is_written() -> None:
    batch = Batch.parse("quay/2025-12-07")
    assert (batch.source, batch.day, str(batch)) == ("quay", date(2025, 12, 7), "quay/2025-12-07")


def test_days_are_in_order_and_not_endless() -> None:
    assert config.days("2025-12-30", "2026-01-01")[-1] == date(2026, 1, 1)
    assert len(config.days("2025-12-30", "2026-01-01")) == 3
    for first, last in [("2025-12-02", "2025-12-01"), ("1900-01-01", "2025-12-01")]:
        with pytest.raises(ConfigError, match="write 1 to 3660 days, the first one first"):
            config.days(first, last)


def test_the_open_days_are_the_sources_own(tmp_path: Path) -> None:
    source = load_source(write(tmp_path, GOOD + "timezone: Pacific/Auckland\n"))
    open_days = source.open_days(datetime(2026, 3, 4, 12, tzinfo=UTC))
    assert open_days == (date(2026, 3, 4), date(2026, 3, 5))


def test_a_name_that_a_dag_of_ours_has_is_refused(tmp_path: Path) -> None:
    (tmp_path / "wire_replay.yaml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(ConfigError, match="choose another for the file"):
        load_source(tmp_path / "wire_replay.yaml")
