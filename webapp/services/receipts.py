"""The server's memory of entries: one receipt in the same transaction as its effect."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.domain.people import Actor
from webapp.models import Receipt
from webapp.services.errors import ServiceError


class Replayed(ServiceError):
    """This very entry was received before; its result stands."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__()
        self.receipt = receipt


class ReusedId(ServiceError):
    """An entry with this id but other content was received before."""


class SomebodyElses(ServiceError):
    """An entry with this id was received from another person."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing sent: its id, and how it came."""

    op_id: UUID
    came_by: str
    device_id: UUID | None = None
    seq: int | None = None
    occurred_at: datetime | None = None


def open_receipt(
    session: Session,
    actor: Actor,
    entry: Entry,
    action: str,
    fields: Mapping[str, Any],
    now: datetime,
) -> Receipt:
    """Insert the receipt before the effect; raise when the id was seen before."""
    body_hash = _hash(action, fields)
    known = session.get(Receipt, entry.op_id)
    if known is None:
        receipt = Receipt(
            op_id=entry.op_id,
            user_id=actor.user_id,
            device_id=entry.device_id,
            seq=entry.seq,
            action=action,
            body_hash=body_hash,
            came_by=entry.came_by,
            occurred_at=entry.occurred_at,
            received_at=now,
            result={},
        )
        try:
            with session.begin_nested():
                session.add(receipt)
        except IntegrityError:
            # Two requests with one id at the same moment: the other one was first.
            session.expire_all()
            known = session.get(Receipt, entry.op_id)
            if known is None:
                raise
        else:
            return receipt
    if known.user_id != actor.user_id:
        raise SomebodyElses
    if known.action != action or known.body_hash != body_hash:
        raise ReusedId
    raise Replayed(known)


def _hash(action: str, fields: Mapping[str, Any]) -> str:
    content = json.dumps([action, dict(fields)], sort_keys=True, default=str)
    return hashlib.sha256(content.encode()).hexdigest()
