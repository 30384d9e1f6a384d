"""``make bench``: prints tables and writes bench/results.json."""

import argparse
import json
import os
import platform
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench import load, pages, phone, weights
from bench.ground import HEAVY, ROOT, SIZES, place

PARTS = ("pages", "phone", "weights")


def main() -> None:
    """Measure what is asked for, everything by default."""
    asked = _arguments()
    results: dict[str, Any] = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": _machine(),
        "loader": "wrk" if load.WRK else "bench/load.py",
        "sizes": {},
    }
    console = Console(width=150)
    for name in asked.sizes:
        where = place(name)
        found: dict[str, Any] = {}
        results["sizes"][name] = found
        if "pages" in asked.parts:
            found["pages"] = pages.measure(where, rounds=asked.rounds, seconds=asked.seconds)
            console.print(_pages_table(name, found["pages"]))
        if "phone" in asked.parts:
            found |= phone.measure(where, _people(name), (100, 1000))
            for table in _phone_tables(name, found):
                console.print(table)
        if "weights" in asked.parts and name == asked.sizes[0]:
            found["weights"] = weights.measure(where)
            console.print(_weights_table(found["weights"]))
    results["load_average_at_end"] = os.getloadavg()
    asked.out.write_text(json.dumps(results, indent=1, default=_rounded) + "\n")
    console.print(f"Written to {asked.out}. Compare ratios; times belong to this machine.")


def _people(name: str) -> dict[int, str]:
    """Return who has a caseload of 40 and of 200 at this size: one in ten carries too much."""
    return {40: f"w{SIZES[name].workers // 10 + 1:04}@example.org", 200: HEAVY}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=main.__doc__)
    parser.add_argument(
        "--sizes", nargs="+", default=["10k", "100k"], choices=["10k", "100k", "small"]
    )
    parser.add_argument("--parts", nargs="+", default=PARTS, choices=PARTS)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--out", type=Path, default=ROOT / "bench" / "results.json")
    return parser.parse_args()


def _machine() -> dict[str, Any]:
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": platform.platform(),
        "load_average_at_start": os.getloadavg(),
    }


def _rounded(value: Any) -> Any:
    return str(value)


def _pages_table(name: str, found: dict[str, Any]) -> Table:
    table = Table(
        title=f"Pages, {name} clients: 2 sync workers, {(load.WRK and 'wrk') or 'own loader'}; 'x hello' beside Flask's hello in the same minute"
    )
    for title in (
        "",
        "p50 ms",
        "p95 ms",
        "req/s (8)",
        "SQL alone ms",
        "x hello",
        "x hello, 8 at once",
        "CPU ms",
        "x hello CPU",
        "aim",
        "Django x hello",
    ):
        table.add_column(title, justify="right" if title else "left")
    for page, row in found.items():
        alone = row["sql_ms"]
        table.add_row(
            page,
            f"{row['p50_ms']:.2f}",
            f"{row['p95_ms']:.2f}",
            f"{row['per_second']:.0f}",
            f"{alone:.2f}" if alone is not None else "",
            f"{row['times_hello']:.1f}",
            f"{row['times_hello_busy']:.1f}",
            f"{row['cpu_ms']:.2f}",
            f"{row['times_hello_cpu']:.1f}",
            f"{row['aim']:.1f}" if row["aim"] else "",
            f"{row['django']:.1f}" if row["django"] else "",
        )
    return table


def _phone_tables(name: str, found: dict[str, Any]) -> list[Table]:
    packs = Table(title=f"A phone's pack, {name} clients (2 workers of 8 threads, brotli)")
    for title in ("caseload", "what", "seconds", "requests", "kB down"):
        packs.add_column(title, justify="right")
    for clients, told in found["packs"].items():
        for what, row in told.items():
            packs.add_row(
                clients,
                what.replace("_", " "),
                f"{row['seconds']:.2f}",
                str(row["requests"]),
                f"{row['kB_down']:.1f}",
            )
    sent = Table(title="Offline notes delivered, sealed, receipts and audit included")
    for title in ("notes", "seconds", "notes/s", "requests", "kB up", "kB down"):
        sent.add_column(title, justify="right")
    for count, row in found["deliveries"].items():
        sent.add_row(
            count,
            f"{row['seconds']:.2f}",
            f"{row['notes_per_second']:.0f}",
            str(row["requests"]),
            f"{row['kB_up']:.0f}",
            f"{row['kB_down']:.0f}",
        )
    return [packs, sent]


def _weights_table(found: dict[str, Any]) -> Table:
    table = Table(title="Weights")
    for title in ("", "kB", "kB as it travels (brotli)"):
        table.add_column(title, justify="right" if title else "left")
    for what, row in found.items():
        table.add_row(what, f"{row['kB']:.1f}", f"{row['kB_br']:.1f}")
    return table


main()
