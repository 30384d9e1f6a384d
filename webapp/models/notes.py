"""Notes and what was added to them after signing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.domain.cases import RiskLevel
from webapp.domain.contacts import ContactMethod, ContactOutcome
from webapp.domain.notes import AmendmentKind, NoteState, NoteTemplate
from webapp.models.base import LONG, SHORT, Base, Identified, Word


class Note(Identified, Base):
    """What a worker wrote of one contact. Signed, it is never changed or deleted."""

    __tablename__ = "notes"
    __table_args__ = (
        Index(None, "client_id", "occurred_at"),
        Index(None, "author_id", "state"),
    )

    client_id: Mapped[UUID] = mapped_column(ForeignKey("clients.id"))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    state: Mapped[NoteState] = mapped_column(Word(NoteState))
    template: Mapped[NoteTemplate] = mapped_column(Word(NoteTemplate))
    method: Mapped[ContactMethod] = mapped_column(Word(ContactMethod))
    outcome: Mapped[ContactOutcome] = mapped_column(Word(ContactOutcome))
    #: Who was present, in the worker's words, beside the client.
    present: Mapped[str | None] = mapped_column(String(SHORT))
    place: Mapped[str | None] = mapped_column(String(SHORT))
    minutes: Mapped[int | None]
    #: {section: text}, sections of the template only.
    sections: Mapped[dict[str, Any]]
    risk_after: Mapped[RiskLevel | None] = mapped_column(Word(RiskLevel))
    #: When the contact was (the worker's word), when the note was written on the device,
    #: and when the server received it.
    occurred_at: Mapped[datetime]
    written_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    #: Set at signing and never cleared: "late" or "very_late".
    lateness: Mapped[str | None] = mapped_column(String(12))
    late_reason: Mapped[str | None] = mapped_column(String(LONG))
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("devices.id"))


class Amendment(Identified, Base):
    """An addendum, a correction, or the mark "entered in error"; the original stays."""

    __tablename__ = "amendments"
    __table_args__ = (Index(None, "note_id"),)

    note_id: Mapped[UUID] = mapped_column(ForeignKey("notes.id"))
    kind: Mapped[AmendmentKind] = mapped_column(Word(AmendmentKind))
    text: Mapped[str | None] = mapped_column(Text)
    #: For a correction: the sections that now hold, {section: text}.
    sections: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reason: Mapped[str | None] = mapped_column(String(LONG))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    written_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
