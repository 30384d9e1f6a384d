"""``tend user``: the people who can sign in, looked after from the server's own terminal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

import click
from email_validator import EmailNotValidError, validate_email
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp import create_app, migrating
from webapp.config import read_settings
from webapp.database import Database
from webapp.domain.ids import new_id
from webapp.domain.people import Role
from webapp.models import Agency, Team, TeamMember, User
from webapp.services import accounts, audit, invitations, links, passwords, sessions
from webapp.services.errors import Invalid, Refused
from webapp.views import mailing

ROLES = click.Choice([str(role) for role in Role])
LONGEST_NAME = 200


class Address(click.ParamType[str]):
    """A mail address, written the way it is kept."""

    name = "address"

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        try:
            found = validate_email(value, check_deliverability=False, test_environment=True)
        except EmailNotValidError as error:
            self.fail(str(error), param, ctx)
        return found.normalized.casefold()


class PersonName(click.ParamType[str]):
    """A name that fits."""

    name = "name"

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        text = " ".join(str(value).split())
        if not text or len(text) > LONGEST_NAME:
            self.fail(f"a name has 1 to {LONGEST_NAME} characters", param, ctx)
        return text


class Zone(click.ParamType[str]):
    """A time zone of the IANA database."""

    name = "zone"

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        if value not in available_timezones():
            self.fail(f"{value} is no time zone; write one like America/Chicago", param, ctx)
        return str(value)


@click.group()
def user() -> None:
    """Add, list and look after the people who can sign in."""


@contextmanager
def _opened(*, writing: bool = True) -> Iterator[Session]:
    """Give a session on the database of this process; errors of services become messages."""
    database = Database(read_settings().database_url)
    try:
        if not migrating.is_current(database.engine):
            raise click.ClickException("The database is not up to date. Run first: tend migrate")
        with database.writing() if writing else database.reading() as session:
            yield session
    except Invalid as invalid:
        messages = [str(one) for found in invalid.errors.values() for one in found]
        raise click.ClickException(" ".join(messages)) from invalid
    except Refused as refused:
        raise click.ClickException(str(refused.message)) from refused
    finally:
        database.dispose()


def _now() -> datetime:
    return datetime.now(UTC)


def _note(session: Session, action: str, subject_id: UUID) -> None:
    audit.record(
        session, None, action, _now(), subject_id=subject_id, details={"came_by": "command"}
    )


def _person(session: Session, email: str) -> User:
    found = accounts.user_by_email(session, email)
    if found is None:
        raise click.ClickException(f"Nobody here has the address {email}.")
    return found


def _team(session: Session, name: str | None, *, make: bool = False) -> Team | None:
    if name is None:
        return None
    team = accounts.team_named(session, name, make=make)
    if team is None:
        raise click.ClickException(f"There is no team {name}. Add --new-team to make it.")
    return team


def _ask_password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    answer: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return answer


def _set_password(user: User, password: str) -> None:
    """Set it, or say in the words of the page why not."""
    passwords.set_password(user, password.strip(), _now())


@user.command()
@click.argument("email", type=Address())
@click.option("--name", prompt=True, type=PersonName(), help="As colleagues know the person.")
@click.option("--role", type=ROLES, default="worker", show_default=True)
@click.option("--team", help="Team to join; a supervisor supervises it.")
@click.option("--new-team", is_flag=True, help="Make the team if there is none of this name.")
@click.option("--agency", help="Name of the agency, if the database has none yet.")
@click.option("--timezone", type=Zone(), default="UTC", show_default=True, help="Of a new agency.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def add(
    email: str,
    name: str,
    role: str,
    team: str | None,
    new_team: bool,
    agency: str | None,
    timezone: str,
    password_stdin: bool,
) -> None:
    """Add a person who can sign in at once; asks for their password."""
    password = _ask_password(password_stdin)
    with _in_words(), _opened() as session:
        _require_agency(session, agency, timezone)
        found = _team(session, team, make=new_team)
        added = accounts.add_user(
            session, name=name, email=email, role=Role(role), now=_now(), team=found
        )
        _set_password(added, password)
        _note(session, "add_person", added.id)
    click.echo(f"{name} can sign in as {email.casefold()}.")


def _require_agency(session: Session, name: str | None, timezone: str) -> None:
    if session.scalar(select(Agency.id).limit(1)) is not None:
        return
    if not name:
        raise click.ClickException(
            "This database belongs to no agency yet. Name it with --agency, and set --timezone."
        )
    session.add(Agency(id=new_id(), name=name, timezone=timezone))
    session.flush()


@user.command("list")
@click.option("--all", "everybody", is_flag=True, help="Closed accounts and imported people too.")
def list_users(everybody: bool) -> None:
    """List people: address, role, name, teams."""
    with _opened(writing=False) as session:
        people = list(session.scalars(select(User).order_by(User.name)))
        teams: dict[UUID, list[str]] = {}
        rows = select(TeamMember.user_id, Team.name).join(Team, Team.id == TeamMember.team_id)
        for user_id, name in session.execute(rows.order_by(Team.name)):
            teams.setdefault(user_id, []).append(name)
    for one in people:
        if not everybody and (one.email is None or not one.is_active):
            continue
        state = "" if one.is_active else "  (closed)"
        click.echo(
            f"{one.email or '(no address)':<34} {one.role:<14} {one.name}"
            f"{'  [' + ', '.join(teams[one.id]) + ']' if one.id in teams else ''}{state}"
        )


@user.command()
@click.argument("email", type=Address())
@click.option("--name", prompt=True, type=PersonName(), help="As colleagues know the person.")
@click.option("--role", type=ROLES, default="worker", show_default=True)
@click.option("--team", help="Team to join.")
@click.option("--new-team", is_flag=True, help="Make the team if there is none of this name.")
@click.option("--show-link", is_flag=True, help="Print the link, to be handed over in person.")
def invite(
    email: str, name: str, role: str, team: str | None, new_team: bool, show_link: bool
) -> None:
    """Mail somebody a link to choose a password and start."""
    with _in_words(), _opened() as session:
        agency = session.scalar(select(Agency).limit(1))
        if agency is None:
            raise click.ClickException("This database belongs to no agency yet.")
        found = _team(session, team, make=new_team)
        link, token = invitations.invite(
            session,
            name=name,
            email=email,
            role=Role(role),
            team_id=found.id if found else None,
            created_by=None,
            now=_now(),
        )
        _note(session, "invite_person", link.id)
    app = create_app()
    with app.app_context():
        state = mailing.send_invitation(link, token, agency.language, agency.name)
    says = {
        links.SENT: "The mail went out.",
        links.WRITTEN: f"No mail server is set up; the mail lies in {read_settings().data_dir / 'mail'}.",
        links.FAILED: "The mail did NOT go out. Check the mail server's settings and invite again.",
    }
    click.echo(says[state])
    if show_link:
        click.echo(f"{read_settings().public_url}/invitation/{token}")
    if state == links.FAILED and not show_link:
        raise SystemExit(1)


@user.command()
@click.argument("email", type=Address())
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def password(email: str, password_stdin: bool) -> None:
    """Set somebody's password and sign them out everywhere."""
    answer = _ask_password(password_stdin)
    with _in_words(), _opened() as session:
        found = _person(session, email)
        _set_password(found, answer)
        sessions.revoke_all(session, found.id, _now())
        passwords.revoke_resets(session, found, _now())
        _note(session, "set_password", found.id)
    click.echo("Password set; signed out everywhere.")


