"""Signed-in browsers: opened, found by their cookie, listed, revoked by their owner."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from webapp.domain.ids import new_id
from webapp.domain.people import Actor
from webapp.models import Agency, User, UserSession

#: A session ends this long after it was opened, used or not.
LONGEST = timedelta(days=30)
#: A session unused this long ends.
LONGEST_IDLE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who a cookie speaks for, with what every page needs to know of them."""

    actor: Actor
    text_size: str
    theme: str
    agency_name: str
    last_seen_at: datetime
    has_language: bool


def open_session(
    session: Session, user: User, browser: str, now: datetime
) -> tuple[UserSession, str]:
    """Return a new session of the user and the token that goes into its cookie."""
    token = secrets.token_urlsafe(32)
    row = UserSession(
        id=new_id(),
        user_id=user.id,
        token_hash=token_hash(token),
        browser=browser[:200],
        created_at=now,
        last_seen_at=now,
        expires_at=now + LONGEST,
    )
    session.add(row)
    session.flush()
    return row, token


def token_hash(token: str) -> str:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_session(session: Session, token: str, now: datetime) -> SignedIn | None:
    """Return whom the cookie's token speaks for, or None when it is not valid any more."""
    row = session.execute(
        select(
            UserSession.id,
            UserSession.device_id,
            UserSession.last_seen_at,
            User.id.label("user_id"),
            User.role,
            User.name,
            User.timezone,
            User.language,
            User.text_size,
            User.theme,
            Agency.name.label("agency"),
            Agency.timezone.label("agency_timezone"),
            Agency.language.label("agency_language"),
        )
        .join(User, User.id == UserSession.user_id)
        .join(Agency, Agency.id.is_not(None))
        .where(
            UserSession.token_hash == token_hash(token),
            UserSession.revoked_at.is_(None),
            UserSession.expires_at > now,
            UserSession.last_seen_at > now - LONGEST_IDLE,
            User.deactivated_at.is_(None),
        )
        .limit(1)
    ).first()
    if row is None:
        return None
    actor = Actor(
        user_id=row.user_id,
        role=row.role,
        name=row.name,
        timezone=row.timezone or row.agency_timezone,
        language=row.language or row.agency_language,
        session_id=row.id,
        device_id=row.device_id,
    )
    return SignedIn(
        actor, row.text_size, row.theme, row.agency, row.last_seen_at, bool(row.language)
    )


def mark_seen(session: Session, session_id: UUID, now: datetime) -> None:
    """Remember that the session was used."""
    session.execute(
        update(UserSession).where(UserSession.id == session_id).values(last_seen_at=now)
    )
