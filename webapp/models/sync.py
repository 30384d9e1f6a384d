"""The server's side of the phone: devices, receipts, and the keys entries are sealed to."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import SHORT, Base, Identified


class Device(Identified, Base):
    """One person's enrolment on one browser; its id is made by the phone."""

    __tablename__ = "devices"
    __table_args__ = (Index(None, "user_id"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    label: Mapped[str] = mapped_column(String(SHORT))
    enrolled_at: Mapped[datetime]
    last_sync_at: Mapped[datetime | None]
    #: Difference between the phone's clock and ours at the last delivery (seconds).
    clock_skew: Mapped[int | None]
    revoked_at: Mapped[datetime | None]


class Receipt(Base):
    """The server's memory of an entry: made in the same transaction as its effect."""

    __tablename__ = "receipts"
    __table_args__ = (Index(None, "user_id", "received_at"),)

    op_id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("devices.id"))
    seq: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(60))
    body_hash: Mapped[str] = mapped_column(String(64))
    client_id: Mapped[UUID | None]
    #: "form", "htmx" or "outbox": how the entry came.
    came_by: Mapped[str] = mapped_column(String(12))
    occurred_at: Mapped[datetime | None]
    received_at: Mapped[datetime]
    result: Mapped[dict[str, Any]]


class ServerKey(Base):
    """A key pair phones seal entries to; the private half is encrypted at rest."""

    __tablename__ = "server_keys"

    kid: Mapped[str] = mapped_column(String(32), primary_key=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    private_key: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
