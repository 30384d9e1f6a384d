"""Is this person already here? What may be said of it depends on whose they are.

Of somebody who is not yours only this is said, and only when it is most likely the same person:
there is a record, and with which team to speak. Of sensitive and restricted records that are not
yours nothing is said at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import intersect, select
from sqlalchemy.orm import Session, aliased

from webapp.domain import names as naming
from webapp.domain.alerts import Sensitivity
from webapp.domain.contacts import PhoneKind
from webapp.domain.matching import Match, PersonFacts, Strength, compare
from webapp.domain.people import Actor
from webapp.domain.reasons import Reason
from webapp.models import Assignment, Client, ContactPoint, SearchKey, Team, TeamMember, User
from webapp.services import search

#: People compared, by each way of finding them; people shown.
MOST_BY_NAME, MOST_BY_BIRTH_DATE, MOST_BY_PHONE, MOST_SHOWN = 80, 60, 20, 5


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Somebody who may be the same person, and no more of them than the asker may know."""

    client_id: UUID
    strength: Strength
    score: int
    #: False: only ``teams`` may be shown.
    may_see: bool
    name: str = ""
    case_number: str = ""
    birth_date: date | None = None
    reasons: tuple[Reason, ...] = ()
    workers: tuple[str, ...] = ()
    teams: tuple[str, ...] = field(default=())


def find(
    session: Session, actor: Actor, facts: PersonFacts, *, leave_out: UUID | None = None
) -> list[Duplicate]:
    """Return who may be the same person, the most alike first."""
    ids = _candidates(session, facts) - {leave_out}
    matches = _matches(session, facts, ids)
    if not matches:
        return []
    clients = _clients(session, actor, matches)
    shown = [
        (matches[client.id], client, may_see)
        for client, may_see in clients
        if may_see or _may_be_hinted(client, matches[client.id])
    ]
    shown.sort(key=lambda one: (-one[0].score, not one[2], str(one[1].id)))
    shown = shown[:MOST_SHOWN]
    workers = _workers(session, [client.id for _, client, _ in shown])
    return [_duplicate(match, client, may_see, workers) for match, client, may_see in shown]


def facts_known(session: Session, client: Client) -> PersonFacts:
    """Return what is compared of a client who is here."""
    return _facts(session, [client.id])[client.id]


def _may_be_hinted(client: Client, match: Match) -> bool:
    return match.strength is Strength.PROBABLE and client.sensitivity is Sensitivity.NORMAL


def _candidates(session: Session, facts: PersonFacts) -> set[UUID | None]:
    """Return ids worth comparing: the same phone, the same or swapped birth date, a like name."""
    found: set[UUID | None] = set()
    keys = {key for phone in facts.phones for key in search.phone_keys(phone) if key[0] == "h"}
    if keys:
        query = select(SearchKey.client_id).where(SearchKey.key.in_(keys))
        found.update(session.scalars(query.limit(MOST_BY_PHONE)))
    days = _days_like(facts.birth_date)
    if days:
        query = select(Client.id).where(Client.birth_date.in_(days), Client.deleted_at.is_(None))
        found.update(session.scalars(query.limit(MOST_BY_BIRTH_DATE)))
    for name in facts.names:
        found.update(_alike(session, name))
    return found


def _days_like(born: date | None) -> list[date]:
    if born is None:
        return []
    days = [born]
    if born.day <= 12 and born.day != born.month:
        days.append(date(born.year, born.day, born.month))
    return days


def _alike(session: Session, name: str) -> list[UUID]:
    """Return who has a word like every word of the name; of long names, like two of them."""
    words = [
        select(SearchKey.client_id).where(
            SearchKey.key.in_([key[: search.KEY_LENGTH] for key in keys])
        )
        for keys in naming.query_keys(name)
    ]
    if not words:
        return []
    if len(words) > 2:
        words = [words[0], words[-1]]
    if len(words) == 1:
        return list(session.scalars(words[0].distinct().limit(MOST_BY_NAME)))
    return list(session.scalars(intersect(*words).limit(MOST_BY_NAME)))


def _matches(session: Session, facts: PersonFacts, ids: Iterable[UUID | None]) -> dict[UUID, Match]:
    theirs = _facts(session, [one for one in ids if one is not None])
    compared = {client_id: compare(facts, known) for client_id, known in theirs.items()}
    return {one: match for one, match in compared.items() if match.strength is not Strength.NONE}


def _facts(session: Session, ids: Sequence[UUID]) -> dict[UUID, PersonFacts]:
    if not ids:
        return {}
    others = search.other_names(session, ids)
    phones: dict[UUID, list[str]] = {}
    query = select(ContactPoint.client_id, ContactPoint.value).where(
        ContactPoint.client_id.in_(ids),
        ContactPoint.kind == PhoneKind.PHONE,
        ContactPoint.removed_at.is_(None),
    )
    for client_id, value in session.execute(query):
        phones.setdefault(client_id, []).append(value)
    rows = session.execute(
        select(Client.id, Client.name_used, Client.legal_name, Client.birth_date).where(
            Client.id.in_(ids), Client.deleted_at.is_(None)
        )
    )
    return {
        row.id: PersonFacts(
            names=tuple(filter(None, [row.name_used, row.legal_name, *others.get(row.id, ())])),
            birth_date=row.birth_date,
            phones=tuple(phones.get(row.id, ())),
        )
        for row in rows
    }


def _clients(session: Session, actor: Actor, ids: Iterable[UUID]) -> list[tuple[Client, bool]]:
    """Return the clients, each with whether this person may see them."""
    person = aliased(Client)
    query = select(person, search.visible_to(actor, person)).where(person.id.in_(list(ids)))
    return [(row[0], bool(row[1])) for row in session.execute(query)]


def _workers(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[tuple[str, str | None]]]:
    """Return {client: [(worker, team)]} of those who work with them now."""
    query = (
        select(Assignment.client_id, User.name.label("worker"), Team.name.label("team"))
        .join(User, User.id == Assignment.user_id)
        .outerjoin(TeamMember, TeamMember.user_id == User.id)
        .outerjoin(Team, Team.id == TeamMember.team_id)
        .where(Assignment.client_id.in_(ids), Assignment.ended_at.is_(None))
        .order_by(User.name, Team.name)
    )
    found: dict[UUID, list[tuple[str, str | None]]] = {}
    for row in session.execute(query):
        found.setdefault(row.client_id, []).append((row.worker, row.team))
    return found


def _duplicate(
    match: Match,
    client: Client,
    may_see: bool,
    workers: dict[UUID, list[tuple[str, str | None]]],
) -> Duplicate:
    pairs = workers.get(client.id, [])
    teams = tuple(dict.fromkeys(team for _, team in pairs if team))
    if not may_see:
        return Duplicate(client.id, match.strength, match.score, False, teams=teams)
    return Duplicate(
        client.id,
        match.strength,
        match.score,
        True,
        name=client.name_used,
        case_number=client.case_number,
        birth_date=client.birth_date,
        reasons=match.reasons,
        workers=tuple(dict.fromkeys(worker for worker, _ in pairs)),
        teams=teams,
    )
