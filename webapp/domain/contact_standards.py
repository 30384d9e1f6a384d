"""How often a client is to be seen, by risk and status, and how the case stands against that.

The intervals are our own defaults (domain notes A2, "Contact standard by risk"), built between
the published ones: weekly in person at high risk and monthly at low (9 NYCRR 351.6, 356.8),
every child in foster care each calendar month (ACF). "Twice a month" is kept as 15 days,
"monthly" as 30, "quarterly" as 90. An agency may set others.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from webapp.domain.cases import ENDED_STATUSES, CaseStatus, RiskLevel
from webapp.domain.contacts import IN_COMMUNITY, IN_PERSON, ContactMethod, ContactOutcome

#: Share of the interval that may pass after the due date before a contact is overdue.
GRACE_PERCENT = 10


@dataclass(frozen=True, slots=True)
class Standard:
    """Longest intervals in days; None where nothing is asked ("as needed", "as set")."""

    any_contact: int
    in_person: int | None
    in_community: int | None
    collateral: int | None
    plan_review: int
    risk_review: int
    supervisor_review: int
    grace: int


def _grace(interval: int) -> int:
    return round(interval * GRACE_PERCENT / 100)


STANDARDS: dict[RiskLevel, Standard] = {
    RiskLevel.CRITICAL: Standard(2, 7, 7, 15, 14, 7, 7, grace=0),
    RiskLevel.HIGH: Standard(7, 15, 30, 15, 30, 30, 14, grace=_grace(7)),
    RiskLevel.MEDIUM: Standard(14, 30, 90, 90, 90, 90, 30, grace=_grace(14)),
    RiskLevel.LOW: Standard(30, 90, None, None, 180, 180, 90, grace=_grace(30)),
}
#: A case on hold is monitored: somebody decided so, with a reason and a review date.
MONITORING = Standard(90, None, None, None, 180, 90, 90, grace=_grace(90))


#: A risk nobody has judged yet is held to the middle standard, not to the loosest.
NOT_JUDGED = STANDARDS[RiskLevel.MEDIUM]


def standard_for(risk: RiskLevel | None, status: CaseStatus) -> Standard:
    """Return the standard a case is held to: by risk, or monitoring while it is on hold."""
    if status is CaseStatus.HOLDING:
        return MONITORING
    return NOT_JUDGED if risk is None else STANDARDS[risk]


def contact_due_on(
    risk: RiskLevel | None, status: CaseStatus, last_contact_on: date | None, opened_on: date
) -> date:
    """Return the day by which the next completed contact is due.

    Counted from the last completed contact, or from opening when there was none. A case that
    has ended owes no contact: ``date.max``.
    """
    if status in ENDED_STATUSES:
        return date.max
    return _add_days(last_contact_on or opened_on, standard_for(risk, status).any_contact)


def days_overdue(
    risk: RiskLevel | None,
    status: CaseStatus,
    last_contact_on: date | None,
    opened_on: date,
    on: date,
) -> int:
    """Return the days past the due date once the grace is used up, else 0."""
    due_on = contact_due_on(risk, status, last_contact_on, opened_on)
    late = (on - due_on).days
    return late if late > standard_for(risk, status).grace else 0


@dataclass(frozen=True, slots=True)
class ContactFact:
    """One contact or attempt; ``with_client`` is false when only others were spoken to.

    A text, e-mail or letter is completed only when the client answered.
    """

    on: date
    method: ContactMethod
    outcome: ContactOutcome
    with_client: bool = True

    @property
    def is_contact(self) -> bool:
        """Whether it counts towards the standard: completed, and with the client."""
        return self.with_client and self.outcome is ContactOutcome.COMPLETED


@dataclass(frozen=True, slots=True)
class Clock:
    """One line of the standard: how often, when last, when next, how late."""

    interval_days: int
    last_on: date | None
    due_on: date
    days_overdue: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How a case stands against its contact standard on one day."""

    any_contact: Clock | None
    in_person: Clock | None
    in_community: Clock | None
    collateral: Clock | None
    completed: int
    attempted: int
    attempts_since_contact: int


def standing(
    risk: RiskLevel | None,
    status: CaseStatus,
    opened_on: date,
    contacts: Iterable[ContactFact],
    on: date,
) -> Standing:
    """Return every clock of the standard, and attempts counted apart from contacts."""
    facts = list(contacts)
    made = [fact for fact in facts if fact.is_contact]
    tried = [
        fact.on for fact in facts if fact.with_client and fact.outcome is ContactOutcome.ATTEMPTED
    ]
    last = {
        "any_contact": _latest(fact.on for fact in made),
        "in_person": _latest(fact.on for fact in made if fact.method in IN_PERSON),
        "in_community": _latest(fact.on for fact in made if fact.method in IN_COMMUNITY),
        "collateral": _latest(
            fact.on
            for fact in facts
            if not fact.with_client and fact.outcome is ContactOutcome.COMPLETED
        ),
    }
    since = last["any_contact"] or date.min
    standard = None if status in ENDED_STATUSES else standard_for(risk, status)
    standard_has_grace = standard is not None and standard.grace > 0

    def clock(line: str) -> Clock | None:
        interval = getattr(standard, line, None)
        if interval is None:
            return None
        grace = _grace(interval) if standard_has_grace else 0
        return _clock(interval, last[line] or opened_on, last[line], on, grace)

    return Standing(
        any_contact=clock("any_contact"),
        in_person=clock("in_person"),
        in_community=clock("in_community"),
        collateral=clock("collateral"),
        completed=len(made),
        attempted=len(tried),
        attempts_since_contact=sum(day > since for day in tried),
    )


def _clock(interval: int, start: date, last_on: date | None, on: date, grace: int) -> Clock:
    due_on = _add_days(start, interval)
    late = (on - due_on).days
    return Clock(interval, last_on, due_on, late if late > grace else 0)


def _latest(days: Iterable[date]) -> date | None:
    return max(days, default=None)


def _add_days(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max
