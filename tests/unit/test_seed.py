"""Seeding: the shape asked for, right summaries, the same from the same seed."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from tests.conftest import Databases
from webapp.config import Settings
from webapp.domain.people import Actor, Role
from webapp.models import Agency, Assignment, Case, Client, Note, Task, User
from webapp.seeding import NotEmpty, Size, seed_agency
from webapp.seeding.bulk import caseloads
from webapp.services import clients, doctor, search

SMALL = Size(workers=4, clients=330, notes=3, tasks=5, seed=1)


def tell(_text: str) -> None:
    """Say nothing."""


@pytest.fixture
def seeded(settings: Settings, session: Session) -> Session:
    seed_agency(settings.database_url, SMALL, tell)
    return session


def test_it_has_the_shape_asked_for(seeded: Session) -> None:
    count = {
        table: seeded.scalar(select(func.count()).select_from(table))
        for table in (Client, Case, Note, Task)
    }
    assert count == {Client: 330, Case: 330, Note: 990, Task: 1650}
    active = dict(
        seeded.execute(
            select(User.email, func.count())
            .join(Assignment, Assignment.user_id == User.id)
            .where(Assignment.ended_at.is_(None))
            .group_by(User.email)
        ).all()
    )
    assert active == {
        "w0001@example.org": 200,
        "w0002@example.org": 40,
        "w0003@example.org": 40,
        "w0004@example.org": 40,
    }


def test_everything_is_in_order_for_the_doctor(seeded: Session) -> None:
    assert [check for check in doctor.examine(seeded) if not check.is_fine] == []


def test_everybody_is_found_by_name_as_if_added_one_by_one(seeded: Session) -> None:
    row = seeded.scalars(select(Client).limit(1)).one()
    boss = seeded.scalars(select(User).where(User.role == Role.ADMINISTRATOR)).one()
    actor = Actor(boss.id, boss.role, boss.name)
    found = search.find_clients(seeded, actor, row.name_used, 300)
    assert row.id in {one.client_id for one in found}
    before = set(seeded.scalars(_keys_of(row)))
    clients.index_names(seeded, row.id)
    assert set(seeded.scalars(_keys_of(row))) == before


def _keys_of(row: Client) -> object:
    from webapp.models import SearchKey

    return select(SearchKey.key).where(SearchKey.client_id == row.id)


def test_the_next_case_number_is_free(seeded: Session) -> None:
    taken = set(seeded.scalars(select(Client.case_number)))
    assert f"T-{seeded.scalars(select(Agency.next_case_number)).one()}" not in taken


def test_the_same_seed_gives_the_same_agency(databases: Databases) -> None:
    now = datetime.now(UTC)
    seen = []
    for seed in (1, 1, 2):
        url = databases.fresh()
        seed_agency(url, Size(2, 30, 2, 5, seed), tell, now)
        engine = create_engine(url)
        with Session(engine) as session:
            rows = session.execute(select(Client.id, Client.name_used).order_by(Client.id)).all()
            texts = list(session.scalars(select(Note.sections).order_by(Note.id)))
            seen.append((rows, texts))
        engine.dispose()
        databases.drop(url)
    assert seen[0] == seen[1]
    assert seen[0] != seen[2]


def test_a_database_with_people_in_it_is_refused(
    settings: Settings, people: object, session: Session
) -> None:
    before = session.scalar(select(func.count()).select_from(Client))
    with pytest.raises(NotEmpty):
        seed_agency(settings.database_url, SMALL, tell)
    session.expire_all()
    assert session.scalar(select(func.count()).select_from(Client)) == before


@pytest.mark.parametrize(
    ("workers", "clients_", "expected"),
    [
        (1, 10, [10]),
        (1, 500, [200]),
        (3, 230, [200, 30, 0]),
        (20, 5000, [200, 200, *[40] * 18]),
    ],
)
def test_caseloads_never_exceed_the_clients(
    workers: int, clients_: int, expected: list[int]
) -> None:
    assert caseloads(workers, clients_) == expected
