"""Passwords: hashed, compared in the same time whoever asks, changed, reset by a mailed link."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from webapp.domain.passwords import LONGEST, Weakness, normal, weakness
from webapp.domain.people import Actor
from webapp.models import MailedLink, User
from webapp.services import links, sessions, sign_in
from webapp.services.done import Done
from webapp.services.errors import Invalid, NotFound

#: OWASP's first choice for Argon2id: 19 MiB, two passes, one lane.
HASHER = PasswordHasher(
    time_cost=2, memory_cost=19 * 1024, parallelism=1, hash_len=32, salt_len=16, type=Type.ID
)
RESET_LASTS = timedelta(hours=1)
#: More links than this per hour to one mailbox would be a nuisance, not help.
RESETS_PER_HOUR = 3

WEAKNESSES: dict[Weakness, Any] = {
    Weakness.TOO_SHORT: _l("Use 12 characters or more."),
    Weakness.TOO_LONG: _l("Use 200 characters or fewer."),
    Weakness.COMMON: _l("This is one of the first passwords anyone would try. Choose another."),
    Weakness.OWN_NAME: _l("This contains the name in your email address. Choose another."),
    Weakness.OUR_NAME: _l("The name of this program alone is easy to guess. Choose another."),
    Weakness.REPEATED: _l("The same few characters in a row are easy to guess. Choose another."),
}


def hashed(password: str) -> str:
    """Return what the database keeps of a password."""
    return HASHER.hash(normal(password))


def matches(stored: str | None, password: str) -> bool:
    """Answer whether the password is the stored one, in the same time when there is none."""
    known = stored or _nobodys_hash()
    if len(password) > LONGEST:
        password = ""
    try:
        HASHER.verify(known, normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def refresh_hash(user: User, password: str) -> bool:
    """Hash the password anew when the stored hash was made with other parameters."""
    if user.password_hash is None or not HASHER.check_needs_rehash(user.password_hash):
        return False
    user.password_hash = hashed(password)
    return True


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return HASHER.hash("the password of nobody")


def set_password(user: User, password: str, now: datetime, *, field: str = "new_password") -> None:
    """Give the user a new password, refusing one that is easy to guess."""
    found = weakness(password, user.email)
    if found is not None:
        raise Invalid({field: [WEAKNESSES[found]]})
    user.password_hash = hashed(password)
    user.password_changed_at = now


def change_password(session: Session, actor: Actor, fields: dict[str, Any], now: datetime) -> Done:
    """Change one's own password and sign every other browser out."""
    user = session.get(User, actor.user_id)
    if user is None:
        raise NotFound
    # Somebody else may hold the phone: their guesses are slowed like those at the door.
    owner = sign_in.owner(user.id)
    sign_in.refuse_too_soon(session, owner, now)
    if not matches(user.password_hash, fields["current_password"] or ""):
        raise Invalid({"current_password": [_l("This is not your password now. Try again.")]})
    if fields["new_password"] == fields["current_password"]:
        raise Invalid({"new_password": [_l("This is the password you have. Choose another.")]})
    set_password(user, fields["new_password"], now)
    sign_in.clear(session, owner, now)
    count = sessions.revoke_all(session, user.id, now, but=actor.session_id)
    revoke_resets(session, user, now)
    return Done(
        subject_id=user.id,
        location="/more",
        say="password_changed",
        context={"user": user},
        details={"sessions_revoked": count},
    )


def request_password_reset(
    session: Session, actor: Actor | None, fields: dict[str, Any], now: datetime
) -> Done:
    """Take note of the wish; looking the address up waits until the answer is under way.

    So that the answer says and takes the same whether the address is known or not.
    """
    return Done(location="/login", say="reset_sent", context={"email": fields["email"].casefold()})


def make_reset_link(
    session: Session, email: str, now: datetime
) -> tuple[User, MailedLink, str] | None:
    """Return the person, a new one-time link and its token; None when there is nobody to mail."""
    user = session.scalar(
        select(User).where(User.email == email.casefold(), User.deactivated_at.is_(None))
    )
    if user is None:
        return None
    recent = session.scalar(
        select(func.count())
        .select_from(MailedLink)
        .where(
            MailedLink.email == user.email,
            MailedLink.kind == links.RESET,
            MailedLink.created_at > now - timedelta(hours=1),
        )
    )
    if (recent or 0) >= RESETS_PER_HOUR:
        return None
    link, token = links.make(
        session, links.RESET, email.casefold(), now, lasts=RESET_LASTS, user_id=user.id
    )
    return user, link, token


def reset_password(
    session: Session, actor: Actor | None, fields: dict[str, Any], now: datetime
) -> Done:
    """Set a new password by a mailed link, use the link up, and sign every browser out."""
    link = links.use(session, links.RESET, fields["token"] or "", now)
    user = session.get(User, link.user_id) if link.user_id else None
    if user is None or not user.is_active:
        raise links.LinkOver
    set_password(user, fields["new_password"], now)
    count = sessions.revoke_all(session, user.id, now)
    revoke_resets(session, user, now)
    return Done(
        subject_id=user.id,
        location="/login",
        say="password_reset",
        context={"user": user},
        details={"sessions_revoked": count},
    )


def revoke_resets(session: Session, user: User, now: datetime) -> None:
    """End every link that could still set this person's password."""
    session.execute(
        update(MailedLink)
        .where(
            MailedLink.user_id == user.id,
            MailedLink.kind == links.RESET,
            MailedLink.used_at.is_(None),
            MailedLink.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )
