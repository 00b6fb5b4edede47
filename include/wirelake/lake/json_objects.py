"""JSON objects of the lake that hold one record each: what is damaged, and what another version wrote."""

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from wirelake.errors import DamagedError, FormatError

M = TypeVar("M", bound=BaseModel)


def parse_json(model: type[M], data: bytes, path: str) -> M:
    """The record that the object holds.

    Raises:
        DamagedError: it is no JSON.
        FormatError: it is another record than this version knows.
    """
    parse_any(data, path)
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        said = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        raise FormatError(f"{path}: not one that this version can read: {said}") from error


def parse_any(data: bytes, path: str) -> Any:
    """What the object holds, whatever it is.

    Raises:
        DamagedError: it is no JSON.
    """
    try:
        return from_json(data)
    except ValueError as error:
        raise DamagedError(path, f"it is no JSON: {error}") from error
