"""The audit chain: events gathered while a verb or page runs, linked when it commits.

The hash of an event covers the event and the hash before it, so that no event can be changed
or taken out without breaking every later link. Linking waits until just before the commit,
because from there on nobody else can link.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from webapp.domain.people import Actor
from webapp.models.audit import AuditEvent
from webapp.services.prepared import Prepared

GENESIS = "0" * 64
_ADVISORY_LOCK = 0x7E4D_0001
_PENDING = "audit"
#: Events that say what a page showed: they hold even when what was sent to it was refused.
READINGS = frozenset({"read_client", "read_caseload", "read_today", "check_new_client"})


@dataclass(frozen=True, slots=True)
class Event:
    """One thing somebody did or read, not yet linked."""

    action: str
    at: datetime
    user_id: UUID | None = None
    session_id: UUID | None = None
    device_id: UUID | None = None
    client_id: UUID | None = None
    subject_id: UUID | None = None
    details: dict[str, Any] = field(default_factory=dict)


def record(
    session: Session,
    actor: Actor | None,
    action: str,
    now: datetime,
    *,
    client_id: UUID | None = None,
    subject_id: UUID | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Note that something was read or changed; it is linked when the session commits."""
    event = Event(
        action=action,
        at=now,
        user_id=actor.user_id if actor else None,
        session_id=actor.session_id if actor else None,
        device_id=actor.device_id if actor else None,
        client_id=client_id,
        subject_id=subject_id,
        details=details or {},
    )
    add_pending(session, [event])


def add_pending(session: Session, events: Iterable[Event]) -> None:
    """Queue events for the session's next commit."""
    session.info.setdefault(_PENDING, []).extend(events)


def pending_count(session: Session) -> int:
    """Return how many events wait; give it to ``drop_pending_after`` to undo a part."""
    return len(session.info.get(_PENDING, ()))


def drop_pending_after(session: Session, count: int) -> None:
    """Forget events queued since there were ``count``: what they speak of was rolled back."""
    del session.info.get(_PENDING, [])[count:]


def take_pending(session: Session) -> list[Event]:
    """Return the waiting events and forget them here."""
    taken: list[Event] = session.info.pop(_PENDING, [])
    return taken


def forget_pending(session: Session) -> None:
    """Forget what waits: its transaction has ended."""
    session.info.pop(_PENDING, None)


_HEAD = Prepared(
    lambda: select(AuditEvent.seq, AuditEvent.hash).order_by(AuditEvent.seq.desc()).limit(1)
)
_INSERT = insert(AuditEvent.__table__)  # type: ignore[arg-type]


def write_pending(session: Session) -> None:
    """Link the waiting events to the chain in the session's transaction."""
    events = take_pending(session)
    if not events:
        return
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
    last = _HEAD.first(session)
    seq, link = (last.seq, last.hash) if last else (0, GENESIS)
    rows = []
    for event in events:
        seq += 1
        link = _link(link, seq, event)
        rows.append(
            {
                "seq": seq,
                "at": event.at,
                "action": event.action,
                "user_id": event.user_id,
                "session_id": event.session_id,
                "device_id": event.device_id,
                "client_id": event.client_id,
                "subject_id": event.subject_id,
                "details": event.details,
                "hash": link,
            }
        )
    session.connection().execute(_INSERT, rows)


@dataclass(frozen=True)
class ChainReport:
    """What checking the chain found: how many links, and the first broken one if any."""

    links: int
    broken_at: int | None
    head: str


def verify(session: Session) -> ChainReport:
    """Recompute every link of the chain."""
    link, expected = GENESIS, 0
    for row in _events_in_order(session):
        expected += 1
        link = _link(link, row.seq, _event_of(row))
        if row.seq != expected or row.hash != link:
            return ChainReport(links=expected - 1, broken_at=row.seq, head=link)
    return ChainReport(links=expected, broken_at=None, head=link)


def _events_in_order(session: Session) -> Iterator[AuditEvent]:
    query = select(AuditEvent).order_by(AuditEvent.seq).execution_options(yield_per=2000)
    yield from session.scalars(query)


def _event_of(row: AuditEvent) -> Event:
    return Event(
        row.action,
        row.at,
        row.user_id,
        row.session_id,
        row.device_id,
        row.client_id,
        row.subject_id,
        row.details,
    )


def _link(previous: str, seq: int, event: Event) -> str:
    content = [
        previous,
        seq,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.action,
        *(
            str(value) if value else ""
            for value in (
                event.user_id,
                event.session_id,
                event.device_id,
                event.client_id,
                event.subject_id,
            )
        ),
        event.details,
    ]
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()
