"""Which day it is where somebody works."""

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from webapp.domain.people import Actor


def local_day(actor: Actor, moment: datetime) -> date:
    """Return the day of the moment in the person's time zone."""
    try:
        zone = ZoneInfo(actor.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    return moment.astimezone(zone).date()
