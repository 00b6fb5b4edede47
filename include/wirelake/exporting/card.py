"""The dataset card: a README.md as dataset hubs read it, with what was left out and whom to ask."""

from collections import Counter
from typing import Any

import yaml

from wirelake.exporting.choosing import WHY, Choice, Filters
from wirelake.exporting.rows import EXPORT_COLUMNS
from wirelake.lake.freezes.frozen import Head
from wirelake.legible import legible

TAKEDOWNS = """## Takedowns

An article may be withdrawn after this was made. The lake that it came from then lists this export, by the
SHA-256 of its files. Delete the article by its `article_id`, or take the export anew."""
DTYPES = {"date32[day]": "date32"}  # by the hubs' names; the others are Arrow's
FEATURES = [{"name": one.name, "dtype": DTYPES.get(str(one.type), str(one.type))} for one in EXPORT_COLUMNS]
SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


def card(head: Head, choice: Choice, filters: Filters, form: str, languages: list[str], cited: str) -> str:
    """The card; nothing in it depends on when or where the export was made."""
    facts = {
        "pretty_name": _line(head.title),
        "license": "other",
        "license_name": "per-source",
        "language": languages,
        "size_categories": [next((name for most, name in SIZES if len(choice.rows) < most), "n>1M")],
        # Else the type of a column of instants in JSON lines depends on whether one of them has a fraction.
        "dataset_info": {"features": FEATURES},
        "configs": [{"config_name": "default", "data_files": [{"split": "train", "path": f"data/*.{form}"}]}],
    }
    parts = [
        f"---\n{yaml.safe_dump(facts, sort_keys=False, allow_unicode=True)}---",
        f"# {_cell(head.title)}",
        f"{len(choice.rows):,} articles of the freeze `{head.name}`, which holds {head.rows:,} rows.",
        f"Cite it as: {_cell(cited)}",
        _sources(choice),
        _rights(choice),
        _left_out(choice.left_out, filters),
        _columns(),
        TAKEDOWNS,
    ]
    return "\n\n".join(parts) + "\n"


def _sources(choice: Choice) -> str:
    counts = Counter(article_id.partition(":")[0] for article_id in choice.rows.values())
    lines = ["## Sources", "", "| source | title | articles | licence | terms |", "|---|---|---|---|---|"]
    for source, count in sorted(counts.items()):
        said: dict[str, Any] = choice.sources.get(source, {})
        told = (_cell(said.get(name) or "") for name in ("licence", "terms_url"))
        lines.append(f"| {source} | {_cell(said.get('title') or '')} | {count:,} | {' | '.join(told)} |")
    return "\n".join(lines)


def _rights(choice: Choice) -> str:
    told = ", ".join(f"{count:,} {status}" for status, count in sorted(choice.rights.items()))
    return (
        f"Of text and data mining the publishers say: {told}. `unknown` is what nobody said anything of: "
        "that is no permission."
    )


def _left_out(left_out: Counter[str], filters: Filters) -> str:
    lines = ["## Left out", ""]
    if left_out:
        lines += ["| why | rows | which says |", "|---|---|---|"]
        lines += [f"| `{why}` | {count:,} | {WHY[why]} |" for why, count in sorted(left_out.items())]
    else:
        lines.append("No row of the freeze.")
    if filters.licensed:
        lines += ["", f"Taken by a licence of the exporter's own: {', '.join(sorted(filters.licensed))}."]
    return "\n".join(lines)


def _columns() -> str:
    lines = ["## Columns", "", "| column | is |", "|---|---|"]
    return "\n".join([*lines, *(f"| `{one.name}` | {one.meaning} |" for one in EXPORT_COLUMNS)])


def _cell(text: str) -> str:
    """Foreign words as words: no markup of Markdown or HTML, and no cell of their own."""
    escaped = _line(text).replace("\\", "\\\\")
    for sign in "|<>[]`*_#":
        escaped = escaped.replace(sign, f"\\{sign}")
    return escaped


def _line(text: str) -> str:
    return legible(" ".join(text.split()))
