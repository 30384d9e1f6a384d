"""Who comes first, and the reasons said."""

import random
import time
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.cases import CaseStatus, RiskLevel, Urgency
from webapp.domain.priority import (
    URGENCY_CLOCKS,
    Band,
    CaseFacts,
    assess,
    rank,
)
from webapp.domain.reasons import Reason, ReasonCode

TODAY = date(2026, 3, 16)

#: A low-risk case seen today: nothing presses.
QUIET = CaseFacts(
    client_id=UUID(int=1),
    case_id=UUID(int=2),
    status=CaseStatus.ACTIVE,
    risk=RiskLevel.LOW,
    opened_on=TODAY - timedelta(days=200),
    waiting_since=TODAY - timedelta(days=200),
    first_contact_made=True,
    last_contact_on=TODAY,
)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def ahead(days: int) -> date:
    return TODAY + timedelta(days=days)


def codes(facts: CaseFacts) -> list[str]:
    return [reason.code for reason in assess(facts, TODAY).reasons]


@pytest.mark.parametrize(
    ("what", "points", "first_reason"),
    [
        # Urgency
        ({"urgency": Urgency.U1}, 1000, Reason(ReasonCode.URGENCY_EMERGENCY, {"hours": 0})),
        ({"urgency": Urgency.U2}, 700, Reason(ReasonCode.URGENCY_VERY_URGENT, {"hours": 4})),
        ({"urgency": Urgency.U3}, 400, Reason(ReasonCode.URGENCY_URGENT, {"hours": 24})),
        ({"urgency": Urgency.U4}, 200, Reason(ReasonCode.URGENCY_SOON, {"hours": 72})),
        ({"urgency": Urgency.U5}, 0, Reason(ReasonCode.CONTACT_DUE, {"days": 30})),
        # Risk
        ({"risk": RiskLevel.CRITICAL}, 300, Reason(ReasonCode.RISK_CRITICAL)),
        ({"risk": RiskLevel.HIGH}, 150, Reason(ReasonCode.RISK_HIGH)),
        ({"risk": RiskLevel.MEDIUM}, 50, Reason(ReasonCode.RISK_MEDIUM)),
        ({"risk": RiskLevel.LOW}, 0, Reason(ReasonCode.CONTACT_DUE, {"days": 30})),
        # Contact: monthly at low risk with three days' grace, 20 a day, no more than 200
        ({"last_contact_on": ago(30)}, 0, Reason(ReasonCode.CONTACT_DUE, {"days": 0})),
        ({"last_contact_on": ago(33)}, 0, Reason(ReasonCode.CONTACT_DUE, {"days": -3})),
        (
            {"last_contact_on": ago(34), "attempts_since_contact": 2},
            80,
            Reason(ReasonCode.CONTACT_OVERDUE, {"days": 4, "since": 34, "attempts": 2}),
        ),
        (
            {"last_contact_on": ago(40)},
            200,
            Reason(ReasonCode.CONTACT_OVERDUE, {"days": 10, "since": 40, "attempts": 0}),
        ),
        (
            {"last_contact_on": ago(90)},
            200,
            Reason(ReasonCode.CONTACT_OVERDUE, {"days": 60, "since": 90, "attempts": 0}),
        ),
        (
            {"last_contact_on": None},
            200,
            Reason(ReasonCode.CONTACT_OVERDUE, {"days": 170, "since": 200, "attempts": 0}),
        ),
        # Hard deadline
        ({"hard_deadline_on": ago(3)}, 150, Reason(ReasonCode.DEADLINE_PASSED, {"days": 3})),
        ({"hard_deadline_on": TODAY}, 150, Reason(ReasonCode.DEADLINE_NEAR, {"days": 0})),
        ({"hard_deadline_on": ahead(2)}, 150, Reason(ReasonCode.DEADLINE_NEAR, {"days": 2})),
        ({"hard_deadline_on": ahead(3)}, 60, Reason(ReasonCode.DEADLINE_COMING, {"days": 3})),
        ({"hard_deadline_on": ahead(7)}, 60, Reason(ReasonCode.DEADLINE_COMING, {"days": 7})),
        ({"hard_deadline_on": ahead(8)}, 0, Reason(ReasonCode.CONTACT_DUE, {"days": 30})),
        # Risk review
        ({"risk_review_on": TODAY}, 0, Reason(ReasonCode.CONTACT_DUE, {"days": 30})),
        ({"risk_review_on": ago(1)}, 100, Reason(ReasonCode.RISK_REVIEW_OVERDUE, {"days": 1})),
        # Unsigned notes older than their clock: 40 each, no more than 120
        ({"late_unsigned_notes": 1}, 40, Reason(ReasonCode.NOTES_UNSIGNED, {"count": 1})),
        ({"late_unsigned_notes": 3}, 120, Reason(ReasonCode.NOTES_UNSIGNED, {"count": 3})),
        ({"late_unsigned_notes": 9}, 120, Reason(ReasonCode.NOTES_UNSIGNED, {"count": 9})),
        # New case without a first contact
        (
            {
                "first_contact_made": False,
                "last_contact_on": None,
                "opened_on": ago(3),
                "attempts_since_contact": 1,
            },
            150,
            Reason(ReasonCode.FIRST_CONTACT_MISSING, {"days": 3, "attempts": 1}),
        ),
        (
            {
                "first_contact_made": False,
                "last_contact_on": None,
                "opened_on": ago(3),
                "status": CaseStatus.CLOSING,
            },
            0,
            Reason(ReasonCode.CONTACT_DUE, {"days": 27}),
        ),
        # A hold whose review date has passed
        (
            {"status": CaseStatus.HOLDING, "holding_review_on": ago(2)},
            120,
            Reason(ReasonCode.HOLDING_REVIEW_PASSED, {"days": 2}),
        ),
        (
            {"status": CaseStatus.HOLDING, "holding_review_on": TODAY},
            0,
            Reason(ReasonCode.CONTACT_DUE, {"days": 90}),
        ),
        ({"holding_review_on": ago(2)}, 0, Reason(ReasonCode.CONTACT_DUE, {"days": 30})),
        # Worth a line, no points
        (
            {"overdue_tasks": 2, "earliest_task_due_on": ago(5)},
            0,
            Reason(ReasonCode.TASKS_OVERDUE, {"count": 2, "days": 5}),
        ),
        ({"overdue_tasks": 1}, 0, Reason(ReasonCode.TASKS_OVERDUE, {"count": 1, "days": 0})),
        ({"earliest_task_due_on": TODAY}, 0, Reason(ReasonCode.TASK_DUE, {"days": 0})),
        ({"earliest_task_due_on": ahead(7)}, 0, Reason(ReasonCode.TASK_DUE, {"days": 7})),
        ({"earliest_task_due_on": ahead(8)}, 0, Reason(ReasonCode.CONTACT_DUE, {"days": 30})),
        ({"next_review_on": ago(6)}, 0, Reason(ReasonCode.REVIEW_OVERDUE, {"days": 6})),
        ({"next_review_on": TODAY}, 0, Reason(ReasonCode.CONTACT_DUE, {"days": 30})),
        # Nobody has judged the risk: said, and held to the middle standard
        ({"risk": None}, 0, Reason(ReasonCode.CONTACT_DUE, {"days": 14})),
        ({"status": CaseStatus.CLOSED, "risk": RiskLevel.CRITICAL}, 0, Reason("case_ended")),
        ({"status": CaseStatus.TRANSFERRED, "urgency": Urgency.U1}, 0, Reason("case_ended")),
    ],
)
def test_points_of_the_table(what, points, first_reason):
    ranked = assess(QUIET._replace(**what), TODAY)
    assert ranked.points == points
    assert ranked.reasons[0] == first_reason


