"""Who is asking: the cookie, Flask-Login, and the actor that services are given."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from flask import Flask, Request, Response, current_app, g, request
from flask_login import UserMixin, current_user

from webapp.config import Settings
from webapp.database import SAFE_METHODS, current_session, database
from webapp.domain.people import Actor
from webapp.extensions import login_manager
from webapp.services import sessions
from webapp.services.sessions import SignedIn

COOKIE = "tend_session"
#: How often a session's "last seen" is renewed.
SEEN_EVERY = timedelta(minutes=5)


class Person(UserMixin):
    """The signed-in person as Flask-Login knows them."""

    def __init__(self, signed_in: SignedIn) -> None:
        self.signed_in = signed_in

    def get_id(self) -> str:
        return str(self.signed_in.actor.user_id)


@login_manager.request_loader
def load_person(asked: Request) -> Person | None:
    """Return whoever the request's cookie speaks for."""
    token = asked.cookies.get(COOKIE)
    if not token or len(token) > 100:
        return None
    found = sessions.find_session(current_session(), token, now())
    return Person(found) if found else None


def now() -> datetime:
    """Return this request's moment: one for the whole request."""
    if "now" not in g:
        g.now = datetime.now(UTC)
    moment: datetime = g.now
    return moment


def settings() -> Settings:
    """Return the running application's settings."""
    found: Settings = current_app.extensions["tend.settings"]
    return found


def signed_in() -> SignedIn | None:
    """Return the signed-in person's session, or None."""
    return current_user.signed_in if current_user.is_authenticated else None


def current_actor() -> Actor:
    """Return the signed-in person; only behind ``login_required``."""
    actor: Actor = current_user.signed_in.actor
    return actor


def actor_or_none() -> Actor | None:
    """Return the signed-in person, or None."""
    found = signed_in()
    return found.actor if found else None


def give_cookie(response: Response, token: str) -> None:
    """Put the session's token into the response's cookie."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(sessions.LONGEST.total_seconds()),
        httponly=True,
        secure=settings().is_https,
        samesite="Lax",
    )


def take_cookie(response: Response) -> None:
    """Remove the session's cookie."""
    response.delete_cookie(COOKIE, httponly=True, secure=settings().is_https, samesite="Lax")


def init_identity(app: Flask) -> None:
    """Keep each session's "last seen" up to date, at most every few minutes."""

    @app.after_request
    def keep_seen(response: Response) -> Response:
        # Only what was looked up already: static files ask for nobody.
        person = g.get("_login_user")
        found = getattr(person, "signed_in", None)
        if found is None or response.status_code >= 400 or request.method == "OPTIONS":
            return response
        session_id: UUID | None = found.actor.session_id
        if session_id and now() - found.last_seen_at > SEEN_EVERY:
            if request.method in SAFE_METHODS:
                with database().keeping_book() as book:
                    sessions.mark_seen(book, session_id, now())
            else:
                # The request is the one writer now; a second one would wait for it for ever.
                sessions.mark_seen(current_session(), session_id, now())
        return response
