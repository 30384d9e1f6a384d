"""Tend: caseload management that works where the signal doesn't."""

from urllib.parse import quote

from flask import Flask, Response, jsonify, redirect, request
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from webapp.config import Settings, read_settings
from webapp.database import init_database


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application: a short list of set-up steps."""
    app = Flask(__name__, static_folder=None)
    settings = settings or read_settings()
    app.extensions["tend.settings"] = settings
    _setup_config(app, settings)
    _setup_extensions(app)
    init_database(app, settings.database_url)
    _setup_requests(app)
    _setup_pages(app)
    _setup_files(app, settings)
    return app


def _setup_config(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TESTING=settings.testing,
        MAX_CONTENT_LENGTH=4 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        WTF_CSRF_ENABLED=False,
        BABEL_DEFAULT_LOCALE="en",
        BABEL_TRANSLATION_DIRECTORIES="translations",
        COMPRESS_MIMETYPES=[
            "text/html",
            "text/javascript",
            "application/json",
            "application/x-ndjson",
            "application/manifest+json",
        ],
        COMPRESS_BR_LEVEL=4,
        COMPRESS_MIN_SIZE=600,
        RATELIMIT_ENABLED=not settings.testing,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    # Templates change only with a new version; looking at each file for every page costs.
    app.jinja_env.auto_reload = False
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]


def _setup_extensions(app: Flask) -> None:
    from webapp import extensions
    from webapp.views import language, rendering

    extensions.htmx.init_app(app)
    app.request_class = rendering.TendRequest
    extensions.login_manager.init_app(app)
    extensions.babel.init_app(app, locale_selector=language.choose_language)
    language.init_language(app)
    extensions.compress.init_app(app)
    extensions.limiter.init_app(app)

    @extensions.login_manager.unauthorized_handler
    def sign_in_first() -> Response:
        if request.path.startswith("/sync/") or rendering.asks_for_part():
            answer = jsonify({"error": "sign_in"})
            answer.status_code = 401
            return answer
        wanted = request.full_path.rstrip("?") if request.method == "GET" else "/today"
        response = redirect(f"/login?next={quote(wanted)}" if wanted != "/today" else "/login", 303)
        assert isinstance(response, Response)
        return response


def _setup_requests(app: Flask) -> None:
    from webapp.views import context, errors, headers, identity, origin

    origin.init_origin(app)
    headers.init_headers(app)
    identity.init_identity(app)
    errors.init_errors(app)
    context.init_context(app)


def _setup_pages(app: Flask) -> None:
    from webapp import action_rows
    from webapp.views import blueprints

    assert action_rows.__all__
    for blueprint in blueprints():
        app.register_blueprint(blueprint)


def _setup_files(app: Flask, settings: Settings) -> None:
    from webapp.views.shell import ROOT

    files = WhiteNoise(
        app.wsgi_app,
        root=str(ROOT / "static" / "dist"),
        prefix="static/dist/",
        # Stable names: always asked for, answered 304 when unchanged.
        max_age=0,
        autorefresh=settings.testing,
        add_headers_function=_file_headers,
    )
    app.wsgi_app = files  # type: ignore[method-assign]


def _file_headers(headers: dict[str, str], _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["X-Tend"] = "1"
