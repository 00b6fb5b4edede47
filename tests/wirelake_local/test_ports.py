"""A port that somebody listens on, or is about to, is passed by."""

import socket
import subprocess
import sys

from wirelake_local.ports import claimed_port, is_free

CLAIM = """
import sys, time
from wirelake_local.ports import claimed_port
with claimed_port([int(sys.argv[1])]) as port:
    print(port, flush=True)
    time.sleep(60)
"""


def test_first_free_one_of_the_preferred() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert not is_free(port)
        with claimed_port([port, port]) as found:
            assert found != port
    with claimed_port([port]) as found:
        assert found == port


def test_two_that_start_at_once_do_not_meet() -> None:
    """Neither listens yet: that the port is free says nothing."""
    with claimed_port() as port, claimed_port([port]) as other:
        assert is_free(port)
        assert other != port


def test_a_claim_of_another_process_holds_and_ends_with_it() -> None:
    with claimed_port() as port:
        pass
    with subprocess.Popen(
        [sys.executable, "-c", CLAIM, str(port)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == f"{port}\n"
        with claimed_port([port]) as other:
            assert other != port
        process.kill()
        process.wait()
        with claimed_port([port]) as again:
            assert again == port
