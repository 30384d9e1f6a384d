"""The server's memory of entries: one receipt in the same transaction as its effect."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
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
) -> None:
    """Insert the receipt before the effect; raise when the id was seen before.

    Of two requests with one id at the same moment the second waits for the first here.
    """
    body_hash = _hash(action, fields)
    connection = session.connection()
    inserted = connection.execute(
        _INSERTS[connection.dialect.name],
        {
            "op_id": entry.op_id,
            "user_id": actor.user_id,
            "device_id": entry.device_id,
            "seq": entry.seq,
            "action": action,
            "body_hash": body_hash,
            "came_by": entry.came_by,
            "occurred_at": entry.occurred_at,
            "received_at": now,
            "result": {},
        },
    ).first()
    if inserted is not None:
        return
    known = session.scalars(select(Receipt).where(Receipt.op_id == entry.op_id)).one()
    if known.user_id != actor.user_id:
        raise SomebodyElses
    if known.action != action or known.body_hash != body_hash:
        raise ReusedId
    raise Replayed(known)


def close_receipt(
    session: Session, entry: Entry, client_id: UUID | None, result: dict[str, Any]
) -> None:
    """Keep what the entry was answered, for when it is sent again."""
    session.connection().execute(
        _CLOSE, {"closed": entry.op_id, "client_id": client_id, "result": result}
    )


_TABLE = cast("Table", Receipt.__table__)
_INSERTS = {
    name: dialect.insert(_TABLE).on_conflict_do_nothing().returning(_TABLE.c.op_id)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
_CLOSE = (
    update(_TABLE)
    .where(_TABLE.c.op_id == bindparam("closed"))
    .values(client_id=bindparam("client_id"), result=bindparam("result"))
)


def _hash(action: str, fields: Mapping[str, Any]) -> str:
    content = json.dumps([action, dict(fields)], sort_keys=True, default=str)
    return hashlib.sha256(content.encode()).hexdigest()
