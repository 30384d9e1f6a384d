"""Who works on a case: assigned and ended by supervisors and administrators, never deleted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.cases import ENDED_STATUSES, AssignmentKind, CaseStatus
from webapp.domain.ids import new_id
from webapp.domain.people import Actor
from webapp.models import Assignment, Case, Client, Program, User
from webapp.services import access, cases
from webapp.services.done import Done
from webapp.services.errors import Invalid, NotFound, Refused
from webapp.services.summary import touch


@dataclass(frozen=True)
class AssignmentRow:
    """Somebody's time on a case."""

    assignment: Assignment
    name: str


@dataclass(frozen=True)
class CasePeople:
    """A case and everybody who works or worked on it."""

    case: Case
    program: str
    now: list[AssignmentRow]
    earlier: list[AssignmentRow]


@dataclass(frozen=True)
class PeoplePage:
    """Who works with a client, and whom this person may assign."""

    client: Client
    cases: list[CasePeople]
    may_manage: bool
    choices: list[tuple[UUID, str]]


def people_page(session: Session, actor: Actor, client_id: UUID, now: datetime) -> PeoplePage:
    """Return who works and worked with the client, case by case."""
    found = access.read_client(session, actor, client_id, now, why="people")
    held = session.execute(
        select(Case, Program.name)
        .join(Program, Program.id == Case.program_id)
        .where(Case.client_id == client_id)
        .order_by(Case.status.in_(ENDED_STATUSES), Case.opened_on.desc(), Case.id)
    ).all()
    people: dict[UUID, list[AssignmentRow]] = {}
    query = (
        select(Assignment, User.name)
        .join(User, User.id == Assignment.user_id)
        .where(Assignment.client_id == client_id)
        .order_by(Assignment.started_at.desc(), Assignment.id)
    )
    for assignment, name in session.execute(query):
        people.setdefault(assignment.case_id, []).append(AssignmentRow(assignment, name))
    rows = [_case_people(case, program, people.get(case.id, [])) for case, program in held]
    choices = access.assignable_people(session, actor) if found.may_manage else []
    return PeoplePage(found.client, rows, found.may_manage, choices)


def assign_case(session: Session, actor: Actor, fields: dict[str, Any], now: datetime) -> Done:
    """Assign somebody to a case; a new primary worker takes the place of the one before."""
    case = _case_managed(session, actor, fields["case_id"])
    if case.status in ENDED_STATUSES:
        raise Refused(_l("This case has ended. Nothing was changed."))
    user_id: UUID = fields["user_id"]
    if user_id not in dict(access.assignable_people(session, actor)):
        raise Invalid({"user_id": [_l("Choose one of the people shown.")]})
    kind = AssignmentKind(fields["kind"])
    standing = _open_assignments(session, case.id)
    if any(one.user_id == user_id and one.kind is kind for one in standing):
        raise Invalid({"user_id": [_l("This person already has this part in the case.")]})
    for one in standing:
        replaced = kind is AssignmentKind.PRIMARY and one.kind is AssignmentKind.PRIMARY
        if replaced or one.user_id == user_id:
            one.ended_at = now
            one.reason = fields.get("reason") or one.reason
    added = Assignment(
        id=new_id(),
        case_id=case.id,
        client_id=case.client_id,
        user_id=user_id,
        kind=kind,
        started_at=now,
        assigned_by=actor.user_id,
        reason=fields.get("reason"),
    )
    session.add(added)
    if case.status is CaseStatus.REFERRED:
        _begin_intake(session, actor, case, now)
    touch(session, [case.client_id])
    details = {"user": str(user_id), "kind": kind.value}
    return _done(session, actor, case.client_id, added.id, "case_assigned", details)


def end_assignment(session: Session, actor: Actor, fields: dict[str, Any], now: datetime) -> Done:
    """End somebody's time on a case, with a reason; an open case keeps at least one person."""
    assignment = session.get(Assignment, fields["assignment_id"])
    if assignment is None:
        raise NotFound
    case = _case_managed(session, actor, assignment.case_id)
    if assignment.ended_at is None:
        others = [one for one in _open_assignments(session, case.id) if one is not assignment]
        if not others and case.status not in ENDED_STATUSES:
            raise Refused(_l("Nobody else works on this case. Assign somebody first."))
        assignment.ended_at = now
        assignment.reason = fields["reason"]
        touch(session, [case.client_id])
    details = {"user": str(assignment.user_id), "kind": assignment.kind.value}
    return _done(session, actor, case.client_id, assignment.id, "assignment_ended", details)


def client_of(session: Session, actor: Actor, assignment_id: UUID) -> UUID:
    """Return whose assignment this is, when this person may see the client."""
    assignment = session.get(Assignment, assignment_id)
    if assignment is None:
        raise NotFound
    return access.client_for(session, actor, assignment.client_id).client.id


def _case_managed(session: Session, actor: Actor, case_id: UUID) -> Case:
    case, found = access.case_for(session, actor, case_id)
    if not found.may_manage:
        raise Refused(_l("A supervisor assigns cases. Ask yours."))
    return case


def _open_assignments(session: Session, case_id: UUID) -> list[Assignment]:
    query = select(Assignment).where(Assignment.case_id == case_id, Assignment.ended_at.is_(None))
    return list(session.scalars(query))


def _begin_intake(session: Session, actor: Actor, case: Case, now: datetime) -> None:
    """A referral that somebody now works on is in intake."""
    cases.set_status(
        session,
        actor,
        case,
        CaseStatus.INTAKE,
        reason=case.status_reason,
        review_on=None,
        written_at=now,
        now=now,
    )


def _case_people(case: Case, program: str, rows: list[AssignmentRow]) -> CasePeople:
    return CasePeople(
        case,
        program,
        now=[row for row in rows if row.assignment.ended_at is None],
        earlier=[row for row in rows if row.assignment.ended_at is not None],
    )


def _done(
    session: Session,
    actor: Actor,
    client_id: UUID,
    subject_id: UUID,
    say: str,
    details: dict[str, Any],
) -> Done:
    session.flush()
    try:
        access.client_for(session, actor, client_id)
        location = f"/clients/{client_id}/people"
    except NotFound:
        location = "/clients"
    return Done(
        client_id=client_id, subject_id=subject_id, location=location, say=say, details=details
    )
