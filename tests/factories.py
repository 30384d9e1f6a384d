"""Rows for tests: each function adds one thing with sensible defaults and returns it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from webapp.domain.cases import AssignmentKind, CaseStatus, RiskLevel, Tier
from webapp.domain.contacts import ContactMethod, ContactOutcome, PhoneKind
from webapp.domain.ids import new_id
from webapp.domain.names import fold, search_keys
from webapp.domain.notes import NoteState, NoteTemplate
from webapp.domain.people import Actor, Role
from webapp.models import (
    Assignment,
    Case,
    Client,
    ContactPoint,
    Note,
    Program,
    SearchKey,
    Task,
    Team,
    TeamMember,
    User,
)

#: Far from the numbers the agency gives out itself.
_numbers = iter(range(700_001, 9_000_000))


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)


def actor_of(user: User, **more: Any) -> Actor:
    """Return the actor services are given for this user."""
    return Actor(user_id=user.id, role=user.role, name=user.name, **more)


def add_user(session: Session, name: str, role: Role = Role.WORKER, **more: Any) -> User:
    """Add a person who can be signed in by ``client_as``; no password unless given."""
    values: dict[str, Any] = {
        "id": new_id(),
        "email": f"{fold(name).replace(' ', '.')}@example.org",
        "name": name,
        "role": role,
        "created_at": now(),
        **more,
    }
    user = User(**values)
    session.add(user)
    session.flush()
    return user


def add_team(
    session: Session, name: str, *members: User, supervisors: tuple[User, ...] = ()
) -> Team:
    """Add a team with its members and supervisors."""
    team = Team(id=new_id(), name=name)
    session.add(team)
    session.flush()
    for user in members:
        session.add(TeamMember(team_id=team.id, user_id=user.id, supervises=False))
    for user in supervisors:
        session.add(TeamMember(team_id=team.id, user_id=user.id, supervises=True))
    session.flush()
    return team


def add_program(session: Session, name: str, **more: Any) -> Program:
    """Add a program."""
    program = Program(id=new_id(), name=name, **more)
    session.add(program)
    session.flush()
    return program


def add_client(session: Session, name: str, **more: Any) -> Client:
    """Add a client without a case."""
    values: dict[str, Any] = {
        "id": new_id(),
        "case_number": f"T-{next(_numbers)}",
        "name_used": name,
        "name_folded": fold(name),
        "created_at": now(),
        **more,
    }
    client = Client(**values)
    session.add(client)
    session.flush()
    for key in search_keys([name]):
        session.add(SearchKey(key=key, client_id=client.id))
    session.flush()
    return client


def add_case(
    session: Session,
    client: Client,
    program: Program,
    worker: User | None = None,
    *,
    kind: AssignmentKind = AssignmentKind.PRIMARY,
    **more: Any,
) -> Case:
    """Add a case of the client, assigned to the worker when one is given."""
    opened: date = more.pop("opened_on", now().date() - timedelta(days=60))
    values: dict[str, Any] = {
        "id": new_id(),
        "client_id": client.id,
        "program_id": program.id,
        "status": CaseStatus.ACTIVE,
        "status_since": opened,
        "risk": RiskLevel.MEDIUM,
        "risk_set_at": now() - timedelta(days=10),
        "risk_review_on": now().date() + timedelta(days=80),
        "tier": Tier.T2,
        "opened_on": opened,
        **more,
    }
    case = Case(**values)
    session.add(case)
    session.flush()
    if worker is not None:
        assign(session, case, worker, kind=kind)
    return case


def assign(
    session: Session, case: Case, worker: User, *, kind: AssignmentKind = AssignmentKind.PRIMARY
) -> Assignment:
    """Assign the worker to the case."""
    row = Assignment(
        id=new_id(),
        case_id=case.id,
        client_id=case.client_id,
        user_id=worker.id,
        kind=kind,
        started_at=now() - timedelta(days=30),
    )
    session.add(row)
    session.flush()
    return row


def add_phone(session: Session, client: Client, value: str, **more: Any) -> ContactPoint:
    """Add a phone number."""
    point = ContactPoint(
        id=new_id(), client_id=client.id, kind=PhoneKind.PHONE, value=value, **more
    )
    session.add(point)
    session.flush()
    return point


def add_note(session: Session, client: Client, author: User, **more: Any) -> Note:
    """Add a signed note of a completed call."""
    when = more.pop("occurred_at", now() - timedelta(days=2))
    values: dict[str, Any] = {
        "id": new_id(),
        "client_id": client.id,
        "author_id": author.id,
        "state": NoteState.SIGNED,
        "template": NoteTemplate.CONTACT,
        "method": ContactMethod.CALL,
        "outcome": ContactOutcome.COMPLETED,
        "sections": {"narrative": "Talked about the housing form."},
        "occurred_at": when,
        "written_at": when,
        "recorded_at": when,
        "signed_at": when,
        **more,
    }
    note = Note(**values)
    session.add(note)
    session.flush()
    return note


def add_task(
    session: Session, owner: User, title: str, client: Client | None = None, **more: Any
) -> Task:
    """Add an open next step."""
    values: dict[str, Any] = {
        "id": new_id(),
        "client_id": client.id if client else None,
        "owner_id": owner.id,
        "title": title,
        "created_by": owner.id,
        "created_at": now(),
        "recorded_at": now(),
        **more,
    }
    task = Task(**values)
    session.add(task)
    session.flush()
    return task
