"""One-time links that are mailed: made, looked at, used up once."""

import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from webapp.domain.ids import new_id
from webapp.models import MailedLink
from webapp.services.errors import ServiceError
from webapp.services.sessions import token_hash

RESET, INVITE = "reset", "invite"

#: What became of the mail that carries the link.
WAITING, SENT, WRITTEN, FAILED = "waiting", "sent", "written", "failed"


class LinkOver(ServiceError):
    """The link was used, has run out, was replaced, or never was one."""


def make(
    session: Session,
    kind: str,
    email: str,
    now: datetime,
    *,
    lasts: timedelta,
    user_id: UUID | None = None,
    created_by: UUID | None = None,
    invited: dict[str, Any] | None = None,
) -> tuple[MailedLink, str]:
    """Return a new link and the token that is mailed; only the token's hash is kept."""
    token = secrets.token_urlsafe(32)
    link = MailedLink(
        id=new_id(),
        kind=kind,
        token_hash=token_hash(token),
        email=email,
        user_id=user_id,
        invited={**(invited or {}), "mail": WAITING},
        created_by=created_by,
        created_at=now,
        expires_at=now + lasts,
    )
    session.add(link)
    session.flush()
    return link, token


def look_at(session: Session, kind: str, token: str, now: datetime) -> MailedLink | None:
    """Return the link if it can still be used; looking does not use it."""
    if not token or len(token) > 100:
        return None
    link = session.scalar(
        select(MailedLink).where(
            MailedLink.token_hash == token_hash(token), MailedLink.kind == kind
        )
    )
    return link if link is not None and is_open(link, now) else None


def is_open(link: MailedLink, now: datetime) -> bool:
    """Answer whether the link can still be used."""
    return link.used_at is None and link.revoked_at is None and link.expires_at > now


def use(session: Session, kind: str, token: str, now: datetime) -> MailedLink:
    """Use the link up and return it; of two at the same moment one gets it."""
    link = look_at(session, kind, token, now)
    if link is None:
        raise LinkOver
    taken = session.execute(
        update(MailedLink)
        .where(
            MailedLink.id == link.id,
            MailedLink.used_at.is_(None),
            MailedLink.revoked_at.is_(None),
        )
        .values(used_at=now)
    )
    assert isinstance(taken, CursorResult)
    if taken.rowcount != 1:
        raise LinkOver
    return link


def note_delivery(session: Session, link_id: UUID, state: str) -> None:
    """Remember what became of the link's mail."""
    link = session.get(MailedLink, link_id)
    if link is not None:
        link.invited = {**link.invited, "mail": state}
