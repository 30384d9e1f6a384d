"""Clients: who they are, how they may safely be reached, and what must be known first."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.domain.alerts import AlertKind, Sensitivity
from webapp.domain.contacts import PhoneKind
from webapp.models.base import LONG, SHORT, Base, Identified, Sourced, Word


class Client(Identified, Sourced, Base):
    """A person the agency works with."""

    __tablename__ = "clients"
    __table_args__ = (
        UniqueConstraint("source_system", "source_key"),
        UniqueConstraint("case_number"),
        Index(None, "name_folded"),
        Index(None, "birth_date"),
    )

    case_number: Mapped[str] = mapped_column(String(24))
    name_used: Mapped[str] = mapped_column(String(SHORT))
    #: ``names.fold(name_used)``: alphabetical order and lists.
    name_folded: Mapped[str] = mapped_column(String(SHORT))
    legal_name: Mapped[str | None] = mapped_column(String(SHORT))
    pronouns: Mapped[str | None] = mapped_column(String(60))
    birth_date: Mapped[date | None]
    #: "full", "approximate", or the field's three ways of not knowing.
    birth_date_quality: Mapped[str | None] = mapped_column(String(16))
    #: BCP 47 codes, the preferred one first.
    languages: Mapped[list[str]] = mapped_column(default=list)
    needs_interpreter: Mapped[bool] = mapped_column(default=False)
    address: Mapped[str | None] = mapped_column(String(LONG))
    has_no_fixed_address: Mapped[bool] = mapped_column(default=False)
    #: One sentence read before any call: "Call only, after 18:00. No voicemail."
    safe_contact: Mapped[str | None] = mapped_column(String(500))
    sensitivity: Mapped[Sensitivity] = mapped_column(Word(Sensitivity), default=Sensitivity.NORMAL)
    #: Optional facts the agency reports on (race, gender, veteran status), by field name.
    demographics: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: Entered on a phone without signal, not yet looked at for duplicates.
    is_provisional: Mapped[bool] = mapped_column(default=False)
    #: What the other system last said of the fields it knows: the base that an import is merged
    #: on, so that it never overwrites what was put right here.
    source_values: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    deleted_at: Mapped[datetime | None]

    #: Rises whenever anything shown on the client's page changes: see ``services/summary.py``.
    revision: Mapped[int] = mapped_column(default=1)
    # What lists show of a client, kept by services/summary.py with the revision.
    last_contact_at: Mapped[datetime | None]
    attempts_since_contact: Mapped[int] = mapped_column(default=0)
    earliest_task_due_on: Mapped[date | None]
    hard_deadline_on: Mapped[date | None]
    open_tasks: Mapped[int] = mapped_column(default=0)


class ClientName(Identified, Base):
    """Another name somebody is or was known by."""

    __tablename__ = "client_names"
    __table_args__ = (Index(None, "client_id"),)

    client_id: Mapped[UUID] = mapped_column(ForeignKey("clients.id"))
    name: Mapped[str] = mapped_column(String(SHORT))


class SearchKey(Base):
    """One way a client can be found by a searcher who mistypes: see ``domain/names.py``."""

    __tablename__ = "search_keys"

    #: By code point on PostgreSQL too, so that a half-typed word is a range of keys.
    key: Mapped[str] = mapped_column(
        String(80).with_variant(String(80, collation="C"), "postgresql"), primary_key=True
    )
    client_id: Mapped[UUID] = mapped_column(ForeignKey("clients.id"), primary_key=True, index=True)


class ContactPoint(Identified, Base):
    """A phone number, mail address or other way to reach a client, and what is safe there."""

    __tablename__ = "contact_points"
    __table_args__ = (Index(None, "client_id"),)

    client_id: Mapped[UUID] = mapped_column(ForeignKey("clients.id"))
    kind: Mapped[PhoneKind] = mapped_column(Word(PhoneKind))
    value: Mapped[str] = mapped_column(String(SHORT))
    #: Whose it is when not the client's own: "Aunt Rosa's phone".
    label: Mapped[str | None] = mapped_column(String(SHORT))
    is_safe_to_call: Mapped[bool | None]
    is_safe_to_text: Mapped[bool | None]
    is_safe_for_voicemail: Mapped[bool | None]
    best_times: Mapped[str | None] = mapped_column(String(SHORT))
    is_preferred: Mapped[bool] = mapped_column(default=False)
    removed_at: Mapped[datetime | None]


class Alert(Identified, Base):
    """A safety alert: shown before address and phone, reviewed in time, ended, never deleted."""

    __tablename__ = "alerts"
    __table_args__ = (Index(None, "client_id"),)

    client_id: Mapped[UUID] = mapped_column(ForeignKey("clients.id"))
    kind: Mapped[AlertKind] = mapped_column(Word(AlertKind))
    text: Mapped[str] = mapped_column(String(LONG))
    source: Mapped[str | None] = mapped_column(String(SHORT))
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    started_on: Mapped[date]
    review_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    end_reason: Mapped[str | None] = mapped_column(String(LONG))
