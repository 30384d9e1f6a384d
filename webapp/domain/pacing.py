"""How long the next try must wait after so many that failed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Pace:
    """So many tries are free; each further one doubles the wait, up to the longest."""

    free: int
    first: timedelta
    longest: timedelta
    #: Tries longer ago than this are forgotten.
    window: timedelta

    def wait(self, failures: Sequence[datetime], now: datetime) -> timedelta:
        """Return how long to wait from now; zero when the next try is free."""
        recent = [moment for moment in failures if moment > now - self.window]
        over = len(recent) - self.free
        if over < 0:
            return timedelta(0)
        # Beyond 2 ** 20 every wait is the longest one.
        pause = min(self.first * (1 << min(over, 20)), self.longest)
        return max(max(recent, default=now) + pause - now, timedelta(0))
