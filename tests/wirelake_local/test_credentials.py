"""Secrets are generated once and are readable by their owner alone."""

import os
from pathlib import Path

from cryptography.fernet import Fernet

from wirelake_local.credentials import airflow_secrets, fernet_key, passwords, write_private


def test_secrets_are_private_and_stay(tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"
    first = airflow_secrets(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert airflow_secrets(file) == first
    assert len(set(first.values())) == len(first)


def test_passwords_of_both_users(tmp_path: Path) -> None:
    assert set(passwords(tmp_path / "passwords.json")) == {"admin", "viewer"}


def test_mode_is_private_whatever_stood_there_and_whatever_the_umask(tmp_path: Path) -> None:
    file = tmp_path / "open"
    file.write_text("old")
    file.chmod(0o644)
    before = os.umask(0)
    try:
        write_private(file, "new")
    finally:
        os.umask(before)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text() == "new"


def test_fernet_takes_the_key() -> None:
    Fernet(fernet_key())
