"""Next steps: added, done, opened again."""

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.people import Actor
from webapp.models import Assignment, Task
from webapp.services import access
from webapp.services.done import Done
from webapp.services.errors import Invalid, NotFound
from webapp.services.summary import touch

#: A day further away than this is a slip of the finger.
FURTHEST_DAYS = 366 * 5


def add_task(session: Session, actor: Actor, fields: dict[str, Any], now: datetime) -> Done:
    """Add a next step owned by the person who adds it."""
    client_id: UUID | None = fields["client_id"]
    if client_id is not None:
        access.writable_client(session, actor, client_id)
    task = create(
        session,
        actor,
        task_id=fields["task_id"],
        client_id=client_id,
        title=fields["title"],
        due_on=fields["due_on"],
        is_hard_deadline=bool(fields.get("is_hard_deadline")),
        written_at=fields["written_at"],
        now=now,
    )
    touch(session, [client_id])
    return _done(task, actor, now, "task_added")


def create(
    session: Session,
    actor: Actor,
    *,
    task_id: UUID,
    client_id: UUID | None,
    title: str,
    due_on: date | None,
    written_at: datetime,
    now: datetime,
    is_hard_deadline: bool = False,
    note_id: UUID | None = None,
) -> Task:
    """Insert a task; the caller has asked for access and touches the client."""
    if session.get(Task, task_id) is not None:
        raise Invalid({"task_id": [_l("This next step was sent before.")]})
    if due_on is not None and abs((due_on - now.date()).days) > FURTHEST_DAYS:
        raise Invalid({"due_on": [_l("Enter a day within the next five years.")]})
    task = Task(
        id=task_id,
        client_id=client_id,
        case_id=_case_of(session, actor, client_id) if client_id else None,
        owner_id=actor.user_id,
        title=title,
        due_on=due_on,
        is_hard_deadline=is_hard_deadline,
        note_id=note_id,
        created_by=actor.user_id,
        created_at=written_at,
        recorded_at=now,
    )
    session.add(task)
    session.flush()
    return task


def complete_task(session: Session, actor: Actor, fields: dict[str, Any], now: datetime) -> Done:
    """Mark a next step as done; done twice is done."""
    task = _task_for(session, actor, fields["task_id"])
    if task.done_at is None:
        task.done_at = fields["written_at"]
        task.done_by = actor.user_id
        touch(session, [task.client_id])
    return _done(task, actor, now, "task_done")


def reopen_task(session: Session, actor: Actor, fields: dict[str, Any], now: datetime) -> Done:
    """Open a next step again."""
    task = _task_for(session, actor, fields["task_id"])
    if task.done_at is not None:
        task.done_at = None
        task.done_by = None
        touch(session, [task.client_id])
    return _done(task, actor, now, "task_reopened")


def _task_for(session: Session, actor: Actor, task_id: UUID) -> Task:
    task = session.get(Task, task_id)
    if task is None:
        raise NotFound
    if task.client_id is not None:
        access.writable_client(session, actor, task.client_id)
    elif task.owner_id != actor.user_id:
        raise NotFound
    return task


def _case_of(session: Session, actor: Actor, client_id: UUID) -> UUID | None:
    return session.scalar(
        select(Assignment.case_id)
        .where(
            Assignment.client_id == client_id,
            Assignment.user_id == actor.user_id,
            Assignment.ended_at.is_(None),
        )
        .order_by(Assignment.started_at)
        .limit(1)
    )


def _done(task: Task, actor: Actor, now: datetime, say: str) -> Done:
    on = now.astimezone(ZoneInfo(actor.timezone)).date()
    return Done(
        client_id=task.client_id,
        subject_id=task.id,
        location=f"/clients/{task.client_id}#task-{task.id}" if task.client_id else "/today",
        say=say,
        context={
            "task": {
                "id": task.id,
                "title": task.title,
                "due_on": task.due_on,
                "is_late": bool(task.due_on and task.due_on < on),
                "done_at": task.done_at,
                "owner_name": None,
            },
            "back_to": f"/clients/{task.client_id}" if task.client_id else "/today",
        },
    )
