"""Who may see whom. Fetching is the permission check: not yours is not found.

- A worker: clients with an open assignment of theirs; where the program shares with teams,
  also those of team mates.
- A supervisor: clients whom anybody in their teams works with or has worked with.
- An administrator: every client's facts, but no notes, unless also assigned.
- A restricted record: only the people assigned to it.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, SelectBase, and_, exists, or_, select, union
from sqlalchemy.orm import Session, aliased

from webapp.domain.alerts import Sensitivity
from webapp.domain.people import Actor, Role
from webapp.models import Assignment, Case, Client, Program, Team, TeamMember, User
from webapp.services import audit
from webapp.services.errors import NotFound
from webapp.services.prepared import ME, THE_CLIENT, Prepared

#: Client ids, as a query to be used inside others.
ClientIds = Select[UUID] | CompoundSelect[UUID]


@dataclass(frozen=True, slots=True)
class ClientAccess:
    """A client somebody may see, and how far."""

    client: Client
    #: Notes and the timeline may be read, and the record may be written.
    may_read_notes: bool
    #: People may be assigned and sensitivity changed.
    may_manage: bool


def own_client_ids(user_id: UUID) -> Select[UUID]:
    """Return the query for clients this person is assigned to now."""
    return select(Assignment.client_id).where(
        Assignment.user_id == user_id, Assignment.ended_at.is_(None)
    )


def team_client_ids(user_id: UUID) -> Select[UUID]:
    """Return the query for clients shared with this person by their team mates' programs."""
    mine, mates = aliased(TeamMember), aliased(TeamMember)
    return (
        select(Assignment.client_id)
        .join(Case, Case.id == Assignment.case_id)
        .join(Program, and_(Program.id == Case.program_id, Program.is_shared_with_team))
        .join(Client, Client.id == Assignment.client_id)
        .join(mates, mates.user_id == Assignment.user_id)
        .join(mine, and_(mine.team_id == mates.team_id, mine.user_id == user_id))
        .where(
            Assignment.ended_at.is_(None),
            Client.sensitivity != Sensitivity.RESTRICTED,
        )
    )


def supervised_client_ids(user_id: UUID) -> Select[UUID]:
    """Return the query for clients of the teams this person supervises, past ones included."""
    mine, members = aliased(TeamMember), aliased(TeamMember)
    return (
        select(Assignment.client_id)
        .join(Client, Client.id == Assignment.client_id)
        .join(members, members.user_id == Assignment.user_id)
        .join(
            mine,
            and_(mine.team_id == members.team_id, mine.user_id == user_id, mine.supervises),
        )
        .where(Client.sensitivity != Sensitivity.RESTRICTED)
    )


def readable_client_ids(actor: Actor) -> ClientIds:
    """Return the query for every client whose notes this person may read."""
    queries = [own_client_ids(actor.user_id)]
    if actor.role is Role.WORKER:
        queries.append(team_client_ids(actor.user_id))
    if actor.role is Role.SUPERVISOR:
        queries.append(supervised_client_ids(actor.user_id))
    return union(*queries) if len(queries) > 1 else queries[0]


def client_for(session: Session, actor: Actor, client_id: UUID) -> ClientAccess:
    """Return the client as far as this person may see it, else raise ``NotFound``."""
    client = session.get(Client, client_id)
    if client is None or client.deleted_at is not None:
        raise NotFound
    readable = may_read_notes(session, actor, client)
    sees_facts = actor.is_administrator and client.sensitivity is not Sensitivity.RESTRICTED
    if not (readable or sees_facts):
        raise NotFound
    return ClientAccess(client, readable, actor.role is not Role.WORKER)


def _own_or_not() -> SelectBase:
    own = own_client_ids(ME).where(Assignment.client_id == THE_CLIENT)
    return select(exists(own.correlate(None)))


def _shared_or_not(role: Role) -> SelectBase:
    shared = team_client_ids(ME) if role is Role.WORKER else supervised_client_ids(ME)
    return select(exists(shared.where(Assignment.client_id == THE_CLIENT)))


_IS_OWN = Prepared(_own_or_not)
_IS_SHARED = Prepared(_shared_or_not)


def may_read_notes(session: Session, actor: Actor, client: Client) -> bool:
    """Answer whether this person may read and write notes of the client."""
    session.flush()
    asked = {"me": actor.user_id, "client_id": client.id}
    if _IS_OWN.first(session, **asked)[0]:
        return True
    if actor.role is Role.ADMINISTRATOR:
        return False
    return bool(_IS_SHARED.first(session, actor.role, **asked)[0])


def writable_client(session: Session, actor: Actor, client_id: UUID) -> Client:
    """Return a client whose record this person may write, else raise ``NotFound``."""
    found = client_for(session, actor, client_id)
    if not found.may_read_notes:
        raise NotFound
    return found.client


def case_for(session: Session, actor: Actor, case_id: UUID) -> tuple[Case, ClientAccess]:
    """Return a case and the access to its client, else raise ``NotFound``."""
    case = session.get(Case, case_id)
    if case is None:
        raise NotFound
    return case, client_for(session, actor, case.client_id)


def read_client(
    session: Session, actor: Actor, client_id: UUID, now: datetime, *, why: str
) -> ClientAccess:
    """Return a client for reading and put the reading into the audit chain."""
    found = client_for(session, actor, client_id)
    audit.record(session, actor, "read_client", now, client_id=client_id, details={"page": why})
    return found


def assignable_people(session: Session, actor: Actor) -> list[tuple[UUID, str]]:
    """Return (id, name) of the people this person may give cases to, by name."""
    query = select(User.id, User.name).where(User.deactivated_at.is_(None))
    if not actor.is_administrator:
        mine, members = aliased(TeamMember), aliased(TeamMember)
        teams = select(members.user_id).join(
            mine, and_(mine.team_id == members.team_id, mine.user_id == actor.user_id)
        )
        if actor.is_supervisor:
            teams = teams.where(mine.supervises)
        query = query.where(or_(User.id.in_(teams), User.id == actor.user_id))
    return [(row.id, row.name) for row in session.execute(query.order_by(User.name))]


def teams_of(session: Session, actor: Actor) -> list[tuple[UUID, str]]:
    """Return (id, name) of the teams this person is in."""
    query = (
        select(Team.id, Team.name)
        .join(TeamMember, TeamMember.team_id == Team.id)
        .where(TeamMember.user_id == actor.user_id)
        .order_by(Team.name)
    )
    return [(row.id, row.name) for row in session.execute(query)]
