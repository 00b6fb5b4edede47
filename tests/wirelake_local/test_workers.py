"""What a worker of the distributed stack has for itself."""

import shutil
from pathlib import Path

from wirelake_local.distributed.stack import temporary

ADDRESS = 107  # characters of a Unix socket's, at most
SOCKET = "/pymp-12345678/listener-12345678"  # as the standard library names it


def test_sockets_have_room_in_its_temporary_folder_however_long_the_checkouts_path_is(tmp_path: Path) -> None:
    home = tmp_path / ("a checkout with a long name " * 4) / "worker-1"
    home.mkdir(parents=True)
    folder = temporary(home)
    assert len(f"{folder}{SOCKET}") <= ADDRESS
    assert folder.stat().st_mode & 0o777 == 0o700
    assert temporary(home) == folder
    shutil.rmtree(folder)
    assert temporary(home).is_dir()
    shutil.rmtree(temporary(home))