def test_points_add_up_and_the_most_weighty_reason_is_said_first():
    pressing = QUIET._replace(
        risk=RiskLevel.MEDIUM,
        last_contact_on=ago(17),
        risk_review_on=ago(10),
        late_unsigned_notes=2,
        hard_deadline_on=ahead(5),
        urgency=Urgency.U4,
        next_review_on=ago(1),
        earliest_task_due_on=ahead(1),
    )
    ranked = assess(pressing, TODAY)
    assert ranked.points == 200 + 100 + 80 + 60 + 60 + 50
    assert [reason.code for reason in ranked.reasons] == [
        "urgency_soon",
        "risk_review_overdue",
        "notes_unsigned",
        "contact_overdue",
        "deadline_coming",
        "risk_medium",
        "task_due",
        "review_overdue",
    ]


def test_a_contact_due_this_week_is_said_beside_other_reasons_but_a_far_one_is_not():
    assert codes(QUIET._replace(risk=RiskLevel.HIGH)) == ["risk_high", "contact_due"]
    assert codes(QUIET._replace(risk=RiskLevel.MEDIUM)) == ["risk_medium"]


def test_a_risk_nobody_judged_is_always_said():
    assert codes(QUIET._replace(risk=None))[-1] == "risk_not_set"


@pytest.mark.parametrize(
    ("what", "band"),
    [
        ({"risk": RiskLevel.CRITICAL}, Band.HIGH),
        ({"risk": RiskLevel.HIGH}, Band.HIGH),
        ({"risk": RiskLevel.MEDIUM}, Band.MEDIUM),
        ({"risk": RiskLevel.LOW}, Band.STABLE),
        ({"risk": None}, Band.MEDIUM),
        ({"urgency": Urgency.U1}, Band.HIGH),
        ({"urgency": Urgency.U2}, Band.HIGH),
        ({"urgency": Urgency.U3}, Band.MEDIUM),
        ({"urgency": Urgency.U4}, Band.STABLE),
        ({"status": CaseStatus.HOLDING}, Band.HOLDING),
        ({"status": CaseStatus.HOLDING, "risk": RiskLevel.MEDIUM}, Band.HOLDING),
        ({"status": CaseStatus.HOLDING, "risk": RiskLevel.HIGH}, Band.HIGH),
        ({"status": CaseStatus.HOLDING, "urgency": Urgency.U3}, Band.MEDIUM),
        ({"status": CaseStatus.HOLDING, "holding_review_on": ahead(1)}, Band.HOLDING),
        ({"status": CaseStatus.HOLDING, "holding_review_on": ago(1)}, Band.STABLE),
        ({"status": CaseStatus.CLOSED, "risk": RiskLevel.HIGH}, Band.HOLDING),
    ],
)
def test_heading_a_person_stands_under(what, band):
    assert assess(QUIET._replace(**what), TODAY).band is band


