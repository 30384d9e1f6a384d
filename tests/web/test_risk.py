"""Risk: judged with a reason, kept as a history, never overwritten unseen."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import factories as make
from webapp import actions
from webapp.domain.cases import CaseStatus, RiskLevel
from webapp.domain.ids import new_id
from webapp.models import AuditEvent, Case, Client, RiskChange
from webapp.services.clashes import EditClash
from webapp.services.receipts import Entry


def form(people, **more):
    return {
        "case_id": people.amina_case.id,
        "op_id": new_id(),
        "base_level": "high",
        "level": "critical",
        "reason": "Said on Monday that she cannot go on.",
        **more,
    }


def today():
    return make.now().date()


def changes(session, case):
    query = select(RiskChange).where(RiskChange.case_id == case.id)
    return list(session.scalars(query.order_by(RiskChange.recorded_at)))


def test_both_values_the_reason_and_the_author_are_kept(client_as, people, session):
    assert client_as(people.dina).act("change_risk", **form(people)).status_code == 303
    change = changes(session, people.amina_case)[0]
    assert (change.before, change.after) == (RiskLevel.HIGH, RiskLevel.CRITICAL)
    assert change.reason == "Said on Monday that she cannot go on."
    assert change.author_id == people.dina.id
    case = session.get(Case, people.amina_case.id)
    assert (case.risk, case.risk_set_by) == (RiskLevel.CRITICAL, people.dina.id)
    assert session.get(Client, people.amina.id).revision == 2
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "change_risk")).one()
    assert event.details["before"] == "high"
    assert event.details["after"] == "critical"
    assert "Monday" not in str(event.details)


@pytest.mark.parametrize(
    ("level", "days"), [("critical", 7), ("high", 30), ("medium", 90), ("low", 180)]
)
def test_the_review_day_follows_from_the_risk(client_as, people, session, level, days):
    client_as(people.dina).act("change_risk", **form(people, level=level))
    case = session.get(Case, people.amina_case.id)
    assert case.risk_review_on == today() + timedelta(days=days)


@pytest.mark.parametrize(("days", "status"), [(0, 303), (7, 303), (8, 422), (-1, 422)])
def test_a_review_day_may_be_nearer_but_not_further(client_as, people, session, days, status):
    sent = form(people, next_review_on=today() + timedelta(days=days))
    answer = client_as(people.dina).act("change_risk", **sent)
    assert answer.status_code == status
    assert bool(changes(session, people.amina_case)) == (status == 303)
    if status == 422:
        page = answer.get_data(as_text=True)
        assert "within 7 days" in page
        assert "Said on Monday" in page


def test_a_holding_case_is_reviewed_like_one(client_as, people, session):
    session.get(Case, people.amina_case.id).status = CaseStatus.HOLDING
    session.commit()
    client_as(people.dina).act("change_risk", **form(people, level="low"))
    session.rollback()
    case = session.get(Case, people.amina_case.id)
    assert case.risk_review_on == today() + timedelta(days=90)


def test_the_same_level_again_is_a_review(client_as, people, session):
    client_as(people.dina).act("change_risk", **form(people, level="high", reason="Still so."))
    change = changes(session, people.amina_case)[0]
    assert (change.before, change.after) == (RiskLevel.HIGH, RiskLevel.HIGH)
    assert session.get(Case, people.amina_case.id).risk_review_on == today() + timedelta(days=30)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("reason", "", "Say why"),
        ("reason", "x" * 2001, "too long"),
        ("level", "", "Choose a risk"),
        ("level", "purple", "Choose one of"),
        ("next_review_on", "soon", "real date"),
    ],
)
def test_what_cannot_be_used_is_refused(client_as, people, session, field, value, says):
    answer = client_as(people.dina).act("change_risk", **form(people, **{field: value}))
    assert answer.status_code == 422
    assert says in answer.get_data(as_text=True)
    assert changes(session, people.amina_case) == []


def test_a_risk_changed_meanwhile_is_asked_about(client_as, people, session):
    client_as(people.dina).act("change_risk", **form(people))
    browser = client_as(people.sam)
    answer = browser.act("change_risk", **form(people, level="low", reason="Calm today."))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Critical" in page
    assert "Calm today." in page
    assert 'name="base_level" type="hidden" value="critical"' in page
    session.rollback()
    assert session.get(Case, people.amina_case.id).risk is RiskLevel.CRITICAL
    again = form(people, level="low", reason="Calm today.", base_level="critical")
    assert browser.act("change_risk", **again).status_code == 303
    session.rollback()
    assert session.get(Case, people.amina_case.id).risk is RiskLevel.LOW


def test_an_older_entry_does_not_overwrite_a_newer_judgement(app, people, session):
    """Written offline three hours ago, without word of what was seen; Sam judged since."""
    case = session.get(Case, people.amina_case.id)
    case.risk, case.risk_set_at = RiskLevel.CRITICAL, make.now() - timedelta(hours=1)
    session.commit()
    sent = {"case_id": str(case.id), "level": "low", "reason": "Calm."}
    with app.test_request_context(), pytest.raises(EditClash) as caught:
        actions.perform(
            session,
            "change_risk",
            sent,
            make.actor_of(people.dina),
            make.now(),
            entry=Entry(new_id(), "outbox", occurred_at=make.now() - timedelta(hours=3)),
            came_by="outbox",
        )
    assert [(one.yours, one.theirs) for one in caught.value.clashes] == [
        (RiskLevel.LOW, RiskLevel.CRITICAL)
    ]


def test_an_ended_case_is_left_alone(client_as, people, session):
    session.get(Case, people.amina_case.id).status = CaseStatus.CLOSED
    session.commit()
    assert client_as(people.dina).act("change_risk", **form(people)).status_code == 403
    assert changes(session, people.amina_case) == []


def test_not_yours_is_not_found(client_as, people, session):
    for person in (people.otto, people.sol, people.ben, people.ada):
        assert client_as(person).act("change_risk", **form(people)).status_code == 404, person.name
    assert client_as(None).act("change_risk", **form(people)).status_code == 303
    assert changes(session, people.amina_case) == []


def test_the_team_mate_of_a_shared_program_may(client_as, people, session):
    sent = form(people, case_id=people.carlos_case.id, base_level="medium")
    assert client_as(people.dina).act("change_risk", **sent).status_code == 303
    assert changes(session, people.carlos_case)[0].author_id == people.dina.id
