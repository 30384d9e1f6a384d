"""The demo agency: whole, believable, never in the way of real data."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.config import Settings
from webapp.database import Database
from webapp.demo import agency
from webapp.demo.build import NotADemo, build_when_empty
from webapp.demo.clients import AGENCY
from webapp.demo.shapes import ClientSpec
from webapp.domain.notes import SECTIONS, NoteState
from webapp.domain.people import Actor, Role
from webapp.domain.priority import Band
from webapp.models import Amendment, Assignment, Client, ContactPoint, Note, Task, User
from webapp.services import caseload, doctor, passwords

pytestmark = pytest.mark.slow


@pytest.fixture
def built(settings: Settings, session: Session) -> Session:
    build_when_empty(settings.database_url)
    return session


def worker(session: Session, email: str = "worker@example.org") -> User:
    return session.scalars(select(User).where(User.email == email)).one()


def test_the_four_accounts_can_sign_in(built: Session) -> None:
    roles = {user.email: user.role for user in built.scalars(select(User)) if user.email}
    assert roles == {
        "worker@example.org": Role.WORKER,
        "worker2@example.org": Role.WORKER,
        "supervisor@example.org": Role.SUPERVISOR,
        "admin@example.org": Role.ADMINISTRATOR,
    }
    assert all(
        passwords.matches(user.password_hash, agency.PASSWORD)
        for user in built.scalars(select(User))
        if user.email
    )


def test_everything_is_in_order_for_the_doctor(built: Session) -> None:
    assert [check for check in doctor.examine(built) if not check.is_fine] == []


def test_the_caseload_shows_every_situation(built: Session) -> None:
    user = worker(built)
    people = caseload.load(
        built, Actor(user.id, user.role, user.name), datetime.now(UTC), caseload.Whose.MINE
    )
    assert 24 <= len(people) <= 30
    assert {person.ranked.band for person in people} == set(Band)
    on = datetime.now(UTC).date()
    shown = caseload.shows(people, on)
    for show in caseload.Show:
        assert any(show in kept for kept in shown.values()), show


def test_nothing_was_written_or_happened_in_the_future(built: Session) -> None:
    now = datetime.now(UTC)
    assert (built.scalar(select(func.max(Note.occurred_at))) or now) < now
    assert (built.scalar(select(func.max(Note.signed_at))) or now) < now
    assert (built.scalar(select(func.max(Amendment.recorded_at))) or now) < now


def test_there_is_a_late_entry_an_addendum_a_correction_and_a_draft(built: Session) -> None:
    assert built.scalar(select(func.count()).where(Note.lateness.is_not(None))) == 1
    assert built.scalar(select(func.count()).where(Note.state == NoteState.DRAFT)) == 1
    kinds = set(built.scalars(select(Amendment.kind)))
    assert kinds == {"addendum", "correction"}


def test_steps_are_due_overdue_and_done(built: Session) -> None:
    on = datetime.now(UTC).date()
    mine = select(func.count()).where(Task.owner_id == worker(built).id)
    assert built.scalar(mine.where(Task.done_at.is_not(None)))
    assert built.scalar(mine.where(Task.done_at.is_(None), Task.due_on < on))
    assert built.scalar(mine.where(Task.done_at.is_(None), Task.due_on > on))


def test_the_second_worker_has_eighteen_clients(built: Session) -> None:
    user = worker(built, "worker2@example.org")
    assert built.scalar(select(func.count()).where(Assignment.user_id == user.id)) == 18


def test_only_invented_numbers_are_used(built: Session) -> None:
    values = built.scalars(select(ContactPoint.value).where(ContactPoint.kind == "phone"))
    assert {value[:6] for value in values} == {"555-01"}


def test_a_second_start_changes_nothing(settings: Settings, built: Session) -> None:
    before = built.scalar(select(func.count()).select_from(Note))
    again = build_when_empty(settings.database_url)
    built.expire_all()
    assert again.was_there
    assert built.scalar(select(func.count()).select_from(Note)) == before


def test_fresh_builds_it_anew(settings: Settings, db: Database, built: Session) -> None:
    built.close()
    with db.writing() as session:
        session.execute(Client.__table__.update().values(pronouns="changed"))  # type: ignore[attr-defined]
    later = datetime.now(UTC) + timedelta(days=3)
    again = build_when_empty(settings.database_url, fresh=True, now=later)
    assert again.on >= date.today() + timedelta(days=2)
    with db.reading() as session:
        assert session.scalar(select(func.count()).where(Client.pronouns == "changed")) == 0


@pytest.mark.parametrize("fresh", [False, True])
def test_an_agency_that_is_not_the_demo_is_left_alone(
    settings: Settings, people: object, session: Session, fresh: bool
) -> None:
    before = session.scalar(select(func.count()).select_from(Client))
    with pytest.raises(NotADemo):
        build_when_empty(settings.database_url, fresh=fresh)
    session.expire_all()
    assert session.scalar(select(func.count()).select_from(Client)) == before


@pytest.mark.parametrize("spec", AGENCY.clients, ids=lambda spec: spec.key)
def test_what_is_written_of_a_client_holds_together(spec: ClientSpec) -> None:
    assert all(note.days <= spec.opened for note in spec.notes)
    assert all(step.days <= spec.opened for step in (*spec.risks, *spec.statuses))
    for note in spec.notes:
        assert set(note.sections) <= set(SECTIONS[note.template]), note
        assert all(text.strip() and "lorem" not in text.lower() for text in note.sections.values())
    assert not spec.statuses or spec.statuses[-1].days == min(one.days for one in spec.statuses)


def test_keys_are_unique() -> None:
    keys = [spec.key for spec in AGENCY.clients]
    assert len(keys) == len(set(keys))