@pytest.mark.parametrize(
    ("what", "due"),
    [
        ({}, ahead(30)),
        ({"earliest_task_due_on": ago(2)}, ago(2)),
        ({"hard_deadline_on": ahead(4), "risk_review_on": ahead(6)}, ahead(4)),
        ({"risk_review_on": ahead(6)}, ahead(6)),
        ({"next_review_on": ahead(1)}, ahead(1)),
        ({"holding_review_on": ahead(1)}, ahead(30)),
        ({"status": CaseStatus.HOLDING, "holding_review_on": ahead(9)}, ahead(9)),
        ({"status": CaseStatus.CLOSED, "earliest_task_due_on": ago(2)}, None),
    ],
)
def test_next_date_is_the_earliest_there_is(what, due):
    assert assess(QUIET._replace(**what), TODAY).next_due_on == due


def test_equal_points_go_to_whoever_has_waited_longest_then_by_id():
    newer = QUIET._replace(client_id=UUID(int=3), waiting_since=ago(5))
    older = QUIET._replace(client_id=UUID(int=9), waiting_since=ago(50))
    same = newer._replace(client_id=UUID(int=4))
    other_case = newer._replace(case_id=UUID(int=1))
    placed = [ranked.facts for ranked in rank([same, newer, other_case, older], TODAY)]
    assert placed == [older, other_case, newer, same]


