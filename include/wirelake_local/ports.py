"""Ports of 127.0.0.1 that nobody listens on."""

import socket
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import chain

LOOPBACK = "127.0.0.1"


def is_free(port: int) -> bool:
    """Whether a server may listen on this port: nobody else does, on any address that covers loopback."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


@contextmanager
def claimed_port(preferred: Iterable[int] = ()) -> Iterator[int]:
    """The first free one of the preferred ports, else any free one; it is the caller's as long as this lasts.

    Stay until the server listens: what another checkout starts at the same time finds it free till then, and
    one of the two servers would not start.
    """
    for port in chain(preferred, _any_ports()):
        with closing(socket.socket(socket.AF_UNIX)) as claim:
            try:
                # An abstract name: all users see it, and it leaves with its process, however that ends.
                claim.bind(f"\0wirelake-port-{port}")
            except OSError:
                continue
            if is_free(port):
                yield port
                return


def _any_ports() -> Iterator[int]:
    while True:
        with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
            probe.bind((LOOPBACK, 0))
            port = int(probe.getsockname()[1])
        yield port
