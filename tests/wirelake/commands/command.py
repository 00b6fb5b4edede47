"""The command, as a shell starts it."""

import sys

import pytest

from wirelake.__main__ import main


def status(monkeypatch: pytest.MonkeyPatch, *words: str) -> object:
    """The exit code of the command with these words; 0 where it just ends."""
    monkeypatch.setattr(sys, "argv", ["wirelake", *words])
    try:
        main()
    except SystemExit as ended:
        return ended.code or 0
    return 0
