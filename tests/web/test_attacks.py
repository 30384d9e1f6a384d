"""What an attacker tries: to see others' people, to read unseen, to break or block the doors."""

import json
from datetime import date

import pytest
from flask import request
from sqlalchemy import select

from tests import factories as make
from tests.phone import Phone, note_fields
from webapp.domain.alerts import Sensitivity
from webapp.domain.ids import new_id
from webapp.domain.notes import NoteState
from webapp.models import (
    AuditEvent,
    Device,
    Household,
    HouseholdMember,
    Note,
    Receipt,
    Relationship,
    RiskChange,
    Task,
)
from webapp.services import audit


def events(session, action, client=None):
    session.rollback()
    query = select(AuditEvent).where(AuditEvent.action == action)
    if client is not None:
        query = query.where(AuditEvent.client_id == client.id)
    return list(session.scalars(query.order_by(AuditEvent.seq)))


def one_house(session, *clients):
    household = Household(id=new_id(), name="Pier 4", created_at=make.now())
    session.add(household)
    session.flush()
    for client in clients:
        session.add(
            HouseholdMember(
                id=new_id(),
                household_id=household.id,
                client_id=client.id,
                relationship="unknown",
                joined_on=date(2026, 1, 2),
            )
        )
    session.commit()
    return household


# --- Whose people are these? -----------------------------------------------------------------


def test_a_client_page_names_nobody_the_reader_may_not_see(client_as, people, session):
    path = f"/clients/{people.amina.id}"
    one_house(session, people.amina, people.farid)
    for other in (people.farid, people.quiet):
        session.add(
            Relationship(
                id=new_id(), client_id=people.amina.id, other_client_id=other.id, kind="cousin"
            )
        )
    session.commit()
    worker = client_as(people.dina).get(path).text
    assert "Farid" not in worker
    assert "Quiet" in worker
    manager = client_as(people.ada).get(path).text
    assert "Farid" in manager
    assert "Quiet" not in manager


def test_a_packed_page_names_nobody_the_reader_may_not_see(phone, people, session):
    one_house(session, people.amina, people.farid)
    (line,) = phone.pages(f"/clients/{people.amina.id}")
    assert line["status"] == 200
    assert "Farid" not in line["html"]


def test_today_forgets_a_client_who_was_given_to_somebody_else(client_as, people, session):
    make.add_task(session, people.otto, "Bring the form", people.amina, due_on=date.today())
    make.add_task(session, people.otto, "Buy stamps", due_on=date.today())
    make.add_note(session, people.amina, people.otto, state=NoteState.DRAFT, signed_at=None)
    session.commit()
    page = client_as(people.otto).get("/today").text
    assert "Buy stamps" in page
    assert "Amina" not in page
    assert "Bring the form" not in page


def test_an_administrator_reads_no_reasons_written_by_workers(client_as, people, session):
    session.add(
        RiskChange(
            id=new_id(),
            case_id=people.amina_case.id,
            client_id=people.amina.id,
            after=people.amina_case.risk,
            reason="He waits outside her door",
            review_on=date.today(),
            changed_at=make.now(),
            recorded_at=make.now(),
            author_id=people.dina.id,
        )
    )
    case = session.merge(people.amina_case)
    case.status_reason = "Looks for a shelter in another town"
    session.commit()
    page = client_as(people.ada).get(f"/clients/{people.amina.id}").text
    assert "outside her door" not in page
    assert "another town" not in page
    page = client_as(people.dina).get(f"/clients/{people.amina.id}").text
    assert "outside her door" in page
    assert "another town" in page


# --- Nothing is read without a trace ---------------------------------------------------------


def test_a_note_shown_beside_a_problem_is_a_reading(client_as, people, session):
    note = make.add_note(session, people.amina, people.dina, sections={"narrative": "Her plan."})
    session.commit()
    answer = client_as(people.dina).act(
        "add_addendum", note_id=note.id, amendment_id=new_id(), text=""
    )
    assert answer.status_code == 422
    assert "Her plan." in answer.text
    (event,) = events(session, "read_client", people.amina)
    assert event.user_id == people.dina.id
    assert events(session, "add_addendum") == []
    assert audit.verify(session).broken_at is None


