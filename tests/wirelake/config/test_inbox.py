"""An inbox's facts: what is wrong is named with field, value and cure, and no password is shown."""

from datetime import timedelta
from pathlib import Path

import pytest

from wirelake.config import Inbox, load_source
from wirelake.errors import ConfigError

HEAD = """
title: Quay wire
description: An invented wire of the tests.
homepage: https://quay.example/
contact: https://quay.example/desk
discover:
"""
FOLDER = "url: /srv/inbox"
SFTP = "url: sftp://quay.example:2222/out\n    connection: quay_sftp"
BAD = {
    "a relative path": ("url: inbox/quay", "url: 'inbox/quay': write a folder's whole path, s3://"),
    "the root": ("url: /", "write a folder's whole path"),
    "another scheme": (
        "url: ftp://quay.example/out",
        "write a folder's whole path, s3://bucket/prefix or sftp",
    ),
    "a way up": ("url: sftp://quay.example/../etc\n    connection: q", "write a folder's whole path"),
    "no login": ("url: sftp://quay.example/out", "connection: an SFTP server asks who comes: name the"),
    "a folder's login": (
        f"{FOLDER}\n    connection: quay",
        "connection: a folder of this host asks for none",
    ),
    "a key of no host": (
        f"{FOLDER}\n    host_key: SHA256:{'a' * 43}",
        "host_key is of an SFTP server: delete",
    ),
    "no key": (f"{SFTP}\n    host_key: yes please", "host_key: 'yes please': write the host's key, such as"),
    "a bucket's endpoint": (
        f"{SFTP}\n    endpoint: https://s3.example",
        "endpoint and region are of a bucket",
    ),
    "a pause": (f"{FOLDER}\n    settle: 1h", "settle: '1h': write a pause such as 30s or 2m, ten minutes at"),
    "a mark": (f"{FOLDER}\n    done: .done", "done: '.done': write the name of the file that says so"),
    "both": (f"{FOLDER}\n    done: '{{name}}.ok'\n    settle: 5s", "done says when a file is whole: delete"),
    "nowhere": (f"{FOLDER}\n    after: move", "move_to: with after: move, and only then, write where"),
    "moved for nothing": (f"{FOLDER}\n    move_to: taken", "move_to: with after: move, and only then"),
    "moved up": (
        f"{FOLDER}\n    after: move\n    move_to: ../x",
        "move_to: '../x': write a folder below the inbox",
    ),
    "a day first": (
        f"{FOLDER}\n    after: move\n    move_to: '{{day}}'",
        "begin with a name: its folder is not",
    ),
    "two": (f"{FOLDER}\n  - kind: inbox\n    url: /srv/other", "discover: name one inbox at most"),
    "a misspelling": (f"{FOLDER}\n    macth: x", "no such field: did you mean match?"),
}


def write(folder: Path, part: str) -> Path:
    path = folder / "quay.yaml"
    path.write_text(f"{HEAD}  - kind: inbox\n    {part}\n", encoding="utf-8")
    return path


def inbox(folder: Path, part: str) -> Inbox:
    found = load_source(write(folder, part)).inbox
    assert found is not None
    return found


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_is_named_with_field_value_and_cure(tmp_path: Path, case: str) -> None:
    part, said = BAD[case]
    with pytest.raises(ConfigError) as refused:
        load_source(write(tmp_path, part))
    assert said in str(refused.value)
    assert "quay.yaml:" in str(refused.value)


def test_a_password_in_an_address_is_refused_and_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="without credentials") as refused:
        load_source(write(tmp_path, "url: sftp://paper:s3cretword@quay.example/out"))
    assert "s3cretword" not in str(refused.value)


def test_what_it_says_of_its_place(tmp_path: Path) -> None:
    found = inbox(tmp_path, SFTP)
    assert (found.scheme, found.host, found.port, found.folder) == ("sftp", "quay.example", 2222, "/out")
    bucket = inbox(tmp_path, "url: s3://agency-files/text/")
    assert (bucket.scheme, bucket.host, bucket.folder) == ("s3", "agency-files", "text")
    assert inbox(tmp_path, FOLDER).folder == "/srv/inbox"
    assert load_source(write(tmp_path, f"{FOLDER}\n    enabled: false")).inbox is None


def test_how_long_a_file_must_stand(tmp_path: Path) -> None:
    assert inbox(tmp_path, FOLDER).pause == timedelta(seconds=30)
    assert inbox(tmp_path, f"{FOLDER}\n    settle: 2m").pause == timedelta(minutes=2)
    assert not inbox(tmp_path, f"{FOLDER}\n    done: '{{name}}.ok'").pause
    assert not inbox(tmp_path, "url: s3://agency-files").pause


def test_which_file_says_that_another_is_whole(tmp_path: Path) -> None:
    whole = inbox(tmp_path, f"{FOLDER}\n    done: '{{name}}.ok'")
    assert (whole.mark_of("a.xml"), whole.is_mark("a.xml.ok"), whole.is_mark(".ok")) == (
        "a.xml.ok",
        True,
        False,
    )
    stem = inbox(tmp_path, f"{FOLDER}\n    done: 'sent-{{stem}}.ok'")
    assert (stem.mark_of("a.xml"), stem.is_mark("sent-a.ok"), stem.is_mark("a.ok")) == (
        "sent-a.ok",
        True,
        False,
    )
