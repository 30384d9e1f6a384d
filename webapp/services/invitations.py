"""Invitations: a mailed link by which a new person chooses a password and starts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from webapp.domain.people import Actor, Role
from webapp.models import Agency, MailedLink, Team, User
from webapp.services import accounts, links
from webapp.services.done import Done
from webapp.services.errors import Invalid, NotFound, Refused
from webapp.services.passwords import set_password

LASTS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """One open invitation in the list of people."""

    id: UUID
    name: str
    email: str
    role: Role
    expires_at: datetime
    has_run_out: bool
    #: A state of ``services/links.py``: what became of the mail.
    mail: str


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """What the page of an invitation shows to the person invited."""

    name: str
    email: str
    role: Role
    agency_name: str


def invite_person(session: Session, actor: Actor, fields: dict[str, Any], now: datetime) -> Done:
    """Invite somebody by mail; a supervisor invites workers into a team of their own."""
    role = Role(fields["role"] or Role.WORKER)
    team_id: UUID | None = fields["team_id"]
    if not actor.is_administrator:
        if role is not Role.WORKER:
            raise Refused(_l("Only an administrator can invite people in this role."))
        if team_id is None:
            raise Invalid({"team_id": [_l("Choose the team this person joins.")]})
    if team_id is not None:
        allowed = {known for known, _name in accounts.manageable_teams(session, actor)}
        if team_id not in allowed:
            raise Invalid({"team_id": [_l("Choose one of your teams.")]})
    link, token = invite(
        session,
        name=fields["name"],
        email=fields["email"],
        role=role,
        team_id=team_id,
        person=_imported(session, actor, fields["person_id"]),
        created_by=actor.user_id,
        now=now,
    )
    return _invited(link, token)


def invite(
    session: Session,
    *,
    name: str,
    email: str,
    role: Role,
    team_id: UUID | None,
    created_by: UUID | None,
    now: datetime,
    person: User | None = None,
) -> tuple[MailedLink, str]:
    """Return a new invitation and its token; an older one to the same address ends."""
    known = accounts.user_by_email(session, email)
    if known is not None:
        closed = _l("This person had an account here. Open it again in the list below.")
        taken = _l("Somebody here has this address already.")
        raise Invalid({"email": [taken if known.is_active else closed]})
    _end_open(session, email, now)
    return links.make(
        session,
        links.INVITE,
        email.casefold(),
        now,
        lasts=LASTS,
        user_id=person.id if person else None,
        created_by=created_by,
        invited={
            "name": name,
            "role": str(role),
            "team_id": str(team_id) if team_id else None,
        },
    )


def _imported(session: Session, actor: Actor, person_id: UUID | None) -> User | None:
    """Return a person known only from an import, whom the invitation lets in."""
    if person_id is None:
        return None
    person = session.get(User, person_id)
    if person is None or person.email is not None or not actor.is_administrator:
        raise NotFound
    return person


def _end_open(session: Session, email: str, now: datetime) -> None:
    session.execute(
        update(MailedLink)
        .where(
            MailedLink.kind == links.INVITE,
            MailedLink.email == email.casefold(),
            MailedLink.used_at.is_(None),
            MailedLink.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )


def _invited(link: MailedLink, token: str) -> Done:
    return Done(
        subject_id=link.id,
        location="/people",
        say="invited",
        context={"link": link, "token": token},
        details={"role": link.invited["role"]},
    )


def resend_invitation(
    session: Session, actor: Actor, fields: dict[str, Any], now: datetime
) -> Done:
    """Mail an invitation again, with a new link and seven new days."""
    old = _mine(session, actor, fields["invitation_id"])
    invited = dict(old.invited)
    _end_open(session, old.email, now)
    link, token = links.make(
        session,
        links.INVITE,
        old.email,
        now,
        lasts=LASTS,
        user_id=old.user_id,
        created_by=actor.user_id,
        invited=invited,
    )
    return _invited(link, token)


def revoke_invitation(
    session: Session, actor: Actor, fields: dict[str, Any], now: datetime
) -> Done:
    """Take an invitation back."""
    link = _mine(session, actor, fields["invitation_id"])
    link.revoked_at = now
    return Done(subject_id=link.id, location="/people", say="invitation_revoked")


def _mine(session: Session, actor: Actor, link_id: UUID) -> MailedLink:
    link = session.get(MailedLink, link_id)
    if link is None or link.kind != links.INVITE or link.used_at or link.revoked_at:
        raise NotFound
    if not actor.is_administrator and link.created_by != actor.user_id:
        raise NotFound
    return link


def list_open(session: Session, actor: Actor, now: datetime) -> list[InvitationLine]:
    """Return the invitations nobody has accepted yet; a supervisor sees their own."""
    query = (
        select(MailedLink)
        .where(
            MailedLink.kind == links.INVITE,
            MailedLink.used_at.is_(None),
            MailedLink.revoked_at.is_(None),
        )
        .order_by(MailedLink.created_at.desc())
    )
    if not actor.is_administrator:
        query = query.where(MailedLink.created_by == actor.user_id)
    return [
        InvitationLine(
            id=link.id,
            name=link.invited.get("name") or "",
            email=link.email,
            role=Role(link.invited["role"]),
            expires_at=link.expires_at,
            has_run_out=link.expires_at <= now,
            mail=link.invited.get("mail", links.WAITING),
        )
        for link in session.scalars(query)
    ]


def look_at(session: Session, token: str, now: datetime) -> InvitationPage | None:
    """Return what an invitation says; looking does not accept it."""
    link = links.look_at(session, links.INVITE, token, now)
    agency = session.scalar(select(Agency).limit(1))
    if link is None or agency is None:
        return None
    return InvitationPage(
        name=link.invited.get("name") or "",
        email=link.email,
        role=Role(link.invited["role"]),
        agency_name=agency.name,
    )


def accept_invitation(
    session: Session, actor: Actor | None, fields: dict[str, Any], now: datetime
) -> Done:
    """Make the account the invitation speaks of, with the password its owner chose."""
    link = links.use(session, links.INVITE, fields["token"] or "", now)
    role = Role(link.invited["role"])
    user = session.get(User, link.user_id) if link.user_id else None
    if user is None:
        if accounts.user_by_email(session, link.email) is not None:
            raise links.LinkOver
        user = accounts.add_user(session, name=fields["name"], email=link.email, role=role, now=now)
    elif user.email is not None:
        raise links.LinkOver
    user.email, user.role, user.deactivated_at = link.email, role, None
    user.name = fields["name"]
    set_password(user, fields["new_password"], now)
    team_id = link.invited.get("team_id")
    team = session.get(Team, UUID(team_id)) if team_id else None
    if team is not None:
        accounts.join_team(session, user, team)
    return Done(subject_id=user.id, location="/today", say="welcome", context={"user": user})
