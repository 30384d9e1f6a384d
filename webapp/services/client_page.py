"""A client's page: facts, ways to reach them, alerts, cases, next steps, household."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from webapp.domain.cases import ENDED_STATUSES
from webapp.domain.people import Actor
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
from webapp.services import access, search, timeline
from webapp.services.timeline import Only, TimelineEntry


@dataclass(frozen=True)
class CaseView:
    """One case with the people on it."""

    case: Case
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
    points: list[ContactPoint]
    alerts: list[Alert]
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
    points = session.scalars(
        select(ContactPoint)
        .where(ContactPoint.client_id == client_id, ContactPoint.removed_at.is_(None))
        .order_by(ContactPoint.is_preferred.desc(), ContactPoint.id)
    )
    alerts = session.scalars(
        select(Alert)
        .where(Alert.client_id == client_id, Alert.ended_at.is_(None))
        .order_by(Alert.started_on, Alert.id)
    )
    names = session.scalars(select(ClientName.name).where(ClientName.client_id == client_id))
    return ClientPage(
        client=found.client,
        may_read_notes=found.may_read_notes,
        may_manage=found.may_manage,
        other_names=list(names),
        points=list(points),
        alerts=list(alerts),
        cases=_cases(session, client_id),
        steps=_steps(session, client_id, now) if found.may_read_notes else [],
        household=_household(session, actor, client_id),
        relations=_relations(session, actor, client_id),
        entries=entries,
        older=older,
    )


def _cases(session: Session, client_id: UUID) -> list[CaseView]:
    judge = aliased(User)
    rows = session.execute(
        select(Case, Program.name, judge.name)
        .join(Program, Program.id == Case.program_id)
        .outerjoin(judge, judge.id == Case.risk_set_by)
        .where(Case.client_id == client_id)
    ).all()
    workers: dict[UUID, list[tuple[str, str]]] = {}
    for case_id, name, kind in session.execute(
        select(Assignment.case_id, User.name, Assignment.kind)
        .join(User, User.id == Assignment.user_id)
        .where(Assignment.client_id == client_id, Assignment.ended_at.is_(None))
        .order_by(Assignment.started_at)
    ):
        workers.setdefault(case_id, []).append((name, kind))
    reasons = _risk_reasons(session, client_id)
    views = [
        CaseView(case, program, judged_by, reasons.get(case.id), workers.get(case.id, []))
        for case, program, judged_by in rows
    ]
    return sorted(
        views,
        key=lambda view: (view.case.status in ENDED_STATUSES, -view.case.opened_on.toordinal()),
    )


def _risk_reasons(session: Session, client_id: UUID) -> dict[UUID, str]:
    """Return the reason of each case's newest judgement of risk."""
    rows = session.execute(
        select(RiskChange.case_id, RiskChange.reason)
        .where(RiskChange.client_id == client_id)
        .order_by(RiskChange.changed_at, RiskChange.id)
    )
    return {row.case_id: row.reason for row in rows}


def _steps(session: Session, client_id: UUID, now: datetime) -> list[StepView]:
    """Return open next steps by day, and those done today so that they can be undone."""
    day_start = now.replace(hour=0, minute=0, second=0, microsecond=0)
    rows = session.execute(
        select(Task.id, Task.title, Task.due_on, Task.done_at, Task.owner_id, User.name)
        .join(User, User.id == Task.owner_id)
        .where(Task.client_id == client_id, or_(Task.done_at.is_(None), Task.done_at >= day_start))
        .order_by(Task.done_at.is_not(None), Task.due_on.is_(None), Task.due_on, Task.id)
        .limit(60)
    )
    return [StepView(*row) for row in rows]


def _household(session: Session, actor: Actor, client_id: UUID) -> list[Kin]:
    """Return the members of the client's households whom this person may see."""
    mine = aliased(HouseholdMember)
    rows = session.execute(
        select(
            Client.name_used,
            HouseholdMember.relationship,
            Client.id,
            HouseholdMember.household_id,
        )
        .join(Client, Client.id == HouseholdMember.client_id)
        .join(mine, mine.household_id == HouseholdMember.household_id)
        .where(
            mine.client_id == client_id,
            mine.left_on.is_(None),
            HouseholdMember.left_on.is_(None),
            search.visible_to(actor),
        )
        .order_by(HouseholdMember.relationship != "head", Client.name_folded)
    )
    return [Kin(*row) for row in rows]


def _relations(session: Session, actor: Actor, client_id: UUID) -> list[Kin]:
    """Return whom the client named; a client who is not the reader's to see is left out."""
    rows = session.execute(
        select(Relationship, Client.name_used)
        .outerjoin(Client, Client.id == Relationship.other_client_id)
        .where(
            Relationship.client_id == client_id,
            Relationship.ended_at.is_(None),
            or_(Relationship.other_client_id.is_(None), search.visible_to(actor)),
        )
        .order_by(Relationship.id)
    )
    return [Kin(row.other_name or name or "", row.kind, row.other_client_id) for row, name in rows]
