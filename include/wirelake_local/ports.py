"""Ports of 127.0.0.1 that nobody listens on."""

import socket
from collections.abc import Iterable
from contextlib import closing

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


def free_port(preferred: Iterable[int] = ()) -> int:
    """The first free one of the preferred ports, else any free port."""
    for port in preferred:
        if is_free(port):
            return port
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
