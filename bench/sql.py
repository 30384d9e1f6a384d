"""A page's own SQL, run alone: what the database takes of the page's time."""

import sqlite3
import statistics
import time
from dataclasses import replace
from typing import Any

from sqlalchemy import event

from bench.ground import ADMINISTRATOR, HEAVY, Place, cookies, own_clients
from webapp import create_app
from webapp.config import Settings

REPEATS = 60


def alone(where: Place) -> dict[str, float]:
    """Return {page: milliseconds of its SELECTs, fetched, without any of our Python}."""
    settings = Settings(
        database_url=where.url,
        secret_key=(where.folder / "secret.key").read_text().strip(),
        data_dir=where.folder,
    )
    app = create_app(replace(settings))
    database = app.extensions["tend.database"]
    seen: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if statement.lstrip().startswith("SELECT"):
            seen.append((statement, parameters))

    for engine in (database.engine, database.book_engine):
        event.listen(engine, "before_cursor_execute", note)
    first = own_clients(where, HEAVY)[0]
    asked = {
        "caseload": (HEAVY, "/clients"),
        "client": (HEAVY, f"/clients/{first}"),
        "today": (HEAVY, "/today"),
        "search caseload": (HEAVY, "/clients?q=mart"),
        "search agency": (ADMINISTRATOR, "/clients?q=mart"),
    }
    found = {}
    raw = sqlite3.connect(where.folder / "tend.db")
    for name, (email, path) in asked.items():
        client = app.test_client()
        key, _, token = cookies(where, email, 1)[0].partition("=")
        client.set_cookie(key, token)
        client.get(path)
        seen.clear()
        assert client.get(path).status_code == 200, path
        found[name] = _time(raw, list(seen))
    raw.close()
    database.dispose()
    return found


def _time(raw: sqlite3.Connection, statements: list[tuple[str, Any]]) -> float:
    taken = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        for statement, parameters in statements:
            raw.execute(statement, parameters).fetchall()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)
