"""Heads of records and of HTTP answers, however they are written."""

import re
from datetime import UTC, datetime

Headers = tuple[tuple[str, str], ...]


def add_header(found: list[tuple[str, str]], line: bytes) -> None:
    """Add the line's header, or what it continues of the one before; anything else is passed over."""
    text = text_of(line)
    if line[:1] in (b" ", b"\t") and found:  # folded
        found[-1] = found[-1][0], f"{found[-1][1]} {text.strip()}"
        return
    name, colon, value = text.partition(":")
    if colon:
        found.append((name.strip(), value.strip()))


def http(block: bytes) -> tuple[int | None, Headers, bytes]:
    """Status, headers and payload of an HTTP answer or request; all is payload where it is neither."""
    if not re.match(rb"HTTP/|[A-Z]+ \S+ HTTP/", block):
        return None, (), block
    found = re.search(rb"\r?\n\r?\n", block)
    head, payload = (block[: found.start()], block[found.end() :]) if found else (block, b"")
    first_line, *lines = head.splitlines()
    status = re.match(rb"HTTP/\S+\s+(\d{3})\b", first_line)
    headers: list[tuple[str, str]] = []
    for line in lines:
        add_header(headers, line)
    return int(status[1]) if status else None, tuple(headers), payload


def date_of(text: str) -> datetime | None:
    """WARC's and ARC's dates, as precise as they are; None for anything else."""
    digits = re.sub(r"\D", "", text.partition(".")[0])[:14]
    micro = re.match(r"\d{1,6}", text.partition(".")[2])
    try:
        found = datetime.strptime(digits.ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return found.replace(microsecond=int(micro[0].ljust(6, "0"))) if micro else found


def text_of(line: bytes) -> str:
    """The line without its end: UTF-8, else Latin-1."""
    line = line.rstrip(b"\r\n")
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("latin-1")


def first(headers: Headers, name: str) -> str | None:
    """The first header of that name, whatever its case."""
    return next((value for key, value in headers if key.lower() == name.lower()), None)
