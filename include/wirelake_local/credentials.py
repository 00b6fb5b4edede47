"""Generated secrets, in files that their owner alone can read."""

import base64
import json
import os
import secrets
from pathlib import Path

USERS = {"admin": "admin", "viewer": "viewer"}  # name → role of Airflow's SimpleAuthManager


def write_private(path: Path, text: str) -> None:
    """Write the file with mode 0600; nobody ever sees it half written or with another mode."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    part.replace(path)


def fernet_key() -> str:
    """A key as the cryptography library's Fernet wants it: 32 random bytes in URL-safe base64."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def kept(path: Path, generate: dict[str, str]) -> dict[str, str]:
    """The secrets of this JSON file; those of ``generate`` that it lacks are added to it."""
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    merged = {**generate, **found}
    if merged != found:
        write_private(path, json.dumps(merged, indent=2) + "\n")
    return merged


def passwords(path: Path) -> dict[str, str]:
    """Airflow's users and their passwords, generated on first use."""
    return kept(path, {user: secrets.token_urlsafe(12) for user in USERS})


def airflow_secrets(path: Path) -> dict[str, str]:
    """The keys that all of Airflow's components share, generated on first use."""
    return kept(
        path,
        {
            "jwt_secret": secrets.token_urlsafe(48),
            "secret_key": secrets.token_urlsafe(48),
            "fernet_key": fernet_key(),
        },
    )
