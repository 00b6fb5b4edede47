"""Changes on S3 under a condition, tried again where no answer came.

An answer that is lost (a timeout, a broken connection, a 5xx) leaves open whether the change was made. The
next try is then refused by what the first one did. So what stands there is compared before a refusal counts
as a conflict.

obstore has no conditional DELETE, and reads a file into memory whole for a conditional PUT. For both it
signs the address, and urllib3 sends the request with the condition as a header.
"""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import IO, Any, Literal
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import obstore
import urllib3
from obstore.exceptions import AlreadyExistsError, GenericError, PreconditionError
from obstore.store import S3Store as Bucket
from tenacity import (
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    stop_after_delay,
    wait_random_exponential,
)

from wirelake.errors import ConflictError, PermanentError, StorageError
from wirelake.storage.protocol import ABSENT

TRIES = 5
TRY_SECONDS = 60.0  # after these none begins: obstore itself may try for minutes
PAUSE = wait_random_exponential(multiplier=0.2, max=5)  # seconds, each a random part of 0.2, 0.4, 0.8, 1.6
SIGNED_FOR = timedelta(minutes=15)  # to start sending; S3 looks at it when a request comes
TIMEOUT = urllib3.Timeout(connect=10, read=60)
MOST_BYTES = 5 * 1024**3  # of one PutObject, says S3; uploads in parts know no If-Match here
CHUNK = 4 * 1024 * 1024


class RefusedError(Exception):
    """The store says that another object stands there."""


class LostError(Exception):
    """No answer came that says whether the change was made."""


def etag(bucket: Bucket, path: str) -> str:
    """The object's ETag; ABSENT where there is none."""
    try:
        return str(obstore.head(bucket, path)["e_tag"])
    except FileNotFoundError:
        return ABSENT


def put(bucket: Bucket, path: str, data: bytes | Path, if_etag: str) -> None:
    """Replace the object, if it is still that one.

    Raises:
        ConflictError: it is another one, and not what was to be written.
        PermanentError: a file of more than 5 GiB, which S3 takes in parts alone.
        StorageError: no try was answered.
    """
    if isinstance(data, Path) and data.stat().st_size > MOST_BYTES:
        raise PermanentError(
            f"{path}: {data} has more than {MOST_BYTES:,} bytes, which S3 takes in parts alone"
        )
    _try(
        path,
        lambda: (
            _put_file(bucket, path, data, if_etag)
            if isinstance(data, Path)
            else _put_bytes(bucket, path, data, if_etag)
        ),
        lambda _: _holds(bucket, path, data),
    )


def delete(bucket: Bucket, path: str, if_etag: str) -> None:
    """Remove the object, if it is still that one.

    Raises:
        ConflictError: it is another one.
        StorageError: no try was answered.
    """

    def send() -> None:
        # Asked first, as not every store heeds the condition on DELETE.
        stands = etag(bucket, path)
        if stands != if_etag:
            raise RefusedError
        if stands != ABSENT:
            _send("DELETE", obstore.sign(bucket, "DELETE", path, SIGNED_FOR), {"If-Match": if_etag})

    _try(path, send, lambda was_lost: was_lost and etag(bucket, path) == ABSENT)


def _try(path: str, send: Callable[[], None], is_done: Callable[[bool], bool]) -> None:
    """Send until an answer comes; ``is_done`` is told whether one was lost before.

    Raises:
        ConflictError: refused, and what was asked for is not done either.
    """
    tries = count()
    for attempt in Retrying(
        stop=stop_after_attempt(TRIES) | stop_after_delay(TRY_SECONDS),
        wait=PAUSE,
        retry=retry_if_exception_type(LostError),
        reraise=True,
    ):
        with attempt:
            was_lost = next(tries) > 0
            try:
                send()
            except RefusedError:
                if not is_done(was_lost):
                    raise ConflictError(f"{path} changed since it was read") from None


def _put_bytes(bucket: Bucket, path: str, data: bytes, if_etag: str) -> None:
    mode: Any = "create" if if_etag == ABSENT else {"e_tag": if_etag}
    try:
        obstore.put(bucket, path, data, mode=mode, use_multipart=False)
    except (AlreadyExistsError, PreconditionError, FileNotFoundError) as error:
        raise RefusedError from error
    except GenericError as error:
        raise LostError(str(error).strip().splitlines()[0][:300]) from error


def _put_file(bucket: Bucket, path: str, file: Path, if_etag: str) -> None:
    condition = {"If-Match": if_etag} if if_etag else {"If-None-Match": "*"}
    length = {"Content-Length": str(file.stat().st_size)}
    with file.open("rb") as body:
        _send("PUT", obstore.sign(bucket, "PUT", path, SIGNED_FOR), condition | length, body)


def _send(
    method: Literal["PUT", "DELETE"], address: str, headers: dict[str, str], body: IO[bytes] | None = None
) -> None:
    # A connection of its own: one that is kept open would be shared with processes forked later.
    with _connections(address) as connections:
        try:
            answer = connections.request(
                method, address, body=body, headers=headers, timeout=TIMEOUT, retries=False
            )
        except urllib3.exceptions.HTTPError as error:
            # The error's own words hold the signed address: they belong into no log.
            raise LostError(f"the store did not answer: {type(error).__name__}") from None
    if answer.status in (404, 409, 412):
        raise RefusedError
    if answer.status in (408, 429) or answer.status >= 500:
        raise LostError(f"the store answered {answer.status}")
    if answer.status >= 300:
        raise StorageError(f"the store answered {answer.status}")


def _connections(address: str) -> urllib3.PoolManager:
    url = urlsplit(address)
    proxy = getproxies().get(url.scheme)
    if proxy and not proxy_bypass(url.hostname or ""):
        return urllib3.ProxyManager(proxy)
    return urllib3.PoolManager()


def _holds(bucket: Bucket, path: str, data: bytes | Path) -> bool:
    """The object has these very bytes."""
    try:
        stored = obstore.get(bucket, path)
    except FileNotFoundError:
        return False
    if isinstance(data, bytes):
        return len(data) == int(stored.meta["size"]) and bytes(stored.bytes()) == data
    if data.stat().st_size != int(stored.meta["size"]):
        return False
    with data.open("rb") as file:
        return all(file.read(len(chunk)) == chunk for chunk in stored.stream(min_chunk_size=CHUNK))
