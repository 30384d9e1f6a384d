"""When a note is due, late, and which dates a contact may carry."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.contacts import ContactOutcome
from webapp.domain.documentation import (
    CLOCK_HOURS,
    Lateness,
    check_occurrence,
    due_at,
    has_clock_skew,
    lateness,
    time_left,
)
from webapp.domain.notes import NoteTemplate
from webapp.domain.reasons import Reason, ReasonCode

ENDED = datetime(2026, 3, 16, 14, 0, tzinfo=UTC)


def test_every_template_has_a_clock():
    assert set(CLOCK_HOURS) == set(NoteTemplate)


@pytest.mark.parametrize(
    ("template", "hours"),
    [
        (NoteTemplate.CRISIS, 24),
        (NoteTemplate.CONTACT, 48),
        (NoteTemplate.HOME_VISIT, 48),
        (NoteTemplate.MISSED, 48),
        (NoteTemplate.SOAP, 48),
        (NoteTemplate.COLLATERAL, 72),
    ],
)
def test_a_note_is_late_once_its_clock_has_run_out(template, hours):
    clock, moment = timedelta(hours=hours), timedelta(seconds=1)
    assert due_at(template, ENDED) == ENDED + clock
    assert time_left(template, ENDED, ENDED + clock - moment) == moment
    assert lateness(template, ENDED, ENDED + clock) is Lateness.ON_TIME
    assert lateness(template, ENDED, ENDED + clock + moment) is Lateness.LATE
    assert lateness(template, ENDED, ENDED + timedelta(days=7)) is Lateness.LATE
    assert lateness(template, ENDED, ENDED + timedelta(days=7) + moment) is Lateness.VERY_LATE


def test_a_note_written_while_the_contact_ran_is_on_time():
    assert lateness(NoteTemplate.CRISIS, ENDED, ENDED - timedelta(hours=1)) is Lateness.ON_TIME


@given(
    st.sampled_from(NoteTemplate),
    st.timedeltas(timedelta(0), timedelta(days=30)),
    st.timedeltas(timedelta(0), timedelta(days=30)),
)
def test_waiting_never_makes_a_note_less_late(template, first, more):
    order = list(Lateness)
    sooner = lateness(template, ENDED, ENDED + first)
    later = lateness(template, ENDED, ENDED + first + more)
    assert order.index(later) >= order.index(sooner)


@pytest.mark.parametrize("outcome", ContactOutcome)
def test_no_contact_and_no_attempt_is_written_in_advance(outcome):
    now = ENDED
    assert check_occurrence(outcome, now + timedelta(minutes=10), now) is None
    assert check_occurrence(outcome, now + timedelta(minutes=10, seconds=1), now) == Reason(
        ReasonCode.OCCURRED_IN_FUTURE, {"minutes": 11}
    )


def test_a_clock_that_may_not_run_ahead_forgives_nothing():
    ahead = ENDED + timedelta(seconds=1)
    found = check_occurrence(ContactOutcome.COMPLETED, ahead, ENDED, skew=timedelta(0))
    assert found == Reason(ReasonCode.OCCURRED_IN_FUTURE, {"minutes": 1})


def test_a_slip_in_the_year_is_refused_and_an_old_contact_is_not():
    slip = ENDED.replace(year=26)
    assert check_occurrence(ContactOutcome.COMPLETED, slip, ENDED) == Reason(
        ReasonCode.OCCURRED_TOO_LONG_AGO, {"years": 2000}
    )
    assert check_occurrence(ContactOutcome.COMPLETED, ENDED.replace(year=1990), ENDED) is None


def test_a_device_is_flagged_when_its_clock_is_more_than_ten_minutes_off():
    for minutes, flagged in [(0, False), (10, False), (11, True), (-10, False), (-11, True)]:
        assert has_clock_skew(ENDED + timedelta(minutes=minutes), ENDED) is flagged
