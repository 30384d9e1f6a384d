"""The command `tend doctor`: says what is wrong, and changes nothing."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import insert, text, update
from sqlalchemy.orm import Session

from tests import factories as make
from tests import world
from tests.conftest import Databases
from webapp import migrating
from webapp.cli_doctor import doctor
from webapp.database import Database
from webapp.domain.cases import AssignmentKind, CaseStatus, RiskLevel
from webapp.domain.ids import new_id
from webapp.models import (
    Agency,
    Assignment,
    AuditEvent,
    Case,
    Client,
    RiskChange,
    SearchKey,
    StatusChange,
)
from webapp.services import audit


@pytest.fixture
def database(databases: Databases, monkeypatch, tmp_path: Path):
    url = databases.fresh()
    monkeypatch.setattr(migrating, "is_current", lambda _engine: True)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("TEND_DATA_DIR", str(tmp_path / "data"))
    made = Database(url)
    yield made
    made.dispose()
    databases.drop(url)


@pytest.fixture
def people(database):
    """The named world, with two links in its audit chain."""
    with database.writing() as session:
        made = world.build(session)
        for client in (made.amina, made.rosa):
            audit.record(
                session, make.actor_of(made.dina), "read_client", make.now(), client_id=client.id
            )
    return made


def run() -> Result:
    return CliRunner().invoke(doctor)


def lines(result: Result) -> list[str]:
    return [line[5:].partition(":")[0] for line in result.output.splitlines() if line[:3] == "BAD"]


def test_a_sound_database_is_fine(people):
    result = run()
    assert result.exit_code == 0, result.output
    assert "Audit chain: 2 links, whole" in result.output
    assert lines(result) == []


def break_chain(session: Session, _people) -> None:
    session.execute(update(AuditEvent).where(AuditEvent.seq == 1).values(action="nothing"))


def lose_agency(session: Session, _people) -> None:
    session.execute(text("DELETE FROM agencies"))


def double_agency(session: Session, _people) -> None:
    session.add(Agency(id=new_id(), name="Another"))


def miscount_tasks(session: Session, people) -> None:
    session.execute(update(Client).where(Client.id == people.amina.id).values(open_tasks=7))


def forget_last_contact(session: Session, people) -> None:
    session.execute(
        update(Client).where(Client.id == people.amina.id).values(last_contact_at=make.now())
    )


def hide_from_search(session: Session, people) -> None:
    session.execute(text("DELETE FROM search_keys"))
    assert session.query(SearchKey).count() == 0


def step(people, after: CaseStatus, changed_at) -> dict[str, object]:
    return {
        "id": new_id(),
        "case_id": people.amina_case.id,
        "client_id": people.amina.id,
        "after": after,
        "changed_at": changed_at,
        "recorded_at": make.now(),
    }


def contradict_status(session: Session, people) -> None:
    rows = [
        step(people, people.amina_case.status, make.now() - timedelta(days=2)),
        step(people, CaseStatus.HOLDING, make.now() - timedelta(days=1)),
    ]
    session.execute(insert(StatusChange), rows)


def contradict_risk(session: Session, people) -> None:
    row = step(people, RiskLevel.LOW, make.now())
    session.execute(insert(RiskChange), [{**row, "reason": "calm"}])


def stray_assignment(session: Session, people) -> None:
    session.execute(
        update(Assignment)
        .where(Assignment.case_id == people.amina_case.id)
        .values(client_id=people.rosa.id)
    )


def double_primary(session: Session, people) -> None:
    session.add(
        Assignment(
            id=new_id(),
            case_id=people.amina_case.id,
            client_id=people.amina.id,
            user_id=people.ben.id,
            kind=AssignmentKind.PRIMARY,
            started_at=make.now(),
        )
    )


def end_case_only(session: Session, people) -> None:
    session.execute(
        update(Case)
        .where(Case.id == people.amina_case.id)
        .values(status=CaseStatus.CLOSED, closed_on=make.now().date())
    )


def close_without_a_day(session: Session, people) -> None:
    session.execute(
        update(Assignment)
        .where(Assignment.case_id == people.amina_case.id)
        .values(ended_at=make.now())
    )
    session.execute(
        update(Case).where(Case.id == people.amina_case.id).values(status=CaseStatus.CLOSED)
    )


@pytest.mark.parametrize(
    ("damage", "what"),
    [
        (break_chain, "Audit chain"),
        (lose_agency, "Agency"),
        (double_agency, "Agency"),
        (miscount_tasks, "Next steps in lists"),
        (forget_last_contact, "Last contacts in lists"),
        (hide_from_search, "Search"),
        (contradict_status, "Status of cases"),
        (contradict_risk, "Risk of cases"),
        (stray_assignment, "Clients of assignments"),
        (double_primary, "Primary workers"),
        (end_case_only, "Ended cases"),
        (close_without_a_day, "Closing days"),
    ],
)
def test_damage_is_named_and_the_command_fails(database, people, damage, what):
    with database.writing() as session:
        damage(session, people)
    result = run()
    assert result.exit_code == 1
    assert lines(result) == [what]


def test_a_row_that_points_to_nothing_is_found(database, people):
    if database.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL does not let it happen")
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("DELETE FROM programs WHERE name = 'Reentry'")
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
    result = run()
    assert result.exit_code == 1
    assert lines(result) == ["References"]


def test_a_history_told_in_another_order_is_fine(database, people):
    """What a phone wrote before, but delivered after, does not overturn the present."""
    with database.writing() as session:
        late = step(people, CaseStatus.HOLDING, make.now() - timedelta(days=9))
        newest = step(people, people.amina_case.status, make.now() - timedelta(days=2))
        session.execute(insert(StatusChange), [newest, late])
    assert run().exit_code == 0


def test_a_database_behind_its_migrations_is_said(databases, monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    monkeypatch.setenv("TEND_DATA_DIR", str(tmp_path))
    result = run()
    assert result.exit_code == 1
    assert "tend migrate" in result.output
