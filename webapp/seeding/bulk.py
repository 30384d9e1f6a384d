"""Filling an empty database with a large agency: a few clients at a time, one bulk insert a table."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from webapp.database import make_engine, make_sessions
from webapp.demo.timing import local_zone
from webapp.domain.ids import new_id
from webapp.domain.people import Role
from webapp.models import Agency, Base, Program, Team, TeamMember, User
from webapp.seeding.clients import Maker, Worker
from webapp.services import audit, passwords

PASSWORD = "harbor-street-demo"  # noqa: S105 - the same for every seeded account, and printed
#: Clients written at once.
BATCH = 500
#: Workers in one team, with a supervisor each.
TEAM = 10
#: The first of every ten workers carry far too much, as in the shared benchmark.
HEAVY_CASELOAD, CASELOAD = 200, 40
PROGRAMS = (("Reentry", False), ("Family services", False), ("Street outreach", True))


class NotEmpty(Exception):
    """The database holds an agency already."""


@dataclass(frozen=True)
class Size:
    """How large the agency is; the same seed gives the same agency, dated from today."""

    workers: int
    clients: int
    notes: int
    tasks: int
    seed: int


def seed_agency(
    url: str, size: Size, tell: Callable[[str], None], now: datetime | None = None
) -> str:
    """Fill an empty database; return a sentence on what is there now."""
    now = now or datetime.now(UTC)
    # Should power fail, it is seeded again: no need to wait for the disk.
    engine = make_engine(url, waits_for_disk=False)
    try:
        with make_sessions(engine)() as session:
            if session.scalars(select(User).limit(1)).first() is not None:
                raise NotEmpty
            workers, programs = _add_agency(session, size, now)
            session.commit()
            maker = Maker(random.Random(size.seed), now, programs, size.notes, size.tasks)  # noqa: S311
            _add_clients(session, maker, workers, size, tell)
            audit.record(session, None, "seed", now, details={"clients": size.clients})
            session.commit()
    finally:
        engine.dispose()
    return (
        f"{size.clients:,} clients with {size.clients * size.notes:,} notes. "
        f"Sign in as w0001@example.org ({min(HEAVY_CASELOAD, size.clients)} active clients at most), "
        f"s001@example.org or admin@example.org; the password of each is {PASSWORD}"
    )


def caseloads(workers: int, clients: int) -> list[int]:
    """Return how many active clients each worker has, as far as the clients go."""
    heavy = max(1, workers // 10)
    found = []
    for place in range(workers):
        count = min(HEAVY_CASELOAD if place < heavy else CASELOAD, clients)
        clients -= count
        found.append(count)
    return found


def _add_clients(
    session: Session,
    maker: Maker,
    workers: list[Worker],
    size: Size,
    tell: Callable[[str], None],
) -> None:
    for made, (worker, is_active) in enumerate(_places(workers, size), start=1):
        maker.add_client(worker, is_active=is_active)
        if made % BATCH == 0:
            _flush(session, maker.rows)
            tell(f"Seeding: {made:,} of {size.clients:,} clients")
    _flush(session, maker.rows)
    session.execute(Agency.__table__.update().values(next_case_number=maker.next_number))  # type: ignore[attr-defined]


def _places(workers: list[Worker], size: Size) -> list[tuple[Worker, bool]]:
    """Return whose each client is: first the active ones, then closed files over all workers."""
    active = [
        (worker, True)
        for worker, count in zip(workers, caseloads(size.workers, size.clients), strict=True)
        for _ in range(count)
    ]
    closed = size.clients - len(active)
    return active + [(workers[place % len(workers)], False) for place in range(closed)]


def _flush(session: Session, rows: dict[type[Base], list[dict[str, Any]]]) -> None:
    for table, found in rows.items():
        if found:
            session.execute(insert(table.__table__), found)  # type: ignore[arg-type]
            found.clear()
    session.commit()


def _add_agency(session: Session, size: Size, now: datetime) -> tuple[list[Worker], list[UUID]]:
    session.add(Agency(id=new_id(), name="Seeded agency", timezone=str(local_zone()), settings={}))
    programs = [
        Program(id=new_id(), name=name, is_shared_with_team=shared) for name, shared in PROGRAMS
    ]
    session.add_all(programs)
    secret = passwords.hashed(PASSWORD)

    def add_user(email: str, name: str, role: Role) -> UUID:
        user = User(
            id=new_id(),
            email=email,
            name=name,
            role=role,
            password_hash=secret,
            password_changed_at=now,
            created_at=now,
        )
        session.add(user)
        return user.id

    add_user("admin@example.org", "Administrator", Role.ADMINISTRATOR)
    workers = []
    for place in range(size.workers):
        number = place + 1
        name = f"Worker {number:04}"
        workers.append(Worker(add_user(f"w{number:04}@example.org", name, Role.WORKER), name))
    for start in range(0, size.workers, TEAM):
        number = start // TEAM + 1
        team = Team(id=new_id(), name=f"Team {number:03}")
        supervisor = add_user(
            f"s{number:03}@example.org", f"Supervisor {number:03}", Role.SUPERVISOR
        )
        session.add(team)
        session.flush()
        members = [worker.user_id for worker in workers[start : start + TEAM]]
        session.add(TeamMember(team_id=team.id, user_id=supervisor, supervises=True))
        session.add_all(
            TeamMember(team_id=team.id, user_id=one, supervises=False) for one in members
        )
    session.flush()
    return workers, [program.id for program in programs]
