"""Households, and how people are related."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import SHORT, Base, Identified, Sourced


class Household(Identified, Sourced, Base):
    """People who live or are served together."""

    __tablename__ = "households"
    __table_args__ = (UniqueConstraint("source_system", "source_key"),)

    name: Mapped[str | None] = mapped_column(String(SHORT))
    created_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)


class HouseholdMember(Identified, Base):
    """A client's time in a household; ``relationship`` is to its head."""

    __tablename__ = "household_members"
    __table_args__ = (Index(None, "household_id"), Index(None, "client_id"))

    household_id: Mapped[UUID] = mapped_column(ForeignKey("households.id"))
    client_id: Mapped[UUID] = mapped_column(ForeignKey("clients.id"))
    #: "head", "child", "partner", "relative", "other", "unknown".
    relationship: Mapped[str] = mapped_column(String(16), default="unknown")
    joined_on: Mapped[date | None]
    left_on: Mapped[date | None]


class Relationship(Identified, Base):
    """Somebody who matters to a client: another client, or a person outside the record."""

    __tablename__ = "relationships"
    __table_args__ = (Index(None, "client_id"), Index(None, "other_client_id"))

    client_id: Mapped[UUID] = mapped_column(ForeignKey("clients.id"))
    other_client_id: Mapped[UUID | None] = mapped_column(ForeignKey("clients.id"))
    other_name: Mapped[str | None] = mapped_column(String(SHORT))
    #: In the worker's words: "mother", "probation officer".
    kind: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str | None] = mapped_column(String(60))
    ended_at: Mapped[datetime | None]
