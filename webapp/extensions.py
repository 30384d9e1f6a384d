"""Flask extensions: made here, initialised in create_app."""

from flask import request
from flask_babel import Babel
from flask_compress import Compress
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from htmx_flask import Htmx

login_manager = LoginManager()
babel = Babel()
htmx = Htmx()
compress = Compress()


def asker() -> str:
    """Return whom a request counts against: the session, so that an office is not one person."""
    return request.cookies.get("tend_session") or get_remote_address()


#: Far above what a person or a phone does; counted per process.
limiter = Limiter(asker, storage_uri="memory://", default_limits=["1200 per minute"])
