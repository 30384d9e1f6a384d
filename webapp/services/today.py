"""Today: who comes next, what is due, what is not written yet."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from webapp.domain.notes import NoteState
from webapp.domain.people import Actor
from webapp.domain.safe_contact import SafeContact, safe_contact
from webapp.models import Client, Note, Task
from webapp.services import caseload, search
from webapp.services.caseload import Person
from webapp.services.contact_points import points_of

#: At most this many people under "Needs you now".
MOST_NEEDS = 5
#: From this many points somebody needs the worker today rather than some day.
NEEDS_FROM = 100


@dataclass(frozen=True, slots=True)
class DueTask:
    """A next step due today or before."""

    id: UUID
    title: str
    due_on: date | None
    client_id: UUID | None
    client_name: str | None


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A note its author has not signed."""

    id: UUID
    client_name: str
    occurred_at: datetime


@dataclass(frozen=True)
class Today:
    """All that Today shows."""

    on: date
    total: int
    next: Person | None
    next_step: DueTask | None
    #: What is known of reaching the next person safely; read before any call.
    next_contact: SafeContact | None
    needs: list[Person]
    due: list[DueTask]
    unsigned: list[Unsigned]
    quiet: int


def load(session: Session, actor: Actor, now: datetime) -> Today:
    """Return today's page: for a worker their own caseload, for a supervisor the team's."""
    people = caseload.load(session, actor, now)
    on = now.astimezone(ZoneInfo(actor.timezone)).date()
    pressing = [person for person in people if person.ranked.points >= NEEDS_FROM]
    own = next((person for person in people if person.is_own), None)
    first = own if own in pressing or (own and _is_due(own, on)) else None
    due = due_tasks(session, actor, on)
    step = next((task for task in due if first and task.client_id == first.client_id), None)
    return Today(
        on=on,
        total=len(people),
        next=first,
        next_step=step,
        next_contact=_contact(session, first) if first else None,
        needs=[person for person in pressing if person is not first][:MOST_NEEDS],
        due=due,
        unsigned=unsigned_notes(session, actor),
        quiet=sum(1 for person in people if caseload.is_quiet(person.facts, on)),
    )


def _is_due(person: Person, on: date) -> bool:
    return person.ranked.next_due_on is not None and person.ranked.next_due_on <= on


def due_tasks(session: Session, actor: Actor, on: date) -> list[DueTask]:
    """Return the person's own next steps due by the day, the oldest first."""
    rows = session.execute(
        select(Task.id, Task.title, Task.due_on, Task.client_id, Client.name_used)
        .outerjoin(Client, Client.id == Task.client_id)
        .where(
            Task.owner_id == actor.user_id,
            Task.done_at.is_(None),
            or_(Task.due_on <= on, Task.client_id.is_(None)),
            # Somebody who was given to others since is not named here any more.
            or_(Task.client_id.is_(None), search.visible_to(actor)),
        )
        .order_by(func.coalesce(Task.due_on, on), Task.id)
        .limit(60)
    )
    return [DueTask(*row) for row in rows]


def unsigned_notes(session: Session, actor: Actor) -> list[Unsigned]:
    """Return the person's drafts, the oldest first."""
    rows = session.execute(
        select(Note.id, Client.name_used, Note.occurred_at)
        .join(Client, Client.id == Note.client_id)
        .where(
            Note.author_id == actor.user_id,
            Note.state == NoteState.DRAFT,
            search.visible_to(actor),
        )
        .order_by(Note.occurred_at)
        .limit(20)
    )
    return [Unsigned(*row) for row in rows]


def _contact(session: Session, person: Person) -> SafeContact:
    return safe_contact(person.safe_contact, points_of(session, person.client_id))
