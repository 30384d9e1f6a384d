"""A client's page: facts, ways to reach them, alerts, cases, next steps, household."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import SelectBase, bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from webapp.domain.cases import ENDED_STATUSES
from webapp.domain.people import Actor, Role
from webapp.models import (
    Alert,
    Assignment,
    Case,
    Client,
    ClientName,
    ContactPoint,
    HouseholdMember,
    Program,
    Relationship,
    RiskChange,
    Task,
    User,
)
from webapp.models.base import UtcDateTime
from webapp.services import access, search, timeline
from webapp.services.prepared import THE_CLIENT, Prepared, anybody
from webapp.services.timeline import Only, TimelineEntry


@dataclass(frozen=True)
class CaseView:
    """One case with the people on it; ``case`` is a row with the columns of a case."""

    case: Any
    program: str
    risk_by: str | None
    risk_reason: str | None = None
    workers: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class StepView:
    """One next step."""

    id: UUID
    title: str
    due_on: date | None
    done_at: datetime | None
    owner_id: UUID
    owner_name: str


@dataclass(frozen=True, slots=True)
class Kin:
    """Somebody of the household or family; ``client_id`` when they are a client, too."""

    name: str
    kind: str
    client_id: UUID | None
    household_id: UUID | None = None


@dataclass(frozen=True)
class ClientPage:
    """All that the page shows; the timeline is empty for those who may not read notes."""

    client: Client
    may_read_notes: bool
    may_manage: bool
    other_names: list[str]
    #: Rows with the columns of a contact point, and of an alert.
    points: list[Any]
    alerts: list[Any]
    cases: list[CaseView]
    steps: list[StepView]
    household: list[Kin]
    relations: list[Kin]
    entries: list[TimelineEntry]
    older: datetime | None


def load(
    session: Session,
    actor: Actor,
    client_id: UUID,
    now: datetime,
    *,
    only: Only = Only.ALL,
    before: datetime | None = None,
    why: str = "client",
) -> ClientPage:
    """Return the client's page as far as this person may see it; the reading is audited."""
    found = access.read_client(session, actor, client_id, now, why=why)
    entries: list[TimelineEntry] = []
    older = None
    if found.may_read_notes:
        entries, older = timeline.load(session, actor, client_id, only, before)
    return ClientPage(
        client=found.client,
        may_read_notes=found.may_read_notes,
        may_manage=found.may_manage,
        other_names=[row.name for row in _NAMES.rows(session, client_id=client_id)],
        points=_POINTS.rows(session, client_id=client_id),
        alerts=_ALERTS.rows(session, client_id=client_id),
        cases=_cases(session, client_id),
        steps=_steps(session, client_id, now) if found.may_read_notes else [],
        household=_household(session, actor, client_id),
        relations=_relations(session, actor, client_id),
        entries=entries,
        older=older,
    )


_POINTS = Prepared(
    lambda: (
        select(*ContactPoint.__table__.c)
        .where(ContactPoint.client_id == THE_CLIENT, ContactPoint.removed_at.is_(None))
        .order_by(ContactPoint.is_preferred.desc(), ContactPoint.id)
    )
)
_ALERTS = Prepared(
    lambda: (
        select(Alert.id, Alert.kind, Alert.text, Alert.review_on)
        .where(Alert.client_id == THE_CLIENT, Alert.ended_at.is_(None))
        .order_by(Alert.started_on, Alert.id)
    )
)
_NAMES = Prepared(lambda: select(ClientName.name).where(ClientName.client_id == THE_CLIENT))


def _case_rows() -> SelectBase:
    judge = aliased(User)
    return (
        select(*Case.__table__.c, Program.name.label("program"), judge.name.label("judge"))
        .join(Program, Program.id == Case.program_id)
        .outerjoin(judge, judge.id == Case.risk_set_by)
        .where(Case.client_id == THE_CLIENT)
    )


