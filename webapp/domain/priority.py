"""Who comes first and why: "work next" points over plain facts, with the reasons in the answer.

The table is our own (domain notes A2, "Work next" order): whole points that add up, so that a
worker can check any place in the list by hand. Ties go to whoever has waited longest.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, TypeAlias
from uuid import UUID

from webapp.domain.cases import ENDED_STATUSES, CaseStatus, RiskLevel, Urgency
from webapp.domain.contact_standards import contact_due_on, standard_for
from webapp.domain.reasons import Reason, ReasonCode

#: How soon an incoming item must be acted on (domain notes A2, "Urgency"; U1 is now, U5 is
#: five working days, kept here as a plain week).
URGENCY_CLOCKS: dict[Urgency, timedelta] = {
    Urgency.U1: timedelta(0),
    Urgency.U2: timedelta(hours=4),
    Urgency.U3: timedelta(hours=24),
    Urgency.U4: timedelta(hours=72),
    Urgency.U5: timedelta(days=7),
}

URGENCY_POINTS: dict[Urgency, int] = {
    Urgency.U1: 1000,
    Urgency.U2: 700,
    Urgency.U3: 400,
    Urgency.U4: 200,
}
RISK_POINTS: dict[RiskLevel, int] = {
    RiskLevel.CRITICAL: 300,
    RiskLevel.HIGH: 150,
    RiskLevel.MEDIUM: 50,
}
CONTACT_POINTS_PER_DAY = 20
CONTACT_POINTS_MOST = 200
DEADLINE_NEAR_DAYS, DEADLINE_NEAR_POINTS = 2, 150
DEADLINE_COMING_DAYS, DEADLINE_COMING_POINTS = 7, 60
RISK_REVIEW_POINTS = 100
LATE_NOTE_POINTS = 40
LATE_NOTE_POINTS_MOST = 120
FIRST_CONTACT_POINTS = 150
HOLDING_REVIEW_POINTS = 120

#: Statuses of a case that is new while nobody has met the client.
NEW_STATUSES = frozenset(
    {CaseStatus.REFERRED, CaseStatus.INTAKE, CaseStatus.READY, CaseStatus.ACTIVE}
)
#: A task or contact this near is worth a line, though no points.
SOON_DAYS = 7


class Band(StrEnum):
    """The heading of the caseload a person stands under; points order people within it."""

    HIGH = "high"
    MEDIUM = "medium"
    STABLE = "stable"
    HOLDING = "holding"


class CaseFacts(NamedTuple):
    """All that the order of work depends on; ``last_contact_on`` is a completed contact."""

    client_id: UUID
    case_id: UUID
    status: CaseStatus
    risk: RiskLevel | None
    opened_on: date
    waiting_since: date
    first_contact_made: bool
    last_contact_on: date | None = None
    attempts_since_contact: int = 0
    risk_review_on: date | None = None
    next_review_on: date | None = None
    holding_review_on: date | None = None
    earliest_task_due_on: date | None = None
    overdue_tasks: int = 0
    hard_deadline_on: date | None = None
    late_unsigned_notes: int = 0
    urgency: Urgency | None = None


Weight: TypeAlias = tuple[int, Reason]


class Ranked(NamedTuple):
    """One case in its place; reasons are most weighty first."""

    facts: CaseFacts
    points: int
    reasons: tuple[Reason, ...]
    band: Band
    next_due_on: date | None


def rank(facts: Iterable[CaseFacts], on: date) -> list[Ranked]:
    """Return the cases as they should be worked on that day, the most pressing first.

    The order is total: points, then who has waited longest, then ids. Ended cases come last.
    """
    return sorted((assess(case, on) for case in facts), key=_place)


def assess(facts: CaseFacts, on: date) -> Ranked:
    """Return the points of one case on that day, with their reasons, band and next date."""
    if facts.status in ENDED_STATUSES:
        return Ranked(facts, 0, (_CASE_ENDED,), Band.HOLDING, None)
    contact_due = contact_due_on(facts.risk, facts.status, facts.last_contact_on, facts.opened_on)
    due_in = (contact_due - on).days
    is_overdue = -due_in > standard_for(facts.risk, facts.status).grace
    weights = _standing_weights(facts)
    _add_dated_weights(weights, facts, -due_in if is_overdue else 0, on)
    if len(weights) > 1:
        weights.sort(key=_points_of, reverse=True)
    reasons = [reason for _, reason in weights]
    _add_asides(reasons, facts, None if is_overdue else due_in, on)
    points = sum([weight for weight, _ in weights])
    return Ranked(facts, points, tuple(reasons), _band(facts, on), _next_due_on(facts, contact_due))


def _standing_weights(facts: CaseFacts) -> list[Weight]:
    """What weighs on every day alike: urgency, risk, notes left unsigned."""
    weights = []
    if facts.urgency in _URGENCY:
        weights.append(_URGENCY[facts.urgency])
    if facts.risk in _RISK:
        weights.append(_RISK[facts.risk])
    count = facts.late_unsigned_notes
    if count > 0:
        points = min(count * LATE_NOTE_POINTS, LATE_NOTE_POINTS_MOST)
        weights.append((points, _notes_unsigned(count)))
    return weights


def _add_dated_weights(
    weights: list[Weight], facts: CaseFacts, days_overdue: int, on: date
) -> None:
    """Add what weighs more as days pass: contact, deadline, reviews."""
    if days_overdue > 0:
        points = min(days_overdue * CONTACT_POINTS_PER_DAY, CONTACT_POINTS_MOST)
        since = (on - (facts.last_contact_on or facts.opened_on)).days
        overdue = _contact_overdue(days_overdue, since, facts.attempts_since_contact)
        weights.append((points, overdue))
    if not facts.first_contact_made and facts.status in NEW_STATUSES:
        days = max((on - facts.opened_on).days, 0)
        missing = _first_contact_missing(days, facts.attempts_since_contact)
        weights.append((FIRST_CONTACT_POINTS, missing))
    if facts.hard_deadline_on is not None:
        _add_deadline(weights, (facts.hard_deadline_on - on).days)
    if facts.risk_review_on is not None and facts.risk_review_on < on:
        days = (on - facts.risk_review_on).days
        weights.append((RISK_REVIEW_POINTS, _risk_review_overdue(days)))
    if facts.status is CaseStatus.HOLDING:
        days = _days_past(facts.holding_review_on, on)
        if days > 0:
            weights.append((HOLDING_REVIEW_POINTS, _holding_review_passed(days)))


def _add_deadline(weights: list[Weight], days: int) -> None:
    if days < 0:
        weights.append((DEADLINE_NEAR_POINTS, _deadline_passed(-days)))
    elif days <= DEADLINE_NEAR_DAYS:
        weights.append((DEADLINE_NEAR_POINTS, _deadline_near(days)))
    elif days <= DEADLINE_COMING_DAYS:
        weights.append((DEADLINE_COMING_POINTS, _deadline_coming(days)))


def _add_asides(reasons: list[Reason], facts: CaseFacts, due_in: int | None, on: date) -> None:
    """Add what earns no points but is worth a line; every open case gets at least one.

    ``due_in`` is days until the next contact, below zero within the grace, None when overdue.
    """
    task_due_on = facts.earliest_task_due_on
    if facts.overdue_tasks > 0:
        reasons.append(_tasks_overdue(facts.overdue_tasks, _days_past(task_due_on, on)))
    elif task_due_on is not None:
        days = (task_due_on - on).days
        if 0 <= days <= SOON_DAYS:
            reasons.append(_task_due(days))
    if facts.next_review_on is not None and facts.next_review_on < on:
        reasons.append(_review_overdue((on - facts.next_review_on).days))
    if due_in is not None and (due_in <= SOON_DAYS or not reasons):
        reasons.append(_contact_due(due_in))
    if facts.risk is None:
        reasons.append(_RISK_NOT_SET)


def _band(facts: CaseFacts, on: date) -> Band:
    """Risk or a very urgent item makes it high; a hold counts until its review date passes.

    A risk nobody has judged yet is not a stable one.
    """
    if facts.risk in _HIGH_RISK or facts.urgency in _HIGH_URGENCY:
        return Band.HIGH
    if facts.urgency is Urgency.U3:
        return Band.MEDIUM
    if facts.status is CaseStatus.HOLDING and _days_past(facts.holding_review_on, on) == 0:
        return Band.HOLDING
    return Band.STABLE if facts.risk is RiskLevel.LOW else Band.MEDIUM


def _days_past(day: date | None, on: date) -> int:
    """Whole days since ``day``; 0 when it has not passed or is not set."""
    return max((on - day).days, 0) if day is not None else 0


def _next_due_on(facts: CaseFacts, contact_due: date) -> date:
    """The earliest of everything that has a date."""
    first = contact_due
    for day in (
        facts.earliest_task_due_on,
        facts.hard_deadline_on,
        facts.risk_review_on,
        facts.next_review_on,
        facts.holding_review_on if facts.status is CaseStatus.HOLDING else None,
    ):
        if day is not None and day < first:
            first = day
    return first


def _place(ranked: Ranked) -> tuple[bool, int, date, UUID, UUID]:
    facts = ranked.facts
    ended = facts.status in ENDED_STATUSES
    return (ended, -ranked.points, facts.waiting_since, facts.client_id, facts.case_id)


def _points_of(weight: Weight) -> int:
    return weight[0]


def _line(code: ReasonCode, *names: str) -> Callable[..., Reason]:
    """Return a maker of one kind of reason.

    Reasons repeat across a caseload, and making one costs more than finding it again.
    """

    @lru_cache(maxsize=1024)
    def make(*values: int) -> Reason:
        return Reason(code, dict(zip(names, values, strict=True)))

    return make


_notes_unsigned = _line(ReasonCode.NOTES_UNSIGNED, "count")
_contact_overdue = _line(ReasonCode.CONTACT_OVERDUE, "days", "since", "attempts")
_first_contact_missing = _line(ReasonCode.FIRST_CONTACT_MISSING, "days", "attempts")
_deadline_passed = _line(ReasonCode.DEADLINE_PASSED, "days")
_deadline_near = _line(ReasonCode.DEADLINE_NEAR, "days")
_deadline_coming = _line(ReasonCode.DEADLINE_COMING, "days")
_risk_review_overdue = _line(ReasonCode.RISK_REVIEW_OVERDUE, "days")
_holding_review_passed = _line(ReasonCode.HOLDING_REVIEW_PASSED, "days")
_tasks_overdue = _line(ReasonCode.TASKS_OVERDUE, "count", "days")
_task_due = _line(ReasonCode.TASK_DUE, "days")
_review_overdue = _line(ReasonCode.REVIEW_OVERDUE, "days")
_contact_due = _line(ReasonCode.CONTACT_DUE, "days")
_CASE_ENDED = Reason(ReasonCode.CASE_ENDED)
_RISK_NOT_SET = Reason(ReasonCode.RISK_NOT_SET)


def _urgent(urgency: Urgency, code: ReasonCode) -> Weight:
    hours = URGENCY_CLOCKS[urgency] // timedelta(hours=1)
    return (URGENCY_POINTS[urgency], Reason(code, {"hours": hours}))


_URGENCY: dict[Urgency | None, Weight] = {
    Urgency.U1: _urgent(Urgency.U1, ReasonCode.URGENCY_EMERGENCY),
    Urgency.U2: _urgent(Urgency.U2, ReasonCode.URGENCY_VERY_URGENT),
    Urgency.U3: _urgent(Urgency.U3, ReasonCode.URGENCY_URGENT),
    Urgency.U4: _urgent(Urgency.U4, ReasonCode.URGENCY_SOON),
}
_RISK: dict[RiskLevel | None, Weight] = {
    RiskLevel.CRITICAL: (RISK_POINTS[RiskLevel.CRITICAL], Reason(ReasonCode.RISK_CRITICAL)),
    RiskLevel.HIGH: (RISK_POINTS[RiskLevel.HIGH], Reason(ReasonCode.RISK_HIGH)),
    RiskLevel.MEDIUM: (RISK_POINTS[RiskLevel.MEDIUM], Reason(ReasonCode.RISK_MEDIUM)),
}
_HIGH_RISK = frozenset({RiskLevel.CRITICAL, RiskLevel.HIGH})
_HIGH_URGENCY = frozenset({Urgency.U1, Urgency.U2})