def test_facts_shown_beside_a_problem_are_a_reading(client_as, people, session):
    answer = client_as(people.dina).act(
        "edit_client", client_id=people.rosa.id, name_used="", base_name_used="Rosa Delgado"
    )
    assert answer.status_code == 422
    assert len(events(session, "read_client", people.rosa)) == 1
    assert events(session, "edit_client") == []


def test_facts_shown_beside_a_clash_are_a_reading(client_as, people, session):
    answer = client_as(people.dina).act(
        "edit_client", client_id=people.rosa.id, name_used="Rosi", base_name_used="Rosita"
    )
    assert answer.status_code == 409
    assert "Rosa Delgado" in answer.text
    assert len(events(session, "read_client", people.rosa)) == 1
    assert events(session, "edit_client") == []


def test_looking_for_somebody_alike_leaves_a_trace_when_it_stops_the_form(
    client_as, people, session
):
    session.merge(people.farid).birth_date = date(1980, 3, 17)
    session.commit()
    answer = client_as(people.dina).act(
        "add_client",
        client_id=new_id(),
        case_id=new_id(),
        name_used="Farid Rahimi",
        birth_date="1980-03-17",
        program_id=people.reentry.id,
    )
    assert answer.status_code == 422
    (event,) = events(session, "check_new_client")
    assert event.details == {"shown": [str(people.farid.id)]}


def test_a_refused_action_leaves_no_reading_of_what_was_not_shown(client_as, people, session):
    answer = client_as(people.otto).act(
        "add_addendum", note_id=new_id(), amendment_id=new_id(), text=""
    )
    assert answer.status_code == 404
    assert events(session, "read_client") == []


def test_the_note_form_is_a_reading(client_as, people, session):
    browser = client_as(people.dina)
    assert "Amina" in browser.get(f"/note?client={people.amina.id}").text
    assert len(events(session, "read_client", people.amina)) == 1
    assert "Amina" in browser.get("/note").text
    (event,) = events(session, "read_caseload")
    assert "Amina" not in json.dumps(event.details)


def test_people_found_to_be_added_to_a_household_leave_a_trace(client_as, people, session):
    one_house(session, people.amina)
    page = client_as(people.dina).get(f"/clients/{people.amina.id}/household?q=Rosa").text
    assert "Rosa" in page
    # The script keeps what is searched for out of the address, so it must ask by itself.
    assert f'hx-get="/clients/{people.amina.id}/household"' in page
    (event,) = events(session, "read_caseload")
    assert event.details == {"found": 1, "is_search": True}


# --- Odd entries in a delivery ---------------------------------------------------------------


def good_after(phone, people, *bad):
    """Deliver bad lines and a good entry; the good one must arrive, whatever the others are."""
    good = phone.entry("add_task", {"task_id": new_id(), "title": "Call the clinic"})
    response = phone.deliver(*bad, good)
    assert response.status_code == 200
    answers = [json.loads(line) for line in response.text.splitlines()]
    assert len(answers) == len(bad) + 1
    assert answers[-1]["ack"] == good["op_id"]
    return answers[:-1]


DEEP = "[" * 100_000 + "]" * 100_000


def test_a_line_nested_deep_does_not_stop_the_others(phone, people):
    (answer,) = good_after(phone, people, '{"op_id":' + DEEP + "}")
    assert (answer["status"], answer["ack"]) == (400, None)


def test_an_entry_nested_deep_does_not_stop_the_others(phone, people):
    op_id = str(new_id())
    sealed = phone.seal(op_id, {"op_id": op_id})
    deep = phone.seal(op_id, json.loads('{"a":' + "[" * 900 + "]" * 900 + "}"))
    assert sealed["op_id"] == deep["op_id"]
    (answer,) = good_after(phone, people, deep)
    assert (answer["status"], answer["state"]) == (422, "parked")


