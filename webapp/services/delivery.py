"""Deliveries from an outbox: opening entries, and what each of them is answered."""

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.ids import parse_id
from webapp.domain.people import Actor
from webapp.models import Device, Receipt
from webapp.schemas.sync import EnvelopeSchema, OpSchema
from webapp.services.server_keys import CannotOpen, KeyRing

_ENVELOPE = EnvelopeSchema()
_OP = OpSchema()
#: A clock without a battery starts here; what lies outside is no time of day anywhere.
EARLIEST, LATEST = datetime(1970, 1, 2, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
#: The largest difference of clocks a column holds (seconds).
MOST_SKEW = 2**31 - 1


@dataclass
class Answer:
    """What one entry is answered; the phone deletes it only on its own id in ``ack``."""

    op_id: str | None
    status: int
    state: str
    ack: str | None = None
    duplicate: bool = False
    message: Any = ""
    errors: dict[str, list[str]] = field(default_factory=dict)
    location: str | None = None
    html: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {**self.__dict__, "message": str(self.message)}


@dataclass(frozen=True)
class Op:
    """An opened entry."""

    op_id: UUID
    enrolment_id: UUID
    seq: int
    action: str
    stream: str
    depends_on: list[UUID]
    occurred_at: datetime
    fields: dict[str, Any]


class CannotTake(Exception):
    """An entry that cannot be performed as it is, with its answer."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.state)
        self.answer = answer


def open_entry(session: Session, line: str, ring: KeyRing, actor: Actor) -> Op:
    """Return what one line of a delivery holds, else raise ``CannotTake``."""
    envelope = _envelope_of(line)
    op_id = str(envelope["op_id"])
    if actor.device_id is None or not _is_of(session, actor, envelope["enrolment_id"]):
        # Somebody else's work stays on the phone until they sign in themselves.
        raise CannotTake(Answer(op_id, 401, "sign_in", message=_l("Sign in to send this.")))
    try:
        plain = ring.open(
            kid=envelope["kid"],
            op_id=op_id,
            cek=envelope["cek"],
            iv=envelope["iv"],
            body=envelope["body"],
        )
        found = _OP.loads(plain)
    except CannotOpen as error:
        message = _l("This could not be opened. Save a copy of the text and send it again.")
        raise CannotTake(Answer(op_id, 400, "parked", message=message)) from error
    except (ValidationError, ValueError, RecursionError) as error:
        message = _l("This was written by another version of Tend.")
        raise CannotTake(Answer(op_id, 422, "parked", message=message)) from error
    if any(found[name] != envelope[name] for name in ("op_id", "enrolment_id")):
        message = _l("This does not match its envelope.")
        raise CannotTake(Answer(op_id, 400, "parked", message=message))
    fields = dict(found["fields"])
    if found["tz"]:
        fields.setdefault("tz", found["tz"])
    return Op(
        found["op_id"],
        found["enrolment_id"],
        envelope["seq"],
        found["action"],
        found["stream"],
        found["depends_on"],
        min(max(found["occurred_at"], EARLIEST), LATEST),
        fields,
    )


def _is_of(session: Session, actor: Actor, enrolment_id: UUID) -> bool:
    """Answer whether an entry was sealed on this phone, or on one of the person's before.

    A phone that was forgotten and set up again still holds what was written on it.
    """
    if enrolment_id == actor.device_id:
        return True
    device = session.get(Device, enrolment_id)
    return device is not None and device.user_id == actor.user_id


def _envelope_of(line: str) -> dict[str, Any]:
    op_id = None
    try:
        raw = json.loads(line)
        op_id = raw.get("op_id") if isinstance(raw, dict) else None
        loaded: dict[str, Any] = _ENVELOPE.load(raw)
    except (ValueError, ValidationError, RecursionError) as error:
        known = op_id if isinstance(op_id, str) and parse_id(op_id) else None
        message = _l("This entry cannot be read.")
        raise CannotTake(Answer(known, 400, "parked", message=message)) from error
    return loaded


def on_device(session: Session, actor: Actor, device_id: UUID) -> Actor:
    """Return the actor on this device, or on none when it is not an enrolment of theirs."""
    device = session.get(Device, device_id)
    if device is None or device.user_id != actor.user_id or device.revoked_at is not None:
        return replace(actor, device_id=None)
    return replace(actor, device_id=device_id)


def missing_parents(session: Session, op: Op) -> list[UUID]:
    """Return the entries this one depends on that have not arrived yet."""
    if not op.depends_on:
        return []
    known = set(session.scalars(select(Receipt.op_id).where(Receipt.op_id.in_(op.depends_on))))
    return [parent for parent in op.depends_on if parent not in known]


def note_delivery(
    session: Session, device_id: UUID, now: datetime, sent_at: datetime | None
) -> None:
    """Remember when a device last delivered, and how far its clock is off."""
    device = session.get(Device, device_id)
    if device is not None:
        device.last_sync_at = now
        if sent_at is not None:
            skew = round((sent_at - now).total_seconds())
            device.clock_skew = min(max(skew, -MOST_SKEW), MOST_SKEW)
