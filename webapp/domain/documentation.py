"""When a note is due, whether it is late, and which dates a contact may carry.

The clocks are our own defaults (domain notes A3, "Timeliness"): Medicare asks for "24 to 48
hours" without fixing a number, agencies for 24 to 72. Lateness runs from the end of the contact
to the moment the author wrote the note on their own device, so waiting in an outbox is not late.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from webapp.domain.contacts import ContactOutcome
from webapp.domain.notes import NoteTemplate
from webapp.domain.reasons import Reason, ReasonCode

#: Hours from the end of the contact to the signed note.
CLOCK_HOURS: dict[NoteTemplate, int] = {
    NoteTemplate.CRISIS: 24,
    NoteTemplate.CONTACT: 48,
    NoteTemplate.HOME_VISIT: 48,
    NoteTemplate.MISSED: 48,
    NoteTemplate.SOAP: 48,
    NoteTemplate.DAP: 48,
    NoteTemplate.BIRP: 48,
    NoteTemplate.GIRP: 48,
    NoteTemplate.COLLATERAL: 72,
}
#: After this a late note is very late.
VERY_LATE_AFTER = timedelta(days=7)
#: How far a device's clock may run ahead or behind before it is flagged.
CLOCK_SKEW = timedelta(minutes=10)
#: A contact dated further back than this is a slip of the finger (0026 for 2026).
OLDEST_YEARS = 100

#: Outcomes that may be dated ahead of now: none, an entry is never written in advance.
MAY_BE_AHEAD: frozenset[ContactOutcome] = frozenset()


class Lateness(StrEnum):
    """The permanent label of a note."""

    ON_TIME = "on_time"
    LATE = "late"
    VERY_LATE = "very_late"


def due_at(template: NoteTemplate, ended_at: datetime) -> datetime:
    """Return the moment by which the note is to be signed."""
    return ended_at + timedelta(hours=CLOCK_HOURS[template])


def time_left(template: NoteTemplate, ended_at: datetime, now: datetime) -> timedelta:
    """Return how long the clock still runs; below zero once it has run out."""
    return due_at(template, ended_at) - now


def lateness(template: NoteTemplate, occurred_at: datetime, written_at: datetime) -> Lateness:
    """Return the label of a note about a contact that ended at ``occurred_at``."""
    taken = written_at - occurred_at
    if taken > VERY_LATE_AFTER:
        return Lateness.VERY_LATE
    if taken > timedelta(hours=CLOCK_HOURS[template]):
        return Lateness.LATE
    return Lateness.ON_TIME


def check_occurrence(
    outcome: ContactOutcome,
    occurred_at: datetime,
    now: datetime,
    skew: timedelta = CLOCK_SKEW,
) -> Reason | None:
    """Return why a contact cannot have happened then, or None when it can.

    ``skew`` forgives a phone whose clock runs ahead.
    """
    ahead = occurred_at - now
    if ahead > skew and outcome not in MAY_BE_AHEAD:
        return Reason(ReasonCode.OCCURRED_IN_FUTURE, {"minutes": -(-ahead // timedelta(minutes=1))})
    if now.year - occurred_at.year > OLDEST_YEARS:
        return Reason(ReasonCode.OCCURRED_TOO_LONG_AGO, {"years": now.year - occurred_at.year})
    return None


def has_clock_skew(
    device_at: datetime, server_at: datetime, allowed: timedelta = CLOCK_SKEW
) -> bool:
    """Tell whether a device's clock, as it sent, was too far from the server's."""
    return abs(device_at - server_at) > allowed