def raw_entry(phone, op_id, text):
    """Seal a text that is no operation at all."""
    from unittest.mock import patch

    with patch("tests.phone.json.dumps", return_value=text):
        return phone.seal(op_id, {})


@pytest.mark.parametrize("text", [DEEP, "\ud800", "1" * 5000, '{"seq":1e999}', "nul\x00l", ""])
def test_odd_content_is_parked_and_does_not_stop_the_others(phone, people, text):
    op_id = str(new_id())
    try:
        entry = raw_entry(phone, op_id, text)
    except UnicodeEncodeError:
        entry = raw_entry(phone, op_id, json.dumps({"op_id": "\ud800"}))
    (answer,) = good_after(phone, people, entry)
    assert (answer["op_id"], answer["state"], answer["ack"]) == (op_id, "parked", None)


@pytest.mark.parametrize(
    "line",
    [
        '{"op_id":"\\ud800"}',
        '{"op_id":"\\u0000"}',
        '{"op_id":{"a":1}}',
        "null",
        "1e999",
        "\ufeff{}",
        '{"op_id":"a","op_id":"b"}',
    ],
)
def test_an_odd_envelope_does_not_stop_the_others(phone, people, line):
    (answer,) = good_after(phone, people, line)
    assert (answer["status"], answer["ack"]) == (400, None)


@pytest.mark.parametrize(
    "change",
    [
        {"kid": "\ud800"},
        {"kid": "\x00"},
        {"kid": "nobody"},
        {"cek": "\ud800"},
        {"cek": "AAAA"},
        {"cek": "A" * 108},
        {"iv": "\ud800" * 16},
        {"body": "é"},
        {"body": "A"},
    ],
)
def test_an_odd_envelope_field_is_parked(phone, people, change):
    entry = phone.entry("add_task", {"task_id": new_id(), "title": "Call"})
    (answer,) = good_after(phone, people, {**entry, **change})
    assert (answer["status"], answer["state"]) == (400, "parked")


@pytest.mark.parametrize("seq", [2**31, 2**63, 10**30])
def test_a_number_too_large_is_parked(phone, people, seq):
    entry = {**phone.entry("add_task", {"task_id": new_id(), "title": "Call"}), "seq": seq}
    (answer,) = good_after(phone, people, entry)
    assert (answer["status"], answer["state"]) == (400, "parked")


@pytest.mark.parametrize(
    "when",
    ["0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00"],
)
@pytest.mark.parametrize("action", ["add_task", "add_alert", "record_note"])
def test_an_absurd_clock_refuses_nothing(phone, people, session, when, action):
    fields = {
        "add_task": {"task_id": new_id(), "title": "Call", "client_id": people.amina.id},
        "add_alert": {
            "alert_id": new_id(),
            "client_id": people.amina.id,
            "kind": "safe_times",
            "text": "Dog in the yard",
        },
        "record_note": note_fields(people.amina),
    }[action]
    entry = phone.entry(action, fields, occurred_at=when)
    (answer,) = phone.answers(entry)
    assert (answer["status"], answer["ack"]) == (200, entry["op_id"]), answer
    session.rollback()
    (kept,) = session.scalars(select(Receipt))
    assert kept.occurred_at.year >= 1970


def test_a_clock_a_century_off_is_kept_within_what_a_database_holds(phone, people, session):
    entry = phone.entry("add_task", {"task_id": new_id(), "title": "Call"})
    for sent in ("9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+14:00"):
        answer = phone.deliver(entry, **{"X-Tend-Sent-At": sent})
        assert answer.status_code == 200
        session.rollback()
        assert abs(session.get(Device, phone.device_id).clock_skew) < 2**31


