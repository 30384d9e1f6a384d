"""Which language a page speaks: the person's own, then the cookie's, then the browser's."""

from flask import request
from flask_babel import get_locale

from webapp.views.identity import settings, signed_in

COOKIE = "tend_language"


def choose_language() -> str:
    """Return the language code for this request."""
    offered = settings().languages
    if request.path.startswith(("/static/", "/healthz")):
        return offered[0]
    found = signed_in()
    if found is not None and found.has_language and found.actor.language in offered:
        return found.actor.language
    kept = request.cookies.get(COOKIE)
    if kept in offered:
        return str(kept)
    fallback = found.actor.language if found else offered[0]
    return request.accept_languages.best_match(offered) or fallback


def text_direction() -> str:
    """Return "ltr" or "rtl" for the page's language."""
    locale = get_locale()
    return locale.text_direction if locale else "ltr"
