"""Language, text size and theme as cookies, so that pages look right before anybody signs in."""

from flask import Response

from webapp.models import User
from webapp.views import language
from webapp.views.identity import settings

LASTS_SECONDS = 365 * 24 * 3600


def give_cookies(response: Response, user: User) -> None:
    """Keep the person's choices in this browser."""
    _keep(response, "tend_size", user.text_size)
    _keep(response, "tend_theme", user.theme)
    _keep(response, language.COOKIE, user.language)


def _keep(response: Response, name: str, value: str | None) -> None:
    secure = settings().is_https
    if value is None:
        response.delete_cookie(name, secure=secure, httponly=True, samesite="Lax")
        return
    response.set_cookie(
        name, value, max_age=LASTS_SECONDS, secure=secure, httponly=True, samesite="Lax"
    )
