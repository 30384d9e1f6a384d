"""``tend program``: the programs of the agency, and which of them share with teams."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp import migrating
from webapp.config import read_settings
from webapp.database import Database
from webapp.domain.ids import new_id
from webapp.models import Program
from webapp.services import audit

LONGEST_NAME = 200


@click.group()
def program() -> None:
    """Add and list programs, and say which share with teams."""


@contextmanager
def _opened(*, writing: bool = True) -> Iterator[Session]:
    """Give a session on the database of this process."""
    database = Database(read_settings().database_url)
    try:
        if not migrating.is_current(database.engine):
            raise click.ClickException("The database is not up to date. Run first: tend migrate")
        with database.writing() if writing else database.reading() as session:
            yield session
    finally:
        database.dispose()


def _note(session: Session, action: str, found: Program, **details: bool) -> None:
    now = datetime.now(UTC)
    about = {"came_by": "command", **details}
    audit.record(session, None, action, now, subject_id=found.id, details=about)


def _named(session: Session, name: str) -> Program | None:
    return session.scalar(select(Program).where(Program.name == name))


@program.command()
@click.argument("name")
@click.option("--shared", is_flag=True, help="Team mates of the assigned worker see its clients.")
@click.option("--victim-services", is_flag=True, help="Run by a victim service provider.")
def add(name: str, shared: bool, victim_services: bool) -> None:
    """Add a program, in which cases can then be opened."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise click.ClickException(f"A name has 1 to {LONGEST_NAME} characters.")
    with _opened() as session:
        if _named(session, name) is not None:
            raise click.ClickException(f"There is a program {name} already.")
        found = Program(
            id=new_id(),
            name=name,
            is_shared_with_team=shared,
            is_victim_services=victim_services,
        )
        session.add(found)
        _note(session, "add_program", found, shared=shared, victim_services=victim_services)
    click.echo(f"Cases can be opened in {name}.")


@program.command("list")
def list_programs() -> None:
    """List programs, and who sees their clients."""
    with _opened(writing=False) as session:
        for one in session.scalars(select(Program).order_by(Program.name)):
            sees = "shared with the team" if one.is_shared_with_team else "assigned workers only"
            marks = "  [victim services]" if one.is_victim_services else ""
            click.echo(f"{one.name:<40} {sees}{marks}{'  (ended)' if one.ended_at else ''}")


@program.command()
@click.argument("name")
@click.option("--stop", is_flag=True, help="From now on only the assigned workers see its clients.")
def share(name: str, stop: bool) -> None:
    """Let team mates of an assigned worker see a program's clients, or stop it."""
    with _opened() as session:
        found = _named(session, name)
        if found is None:
            raise click.ClickException(f"There is no program {name}.")
        found.is_shared_with_team = not stop
        _note(session, "share_program", found, shared=not stop)
    sees = "assigned workers only" if stop else "assigned workers and their team mates"
    click.echo(f"Clients of {name} are seen by {sees}, and by supervisors.")
