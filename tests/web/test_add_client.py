"""Adding a client: short, once, never over somebody who is already here."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests import factories as make
from webapp import actions
from webapp.actions import InvalidForm
from webapp.domain.cases import AssignmentKind, CaseStatus
from webapp.domain.ids import new_id
from webapp.models import (
    Agency,
    Assignment,
    AuditEvent,
    Case,
    Client,
    ClientName,
    ContactPoint,
    Receipt,
    SearchKey,
    StatusChange,
)
from webapp.services import search
from webapp.services.receipts import Entry


def form(people, **more):
    return {
        "op_id": new_id(),
        "client_id": new_id(),
        "case_id": new_id(),
        "name_used": "Sofia Marín",
        "program_id": people.reentry.id,
        **more,
    }


def clients_called(session, name):
    return list(session.scalars(select(Client).where(Client.name_used == name)))


def test_a_worker_adds_somebody_and_works_with_them(client_as, people, session):
    sent = form(
        people,
        legal_name="Sofía Marín Ortega",
        other_names="Sofi\nMaría Ortega",
        birth_date="1990-05-04",
        phone="(503) 555-0142",
        safe_to_call="yes",
        safe_for_voicemail="no",
        best_times="after 18:00",
        languages=["es", "en"],
        needs_interpreter="y",
        reason="Left the shelter on Tuesday.",
        referral_source="Shelter",
    )
    answer = client_as(people.dina).act("add_client", **sent)
    assert answer.status_code == 303
    assert answer.location.startswith(f"/clients/{sent['client_id']}")
    client = session.get(Client, sent["client_id"])
    assert client.name_folded == "sofia marin"
    assert client.languages == ["es", "en"]
    assert client.needs_interpreter
    assert not client.is_provisional
    assert client.created_by == people.dina.id
    assert client.case_number == "T-1001"
    case = session.get(Case, sent["case_id"])
    assert (case.client_id, case.status) == (client.id, CaseStatus.INTAKE)
    assert case.status_reason == "Left the shelter on Tuesday."
    assert case.risk is None
    step = session.scalars(select(StatusChange).where(StatusChange.case_id == case.id)).one()
    assert (step.before, step.after) == (None, CaseStatus.INTAKE)
    assigned = session.scalars(select(Assignment).where(Assignment.case_id == case.id)).one()
    assert (assigned.user_id, assigned.kind) == (people.dina.id, AssignmentKind.PRIMARY)
    point = session.scalars(select(ContactPoint).where(ContactPoint.client_id == client.id)).one()
    assert (point.is_safe_to_call, point.is_safe_to_text, point.is_safe_for_voicemail) == (
        True,
        None,
        False,
    )
    names = session.scalars(select(ClientName.name).where(ClientName.client_id == client.id))
    assert set(names) == {"Sofi", "María Ortega"}
    keys = set(session.scalars(select(SearchKey.key).where(SearchKey.client_id == client.id)))
    assert {"t:sofia", "t:marin", "e:0142", "h:+15035550142"} <= keys


def test_it_is_audited_and_receipted_once_however_often_it_is_sent(client_as, people, session):
    sent = form(people)
    browser = client_as(people.dina)
    for _ in range(3):
        assert browser.act("add_client", **sent).status_code == 303
    assert len(clients_called(session, "Sofia Marín")) == 1
    events = list(session.scalars(select(AuditEvent).where(AuditEvent.action == "add_client")))
    assert [event.client_id for event in events] == [sent["client_id"]]
    receipt = session.get(Receipt, sent["op_id"])
    assert (receipt.action, receipt.client_id) == ("add_client", sent["client_id"])
    assert "Sofia" not in json.dumps([event.details for event in events])


def test_another_entry_with_the_same_client_is_the_same_client(client_as, people, session):
    sent = form(people)
    browser = client_as(people.dina)
    browser.act("add_client", **sent)
    answer = browser.act("add_client", **{**sent, "op_id": new_id()})
    assert answer.status_code == 303
    assert len(clients_called(session, "Sofia Marín")) == 1


@pytest.mark.parametrize("more", [{"name_used": "Somebody Else"}, {"birth_date": "1990-01-02"}])
def test_a_used_client_id_with_other_content_is_refused(client_as, people, session, more):
    sent = form(people)
    browser = client_as(people.dina)
    browser.act("add_client", **sent)
    answer = browser.act("add_client", **{**sent, "op_id": new_id(), **more})
    assert answer.status_code == 422
    assert session.get(Client, sent["client_id"]).name_used == "Sofia Marín"


def test_somebody_elses_client_cannot_be_taken_over_by_its_id(client_as, people, session):
    sent = form(people, client_id=people.farid.id, name_used="Farid Rahimi")
    answer = client_as(people.dina).act("add_client", **sent)
    assert answer.status_code == 422
    assert session.get(Case, sent["case_id"]) is None


def test_case_numbers_never_repeat(client_as, people, session):
    browser = client_as(people.dina)
    for number in range(3):
        browser.act("add_client", **form(people, name_used=f"Person {'abc'[number]}"))
    numbers = session.scalars(select(Client.case_number).where(Client.name_used.like("Person %")))
    assert sorted(numbers) == ["T-1001", "T-1002", "T-1003"]
    assert session.scalars(select(Agency.next_case_number)).one() == 1004


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name_used", "", "Enter the name"),
        ("name_used", "...", "with letters"),
        ("name_used", "x" * 201, "1 characters too long"),
        ("birth_date", "1990-02-30", "real date"),
        ("birth_date", "tomorrow", "real date"),
        ("birth_date", "2999-01-01", "in the future"),
        ("birth_date", "1850-01-01", "too long ago"),
        ("phone", "12345", "7 to 15 digits"),
        ("phone", "call me maybe", "7 to 15 digits"),
        ("safe_to_call", "perhaps", "Choose one of"),
        ("reason", "x" * 2001, "too long"),
        ("program_id", "not-an-id", "Load it again"),
        ("program_id", "", "Choose a program"),
        ("program_id", "01920000-0000-7000-8000-000000000001", "programs shown"),
        ("languages", "<script>", "from the list"),
        ("client_id", "", "incomplete"),
        ("nickname", "Sofi", "something we do not know"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_kept(
    client_as, people, session, field, value, says
):
    sent = {**form(people, address="Under the bridge"), field: value}
    answer = client_as(people.dina).act("add_client", **sent)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert says in page
    assert "Under the bridge" in page
    assert clients_called(session, "Sofia Marín") == []
    assert session.get(Receipt, sent["op_id"]) is None
    assert session.scalars(select(func.count()).select_from(AuditEvent)).one() == 0


def test_a_program_that_ended_takes_nobody(client_as, people, session):
    ended = make.add_program(session, "Winter beds", ended_at=make.now())
    session.commit()
    answer = client_as(people.dina).act("add_client", **form(people, program_id=ended.id))
    assert answer.status_code == 422
    assert "Winter beds" not in client_as(people.dina).get("/clients/new").get_data(as_text=True)


def test_a_victim_services_program_is_only_for_those_who_work_in_it(client_as, people, session):
    shelter = make.add_program(session, "Safe house", is_victim_services=True)
    make.add_case(session, people.farid, shelter, people.otto)
    session.commit()
    assert (
        client_as(people.dina).act("add_client", **form(people, program_id=shelter.id)).status_code
        == 422
    )
    assert "Safe house" not in client_as(people.dina).get("/clients/new").get_data(as_text=True)
    assert (
        client_as(people.otto).act("add_client", **form(people, program_id=shelter.id)).status_code
        == 303
    )
    assert client_as(people.ada).get("/clients/new").get_data(as_text=True).count("Safe house") == 1


def test_a_worker_cannot_give_the_case_to_somebody_else(client_as, people, session):
    sent = form(people, worker_id=people.ben.id)
    assert client_as(people.dina).act("add_client", **sent).status_code == 404
    assert session.get(Client, sent["client_id"]) is None


def test_a_supervisor_may_give_the_case_to_their_team_only(client_as, people, session):
    sent = form(people, worker_id=people.ben.id)
    assert client_as(people.sam).act("add_client", **sent).status_code == 303
    assigned = session.scalars(select(Assignment).where(Assignment.case_id == sent["case_id"]))
    assert [one.user_id for one in assigned] == [people.ben.id]
    other = form(people, name_used="Other Person", worker_id=people.otto.id)
    assert client_as(people.sam).act("add_client", **other).status_code == 404


def test_an_administrator_says_who_will_work_with_the_person(client_as, people, session):
    sent = form(people)
    answer = client_as(people.ada).act("add_client", **sent)
    assert answer.status_code == 422
    assert "Choose who will work" in answer.get_data(as_text=True)
    sent = form(people, worker_id=people.otto.id)
    assert client_as(people.ada).act("add_client", **sent).status_code == 303
    assert session.get(Client, sent["client_id"]) is not None


def test_nobody_adds_anybody_without_signing_in(client_as, people, session):
    sent = form(people)
    assert client_as(None).act("add_client", **sent).status_code == 303
    assert session.get(Client, sent["client_id"]) is None


def from_outbox(session, person, sent):
    entry = Entry(sent["op_id"], "outbox", occurred_at=make.now() - timedelta(hours=3))
    texts = {
        name: [str(one) for one in value] if isinstance(value, list) else str(value)
        for name, value in sent.items()
        if name != "op_id"
    }
    return actions.perform(
        session,
        "add_client",
        texts,
        make.actor_of(person),
        make.now(),
        entry=entry,
        came_by="outbox",
    )


def test_what_came_from_an_outbox_is_provisional_and_never_turned_away(app, people, session):
    amina = session.get(Client, people.amina.id)
    amina.birth_date = make.now().date().replace(year=1991, month=3, day=2)
    session.commit()
    sent = form(people, name_used="Amina Yusuf", birth_date="1991-03-02")
    with app.test_request_context():
        from_outbox(session, people.dina, sent)
        session.commit()
    client = session.get(Client, sent["client_id"])
    assert client.is_provisional
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "add_client")).one()
    assert event.details["possible_duplicates"] == [str(people.amina.id)]
    case = session.get(Case, sent["case_id"])
    assert case.opened_on == (make.now() - timedelta(hours=3)).date()


def test_from_an_outbox_with_nobody_alike_needs_no_second_look(app, people, session):
    sent = form(people, name_used="Wilhelmina Okonkwo-Strand")
    with app.test_request_context():
        from_outbox(session, people.dina, sent)
        session.commit()
    assert not session.get(Client, sent["client_id"]).is_provisional


def test_a_note_in_the_same_delivery_finds_the_new_client(app, people, session):
    sent = form(people)
    with app.test_request_context():
        from_outbox(session, people.dina, sent)
        note_id = new_id()
        actions.perform(
            session,
            "record_note",
            {
                "note_id": str(note_id),
                "client_id": str(sent["client_id"]),
                "template": "contact",
                "method": "outreach",
                "outcome": "completed",
                "occurred_at": (make.now() - timedelta(hours=2)).isoformat(),
                "section_narrative": "Met under the bridge.",
            },
            make.actor_of(people.dina),
            make.now(),
            entry=Entry(new_id(), "outbox", occurred_at=make.now() - timedelta(hours=2)),
            came_by="outbox",
        )
        session.commit()
    client = session.get(Client, sent["client_id"])
    session.refresh(client)
    assert client.last_contact_at is not None


def test_a_broken_entry_from_an_outbox_keeps_nothing(app, people, session):
    sent = form(people, birth_date="1850-01-01")
    with app.test_request_context(), pytest.raises(InvalidForm):
        from_outbox(session, people.dina, sent)
    session.commit()
    assert session.get(Client, sent["client_id"]) is None
    assert session.get(Receipt, sent["op_id"]) is None


def test_the_new_client_is_found_at_once(client_as, people, session):
    sent = form(people, phone="503 555 0142", other_names="Chula")
    client_as(people.dina).act("add_client", **sent)
    actor = make.actor_of(people.dina)
    for typed in ("sofia", "Sophia Marin", "marín", "chula", "0142", "T-1001", "1001"):
        found = search.find_clients(session, actor, typed)
        assert [one.client_id for one in found] == [sent["client_id"]], typed


def test_the_name_searched_for_is_carried_into_the_form(client_as, people):
    page = client_as(people.dina).get("/clients/new?name=Sofia+Mar%C3%ADn").get_data(as_text=True)
    assert 'value="Sofia Marín"' in page


def test_the_form_gives_fresh_ids_every_time(client_as, people):
    browser = client_as(people.dina)
    pages = [browser.get("/clients/new").get_data(as_text=True) for _ in range(2)]
    ids = [page.split('name="client_id" value="')[1][:36] for page in pages]
    assert ids[0] != ids[1]