def test_half_a_character_in_a_text_is_no_reason_to_refuse_it(phone, people, session):
    fields = note_fields(people.amina, section_narrative="Torn \ud83d emoji")
    entry = phone.entry("record_note", fields)
    (answer,) = phone.answers(entry)
    assert answer["ack"] == entry["op_id"], answer
    session.rollback()
    assert session.get(Note, fields["note_id"]).sections["narrative"] == "Torn \ufffd emoji"


def test_a_next_step_sent_with_a_note_under_a_taken_id_is_said_so(phone, people, session):
    theirs = make.add_task(session, people.otto, "Ask the landlord", people.farid)
    session.commit()
    fields = note_fields(people.amina, next_step="Call", task_id=theirs.id)
    (answer,) = phone.answers(phone.entry("record_note", fields))
    assert (answer["status"], answer["state"]) == (422, "parked")
    form = phone.browser.act("record_note", **{**fields, "note_id": new_id()})
    assert form.status_code == 422
    session.rollback()
    assert session.get(Task, theirs.id).title == "Ask the landlord"
    assert session.scalars(select(Note)).all() == []


def test_later_entries_of_a_client_wait_for_one_that_must_be_sent_again(
    phone, people, session, monkeypatch
):
    task = make.add_task(session, people.dina, "Call", people.amina)
    session.commit()
    broken = phone.entry("complete_task", {"task_id": task.id}, stream=str(people.amina.id))
    after = phone.entry("reopen_task", {"task_id": task.id}, stream=str(people.amina.id))
    other = phone.entry("add_task", {"task_id": new_id(), "title": "Buy stamps"})
    from webapp import actions

    real = actions.TABLE["complete_task"]

    def breaks(*_: object) -> None:
        raise RuntimeError("a broken disk")

    monkeypatch.setitem(
        actions.TABLE, "complete_task", type(real)(**{**real.__dict__, "verb": breaks})
    )
    states = [one["status"] for one in phone.answers(broken, after, other)]
    assert states == [500, 425, 200]
    monkeypatch.setitem(actions.TABLE, "complete_task", real)
    assert [one["status"] for one in phone.answers(broken, after)] == [200, 200]
    session.rollback()
    assert session.get(Task, task.id).done_at is None


@pytest.mark.parametrize("path", ["/sync/enrol", "/sync/pages"])
@pytest.mark.parametrize(
    "body",
    [
        DEEP,
        '{"urls":["\\ud800"]}',
        '{"urls":["http://[::"]}',
        '{"device_id":"%s","label":"\\ud800"}',
        '{"device_id":"%s","label":"\\u0000"}',
        b"\xff\xfe",
        "",
        "[]",
    ],
)
def test_odd_bodies_break_nothing(phone, path, body):
    if isinstance(body, str) and "%s" in body:
        body = body % new_id()
    answer = phone.browser.post(path, data=body, headers=phone.headers)
    assert answer.status_code in {200, 400}, answer.text


# --- Odd forms and addresses -----------------------------------------------------------------


@pytest.mark.parametrize(
    "tz", ["America", "a" * 5000, "../../etc/passwd", "/etc/passwd", "\x00", "UTC\n", "posix"]
)
def test_an_odd_time_zone_breaks_nothing(client_as, people, tz):
    fields = note_fields(people.amina, occurred_at="2026-11-01T10:00", tz=tz)
    assert client_as(people.dina).act("record_note", **fields).status_code in {303, 422}


@pytest.mark.parametrize(
    "when", ["0001-01-01T00:00", "9999-12-31T23:59", "0001-01-01T00:00:00+14:00"]
)
@pytest.mark.parametrize("tz", ["Asia/Tokyo", "America/New_York", "UTC"])
def test_the_ends_of_the_calendar_are_a_problem_of_the_field(client_as, people, when, tz):
    fields = note_fields(people.amina, occurred_at=when, tz=tz)
    assert client_as(people.dina).act("record_note", **fields).status_code == 422