_CASES = Prepared(_case_rows)
_WORKERS = Prepared(
    lambda: (
        select(Assignment.case_id, User.name, Assignment.kind)
        .join(User, User.id == Assignment.user_id)
        .where(Assignment.client_id == THE_CLIENT, Assignment.ended_at.is_(None))
        .order_by(Assignment.started_at)
    )
)
#: The newest judgement of each case comes last.
_RISK_REASONS = Prepared(
    lambda: (
        select(RiskChange.case_id, RiskChange.reason)
        .where(RiskChange.client_id == THE_CLIENT)
        .order_by(RiskChange.changed_at, RiskChange.id)
    )
)


def _cases(session: Session, client_id: UUID) -> list[CaseView]:
    workers: dict[UUID, list[tuple[str, str]]] = {}
    for row in _WORKERS.rows(session, client_id=client_id):
        workers.setdefault(row.case_id, []).append((row.name, row.kind))
    reasons = {row.case_id: row.reason for row in _RISK_REASONS.rows(session, client_id=client_id)}
    views = [
        CaseView(row, row.program, row.judge, reasons.get(row.id), workers.get(row.id, []))
        for row in _CASES.rows(session, client_id=client_id)
    ]
    return sorted(
        views,
        key=lambda view: (view.case.status in ENDED_STATUSES, -view.case.opened_on.toordinal()),
    )


_STEPS = Prepared(
    lambda: (
        select(Task.id, Task.title, Task.due_on, Task.done_at, Task.owner_id, User.name)
        .join(User, User.id == Task.owner_id)
        .where(
            Task.client_id == THE_CLIENT,
            or_(
                Task.done_at.is_(None), Task.done_at >= bindparam("day_start", type_=UtcDateTime())
            ),
        )
        .order_by(Task.done_at.is_not(None), Task.due_on.is_(None), Task.due_on, Task.id)
        .limit(60)
    )
)


def _steps(session: Session, client_id: UUID, now: datetime) -> list[StepView]:
    """Return open next steps by day, and those done today so that they can be undone."""
    day_start = now.replace(hour=0, minute=0, second=0, microsecond=0)
    rows = _STEPS.rows(session, client_id=client_id, day_start=day_start)
    return [StepView(*row) for row in rows]


def _household_rows(role: Role) -> SelectBase:
    mine = aliased(HouseholdMember)
    return (
        select(
            Client.name_used,
            HouseholdMember.relationship,
            Client.id,
            HouseholdMember.household_id,
        )
        .join(Client, Client.id == HouseholdMember.client_id)
        .join(mine, mine.household_id == HouseholdMember.household_id)
        .where(
            mine.client_id == THE_CLIENT,
            mine.left_on.is_(None),
            HouseholdMember.left_on.is_(None),
            search.visible_to(anybody(role)),
        )
        .order_by(HouseholdMember.relationship != "head", Client.name_folded)
    )


_HOUSEHOLD = Prepared(_household_rows)


def _household(session: Session, actor: Actor, client_id: UUID) -> list[Kin]:
    """Return the members of the client's households whom this person may see."""
    rows = _HOUSEHOLD.rows(session, actor.role, client_id=client_id, me=actor.user_id)
    return [Kin(*row) for row in rows]


_RELATIONS = Prepared(
    lambda role: (
        select(
            Relationship.other_name,
            Relationship.kind,
            Relationship.other_client_id,
            Client.name_used,
        )
        .outerjoin(Client, Client.id == Relationship.other_client_id)
        .where(
            Relationship.client_id == THE_CLIENT,
            Relationship.ended_at.is_(None),
            or_(Relationship.other_client_id.is_(None), search.visible_to(anybody(role))),
        )
        .order_by(Relationship.id)
    )
)


def _relations(session: Session, actor: Actor, client_id: UUID) -> list[Kin]:
    """Return whom the client named; a client who is not the reader's to see is left out."""
    rows = _RELATIONS.rows(session, actor.role, client_id=client_id, me=actor.user_id)
    return [
        Kin(row.other_name or row.name_used or "", row.kind, row.other_client_id) for row in rows
    ]
