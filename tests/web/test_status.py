"""Status: every step asks for what it needs and is kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import factories as make
from webapp.domain.cases import CaseStatus
from webapp.domain.contacts import ContactMethod, ContactOutcome
from webapp.domain.ids import new_id
from webapp.domain.readiness import Readiness
from webapp.models import Assignment, AuditEvent, Case, Client, StatusChange, Task

ALL_READY = [item.value for item in Readiness]


def form(people, status, **more):
    return {
        "case_id": people.amina_case.id,
        "op_id": new_id(),
        "base_status": "active",
        "status": status,
        **more,
    }


def day(days):
    return make.now().date() + timedelta(days=days)


def holding(people, **more):
    return form(
        people,
        "holding",
        **{
            "reason": "Waits for the housing office.",
            "trigger": "A letter arrives.",
            "review_on": day(60),
            **more,
        },
    )


def status_of(session, people):
    session.rollback()
    return session.get(Case, people.amina_case.id).status


def test_holding_keeps_reason_trigger_and_review_day(client_as, people, session):
    assert client_as(people.dina).act("change_status", **holding(people)).status_code == 303
    case = session.get(Case, people.amina_case.id)
    assert (case.status, case.status_since, case.status_review_on) == (
        CaseStatus.HOLDING,
        day(0),
        day(60),
    )
    assert case.status_reason == "Waits for the housing office.\nA letter arrives."
    step = session.scalars(select(StatusChange).where(StatusChange.case_id == case.id)).one()
    assert (step.before, step.after, step.author_id) == (
        CaseStatus.ACTIVE,
        CaseStatus.HOLDING,
        people.dina.id,
    )
    assert session.get(Client, people.amina.id).revision == 2
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "change_status")).one()
    assert event.details["after"] == "holding"


@pytest.mark.parametrize(
    ("status", "more", "says"),
    [
        ("holding", {"trigger": "x", "review_on": "2999-01-01"}, "Say why"),
        ("holding", {"reason": "x", "review_on": "2999-01-01"}, "take it up again"),
        ("holding", {"reason": "x", "trigger": "x"}, "within the next 90 days"),
        ("holding", {"reason": "x", "trigger": "x", "review_on": "2999-01-01"}, "90 days"),
        ("holding", {"reason": "x", "trigger": "x", "review_on": "2020-01-01"}, "90 days"),
        ("ready", {}, "Tick every line"),
        ("ready", {"readiness": ALL_READY[:-1]}, "Tick every line"),
        ("active", {}, "working on together"),
        ("active", {"reason": "Housing"}, "next contact is"),
        ("active", {"reason": "Housing", "next_step": "Visit"}, "day of the next contact"),
        (
            "active",
            {"reason": "Housing", "next_step": "Visit", "next_step_on": "2020-01-01"},
            "today or a later day",
        ),
        ("unreachable", {}, "at least 3 tries by 2 different means"),
        ("closing", {"reason": "Sister helps."}, "why the case is closing"),
        ("closing", {"closure_reason": "goals_met"}, "discharge plan"),
        ("referred", {"reason": "x"}, "who referred"),
        ("purple", {}, "Choose one of"),
        ("", {}, "Choose a status"),
    ],
)
def test_what_a_status_asks_for_is_named(client_as, people, session, status, more, says):
    answer = client_as(people.dina).act("change_status", **form(people, status, **more))
    assert answer.status_code == 422
    assert says in answer.get_data(as_text=True)
    assert status_of(session, people) is CaseStatus.ACTIVE
    assert session.scalars(select(StatusChange)).all() == []


def test_ready_needs_every_line(client_as, people, session):
    sent = form(people, "ready", readiness=ALL_READY)
    assert client_as(people.dina).act("change_status", **sent).status_code == 303
    assert status_of(session, people) is CaseStatus.READY


def test_active_makes_the_next_contact_a_step(client_as, people, session):
    sent = form(
        people,
        "active",
        reason="Find a flat.",
        next_step="Visit at home",
        next_step_on=day(3),
        task_id=new_id(),
    )
    assert client_as(people.dina).act("change_status", **sent).status_code == 303
    task = session.get(Task, sent["task_id"])
    assert (task.title, task.due_on, task.owner_id) == ("Visit at home", day(3), people.dina.id)


def test_active_is_content_with_a_dated_step_that_is_there(client_as, people, session):
    make.add_task(session, people.dina, "Call the landlord", people.amina, due_on=day(2))
    session.commit()
    sent = form(people, "active", reason="Find a flat.")
    assert client_as(people.dina).act("change_status", **sent).status_code == 303


def attempts(session, people, *methods):
    for method in methods:
        make.add_note(
            session, people.amina, people.dina, method=method, outcome=ContactOutcome.ATTEMPTED
        )
    session.commit()


@pytest.mark.parametrize(
    ("methods", "status"),
    [
        ((ContactMethod.CALL, ContactMethod.CALL, ContactMethod.VISIT), 303),
        ((ContactMethod.CALL, ContactMethod.CALL, ContactMethod.CALL), 422),
        ((ContactMethod.CALL, ContactMethod.VISIT), 422),
    ],
)
def test_unreachable_needs_three_tries_by_two_means(client_as, people, session, methods, status):
    attempts(session, people, *methods)
    answer = client_as(people.dina).act("change_status", **form(people, "unreachable"))
    assert answer.status_code == status


def test_closing_then_closed_with_a_supervisor(client_as, people, session):
    closing = form(
        people, "closing", closure_reason="goals_met", reason="Sister helps from now on."
    )
    assert client_as(people.dina).act("change_status", **closing).status_code == 303
    closed = form(people, "closed", base_status="closing", reason="Housed since May.")
    assert client_as(people.dina).act("change_status", **closed).status_code == 403
    assert status_of(session, people) is CaseStatus.CLOSING
    answer = client_as(people.sam).act("change_status", **{**closed, "op_id": new_id()})
    assert answer.status_code == 303
    session.rollback()
    case = session.get(Case, people.amina_case.id)
    assert (case.status, case.closed_on) == (CaseStatus.CLOSED, day(0))
    ended = session.scalars(select(Assignment.ended_at).where(Assignment.case_id == case.id))
    assert all(ended)
    assert client_as(people.dina).get(f"/clients/{people.amina.id}/status").status_code == 404
    assert client_as(people.sam).get(f"/clients/{people.amina.id}/status").status_code == 200


def test_a_case_is_not_closed_without_closing(client_as, people, session):
    sent = form(people, "closed", reason="Done.")
    assert client_as(people.sam).act("change_status", **sent).status_code == 422
    assert status_of(session, people) is CaseStatus.ACTIVE


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"receiver": "Bay Shelter", "transfer_on": day(0)}, 303),
        ({"receiver": "Bay Shelter", "transfer_on": day(1)}, 422),
        ({"receiver": "Bay Shelter"}, 422),
        ({"transfer_on": day(0)}, 422),
    ],
    ids=["whole", "in the future", "no day", "no receiver"],
)
def test_a_transfer_names_receiver_and_day(client_as, people, session, more, status):
    sent = form(people, "transferred", **more)
    assert client_as(people.dina).act("change_status", **sent).status_code in {403, 422}
    sent["op_id"] = new_id()
    assert client_as(people.sam).act("change_status", **sent).status_code == status


def test_a_status_changed_meanwhile_is_asked_about(client_as, people, session):
    client_as(people.dina).act("change_status", **holding(people))
    sent = form(people, "ready", readiness=ALL_READY)
    answer = client_as(people.sam).act("change_status", **sent)
    assert answer.status_code == 409
    assert "Holding" in answer.get_data(as_text=True)
    assert status_of(session, people) is CaseStatus.HOLDING


def test_an_ended_case_stays_ended(client_as, people, session):
    session.get(Case, people.amina_case.id).status = CaseStatus.CLOSED
    session.commit()
    assert client_as(people.dina).act("change_status", **holding(people)).status_code == 403


def test_not_yours_is_not_found(client_as, people, session):
    for person in (people.otto, people.sol, people.ben, people.ada):
        answer = client_as(person).act("change_status", **holding(people))
        assert answer.status_code == 404, person.name
    assert session.scalars(select(StatusChange)).all() == []


@pytest.mark.parametrize("status", list(CaseStatus))
def test_every_status_has_a_form(client_as, people, status):
    answer = client_as(people.sam).get(f"/clients/{people.amina.id}/status?to={status}")
    assert answer.status_code == 200
    assert f'value="{status}"' in answer.get_data(as_text=True)


def test_a_worker_is_not_offered_what_a_supervisor_signs_off(client_as, people):
    page = client_as(people.dina).get(f"/clients/{people.amina.id}/status").get_data(as_text=True)
    assert "to=closing" in page
    assert "to=closed" not in page
    assert "to=transferred" not in page
