"""Alerts: with a reason and a review day, ended with a reason, never deleted."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import factories as make
from webapp.domain.ids import new_id
from webapp.models import Alert, AuditEvent, Client


def form(people, **more):
    return {
        "client_id": people.amina.id,
        "alert_id": new_id(),
        "op_id": new_id(),
        "kind": "two_workers",
        "text": "Large dog, not tied.",
        "source": "Seen on 3 May",
        **more,
    }


def today():
    return make.now().date()


def test_an_alert_is_added_and_reviewed_after_ninety_days_at_the_latest(client_as, people, session):
    sent = form(people)
    assert client_as(people.dina).act("add_alert", **sent).status_code == 303
    alert = session.get(Alert, sent["alert_id"])
    assert (alert.client_id, alert.author_id) == (people.amina.id, people.dina.id)
    assert (alert.started_on, alert.review_on) == (today(), today() + timedelta(days=90))
    assert session.get(Client, people.amina.id).revision == 2
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "add_alert")).one()
    assert event.details["kind"] == "two_workers"


@pytest.mark.parametrize(("days", "status"), [(0, 303), (90, 303), (91, 422), (-1, 422)])
def test_the_review_day_lies_within_ninety_days(client_as, people, session, days, status):
    sent = form(people, review_on=today() + timedelta(days=days))
    answer = client_as(people.dina).act("add_alert", **sent)
    assert answer.status_code == status
    assert (session.get(Alert, sent["alert_id"]) is None) == (status == 422)
    if status == 422:
        assert "Large dog, not tied." in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("field", "value"),
    [("text", ""), ("text", "x" * 1001), ("kind", ""), ("kind", "dragons"), ("alert_id", "7")],
)
def test_what_cannot_be_used_is_refused(client_as, people, session, field, value):
    answer = client_as(people.dina).act("add_alert", **form(people, **{field: value}))
    assert answer.status_code == 422
    assert session.scalars(select(Alert)).all() == []


def test_an_alert_is_ended_with_a_reason_and_stays_to_be_read(client_as, people, session):
    sent = form(people)
    browser = client_as(people.dina)
    browser.act("add_alert", **sent)
    answer = browser.act("end_alert", alert_id=sent["alert_id"])
    assert answer.status_code == 422
    assert "Say why this alert is over." in answer.get_data(as_text=True)
    assert (
        browser.act("end_alert", alert_id=sent["alert_id"], reason="Dog is gone.").status_code
        == 303
    )
    assert browser.act("end_alert", alert_id=sent["alert_id"], reason="Again.").status_code == 303
    alert = session.get(Alert, sent["alert_id"])
    assert alert.end_reason == "Dog is gone."
    assert alert.ended_by == people.dina.id
    page = browser.get(f"/clients/{people.amina.id}/alerts").get_data(as_text=True)
    assert "Dog is gone." in page


def test_a_used_id_is_refused(client_as, people, session):
    sent = form(people)
    browser = client_as(people.dina)
    browser.act("add_alert", **sent)
    answer = browser.act("add_alert", **{**sent, "op_id": new_id(), "text": "Another text"})
    assert answer.status_code == 422
    assert session.get(Alert, sent["alert_id"]).text == "Large dog, not tied."


def test_not_yours_is_not_found(client_as, people, session):
    sent = form(people)
    client_as(people.dina).act("add_alert", **sent)
    for person in (people.otto, people.sol, people.ben, people.ada):
        browser = client_as(person)
        assert browser.act("add_alert", **form(people)).status_code == 404
        ended = browser.act("end_alert", alert_id=sent["alert_id"], reason="Gone.")
        assert ended.status_code == 404
    assert session.get(Alert, sent["alert_id"]).ended_at is None


def test_a_supervisor_may_add_and_end(client_as, people, session):
    sent = form(people)
    browser = client_as(people.sam)
    assert browser.act("add_alert", **sent).status_code == 303
    assert browser.act("end_alert", alert_id=sent["alert_id"], reason="Gone.").status_code == 303
