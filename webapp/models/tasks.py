"""Tasks: next steps with an owner and a day."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import SHORT, Base, Identified


class Task(Identified, Base):
    """One next step."""

    __tablename__ = "tasks"
    __table_args__ = (Index(None, "client_id", "done_at"), Index(None, "owner_id", "done_at"))

    client_id: Mapped[UUID | None] = mapped_column(ForeignKey("clients.id"))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    title: Mapped[str] = mapped_column(String(SHORT))
    due_on: Mapped[date | None]
    #: A deadline set from outside (court, benefits), not only a day we chose.
    is_hard_deadline: Mapped[bool] = mapped_column(default=False)
    note_id: Mapped[UUID | None] = mapped_column(ForeignKey("notes.id"))
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
