"""docs/arriving/: the sample of each way to arrive is a source that loads, and says what the page says."""

import re
from pathlib import Path

import asyncssh

from wirelake.config import load_source

PAGES = Path(__file__).parents[1] / "docs" / "arriving"
BLOCK = re.compile(r"```yaml\n# (\w+\.yaml)\n(.*?)```", re.DOTALL)


def test_the_inbox_of_its_page_is_right(tmp_path: Path) -> None:
    ((name, body),) = BLOCK.findall((PAGES / "inbox.md").read_text(encoding="utf-8"))
    path = tmp_path / name
    path.write_text(body, encoding="utf-8")
    part = load_source(path).inbox
    assert part is not None
    assert (part.host, part.folder) == ("delivery.harbour.example", "/out/text")
    assert part.describe().endswith("(files are moved to taken/{day})")
    assert asyncssh.import_public_key(str(part.host_key)).get_algorithm() == "ssh-ed25519"
    assert f"AIRFLOW_CONN_{str(part.connection).upper()}=" in (PAGES / "inbox.md").read_text(encoding="utf-8")


def test_the_sample_of_mail_is_right(tmp_path: Path) -> None:
    """What its recipe fetches is read in tests/wirelake/pipeline/test_mail.py."""
    ((name, body),) = BLOCK.findall((PAGES / "mail.md").read_text(encoding="utf-8"))
    path = tmp_path / name
    path.write_text(body, encoding="utf-8")
    source = load_source(path)
    assert source.inbox is not None
    assert (source.inbox.pause.total_seconds(), source.mail.date) == (0, "published")
