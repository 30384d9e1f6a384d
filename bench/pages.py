"""Pages, saves and search under load, each beside hello in the same minute."""

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from bench import sql
from bench.ground import ADMINISTRATOR, HEAVY, ROOT, Place, cookies, own_clients, serving
from bench.load import Load, Requests, put

#: A plain Django application with the same pages, as a multiple of Flask's hello of its own day
#: (2 sync workers, SQLite, 10,000 clients): the yardstick. Its saves write no receipt and no
#: audit event, and do not wait for the disk.
DJANGO = {"caseload": 48.8, "client": 36.1, "save a note": 13.8, "search agency": 31.8}
#: Half of Django's time on reads; no more than Django's on a save.
AIMS = {"caseload": 24.4, "client": 18.0, "save a note": 13.8, "search agency": 15.9}

SURNAMES = ("mart", "nguy", "okaf", "delga", "santi", "walk", "ramir", "kowal", "tesf", "hern")
WORDS = "Talked about the lease and the letter from school. Agreed to call on the way home. "


@dataclass(frozen=True)
class Page:
    """One thing measured."""

    name: str
    requests: Requests


def pages_of(where: Place) -> list[Page]:
    """Return what is measured, asked as the worker with 200 clients and as an administrator."""
    mine = own_clients(where, HEAVY)
    worker = cookies(where, HEAVY, 120)
    boss = cookies(where, ADMINISTRATOR, 120)
    return [
        Page("caseload", Requests(["/clients"], worker)),
        Page("client", Requests([f"/clients/{one}" for one in mine], worker)),
        Page("today", Requests(["/today"], worker)),
        Page("save a note", Requests(["/actions/record_note"], worker, _notes(mine), "POST")),
        Page("search caseload", Requests([f"/clients?q={one}" for one in SURNAMES], worker)),
        Page("search agency", Requests([f"/clients?q={one}" for one in SURNAMES], boss)),
    ]


def _notes(clients: list[str]) -> list[str]:
    when = (datetime.now(UTC) - timedelta(minutes=30)).isoformat(timespec="seconds")
    return [
        "op_id={id}&note_id={id}&"
        + urlencode(
            {
                "client_id": client,
                "template": "contact",
                "method": "call",
                "outcome": "completed",
                "occurred_at": when,
                "minutes": "10",
                "section_narrative": WORDS * 7,
            }
        )
        for client in clients
    ]


def measure(where: Place, *, rounds: int, seconds: float) -> dict[str, Any]:
    """Return, for each page: times, requests per second, their ratio to hello, the SQL alone."""
    found: dict[str, Any] = {}
    alone = sql.alone(where)
    with (
        serving("bench.hello:app", {**where.environment, "PYTHONPATH": str(ROOT)}) as bare,
        serving("webapp:create_app()", where.environment) as tend,
    ):
        hello = Requests(["/hello"])
        put(bare, hello, 1, 1)
        for page in pages_of(where):
            put(tend, page.requests, 2, 2)
            taken = [
                (
                    put(bare, hello, 1, seconds),
                    put(tend, page.requests, 1, seconds),
                    put(bare, hello, 8, seconds),
                    put(tend, page.requests, 8, seconds),
                )
                for _ in range(rounds)
            ]
            found[page.name] = _summed(taken) | {"sql_ms": alone.get(page.name)}
            found[page.name] |= {"django": DJANGO.get(page.name), "aim": AIMS.get(page.name)}
    return found


def _summed(taken: list[tuple[Any, ...]]) -> dict[str, float]:
    def median(values: Any) -> float:
        return statistics.median(values)

    return {
        "p50_ms": median(one[1].p50 for one in taken),
        "p95_ms": median(one[1].p95 for one in taken),
        "per_second": median(one[3].per_second for one in taken),
        "hello_p50_ms": median(one[0].p50 for one in taken),
        "hello_per_second": median(one[2].per_second for one in taken),
        # Each round's ratio is of two measurements made within seconds of each other.
        "times_hello": median(one[1].p50 / one[0].p50 for one in taken),
        "cpu_ms": _cpu(one[3] for one in taken),
        "hello_cpu_ms": _cpu(one[2] for one in taken),
        "times_hello_cpu": _cpu(one[3] for one in taken) / (_cpu(one[2] for one in taken) or 1),
        "times_hello_busy": median(one[2].per_second / one[3].per_second for one in taken),
    }


def _cpu(loads: Iterable[Load]) -> float:
    return statistics.median(one.cpu_ms or 0.0 for one in loads)
