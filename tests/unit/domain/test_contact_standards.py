"""How often a client is to be seen, and how the case stands."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.cases import CaseStatus, RiskLevel
from webapp.domain.contact_standards import (
    Clock,
    ContactFact,
    contact_due_on,
    days_overdue,
    standard_for,
    standing,
)
from webapp.domain.contacts import ContactMethod, ContactOutcome

ACTIVE, HOLDING, CLOSED = CaseStatus.ACTIVE, CaseStatus.HOLDING, CaseStatus.CLOSED
CRITICAL, HIGH, MEDIUM, LOW = RiskLevel
OPENED = date(2026, 1, 5)
SEEN = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("risk", "status", "every", "grace"),
    [
        (CRITICAL, ACTIVE, 2, 0),
        (HIGH, ACTIVE, 7, 1),
        (MEDIUM, ACTIVE, 14, 1),
        (LOW, ACTIVE, 30, 3),
        (None, ACTIVE, 14, 1),
        (LOW, HOLDING, 90, 9),
        (CRITICAL, HOLDING, 90, 9),
        (HIGH, CaseStatus.UNREACHABLE, 7, 1),
    ],
)
def test_due_date_and_grace_by_risk_and_status(risk, status, every, grace):
    due_on = contact_due_on(risk, status, SEEN, OPENED)
    assert due_on == SEEN + timedelta(days=every)

    def late(days: int) -> int:
        return days_overdue(risk, status, SEEN, OPENED, due_on + timedelta(days=days))

    assert late(-1) == late(0) == late(grace) == 0
    assert late(grace + 1) == grace + 1
    assert late(100) == 100


def test_without_a_contact_the_clock_runs_from_opening():
    assert contact_due_on(HIGH, ACTIVE, None, OPENED) == date(2026, 1, 12)
    assert days_overdue(HIGH, ACTIVE, None, OPENED, date(2026, 1, 20)) == 8


def test_an_ended_case_owes_no_contact():
    assert contact_due_on(CRITICAL, CLOSED, SEEN, OPENED) == date.max
    assert days_overdue(CRITICAL, CLOSED, SEEN, OPENED, date(2030, 1, 1)) == 0


def test_a_date_at_the_end_of_the_calendar_does_not_overflow():
    assert contact_due_on(LOW, ACTIVE, date.max, OPENED) == date.max


def test_a_higher_risk_is_never_seen_less_often():
    for line in ("any_contact", "in_person", "plan_review", "risk_review", "supervisor_review"):
        every = [getattr(standard_for(risk, ACTIVE), line) for risk in RiskLevel]
        assert every == sorted(every), line


@given(
    st.none() | st.sampled_from(RiskLevel),
    st.sampled_from(CaseStatus),
    st.none() | st.dates(),
    st.dates(),
    st.dates(),
)
def test_days_overdue_is_zero_or_the_days_past_due(risk, status, last, opened, on):
    late = days_overdue(risk, status, last, opened, on)
    due_on = contact_due_on(risk, status, last, opened)
    assert late in (0, (on - due_on).days)
    assert late >= 0


def contact(day: int, method: ContactMethod, *, attempted: bool = False, client: bool = True):
    outcome = ContactOutcome.ATTEMPTED if attempted else ContactOutcome.COMPLETED
    return ContactFact(date(2026, 3, day), method, outcome, client)


WEEKS = [
    contact(1, ContactMethod.VISIT),
    contact(4, ContactMethod.OFFICE),
    contact(6, ContactMethod.CALL),
    contact(6, ContactMethod.CALL, attempted=True),
    contact(9, ContactMethod.VISIT, attempted=True),
    contact(10, ContactMethod.TEXT, attempted=True),
    contact(8, ContactMethod.CALL, client=False),
    contact(11, ContactMethod.CALL, client=False, attempted=True),
]


def test_standing_counts_attempts_apart_from_contacts():
    stands = standing(HIGH, ACTIVE, OPENED, WEEKS, date(2026, 3, 20))
    assert (stands.completed, stands.attempted, stands.attempts_since_contact) == (3, 3, 2)


def test_standing_has_a_clock_for_each_line_of_the_standard():
    stands = standing(HIGH, ACTIVE, OPENED, WEEKS, date(2026, 3, 20))
    assert stands.any_contact == Clock(7, date(2026, 3, 6), date(2026, 3, 13), 7)
    assert stands.in_person == Clock(15, date(2026, 3, 4), date(2026, 3, 19), 0)
    assert stands.in_community == Clock(30, date(2026, 3, 1), date(2026, 3, 31), 0)
    assert stands.collateral == Clock(15, date(2026, 3, 8), date(2026, 3, 23), 0)


def test_standing_has_no_clock_where_the_standard_asks_for_nothing():
    stands = standing(LOW, ACTIVE, OPENED, [], date(2026, 3, 20))
    assert stands.any_contact == Clock(30, None, date(2026, 2, 4), 44)
    assert stands.in_community is None
    assert stands.collateral is None
    assert (stands.completed, stands.attempts_since_contact) == (0, 0)


def test_standing_gives_a_critical_case_no_grace_on_any_line():
    contacts = [contact(4, ContactMethod.OFFICE)]
    stands = standing(CRITICAL, ACTIVE, OPENED, contacts, date(2026, 3, 12))
    assert stands.in_person is not None
    assert stands.in_person.days_overdue == 1


def test_standing_of_an_ended_case_has_counts_only():
    stands = standing(HIGH, CLOSED, OPENED, WEEKS, date(2026, 3, 20))
    assert stands.any_contact is stands.in_person is stands.in_community is None
    assert stands.completed == 3
