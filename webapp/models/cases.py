"""Cases with their histories, and who is assigned to them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.domain.cases import AssignmentKind, CaseStatus, RiskLevel, Tier
from webapp.models.base import LONG, SHORT, Base, Identified, Sourced, Word


class Case(Identified, Sourced, Base):
    """A client's time in a program. Current values repeat the newest row of each history."""

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("source_system", "source_key"),
        Index(None, "client_id"),
        Index(None, "program_id", "status"),
    )

    client_id: Mapped[UUID] = mapped_column(ForeignKey("clients.id"))
    program_id: Mapped[UUID] = mapped_column(ForeignKey("programs.id"))
    status: Mapped[CaseStatus] = mapped_column(Word(CaseStatus))
    status_since: Mapped[date]
    #: Why the case waits or holds, and what would wake it, as given with its status.
    status_reason: Mapped[str | None] = mapped_column(String(LONG))
    #: A holding or waiting case is looked at again by this day.
    status_review_on: Mapped[date | None]
    risk: Mapped[RiskLevel | None] = mapped_column(Word(RiskLevel))
    risk_set_at: Mapped[datetime | None]
    risk_set_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    risk_review_on: Mapped[date | None]
    tier: Mapped[Tier] = mapped_column(Word(Tier), default=Tier.T2)
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    next_review_on: Mapped[date | None]
    referral_source: Mapped[str | None] = mapped_column(String(SHORT))


class StatusChange(Identified, Base):
    """One step of a case's status."""

    __tablename__ = "status_changes"
    __table_args__ = (Index(None, "case_id"), Index(None, "client_id", "changed_at"))

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    client_id: Mapped[UUID] = mapped_column(ForeignKey("clients.id"))
    before: Mapped[CaseStatus | None] = mapped_column(Word(CaseStatus))
    after: Mapped[CaseStatus] = mapped_column(Word(CaseStatus))
    reason: Mapped[str | None] = mapped_column(String(LONG))
    review_on: Mapped[date | None]
    changed_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))


class RiskChange(Identified, Base):
    """One judgement of risk."""

    __tablename__ = "risk_changes"
    __table_args__ = (Index(None, "case_id"), Index(None, "client_id", "changed_at"))

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    client_id: Mapped[UUID] = mapped_column(ForeignKey("clients.id"))
    before: Mapped[RiskLevel | None] = mapped_column(Word(RiskLevel))
    after: Mapped[RiskLevel] = mapped_column(Word(RiskLevel))
    reason: Mapped[str] = mapped_column(String(LONG))
    review_on: Mapped[date | None]
    note_id: Mapped[UUID | None] = mapped_column(ForeignKey("notes.id"))
    changed_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))


class TierChange(Identified, Base):
    """One change of intensity."""

    __tablename__ = "tier_changes"
    __table_args__ = (Index(None, "case_id"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    before: Mapped[Tier | None] = mapped_column(Word(Tier))
    after: Mapped[Tier] = mapped_column(Word(Tier))
    reason: Mapped[str | None] = mapped_column(String(LONG))
    changed_at: Mapped[datetime]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))


class Assignment(Identified, Base):
    """A worker's time on a case."""

    __tablename__ = "assignments"
    __table_args__ = (
        Index(None, "user_id", "ended_at"),
        Index(None, "case_id"),
        Index(None, "client_id"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    #: The case's client, repeated so that access is one look-up.
    client_id: Mapped[UUID] = mapped_column(ForeignKey("clients.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[AssignmentKind] = mapped_column(Word(AssignmentKind))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    assigned_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str | None] = mapped_column(String(LONG))


class ServiceRecord(Identified, Sourced, Base):
    """A service given or a living situation seen, as another system recorded it."""

    __tablename__ = "service_records"
    __table_args__ = (
        UniqueConstraint("source_system", "source_key"),
        Index(None, "client_id", "provided_on"),
    )

    client_id: Mapped[UUID] = mapped_column(ForeignKey("clients.id"))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    #: "service", "living_situation", "referral", "assessment" or "engagement".
    kind: Mapped[str] = mapped_column(String(24))
    label: Mapped[str] = mapped_column(String(SHORT))
    detail: Mapped[str | None] = mapped_column(String(LONG))
    provided_on: Mapped[date]
    #: When worker and client met or spoke, if this record says so: counts as a contact.
    contact_at: Mapped[datetime | None]
    recorded_at: Mapped[datetime]
