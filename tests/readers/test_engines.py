"""Other engines, where they are installed: the same rows, of all days, on a folder."""

import json
from collections import Counter
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from tests.readers.conftest import Filled
from tests.readers.engines import ENGINES, plain
from tests.readers.mixed import OLD
from tests.wirelake.quay import DAY, NOON, new_lake, version
from tests.wirelake.write.publishing import publish

from wirelake.config import Batch
from wirelake.console.citations import as_text
from wirelake.exporting.choosing import Filters
from wirelake.exporting.export import Wish, export
from wirelake.lake.freezes import freezing, frozen

AT = {1: NOON, 2: NOON.replace(microsecond=250_000), 3: None}
WHERE = "make readers installs and runs it"


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("filled", ["local"], indirect=True)
def test_an_engine_reads_every_row(name: str, filled: Filled) -> None:
    pytest.importorskip(name, reason=WHERE)
    uri, counted = filled
    found = {plain(day): (rows, young) for day, rows, young in ENGINES[name](uri) if rows}
    young = {day: 0 if day in OLD else rows for day, rows in counted.items()}
    tells = any(told >= 0 for _, told in found.values())  # not of a column that is younger than a file
    assert found == {day: (rows, young[day] if tells else -1) for day, rows in counted.items()}


@pytest.fixture(params=["parquet", "jsonl"])
def exported(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """An export of three articles."""
    store = new_lake(tmp_path / "lake")
    told = [
        version(number, body_text=f"“{number}” is what it says.", published_at=at)
        for number, at in AT.items()
    ]
    publish(store, Batch("quay", DAY), *told)
    wish = freezing.Wish(name="cranes", query="FROM articles", title='Cranes, "red" & green')
    head = freezing.freeze(store, wish, code="c0de", now=NOON)
    made = Wish(
        freeze=frozen.read(store, "cranes"),
        place=tmp_path / "out",
        form=request.param,
        filters=Filters(keep_copies=True),
        cited=as_text(head),
    )
    export(store, made, NOON)
    return tmp_path / "out"


@pytest.mark.skipif(not find_spec("mlcroissant"), reason=WHERE)
def test_croissant_is_right_and_leads_to_the_rows(exported: Path) -> None:
    croissant: Any = import_module("mlcroissant")
    found = croissant.Dataset(jsonld=str(exported / "croissant.json"))
    assert found.metadata.issues.report() == ""
    texts = [row["articles/text"].decode() for row in found.records("articles")]
    assert sorted(texts) == [f"“{number}” is what it says." for number in (1, 2, 3)]


@pytest.mark.skipif(not find_spec("datasets"), reason=WHERE)
def test_hugging_face_loads_the_folder(
    exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    datasets: Any = import_module("datasets")
    found = datasets.load_dataset(str(exported), split="train", cache_dir=str(tmp_path / "cache"))
    assert Counter(found["source"]) == Counter({"quay": 3})
    assert found["text"][:] == [f"“{number}” is what it says." for number in AT]
    assert found["published_at"][:] == [*AT.values()]
    assert found["published_date"][:] == [DAY] * 3


def test_croissant_names_every_file_by_its_digest(exported: Path) -> None:
    told = json.loads((exported / "croissant.json").read_text(encoding="utf-8"))
    files = [one for one in told["distribution"] if one["@type"] == "cr:FileObject"]
    data = sorted(one.relative_to(exported).as_posix() for one in (exported / "data").iterdir())
    assert [one["contentUrl"] for one in files] == data
