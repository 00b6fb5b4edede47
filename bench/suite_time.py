"""Where the tests' time goes, by room: bench/suite_time.py [REPORT …].

A report is what ``pytest --junit-xml=REPORT`` writes; without one, all tests run, one after the other, for
that. Prints a Markdown table, and beside the sum how long the runs themselves took: less where several
processes shared the tests.
"""

import argparse
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree

ROOT = Path(__file__).parents[1]


def main() -> int:
    """Sum the reports and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("report", type=Path, nargs="*", help="a JUnit report; all tests run if none")
    asked = parser.parse_args()
    try:
        trees = [etree.parse(path) for path in asked.report] if asked.report else [_run()]
    except (OSError, etree.XMLSyntaxError) as error:
        print(f"no report of pytest's: {error}", file=sys.stderr)
        return 2
    _print(trees)
    return 0


def _run() -> "etree._ElementTree":
    with TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        command = [sys.executable, "-m", "pytest", "-q", f"--junit-xml={report}"]
        subprocess.run(command, cwd=ROOT, stdout=sys.stderr, check=False)
        return etree.parse(report)


def _print(trees: list["etree._ElementTree"]) -> None:
    seconds: defaultdict[str, float] = defaultdict(float)
    tests: defaultdict[str, int] = defaultdict(int)
    for room, lasted in (one for tree in trees for one in _tests(tree)):
        seconds[room] += lasted
        tests[room] += 1
    print("| tests of | tests | seconds |\n|---|---|---|")
    for room in sorted(seconds, key=lambda room: -seconds[room]):
        print(f"| {room} | {tests[room]} | {seconds[room]:.0f} |")
    print(f"| all | {sum(tests.values())} | {sum(seconds.values()):.0f} |")
    lasted = sum(float(suite.get("time")) for tree in trees for suite in tree.iter("testsuite"))
    print(f"\nThe runs took {lasted:.0f} s.")


def _tests(tree: "etree._ElementTree") -> Iterator[tuple[str, float]]:
    """Each test's room, and how long it took with what was set up for it.

    To pytest a class is ``tests.wirelake.archive.test_kills``, or the same with ``.TestSomething`` behind it.
    """
    for case in tree.iter("testcase"):
        path = case.get("classname").split(".")
        ends = next((place for place, part in enumerate(path) if part.startswith("test_")), len(path))
        # The first three folders at the most: tests/wirelake/formats holds that of html.
        room = "/".join(path[: min(ends, 3)]) if ends > 1 else "/".join(path[: ends + 1])
        yield room, float(case.get("time"))


if __name__ == "__main__":
    sys.exit(main())
