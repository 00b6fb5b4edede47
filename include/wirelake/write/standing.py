"""What stands where an object is to be put: its rows and ETag; of a damaged one the ETag alone."""

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from wirelake.errors import DamagedError
from wirelake.lake.aside import set_aside
from wirelake.lake.files import parse_parquet
from wirelake.storage import ABSENT, Store


@dataclass(frozen=True, slots=True)
class Standing:
    """An object as it stands. ``rows`` is None where there are none to be had."""

    etag: str = ABSENT
    data: bytes = b""
    rows: pa.Table | None = None
    is_damaged: bool = False


def standing(store: Store, path: str, **options: Any) -> Standing:
    """What stands at the path, read with these options; a copy of what is damaged is set aside.

    Raises:
        FormatError: it was written by another version, and cannot be read.
    """
    try:
        answer = store.read(path)
        if answer is None:
            return Standing()
        return Standing(answer[1], answer[0], parse_parquet(answer[0], path, **options))
    except DamagedError as error:
        return Standing(set_aside(store, error), is_damaged=True)
