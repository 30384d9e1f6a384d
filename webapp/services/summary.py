"""The one place that says a client's page changed, and keeps what lists show of the client."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import SelectBase, bindparam, func, select, update
from sqlalchemy.orm import Session

from webapp.domain.contacts import ContactOutcome
from webapp.domain.notes import NoteState
from webapp.models import Client, Note, ServiceRecord, Task
from webapp.models.base import UtcDateTime
from webapp.services.prepared import THE_CLIENT, Prepared


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


_COUNTED = (Note.client_id == THE_CLIENT, Note.state != NoteState.IN_ERROR)
#: The last contact as notes and as other systems have it, and what is open.
_SHOWN = Prepared(
    lambda: select(
        select(func.max(Note.occurred_at))
        .where(*_COUNTED, Note.outcome == ContactOutcome.COMPLETED)
        .scalar_subquery(),
        select(func.max(ServiceRecord.contact_at))
        .where(ServiceRecord.client_id == THE_CLIENT)
        .scalar_subquery(),
        func.min(Task.due_on),
        func.min(Task.due_on).filter(Task.is_hard_deadline),
        func.count(),
    ).where(Task.client_id == THE_CLIENT, Task.done_at.is_(None))
)


def _attempts(is_after_contact: bool) -> SelectBase:
    query = (
        select(func.count())
        .select_from(Note)
        .where(*_COUNTED, Note.outcome == ContactOutcome.ATTEMPTED)
    )
    if is_after_contact:
        query = query.where(Note.occurred_at > bindparam("last_contact", type_=UtcDateTime()))
    return query


_ATTEMPTS = Prepared(_attempts)


def _shown_in_lists(session: Session, client_id: UUID) -> dict[str, object]:
    noted, imported, earliest, hard, number = _SHOWN.first(session, client_id=client_id)
    last_contact = max((found for found in (noted, imported) if found), default=None)
    asked = {"last_contact": last_contact} if last_contact else {}
    attempts = _ATTEMPTS.first(session, bool(last_contact), client_id=client_id, **asked)
    return {
        "last_contact_at": last_contact,
        "attempts_since_contact": attempts[0],
        "earliest_task_due_on": earliest,
        "hard_deadline_on": hard,
        "open_tasks": number,
    }
