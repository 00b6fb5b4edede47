"""The record that an address would make by a source's YAML: `wirelake preview` in a process of its own.

The page is hostile, and lxml and trafilatura read it: in the api-server it could cost everybody's pages. So
the command itself runs, with a bound on its time, memory and output; it is told of no lake, has no secret but
the source's own connection, and ends with the request.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import wirelake
from wirelake.config import load_named, source_folders
from wirelake.errors import ConfigError, WirelakeError
from wirelake.legible import legible, one_line

SECONDS = 60
MEMORY, FILE, OUTPUT = 4 << 30, 512 << 20, 16 << 20  # bytes; a library unpacks its model into a file
MOST_LETTERS, LONGEST, MOST = 20_000, 300, 5  # of a text, of a line, records
LONGEST_ADDRESS = 2000
LAST = 4000  # bytes of what the command says
PASSED = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "WIRELAKE_SPOOL")
PROXIES = ("http_proxy", "https_proxy", "no_proxy")
FIELDS = (
    *("article_id", "record_kind", "headline", "published_at", "published_date", "published_precision"),
    *("language", "authors", "byline", "description", "section", "provider", "credit_line", "canonical_url"),
    *("copyright_notice", "word_count", "rule_hits"),
)
_one_at_a_time = threading.BoundedSemaphore(1)


class BusyError(WirelakeError):
    """This process makes a preview already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A passage that a rule took out.

    Attributes:
        rule: which.
        text: what it took out, its first 300 letters.
    """

    rule: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Previewed:
    """A record that the address would make.

    Attributes:
        outcome: article, media, package, or rejection.
        tone: good, calm or bad.
        reasons: why it would be kept out, and what it is warned of.
        detail: the evidence, in words.
        facts: name and value of what is known of it.
        text: its text, cleaned, its first 20,000 letters.
        taken: what rules took out of it.
    """

    outcome: str
    tone: str
    reasons: tuple[str, ...]
    detail: str
    facts: tuple[tuple[str, str], ...]
    text: str
    taken: tuple[Taken, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewPage:
    """Page of a preview.

    Attributes:
        source: whose YAML applies.
        address: what was fetched.
        wrong: why nothing can be shown; "" where something can.
        records: the first five that it would make.
        more: how many it would make besides.
    """

    source: str
    address: str
    wrong: str
    records: tuple[Previewed, ...]
    more: int


def preview_of(source: str, address: str) -> PreviewPage:
    """The records that a page at this address would make; the lake is neither read nor written.

    Raises:
        ConfigError: this is no address, or the source's YAML is wrong.
        BusyError: this process makes another preview.
    """
    told = urlsplit(address) if legible(address) == address and len(address) <= LONGEST_ADDRESS else None
    if told is None or told.scheme not in ("http", "https") or not told.hostname or " " in address:
        raise ConfigError(f"not an address: {one_line(address)[:80]!r}: write it as https://wire.example/1")
    if told.username is not None:
        raise ConfigError("an address is previewed without a user's name: name a connection in the YAML")
    connection = load_named(source).fetch.connection
    if not _one_at_a_time.acquire(blocking=False):
        raise BusyError("another preview is being made: try again in a minute")
    try:
        with tempfile.TemporaryDirectory(prefix="wirelake-preview-") as folder:
            wrong, records = _run(source, address, Path(folder), connection)
    finally:
        _one_at_a_time.release()
    shown = tuple(map(_previewed, records[:MOST]))
    return PreviewPage(source=source, address=address, wrong=wrong, records=shown, more=len(records[MOST:]))


def _run(source: str, address: str, folder: Path, connection: str | None) -> tuple[str, list[dict[str, Any]]]:
    command = [sys.executable, "-m", "wirelake", "preview", "--json", "--source", source, "--", address]
    printed, said = folder / "records.json", folder / "said"
    with printed.open("wb") as out, said.open("wb") as err:
        process = subprocess.Popen(  # noqa: S603 - a list, no shell: an address begins with its scheme
            command,
            env=_environment(folder, connection),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )
        with _bounded(process):
            try:
                status = process.wait(SECONDS)
            except subprocess.TimeoutExpired:
                return f"It took longer than {SECONDS} seconds: try wirelake preview on a terminal.", []
    if status:
        return _why(said, status), []
    if printed.stat().st_size > OUTPUT:
        return "It would make more than can be shown here: try wirelake preview on a terminal.", []
    return "", json.loads(printed.read_bytes())


def _why(said: Path, status: int) -> str:
    """What the command said last; of a defect its last line alone."""
    with said.open("rb") as file:
        file.seek(max(0, said.stat().st_size - LAST))
        words = legible(file.read(LAST).decode("utf-8", "replace")).strip()
    if "Traceback" in words:
        words = words.splitlines()[-1]
    return words or f"wirelake preview ended with {status}: try it on a terminal."


@contextmanager
def _bounded(process: "subprocess.Popen[bytes]") -> Iterator["subprocess.Popen[bytes]"]:
    """The process within its limits; what is left of it and of its children ends here."""
    try:
        if hasattr(resource, "prlimit"):  # of Linux alone
            for name, most in (
                (resource.RLIMIT_AS, MEMORY),
                (resource.RLIMIT_FSIZE, FILE),
                (resource.RLIMIT_CPU, max(1, int(SECONDS))),
            ):
                resource.prlimit(process.pid, name, (most, most))
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _environment(folder: Path, connection: str | None) -> dict[str, str]:
    """What the command needs, and no more: no lake, no secret of Airflow's or of another wire."""
    names = [*PASSED, *PROXIES, *(name.upper() for name in PROXIES)]
    if connection:
        names.append(f"AIRFLOW_CONN_{connection.upper()}")
    passed = {name: os.environ[name] for name in names if name in os.environ}
    sources = os.pathsep.join(str(one.absolute()) for one in source_folders())
    package = str(Path(wirelake.__file__).parent.parent)
    own = {
        "WIRELAKE_SOURCES": sources,
        "WIRELAKE_LAKE": str(folder / "none"),
        "TMPDIR": str(folder),
        "PYTHONPATH": package,
    }
    return passed | own | {"COLUMNS": "200", "NO_COLOR": "1"}


def _previewed(row: dict[str, Any]) -> Previewed:
    verdict = row["verdict"]
    tones = {"rejection": "bad", "article": "good"}
    facts = [(name, _value(row.get(name))) for name in FIELDS]
    return Previewed(
        outcome=verdict["outcome"],
        tone=tones.get(verdict["outcome"], "calm"),
        reasons=tuple(one_line(one) for one in (*verdict["reasons"], *verdict["flags"])),
        detail=one_line(verdict["detail"])[:LONGEST],
        facts=tuple((name, value) for name, value in facts if value),
        text=legible((row.get("body_text") or "")[:MOST_LETTERS]),
        taken=tuple(
            Taken(rule=one_line(one["rule"]), text=one_line(one["text"][:LONGEST]))
            for one in row["removed"][:LONGEST]
        ),
    )


def _value(value: Any) -> str:
    if isinstance(value, list):
        value = ", ".join(one if isinstance(one, str) else json.dumps(one) for one in value)
    return "" if value is None else one_line(str(value))[:LONGEST]
