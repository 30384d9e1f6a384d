"""Flask extensions: made here, initialised in create_app."""

import time

from flask import request
from flask_babel import Babel
from flask_compress import Compress
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, current_user
from htmx_flask import Htmx
from limits.storage import MemoryStorage

login_manager = LoginManager()
babel = Babel()
htmx = Htmx()
compress = Compress()


def asker() -> str:
    """Return whom a request counts against: the session, so that an office is not one person.

    Only one we gave out: whoever makes up a new cookie for every request is one address.
    """
    if request.path != "/healthz" and request.cookies.get("tend_session"):
        person = getattr(current_user, "signed_in", None)
        if person is not None:
            return str(person.actor.session_id)
    return get_remote_address()


class QuietStorage(MemoryStorage):
    """Counts in memory, and forgets old counts now and then by itself.

    The library's own starts a thread to do so with nearly every request, which costs more than
    many of our pages.
    """

    STORAGE_SCHEME = ["quiet-memory"]  # noqa: RUF012 - as the library has it
    SWEEP_EVERY = 30.0
    _next_sweep = 0.0

    def _MemoryStorage__schedule_expiry(self) -> None:
        if time.monotonic() >= self._next_sweep:
            self._next_sweep = time.monotonic() + self.SWEEP_EVERY
            self._MemoryStorage__expire_events()  # type: ignore[attr-defined]


#: Far above what a person or a phone does; counted per process.
limiter = Limiter(asker, storage_uri="quiet-memory://", default_limits=["1200 per minute"])
