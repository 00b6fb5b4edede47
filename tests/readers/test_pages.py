"""What docs/reading/ shows is run: on a folder and on S3, over three schema versions and an empty day."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.readers.conftest import Filled
from tests.readers.mixed import EMPTY, NEW, OLD, YOUNG

PAGES = Path(__file__).parents[2] / "docs" / "reading"
BLOCK = re.compile(r"```python\n# (\w+)\n(.*?)```", re.DOTALL)
SNIPPETS = {
    (page.stem, name): code
    for page in sorted(PAGES.glob("*.md"))
    for name, code in BLOCK.findall(page.read_text(encoding="utf-8"))
}
FOLDER_ALONE = {("duckdb", "counts"), ("spark", "counts")}  # on S3 they want what comes over the network


def days(answer: Any) -> dict[date, int]:
    """The answer of a snippet: its days with their numbers, but for those without rows."""
    if isinstance(answer, pa.Table):
        found = [tuple(row.values()) for row in answer.to_pylist()]
    else:
        found = list(answer.items()) if hasattr(answer, "items") else answer
    return {day: number for day, number in found if number}


@pytest.mark.parametrize(("page", "name"), SNIPPETS)
def test_a_snippet(page: str, name: str, filled: Filled) -> None:
    uri, counted = filled
    if page == "spark":
        pytest.importorskip("pyspark", reason="make readers runs it")
    if uri.startswith("s3://") and (page, name) in FOLDER_ALONE:
        pytest.skip("on S3 it wants what comes over the network")
    code = SNIPPETS[page, name]
    assert 'lake = "lake"' in code
    said: dict[str, Any] = {}
    exec(code.replace('lake = "lake"', f"lake = {uri!r}"), said)  # noqa: S102  our own pages
    old = set(OLD)  # whose files lack the column
    expected = {day: n for day, n in counted.items() if name != "young" or day not in old}
    assert days(said["young" if name == "young" else "counts"]) == expected
    assert EMPTY not in expected
    assert NEW in expected


def test_the_column_is_young() -> None:
    young = [code for (_, name), code in SNIPPETS.items() if name == "young"]
    assert len(young) == 3
    assert all(YOUNG in code for code in young)


def test_there_is_a_page_for_each_of_the_five() -> None:
    assert {page for page, _ in SNIPPETS} == {"pandas", "pyarrow", "duckdb", "polars", "spark"}
