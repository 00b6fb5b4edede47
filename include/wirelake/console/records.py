"""Rows as the command shows them: rejections as a table, one article with its evidence."""

import json
from collections.abc import Iterable
from typing import Any

from rich.markup import escape
from rich.table import Table

from wirelake.console.terminal import out, plain
from wirelake.legible import one_line

SHOWN_REJECTIONS = 50
SHOWN_APART = frozenset(
    {"removed", "candidates", "date_candidates", "verdict", "paragraphs", "extracted_text", "body_text"}
    | {"rights", "http", "subject_codes", "place_codes"}
)


def print_rejections(rows: list[dict[str, Any]]) -> None:
    """Rows of rejected/ as a table."""
    if not rows:
        return
    table = Table("rejected because", "what", "evidence")
    for row in rows[:SHOWN_REJECTIONS]:
        what = row["headline"] or row["url"] or row["raw_ref"]
        table.add_row(
            ", ".join(row["reasons"]), escape(one_line(what)), escape(one_line(row["detail"][:200]))
        )
    out.print(table)
    if len(rows) > SHOWN_REJECTIONS:
        out.print(f"… and {len(rows) - SHOWN_REJECTIONS} more in rejected/")


def show_versions(article_id: str, versions: list[dict[str, Any]], current: int | None) -> None:
    """An article's timeline; ``current`` is the version_seq that stands in articles/, if one does."""
    named = ("seq", "version", "first seen", "status", "valid", "changed", "published", "headline")
    table = Table(*named, title=escape(article_id))
    for row in versions:
        seq = f"{row['version_seq']}{' ←' if current == row['version_seq'] else ''}"
        seen = f"{row['first_seen_at']:%Y-%m-%d %H:%M:%S}Z"
        kind = row["record_kind"]
        status = row["pub_status"] if kind == "article" else f"{row['pub_status']}, {kind}"
        published = str(row["published_at"] or row["published_date"])
        changed = ", ".join([*row["changed"], *(["recleaned"] if row["recleaned"] else [])])
        headline = escape(one_line(row["headline"]))
        table.add_row(
            seq,
            escape(one_line(_name(row))),
            seen,
            status,
            _valid(row),
            changed,
            published,
            headline,
        )
    out.print(table)
    out.print("← stands in articles/" if current else "[yellow]No version may be read now.[/yellow]")


def _name(row: dict[str, Any]) -> str:
    """The version as its wire names it; of a payload's digest as much as tells it from others."""
    version = str(row["version"])
    return f"{version[:12]}…" if version == row["raw_sha256"] else version


def _valid(row: dict[str, Any]) -> str:
    if row["valid_from"] is None:
        return "never"
    until = f"{row['valid_to']:%Y-%m-%d %H:%M}Z" if row["valid_to"] else ""
    return f"{row['valid_from']:%Y-%m-%d %H:%M}Z – {until}"


def show_records(records: list[dict[str, Any]]) -> None:
    """All that one payload holds, each under its number where there are several."""
    for number, record in enumerate(records, start=1):
        if len(records) > 1:
            out.print(f"[bold]── {number} of {len(records)}[/bold]")
        show_record(record)


def show_record(record: dict[str, Any]) -> None:
    """One article: its fields, its text, its candidates, what was removed, and the verdict."""
    fields = Table("field", "value", show_header=False, box=None)
    for name, value in record.items():
        if name not in SHOWN_APART and value not in (None, "", (), [], False):
            fields.add_row(f"[bold]{name}[/bold]", escape(_brief(value)))
    out.print(fields)
    if record.get("body_text"):
        out.print(f"\n{escape(record['body_text'])}\n")
    shape = ("scheme", "code", "name", "role", "origin")
    _print_rows("subjects", record.get("subject_codes") or (), shape)
    _print_rows("places", record.get("place_codes") or (), (*shape, "country"))
    _print_rows("candidates", record["candidates"], ("field", "value", "origin", "weight", "refused"))
    _print_rows(
        "date candidates", record["date_candidates"], ("value", "origin", "precision", "weight", "refused")
    )
    _print_rows("removed", record["removed"], ("rule", "kind", "text"))
    if verdict := record.get("verdict"):
        colour = "red" if verdict["reasons"] else "green"
        said = ", ".join((*verdict["reasons"], *verdict["flags"])) or "no complaint"
        out.print(f"[{colour}]{verdict['outcome']}[/{colour}]: {said}. {escape(one_line(verdict['detail']))}")


def _print_rows(title: str, rows: Iterable[dict[str, Any]], names: tuple[str, ...]) -> None:
    rows = list(rows)
    if rows:
        table = Table(*names, title=title, title_justify="left")
        for row in rows:
            table.add_row(*(escape(_brief(row[name])) for name in names))
        out.print(table)


def _brief(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.2f}"
    text = json.dumps(value, ensure_ascii=False, default=plain) if not isinstance(value, str) else value
    return one_line(text if len(text) <= 200 else f"{text[:199]}…")
