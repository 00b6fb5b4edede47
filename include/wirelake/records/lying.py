"""What lies in an inbox, as its server lists it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Lying:
    """One entry of an inbox's list.

    ``etag`` tells two contents under one name apart: the server's own, or else made of time and size.
    ``modified`` is when the server says that it received the file, UTC; None where it does not say.
    """

    name: str
    size: int
    modified: datetime | None
    etag: str
    is_file: bool = True
    mark: "Lying | None" = None  # the file that says that this one is whole
    what: str = ""  # of what is no file: a folder, a symbolic link, …