@pytest.mark.parametrize(
    "path",
    [
        "/clients/{id}?before=0001-01-01T00:00:00%2B14:00",
        "/clients/{id}?before=9999-12-31T23:59:59-14:00",
        "/clients/{id}?before=9999-12-31T13:00:00Z",
        "/clients/{id}?before=0001-01-01T00:00:00Z",
        "/clients?n=%C2%B2",
        "/clients?n=%D9%A3%D9%A3",
        "/clients?q=%00",
        "/clients?q=%00123%00",
        "/clients?q=%F4%8F%BF%BF",
        "/clients?q=%ED%A0%80",
        "/clients?show=%00&whose=%00",
        "/clients/check?name_used=%00&birth_date=0001-01-01",
        "/clients/check?name_used=%F4%8F%BF%BF&birth_date=9999-12-31&phone=" + "9" * 500,
        "/clients/{id}/status?to=%00&case=%00",
        "/clients/{id}/household?q=%00",
        "/note?client=%00&template=%00",
        "/clients/{id}/contact?change=%00",
        "/people?person=%00",
    ],
)
@pytest.mark.parametrize("who", ["dina", "ada"])
def test_odd_addresses_break_nothing(client_as, people, path, who):
    answer = client_as(getattr(people, who)).get(path.format(id=people.amina.id))
    assert answer.status_code in {200, 403, 404}


@pytest.mark.parametrize("times", [2, 3])
def test_a_field_sent_twice_breaks_nothing(client_as, people, times):
    browser = client_as(people.dina)
    sent = {
        "change_status": {"case_id": people.amina_case.id, "status": ["holding"] * times},
        "change_risk": {"case_id": people.amina_case.id, "level": ["high"] * times},
        "record_note": {"template": ["contact"] * times, "client_id": [people.amina.id] * times},
        "add_task": {"task_id": [new_id()] * times, "title": ["a", "b", "c"][:times]},
        "edit_client": {"client_id": [people.amina.id] * times},
        "add_contact_point": {"client_id": [people.amina.id] * times},
    }
    for name, fields in sent.items():
        assert browser.act(name, **fields).status_code in {303, 404, 422}, name


# --- Whom requests count against ---------------------------------------------------------------


def test_a_made_up_cookie_is_nobody_to_count_against(app, people):
    from webapp.extensions import asker

    seen = set()
    for made_up in ("one", "two", "x" * 4000):
        with app.test_request_context("/login", headers={"Cookie": f"tend_session={made_up}"}):
            assert request.cookies["tend_session"] == made_up
            seen.add(asker())
    assert len(seen) == 1


def test_restricted_clients_are_not_hinted_at_in_the_others_of_a_household(
    client_as, people, session
):
    household = one_house(session, people.carlos, people.quiet)
    session.merge(people.quiet).sensitivity = Sensitivity.RESTRICTED
    session.commit()
    page = client_as(people.ben).get(f"/households/{household.id}").text
    assert "Quiet" not in page


# --- One browser, two people -------------------------------------------------------------------


def test_a_page_left_open_is_not_sent_under_the_name_of_whoever_signed_in_since(
    client_as, people, session
):
    page = client_as(people.dina).get(f"/note?client={people.carlos.id}").text
    assert f'name="reader" value="{people.dina.id}"' in page
    fields = note_fields(people.carlos, section_narrative="What Dina heard from Carlos today.")
    ben = client_as(people.ben)
    answer = ben.act("record_note", **fields, op_id=new_id(), reader=people.dina.id)
    assert answer.status_code == 403
    assert "What Dina heard from Carlos today." in answer.text
    assert str(people.dina.id) not in answer.text
    session.rollback()
    assert session.scalars(select(Note)).all() == []
    assert session.scalars(select(Receipt)).all() == []
    answer = ben.act("record_note", **fields, op_id=new_id(), reader=people.ben.id)
    assert answer.status_code == 303


def test_a_form_without_a_reader_is_still_taken(client_as, people):
    fields = note_fields(people.carlos)
    assert client_as(people.ben).act("record_note", **fields, reader="").status_code == 303


