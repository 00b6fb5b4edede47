"""A port that somebody listens on is passed by."""

import socket

from wirelake_local.ports import free_port, is_free


def test_first_free_one_of_the_preferred() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert not is_free(port)
        assert free_port([port, port]) != port
    assert free_port([port]) == port
