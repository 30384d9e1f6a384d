"""The audit chain: who read or changed what, when, from where, why."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base


class AuditEvent(Base):
    """One link of the chain; ``hash`` covers the row and the hash before it.

    No foreign keys: the chain outlives what it speaks of.
    """

    __tablename__ = "audit_events"
    __table_args__ = (Index(None, "client_id"), Index(None, "user_id"))

    #: Given by the chain itself, not by the database, so that a gap is evidence.
    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[datetime]
    action: Mapped[str] = mapped_column(String(60))
    user_id: Mapped[UUID | None]
    session_id: Mapped[UUID | None]
    device_id: Mapped[UUID | None]
    client_id: Mapped[UUID | None]
    subject_id: Mapped[UUID | None]
    #: Facts beside the ids; never names, never text of a note.
    details: Mapped[dict[str, Any]]
    hash: Mapped[str] = mapped_column(String(64))
