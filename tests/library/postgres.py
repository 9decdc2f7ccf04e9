"""A private PostgreSQL server for the tests: in a temporary folder, on a Unix socket, by a user who may run one."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
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

    The server refuses to run as root, so that root hands it to the user that comes with it. It ends with these tests, also
    when they are killed.
    """
    binaries, data = programs(), folder / "data"
    assert binaries is not None
    folder.mkdir(mode=0o755)
    dying = ["setpriv", "--pdeathsig=INT"]
    if os.getuid() == 0:
        shutil.chown(folder, USER, USER)
        dying += [f"--reuid={USER}", f"--regid={USER}", "--init-groups"]
    made = [*dying, binaries / "initdb", f"--pgdata={data}", "--auth=trust", f"--username={USER}", "--encoding=UTF8",
            "--locale=C.UTF-8", "--no-sync"]  # fmt: skip
    started = [*dying, binaries / "postgres", "-D", data, "-c", "listen_addresses=",
               "-c", f"unix_socket_directories={folder}", "-c", "fsync=off"]  # fmt: skip
    with (folder / "log").open("wb") as log:
        done = subprocess.run(made, cwd=folder, stdout=log, stderr=log, check=False, timeout=120)
        assert done.returncode == 0, (folder / "log").read_text()
        running = subprocess.Popen(started, cwd=folder, stdout=log, stderr=log)
        try:
            _wait_for(running, folder, [str(binaries / "pg_isready"), "--quiet", f"--host={folder}"])
            yield f"postgresql+psycopg://{USER}@/{USER}?host={folder}"
        finally:
            running.send_signal(signal.SIGINT)  # stops it at once, whoever is connected
            running.wait(timeout=60)


def _wait_for(running: subprocess.Popen[bytes], folder: Path, ready: list[str]) -> None:
    """Until the server answers; what it wrote if it does not."""
    for _ in range(600):
        if subprocess.run(ready, check=False, timeout=60).returncode == 0:
            return
        assert running.poll() is None, (folder / "log").read_text()
        time.sleep(0.1)
    raise AssertionError((folder / "log").read_text())
