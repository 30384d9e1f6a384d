"""Signed-in browsers: opened, found by their cookie, listed, revoked by their owner."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, bindparam, select, update
from sqlalchemy.orm import Session

from webapp.domain.ids import new_id
from webapp.domain.people import Actor
from webapp.models import Agency, User, UserSession
from webapp.models.base import UtcDateTime
from webapp.services.done import Done
from webapp.services.errors import NotFound
from webapp.services.prepared import Prepared

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


_FIND = Prepared(
    lambda: (
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
            UserSession.token_hash == bindparam("token_hash"),
            UserSession.revoked_at.is_(None),
            UserSession.expires_at > bindparam("now", type_=UtcDateTime()),
            UserSession.last_seen_at > bindparam("idle_since", type_=UtcDateTime()),
            User.deactivated_at.is_(None),
        )
        .limit(1)
    )
)


def find_session(session: Session, token: str, now: datetime) -> SignedIn | None:
    """Return whom the cookie's token speaks for, or None when it is not valid any more."""
    row = _FIND.first(session, token_hash=token_hash(token), now=now, idle_since=now - LONGEST_IDLE)
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


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One signed-in browser as its owner sees it."""

    id: UUID
    browser: str
    created_at: datetime
    last_seen_at: datetime
    is_this_one: bool


def list_sessions(session: Session, actor: Actor, now: datetime) -> list[SessionLine]:
    """Return the person's own signed-in browsers, this one first, then the latest used."""
    rows = session.scalars(
        select(UserSession)
        .where(
            UserSession.user_id == actor.user_id,
            UserSession.revoked_at.is_(None),
            UserSession.expires_at > now,
            UserSession.last_seen_at > now - LONGEST_IDLE,
        )
        .order_by(UserSession.last_seen_at.desc())
    )
    lines = [
        SessionLine(
            row.id, row.browser, row.created_at, row.last_seen_at, row.id == actor.session_id
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: not line.is_this_one)


def revoke_session(session: Session, actor: Actor, fields: dict[str, Any], now: datetime) -> Done:
    """Sign one of one's own browsers out."""
    row = session.get(UserSession, fields["session_id"])
    if row is None or row.user_id != actor.user_id:
        raise NotFound
    if row.revoked_at is None:
        row.revoked_at = now
    is_this_one = row.id == actor.session_id
    return Done(
        subject_id=row.id,
        location="/login" if is_this_one else "/settings/sessions",
        say="signed_out" if is_this_one else "session_revoked",
        context={"is_this_one": is_this_one},
    )


def sign_out(session: Session, actor: Actor, fields: dict[str, Any], now: datetime) -> Done:
    """End the session this request came with."""
    if actor.session_id is None:
        raise NotFound
    session.execute(
        update(UserSession).where(UserSession.id == actor.session_id).values(revoked_at=now)
    )
    return Done(subject_id=actor.session_id, location="/login", say="signed_out")


def sign_out_everywhere(
    session: Session, actor: Actor, fields: dict[str, Any], now: datetime
) -> Done:
    """End every session of the person but the one this request came with."""
    count = revoke_all(session, actor.user_id, now, but=actor.session_id)
    return Done(
        subject_id=actor.user_id,
        location="/settings/sessions",
        say="others_signed_out",
        details={"sessions_revoked": count},
    )


def revoke_all(session: Session, user_id: UUID, now: datetime, *, but: UUID | None = None) -> int:
    """End the person's sessions, all or all but one; return how many ended."""
    query = update(UserSession).where(
        UserSession.user_id == user_id, UserSession.revoked_at.is_(None)
    )
    if but is not None:
        query = query.where(UserSession.id != but)
    ended = session.execute(query.values(revoked_at=now))
    assert isinstance(ended, CursorResult)
    return ended.rowcount
