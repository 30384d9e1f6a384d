"""What every template may use: the person, the page's language, fresh ids, dates in words."""

from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from flask import Flask, current_app, g, request
from flask_babel import get_locale as page_locale

from webapp.domain.ids import new_id
from webapp.domain.names import initials
from webapp.forms import words
from webapp.views import language, shell
from webapp.views.identity import now, signed_in

THEMES = ("system", "light", "dark")
SIZES = ("normal", "large")


def init_context(app: Flask) -> None:
    """Give templates their names and filters."""

    @app.context_processor
    def names() -> dict[str, Any]:
        found = signed_in()
        return {
            "me": found.actor if found else None,
            "signed_in": found,
            "language": str(page_locale()),
            "direction": language.text_direction(),
            "theme": _kept("tend_theme", THEMES, found.theme if found else "system"),
            "text_size": _kept("tend_size", SIZES, found.text_size if found else "normal"),
            "shell_version": shell.version(current_app),
            "fresh_id": lambda: str(new_id()),
            "on_day": local_day(),
            "now": now(),
            "words": words,
        }

    # Macros are imported without the page's context and need this too.
    app.jinja_env.globals.update(fresh_id=lambda: str(new_id()), reader_id=reader_id, words=words)
    app.jinja_env.filters.update(
        initials=initials,
        day=in_day_words,
        moment=in_moment_words,
        clock=in_clock_words,
        local_input=for_local_input,
    )


def reader_id() -> str:
    """Return who this page is made for."""
    found = signed_in()
    return str(found.actor.user_id) if found else ""


def _kept(name: str, allowed: tuple[str, ...], fallback: str) -> str:
    value = request.cookies.get(name, "")
    return value if value in allowed else fallback


def zone() -> ZoneInfo:
    """Return the time zone the page's dates are shown in."""
    if "zone" not in g:
        found = signed_in()
        g.zone = ZoneInfo(found.actor.timezone if found else "UTC")
    kept: ZoneInfo = g.zone
    return kept


def local_day() -> date:
    """Return today where the person works."""
    return now().astimezone(zone()).date()


def in_day_words(value: date | datetime | None) -> str:
    """Return a day as people say it, the year only when it is not this one."""
    if value is None:
        return ""
    day = value.astimezone(zone()).date() if isinstance(value, datetime) else value
    return _day_in(language.spoken(), day, day.year != local_day().year)


def in_clock_words(value: datetime | None) -> str:
    """Return the time of day where the person works."""
    if value is None:
        return ""
    local = value.astimezone(zone())
    return _clock_in(language.spoken(), time(local.hour, local.minute))


# A page says the same few days many times, and finding the words takes longer than the query.
@lru_cache(maxsize=4096)
def _day_in(code: str, day: date, has_year: bool) -> str:
    return format_date(day, "d MMM y" if has_year else "EEE d MMM", locale=code)


@lru_cache(maxsize=4096)
def _clock_in(code: str, clock: time) -> str:
    return format_time(clock, "short", locale=code)


def in_moment_words(value: datetime | None) -> str:
    """Return day and time of day."""
    return f"{in_day_words(value)}, {in_clock_words(value)}" if value else ""


def for_local_input(value: datetime | None) -> str:
    """Return a moment the way ``<input type=datetime-local>`` wants it, to the minute."""
    if value is None:
        return ""
    return value.astimezone(zone()).strftime("%Y-%m-%dT%H:%M")
