"""An object of a store as a file that is read by ranges, all of one ETag."""

import io

from wirelake.errors import StorageError
from wirelake.storage import Store, Stored


class Ranges(io.RawIOBase):
    """Where a range cannot be read the reader gets an OSError, and ``error`` is what the store said."""

    def __init__(self, store: Store, of: Stored) -> None:
        super().__init__()
        self._store, self._of, self._at = store, of, 0
        self.error: StorageError | None = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._of.size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        left = max(0, self._of.size - self._at)
        length = left if size is None or size < 0 else min(size, left)
        if not length:
            return b""
        try:
            answer = self._store.read_range(self._of.path, self._at, length, if_etag=self._of.etag)
        except StorageError as error:
            self.error = error
            raise OSError(str(error)) from error
        data = answer[0] if answer else b""
        self._at += len(data)
        return data
