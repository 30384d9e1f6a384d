"""The story of a client: notes, services and changes, newest first, a page at a time."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Date, SelectBase, bindparam, or_, select
from sqlalchemy.orm import Session

from webapp.domain.notes import NoteState
from webapp.domain.people import Actor
from webapp.models import Note, RiskChange, ServiceRecord, StatusChange, User
from webapp.models.base import UtcDateTime
from webapp.services.prepared import ME, THE_CLIENT, Prepared

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


def _note_rows(is_earlier: bool) -> SelectBase:
    query = (
        select(
            Note.id,
            Note.state,
            Note.template,
            Note.method,
            Note.outcome,
            Note.sections,
            Note.lateness,
            Note.occurred_at,
            User.name.label("author"),
        )
        .join(User, User.id == Note.author_id)
        .where(
            Note.client_id == THE_CLIENT,
            Note.state != NoteState.IN_ERROR,
            or_(Note.state != NoteState.DRAFT, Note.author_id == ME),
        )
        .order_by(Note.occurred_at.desc(), Note.id.desc())
        .limit(PAGE + 1)
    )
    return query.where(Note.occurred_at < _BEFORE) if is_earlier else query


_BEFORE = bindparam("before", type_=UtcDateTime())
_NOTES = Prepared(_note_rows)


def _notes(
    session: Session, actor: Actor, client_id: UUID, before: datetime | None
) -> list[TimelineEntry]:
    rows = _NOTES.rows(
        session,
        before is not None,
        client_id=client_id,
        me=actor.user_id,
        **({"before": before} if before else {}),
    )
    return [
        TimelineEntry(Kind.NOTE, row.id, row.occurred_at, row.author, {"note": row}) for row in rows
    ]


def _service_rows(is_earlier: bool) -> SelectBase:
    query = (
        select(
            ServiceRecord.id,
            ServiceRecord.label,
            ServiceRecord.detail,
            ServiceRecord.provided_on,
            User.name.label("author"),
        )
        .outerjoin(User, User.id == ServiceRecord.user_id)
        .where(ServiceRecord.client_id == THE_CLIENT)
        .order_by(ServiceRecord.provided_on.desc(), ServiceRecord.id.desc())
        .limit(PAGE + 1)
    )
    if is_earlier:
        query = query.where(ServiceRecord.provided_on < bindparam("before", type_=Date()))
    return query


_SERVICES = Prepared(_service_rows)


def _services(
    session: Session, _actor: Actor, client_id: UUID, before: datetime | None
) -> list[TimelineEntry]:
    rows = _SERVICES.rows(
        session,
        before is not None,
        client_id=client_id,
        **({"before": _day_of(before)} if before else {}),
    )
    return [
        TimelineEntry(Kind.SERVICE, row.id, _noon(row.provided_on), row.author, {"service": row})
        for row in rows
    ]


def _changes(table: type[RiskChange] | type[StatusChange], kind: Kind) -> Any:
    def write(is_earlier: bool) -> SelectBase:
        query = (
            select(
                table.id,
                table.before,
                table.after,
                table.reason,
                table.changed_at,
                User.name.label("author"),
            )
            .outerjoin(User, User.id == table.author_id)
            .where(table.client_id == THE_CLIENT)
            .order_by(table.changed_at.desc(), table.id.desc())
            .limit(PAGE + 1)
        )
        return query.where(table.changed_at < _BEFORE) if is_earlier else query

    prepared = Prepared(write)

    def load_changes(
        session: Session, _actor: Actor, client_id: UUID, before: datetime | None
    ) -> list[TimelineEntry]:
        rows = prepared.rows(
            session,
            before is not None,
            client_id=client_id,
            **({"before": before} if before else {}),
        )
        return [
            TimelineEntry(kind, row.id, row.changed_at, row.author, {"change": row}) for row in rows
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
