"""Lighthouse on the first screens, as a slow phone sees them: python -m bench.lighthouse

Installs Lighthouse (and the Node it wants) into bench/scratch, serves a fresh demo agency, signs
in, and writes bench/lighthouse.md. A Chromium must be there; CHROME_PATH names another one.
"""

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from sqlalchemy import select

from bench.ground import BIN, ROOT, SCRATCH, Place, serving
from webapp.models import Client

NODE, LIGHTHOUSE = "22", "13.5.0"
CATEGORIES = ("performance", "accessibility", "best-practices")
METRICS = {
    "first-contentful-paint": "first paint",
    "largest-contentful-paint": "largest paint",
    "total-blocking-time": "blocked",
    "cumulative-layout-shift": "shift",
    "total-byte-weight": "weight",
}
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run"


def main() -> None:
    """Run Lighthouse on sign-in, Today, the caseload and a client's page."""
    tools = _install()
    with TemporaryDirectory() as folder:
        where = Place("demo", Path(folder))
        subprocess.run(
            [BIN / "tend", "demo", "--no-serve"],
            env=where.environment,
            check=True,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
        )
        with where.database() as database, database.reading() as session:
            query = select(Client.id).where(Client.name_used == "Terrence Boudreaux")
            client = session.scalars(query).one()
        options = ("--workers", "2", "--threads", "8", "--keep-alive", "15")
        with serving("webapp:create_app()", where.environment, *options) as server:
            cookie = _sign_in(server.port)
            rows = [
                _row(tools, f"http://127.0.0.1:{server.port}{path}", name, who)
                for name, path, who in (
                    ("Sign in", "/login", ""),
                    ("Today", "/today", cookie),
                    ("Caseload", "/clients", cookie),
                    ("Client", f"/clients/{client}", cookie),
                )
            ]
    path = ROOT / "bench" / "lighthouse.md"
    path.write_text(_text(rows))
    print(path.read_text())


def _install() -> Path:
    folder = Path(os.environ.get("BENCH_LIGHTHOUSE") or SCRATCH / "lighthouse")
    tools = folder / "node_modules"
    if not (tools / ".bin" / "lighthouse").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text("{}")
        subprocess.run(
            [
                "npm",
                "install",
                "--no-audit",
                "--no-fund",
                f"node@{NODE}",
                f"lighthouse@{LIGHTHOUSE}",
            ],
            cwd=folder,
            check=True,
        )
    return tools


def _sign_in(port: int) -> str:
    connection = HTTPConnection("127.0.0.1", port)
    form = urlencode({"email": "worker@example.org", "password": "harbor-street-demo"})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    connection.request("POST", "/login", form, headers)
    answer = connection.getresponse()
    answer.read()
    return (answer.headers["Set-Cookie"] or "").partition(";")[0]


def _row(tools: Path, url: str, name: str, cookie: str) -> list[str]:
    out = tools.parent / "report.json"
    node = tools / "node" / "bin" / "node"
    command = [
        str(node if node.exists() else shutil.which("node")),
        str(tools / "lighthouse" / "cli" / "index.js"),
        url, "--quiet", "--output=json", f"--output-path={out}", f"--chrome-flags={FLAGS}",
        f"--only-categories={','.join(CATEGORIES)}",
    ]  # fmt: skip
    if cookie:
        command.append(f"--extra-headers={json.dumps({'Cookie': cookie})}")
    environment = {
        **os.environ,
        "CHROME_PATH": os.environ.get("CHROME_PATH") or "/usr/bin/chromium",
    }
    subprocess.run(command, env=environment, check=True)
    report = json.loads(out.read_text())
    scores = [str(round((report["categories"][one]["score"] or 0) * 100)) for one in CATEGORIES]
    metrics = [str(report["audits"][one].get("displayValue", "")) for one in METRICS]
    failed = [
        audit["title"]
        for category in ("accessibility", "best-practices")
        for reference in report["categories"][category]["auditRefs"]
        if (audit := report["audits"][reference["id"]]).get("score") == 0 and reference["weight"]
    ]
    if failed:
        print(f"{name}: {failed}", file=sys.stderr)
    return [name, *scores, *metrics]


def _text(rows: list[list[str]]) -> str:
    heads = ["page", *CATEGORIES, *METRICS.values()]
    lines = [
        "# Lighthouse",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, Lighthouse {LIGHTHOUSE}, its own slow phone (slow 4G, processor four times slower), one run a page,",
        "the demo agency behind gunicorn on the same machine. Made by `python -m bench.lighthouse`.",
        "",
        f"| {' | '.join(heads)} |",
        f"| {' | '.join('---' for _ in heads)} |",
        *(f"| {' | '.join(row)} |" for row in rows),
        "",
    ]
    return "\n".join(lines).replace("\u00a0", " ")


if __name__ == "__main__":
    main()
