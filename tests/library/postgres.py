"""A private PostgreSQL server for the tests: in a temporary folder, on a Unix socket, by a user who may run one."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER = "postgres"


def programs() -> Path | None:
    """Folder of the newest installed server, or None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    here = shutil.which("initdb")
    return found[-1].parent if found else Path(here).resolve().parent if here else None


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Start a server in an empty folder and stop it afterwards; its address.

    The server refuses to run as root, so that root hands it to the user that comes with it.
    """
    binaries, data = programs(), folder / "data"
    assert binaries is not None
    root = os.getuid() == 0
    folder.mkdir(mode=0o755)
    if root:
        shutil.chown(folder, USER, USER)

    def run(program: str, *options: str) -> None:
        as_user = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--init-groups"] if root else []
        command = [*as_user, str(binaries / program), "--pgdata", str(data), *options]
        done = subprocess.run(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT, check=False, timeout=120)
        assert done.returncode == 0, (folder / "log").read_text()

    with (folder / "log").open("wb") as log:
        run("initdb", "--auth=trust", f"--username={USER}", "--encoding=UTF8", "--no-sync", "--locale=C.UTF-8")
        settings = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
        run("pg_ctl", "--wait", "--silent", "--options", settings, "start")
        try:
            yield f"postgresql+psycopg://{USER}@/{USER}?host={folder}"
        finally:
            run("pg_ctl", "--wait", "--silent", "--mode=immediate", "stop")
