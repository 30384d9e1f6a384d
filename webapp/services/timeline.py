"""The story of a client: notes, services and changes, newest first, a page at a time."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from webapp.domain.notes import NoteState
from webapp.domain.people import Actor
from webapp.models import Note, RiskChange, ServiceRecord, StatusChange, User

#: Entries on one page of the timeline.
PAGE = 20


class Kind(StrEnum):
    """What an entry of the timeline is."""

    NOTE = "note"
    SERVICE = "service"
    RISK = "risk"
    STATUS = "status"


class Only(StrEnum):
    """The filters of the timeline."""

    ALL = "all"
    NOTES = "notes"
    CONTACTS = "contacts"
    CHANGES = "changes"


_KINDS = {
    Only.ALL: tuple(Kind),
    Only.NOTES: (Kind.NOTE,),
    Only.CONTACTS: (Kind.NOTE, Kind.SERVICE),
    Only.CHANGES: (Kind.RISK, Kind.STATUS),
}


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One entry; ``facts`` depends on its kind."""

    kind: Kind
    id: UUID
    when: datetime
    author: str | None
    facts: dict[str, Any] = field(default_factory=dict)


def load(
    session: Session, actor: Actor, client_id: UUID, only: Only, before: datetime | None
) -> tuple[list[TimelineEntry], datetime | None]:
    """Return a page of entries before a moment, and the moment the next page starts at."""
    entries: list[TimelineEntry] = []
    for kind in _KINDS[only]:
        entries += _LOADERS[kind](session, actor, client_id, before)
    entries.sort(key=lambda entry: (entry.when, entry.id), reverse=True)
    page = entries[:PAGE]
    return page, (page[-1].when if len(entries) > PAGE else None)


def _notes(
    session: Session, actor: Actor, client_id: UUID, before: datetime | None
) -> list[TimelineEntry]:
    query = (
        select(Note, User.name)
        .join(User, User.id == Note.author_id)
        .where(
            Note.client_id == client_id,
            Note.state != NoteState.IN_ERROR,
            or_(Note.state != NoteState.DRAFT, Note.author_id == actor.user_id),
        )
        .order_by(Note.occurred_at.desc(), Note.id.desc())
    )
    if before:
        query = query.where(Note.occurred_at < before)
    return [
        TimelineEntry(Kind.NOTE, note.id, note.occurred_at, author, {"note": note})
        for note, author in session.execute(query.limit(PAGE + 1))
    ]


def _services(
    session: Session, _actor: Actor, client_id: UUID, before: datetime | None
) -> list[TimelineEntry]:
    query = (
        select(ServiceRecord, User.name)
        .outerjoin(User, User.id == ServiceRecord.user_id)
        .where(ServiceRecord.client_id == client_id)
        .order_by(ServiceRecord.provided_on.desc(), ServiceRecord.id.desc())
    )
    if before:
        query = query.where(ServiceRecord.provided_on < _day_of(before))
    return [
        TimelineEntry(Kind.SERVICE, row.id, _noon(row.provided_on), author, {"service": row})
        for row, author in session.execute(query.limit(PAGE + 1))
    ]


def _changes(table: type[RiskChange] | type[StatusChange], kind: Kind) -> Any:
    def load_changes(
        session: Session, _actor: Actor, client_id: UUID, before: datetime | None
    ) -> list[TimelineEntry]:
        query: Select[Any, str] = (
            select(table, User.name)
            .outerjoin(User, User.id == table.author_id)
            .where(table.client_id == client_id)
            .order_by(table.changed_at.desc(), table.id.desc())
        )
        if before:
            query = query.where(table.changed_at < before)
        return [
            TimelineEntry(kind, row.id, row.changed_at, author, {"change": row})
            for row, author in session.execute(query.limit(PAGE + 1))
        ]

    return load_changes


_LOADERS = {
    Kind.NOTE: _notes,
    Kind.SERVICE: _services,
    Kind.RISK: _changes(RiskChange, Kind.RISK),
    Kind.STATUS: _changes(StatusChange, Kind.STATUS),
}


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _day_of(moment: datetime) -> date:
    # An entry known only by its day stands at noon.
    day = moment.astimezone(UTC)
    return day.date() if day.time() <= time(12) else date.fromordinal(day.toordinal() + 1)
