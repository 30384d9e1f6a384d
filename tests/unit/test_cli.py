"""The ``tend`` command, run as people run it."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

TEND = Path(sys.executable).parent / "tend"


@pytest.fixture
def port() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        yield probe.getsockname()[1]


def environment(folder: Path, port: int = 8000) -> dict[str, str]:
    kept = {
        key: text for key, text in os.environ.items() if not key.startswith(("TEND_", "DATABASE"))
    }
    return {**kept, "TEND_DATA_DIR": str(folder), "PORT": str(port)}


def tend(folder: Path, *words: str, port: int = 8000) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [TEND, *words],
        env=environment(folder, port),
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        timeout=150,
    )


def test_migrating_twice_says_that_nothing_is_left_to_do(tmp_path: Path) -> None:
    first, second = tend(tmp_path, "migrate"), tend(tmp_path, "migrate")
    assert first.returncode == second.returncode == 0
    assert first.stdout.startswith("Migrated: 0001")
    assert second.stdout == "The database is up to date.\n"


def test_serving_without_tables_says_what_to_run(tmp_path: Path) -> None:
    told = tend(tmp_path, "serve")
    assert told.returncode == 1
    assert "tend migrate" in told.stderr


def test_tables_of_somebody_else_are_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "tend.db") as other:
        other.execute("CREATE TABLE clients (id INTEGER)")
    told = tend(tmp_path, "migrate")
    assert told.returncode == 1
    assert "nothing was changed" in told.stderr
    with sqlite3.connect(tmp_path / "tend.db") as other:
        assert [row[0] for row in other.execute("SELECT name FROM sqlite_master")] == ["clients"]


def test_the_doctor_finds_a_changed_link_of_the_chain(tmp_path: Path) -> None:
    tend(tmp_path, "seed", "--workers", "1", "--clients", "3", "--notes", "1")
    assert tend(tmp_path, "doctor").returncode == 0
    with sqlite3.connect(tmp_path / "tend.db") as other:
        other.execute("UPDATE audit_events SET action = 'nothing'")
    told = tend(tmp_path, "doctor")
    assert told.returncode == 1
    assert "broken at link 1" in told.stdout


def test_a_taken_port_is_said_before_anything_is_built(tmp_path: Path, port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        told = tend(tmp_path, "demo", port=taken.getsockname()[1])
    assert told.returncode == 1
    assert "PORT=8001 make run" in told.stderr
    assert not (tmp_path / "tend.db").exists()


@pytest.mark.slow
def test_the_demo_is_built_served_and_told_about(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [TEND, "demo"],
        env=environment(tmp_path, port),
        stdout=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
    )
    try:
        assert _answer(f"http://127.0.0.1:{port}/healthz") == "ok"
        assert "Sign in" in _answer(f"http://127.0.0.1:{port}/login")
    finally:
        server.terminate()
        told, _ = server.communicate(timeout=30)
    for email in ("worker", "worker2", "supervisor", "admin"):
        assert f"{email}@example.org" in told
    assert "harbor-street-demo" in told
    assert f"http://127.0.0.1:{port}" in told


def _answer(url: str) -> str:
    deadline = time.monotonic() + 120
    while True:
        try:
            with urlopen(url, timeout=10) as answer:
                text: str = answer.read().decode()
                return text
        except (URLError, OSError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