def test_ended_cases_come_after_the_quietest_open_one():
    closed = QUIET._replace(status=CaseStatus.CLOSED, waiting_since=ago(999))
    assert [ranked.facts for ranked in rank([closed, QUIET], TODAY)] == [QUIET, closed]


def test_every_urgency_has_a_clock_and_a_more_urgent_one_a_shorter():
    clocks = [URGENCY_CLOCKS[urgency] for urgency in Urgency]
    assert clocks == sorted(clocks)


# Properties

days = st.dates(date(2024, 1, 1), date(2027, 12, 31))
maybe_days = st.none() | days
facts = st.builds(
    CaseFacts,
    client_id=st.uuids(),
    case_id=st.uuids(),
    status=st.sampled_from(CaseStatus),
    risk=st.none() | st.sampled_from(RiskLevel),
    opened_on=days,
    waiting_since=days,
    first_contact_made=st.booleans(),
    last_contact_on=maybe_days,
    attempts_since_contact=st.integers(0, 9),
    risk_review_on=maybe_days,
    next_review_on=maybe_days,
    holding_review_on=maybe_days,
    earliest_task_due_on=maybe_days,
    overdue_tasks=st.integers(0, 9),
    hard_deadline_on=maybe_days,
    late_unsigned_notes=st.integers(0, 9),
    urgency=st.none() | st.sampled_from(Urgency),
)


@given(facts, days)
def test_a_day_more_never_lowers_a_client(case, on):
    assert assess(case, on + timedelta(days=1)).points >= assess(case, on).points


@given(facts, days, st.integers(1, 400))
def test_a_contact_longer_ago_never_lowers_a_client(case, on, more):
    earlier = (case.last_contact_on or case.opened_on) - timedelta(days=more)
    waited = case._replace(last_contact_on=earlier)
    assert assess(waited, on).points >= assess(case, on).points


@given(st.lists(facts, max_size=12, unique_by=lambda case: (case.client_id, case.case_id)), days)
def test_the_order_is_total_and_the_same_however_the_cases_come(cases, on):
    placed = rank(cases, on)
    shuffled = random.Random(7).sample(cases, len(cases))
    assert rank(shuffled, on) == placed
    assert rank(reversed(cases), on) == placed
    assert sorted(map(id, cases)) == sorted(id(ranked.facts) for ranked in placed)


@given(facts, days)
def test_every_case_has_a_reason_and_no_reason_twice(case, on):
    ranked = assess(case, on)
    assert ranked.reasons
    assert len(set(ranked.reasons)) == len(ranked.reasons)
    said = {reason.code for reason in ranked.reasons}
    assert len(said) == len(ranked.reasons)


@given(facts, days)
def test_assess_answers_as_rank_does(case, on):
    assert rank([case], on) == [assess(case, on)]


def test_four_hundred_cases_are_ranked_in_milliseconds():
    draw = random.Random(1)
    cases = [
        QUIET._replace(
            client_id=UUID(int=number),
            risk=draw.choice(list(RiskLevel)),
            last_contact_on=ago(draw.randint(0, 60)),
            risk_review_on=ago(draw.randint(-30, 30)),
            earliest_task_due_on=ago(draw.randint(-10, 10)),
            late_unsigned_notes=draw.randint(0, 2),
        )
        for number in range(400)
    ]
    best = min(_seconds(cases) for _ in range(20))
    # About 1.2 ms on a slow core; the bound only catches a change of kind.
    assert best < 0.01


def _seconds(cases: list[CaseFacts]) -> float:
    started = time.perf_counter()
    rank(cases, TODAY)
    return time.perf_counter() - started
