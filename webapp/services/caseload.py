"""The caseload: everybody a person works with, ranked, in one query whatever its size."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, SelectBase, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from webapp.domain.alerts import Sensitivity
from webapp.domain.cases import ENDED_STATUSES, CaseStatus, RiskLevel
from webapp.domain.documentation import due_at
from webapp.domain.notes import NoteState
from webapp.domain.people import Actor, Role
from webapp.domain.priority import Band, CaseFacts, Ranked, rank
from webapp.models import (
    Assignment,
    Case,
    Client,
    ClientName,
    ContactPoint,
    Note,
    Program,
    TeamMember,
    User,
)
from webapp.services.prepared import ME, Prepared
from webapp.services.search import FindWords

#: Without a completed contact for this many days somebody is "quiet" (agency default).
QUIET_DAYS = 14
#: A page of the agency-wide list.
PAGE = 50


class Show(StrEnum):
    """The filters of the caseload, as they stand in the address."""

    ALL = "all"
    HIGH = "high"
    READY = "ready"
    WAITING = "waiting"
    HOLDING = "holding"
    NO_CONTACT = "no_contact"
    REVIEW_DUE = "review_due"


class Whose(StrEnum):
    """Whose clients are listed."""

    MINE = "mine"
    TEAM = "team"


@dataclass(slots=True, eq=False)
class Person:
    """One client of a caseload, in place; equal only to itself, which is quick to tell."""

    client_id: UUID
    case_id: UUID
    name: str
    case_number: str
    program: str
    worker: str
    #: False for a client of somebody else in the team.
    is_own: bool
    ranked: Ranked
    is_restricted: bool
    #: Rises with anything shown on the client's page.
    revision: int
    safe_contact: str | None
    address: str | None

    @property
    def facts(self) -> CaseFacts:
        return self.ranked.facts


def default_whose(actor: Actor) -> Whose:
    """Return whose clients this person sees first."""
    return Whose.TEAM if actor.role is Role.SUPERVISOR else Whose.MINE


def load(session: Session, actor: Actor, now: datetime, whose: Whose | None = None) -> list[Person]:
    """Return the caseload as it should be worked on, the most pressing first.

    A client with several cases stands once, with the case that presses most.
    """
    whose = whose or default_whose(actor)
    zone = ZoneInfo(actor.timezone)
    today = now.astimezone(zone).date()
    late = late_drafts(session, actor, now)
    rows = _LISTED.rows(session, actor.role, whose, me=actor.user_id)
    found = {row.case_id: row for row in rows}
    facts = [_facts(row, zone, today, late.get(row.client_id, 0)) for row in found.values()]
    people: dict[UUID, Person] = {}
    for ranked in rank(facts, today):
        row = found[ranked.facts.case_id]
        if row.client_id not in people:
            people[row.client_id] = Person(
                row.client_id,
                row.case_id,
                row.name_used,
                row.case_number,
                row.program,
                row.worker,
                row.is_own,
                ranked,
                row.sensitivity is Sensitivity.RESTRICTED,
                row.revision,
                row.safe_contact,
                row.address,
            )
    return list(people.values())


def late_drafts(session: Session, actor: Actor, now: datetime) -> Counter[UUID]:
    """Return how many unsigned notes past their clock the person has, per client."""
    rows = _DRAFTS.rows(session, me=actor.user_id)
    return Counter(row.client_id for row in rows if due_at(row.template, row.occurred_at) < now)


def _query(role: Role, whose: Whose) -> SelectBase:
    worker = aliased(User)
    query: Any = (
        select(
            Client.id.label("client_id"),
            Client.name_used,
            Client.case_number,
            Client.sensitivity,
            Client.revision,
            Client.safe_contact,
            Client.address,
            Client.last_contact_at,
            Client.attempts_since_contact,
            Client.earliest_task_due_on,
            Client.hard_deadline_on,
            Case.id.label("case_id"),
            Case.status,
            Case.risk,
            Case.opened_on,
            Case.risk_review_on,
            Case.next_review_on,
            Case.status_review_on,
            Program.name.label("program"),
            (Assignment.user_id == ME).label("is_own"),
            worker.name.label("worker"),
        )
        .select_from(Assignment)
        .join(Case, Case.id == Assignment.case_id)
        .join(Client, Client.id == Case.client_id)
        .join(Program, Program.id == Case.program_id)
        .join(worker, worker.id == Assignment.user_id)
        .where(
            Assignment.ended_at.is_(None),
            Case.status.not_in(ENDED_STATUSES),
            Client.deleted_at.is_(None),
        )
    )
    if whose is Whose.MINE:
        own: SelectBase = query.where(Assignment.user_id == ME)
        return own
    mine, members = aliased(TeamMember), aliased(TeamMember)
    theirs = (
        select(members.user_id)
        .join(mine, and_(mine.team_id == members.team_id, mine.user_id == ME))
        .where(mine.supervises if role is Role.SUPERVISOR else mine.user_id.is_not(None))
    )
    shared = and_(
        Assignment.user_id.in_(theirs),
        Client.sensitivity != Sensitivity.RESTRICTED,
    )
    if role is Role.WORKER:
        shared = and_(shared, Program.is_shared_with_team)
    whole: SelectBase = query.where(or_(Assignment.user_id == ME, shared))
    return whole


_LISTED = Prepared(_query)
_DRAFTS = Prepared(
    lambda: select(Note.client_id, Note.template, Note.occurred_at).where(
        Note.author_id == ME, Note.state == NoteState.DRAFT
    )
)


def _facts(row: Row[tuple[object, ...]], zone: ZoneInfo, today: date, late_notes: int) -> CaseFacts:
    last: datetime | None = row.last_contact_at
    last_on = last.astimezone(zone).date() if last else None
    due: date | None = row.earliest_task_due_on
    return CaseFacts(
        client_id=row.client_id,
        case_id=row.case_id,
        status=row.status,
        risk=row.risk,
        opened_on=row.opened_on,
        waiting_since=last_on or row.opened_on,
        first_contact_made=last is not None,
        last_contact_on=last_on,
        attempts_since_contact=row.attempts_since_contact,
        risk_review_on=row.risk_review_on,
        next_review_on=row.next_review_on,
        holding_review_on=row.status_review_on,
        earliest_task_due_on=due,
        overdue_tasks=1 if due and due < today else 0,
        hard_deadline_on=row.hard_deadline_on,
        late_unsigned_notes=late_notes,
    )


_WAITING = frozenset({CaseStatus.REFERRED, CaseStatus.INTAKE, CaseStatus.UNREACHABLE})
_HIGH = frozenset({RiskLevel.CRITICAL, RiskLevel.HIGH})
_BY_STATUS = {
    CaseStatus.READY: Show.READY,
    CaseStatus.HOLDING: Show.HOLDING,
    **dict.fromkeys(_WAITING, Show.WAITING),
}


def is_quiet(facts: CaseFacts, on: date) -> bool:
    """Tell whether nobody has been in contact for long; who holds is quiet on purpose."""
    last = facts.last_contact_on or facts.opened_on
    return (on - last).days >= QUIET_DAYS and facts.status is not CaseStatus.HOLDING


def _is_review_due(facts: CaseFacts, on: date) -> bool:
    risk, case, hold = facts.risk_review_on, facts.next_review_on, facts.holding_review_on
    return (
        (risk is not None and risk <= on)
        or (case is not None and case <= on)
        or (hold is not None and hold <= on and facts.status is CaseStatus.HOLDING)
    )


def shows(people: Iterable[Person], on: date) -> dict[Person, set[Show]]:
    """Return the filters each person falls under."""
    found = {}
    for person in people:
        facts = person.ranked.facts
        under = {Show.ALL}
        if facts.risk in _HIGH:
            under.add(Show.HIGH)
        if facts.status in _BY_STATUS:
            under.add(_BY_STATUS[facts.status])
        if is_quiet(facts, on):
            under.add(Show.NO_CONTACT)
        if _is_review_due(facts, on):
            under.add(Show.REVIEW_DUE)
        found[person] = under
    return found


_BAND_ORDER = {band: place for place, band in enumerate(Band)}


def in_bands(people: Iterable[Person]) -> list[Person]:
    """Return people as the list shows them: by band, the most pressing first in each."""
    return sorted(people, key=lambda person: _BAND_ORDER[person.ranked.band])


def find_words(session: Session, people: Iterable[Person]) -> dict[UUID, FindWords]:
    """Return what each person of a list is found by: names, phones, case number, street."""
    people = list(people)
    ids = [person.client_id for person in people]
    names = _by_client(session, ids, select(ClientName.client_id, ClientName.name))
    phones = _by_client(
        session,
        ids,
        select(ContactPoint.client_id, ContactPoint.value).where(ContactPoint.removed_at.is_(None)),
    )
    return {
        person.client_id: FindWords(
            names=[person.name, *names[person.client_id]],
            case_number=person.case_number,
            phones=phones[person.client_id],
            address=person.address,
        )
        for person in people
    }


def _by_client(
    session: Session, ids: list[UUID], query: Select[UUID, str]
) -> defaultdict[UUID, list[str]]:
    client_id = query.selected_columns[0]
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    # SQLite takes only so many values in one statement.
    for start in range(0, len(ids), 500):
        for row in session.execute(query.where(client_id.in_(ids[start : start + 500]))):
            found[row[0]].append(row[1])
    return found


@dataclass(frozen=True, slots=True)
class Listed:
    """One client of the agency-wide list: only what an administrator needs to find them."""

    client_id: UUID
    name: str
    case_number: str


def agency_list(session: Session, start: int, count: int = PAGE) -> tuple[list[Listed], int]:
    """Return one page of all clients by name, and how many there are."""
    shown = and_(Client.deleted_at.is_(None), Client.sensitivity != Sensitivity.RESTRICTED)
    total = session.scalar(select(func.count()).select_from(Client).where(shown)) or 0
    rows = session.execute(
        select(Client.id, Client.name_used, Client.case_number)
        .where(shown)
        .order_by(Client.name_folded, Client.id)
        .offset(start)
        .limit(count)
    )
    return [Listed(row.id, row.name_used, row.case_number) for row in rows], total
