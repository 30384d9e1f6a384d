"""Flask extensions: made here, initialised in create_app."""

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
limiter = Limiter(get_remote_address, storage_uri="memory://", strategy="moving-window")
