"""Signing in, and slowing down those who guess.

Three paces, none of which can shut a person out of an address shared with others:

- One account from one place (an address, or a device that signed in to it before): a few tries
  are free, then each wait doubles. Colleagues at the same address have places of their own.
- One account from all strange addresses together: a wider allowance, against a crowd of
  addresses. A device that signed in to the account before does not count and does not wait.
- One address trying many accounts: each further account waits a short turn; whoever has waited
  that turn is let in whatever others did meanwhile.

A try is written down before the password is looked at, so that a thousand tries sent at once
are a thousand tries; a success takes its own away again.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from uuid import UUID

from sqlalchemy import ColumnElement, delete, distinct, func, select, text
from sqlalchemy.orm import Session

from webapp.domain.ids import new_id
from webapp.domain.pacing import Pace
from webapp.models import SignInAttempt, User
from webapp.services.errors import ServiceError

FROM_ONE_PLACE = Pace(5, timedelta(seconds=15), timedelta(minutes=15), timedelta(hours=1))
FROM_STRANGERS = Pace(20, timedelta(seconds=30), timedelta(minutes=10), timedelta(hours=1))
#: So many different accounts may be tried from one address before turns are given.
ACCOUNTS_PER_ADDRESS = 20
TURN = timedelta(seconds=10)
WINDOW = timedelta(hours=1)
KEPT = timedelta(days=1)
_ADVISORY_LOCK = 0x7E4D_0002


class TooSoon(ServiceError):
    """The next try must wait; ``is_turn`` when waiting once is enough whatever others do."""

    def __init__(self, wait: timedelta, *, is_turn: bool = False) -> None:
        super().__init__()
        self.seconds = max(1, -int(-wait.total_seconds() // 1))
        self.is_turn = is_turn


@dataclass(frozen=True, slots=True)
class Trier:
    """Who tries, from where: hashes only. ``device`` when it signed in to the account before."""

    account: str
    address: str
    device: str | None = None
    has_waited_turn: bool = False


def trier(
    key: str, email: str, address: str | None, *, device: str | None, has_waited_turn: bool
) -> Trier:
    """Return the hashes a try is known by."""
    account = account_hash(key, email)
    return Trier(
        # A known device has an account of its own here: strangers cannot use its tries up.
        account=_keyed(key, "known", account) if device else account,
        address=_keyed(key, "device", device) if device else address_hash(key, address),
        device=device,
        has_waited_turn=has_waited_turn,
    )


def account_hash(key: str, email: str) -> str:
    """Return what is kept of an account's address."""
    return _keyed(key, "account", email.strip().casefold())


def address_hash(key: str, address: str | None) -> str:
    """Return what is kept of a network address; of IPv6 the network, as hosts change at will."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return _keyed(key, "address", "")
    if isinstance(found, IPv6Address):
        found = ip_address(int(found) >> 64 << 64)
    return _keyed(key, "address", str(found))


def _keyed(key: str, purpose: str, value: str) -> str:
    return hmac.new(key.encode(), f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


def begin(session: Session, who: Trier, now: datetime) -> UUID:
    """Write the try down and return its id, or raise ``TooSoon``."""
    if session.get_bind().dialect.name == "postgresql":
        # SQLite has one writer at a time anyway.
        session.execute(
            text("SELECT pg_advisory_xact_lock(:lock, hashtext(:account))"),
            {"lock": _ADVISORY_LOCK & 0x7FFFFFFF, "account": who.account},
        )
    same_account = SignInAttempt.account_hash == who.account
    wait = _wait_in_one_place(session, who, now)
    if who.device is None:
        everywhere = FROM_STRANGERS.wait(_moments(session, same_account, now), now)
        wait = max(wait, everywhere)
    if wait:
        raise TooSoon(wait)
    if who.device is None and not who.has_waited_turn and _is_crowded(session, who, now):
        raise TooSoon(TURN, is_turn=True)
    attempt = SignInAttempt(id=new_id(), at=now, account_hash=who.account, address_hash=who.address)
    session.add(attempt)
    session.flush()
    return attempt.id


def owner(user_id: UUID) -> Trier:
    """Return who tries when somebody signed in is asked for their password once more."""
    known = _keyed("", "owner", str(user_id))
    return Trier(account=known, address=known, device=known)


def refuse_too_soon(session: Session, who: Trier, now: datetime) -> None:
    """Raise ``TooSoon`` when the next try from one place must wait."""
    wait = _wait_in_one_place(session, who, now)
    if wait:
        raise TooSoon(wait)


def note_failure(session: Session, who: Trier, now: datetime) -> None:
    """Write down a try that failed."""
    session.add(
        SignInAttempt(id=new_id(), at=now, account_hash=who.account, address_hash=who.address)
    )


def _wait_in_one_place(session: Session, who: Trier, now: datetime) -> timedelta:
    same = (SignInAttempt.account_hash == who.account) & (SignInAttempt.address_hash == who.address)
    return FROM_ONE_PLACE.wait(_moments(session, same, now), now)


def _moments(session: Session, which: ColumnElement[bool], now: datetime) -> list[datetime]:
    query = (
        select(SignInAttempt.at)
        .where(which, SignInAttempt.at > now - WINDOW)
        .order_by(SignInAttempt.at.desc())
        .limit(100)
    )
    return list(session.scalars(query))


def _is_crowded(session: Session, who: Trier, now: datetime) -> bool:
    others = session.scalar(
        select(func.count(distinct(SignInAttempt.account_hash))).where(
            SignInAttempt.address_hash == who.address,
            SignInAttempt.account_hash != who.account,
            SignInAttempt.at > now - WINDOW,
        )
    )
    return (others or 0) >= ACCOUNTS_PER_ADDRESS


def clear(session: Session, who: Trier, now: datetime) -> None:
    """Forget the failed tries of someone who got it right, and all that are old."""
    session.execute(
        delete(SignInAttempt).where(
            SignInAttempt.account_hash == who.account, SignInAttempt.address_hash == who.address
        )
    )
    session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - KEPT))


def user_of(session: Session, email: str) -> User | None:
    """Return the active person with this address."""
    return session.scalar(
        select(User).where(User.email == email.casefold(), User.deactivated_at.is_(None))
    )
