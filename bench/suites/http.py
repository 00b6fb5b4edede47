"""HTTP header values: whatever a structured field holds, reading the headers never raises.

Structured fields are not what these headers are made of, so what they mean is not asked.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.suites import Result

from wirelake.rights import from_headers, from_meta, reserved

NAMES = ("X-Robots-Tag", "TDM-Reservation", "TDM-Policy", "Content-Type")


def run(folder: Path, entry: dict[str, Any]) -> Iterator[Result]:
    """One result a line of the suite's file."""
    with (folder / entry["file"]).open(encoding="utf-8") as lines:
        for line in lines:
            case = json.loads(line)
            try:
                headers = [(name, value) for name in NAMES for value in case["raw"]]
                got = repr(reserved(from_headers(headers)))
                from_meta([("robots", value) for value in case["raw"]])
                passed = True
            except Exception as error:  # what the suite looks for
                got, passed = repr(error), False
            yield Result(id=case["id"], passed=passed, got=got, wanted="no exception")
