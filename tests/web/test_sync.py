"""The phone's door: packs of pages, and sealed entries applied exactly once."""

import json
from datetime import timedelta

from sqlalchemy import func, select

from tests import factories as make
from tests.phone import Phone, note_fields
from webapp.domain.ids import new_id
from webapp.domain.notes import NoteState
from webapp.models import AuditEvent, Client, Device, Note, Receipt, Task, UserSession
from webapp.services import audit
from webapp.services.summary import touch


def count(session, table):
    session.rollback()
    return session.scalar(select(func.count()).select_from(table))


def test_enrolment_ties_the_phone_to_its_person(phone, people, session):
    device = session.get(Device, phone.device_id)
    assert (device.user_id, device.label) == (people.dina.id, "Test phone")
    row = session.scalars(select(UserSession)).one()
    assert row.device_id == phone.device_id


def test_a_sealed_note_arrives_once_with_receipt_and_event(phone, people, session, db):
    fields = note_fields(people.amina)
    entry = phone.entry("record_note", fields)
    (answer,) = phone.answers(entry)
    assert (answer["status"], answer["state"]) == (200, "applied")
    assert answer["ack"] == entry["op_id"]
    note = session.get(Note, fields["note_id"])
    assert note.device_id == phone.device_id
    assert note.state is NoteState.SIGNED
    kept = session.scalars(select(Receipt)).one()
    assert (str(kept.op_id), kept.came_by) == (entry["op_id"], "outbox")
    assert (kept.device_id, kept.seq) == (phone.device_id, 1)
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "record_note")).one()
    assert event.details["came_by"] == "outbox"
    with db.reading() as reading:
        assert audit.verify(reading).broken_at is None


def test_delivered_again_it_is_acknowledged_and_not_doubled(phone, people, session):
    entry = phone.entry("record_note", note_fields(people.amina))
    first, second = phone.answers(entry), phone.answers(entry)
    assert first[0]["ack"] == second[0]["ack"] == entry["op_id"]
    assert second[0]["duplicate"] is True
    assert count(session, Note) == count(session, Receipt) == 1


def test_twice_in_one_delivery_is_once(phone, people, session):
    entry = phone.entry("record_note", note_fields(people.amina))
    states = [answer["state"] for answer in phone.answers(entry, entry)]
    assert states == ["applied", "duplicate"]
    assert count(session, Note) == 1


def test_the_same_id_with_other_content_is_parked(phone, people, session):
    op_id = str(new_id())
    phone.answers(phone.entry("record_note", note_fields(people.amina), op_id=op_id))
    other = phone.entry(
        "record_note", note_fields(people.amina, section_narrative="Other"), op_id=op_id
    )
    (answer,) = phone.answers(other)
    assert (answer["status"], answer["state"], answer["ack"]) == (422, "parked", None)
    assert count(session, Note) == 1


def test_one_bad_entry_holds_up_nothing_else(phone, people, session):
    entries = [
        phone.entry("record_note", note_fields(people.amina)),
        phone.entry("record_note", note_fields(people.amina, template="poem")),
        phone.entry("record_note", note_fields(people.farid)),
        phone.entry("sing_a_song", {}),
        phone.entry("change_password", {}),
        "this is not json",
        phone.entry("record_note", note_fields(people.rosa)),
    ]
    answers = phone.answers(*entries)
    assert [answer["state"] for answer in answers] == [
        "applied",
        "parked",
        "parked",
        "parked",
        "parked",
        "parked",
        "applied",
    ]
    assert [answer["status"] for answer in answers][1:6] == [422, 404, 404, 404, 400]
    assert all(answer["message"] for answer in answers[1:6])
    assert count(session, Note) == count(session, Receipt) == 2


def test_a_failed_entry_leaves_no_receipt_and_may_be_sent_again(phone, people, session):
    late = note_fields(people.amina, occurred_at=(make.now() + timedelta(days=2)).isoformat())
    (answer,) = phone.answers(phone.entry("record_note", late))
    assert answer["status"] == 422
    assert "occurred_at" in answer["errors"]
    assert count(session, Receipt) == count(session, Note) == 0


