"""Accounts: who works here, in which role and team; opened, changed, closed."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from webapp.domain.ids import new_id
from webapp.domain.people import Actor, Role
from webapp.models import Agency, MailedLink, Team, TeamMember, User
from webapp.services import access, sessions
from webapp.services.done import Done
from webapp.services.errors import Invalid, NotFound, Refused

#: Values of User.text_size and User.theme.
SIZES = ("normal", "large")
THEMES = ("system", "light", "dark")


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of the agency in the list of people."""

    id: UUID
    name: str
    email: str | None
    role: Role
    teams: tuple[str, ...]
    is_active: bool
    has_password: bool
    is_me: bool


@dataclass(frozen=True, slots=True)
class MorePage:
    """What the More page says beside its links."""

    name: str
    email: str | None
    role: Role
    teams: tuple[str, ...]
    help_line: str | None
    help_phone: str | None


def add_user(
    session: Session,
    *,
    name: str,
    email: str | None,
    role: Role,
    now: datetime,
    team: Team | None = None,
) -> User:
    """Insert a person, without a password; refuse an address that is taken."""
    email = email.casefold() if email else None
    if email and user_by_email(session, email) is not None:
        raise Invalid({"email": [_l("Somebody here has this address already.")]})
    user = User(id=new_id(), email=email, name=name, role=role, created_at=now)
    session.add(user)
    session.flush()
    if team is not None:
        join_team(session, user, team)
    return user


def user_by_email(session: Session, email: str) -> User | None:
    """Return whoever has this address, active or not."""
    return session.scalar(select(User).where(User.email == email.casefold()))


def join_team(session: Session, user: User, team: Team) -> None:
    """Put a person into a team; a supervisor supervises it."""
    member = session.get(TeamMember, (team.id, user.id))
    if member is None:
        member = TeamMember(team_id=team.id, user_id=user.id)
        session.add(member)
    member.supervises = user.role is Role.SUPERVISOR
    session.flush()


def leave_team(session: Session, user: User, team: Team) -> None:
    """Take a person out of a team."""
    member = session.get(TeamMember, (team.id, user.id))
    if member is not None:
        session.delete(member)
        session.flush()


def change_role(session: Session, user: User, role: Role) -> None:
    """Give a person another role; a team member's standing follows it."""
    if user.role is Role.ADMINISTRATOR and role is not Role.ADMINISTRATOR:
        _keep_an_administrator(session, user)
    user.role = role
    session.execute(
        update(TeamMember)
        .where(TeamMember.user_id == user.id)
        .values(supervises=role is Role.SUPERVISOR)
    )


def team_named(session: Session, name: str, *, make: bool = False) -> Team | None:
    """Return the team of this name, making it when asked to."""
    team = session.scalar(select(Team).where(func.lower(Team.name) == name.lower()))
    if team is None and make:
        team = Team(id=new_id(), name=name)
        session.add(team)
        session.flush()
    return team


def manageable_teams(session: Session, actor: Actor) -> list[tuple[UUID, str]]:
    """Return (id, name) of the teams this person may put people into."""
    query = select(Team.id, Team.name).order_by(Team.name)
    if not actor.is_administrator:
        query = query.join(TeamMember, TeamMember.team_id == Team.id).where(
            TeamMember.user_id == actor.user_id, TeamMember.supervises
        )
    return [(row.id, row.name) for row in session.execute(query)]


def list_people(session: Session, actor: Actor) -> list[PersonLine]:
    """Return the people this person looks after, active ones first, by name."""
    if actor.role is Role.WORKER:
        raise Refused(_l("Supervisors and administrators look after people. Ask one of them."))
    query = select(User).order_by(User.name)
    if not actor.is_administrator:
        query = query.where(_is_in_teams_of(actor))
    users = list(session.scalars(query))
    teams = _team_names(session)
    lines = [
        PersonLine(
            id=user.id,
            name=user.name,
            email=user.email,
            role=user.role,
            teams=tuple(teams[user.id]),
            is_active=user.is_active,
            has_password=user.password_hash is not None,
            is_me=user.id == actor.user_id,
        )
        for user in users
    ]
    return sorted(lines, key=lambda line: not line.is_active)


