"""An SFTP server is trusted by its key alone, and what it refuses is said without a secret."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.inboxes import OnServer, write_source
from tests.wirelake.sftp_server import SftpServer

from wirelake.config import load_source
from wirelake.errors import AccessError, ConfigError, FetchError
from wirelake.fetch import Place, open_inbox
from wirelake.storage import LocalStore

OTHER = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHUVxB3Bq1yMW1kX9d8y0j2fR0YJm0yq1l0m6m0rV1bE"
HIDDEN = "tidewater-s3cret"


@pytest.fixture
def inbox(sftp_server: SftpServer) -> OnServer:
    """A folder of it."""
    return OnServer(sftp_server)


@contextmanager
def opened(folder: Path, inbox: OnServer, lines: list[str], **connection: Any) -> Iterator[Place]:
    """With these lines of its YAML, and this in its connection."""
    inbox.lines = ("connection: quay_inbox", *lines)
    source = load_source(write_source(folder, inbox))
    stated = json.loads(inbox.connection or "{}")
    extra = {**stated["extra"], **connection.pop("extra", {})}
    text = json.dumps({**stated, **connection, "extra": extra})
    place = open_inbox(source, text, LocalStore(folder / "lake"))
    assert place is not None
    with closing(place):
        yield place


def test_it_is_known_by_its_key_or_fingerprint_from_either_place(
    tmp_path: Path, inbox: OnServer, sftp_server: SftpServer
) -> None:
    inbox.put("1.txt", b"one")
    for key in (sftp_server.host_key, sftp_server.fingerprint):
        with opened(tmp_path, inbox, [f"host_key: {key}"]) as place:
            assert [one.name for one in place.look()] == ["1.txt"]
        with opened(tmp_path, inbox, [], extra={"host_key": key}) as place:
            assert [place.read(one) for one in place.look()] == [b"one"]


def test_another_key_is_never_accepted(tmp_path: Path, inbox: OnServer) -> None:
    with pytest.raises(
        ConfigError, match=r"discover\[0\]\.host_key: no key is known by which to tell the host"
    ):
        opened(tmp_path, inbox, []).__enter__()
    for key in (OTHER, f"SHA256:{'A' * 43}"):
        with (
            opened(tmp_path, inbox, [f"host_key: {key}"]) as place,
            pytest.raises(AccessError, match="shows another key"),
        ):
            place.look()


def test_what_is_refused_is_said_without_the_secret(
    tmp_path: Path, inbox: OnServer, sftp_server: SftpServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    line = [f"host_key: {sftp_server.host_key}"]
    with (
        opened(tmp_path, inbox, line, password=HIDDEN, extra={"private_key": None}) as place,
        pytest.raises(AccessError, match="refused") as refused,
    ):
        place.look()
    assert HIDDEN not in f"{refused.value!r} {refused.getrepr(chain=True)} {caplog.text}"
    with pytest.raises(ConfigError, match="private_key cannot be read") as unread:
        opened(tmp_path, inbox, line, extra={"private_key": HIDDEN}).__enter__()
    assert HIDDEN not in str(unread.value)
    with pytest.raises(ConfigError, match="give it a login, and a password or a private_key"):
        opened(tmp_path, inbox, line, login="").__enter__()


def test_no_key_of_this_user_is_tried(
    tmp_path: Path, inbox: OnServer, sftp_server: SftpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home" / ".ssh"
    home.mkdir(parents=True)
    (home / "id_ed25519").write_text(sftp_server.private_key)
    (home / "id_ed25519").chmod(0o600)
    monkeypatch.setenv("HOME", str(home.parent))
    with (
        opened(
            tmp_path,
            inbox,
            [f"host_key: {sftp_server.host_key}"],
            password=HIDDEN,
            extra={"private_key": None},
        ) as place,
        pytest.raises(AccessError, match="refused"),
    ):
        place.look()


def test_links_are_not_followed_and_names_are_as_they_are(
    tmp_path: Path, inbox: OnServer, sftp_server: SftpServer
) -> None:
    names = ["line\nend.txt", "\udce9.txt", "ü .txt"]
    for name in names:
        inbox.put(name, b"text")
    (inbox.folder / "link.txt").symlink_to("/etc/passwd")
    (inbox.folder / "more").mkdir()
    with opened(tmp_path, inbox, [f"host_key: {sftp_server.host_key}"]) as place:
        listed = {one.name: one.what for one in place.look()}
        assert listed == {**dict.fromkeys(names, ""), "link.txt": "a symbolic link", "more": "a folder"}
        files = {one.name: one for one in place.look()}
        assert all(place.read(files[name]) for name in names)
        inbox.put("other.txt", b"text")
        (inbox.folder / names[0]).unlink()
        (inbox.folder / names[0]).symlink_to(inbox.folder / "other.txt")
        (inbox.folder / names[1]).unlink()
        assert [place.read(files[name]) for name in names] == [None, None, b"text"]


def test_a_server_that_ends_is_a_failure_that_passes_and_it_is_asked_anew(
    tmp_path: Path, inbox: OnServer, sftp_server: SftpServer
) -> None:
    inbox.put("1.txt", b"one")
    with opened(tmp_path, inbox, [f"host_key: {sftp_server.host_key}"]) as place:
        (listed,) = place.look()
        place._connection.abort()  # type: ignore[attr-defined]
        with pytest.raises(FetchError, match="cannot read"):
            place.read(listed)
        assert place.read(listed) == b"one"
    inbox.url = inbox.url.replace(str(sftp_server.port), "1")
    with (
        opened(tmp_path, inbox, [f"host_key: {sftp_server.host_key}"]) as place,
        pytest.raises(FetchError, match="cannot list it"),
    ):
        place.look()


def test_a_server_that_was_not_asked_for_a_while_is_asked_anew(
    tmp_path: Path, inbox: OnServer, sftp_server: SftpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox.put("1.txt", b"one")
    monkeypatch.setattr("wirelake.fetch.inbox.sftp.IDLE_SECONDS", -1)
    with opened(tmp_path, inbox, [f"host_key: {sftp_server.host_key}"]) as place:
        (listed,) = place.look()
        place._connection.abort()  # type: ignore[attr-defined]
        assert place.read(listed) == b"one"
