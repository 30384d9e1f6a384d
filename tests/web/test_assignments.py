"""Who works on a case: given and ended by supervisors and administrators, kept as a history."""

import pytest
from sqlalchemy import select

from tests import factories as make
from webapp.domain.cases import AssignmentKind, CaseStatus
from webapp.domain.ids import new_id
from webapp.models import Assignment, AuditEvent, Case, Client


def form(people, user, **more):
    return {
        "case_id": people.amina_case.id,
        "op_id": new_id(),
        "user_id": user.id,
        "kind": "primary",
        **more,
    }


def on_case(session, case):
    session.rollback()
    query = select(Assignment).where(Assignment.case_id == case.id)
    return {(one.user_id, one.kind, one.ended_at is None) for one in session.scalars(query)}


def test_a_new_primary_takes_the_place_of_the_one_before(client_as, people, session):
    sent = form(people, people.ben, reason="Dina is on leave.")
    assert client_as(people.sam).act("assign_case", **sent).status_code == 303
    assert on_case(session, people.amina_case) == {
        (people.dina.id, AssignmentKind.PRIMARY, False),
        (people.ben.id, AssignmentKind.PRIMARY, True),
    }
    assert session.get(Client, people.amina.id).revision == 2
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "assign_case")).one()
    assert event.details["user"] == str(people.ben.id)
    assert client_as(people.dina).get(f"/clients/{people.amina.id}").status_code == 404
    assert client_as(people.ben).get(f"/clients/{people.amina.id}").status_code == 200


@pytest.mark.parametrize("kind", ["secondary", "acting"])
def test_others_join_beside_the_primary(client_as, people, session, kind):
    assert (
        client_as(people.sam).act("assign_case", **form(people, people.ben, kind=kind)).status_code
        == 303
    )
    assert on_case(session, people.amina_case) == {
        (people.dina.id, AssignmentKind.PRIMARY, True),
        (people.ben.id, AssignmentKind(kind), True),
    }


def test_the_same_part_twice_is_refused(client_as, people, session):
    answer = client_as(people.sam).act("assign_case", **form(people, people.dina))
    assert answer.status_code == 422
    assert "already has this part" in answer.get_data(as_text=True)
    assert len(on_case(session, people.amina_case)) == 1


def test_a_supervisor_assigns_people_of_their_own_teams_only(client_as, people, session):
    assert client_as(people.sam).act("assign_case", **form(people, people.otto)).status_code == 422
    assert client_as(people.sol).act("assign_case", **form(people, people.otto)).status_code == 404
    assert len(on_case(session, people.amina_case)) == 1


def test_an_administrator_assigns_anybody_without_reading_notes(client_as, people, session):
    assert client_as(people.ada).act("assign_case", **form(people, people.otto)).status_code == 303
    assert (people.otto.id, AssignmentKind.PRIMARY, True) in on_case(session, people.amina_case)
    make.add_note(session, people.amina, people.dina, sections={"narrative": "Very private words"})
    session.commit()
    page = client_as(people.ada).get(f"/clients/{people.amina.id}/people").get_data(as_text=True)
    assert "Otto Lind" in page
    assert "Very private words" not in page


def test_an_administrator_cannot_reach_a_restricted_record(client_as, people, session):
    sent = form(people, people.ada, case_id=people.quiet_case.id)
    assert client_as(people.ada).act("assign_case", **sent).status_code == 404


def test_workers_do_not_assign(client_as, people, session):
    assert client_as(people.dina).act("assign_case", **form(people, people.ben)).status_code == 403
    assert client_as(None).act("assign_case", **form(people, people.ben)).status_code == 303
    page = client_as(people.dina).get(f"/clients/{people.amina.id}/people").get_data(as_text=True)
    assert "/actions/assign_case" not in page
    assert len(on_case(session, people.amina_case)) == 1


def test_a_referral_that_somebody_works_on_is_in_intake(client_as, people, session):
    waiting = make.add_client(session, "Waiting Person")
    case = make.add_case(session, waiting, people.reentry, status=CaseStatus.REFERRED)
    session.commit()
    sent = form(people, people.otto, case_id=case.id)
    assert client_as(people.ada).act("assign_case", **sent).status_code == 303
    session.rollback()
    assert session.get(Case, case.id).status is CaseStatus.INTAKE


def test_a_part_is_ended_with_a_reason(client_as, people, session):
    second = make.assign(session, people.amina_case, people.ben, kind=AssignmentKind.SECONDARY)
    session.commit()
    browser = client_as(people.sam)
    answer = browser.act("end_assignment", assignment_id=second.id)
    assert answer.status_code == 422
    assert "Say why this ends." in answer.get_data(as_text=True)
    assert (
        browser.act("end_assignment", assignment_id=second.id, reason="Cover is over.").status_code
        == 303
    )
    session.rollback()
    row = session.get(Assignment, second.id)
    assert row.ended_at is not None
    assert row.reason == "Cover is over."


def test_nobody_falls_between_workers(client_as, people, session):
    only = session.scalars(
        select(Assignment).where(Assignment.case_id == people.amina_case.id)
    ).one()
    sent = {"assignment_id": only.id, "reason": "Left the agency."}
    assert client_as(people.sam).act("end_assignment", **sent).status_code == 403
    session.rollback()
    assert session.get(Assignment, only.id).ended_at is None


def test_ending_is_not_for_workers_or_other_teams(client_as, people, session):
    second = make.assign(session, people.amina_case, people.ben, kind=AssignmentKind.SECONDARY)
    session.commit()
    sent = {"assignment_id": second.id, "reason": "x"}
    assert client_as(people.dina).act("end_assignment", **sent).status_code == 403
    assert client_as(people.sol).act("end_assignment", **sent).status_code == 404
    assert (
        client_as(people.sam).act("end_assignment", assignment_id=new_id(), reason="x").status_code
        == 404
    )
    session.rollback()
    assert session.get(Assignment, second.id).ended_at is None


def test_an_assignment_never_waits_in_an_outbox(app, people):
    from webapp import actions

    assert {row.name for row in actions.rows(offline=True)}.isdisjoint(
        {"assign_case", "end_assignment"}
    )