def test_a_child_waits_for_its_parent(phone, people, session):
    parent = phone.entry("record_note", note_fields(people.amina))
    child = phone.entry(
        "add_task",
        {"task_id": new_id(), "client_id": people.amina.id, "title": "Call"},
        depends_on=[parent["op_id"]],
    )
    (answer,) = phone.answers(child)
    assert (answer["status"], answer["state"], answer["ack"]) == (425, "retry", None)
    assert count(session, Task) == 0
    assert [one["state"] for one in phone.answers(parent, child)] == ["applied", "applied"]
    assert count(session, Task) == 1


def test_another_persons_entries_never_travel_under_this_session(client_as, phone, people, session):
    entry = phone.entry("record_note", note_fields(people.carlos))
    ben = Phone(client_as(people.ben), phone.device_id)
    assert ben.enrol().status_code == 403
    (answer,) = ben.answers(entry)
    assert (answer["status"], answer["state"], answer["ack"]) == (401, "sign_in", None)
    assert count(session, Note) == 0
    (answer,) = phone.answers(entry)
    assert answer["state"] == "applied"
    session.rollback()
    assert session.scalars(select(Note)).one().author_id == people.dina.id


def test_without_a_session_it_says_sign_in_and_keeps_quiet(client_as, phone, people, session):
    entry = phone.entry("record_note", note_fields(people.amina))
    stranger = Phone(client_as(None), phone.device_id)
    answer = stranger.deliver(entry)
    assert answer.status_code == 401
    assert answer.json == {"error": "sign_in"}
    assert "X-Outbox-Ack" not in answer.headers
    assert count(session, Note) == 0


def test_a_changed_entry_cannot_be_opened(phone, people, session):
    entry = phone.entry("record_note", note_fields(people.amina))
    other = phone.entry("record_note", note_fields(people.amina))
    tampered = [
        {**entry, "body": other["body"]},
        {**entry, "cek": other["cek"]},
        {**entry, "op_id": other["op_id"]},
        {**entry, "kid": "nobody"},
        {**entry, "iv": "not-base64-!!!!!"},
        {**entry, "extra": 1},
    ]
    for answer in phone.answers(*tampered):
        assert answer["status"] in {400, 422}
        assert answer["ack"] is None
    assert count(session, Note) == 0


def test_too_much_at_once_is_refused_whole(phone, people, session):
    entry = phone.entry("record_note", note_fields(people.amina))
    assert phone.deliver(*[entry] * 101).status_code == 413
    assert count(session, Note) == 0


def test_what_was_written_on_the_phone_keeps_its_time_and_is_not_late(phone, people, session):
    happened = make.now() - timedelta(days=5)
    fields = note_fields(people.amina, occurred_at=happened.isoformat())
    entry = phone.entry(
        "record_note", fields, occurred_at=(happened + timedelta(hours=1)).isoformat()
    )
    phone.answers(entry)
    note = session.get(Note, fields["note_id"])
    assert note.lateness is None
    assert note.recorded_at - note.written_at > timedelta(days=4)


def test_a_phone_ahead_of_time_is_noticed_and_orders_nothing(phone, people, session):
    fields = note_fields(people.amina)
    ahead = (make.now() + timedelta(hours=2)).isoformat()
    entry = phone.entry("record_note", fields, occurred_at=ahead)
    phone.deliver(entry, **{"X-Tend-Sent-At": ahead})
    session.rollback()
    assert session.get(Device, phone.device_id).clock_skew > 7000
    note = session.get(Note, fields["note_id"])
    assert note.written_at <= make.now()


def test_a_provisional_client_and_a_note_about_them_arrive_together(phone, people, session):
    client_id = new_id()
    added = phone.entry(
        "add_client",
        {
            "client_id": client_id,
            "case_id": new_id(),
            "name_used": "Grace Kim",
            "program_id": people.reentry.id,
        },
    )
    note = note_fields(people.amina, client_id=client_id)
    about = phone.entry("record_note", note, depends_on=[added["op_id"]])
    assert [one["state"] for one in phone.answers(added, about)] == ["applied", "applied"]
    assert session.get(Client, client_id).name_used == "Grace Kim"
    assert session.get(Note, note["note_id"]).client_id == client_id


