"""When things happened in the demo: days count back from the day it is built."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

#: The newest entry is at least this old, so that nothing lies in the future.
LATEST = timedelta(minutes=50)
_SATURDAY = 5


class Clock:
    """The moment the demo is built, and the zone the agency works in."""

    def __init__(self, now: datetime, zone: ZoneInfo) -> None:
        self.now = now.astimezone(UTC)
        self.zone = zone
        self.today: date = now.astimezone(zone).date()

    def day(self, days_ago: int) -> date:
        """Return the day so many days ago; below zero: in so many days."""
        return self.today - timedelta(days=days_ago)

    def due(self, days: int, *, is_set_from_outside: bool = False) -> date:
        """Return a day to come; courts and offices do not sit at weekends."""
        day = self.today + timedelta(days=days)
        if is_set_from_outside and day.weekday() >= _SATURDAY:
            day += timedelta(days=7 - day.weekday())
        return day

    def at(self, days_ago: int, hour: str) -> datetime:
        """Return a moment of a day past; what would lie ahead was the day before."""
        wall = datetime.combine(self.day(days_ago), time.fromisoformat(hour), self.zone)
        moment = wall.astimezone(UTC)
        while moment > self.now - LATEST:
            moment -= timedelta(days=1)
        return moment


def local_zone() -> ZoneInfo:
    """Return the zone of the machine, so that the demo's times are those on its owner's wall."""
    try:
        name = str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2]
        return ZoneInfo(name or "UTC")
    except (OSError, ValueError, ZoneInfoNotFoundError):
        return ZoneInfo("UTC")
