"""Drive every suite of cases in a folder through wirelake's public functions: bench/cases.py FOLDER.

The folder holds manifest.json, a list of {suite, file, …}; each suite has a module in bench/suites. Prints
passed/total per file and every case that differs; exits 1 where a case failed without a stated reason.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.suites import Result


def main() -> int:
    """Run the suites, print a line a file, and say how it went."""
    asked = _arguments()
    try:
        manifest = json.loads((asked.folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        print(f"{asked.folder}/manifest.json cannot be read: {error}", file=sys.stderr)
        return 2
    failed = 0
    for entry in manifest:
        if asked.suite and entry["suite"] not in asked.suite:
            continue
        if find_spec(f"bench.suites.{entry['suite']}") is None:
            print(f"{entry['file']:42} no suite of this name is driven here")
            continue
        failed += _report(entry, list(_results(asked.folder, entry)), asked.list)
    return 1 if failed else 0


def _results(folder: Path, entry: dict[str, Any]) -> Iterator[Result]:
    yield from import_module(f"bench.suites.{entry['suite']}").run(folder, entry)


def _report(entry: dict[str, Any], results: list[Result], show: bool) -> int:
    passed = sum(one.passed for one in results)
    meant = sum(bool(one.reason) and not one.passed for one in results)
    share = f"{passed / len(results):.1%}" if results else "-"
    print(f"{entry['file']:42} {passed:5}/{len(results):<5} {share:>6}  {meant} differ for a stated reason")
    for one in results if show else ():
        if not one.passed:
            print(f"    {one.id}: got {one.got[:160]!r}, wanted {one.wanted[:160]!r}  {one.reason}")
    return len(results) - passed - meant


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("folder", type=Path, help="a folder with manifest.json, such as shared/cases")
    parser.add_argument("--suite", action="append", help="only this suite; may be given more than once")
    parser.add_argument("--list", action="store_true", help="print every case that differs")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
