"""The database starts as whoever we are, comes back after a crash, and asks for its password."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg2
import pytest

from wirelake_local import StackError
from wirelake_local.postgres import NAME, Postgres
from wirelake_local.processes import Processes, as_user, is_alive

START_AND_STOP = """
import sys
from pathlib import Path
from wirelake_local.postgres import NAME, Postgres
from wirelake_local.processes import Processes
state = Path(sys.argv[1])
server = Postgres(state, Processes(state / "run", state / "logs"))
print(server.start(), server.user, server.data)
server.processes.stop([NAME])
"""


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    state = tmp_path_factory.mktemp("with space")
    server = Postgres(state, Processes(state / "run", state / "logs"))
    yield server
    server.processes.stop([NAME])
    server.remove()
    assert not (server.user and server.home.exists())


def test_it_runs_unprivileged_and_its_home_is_closed(postgres: Postgres) -> None:
    home_mode = Path.home().stat().st_mode
    postgres.start()
    process = postgres.processes.running(NAME)
    assert process is not None
    assert process.uids().real == postgres.home.stat().st_uid != 0 or os.geteuid() != 0
    assert postgres.home.stat().st_mode & 0o077 == 0
    assert postgres.data.stat().st_mode & 0o077 == 0
    assert (postgres.home / "password").stat().st_mode & 0o177 == 0
    assert Path.home().stat().st_mode == home_mode


def test_it_listens_on_loopback_alone(postgres: Postgres) -> None:
    postgres.start()
    process = postgres.processes.running(NAME)
    assert process is not None
    assert {found.laddr.ip for found in process.net_connections() if found.status == "LISTEN"} == {
        "127.0.0.1"
    }


def test_nobody_enters_without_the_password(postgres: Postgres) -> None:
    address = postgres.start()
    psycopg2.connect(address).close()
    password = (postgres.home / "password").read_text()
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(address.replace(password, "guess"))


def test_it_keeps_what_it_was_told_through_kill_9(postgres: Postgres) -> None:
    with psycopg2.connect(postgres.start()) as session, session.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 7 AS number")
    session.close()
    process = postgres.processes.running(NAME)
    assert process is not None
    process.kill()
    psutil.wait_procs([process], timeout=10)
    with psycopg2.connect(postgres.start()) as session, session.cursor() as cursor:
        cursor.execute("SELECT number FROM kept")
        assert cursor.fetchone() == (7,)
    session.close()


def test_lock_file_of_a_former_boot_does_not_hinder(postgres: Postgres) -> None:
    postgres.start()
    lock = postgres.data / "postmaster.pid"
    lines = lock.read_text().splitlines()
    postgres.processes.stop([NAME])
    with subprocess.Popen(["sleep", "60"], cwd="/", **as_user(postgres.user)) as stranger:
        lock.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        psycopg2.connect(postgres.start()).close()
        assert stranger.poll() is None
        stranger.kill()


def test_server_whose_record_was_lost_is_replaced(postgres: Postgres) -> None:
    postgres.start()
    lost = postgres.processes.running(NAME)
    (postgres.processes.folder / f"{NAME}.json").unlink()
    postgres.start()
    found = postgres.processes.running(NAME)
    assert lost is not None
    assert found is not None
    assert found != lost
    assert not is_alive(lost)


def test_without_root_it_stands_in_the_state_folder(tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    if os.geteuid() != 0:
        pytest.skip("we are not root: the other tests show it")
    if unshare is None or subprocess.run([unshare, "--user", "true"], capture_output=True).returncode != 0:
        pytest.skip("this kernel gives no user namespace in which we are not root")
    command = [unshare, "--user", sys.executable, "-c", START_AND_STOP, str(tmp_path)]
    told = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert told.returncode == 0, told.stderr
    assert told.stdout.endswith(f" None {tmp_path}/postgres/data\n")


def test_data_of_another_major_version_is_refused_with_the_cure(postgres: Postgres) -> None:
    postgres.start()
    postgres.processes.stop([NAME])
    made_by = postgres.data / "PG_VERSION"
    ours = made_by.read_text()
    try:
        made_by.write_text("11\n")
        with pytest.raises(StackError, match=r"was made by PostgreSQL 11.*make clean"):
            postgres.start()
    finally:
        made_by.write_text(ours)