@user.command()
@click.argument("email", type=Address())
def deactivate(email: str) -> None:
    """Close an account: signed out at once, nothing removed."""
    with _in_words(), _opened() as session:
        found = _person(session, email)
        ended = accounts.deactivate(session, found, _now())
        _note(session, "deactivate_person", found.id)
    click.echo(f"Account closed; {ended} signed-in browsers ended.")


@user.command()
@click.argument("email", type=Address())
def activate(email: str) -> None:
    """Open a closed account again."""
    with _opened() as session:
        found = _person(session, email)
        found.deactivated_at = None
        _note(session, "reactivate_person", found.id)
    click.echo("Account open.")


@user.command()
@click.argument("email", type=Address())
@click.argument("role", type=ROLES)
def role(email: str, role: str) -> None:
    """Give somebody another role."""
    with _in_words(), _opened() as session:
        found = _person(session, email)
        accounts.change_role(session, found, Role(role))
        _note(session, "change_role", found.id)
    click.echo(f"{found.name} is now {role}.")


@user.command()
@click.argument("email", type=Address())
@click.argument("team_name", metavar="TEAM")
@click.option("--leave", is_flag=True, help="Take the person out of the team.")
@click.option("--new-team", is_flag=True, help="Make the team if there is none of this name.")
def team(email: str, team_name: str, leave: bool, new_team: bool) -> None:
    """Put somebody into a team, or take them out of it."""
    with _opened() as session:
        found = _person(session, email)
        chosen = _team(session, team_name, make=new_team and not leave)
        assert chosen is not None
        if leave:
            accounts.leave_team(session, found, chosen)
        else:
            accounts.join_team(session, found, chosen)
        _note(session, "leave_team" if leave else "join_team", found.id)
    click.echo(f"{found.name} {'left' if leave else 'is in'} {chosen.name}.")


@contextmanager
def _in_words() -> Iterator[None]:
    """Lend lazy sentences the application they ask for their language."""
    with create_app().app_context(), force_locale(read_settings().languages[0]):
        yield
