"""An inbox in a foreign bucket, by obstore itself.

Its fsspec face leaves out of a list when each object was received. With a connection an agency's bucket is
opened with the agency's keys alone, and always at the YAML's endpoint: never the lake's.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, timedelta
from typing import Any

import obstore
from obstore.exceptions import PermissionDeniedError, UnauthenticatedError
from obstore.store import S3Store

from wirelake.config import Inbox
from wirelake.errors import AccessError, ConfigError, ConflictError, FetchError
from wirelake.fetch.credentials import MIN_HIDDEN
from wirelake.fetch.inbox.place import FOLDER
from wirelake.fetch.spellings import Spellings
from wirelake.records import HIDDEN, Lying
from wirelake.storage import conditional

TIMEOUT = "60s"
RETRIES: Any = {"max_retries": 3, "retry_timeout": timedelta(seconds=60)}


class ForeignBucket:
    """A prefix of a bucket, looked at without what lies deeper."""

    def __init__(self, part: Inbox, parts: Mapping[str, Any] | None, where: str) -> None:
        self.url = part.url
        self._prefix = f"{part.folder}/" if part.folder else ""
        self._secrets = Spellings(())
        endpoint = part.endpoint or f"https://s3.{part.region}.amazonaws.com"
        given: dict[str, Any] = {
            "endpoint": endpoint,
            "region": part.region,
            "virtual_hosted_style_request": False,
            "skip_signature": False,
            "client_options": {"timeout": TIMEOUT, "allow_http": endpoint.startswith("http://")},
            "retry_config": RETRIES,
        }
        if parts is not None:
            given["credential_provider"] = self._credentials(part, parts, where)
        try:
            self._bucket = S3Store(part.host, **given)
        except Exception as error:
            raise ConfigError(f"{where}.url: {part.url!r}: {self._brief(error)}") from None

    def _credentials(self, part: Inbox, parts: Mapping[str, Any], where: str) -> Any:
        key, secret = str(parts.get("login") or ""), str(parts.get("password") or "")
        token = str(parts["extra"].get("aws_session_token") or "") or None
        if not key or not secret:
            raise ConfigError(
                f"{where}.connection: {part.connection!r}: give it the access key as login and the secret "
                "key as password"
            )
        self._secrets = Spellings(one for one in (secret, token or "") if len(one) >= MIN_HIDDEN)
        held = {"access_key_id": key, "secret_access_key": secret, "token": token, "expires_at": None}
        return lambda: dict(held)

    def look(self) -> list[Lying]:
        with self._translated("list it"):
            listed = obstore.list_with_delimiter(self._bucket, self._prefix.rstrip("/") or None)
        files = [
            Lying(
                name=name,
                size=int(meta["size"]),
                modified=meta["last_modified"].astimezone(UTC),
                etag=str(meta["e_tag"]),
            )
            for meta in listed["objects"]
            if (name := str(meta["path"]).removeprefix(self._prefix))
        ]
        folders = [
            Lying(name=name, size=0, modified=None, etag="", is_file=False, what=FOLDER)
            for one in listed["common_prefixes"]
            if (name := str(one).rstrip("/").removeprefix(self._prefix))
        ]
        return sorted((*files, *folders), key=lambda one: one.name)

    def read(self, lying: Lying) -> bytes | None:
        with self._translated(f"read {lying.name!r}"):
            try:
                answer = obstore.get(self._bucket, self._prefix + lying.name)
            except FileNotFoundError:
                return None
            is_it = (int(answer.meta["size"]), str(answer.meta["e_tag"])) == (lying.size, lying.etag)
            return bytes(answer.bytes()) if is_it else None

    def put_away(self, lying: Lying, folder: str | None) -> bool:
        path = self._prefix + lying.name
        with self._translated(f"put away {lying.name!r}"):
            if conditional.etag(self._bucket, path) != lying.etag:
                return False
            if folder is not None:
                obstore.copy(self._bucket, path, f"{self._prefix}{folder}/{lying.name}")
            try:
                conditional.delete(self._bucket, path, lying.etag)
            except ConflictError:
                return False
        return True

    def close(self) -> None:
        return None

    @contextmanager
    def _translated(self, doing: str) -> Iterator[None]:
        try:
            yield
        except (PermissionDeniedError, UnauthenticatedError) as error:
            told = f"{self.url}: cannot {doing}: the bucket refused it: {self._brief(error)}"
            raise AccessError(told, failure="access") from None
        except Exception as error:
            raise FetchError(f"{self.url}: cannot {doing}: {self._brief(error)}") from None

    def _brief(self, error: Exception) -> str:
        said = (str(error).strip() or type(error).__name__).splitlines()[0][:300]
        return self._secrets.masked(said, HIDDEN)
