"""Changes under a condition on a real S3 server whose answers get lost."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from tests.wirelake.s3_server import BUCKET, S3Server
from tests.wirelake.storage.failing_proxy import (
    BREAK,
    LOSE,
    LOSE_503,
    PASS,
    REFUSE,
    FailingProxy,
    Plan,
    one_in_six,
    proxied,
)

from wirelake.errors import ConflictError, PermanentError, StorageError
from wirelake.storage import ABSENT, Store, open_store
from wirelake.storage.conditional import MOST_BYTES, TRIES

PATH = "a/x"
ROUNDS = 15


@pytest.fixture
def sound(s3_server: S3Server, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A new, empty lake without a proxy."""
    for name, value in s3_server.environment.items():
        monkeypatch.setenv(name, value)
    return open_store(f"s3://{BUCKET}/{uuid4().hex}")


@contextmanager
def behind(sound: Store, plan: Plan) -> Iterator[tuple[Store, FailingProxy]]:
    """The same lake behind the proxy."""
    address = os.environ["AWS_ENDPOINT_URL"]
    with proxied(address, plan) as proxy, pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", proxy.address)
        yield open_store(sound.uri), proxy


def once(method: str, fate: str, then: Callable[[], object] = lambda: None) -> Plan:
    """The first request of that method meets this fate; ``then`` comes before the second one."""
    seen: list[int] = []

    def plan(asked: str, _: int) -> str:
        if asked != method:
            return PASS
        seen.append(1)
        if len(seen) == 2:
            then()
        return fate if len(seen) == 1 else PASS

    return plan


def test_where_one_request_in_six_fails_no_change_is_lost_or_taken_for_anothers(
    sound: Store, tmp_path: Path
) -> None:
    given = tmp_path / "given"
    with behind(sound, one_in_six) as (store, proxy):
        for number in range(ROUNDS):
            given.write_bytes(os.urandom(100_000))
            store.write(PATH, b"%d" % number, if_etag=ABSENT)
            stood = store.etag(PATH)
            store.write(PATH, given, if_etag=stood)
            with pytest.raises(ConflictError):
                store.delete(PATH, if_etag=stood)
            with pytest.raises(ConflictError):
                store.write(PATH, b"other", if_etag=stood)
            with pytest.raises(ConflictError):
                store.write(PATH, Path(__file__), if_etag=ABSENT)
            answer = store.read(PATH)
            assert answer
            assert answer[0] == given.read_bytes()
            store.delete(PATH, if_etag=answer[1])
            assert sound.etag(PATH) == ABSENT
        assert len(proxy.asked) > 6 * ROUNDS


@pytest.mark.parametrize("fate", [REFUSE, BREAK, LOSE, LOSE_503])
def test_a_delete_whose_answer_is_lost_is_done(sound: Store, fate: str) -> None:
    sound.write(PATH, b"1")
    with behind(sound, once("DELETE", fate)) as (store, _):
        store.delete(PATH, if_etag=sound.etag(PATH))
    assert sound.etag(PATH) == ABSENT


@pytest.mark.parametrize("fate", [REFUSE, BREAK, LOSE, LOSE_503])
@pytest.mark.parametrize("as_file", [False, True], ids=["bytes", "file"])
def test_a_put_whose_answer_is_lost_is_done(sound: Store, fate: str, as_file: bool, tmp_path: Path) -> None:
    sound.write(PATH, b"1")
    (tmp_path / "given").write_bytes(b"22")
    with behind(sound, once("PUT", fate)) as (store, _):
        store.write(PATH, tmp_path / "given" if as_file else b"22", if_etag=sound.etag(PATH))
    answer = sound.read(PATH)
    assert answer
    assert answer[0] == b"22"


def test_what_another_writes_after_a_lost_delete_is_a_conflict_and_stands(sound: Store) -> None:
    sound.write(PATH, b"1")
    stood = sound.etag(PATH)
    fates = iter((LOSE, PASS))

    def plan(method: str, _: int) -> str:
        if method != "DELETE":
            return PASS
        return next(fates)

    with behind(sound, plan) as (store, proxy):
        real = proxy.plan

        def overtaken(method: str, number: int) -> str:
            if method == "HEAD" and "DELETE" in proxy.asked and sound.etag(PATH) == ABSENT:
                sound.write(PATH, b"another's")
            return real(method, number)

        proxy.plan = overtaken
        with pytest.raises(ConflictError):
            store.delete(PATH, if_etag=stood)
    answer = sound.read(PATH)
    assert answer
    assert answer[0] == b"another's"


def test_what_is_gone_without_us_is_a_conflict(sound: Store) -> None:
    sound.write(PATH, b"1")
    stood = sound.etag(PATH)

    def overtaken(method: str, _: int) -> str:
        if method == "DELETE":
            sound.delete(PATH)
            sound.write(PATH, b"another's")
        return PASS

    with behind(sound, overtaken) as (store, _), pytest.raises(ConflictError):
        store.delete(PATH, if_etag=stood)
    assert sound.etag(PATH) != ABSENT


@pytest.mark.parametrize("fate", [REFUSE, BREAK])
def test_tries_are_bounded_and_no_signature_is_told(sound: Store, fate: str) -> None:
    sound.write(PATH, b"1")
    plan: Plan = lambda method, _: fate if method == "DELETE" else PASS  # noqa: E731
    with behind(sound, plan) as (store, proxy):
        with pytest.raises(StorageError, match="cannot delete a/x") as caught:
            store.delete(PATH, if_etag=sound.etag(PATH))
        assert proxy.asked.count("DELETE") == TRIES
    assert not isinstance(caught.value, ConflictError)
    assert "Signature" not in f"{caught.value!r} {caught.value.__cause__!r}"
    assert sound.etag(PATH) != ABSENT


def test_a_file_beyond_what_one_put_takes_is_refused_before_it_is_sent(sound: Store, tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate(MOST_BYTES + 1)  # sparse: it takes no room
    with pytest.raises(PermanentError, match="5,368,709,120"):
        sound.write(PATH, tmp_path / "large", if_etag=ABSENT)
