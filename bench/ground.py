"""The seeded agencies, and servers in front of them."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

from sqlalchemy import select

from webapp.database import Database
from webapp.models import Assignment, User
from webapp.seeding import Size
from webapp.services import sessions

ROOT = Path(__file__).resolve().parents[1]
SCRATCH = ROOT / "bench" / "scratch"
BIN = Path(sys.executable).parent

#: The two sizes, as the shared benchmark has them.
SIZES = {
    "10k": Size(workers=100, clients=10_000, notes=30, tasks=5, seed=1),
    "100k": Size(workers=1000, clients=100_000, notes=10, tasks=5, seed=1),
    "small": Size(workers=20, clients=800, notes=30, tasks=5, seed=1),
}
#: Has 200 active clients at every size.
HEAVY = "w0001@example.org"
ADMINISTRATOR = "admin@example.org"


@dataclass(frozen=True)
class Place:
    """A seeded database and where it lies."""

    name: str
    folder: Path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.folder / 'tend.db'}"

    @property
    def environment(self) -> dict[str, str]:
        kept = {key: text for key, text in os.environ.items() if key != "DATABASE_URL"}
        return {**kept, "TEND_DATA_DIR": str(self.folder)}

    @contextmanager
    def database(self) -> Iterator[Database]:
        opened = Database(self.url)
        try:
            yield opened
        finally:
            opened.dispose()


def place(name: str) -> Place:
    """Return a fresh copy of the seeded agency of this size, seeding it when it is not there.

    A copy, because measuring leaves notes behind, and they would change what is measured next.
    """
    found = Place(name, SCRATCH / name)
    kept = found.folder / "seeded.db"
    if not kept.exists():
        found.folder.mkdir(parents=True, exist_ok=True)
        for path in found.folder.glob("tend.db*"):
            path.unlink()
        size = SIZES[name]
        print(f"Seeding {size.clients:,} clients (once) ...", flush=True)
        shape = ("workers", "clients", "notes", "tasks", "seed")
        options = [f"--{key}={getattr(size, key)}" for key in shape]
        subprocess.run(
            [BIN / "tend", "seed", *options], env=found.environment, check=True, cwd=ROOT
        )
        with closing(sqlite3.connect(found.folder / "tend.db")) as whole:
            whole.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (found.folder / "tend.db").rename(kept)
    for path in found.folder.glob("tend.db*"):
        path.unlink()
    shutil.copyfile(kept, found.folder / "tend.db")
    return found


def cookies(where: Place, email: str, count: int) -> list[str]:
    """Return the cookies of this many signed-in browsers of one person.

    Several, because one person is not let ask more often than any person could.
    """
    with where.database() as database, database.writing() as session:
        user = session.scalars(select(User).where(User.email == email)).one()
        now = datetime.now(UTC)
        made = [sessions.open_session(session, user, "bench", now)[1] for _ in range(count)]
    return [f"tend_session={token}" for token in made]


def own_clients(where: Place, email: str) -> list[str]:
    """Return the ids of the clients a worker has now."""
    with where.database() as database, database.reading() as session:
        query = (
            select(Assignment.client_id)
            .join(User, User.id == Assignment.user_id)
            .where(User.email == email, Assignment.ended_at.is_(None))
            .order_by(Assignment.client_id)
        )
        return [str(found) for found in session.scalars(query)]


@dataclass(frozen=True)
class Served:
    """A running server."""

    port: int
    pid: int

    def cpu_seconds(self) -> float | None:
        """Return the processor time its workers have used; None where that cannot be told.

        On a busy machine a long request is interrupted more often than a short one, and its time
        on the clock says little; the time on the processor is still its own.
        """
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        try:
            pids = children.read_text().split()
            stats = [
                Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids
            ]
        except OSError:
            return None
        ticks = sum(int(stat[11]) + int(stat[12]) for stat in stats)
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(app: str, environment: dict[str, str], *options: str) -> Iterator[Served]:
    """Serve an application with gunicorn, two sync workers unless told otherwise."""
    port = _free_port()
    command = [
        BIN / "gunicorn", "--bind", f"127.0.0.1:{port}", "--log-level", "error",
        "--no-control-socket", *(options or ("--workers", "2")), app,
    ]  # fmt: skip
    server = subprocess.Popen(command, env=environment, cwd=ROOT)
    try:
        _wait_for(port)
        yield Served(port, server.pid)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
