"""A phone's side, from a script: the first pack, the next ones, and offline notes delivered."""

import base64
import json
import os
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from typing import Any

import brotli
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import select

from bench.ground import Place, cookies, own_clients, serving
from webapp.domain.ids import new_id, parse_id
from webapp.models import Note, Receipt
from webapp.services.server_keys import INFO, SUITE
from webapp.services.summary import touch

#: As the phone does it: so many pages and entries to a request.
BATCH = 100
TEXT = "Met at the corner store. The landlord answered in writing and the boy has his place. " * 7


@dataclass
class Phone:
    """A browser that is enrolled, and what it has sent and received so far."""

    port: int
    cookie: str
    device: str = field(default_factory=lambda: str(new_id()))
    sent: int = 0
    received: int = 0
    asked: int = 0

    def __post_init__(self) -> None:
        self.connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        told = self.ask("POST", "/sync/enrol", {"device_id": self.device, "label": "bench"})
        self.kid: str = told["kid"]
        point = base64.urlsafe_b64decode(told["public_key"] + "==")
        self.key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        self.forget_counts()

    def forget_counts(self) -> None:
        self.sent = self.received = self.asked = 0

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Send a request; return JSON, or a list of it for lines."""
        text = body if isinstance(body, str) else json.dumps(body) if body is not None else ""
        headers = {
            "Cookie": self.cookie,
            "X-Tend-Device": self.device,
            "X-Tend-Sent-At": datetime.now(UTC).isoformat(),
            "Sec-Fetch-Site": "same-origin",
            "Accept-Encoding": "br",
            "Content-Type": "application/json",
        }
        self.connection.request(method, path, text.encode() if text else None, headers)
        answer = self.connection.getresponse()
        raw = answer.read()
        self.asked += 1
        self.sent += len(text.encode())
        self.received += len(raw)
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {raw[:300]!r}")
        if answer.headers.get("Content-Encoding") == "br":
            raw = brotli.decompress(raw)
        lines = raw.decode()
        if "ndjson" in (answer.headers.get("Content-Type") or ""):
            return [json.loads(line) for line in lines.splitlines() if line]
        return json.loads(lines)

    def sync(self, known: dict[str, str], since: str | None) -> str:
        """Fetch what changed, as the phone does; return the new cursor."""
        told = self.ask("GET", "/sync/manifest" + (f"?since={since}" if since else ""))
        if told.get("unchanged"):
            return str(told["cursor"])
        wanted = [page["url"] for page in told["pages"] if known.get(page["url"]) != page["etag"]]
        for start in range(0, len(wanted), BATCH):
            for line in self.ask("POST", "/sync/pages", {"urls": wanted[start : start + BATCH]}):
                if line["status"] != 200:
                    raise RuntimeError(f"{line['url']}: {line['status']}")
                known[line["url"]] = line["etag"]
        return str(told["cursor"])

    def sealed(self, seq: int, client: str) -> str:
        """Return a note in an envelope, sealed for the server."""
        op_id, note_id = str(new_id()), str(new_id())
        when = (datetime.now(UTC) - timedelta(hours=2)).isoformat()
        op = {
            "op_id": op_id, "enrolment_id": self.device, "seq": seq, "action": "record_note",
            "stream": client, "depends_on": [], "occurred_at": when, "tz": "UTC", "schema": 1,
            "fields": {
                "note_id": note_id, "client_id": client, "template": "contact", "method": "visit",
                "outcome": "completed", "occurred_at": when, "section_narrative": TEXT,
            },
        }  # fmt: skip
        key, iv = os.urandom(32), os.urandom(12)
        cek = SUITE.encrypt(key, self.key, info=INFO.format(op_id=op_id).encode())
        body = AESGCM(key).encrypt(iv, json.dumps(op).encode(), op_id.encode())
        return json.dumps(
            {
                "v": 1, "op_id": op_id, "enrolment_id": self.device, "seq": seq, "created": when,
                "kid": self.kid, "cek": _text(cek), "iv": _text(iv), "body": _text(body),
            }
        )  # fmt: skip

    def deliver(self, entries: list[str]) -> set[str]:
        """Deliver entries in batches; return the ids that were acknowledged."""
        acknowledged: set[str] = set()
        for start in range(0, len(entries), BATCH):
            lines = self.ask("POST", "/sync/ops", "\n".join(entries[start : start + BATCH]) + "\n")
            acknowledged |= {line["ack"] for line in lines if line["state"] == "applied"}
        return acknowledged


def measure(where: Place, people: dict[int, str], deliveries: tuple[int, ...]) -> dict[str, Any]:
    """Return packs by caseload size, and deliveries by number of notes."""
    found: dict[str, Any] = {"packs": {}, "deliveries": {}}
    # As Tend is served: threads, and connections that stay open.
    options = ("--workers", "2", "--threads", "8", "--keep-alive", "15")
    with serving("webapp:create_app()", where.environment, *options) as server:
        port = server.port
        for clients, email in people.items():
            found["packs"][str(clients)] = _packs(where, port, email)
        for count in deliveries:
            email = people[max(people)]
            found["deliveries"][str(count)] = _delivery(where, port, email, count)
    return found


def _packs(where: Place, port: int, email: str) -> dict[str, Any]:
    phone = Phone(port, cookies(where, email, 1)[0])
    known: dict[str, str] = {}
    told: dict[str, Any] = {}

    def timed(name: str, since: str | None) -> str:
        phone.forget_counts()
        started = time.perf_counter()
        cursor = phone.sync(known, since)
        told[name] = {
            "seconds": time.perf_counter() - started,
            "requests": phone.asked,
            "kB_down": phone.received / 1000,
        }
        return cursor

    cursor = timed("first", None)
    told["first"]["pages"] = len(known)
    timed("unchanged", cursor)
    mine = [parse_id(one) for one in own_clients(where, email)[:5]]
    with where.database() as database, database.writing() as session:
        touch(session, mine)
    timed("five_changed", cursor)
    return told


def _delivery(where: Place, port: int, email: str, count: int) -> dict[str, Any]:
    phone = Phone(port, cookies(where, email, 1)[0])
    mine = own_clients(where, email)
    entries = [phone.sealed(seq, mine[seq % len(mine)]) for seq in range(count)]
    before = _stored(where)
    phone.forget_counts()
    started = time.perf_counter()
    acknowledged = phone.deliver(entries)
    seconds = time.perf_counter() - started
    told = {
        "seconds": seconds,
        "notes_per_second": count / seconds,
        "requests": phone.asked,
        "kB_up": phone.sent / 1000,
        "kB_down": phone.received / 1000,
    }
    # Sent again, as after a lost answer: nothing may come twice.
    phone.deliver(entries)
    after = _stored(where)
    if len(acknowledged) != count or after != (before[0] + count, before[1] + count):
        raise RuntimeError(
            f"{count} notes sent, {len(acknowledged)} acknowledged, rows {before} -> {after}"
        )
    return told


def _stored(where: Place) -> tuple[int, int]:
    from sqlalchemy import func

    with where.database() as database, database.reading() as session:
        notes = session.scalar(select(func.count()).select_from(Note)) or 0
        receipts = session.scalar(select(func.count()).select_from(Receipt)) or 0
        return notes, receipts


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
