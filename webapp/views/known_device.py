"""Two signed cookies that keep the slowing of sign-ins fair: known devices, and turns waited for.

A known device signed in to the account before, so guessers elsewhere cannot make it wait. A turn
lets somebody in who has waited once, whatever others at the same address did meanwhile.
"""

import secrets
from datetime import timedelta
from typing import Any

from flask import Response, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from webapp.services import sign_in
from webapp.views.identity import now, settings

KNOWN, TURN = "tend_known", "tend_turn"
KNOWN_LASTS = timedelta(days=180)
TURN_LASTS = timedelta(minutes=10)
#: People who share one phone.
MOST_ACCOUNTS = 8


def _signer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().secret_key, salt=purpose)


def _read(name: str, lasts: timedelta) -> dict[str, Any]:
    try:
        found = _signer(name).loads(
            request.cookies.get(name, ""), max_age=int(lasts.total_seconds())
        )
    except BadSignature:
        return {}
    return found if isinstance(found, dict) else {}


def _give(response: Response, name: str, value: dict[str, Any], lasts: timedelta) -> None:
    response.set_cookie(
        name,
        _signer(name).dumps(value),
        max_age=int(lasts.total_seconds()),
        httponly=True,
        secure=settings().is_https,
        samesite="Lax",
    )


def _short(email: str) -> str:
    return sign_in.account_hash(settings().secret_key, email)[:20]


def trier(email: str) -> sign_in.Trier:
    """Return who tries to sign in, as far as this browser tells."""
    known = _read(KNOWN, KNOWN_LASTS)
    turn = _read(TURN, TURN_LASTS)
    return sign_in.trier(
        settings().secret_key,
        email,
        request.remote_addr,
        device=known.get("device") if _short(email) in known.get("accounts", ()) else None,
        has_waited_turn=turn.get("account") == _short(email)
        and now().timestamp() >= turn.get("from", float("inf")),
    )


def remember(response: Response, email: str) -> None:
    """Let this browser be known as one that signed in to the account."""
    known = _read(KNOWN, KNOWN_LASTS)
    accounts = [one for one in known.get("accounts", ()) if one != _short(email)]
    device = known.get("device") or secrets.token_hex(12)
    value = {"device": device, "accounts": [*accounts, _short(email)][-MOST_ACCOUNTS:]}
    _give(response, KNOWN, value, KNOWN_LASTS)


def give_turn(response: Response, email: str, wait_seconds: int) -> None:
    """Let whoever comes back after the wait in."""
    value = {"account": _short(email), "from": now().timestamp() + wait_seconds}
    _give(response, TURN, value, TURN_LASTS)
