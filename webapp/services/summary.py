"""The one place that says a client's page changed, and keeps what lists show of the client."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from webapp.domain.contacts import ContactOutcome
from webapp.domain.notes import NoteState
from webapp.models import Client, Note, ServiceRecord, Task


def touch(session: Session, client_ids: Iterable[UUID | None]) -> None:
    """Raise the revision of these clients and renew what lists show of them."""
    session.flush()
    for client_id in sorted({found for found in client_ids if found is not None}):
        session.execute(
            update(Client)
            .where(Client.id == client_id)
            .values(revision=Client.revision + 1, **_shown_in_lists(session, client_id))
            .execution_options(synchronize_session="fetch")
        )


def _shown_in_lists(session: Session, client_id: UUID) -> dict[str, object]:
    counted = (Note.client_id == client_id, Note.state != NoteState.IN_ERROR)
    noted = session.scalar(
        select(func.max(Note.occurred_at)).where(
            *counted, Note.outcome == ContactOutcome.COMPLETED
        )
    )
    imported = session.scalar(
        select(func.max(ServiceRecord.contact_at)).where(ServiceRecord.client_id == client_id)
    )
    last_contact = max((found for found in (noted, imported) if found), default=None)
    attempts = select(func.count()).where(*counted, Note.outcome == ContactOutcome.ATTEMPTED)
    if last_contact is not None:
        attempts = attempts.where(Note.occurred_at > last_contact)
    earliest, hard, number = session.execute(
        select(
            func.min(Task.due_on),
            func.min(Task.due_on).filter(Task.is_hard_deadline),
            func.count(),
        ).where(Task.client_id == client_id, Task.done_at.is_(None))
    ).one()
    return {
        "last_contact_at": last_contact,
        "attempts_since_contact": session.scalar(attempts) or 0,
        "earliest_task_due_on": earliest,
        "hard_deadline_on": hard,
        "open_tasks": number,
    }
