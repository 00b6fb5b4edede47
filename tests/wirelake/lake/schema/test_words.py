"""The words and offsets of docs/schema.md are those of the code and of the engines."""

import re
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

import wirelake
from wirelake.config import fields
from wirelake.lake.schema.words import OFFSETS, WORDS
from wirelake.records import ITEMS
from wirelake.rules import RULES
from wirelake.validate.expectations import EXPECTATIONS
from wirelake.write.keys import STATUS

PACKAGE = Path(wirelake.__file__).parent
BUILD = ("formats", "rules", "statements", "evidence", "language", "markup", "payloads", "pipeline", "lake")


def test_the_rules_and_formats_are_all_there() -> None:
    assert sorted(rule.__name__ for rule in RULES) == sorted(WORDS["removed.rule, rule_hits"])
    assert fields._formats() == WORDS["source_format"]
    assert {*STATUS.values()} == {*WORDS["rights_status"]}
    assert {*ITEMS, "control"} == {*WORDS["record_kind"]}


def test_every_warning_is_a_flag_that_is_told() -> None:
    warnings = {one.id for one in EXPECTATIONS if one.severity == "warning"}
    assert warnings - {*WORDS["quality_flags"]} - {"url_malformed"} == set()


def test_every_word_stands_in_the_code() -> None:
    text = "\n".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py") if path.name != "words.py")
    known = {*re.findall(r'"([a-z0-9_]+)"', text), *(rule.__name__ for rule in RULES), *fields._formats()}
    told = {word for words in WORDS.values() for word in words}
    assert told - known == set()


def test_every_origin_of_a_date_that_is_written_out_is_told() -> None:
    told = {*WORDS["date_candidates.origin, date_source"]}
    for folder in BUILD[:4]:
        for path in (PACKAGE / folder).rglob("*.py"):
            for block in re.findall(r"DateCandidate\(([^)]*)", path.read_text("utf-8")):
                assert {*re.findall(r'origin="(\w+)"', block)} <= told, path


def test_offsets_are_code_points_in_each_engine() -> None:
    text, start, end = "👩‍🚒 Ferry né\nAdvert", 4, 12
    wanted = text[start:end]
    assert len(text.encode("utf-16-le")) // 2 != len(text)
    table = pa.table({"extracted_text": [text], "start": [start], "end": [end]})
    with duckdb.connect() as connection:
        connection.register("removed", table)
        assert connection.execute(f"SELECT {OFFSETS['DuckDB']} FROM removed").fetchall() == [(wanted,)]  # noqa: S608
    frame = pl.DataFrame({"extracted_text": [text]})
    assert frame.select(eval(OFFSETS["Polars"]))["extracted_text"].to_list() == [wanted]  # noqa: S307
    assert pc.utf8_slice_codeunits(table["extracted_text"], start, end).to_pylist() == [wanted]
    assert eval(OFFSETS["Python"]) == wanted  # noqa: S307
