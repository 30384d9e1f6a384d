"""Cases: opened, judged for risk, moved through their statuses, each with its history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.cases import ENDED_STATUSES, AssignmentKind, CaseStatus, RiskLevel, Tier
from webapp.domain.contact_standards import standard_for
from webapp.domain.ids import new_id
from webapp.domain.people import Actor
from webapp.models import Assignment, Case, Client, Program, RiskChange, StatusChange, User
from webapp.services import access, risk
from webapp.services.clashes import EditClash
from webapp.services.days import local_day
from webapp.services.done import Done
from webapp.services.errors import Clash, Invalid, NotFound, Refused
from webapp.services.summary import touch

#: Steps of a history that a page shows.
LONGEST_HISTORY = 100


@dataclass(frozen=True)
class NewCase:
    """A case to be opened, with whoever works on it first."""

    case_id: UUID
    client_id: UUID
    program_id: UUID
    worker_id: UUID | None
    status: CaseStatus
    opened_at: datetime
    reason: str | None = None
    referral_source: str | None = None


@dataclass(frozen=True)
class CaseRow:
    """A case of a client, with its program's name."""

    case: Case
    program: str


@dataclass(frozen=True)
class HistoryRow:
    """One step of a history, with who made it."""

    change: RiskChange | StatusChange
    author: str | None


@dataclass(frozen=True)
class CasesPage:
    """What the pages of risk and status show of a client's cases."""

    client: Client
    rows: list[CaseRow]
    histories: dict[UUID, list[HistoryRow]]


def open_case(session: Session, actor: Actor, new: NewCase, now: datetime) -> Case:
    """Open a case, begin its history and assign its first worker."""
    on = local_day(actor, new.opened_at)
    case = Case(
        id=new.case_id,
        client_id=new.client_id,
        program_id=new.program_id,
        status=new.status,
        status_since=on,
        status_reason=new.reason,
        tier=Tier.T2,
        opened_on=on,
        referral_source=new.referral_source,
    )
    session.add(case)
    session.flush()
    session.add(_status_change(actor, case, None, new.opened_at, now))
    if new.worker_id is not None:
        session.add(
            Assignment(
                id=new_id(),
                case_id=case.id,
                client_id=case.client_id,
                user_id=new.worker_id,
                kind=AssignmentKind.PRIMARY,
                started_at=now,
                assigned_by=actor.user_id,
            )
        )
    session.flush()
    return case


def open_cases(session: Session, client_id: UUID) -> list[CaseRow]:
    """Return the client's cases that have not ended, the newest first."""
    query = (
        select(Case, Program.name)
        .join(Program, Program.id == Case.program_id)
        .where(Case.client_id == client_id, Case.status.not_in(ENDED_STATUSES))
        .order_by(Case.opened_on.desc(), Case.id)
    )
    return [CaseRow(row[0], row[1]) for row in session.execute(query)]


def risk_page(session: Session, actor: Actor, client_id: UUID, now: datetime) -> CasesPage:
    """Return the client's open cases with every judgement of their risk, newest first."""
    query = (
        select(RiskChange, User.name)
        .outerjoin(User, User.id == RiskChange.author_id)
        .where(RiskChange.client_id == client_id)
        .order_by(RiskChange.changed_at.desc(), RiskChange.id.desc())
        .limit(LONGEST_HISTORY)
    )
    client = _read(session, actor, client_id, now, "risk")
    rows = [HistoryRow(row[0], row[1]) for row in session.execute(query)]
    return _with_history(session, client, rows)


def status_page(session: Session, actor: Actor, client_id: UUID, now: datetime) -> CasesPage:
    """Return the client's open cases with every step of their status, newest first."""
    query = (
        select(StatusChange, User.name)
        .outerjoin(User, User.id == StatusChange.author_id)
        .where(StatusChange.client_id == client_id)
        .order_by(StatusChange.changed_at.desc(), StatusChange.id.desc())
        .limit(LONGEST_HISTORY)
    )
    client = _read(session, actor, client_id, now, "status")
    rows = [HistoryRow(row[0], row[1]) for row in session.execute(query)]
    return _with_history(session, client, rows)


def case_seen(session: Session, actor: Actor, case_id: UUID) -> Case:
    """Return a case of a client this person may see."""
    return access.case_for(session, actor, case_id)[0]


