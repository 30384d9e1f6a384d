"""Run a command beside a private, throw-away PostgreSQL: tools/postgres.py COMMAND [ARGUMENT ...].

The command finds it in TEND_TEST_DATABASE_URL. Where no PostgreSQL is installed it is fetched from
the system's packages if that can be done without asking; otherwise nothing is run, which a person is
told in one sentence and continuous integration (CI=true) as a failure.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from packages import install_from_system

# For a server that lives for one test run: nothing it holds has to outlive a power cut.
OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "log_min_messages": "warning",
}


def main() -> int:
    """Start the server, run the command, stop the server; answer with the command's status."""
    command = sys.argv[1:]
    if not command:
        sys.exit(__doc__)
    programs = find_programs()
    if programs is None and install_from_system("postgresql"):
        programs = find_programs()
    if programs is None:
        print(
            "PostgreSQL: not installed, so the suite ran on SQLite only. "
            "With the system package 'postgresql' it also runs there.",
            file=sys.stderr,
        )
        return 1 if os.environ.get("CI") == "true" else 0
    return run_beside(programs, command)


def find_programs() -> Path | None:
    """Return the folder that has initdb and pg_ctl: the newest packaged one, else PATH's."""
    packaged = [*Path("/").glob("usr/lib/postgresql/*/bin"), *Path("/").glob("usr/pgsql-*/bin")]
    packaged.sort(key=lambda folder: int(re.findall(r"\d+", str(folder))[0]), reverse=True)
    on_path = shutil.which("initdb")
    folders = [*packaged, *([Path(on_path).resolve().parent] if on_path else [])]
    return next(
        (at for at in folders if (at / "initdb").exists() and (at / "pg_ctl").exists()), None
    )


def run_beside(programs: Path, command: list[str]) -> int:
    """Run the command while a fresh server answers on a free loopback port."""
    owner = server_owner()
    folder = Path(tempfile.mkdtemp(prefix="tend-postgres-"))
    if owner:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    try:
        data = folder / "data"
        said = folder / "said"
        make = ["-U", "tend", "-A", "trust", "-E", "UTF8", f"--locale={locale_name()}", "--no-sync"]
        as_owner(owner, [programs / "initdb", "-D", data, *make], said)
        port = free_port()
        options = " ".join(f"-c {key}='{value}'" for key, value in OPTIONS.items())
        control = [programs / "pg_ctl", "-D", data, "-w"]
        as_owner(
            owner, [*control, "-l", folder / "log", "-o", f"-p {port} {options}", "start"], said
        )
        try:
            print(f"PostgreSQL: a private server from {programs} on port {port}", flush=True)
            url = f"postgresql+psycopg://tend@127.0.0.1:{port}/postgres"
            return run_and_wait(command, {**os.environ, "TEND_TEST_DATABASE_URL": url})
        finally:
            as_owner(owner, [*control, "-m", "immediate", "stop"], said)
    except subprocess.CalledProcessError:
        print("PostgreSQL did not start or stop. It said:", file=sys.stderr)
        for text in (folder / "said", folder / "log"):
            print(text.read_text() if text.exists() else "", file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def server_owner() -> pwd.struct_passwd | None:
    """Return whom the server runs as when we are root, which PostgreSQL refuses to be."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    sys.exit(
        "PostgreSQL will not run as root and there is no user 'postgres' or 'nobody' to run it as."
    )


def as_owner(owner: pwd.struct_passwd | None, command: list[object], said: Path) -> None:
    """Run one of the server's programs as its owner, keeping what it says."""
    # A file and not a pipe: the server keeps its starter's output open for as long as it lives.
    with said.open("a") as output:
        subprocess.run(
            [str(part) for part in command],
            check=True,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            user=owner.pw_uid if owner else None,
            group=owner.pw_gid if owner else None,
            extra_groups=[] if owner else None,
        )


def run_and_wait(command: list[str], environment: dict[str, str]) -> int:
    """Run the command; a stop signal goes to it, and the server is still stopped afterwards."""
    process = subprocess.Popen(command, env=environment)
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # the terminal sent it to the command too; wait for its own ending


def locale_name() -> str:
    """Return a locale whose lower() knows more than ASCII, as an agency's server would have."""
    known = subprocess.run(
        ["locale", "-a"], capture_output=True, text=True, check=False
    ).stdout.split()
    return next(
        (name for name in ("C.UTF-8", "C.utf8", "en_US.UTF-8", "en_US.utf8") if name in known), "C"
    )


def free_port() -> int:
    """Return a loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
