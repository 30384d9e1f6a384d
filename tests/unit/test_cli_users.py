"""The command `tend user`: people looked after from the terminal."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from tests.conftest import Databases
from webapp import migrating
from webapp.cli_users import user
from webapp.database import Database
from webapp.domain.people import Role
from webapp.models import Agency, AuditEvent, MailedLink, Team, TeamMember, User, UserSession
from webapp.services import audit, passwords, sessions

PASSWORD = "green-kettle-april-tram"


@pytest.fixture
def database(databases: Databases, monkeypatch, tmp_path: Path):
    """The database that this process is set up for."""
    url = databases.fresh()
    # Its tables were made without Alembic, which takes longer than all the rest.
    monkeypatch.setattr(migrating, "is_current", lambda _engine: True)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("TEND_DATA_DIR", str(tmp_path / "data"))
    for name in ("TEND_SMTP_HOST", "TEND_PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)
    made = Database(url)
    yield made
    made.dispose()
    databases.drop(url)


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(user, list(arguments), input=typed)


def add(email="ada@example.org", *more: str, typed=f"{PASSWORD}\n") -> Result:
    return run(
        "add",
        email,
        "--name",
        "Ada Novak",
        "--agency",
        "Harbor Street",
        "--password-stdin",
        *more,
        typed=typed,
    )


def person(database: Database, email="ada@example.org") -> User | None:
    with database.reading() as session:
        return session.scalar(select(User).where(User.email == email))


def test_the_first_person_comes_with_the_agency(database):
    result = add("Ada@Example.org", "--role", "administrator", "--timezone", "America/Chicago")
    assert result.exit_code == 0, result.output
    ada = person(database)
    assert (ada.role, ada.name) == (Role.ADMINISTRATOR, "Ada Novak")
    assert passwords.matches(ada.password_hash, PASSWORD)
    with database.reading() as session:
        agency = session.scalars(select(Agency)).one()
        assert (agency.name, agency.timezone) == ("Harbor Street", "America/Chicago")
        event = session.scalars(select(AuditEvent)).one()
        assert (event.action, event.subject_id) == ("add_person", ada.id)
        assert audit.verify(session).broken_at is None


def test_an_agency_must_be_named_once(database):
    result = run("add", "a@example.org", "--name", "A", "--password-stdin", typed=f"{PASSWORD}\n")
    assert result.exit_code == 1
    assert "--agency" in result.output
    assert person(database, "a@example.org") is None


def test_a_password_can_be_typed_unseen(database):
    typed = f"{PASSWORD}\n{PASSWORD}\n"
    result = run("add", "a@example.org", "--name", "A", "--agency", "H", typed=typed)
    assert result.exit_code == 0, result.output
    assert PASSWORD not in result.output


@pytest.mark.parametrize(
    ("password", "message"), [("short", "12 characters"), ("password1234", "anyone would try")]
)
def test_a_weak_password_adds_nobody(database, password, message):
    result = add(typed=f"{password}\n")
    assert result.exit_code == 1
    assert message in result.output
    assert person(database) is None


@pytest.mark.parametrize("email", ["ada", "ada@", ""])
def test_an_address_must_be_one(database, email):
    assert add(email).exit_code == 2


def test_an_address_is_taken_once(database):
    add()
    result = add("ADA@example.org")
    assert result.exit_code == 1
    assert "has this address already" in result.output


def test_a_team_is_made_only_when_asked_to(database):
    assert "There is no team North" in add("ada@example.org", "--team", "North").output
    assert person(database) is None
    assert (
        add("ada@example.org", "--role", "supervisor", "--team", "North", "--new-team").exit_code
        == 0
    )
    with database.reading() as session:
        member = session.scalars(select(TeamMember)).one()
        assert member.supervises is True


def test_people_are_listed(database):
    add("ada@example.org", "--role", "administrator", "--team", "North", "--new-team")
    output = run("list").output
    assert "ada@example.org" in output
    assert "administrator" in output
    assert "[North]" in output


def test_a_closed_account_is_listed_only_when_asked_for(database):
    add("ada@example.org", "--role", "administrator")
    add("ben@example.org")
    assert run("deactivate", "ben@example.org").exit_code == 0
    assert "ben@example.org" not in run("list").output
    assert "(closed)" in run("list", "--all").output
    assert run("activate", "ben@example.org").exit_code == 0
    assert "ben@example.org" in run("list").output


def test_closing_ends_every_session(database):
    add("ada@example.org", "--role", "administrator")
    add("ben@example.org")
    ben = person(database, "ben@example.org")
    with database.writing() as session:
        sessions.open_session(session, session.get(User, ben.id), "Test", ben.created_at)
    assert "1 signed-in browsers ended" in run("deactivate", "ben@example.org").output
    with database.reading() as session:
        assert session.scalars(select(UserSession)).one().revoked_at is not None


def test_the_last_administrator_stays(database):
    add("ada@example.org", "--role", "administrator")
    for arguments in (("deactivate", "ada@example.org"), ("role", "ada@example.org", "worker")):
        result = run(*arguments)
        assert result.exit_code == 1
        assert "only administrator" in result.output
    assert person(database).role is Role.ADMINISTRATOR


def test_a_password_is_set_anew(database):
    add("nadia@example.org")
    result = run("password", "nadia@example.org", "--password-stdin", typed="words-for-nadia-2\n")
    assert result.exit_code == 1
    assert "the name in your email address" in result.output
    result = run("password", "nadia@example.org", "--password-stdin", typed="yellow-ladder-boat\n")
    assert result.exit_code == 0, result.output
    assert passwords.matches(
        person(database, "nadia@example.org").password_hash, "yellow-ladder-boat"
    )


def test_a_role_takes_its_teams_along(database):
    add("ada@example.org", "--team", "North", "--new-team")
    assert run("role", "ada@example.org", "supervisor").exit_code == 0
    with database.reading() as session:
        assert session.scalars(select(TeamMember)).one().supervises is True


def test_teams_are_joined_and_left(database):
    add()
    assert run("team", "ada@example.org", "South").exit_code == 1
    assert run("team", "ada@example.org", "South", "--new-team").exit_code == 0
    assert run("team", "ada@example.org", "south", "--leave").exit_code == 0
    with database.reading() as session:
        assert session.scalars(select(TeamMember)).all() == []
        assert session.scalars(select(Team.name)).all() == ["South"]


def test_an_invitation_is_written_when_there_is_no_mail_server(database, tmp_path):
    add("ada@example.org", "--role", "administrator")
    result = run("invite", "nadia@example.org", "--name", "Nadia", "--show-link")
    assert result.exit_code == 0, result.output
    assert "/invitation/" in result.output
    (letter,) = (tmp_path / "data" / "mail").glob("*.eml")
    assert "nadia@example.org" in letter.read_text()
    with database.reading() as session:
        assert session.scalars(select(MailedLink)).one().invited["mail"] == "written"


def test_mail_that_does_not_go_out_is_a_failure(database, monkeypatch):
    add("ada@example.org", "--role", "administrator")
    monkeypatch.setenv("TEND_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("TEND_SMTP_PORT", "1")
    result = run("invite", "nadia@example.org", "--name", "Nadia")
    assert result.exit_code == 1
    assert "did NOT go out" in result.output


@pytest.mark.parametrize("command", [("password", "--password-stdin"), ("deactivate",)])
def test_an_unknown_address_is_said(database, command):
    name, *options = command
    result = run(name, "nobody@example.org", *options, typed=f"{PASSWORD}\n")
    assert result.exit_code == 1
    assert "Nobody here has the address nobody@example.org" in result.output


def test_a_database_behind_its_migrations_is_refused(databases, monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    monkeypatch.setenv("TEND_DATA_DIR", str(tmp_path))
    assert "tend migrate" in run("list").output
