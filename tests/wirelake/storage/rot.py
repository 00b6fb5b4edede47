"""Bytes that change without anybody writing them, as on a disk that ages."""

from wirelake.storage import LocalStore, Store, digests


def rot(store: Store, path: str, data: bytes) -> None:
    """The object's bytes are these from now on, and no writer knows of it."""
    if isinstance(store, LocalStore):
        place = store.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        return
    known = {one.path for one in store.objects(digests.FOLDER)}
    store.write(path, data)
    for one in store.objects(digests.FOLDER):
        if one.path not in known:
            store.delete(one.path)