def _read(session: Session, actor: Actor, client_id: UUID, now: datetime, why: str) -> Client:
    found = access.read_client(session, actor, client_id, now, why=why)
    if not found.may_read_notes:
        raise NotFound
    return found.client


def _with_history(session: Session, client: Client, rows: list[HistoryRow]) -> CasesPage:
    histories: dict[UUID, list[HistoryRow]] = {}
    for row in rows:
        histories.setdefault(row.change.case_id, []).append(row)
    return CasesPage(client, open_cases(session, client.id), histories)


def change_risk(session: Session, actor: Actor, fields: dict[str, Any], now: datetime) -> Done:
    """Judge the risk of a case, with a reason and the day to look again.

    The level before stays in the history. When somebody else judged meanwhile, both are shown
    and a person decides.
    """
    case = writable_case(session, actor, fields["case_id"])
    level = RiskLevel(fields["level"])
    before = case.risk
    _refuse_overtaken("level", fields, level, case.risk, case.risk_set_at)
    on = local_day(actor, fields["written_at"])
    longest = on + timedelta(days=standard_for(level, case.status).risk_review)
    asked: date | None = fields.get("next_review_on")
    if asked is not None and not on <= asked <= longest:
        days = (longest - on).days
        message = _l("At this risk it is looked at again within %(days)s days.", days=days)
        raise Invalid({"next_review_on": [message]})
    change = risk.judge(
        session,
        actor,
        case,
        level,
        reason=fields["reason"],
        judged_at=fields["written_at"],
        now=now,
        review_on=asked or longest,
    )
    touch(session, [case.client_id])
    return Done(
        client_id=case.client_id,
        subject_id=change.id,
        location=f"/clients/{case.client_id}",
        say="risk_changed",
        details={"before": before.value if before else None, "after": level.value},
    )


def writable_case(session: Session, actor: Actor, case_id: UUID) -> Case:
    """Return a case that has not ended and that this person may write."""
    case, found = access.case_for(session, actor, case_id)
    if not found.may_read_notes:
        raise NotFound
    if case.status in ENDED_STATUSES:
        raise Refused(_l("This case has ended. Nothing was changed."))
    return case


def set_status(
    session: Session,
    actor: Actor,
    case: Case,
    status: CaseStatus,
    *,
    reason: str | None,
    review_on: date | None,
    written_at: datetime,
    now: datetime,
) -> StatusChange:
    """Move a case to a status and keep the step in its history."""
    before = case.status
    case.status = status
    case.status_since = local_day(actor, written_at)
    case.status_reason = reason
    case.status_review_on = review_on
    change = _status_change(actor, case, before, written_at, now)
    session.add(change)
    session.flush()
    return change


def refuse_overtaken_status(
    session: Session, case: Case, status: CaseStatus, fields: Mapping[str, Any]
) -> None:
    """Raise when somebody else moved the case since the page was loaded or the entry written."""
    last = session.scalar(
        select(StatusChange.changed_at)
        .where(StatusChange.case_id == case.id)
        .order_by(StatusChange.changed_at.desc())
        .limit(1)
    )
    _refuse_overtaken("status", fields, status, case.status, last)


def _refuse_overtaken(
    name: str,
    fields: Mapping[str, Any],
    wanted: RiskLevel | CaseStatus,
    held: RiskLevel | CaseStatus | None,
    held_since: datetime | None,
) -> None:
    seen = fields.get(f"base_{name}")
    if seen is not None:
        overtaken = seen.text != (held or "")
    else:
        # A page that says nothing of what it showed: then the order of writing decides.
        overtaken = held_since is not None and held_since > fields["written_at"]
    if overtaken and held != wanted:
        message = _l("Somebody else changed this while you were writing.")
        raise EditClash(message, [Clash(name, wanted, held)])


def _status_change(
    actor: Actor, case: Case, before: CaseStatus | None, written_at: datetime, now: datetime
) -> StatusChange:
    return StatusChange(
        id=new_id(),
        case_id=case.id,
        client_id=case.client_id,
        before=before,
        after=case.status,
        reason=case.status_reason,
        review_on=case.status_review_on,
        changed_at=written_at,
        recorded_at=now,
        author_id=actor.user_id,
    )
