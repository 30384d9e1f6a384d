"""The shell a phone keeps: built files, the static pages, and the version of all of it."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify, render_template, request
from flask_babel import get_locale
from flask_babel import gettext as _

bp = Blueprint("shell", __name__)

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "static" / "dist"
#: Pages without client data that the worker keeps as they are.
SHELLS = ("/offline", "/unlock", "/outbox", "/shell/client")
#: Built files the worker keeps. Source maps and compressed twins are not among them.
KEPT = (".js", ".css", ".svg", ".png", ".json")


@lru_cache(maxsize=1)
def _version() -> str:
    """Return a hash over templates, catalogues, our Python and the built files."""
    seen = hashlib.sha256()
    folders = (ROOT / "templates", ROOT / "translations", DIST, ROOT / "views", ROOT / "forms")
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix not in {".pyc", ".br", ".gz", ".map"}:
                seen.update(str(path.relative_to(ROOT)).encode())
                seen.update(path.read_bytes())
    return seen.hexdigest()[:16]


def version(_app: Flask) -> str:
    """Return the version of the running shell: it changes with anything a page shows."""
    return _version()


@lru_cache(maxsize=1)
def _assets() -> list[dict[str, str]]:
    found = []
    for path in sorted(DIST.rglob("*")):
        if not path.is_file() or path.suffix not in KEPT:
            continue
        name = path.relative_to(DIST).as_posix()
        if name in {"sw.js", "build.json"} or name.endswith(".map"):
            continue
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        found.append({"url": f"/static/dist/{name}", "revision": digest})
    return found


def assets_for(language: str) -> list[dict[str, str]]:
    """Return the built files to keep on a phone that speaks this language."""
    return [
        one
        for one in _assets()
        if "/i18n/" not in one["url"] or one["url"].endswith(f"/{language}.json")
    ]


def _unless_known(response: Response) -> Response:
    """Answer 304 to a browser that asks again: it asks for these files with every page."""
    response.add_etag()
    response.make_conditional(request)
    return response


@bp.get("/sw.js")
def worker() -> Response:
    """The service worker, told which files make up the shell."""
    language = str(get_locale())
    shell_version = version(current_app)
    told: dict[str, Any] = {
        "version": shell_version,
        "lang": language,
        "assets": assets_for(language),
        "shells": [{"url": url, "revision": f"{shell_version}-{language}"} for url in SHELLS],
    }
    script = f"self.__TEND_SHELL={json.dumps(told, separators=(',', ':'))};\n"
    built = DIST / "sw.js"
    body = script + (built.read_text() if built.exists() else "")
    response = Response(body, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = "/"
    return _unless_known(response)


@bp.get("/manifest.webmanifest")
def manifest() -> Response:
    """What a phone needs to install Tend."""
    response = jsonify(
        {
            "id": "/",
            "name": "Tend",
            "short_name": "Tend",
            "description": _("Your caseload, also where the signal is not."),
            "start_url": "/today",
            "scope": "/",
            "display": "standalone",
            "background_color": "#faf8f3",
            "theme_color": "#0b5e5a",
            "lang": str(get_locale()),
            "icons": [
                {
                    "src": f"/static/dist/{name}-{size}.png",
                    "sizes": f"{size}x{size}",
                    "type": "image/png",
                    "purpose": purpose,
                }
                for size in (192, 512)
                for name, purpose in (("app", "any"), ("app-maskable", "maskable"))
            ],
            "shortcuts": [
                {"name": _("New note"), "url": "/note"},
                {"name": _("My clients"), "url": "/clients"},
            ],
        }
    )
    response.content_type = "application/manifest+json"
    response.headers["Cache-Control"] = "no-cache"
    return _unless_known(response)


@bp.get("/offline")
def offline() -> str:
    """Shown when a page is not on this phone and the server is out of reach."""
    return render_template("shell/offline.html")


@bp.get("/unlock")
def unlock() -> str:
    """Asks for the password that opens what this phone keeps."""
    return render_template("shell/unlock.html")


@bp.get("/outbox")
def outbox() -> str:
    """What waits on this phone; filled in by the phone itself."""
    return render_template("shell/outbox.html")


@bp.get("/shell/client")
def client() -> str:
    """A client added on this phone whom the server does not know yet."""
    return render_template("shell/client.html")


@bp.get("/healthz")
def healthz() -> Response:
    """Answers when the server is up."""
    return Response("ok", content_type="text/plain")
