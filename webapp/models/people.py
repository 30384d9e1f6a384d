"""People who use Tend, their teams, programs, sessions, and the links mailed to them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.domain.people import Role
from webapp.models.base import SHORT, Base, Identified, Sourced, Word


class Agency(Identified, Base):
    """The one agency this server works for, and its settings."""

    __tablename__ = "agencies"

    name: Mapped[str] = mapped_column(String(SHORT))
    timezone: Mapped[str] = mapped_column(String(64), default="UTC")
    language: Mapped[str] = mapped_column(String(12), default="en")
    next_case_number: Mapped[int] = mapped_column(default=1001)
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)


class User(Identified, Sourced, Base):
    """A person who can sign in."""

    __tablename__ = "users"
    __table_args__ = (
        UniqueConstraint("email"),
        UniqueConstraint("source_system", "source_key"),
    )

    #: Casefolded; None for people known only from an import, who cannot sign in.
    email: Mapped[str | None] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(SHORT))
    role: Mapped[Role] = mapped_column(Word(Role))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_changed_at: Mapped[datetime | None]
    language: Mapped[str | None] = mapped_column(String(12))
    text_size: Mapped[str] = mapped_column(String(12), default="normal")
    theme: Mapped[str] = mapped_column(String(12), default="system")
    timezone: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]
    deactivated_at: Mapped[datetime | None]

    @property
    def is_active(self) -> bool:
        return self.deactivated_at is None


class Team(Identified, Base):
    """Workers who stand in for each other, and their supervisors."""

    __tablename__ = "teams"
    __table_args__ = (UniqueConstraint("name"),)

    name: Mapped[str] = mapped_column(String(SHORT))


class TeamMember(Base):
    """One person in one team; ``supervises`` marks the team's supervisors."""

    __tablename__ = "team_members"

    team_id: Mapped[UUID] = mapped_column(ForeignKey("teams.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    supervises: Mapped[bool] = mapped_column(default=False)


class Program(Identified, Sourced, Base):
    """A program with its own caseload rules."""

    __tablename__ = "programs"
    __table_args__ = (
        UniqueConstraint("name"),
        UniqueConstraint("source_system", "source_key"),
    )

    name: Mapped[str] = mapped_column(String(SHORT))
    organization: Mapped[str | None] = mapped_column(String(SHORT))
    #: Team mates of an assigned worker may read and document this program's clients.
    is_shared_with_team: Mapped[bool] = mapped_column(default=False)
    #: A victim service provider's clients never leave in a person-level export.
    is_victim_services: Mapped[bool] = mapped_column(default=False)
    ended_at: Mapped[datetime | None]


class UserSession(Identified, Base):
    """One signed-in browser; the cookie holds a token of which only the hash is kept."""

    __tablename__ = "sessions"
    __table_args__ = (UniqueConstraint("token_hash"), Index(None, "user_id"))

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    token_hash: Mapped[str] = mapped_column(String(64))
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("devices.id"))
    #: What the browser calls itself, cut to one line.
    browser: Mapped[str] = mapped_column(String(SHORT), default="")
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class MailedLink(Identified, Base):
    """A one-time link: to reset a password or to accept an invitation."""

    __tablename__ = "mailed_links"
    __table_args__ = (UniqueConstraint("token_hash"), Index(None, "email"))

    kind: Mapped[str] = mapped_column(String(12))  # "reset" or "invite"
    token_hash: Mapped[str] = mapped_column(String(64))
    email: Mapped[str] = mapped_column(String(254))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    #: For an invitation: name, role and team of the person to be.
    invited: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class SignInAttempt(Base):
    """A failed sign-in, remembered long enough to slow down guessing."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index(None, "account_hash", "at"), Index(None, "address_hash", "at"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    #: Keyed hashes, so that the table tells nobody who tried from where.
    account_hash: Mapped[str] = mapped_column(String(64))
    address_hash: Mapped[str] = mapped_column(String(64))
