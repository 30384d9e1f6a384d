"""The command `tend program`: programs looked after from the terminal."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from tests.conftest import Databases
from webapp import migrating
from webapp.cli_programs import program
from webapp.database import Database
from webapp.models import AuditEvent, Program


@pytest.fixture
def database(databases: Databases, monkeypatch, tmp_path: Path):
    """The database that this process is set up for."""
    url = databases.fresh()
    monkeypatch.setattr(migrating, "is_current", lambda _engine: True)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("TEND_DATA_DIR", str(tmp_path / "data"))
    made = Database(url)
    yield made
    made.dispose()
    databases.drop(url)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(program, list(arguments))


def shares(database: Database) -> dict[str, bool]:
    with database.reading() as session:
        found = session.execute(select(Program.name, Program.is_shared_with_team))
        return {row.name: row.is_shared_with_team for row in found}


def test_a_program_is_added_and_only_its_workers_see_its_clients(database):
    result = run("add", "  Street   outreach ")
    assert result.exit_code == 0, result.output
    assert shares(database) == {"Street outreach": False}
    with database.reading() as session:
        event = session.scalar(select(AuditEvent))
        assert event is not None
        assert (event.action, event.details["came_by"]) == ("add_program", "command")


def test_a_program_shares_with_teams_until_it_is_told_to_stop(database):
    assert run("add", "Reentry").exit_code == 0
    assert run("share", "Reentry").exit_code == 0
    assert shares(database) == {"Reentry": True}
    assert run("share", "Reentry", "--stop").exit_code == 0
    assert shares(database) == {"Reentry": False}


def test_the_list_says_who_sees_whom(database):
    run("add", "Reentry", "--shared")
    run("add", "Safe home", "--victim-services")
    lines = run("list").output.splitlines()
    assert lines[0].split("  ")[0] == "Reentry"
    assert "shared with the team" in lines[0]
    assert "assigned workers only  [victim services]" in lines[1]


@pytest.mark.parametrize(
    "arguments", [("add", "Reentry"), ("add", " "), ("add", "x" * 201), ("share", "Nothing")]
)
def test_what_cannot_be_is_refused(database, arguments):
    run("add", "Reentry")
    assert run(*arguments).exit_code == 1
    assert list(shares(database)) == ["Reentry"]
