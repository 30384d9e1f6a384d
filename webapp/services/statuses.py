"""What a case needs before it may take a status (the table of statuses in the domain notes)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from webapp.domain.cases import ENDED_STATUSES, HOLDING_REVIEW_DAYS, CaseStatus
from webapp.domain.contacts import ContactOutcome
from webapp.domain.ids import new_id
from webapp.domain.notes import NoteState
from webapp.domain.people import Actor, Role
from webapp.domain.readiness import ClosureReason, Readiness
from webapp.forms.client_words import CLOSURES
from webapp.models import Assignment, Case, Client, Note, Task
from webapp.services import cases, tasks
from webapp.services.days import local_day
from webapp.services.done import Done
from webapp.services.errors import Invalid, Refused
from webapp.services.summary import touch

#: "Cannot be reached" is said after this many tries by this many means (agency default).
LEAST_ATTEMPTS, LEAST_METHODS = 3, 2

Checked = tuple[str | None, date | None]


def change_status(session: Session, actor: Actor, fields: dict[str, Any], now: datetime) -> Done:
    """Move a case to another status, once everything that status asks for is there."""
    case = cases.writable_case(session, actor, fields["case_id"])
    status = CaseStatus(fields["status"])
    cases.refuse_overtaken_status(session, case, status, fields)
    before = case.status
    reason, review_on = _CHECKS[status](session, actor, case, fields)
    change = cases.set_status(
        session,
        actor,
        case,
        status,
        reason=reason,
        review_on=review_on,
        written_at=fields["written_at"],
        now=now,
    )
    if status is CaseStatus.ACTIVE and fields.get("next_step"):
        _add_next_step(session, actor, case, fields, now)
    if status in ENDED_STATUSES:
        _end(session, case, fields, actor, now)
    touch(session, [case.client_id])
    return Done(
        client_id=case.client_id,
        subject_id=change.id,
        # Whoever has just closed the case may not see the client any more.
        location="/clients" if status in ENDED_STATUSES else f"/clients/{case.client_id}",
        say="status_changed",
        details={"before": before.value, "after": status.value},
    )


def _referred(_s: Session, _a: Actor, case: Case, fields: dict[str, Any]) -> Checked:
    source = fields.get("referral_source") or case.referral_source
    if not source:
        raise Invalid({"referral_source": [_l("Say who referred this person.")]})
    case.referral_source = source
    return _needed(fields, "reason", _l("Say why this person was referred.")), None


def _intake(session: Session, _a: Actor, case: Case, fields: dict[str, Any]) -> Checked:
    if not _has_worker(session, case):
        raise Invalid({"status": [_l("Assign a worker first.")]})
    return fields.get("reason"), None


def _ready(_s: Session, _a: Actor, _c: Case, fields: dict[str, Any]) -> Checked:
    if set(fields.get("readiness") or ()) != {item.value for item in Readiness}:
        message = _l("Tick every line. What is missing keeps the case in intake.")
        raise Invalid({"readiness": [message]})
    return fields.get("reason"), None


def _active(session: Session, actor: Actor, case: Case, fields: dict[str, Any]) -> Checked:
    plan = _needed(fields, "reason", _l("Say what you are working on together."))
    if fields.get("next_step") and not fields.get("next_step_on"):
        raise Invalid({"next_step_on": [_l("Choose the day of the next contact.")]})
    if not fields.get("next_step") and not _has_dated_step(session, case):
        raise Invalid({"next_step": [_l("Say what the next contact is.")]})
    on = local_day(actor, fields["written_at"])
    if fields.get("next_step") and fields["next_step_on"] < on:
        raise Invalid({"next_step_on": [_l("Choose today or a later day.")]})
    return plan, None


def _holding(_s: Session, actor: Actor, _c: Case, fields: dict[str, Any]) -> Checked:
    reason = _needed(fields, "reason", _l("Say why the case can wait."))
    trigger = _needed(fields, "trigger", _l("Say what would make you take it up again."))
    on = local_day(actor, fields["written_at"])
    longest = on + timedelta(days=HOLDING_REVIEW_DAYS)
    review_on: date | None = fields.get("review_on")
    if review_on is None or not on < review_on <= longest:
        message = _l(
            "Choose the day to look again, within the next %(days)s days.",
            days=HOLDING_REVIEW_DAYS,
        )
        raise Invalid({"review_on": [message]})
    return f"{reason}\n{trigger}", review_on


def _unreachable(session: Session, _a: Actor, case: Case, fields: dict[str, Any]) -> Checked:
    since = session.scalar(select(Client.last_contact_at).where(Client.id == case.client_id))
    query = select(func.count(), func.count(func.distinct(Note.method))).where(
        Note.client_id == case.client_id,
        Note.outcome == ContactOutcome.ATTEMPTED,
        Note.state != NoteState.IN_ERROR,
    )
    if since is not None:
        query = query.where(Note.occurred_at > since)
    attempts, methods = session.execute(query).one()
    if attempts < LEAST_ATTEMPTS or methods < LEAST_METHODS:
        message = _l(
            "Write down at least %(attempts)s tries by %(methods)s different means first. "
            "There are %(done)s by %(by)s.",
            attempts=LEAST_ATTEMPTS,
            methods=LEAST_METHODS,
            done=attempts,
            by=methods,
        )
        raise Invalid({"status": [message]})
    return fields.get("reason"), None


def _closing(_s: Session, _a: Actor, _c: Case, fields: dict[str, Any]) -> Checked:
    why = _needed(fields, "closure_reason", _l("Choose why the case is closing."))
    plan = _needed(fields, "reason", _l("Write the discharge plan: who helps from now on."))
    return f"{CLOSURES[ClosureReason(why)]}\n{plan}", None


def _closed(_s: Session, actor: Actor, case: Case, fields: dict[str, Any]) -> Checked:
    if actor.role is Role.WORKER:
        raise Refused(_l("A supervisor signs off the closing of a case. Move it to Closing."))
    if case.status is not CaseStatus.CLOSING:
        raise Invalid({"status": [_l("Move the case to Closing first, with a discharge plan.")]})
    return _needed(fields, "reason", _l("Write the closure summary.")), None


def _transferred(_s: Session, actor: Actor, _c: Case, fields: dict[str, Any]) -> Checked:
    if actor.role is Role.WORKER:
        raise Refused(_l("A supervisor signs off a transfer to somebody else."))
    receiver = _needed(fields, "receiver", _l("Say which worker or agency takes over."))
    day: date | None = fields.get("transfer_on")
    if day is None or day > local_day(actor, fields["written_at"]):
        message = _l("Enter the day of the transfer, today or earlier.")
        raise Invalid({"transfer_on": [message]})
    return "\n".join(filter(None, [receiver, day.isoformat(), fields.get("reason")])), None


_CHECKS: dict[CaseStatus, Callable[[Session, Actor, Case, dict[str, Any]], Checked]] = {
    CaseStatus.REFERRED: _referred,
    CaseStatus.INTAKE: _intake,
    CaseStatus.READY: _ready,
    CaseStatus.ACTIVE: _active,
    CaseStatus.HOLDING: _holding,
    CaseStatus.UNREACHABLE: _unreachable,
    CaseStatus.CLOSING: _closing,
    CaseStatus.CLOSED: _closed,
    CaseStatus.TRANSFERRED: _transferred,
}


def _needed(fields: dict[str, Any], name: str, message: object) -> str:
    value = fields.get(name)
    if not value:
        raise Invalid({name: [message]})
    return str(value)


def _has_worker(session: Session, case: Case) -> bool:
    query = select(func.count()).where(Assignment.case_id == case.id, Assignment.ended_at.is_(None))
    return bool(session.scalar(query))


def _has_dated_step(session: Session, case: Case) -> bool:
    query = select(func.count()).where(
        Task.client_id == case.client_id, Task.done_at.is_(None), Task.due_on.is_not(None)
    )
    return bool(session.scalar(query))


def _add_next_step(
    session: Session, actor: Actor, case: Case, fields: dict[str, Any], now: datetime
) -> None:
    tasks.create(
        session,
        actor,
        task_id=fields.get("task_id") or new_id(),
        client_id=case.client_id,
        title=fields["next_step"],
        due_on=fields["next_step_on"],
        written_at=fields["written_at"],
        now=now,
    )


def _end(session: Session, case: Case, fields: dict[str, Any], actor: Actor, now: datetime) -> None:
    """Close the books of an ended case: its day, and everybody's time on it."""
    case.closed_on = fields.get("transfer_on") or local_day(actor, fields["written_at"])
    session.execute(
        update(Assignment)
        .where(Assignment.case_id == case.id, Assignment.ended_at.is_(None))
        .values(ended_at=now)
    )
