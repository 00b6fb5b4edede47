"""Archives as an agency, or somebody else, may hand them over."""

import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

THEN = (2026, 3, 4, 12, 0, 0)


def zipped(place: Path, items: Mapping[str, bytes]) -> Path:
    """A zip with these members, in their order."""
    place.write_bytes(zip_of(items))
    return place


def zip_of(items: Mapping[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, body in items.items():
            whole.writestr(zipfile.ZipInfo(name, THEN), body, zipfile.ZIP_DEFLATED)
    return sink.getvalue()


def tarred(place: Path, items: Mapping[str, bytes], *others: tarfile.TarInfo, form: str = "w:gz") -> Path:
    """A tar with these members, in their order, then the others."""
    with tarfile.open(place, form) as whole:  # type: ignore[call-overload]
        for name, body in items.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(body), 1_772_625_600
            whole.addfile(info, io.BytesIO(body))
        for one in others:
            whole.addfile(one)
    return place
