"""Building the demo agency: what is written down becomes rows, in the order it happened.

Notes and next steps go through the same verbs as a worker's own, so that summaries, labels of
late entries and the audit chain come out as they would have day by day.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp import migrating
from webapp.database import Database
from webapp.demo import agency
from webapp.demo.clients import AGENCY
from webapp.demo.rows import Writer
from webapp.demo.shapes import Agency as Written
from webapp.demo.timing import Clock, local_zone
from webapp.domain.ids import new_id
from webapp.domain.people import Actor, Role
from webapp.models import Agency, Client, Program, Team, TeamMember, User
from webapp.services import audit, clients, passwords
from webapp.services.summary import touch


class NotADemo(Exception):
    """The database holds an agency that the demo did not make."""


#: Something that happened, and when: run in order of time.
Step = tuple[datetime, Callable[[datetime], None]]


def build_when_empty(url: str, *, fresh: bool = False, now: datetime | None = None) -> agency.Built:
    """Build the demo unless it is there; ``fresh`` throws an earlier one away first."""
    now = now or datetime.now(UTC)
    with _database(url) as database:
        found = _found(database)
    if found is not None and fresh:
        migrating.empty(url)
        migrating.migrate(url)
        found = None
    if found is not None:
        return found
    with _database(url) as database, database.writing() as session:
        return build(session, AGENCY, now, local_zone())


def build(session: Session, written: Written, now: datetime, zone: ZoneInfo) -> agency.Built:
    """Add the demo agency to an empty database."""
    clock = Clock(now, zone)
    staff = _add_agency(session, clock)
    writer = Writer(session, clock, staff, _add_programs(session))
    steps: list[Step] = []
    for spec in written.clients:
        steps += writer.steps_of(spec)
    for when, happen in sorted(steps, key=lambda step: step[0]):
        happen(when)
    writer.add_households(written.households)
    writer.add_relations(written.relations)
    ids = list(session.scalars(select(Client.id)))
    clients.index_many(session, ids)
    touch(session, ids)
    return agency.Built(clock.today, was_there=False)


def _found(database: Database) -> agency.Built | None:
    """Return the demo that is in the database, None when nothing is; anything else is refused."""
    with database.reading() as session:
        row = session.scalars(select(Agency)).first()
        if row is not None and agency.MARK in row.settings:
            return agency.Built(date.fromisoformat(row.settings[agency.MARK]), was_there=True)
        if row is not None or session.scalars(select(User).limit(1)).first() is not None:
            raise NotADemo
    return None


@contextmanager
def _database(url: str) -> Iterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        database.dispose()


def _add_agency(session: Session, clock: Clock) -> dict[str, Actor]:
    begun = clock.at(900, "09:00")
    zone = str(clock.zone)
    session.add(
        Agency(
            id=new_id(),
            name=agency.NAME,
            timezone=zone,
            language="en",
            settings={
                agency.MARK: clock.today.isoformat(),
                "help_line": "Suicide and crisis lifeline, day and night",
                "help_phone": "988",
            },
        )
    )
    teams = {name: Team(id=new_id(), name=name) for name in agency.TEAMS}
    session.add_all(teams.values())
    session.flush()
    # One hash for all: it is the same password, and hashing is meant to be slow.
    secret = passwords.hashed(agency.PASSWORD)
    actors = {}
    for person in agency.STAFF:
        user = User(
            id=new_id(),
            email=person.email,
            name=person.name,
            role=person.role,
            password_hash=secret if person.email else None,
            password_changed_at=begun if person.email else None,
            language=person.language,
            created_at=begun,
        )
        session.add(user)
        session.flush()
        supervised = agency.TEAMS if person.role is Role.SUPERVISOR else ()
        for name in supervised or filter(None, [person.team]):
            session.add(
                TeamMember(team_id=teams[name].id, user_id=user.id, supervises=bool(supervised))
            )
        actors[person.key] = Actor(user.id, user.role, user.name, timezone=zone)
        audit.record(session, None, "add_user", begun, subject_id=user.id)
    session.flush()
    return actors


def _add_programs(session: Session) -> dict[str, UUID]:
    programs = {
        one.key: Program(id=new_id(), name=one.name, is_shared_with_team=one.is_shared)
        for one in agency.PROGRAMS
    }
    session.add_all(programs.values())
    session.flush()
    return {key: row.id for key, row in programs.items()}
