"""Who we are to an SFTP server, and by which key we know it; from the YAML and its connection alone."""

from collections.abc import Mapping
from typing import Any

import asyncssh

from wirelake.config import Inbox
from wirelake.config.discovery.inbox import FINGERPRINT
from wirelake.errors import ConfigError

CONNECT_SECONDS = 30


def login(part: Inbox, parts: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Who comes, by password or private key, and nothing that this user has otherwise."""
    what = f"{where}.connection: {part.connection!r}"
    login, password = str(parts.get("login") or ""), str(parts.get("password") or "")
    key, phrase = parts["extra"].get("private_key"), parts["extra"].get("private_key_passphrase")
    if not login or not (password or key):
        raise ConfigError(f"{what}: give it a login, and a password or a private_key in its extra")
    try:
        keys = [asyncssh.import_private_key(str(key), str(phrase) if phrase else None)] if key else None
    except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError, ValueError):
        raise ConfigError(
            f"{what}: its private_key cannot be read: give the whole PEM text, and private_key_passphrase "
            "where it has one"
        ) from None
    return {
        "username": login,
        "password": password or None,
        "client_keys": keys,
        "config": None,
        "agent_path": None,
        "gss_host": None,
        "x509_trusted_certs": None,
        "connect_timeout": CONNECT_SECONDS,
        "login_timeout": CONNECT_SECONDS,
    }


def trust(part: Inbox, parts: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The one key of the host that is trusted."""
    stated = part.host_key or " ".join(str(parts["extra"].get("host_key") or "").split())
    if not stated:
        raise ConfigError(
            f"{where}.host_key: no key is known by which to tell the host: write what the agency states, as "
            f"`ssh-keyscan -p {part.port} {part.host}` prints it; check its fingerprint with the agency"
        )
    if FINGERPRINT.fullmatch(stated):
        return {"known_hosts": ([], [], []), "client_factory": lambda: _ByFingerprint(stated)}
    try:
        return {"known_hosts": ([asyncssh.import_public_key(stated)], [], [])}
    except asyncssh.KeyImportError:
        raise ConfigError(
            f"{where}.host_key: {stated[:60]!r}: no public key: write one such as 'ssh-ed25519 AAAA…'"
        ) from None


class _ByFingerprint(asyncssh.SSHClient):
    def __init__(self, stated: str) -> None:
        self._stated = stated

    def validate_host_public_key(self, host: str, addr: str, port: int, key: asyncssh.SSHKey) -> bool:  # noqa: ARG002
        return key.get_fingerprint() == self._stated