# --- The pack --------------------------------------------------------------


def test_the_pack_holds_the_own_caseload_and_nothing_else(phone, people):
    urls = {page["url"] for page in phone.manifest()["pages"]}
    assert {"/today", "/clients?show=all", "/note", "/more", "/clients/new"} <= urls
    assert f"/clients/{people.amina.id}" in urls
    assert f"/clients/{people.farid.id}" not in urls
    assert f"/clients/{people.carlos.id}" not in urls


def test_every_listed_page_can_be_fetched(phone):
    manifest = phone.manifest()
    pages = phone.pages(*(page["url"] for page in manifest["pages"]))
    assert [page["status"] for page in pages] == [200] * len(manifest["pages"])
    tags = {page["url"]: page["etag"] for page in manifest["pages"]}
    assert {page["url"]: page["etag"] for page in pages} == tags
    assert all("<html" in page["html"] and page["csp"] for page in pages)


def test_nothing_changed_is_one_short_answer(phone):
    cursor = phone.manifest()["cursor"]
    again = phone.manifest(cursor)
    assert again["unchanged"] is True
    assert len(json.dumps(again)) < 200


def test_only_what_changed_has_a_new_tag(phone, people, session):
    before = {page["url"]: page["etag"] for page in phone.manifest()["pages"]}
    phone.answers(phone.entry("record_note", note_fields(people.amina)))
    after = {page["url"]: page["etag"] for page in phone.manifest()["pages"]}
    changed = {url for url in before if before[url] != after[url]}
    # The note form lists people as they press; its order may have changed, too.
    assert changed - {"/note"} == {"/today", "/clients?show=all", f"/clients/{people.amina.id}"}


def test_a_case_that_moved_away_leaves_the_pack(phone, people, session):
    from webapp.models import Assignment

    row = session.scalars(
        select(Assignment).where(Assignment.case_id == people.amina_case.id)
    ).one()
    row.ended_at = make.now()
    session.commit()
    url = f"/clients/{people.amina.id}"
    assert url not in {page["url"] for page in phone.manifest()["pages"]}
    assert phone.pages(url) == [{"url": url, "status": 404}]


def test_asking_for_what_is_not_yours_gives_nothing(phone, people):
    wanted = [
        f"/clients/{people.farid.id}",
        "/sync/manifest",
        "/login",
        "/clients/../today",
        "https://example.org/today",
    ]
    assert {page["status"] for page in phone.pages(*wanted)} == {404}


def test_fetched_pages_are_readings_in_the_chain(phone, people, session):
    phone.pages(f"/clients/{people.amina.id}")
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "read_client")).one()
    assert event.details["page"] == "pack"
    assert event.client_id == people.amina.id


def test_requests_without_the_device_header_are_refused(client_as, people):
    browser = client_as(people.dina)
    for answer in (browser.get("/sync/manifest"), browser.post("/sync/ops", data="")):
        assert answer.status_code == 400


def test_a_forgotten_phone_gets_nothing_more(phone, session):
    device = session.get(Device, phone.device_id)
    device.revoked_at = make.now()
    session.commit()
    answer = phone.browser.get("/sync/manifest", headers=phone.headers)
    assert answer.status_code == 403


def test_a_task_overdue_since_today_gives_a_new_tag(phone, people, session):
    task = make.add_task(session, people.dina, "Call", people.amina, due_on=make.now().date())
    touch(session, [people.amina.id])
    session.commit()
    url = f"/clients/{people.amina.id}"
    before = {page["url"]: page["etag"] for page in phone.manifest()["pages"]}[url]
    task.due_on = make.now().date() - timedelta(days=1)
    client = session.get(Client, people.amina.id)
    client.earliest_task_due_on = task.due_on
    session.commit()
    after = {page["url"]: page["etag"] for page in phone.manifest()["pages"]}[url]
    assert before != after