def _is_in_teams_of(actor: Actor) -> ColumnElement[bool]:
    mine = select(TeamMember.team_id).where(
        TeamMember.user_id == actor.user_id, TeamMember.supervises
    )
    members = select(TeamMember.user_id).where(TeamMember.team_id.in_(mine))
    return or_(User.id.in_(members), User.id == actor.user_id)


def _team_names(session: Session) -> dict[UUID, list[str]]:
    names: dict[UUID, list[str]] = defaultdict(list)
    query = (
        select(TeamMember.user_id, Team.name)
        .join(Team, Team.id == TeamMember.team_id)
        .order_by(Team.name)
    )
    for user_id, name in session.execute(query):
        names[user_id].append(name)
    return names


def more_page(session: Session, actor: Actor) -> MorePage:
    """Return what the More page says of the person and the agency."""
    user = session.get(User, actor.user_id)
    agency = session.scalar(select(Agency).limit(1))
    if user is None or agency is None:
        raise NotFound
    settings = agency.settings or {}
    return MorePage(
        name=user.name,
        email=user.email,
        role=user.role,
        teams=tuple(name for _id, name in access.teams_of(session, actor)),
        help_line=settings.get("help_line") or None,
        help_phone=settings.get("help_phone") or None,
    )


def save_preferences(session: Session, actor: Actor, fields: dict[str, Any], now: datetime) -> Done:
    """Keep the person's language, text size and theme."""
    user = session.get(User, actor.user_id)
    if user is None:
        raise NotFound
    user.language = fields["language"]
    user.text_size = fields["size"] or SIZES[0]
    user.theme = fields["theme"] or THEMES[0]
    return Done(
        subject_id=user.id,
        location="/settings/display",
        say="preferences_saved",
        context={"user": user},
    )


def deactivate_person(
    session: Session, actor: Actor, fields: dict[str, Any], now: datetime
) -> Done:
    """Close an account: signed out everywhere at once, nothing of theirs removed."""
    user = session.get(User, fields["user_id"])
    if user is None:
        raise NotFound
    if user.id == actor.user_id:
        raise Refused(_l("You cannot close your own account. Ask another administrator."))
    count = deactivate(session, user, now)
    return Done(
        subject_id=user.id,
        location="/people",
        say="person_deactivated",
        details={"sessions_revoked": count},
    )


def deactivate(session: Session, user: User, now: datetime) -> int:
    """Close the account and return how many sessions ended with it."""
    if user.role is Role.ADMINISTRATOR:
        _keep_an_administrator(session, user)
    if user.is_active:
        user.deactivated_at = now
    session.execute(
        update(MailedLink)
        .where(
            or_(MailedLink.user_id == user.id, MailedLink.email == user.email),
            MailedLink.used_at.is_(None),
            MailedLink.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )
    return sessions.revoke_all(session, user.id, now)


def reactivate_person(
    session: Session, actor: Actor, fields: dict[str, Any], now: datetime
) -> Done:
    """Open a closed account again; its password is the one it had."""
    user = session.get(User, fields["user_id"])
    if user is None:
        raise NotFound
    user.deactivated_at = None
    return Done(subject_id=user.id, location="/people", say="person_reactivated")


def _keep_an_administrator(session: Session, leaving: User) -> None:
    others = session.scalar(
        select(func.count())
        .select_from(User)
        .where(
            User.role == Role.ADMINISTRATOR,
            User.deactivated_at.is_(None),
            User.id != leaving.id,
        )
    )
    if not others:
        raise Refused(_l("This is the only administrator. Make somebody else one first."))
