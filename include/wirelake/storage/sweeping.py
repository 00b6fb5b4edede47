"""All temporary files of one lake on this host: what is there, and out with what the dead have left."""

from wirelake.storage.protocol import Store
from wirelake.storage.temporary import Temporaries, TemporaryFile, on_this_host


def sweep(store: Store) -> int:
    """Delete the temporary files whose owners died, and return how many that were.

    Every store does so for its own place before it first writes. Files of living processes are left alone,
    and so are those of other users that may not be deleted: ``temporary_files`` goes on telling of them.
    """
    return sum(place.sweep() for place in _places(store))


def temporary_files(store: Store) -> list[TemporaryFile]:
    """Every temporary file of the lake that lies on this host now; what a capture spools is none."""
    return [file for place in _places(store) for file in place.files()]


def _places(store: Store) -> list[Temporaries]:
    """The store's own, and that of what lies beside the lake; on S3 they are one."""
    places = {place.top: place for place in (store.temporary, on_this_host(store.uri))}
    return list(places.values())