# --- What a log may say ------------------------------------------------------------------------


def test_a_database_error_in_the_log_tells_nothing_of_a_client(
    phone, people, session, monkeypatch, caplog
):
    from webapp.services import notes

    monkeypatch.setattr(notes, "_refuse_used_id", lambda *_: None)
    first = note_fields(people.amina, section_narrative="He waits outside her door.")
    assert phone.answers(phone.entry("record_note", first))[0]["status"] == 200
    (answer,) = phone.answers(phone.entry("record_note", first))
    assert answer["status"] == 500
    assert "IntegrityError" in caplog.text
    assert "outside her door" not in caplog.text
    # The same from an ordinary form.
    monkeypatch.setitem(phone.browser.client.application.config, "TESTING", False)
    monkeypatch.setitem(phone.browser.client.application.config, "PROPAGATE_EXCEPTIONS", False)
    answer = phone.browser.act("record_note", **first, op_id=new_id())
    assert answer.status_code == 500
    assert "outside her door" in answer.text
    assert "outside her door" not in caplog.text


def test_a_household_under_a_taken_member_id_is_said_so(phone, people, session):
    household = one_house(session, people.farid)
    taken = session.scalars(select(HouseholdMember)).one().id
    fields = {
        "household_id": new_id(),
        "member_id": taken,
        "client_id": people.amina.id,
        "relationship": "head",
    }
    (answer,) = phone.answers(phone.entry("create_household", fields))
    assert (answer["status"], answer["state"]) == (422, "parked")
    assert phone.browser.act("create_household", **fields).status_code == 422
    session.rollback()
    assert [one.household_id for one in session.scalars(select(HouseholdMember))] == [household.id]


# --- A phone forgotten and set up again --------------------------------------------------------


def test_what_a_forgotten_phone_still_held_arrives_when_its_owner_signs_in_on_it(
    phone, client_as, people, session
):
    held = phone.entry("add_task", {"task_id": new_id(), "title": "Call the clinic"})
    phone.browser.act("forget_device", device_id=phone.device_id)
    (answer,) = phone.answers(held)
    assert (answer["status"], answer["state"]) == (401, "sign_in")
    again = Phone(phone.browser)
    assert again.enrol().status_code == 200
    (answer,) = again.answers(held)
    assert answer["ack"] == held["op_id"]
    (answer,) = again.answers(held)
    assert answer["duplicate"] is True
    assert session.scalars(select(Receipt)).one().device_id == again.device_id


def test_what_another_person_sealed_is_not_taken_under_this_persons_name(
    phone, client_as, people, session
):
    held = phone.entry("add_task", {"task_id": new_id(), "title": "Call the clinic"})
    bens = Phone(client_as(people.ben))
    bens.enrol()
    for enrolment in (phone.device_id, new_id()):
        (answer,) = bens.answers({**held, "enrolment_id": str(enrolment)})
        assert (answer["status"], answer["state"], answer["ack"]) == (401, "sign_in", None)
    # Nor under a borrowed name on the envelope.
    (answer,) = bens.answers({**held, "enrolment_id": str(bens.device_id)})
    assert (answer["status"], answer["state"]) == (400, "parked")
    assert session.scalars(select(Task)).all() == []


def test_who_is_shown_as_alike_to_a_client_added_by_phone_leaves_a_trace(
    client_as, people, session
):
    session.merge(people.farid).birth_date = date(1980, 3, 17)
    twin = make.add_client(
        session, "Farid Rahimi", birth_date=date(1980, 3, 17), is_provisional=True
    )
    make.add_case(session, twin, people.reentry, people.dina)
    session.commit()
    page = client_as(people.dina).get(f"/clients/{twin.id}/edit").text
    assert "South" in page
    (event,) = events(session, "check_new_client", twin)
    assert event.details == {"shown": [str(people.farid.id)]}
