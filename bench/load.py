"""Putting requests to a server: with wrk where it is installed, else with a loader of our own."""

import json
import os
import random
import re
import shutil
import statistics
import subprocess
import threading
import time
import uuid
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.ground import Served

HERE = Path(__file__).parent
WRK = shutil.which("wrk")


@dataclass(frozen=True)
class Requests:
    """What is asked: any of the paths, as any of the people, with any of the bodies."""

    paths: list[str]
    cookies: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    method: str = "GET"


@dataclass(frozen=True)
class Load:
    """What one round measured; times in milliseconds."""

    p50: float
    p95: float
    per_second: float
    #: Processor time of the server for one request; None where that cannot be told.
    cpu_ms: float | None


def put(server: Served, asked: Requests, connections: int, seconds: float) -> Load:
    """Ask for some seconds over so many connections; any error is an error of the bench."""
    port, before = server.port, server.cpu_seconds()
    measure = _with_wrk if WRK else _ourselves
    found = measure(port, asked, connections, seconds)
    if not found["requests"] and not found["errors"]:
        # The machine was too busy with something else to answer even one: once more, longer.
        before = server.cpu_seconds()
        found = measure(port, asked, connections, seconds * 3)
    if found["errors"] or not found["requests"]:
        raise RuntimeError(
            f"{found['errors']} of {found['requests']} requests to {asked.paths[0]} failed"
        )
    after = server.cpu_seconds()
    used = None
    if before is not None and after is not None:
        used = (after - before) * 1000 / found["requests"]
    return Load(found["p50"], found["p95"], found["requests"] / found["seconds"], used)


def _with_wrk(port: int, asked: Requests, connections: int, seconds: float) -> dict[str, float]:
    with TemporaryDirectory() as folder:
        environment = {**os.environ, "BENCH_METHOD": asked.method}
        for name, lines in (
            ("PATHS", asked.paths),
            ("COOKIES", asked.cookies),
            ("BODIES", asked.bodies),
        ):
            if lines:
                path = Path(folder) / name
                path.write_text("\n".join(lines) + "\n")
                environment[f"BENCH_{name}"] = str(path)
        command = [
            str(WRK), "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "20s",
            "-s", str(HERE / "load.lua"), f"http://127.0.0.1:{port}",
        ]  # fmt: skip
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    told = re.search(r"JSON(\{.*\})", ran.stdout)
    if told is None:
        raise RuntimeError(ran.stdout + ran.stderr)
    found: dict[str, float] = json.loads(told.group(1))
    return found


def _ourselves(port: int, asked: Requests, connections: int, seconds: float) -> dict[str, float]:
    taken: list[float] = []
    errors: list[str] = []
    begun = time.perf_counter()
    until = begun + seconds

    def ask() -> None:
        choose = random.Random()
        while time.perf_counter() < until:
            started = time.perf_counter()
            status = _one(port, asked, choose)
            taken.append((time.perf_counter() - started) * 1000)
            if status >= 400:
                errors.append(str(status))

    threads = [threading.Thread(target=ask) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken.sort()
    return {
        "requests": len(taken),
        "seconds": time.perf_counter() - begun,
        "p50": statistics.median(taken),
        "p95": taken[int(len(taken) * 0.95)],
        "errors": len(errors),
    }


def _one(port: int, asked: Requests, choose: random.Random) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Sec-Fetch-Site": "same-origin"}
    if asked.cookies:
        headers["Cookie"] = choose.choice(asked.cookies)
    body = None
    if asked.bodies:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = re.sub(r"\{id\}", lambda _: str(uuid.uuid4()), choose.choice(asked.bodies))
    connection.request(asked.method, choose.choice(asked.paths), body, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status
