"""A workspace of each kind: SQLite, and a real PostgreSQL server started for the session."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

MISSING = (
    "No PostgreSQL server programs (initdb, postgres) were found. Install them (Debian: apt install postgresql), or "
    "name their folder in YTTERBY_PG_BIN, or set YTTERBY_WITHOUT_POSTGRES=1 to leave these tests out."
)


def programs():
    named = os.environ.get("YTTERBY_PG_BIN")
    found = [Path(named)] if named else []
    if which := shutil.which("initdb"):
        found.append(Path(which).parent)
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((f for f in found if all((f / p).exists() for p in ("initdb", "pg_ctl", "postgres"))), None)


class Server:
    """A PostgreSQL server in a folder, reached over a socket in that folder."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        self.folder, self.binaries = folder, binaries
        # The server refuses to run as root; then it runs as the account its package made.
        self.account = {"user": "postgres"} if os.geteuid() == 0 else {}
        if self.account:
            shutil.chown(folder, "postgres")
        self.run("initdb", "--auth=trust", "--username=ytterby", "--encoding=UTF8", "--locale=C", str(folder / "data"))
        self.start()

    def run(self, program: str, *args: str) -> None:
        command = [str(self.binaries / program), *args]
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder, timeout=120, **self.account)

    def start(self) -> None:
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' -c fsync=off"
        log = str(self.folder / "log")
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-l", log, "-o", options, "-w", "start")

    def stop(self, mode: str = "fast") -> None:
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-m", mode, "-w", "stop")

    def kill(self) -> None:
        pid = int((self.folder / "data/postmaster.pid").read_text().split()[0])
        os.kill(pid, 9)

    def restart(self) -> None:
        """Start again after a kill: the orphaned processes of the server need a moment to go."""
        for _ in range(20):
            time.sleep(1)
            try:
                self.start()
            except subprocess.CalledProcessError:
                continue
            return
        pytest.fail((self.folder / "log").read_text()[-2000:])

    def database(self, name: str) -> str:
        import psycopg

        with psycopg.connect(host=str(self.folder), user="ytterby", dbname="postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"postgresql://ytterby@/{name}?host={self.folder}"


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    if os.environ.get("YTTERBY_WITHOUT_POSTGRES") == "1":
        pytest.skip("PostgreSQL is left out because YTTERBY_WITHOUT_POSTGRES=1")
    binaries = programs()
    if binaries is None:
        pytest.fail(MISSING)
    folder = Path(
        subprocess.run(["mktemp", "-d", "/tmp/ypg.XXXX"], check=True, capture_output=True, text=True).stdout.strip()
    )
    running = Server(folder, binaries)
    yield running
    running.stop("immediate")
    shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def workspace(request, tmp_path):
    if request.param == "sqlite":
        return str(tmp_path / "work")
    name = f"t{abs(hash(request.node.name)) % 10**12}"
    return request.getfixturevalue("server").database(name)
